"""`extract pull`: new articles from feeds."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from extract.cli.basics import FINDINGS, GOOD, Commands, UsageError, add_command
from extract.config import Settings

if TYPE_CHECKING:
    from extract.pulling.pull import FeedReport

_SHOWN = 10


def register(commands: Commands) -> None:
    """Add the command."""
    pull = add_command(commands, "pull", _pull, "Fetch new articles of RSS and Atom feeds into the corpus.")
    pull.add_argument("feeds", type=Path, metavar="FEEDS.toml", help="which feeds, and whom servers may write to")
    pull.add_argument("--out", type=Path, metavar="DIR", help="folder of the articles (default: as the file says)")
    pull.add_argument(
        "--since", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="only what was published on that day or later"
    )
    pull.add_argument("--limit", type=_count, metavar="N", help="at most so many new articles")
    pull.add_argument("--dry-run", action="store_true", help="ask the feeds only and print what would be fetched")


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def _pull(options: argparse.Namespace, settings: Settings) -> int:
    """New files go to stdout, one a line, as they come; what became of each feed goes to stderr."""
    try:
        from extract.pulling.feedlist import load_feeds
        from extract.pulling.pull import Choice, pull, visitor_of
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("feedparser", "protego", "urllib3"):
            raise
        raise UsageError(f'pull needs {error.name}, which is not installed: pip install "extract[pull]"') from error
    feeds = load_feeds(options.feeds)
    choice = Choice(options.since, options.limit, options.dry_run)

    def announce(said: str) -> None:
        print(said, flush=True)

    reports = pull(feeds, options.out or feeds.into or settings.corpus, visitor_of(feeds), choice, announce)
    for report in reports:
        _tell(report)
    return FINDINGS if any(report.problem or report.failures for report in reports) else GOOD


def _tell(report: FeedReport) -> None:
    name = report.feed.name
    if report.problem:
        print(f"{name}: the feed failed: {report.problem}", file=sys.stderr)
        return
    counts = [f"{report.new:,} new", f"{report.known:,} known", f"{len(report.failures):,} failed"]
    for number, says in (
        (report.earlier, "published earlier"),
        (report.left, "left for the next pull"),
        (report.given_up, "given up earlier"),
    ):
        if number:
            counts.append(f"{number:,} {says}")
    print(f"{name}: {'unchanged' if report.unchanged else ', '.join(counts)}", file=sys.stderr)
    for address, reason in report.failures[:_SHOWN]:
        print(f"  {address}: {reason}", file=sys.stderr)
    if len(report.failures) > _SHOWN:
        print(f"  and {len(report.failures) - _SHOWN:,} more", file=sys.stderr)
