"""The tables of an output folder, read back without a new extraction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

from extract.tables.schema import LIST_SEPARATOR, TABLES, ColumnType, Table
from extract.values.period import Period

Value = str | int | bool | Decimal | tuple[str, ...] | None


class TableError(ValueError):
    """A folder or a table that cannot be used; the message names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table as it lies in a folder.

    Attributes:
        table: its schema.
        rows: every cell as text, in the order of the columns.
    """

    table: Table
    rows: Sequence[tuple[str, ...]]

    def records(self) -> Iterator[dict[str, str]]:
        """The rows by the names of the columns."""
        header = self.table.header
        return (dict(zip(header, row, strict=True)) for row in self.rows)

    def lines(self) -> Iterator[int]:
        """The line of the file that each row begins on; a cell may hold line breaks."""
        line = 2
        for row in self.rows:
            yield line
            line += 1 + sum(cell.count("\n") for cell in row)


Stored = Mapping[str, StoredTable]


def read_stored(folder: Path, tables: Sequence[Table] = TABLES) -> Stored:
    """All tables of a folder by name.

    Raises:
        TableError: when one is missing, cannot be read or has other columns.
    """
    return {table.name: read_stored_table(folder, table) for table in tables}


def read_stored_table(folder: Path, table: Table) -> StoredTable:
    """One table, every cell as text.

    Raises:
        TableError: when it is missing, cannot be read or has other columns.
    """
    file = folder / f"{table.name}.csv"
    if not file.is_file():
        raise TableError(f"{file}: there is no such file; `extract run --out {folder}` writes it")
    try:
        data = pd.read_csv(
            file, dtype=object, keep_default_na=False, na_filter=False, encoding="utf-8", lineterminator="\n",
            index_col=False,
        )  # fmt: skip
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise TableError(f"{file}: cannot be read: {error}; `extract run` writes it anew") from error
    if list(data.columns) != table.header:
        odd = sorted(set(data.columns) ^ set(table.header)) or "in another order"
        raise TableError(f"{file}: written by another version, its columns differ: {odd}; `extract run` writes it anew")
    # Column by column: a walk over the rows of a frame takes ten times as long.
    return StoredTable(table, list(zip(*(data[name].tolist() for name in table.header), strict=True)))


def typed(kind: ColumnType, text: str) -> Value:
    """The value of a cell; None where it is empty, () for an empty list.

    Raises:
        ValueError: when the text does not fit the type; the message says what would.

    >>> typed("decimal", "-2.50"), typed("boolean", "true"), typed("list", "a; b"), typed("edtf", "")
    (Decimal('-2.50'), True, ('a', 'b'), None)
    """
    if kind == "list":
        return tuple(text.split(LIST_SEPARATOR)) if text else ()
    if not text:
        return None
    if kind == "integer":
        return _integer(text)
    if kind == "decimal":
        return _decimal(text)
    if kind == "boolean":
        if text not in ("true", "false"):
            raise ValueError(f"{text!r} is neither true nor false")
        return text == "true"
    if kind == "edtf":
        Period.parse(text)
    return text


def _integer(text: str) -> int:
    if not text.removeprefix("-").isdecimal() or not text.isascii():
        raise ValueError(f"{text!r} is no whole number")
    return int(text)


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or "e" in text.lower() or "_" in text or text != text.strip():
        raise ValueError(f"{text!r} is no plain number; write for example 3900000000 or -12.5")
    return number
