"""What the sheets of a workbook hold, for the one who writes it and the one who reads it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.tables.editing import EDITABLE, EDITED, NOTE, STATUS
from extract.tables.exports.spreadsheets import cut, fits_double
from extract.tables.schema import EVIDENCE, Column, Table
from extract.tables.stored import Stored

# A sheet that keeps every reviewed row as it was shown, so that what the reviewer changed is known even when the
# folder has been written anew since. Each row: table, fact_id, and JSON in as many cells as it takes.
SHOWN = "_shown"
SHOWN_CELL = 30_000
SHOWN_EVIDENCE = ("claim_id", "article", "start", "end", "quote")
HOW_TO = "Anleitung - How to"

_REVIEW = (
    Column(STATUS, "text", "accepted or rejected, as the reviewer decided"),
    Column(NOTE, "text", "what the reviewer remarks"),
)
_BESIDE = ("article", "sentence")
# An escaped character, as in "_x000D_" for a carriage return: how XLSX writes what XML cannot hold.
_ESCAPED = re.compile(r"_x([0-9a-fA-F]{4})_")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet.

    Attributes:
        column: its name, type and meaning.
        field: the column of the table that a reviewer changes by it, empty where it is not to be changed.
    """

    column: Column
    field: str = ""


def reviewed(table: Table) -> bool:
    """Whether the rows of a table are facts, which a reviewer judges."""
    return table.key == ("fact_id",)


def sheet_columns(table: Table) -> list[SheetColumn]:
    """The columns of the sheet of a table.

    Where rows are facts, the columns for the reviewer come first after the id, and the first sentence that states the
    fact last.
    """
    if not reviewed(table):
        return [SheetColumn(column) for column in table.columns]
    known = {column.name: column for column in table.columns}
    review = [known.get(column.name, column) for column in _REVIEW]
    names = {"fact_id", STATUS, NOTE}
    beside = [column for column in EVIDENCE.columns if column.name in _BESIDE and column.name not in known]
    return [
        SheetColumn(known["fact_id"]),
        *(SheetColumn(column, column.name) for column in review),
        *(SheetColumn(column, _field(column.name)) for column in table.columns if column.name not in names),
        *(SheetColumn(column) for column in sorted(beside, key=lambda column: _BESIDE.index(column.name))),
    ]


def sheet_rows(table: Table, stored: Stored) -> Iterator[dict[str, str]]:
    """The rows of a sheet by column, every cell as text."""
    if not reviewed(table):
        yield from stored[table.name].records()
        return
    first: dict[str, dict[str, str]] = {}
    for row in stored[EVIDENCE.name].records():
        first.setdefault(row["fact_id"], row)
    empty = {column.name: "" for column in _REVIEW} | dict.fromkeys(_BESIDE, "")
    for row in stored[table.name].records():
        beside = first.get(row["fact_id"], {})
        yield empty | {name: beside[name] for name in _BESIDE if name in beside} | row


def content(column: Column, text: str) -> str | float | None:
    """What is written into the cell: a number where the type says so, else text; None for nothing.

    A number that a spreadsheet would round is written as text. So are truth values: LibreOffice saves real ones as
    formulas.
    """
    if not text:
        return None
    if column.type == "integer" or (column.type == "decimal" and fits_double(Decimal(text))):
        return float(text)
    # A text in these tags would be taken for markup by the library that writes the file.
    return cut(text + " " if text.startswith("<r>") and text.endswith("</r>") else text)


def comparable(text: str) -> str:
    """A text less what spreadsheets do to line breaks and control characters.

    >>> comparable("a\\r\\nb"), comparable("a_x000D_\\nb")
    ('a\\nb', 'a\\nb')
    """
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _field(name: str) -> str:
    """The column that a reviewer changes by this one: `edited_value` stands for `value`."""
    base = name.removeprefix(EDITED)
    return base if base in EDITABLE else ""
