"""`extract mentions` and `extract explain`: single texts."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from extract.cli.basics import FINDINGS, GOOD, Commands, UsageError, add_choices, add_command, chosen
from extract.config import Settings

if TYPE_CHECKING:
    from extract.records import Article, Language
    from extract.review.articles import StoredArticles


def register(commands: Commands) -> None:
    """Add the commands."""
    mentions = add_command(
        commands, "mentions", _mentions, "Print amounts and dates of the texts of a JSON Lines file."
    )
    mentions.add_argument(
        "file", metavar="FILE", help='objects with "id", "text", perhaps "lang" and "ref_date"; - for stdin'
    )

    explain = add_command(
        commands, "explain", _explain, "Print what is found in a text, which rules fire, and why others do not."
    )
    explain.add_argument("text", metavar="TEXT|FILE", help="a text, the path of an article, or - for stdin")
    choose_language(explain)
    add_choices(explain)


def choose_language(command: argparse.ArgumentParser) -> None:
    """The options that say of a text what it does not say itself."""
    command.add_argument("--published", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="publication date")
    command.add_argument("--lang", choices=("de", "en"), help="language, where a short text does not tell")


def add_articles(command: argparse.ArgumentParser) -> None:
    """The options of commands that look up articles of a run."""
    command.add_argument("--out", type=Path, metavar="DIR", help="folder of the tables (default: outputs)")
    command.add_argument(
        "--corpus", type=Path, action="append", metavar="PATH",
        help="files or folders that the run has read; may be given several times (default: corpus)",
    )  # fmt: skip


def stored_articles(options: argparse.Namespace, settings: Settings) -> StoredArticles:
    """The articles that these options name."""
    from extract.review.articles import StoredArticles

    return StoredArticles(options.out or settings.out, options.corpus or [settings.corpus])


def _mentions(options: argparse.Namespace, _: Settings) -> int:
    from extract.finding.lines import mention_lines

    def detect(text: str) -> Language | None:
        from extract.reading.languages import guess

        return guess(text)

    with _opened(options.file) as (lines, name):
        for line in mention_lines(lines, name, detect):
            print(line)
    return GOOD


@contextmanager
def _opened(file: str) -> Iterator[tuple[TextIO, str]]:
    if file == "-":
        yield sys.stdin, "stdin"
        return
    try:
        with Path(file).open(encoding="utf-8-sig") as lines:
            yield lines, file
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error


def _explain(options: argparse.Namespace, settings: Settings) -> int:
    from extract.finding.mentions import analyse
    from extract.finding.nlp import Pipelines
    from extract.finding.officials import load_register
    from extract.rules.explain import explain
    from extract.rules.loader import load_rules

    settings = chosen(options, settings)
    article = article_of(options.text, options)
    if article.language is None:
        print(f"{article.name}: {article.reason}; --lang de or --lang en settles it", file=sys.stderr)
        return FINDINGS
    analysis = analyse(article, Pipelines(settings), load_register(settings.officials))
    for line in explain(analysis, load_rules(settings.rules)):
        print(line)
    return GOOD


def article_of(text: str, options: argparse.Namespace) -> Article:
    """An article from a text, the path of one, or "-" for stdin, with the language and date that the options give."""
    from extract.reading import list_sources, read_article
    from extract.reading.articles import article_from_text

    if text == "-":
        article = article_from_text("stdin", sys.stdin.read())
    elif _is_file(text):
        article = read_article(list_sources([Path(text)])[0])
    else:
        article = article_from_text("text", text)
    if options.lang and article.status != "failed":
        article = replace(article, language=options.lang, paragraph_languages=(), status="processed", reason="")
    if options.published:
        article = replace(article, published=options.published, published_from="metadata")
    return article


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        # Too long for a path, or with a character that paths cannot have: a text.
        return False
