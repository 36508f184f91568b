"""A cell of a workbook, read as the text that a table would hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from extract.tables.schema import Column
from extract.values.amount import plain

_TRUE = frozenset({"true", "wahr", "yes", "ja"})
_FALSE = frozenset({"false", "falsch", "no", "nein"})


class CellError(ValueError):
    """A cell that cannot be read; the message says why and what to write."""


def cell_text(column: Column, cell: Any) -> str:
    """The content of a cell as text.

    Args:
        column: that it stands in.
        cell: as openpyxl reads it; formulas unevaluated.

    Raises:
        CellError: when it holds a formula, an error, or a share for a number.
    """
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise CellError("holds a formula; write the value itself")
    if cell.data_type == "e":
        raise CellError(f"holds the error {value}; write a value")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime | dt.date):
        return value.date().isoformat() if isinstance(value, dt.datetime) else value.isoformat()
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            raise CellError(f"is formatted as a share, so it holds {value}; write the number as a text or plain number")
        return plain(Decimal(repr(value)))
    text = str(value)
    if column.type == "boolean":
        return _boolean(text)
    return text


def _boolean(text: str) -> str:
    word = text.strip().casefold()
    return "true" if word in _TRUE else "false" if word in _FALSE else text
