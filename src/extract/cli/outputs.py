"""`extract export` and `extract verify`: what a run has written, in other forms and under examination."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from extract.cli.basics import FINDINGS, GOOD, Commands, UsageError, add_command
from extract.config import Settings


def register(commands: Commands) -> None:
    """Add the commands."""
    export = add_command(commands, "export", _export, "Write the tables of an output folder in other formats.")
    formats = "xlsx, csv-de, csv-en, sqlite, jsonl, parquet, ftm, or all"
    export.add_argument("formats", nargs="+", metavar="FORMAT", help=formats)
    export.add_argument("--from", dest="source", type=Path, metavar="DIR", help="folder of a run (default: outputs)")
    export.add_argument("--out", type=Path, metavar="DIR", help="folder of the new files (default: that of the run)")

    verify = add_command(commands, "verify", _verify, "Check all files of an output folder against the articles.")
    verify.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="folder of a run (default: outputs)")
    verify.add_argument(
        "--corpus", type=Path, action="append", metavar="PATH",
        help="files, folders or patterns that the run has read; may be given several times (default: corpus)",
    )  # fmt: skip


def _export(options: argparse.Namespace, settings: Settings) -> int:
    from extract.tables.exports import FORMATS, export

    formats = list(FORMATS) if "all" in options.formats else list(dict.fromkeys(options.formats))
    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"export {name}: there is no such format; the formats are {', '.join(FORMATS)} and all")
    for path in export(options.source or settings.out, formats, options.out):
        print(path)
    return GOOD


def _verify(options: argparse.Namespace, settings: Settings) -> int:
    """Findings go to stdout, one a line: they are what the command is for."""
    from extract.verifying import verify

    folder = options.folder or settings.out
    if not folder.is_dir():
        raise UsageError(f"verify {folder}: there is no such folder; `extract run --out {folder}` makes it")
    report = verify(folder, options.corpus or [settings.corpus], settings.columns)
    for finding in report.findings:
        print(finding)
    print(f"{report.checks:,} checks, {len(report.findings):,} findings", file=sys.stderr)
    return FINDINGS if report.findings else GOOD
