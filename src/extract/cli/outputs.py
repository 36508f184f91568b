"""`extract export`: the tables in the forms that other programs open."""

from __future__ import annotations

import argparse
from pathlib import Path

from extract.cli.basics import GOOD, Commands, UsageError, add_command
from extract.config import Settings


def register(commands: Commands) -> None:
    """Add the commands."""
    export = add_command(commands, "export", _export, "Write the tables of an output folder in other formats.")
    export.add_argument("formats", nargs="+", metavar="FORMAT", help="xlsx, csv-de, csv-en, or all")
    export.add_argument("--from", dest="source", type=Path, metavar="DIR", help="folder of a run (default: outputs)")
    export.add_argument("--out", type=Path, metavar="DIR", help="folder of the new files (default: that of the run)")


def _export(options: argparse.Namespace, settings: Settings) -> int:
    from extract.tables.exports import FORMATS, export

    formats = list(FORMATS) if "all" in options.formats else list(dict.fromkeys(options.formats))
    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"export {name}: there is no such format; the formats are {', '.join(FORMATS)} and all")
    for path in export(options.source or settings.out, formats, options.out):
        print(path)
    return GOOD
