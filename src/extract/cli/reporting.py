"""`extract report`: the page about the tables of a run."""

from __future__ import annotations

import argparse
from pathlib import Path

from extract.cli.basics import GOOD, Commands, UsageError, add_command
from extract.config import Settings
from extract.records import LANGUAGES

FILE_NAME = "report.html"


def register(commands: Commands) -> None:
    """Add the command."""
    report = add_command(
        commands, "report", _report, "Write a page about the tables of a run: charts, timeline, officials, doubts."
    )
    report.add_argument(
        "--from", dest="folder", type=Path, metavar="DIR", help="folder of the tables (default: outputs)"
    )
    report.add_argument("--out", type=Path, metavar="FILE", help=f"the page (default: {FILE_NAME} beside the tables)")
    report.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the page (default: en)")
    report.add_argument("--since", type=Path, metavar="DIR", help="folder of earlier tables, to tell what is new")
    report.add_argument(
        "--pair",
        action="append",
        default=[],
        type=_pair,
        metavar="XX-YY",
        help="only this pair of countries, ISO codes",
    )


def _report(options: argparse.Namespace, settings: Settings) -> int:
    from extract.tables.report import render_report

    folder: Path = options.folder or settings.out
    out: Path = options.out or folder / FILE_NAME
    if out.is_dir():
        raise UsageError(f"--out {out}: is a folder; name a file in it, such as {out / FILE_NAME}")
    page = render_report(folder, options.lang, options.since, options.pair)
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.part")
    part.write_bytes(page)
    part.replace(out)
    print(f"written to {out}")
    return GOOD


def _pair(text: str) -> tuple[str, str]:
    """Two codes of countries, in any case."""
    first, dash, second = text.upper().partition("-")
    if not (dash and len(first) == len(second) == 2):
        raise argparse.ArgumentTypeError(f"{text!r} is no pair; write two ISO codes, such as DE-KZ")
    return first, second
