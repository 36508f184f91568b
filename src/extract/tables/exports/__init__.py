"""The tables of an output folder in the forms that other programs open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from extract.tables.exports.excel_csv import ENGLISH, GERMAN, csv_parts
from extract.tables.exports.ftm import ftm_parts
from extract.tables.exports.nested import jsonl_parts
from extract.tables.exports.parquet import parquet_parts
from extract.tables.exports.parts import Part, write_parts
from extract.tables.exports.sqlite import sqlite_parts
from extract.tables.exports.workbook import workbook_parts
from extract.tables.stored import Stored, read_stored

__all__ = ["FORMATS", "export"]

FORMATS: Mapping[str, Callable[[Stored], Iterable[Part]]] = MappingProxyType(
    {
        "xlsx": workbook_parts,
        "csv-de": lambda stored: csv_parts(stored, GERMAN),
        "csv-en": lambda stored: csv_parts(stored, ENGLISH),
        "sqlite": sqlite_parts,
        "jsonl": jsonl_parts,
        "parquet": parquet_parts,
        "ftm": ftm_parts,
    }
)


def export(source: Path, formats: Sequence[str], out: Path | None = None) -> list[Path]:
    """Write the tables of a folder in other formats.

    Args:
        source: folder that a run wrote.
        formats: names of `FORMATS`.
        out: folder of the new files, `source` by default.

    Returns:
        The paths written.

    Raises:
        TableError: when a table is missing or damaged, or a format needs a package that is not installed; nothing is
            written then.
    """
    stored = read_stored(source)
    return write_parts(out or source, [part for name in formats for part in FORMATS[name](stored)])
