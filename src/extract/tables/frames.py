"""Data frames of the stated schema, and the bytes that they are written as."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd

from extract.tables.rows import (
    Cell,
    Row,
)
from extract.tables.schema import (
    LIST_SEPARATOR,
    Table,
)

_PIECE = 1 << 16  # characters


def frame(table: Table, rows: Iterable[Row]) -> pd.DataFrame:
    """A data frame of one table.

    Raises:
        ValueError: when a row has other columns than the schema.
    """
    ordered = sorted(rows, key=lambda row: sort_key(table, row))
    for row in ordered:
        if set(row) != set(table.header):
            raise ValueError(f"{table.name}: columns {sorted(set(row) ^ set(table.header))} do not fit the schema")
    return pd.DataFrame(
        {
            column.name: pd.Series(
                [_cell(row[column.name]) for row in ordered], dtype="int64" if column.type == "integer" else "str"
            )
            for column in table.columns
        }
    )


def to_csv(data: pd.DataFrame) -> bytes:
    """A data frame as UTF-8 CSV with "\\n" line ends; what could break a line is quoted."""
    buffer = io.StringIO()
    data.to_csv(buffer, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL, na_rep="")
    return buffer.getvalue().encode("utf-8", "surrogateescape")


def csv_pieces(table: Table, rows: Iterable[Row]) -> Iterator[bytes]:
    """What `to_csv` gives, in pieces, from rows that are in the order of the table already.

    Raises:
        ValueError: when a row has other columns than the schema.
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, table.header, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(row[name]) for name in row})
        if buffer.tell() > _PIECE:
            yield buffer.getvalue().encode("utf-8", "surrogateescape")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "surrogateescape")


def read_table(folder: Path, table: Table) -> pd.DataFrame:
    """Read a table that was written, with the types of the schema: `NA` stays Namibia, values stay decimals as text.

    Args:
        folder: where the table lies.
        table: one of `TABLES`.
    """
    types = {column.name: "int64" if column.type == "integer" else "str" for column in table.columns}
    return pd.read_csv(
        folder / f"{table.name}.csv", dtype=types, keep_default_na=False, na_filter=False, encoding="utf-8",
        lineterminator="\n",
    )  # fmt: skip


def cells(row: Row) -> dict[str, str]:
    """A row as the table has it: every cell as text.

    >>> cells({"former": False, "participants": ("Anna Berg", "Jan Holm"), "measure": None, "sources": 2})
    {'former': 'false', 'participants': 'Anna Berg; Jan Holm', 'measure': '', 'sources': '2'}
    """
    return {name: str(_cell(cell)) for name, cell in row.items()}


def _cell(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, tuple):
        return LIST_SEPARATOR.join(cell)
    return cell


def sort_key(table: Table, row: Row) -> tuple[object, ...]:
    """What a row of a table is sorted by."""
    types = {column.name: column.type for column in table.columns}
    keys: list[object] = []
    for name in table.sort:
        value = _cell(row[name])
        if types[name] == "decimal":
            keys.append(Decimal(value) if value != "" else Decimal("-Infinity"))
        else:
            keys.append(value)
    return tuple(keys)
