"""CSV as a spreadsheet opens it by a double click: a German flavour and an English one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from extract.tables.exports.parts import Part
from extract.tables.exports.spreadsheets import GUARD, cut, fits_double, guarded
from extract.tables.schema import ColumnType
from extract.tables.stored import Stored, StoredTable


@dataclass(frozen=True, slots=True)
class Flavour:
    """What the spreadsheet of a country expects.

    Attributes:
        folder: that the files go to, beside the plain ones.
        separator: between cells.
        decimal_mark: in numbers.
    """

    folder: str
    separator: str
    decimal_mark: str


GERMAN = Flavour("csv-de", ";", ",")
ENGLISH = Flavour("csv-en", ",", ".")


def csv_parts(stored: Stored, flavour: Flavour) -> Iterator[Part]:
    """Every table in a flavour: UTF-8 with a byte order mark, "\\r\\n" line ends.

    Numbers stay numbers. A text that would be run as a formula, or read as a number, date or truth value, has an
    apostrophe before it; what is longer than a cell can hold ends with "[...]". The plain CSV has neither.
    """
    for name, table in stored.items():
        yield Part(f"{flavour.folder}/{name}.csv", partial(write_csv, table, flavour))


def write_csv(table: StoredTable, flavour: Flavour, path: Path) -> None:
    """One table into a file."""
    types = [column.type for column in table.table.columns]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=flavour.separator, lineterminator="\r\n")
        writer.writerow(table.table.header)
        for row in table.rows:
            writer.writerow(flavoured(kind, cell, flavour) for kind, cell in zip(types, row, strict=True))


def flavoured(kind: ColumnType, cell: str, flavour: Flavour) -> str:
    """A cell as it is written.

    >>> flavoured("decimal", "-2.5", GERMAN), flavoured("text", "-2.5", GERMAN), flavoured("text", "@SUM", ENGLISH)
    ('-2,5', "'-2.5", "'@SUM")
    """
    if kind in ("integer", "boolean") or not cell:
        return cell
    if kind == "decimal":
        number = cell.replace(".", flavour.decimal_mark)
        return number if fits_double(Decimal(cell)) else GUARD + number
    return cut(guarded(cell, date=kind == "edtf"))
