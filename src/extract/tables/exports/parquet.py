"""Parquet: one file a table, typed, for pandas, polars, DuckDB and the like."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from extract.tables.exports.parts import Part
from extract.tables.schema import ColumnType
from extract.tables.stored import Stored, StoredTable, TableError, typed

FOLDER = "parquet"
# Decimals: 26 digits before the point and 12 after it, the same for every file, so that files can be put together.
_PRECISION, _SCALE = 38, 12


def parquet_parts(stored: Stored) -> Iterator[Part]:
    """Every table as a file.

    Raises:
        TableError: when pyarrow is not installed.
    """
    arrow = parquet_library()
    for name, table in stored.items():
        yield Part(f"{FOLDER}/{name}.parquet", partial(write_parquet, arrow, table))


def parquet_library() -> Any:
    """The package pyarrow.

    Raises:
        TableError: when it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise TableError('parquet needs the package pyarrow; run: pip install "extract[parquet]"') from error
    return pyarrow


def write_parquet(arrow: Any, table: StoredTable, path: Path) -> None:
    """Write one table.

    Raises:
        TableError: when a number has more digits than Parquet holds.
    """
    arrays, fields = [], []
    for at, column in enumerate(table.table.columns):
        kind = _type(arrow, column.type)
        values = [_value(column.type, row[at], f"{table.table.name}.{column.name}") for row in table.rows]
        arrays.append(arrow.array(values, type=kind))
        fields.append(arrow.field(column.name, kind, metadata={"says": column.says}))
    arrow.parquet.write_table(arrow.Table.from_arrays(arrays, schema=arrow.schema(fields)), path)


def _type(arrow: Any, kind: ColumnType) -> Any:
    if kind == "list":
        return arrow.list_(arrow.string())
    if kind == "decimal":
        return arrow.decimal128(_PRECISION, _SCALE)
    return {"integer": arrow.int64(), "boolean": arrow.bool_()}.get(kind, arrow.string())


def _value(kind: ColumnType, text: str, where: str) -> object:
    value = text or None if kind == "edtf" else typed(kind, text)
    if isinstance(value, Decimal):
        _, digits, exponent = value.normalize().as_tuple()
        if not isinstance(exponent, int) or -exponent > _SCALE or len(digits) + exponent > _PRECISION - _SCALE:
            raise TableError(f"{where}: {text} has more digits than a Parquet decimal holds; use sqlite or csv")
    return value
