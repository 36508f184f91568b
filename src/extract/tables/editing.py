"""What a reviewer may change in a row, and which contents are right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import get_args

from extract.records import Action, FactType, Measure, Modality
from extract.tables.schema import EDITED, LIST_SEPARATOR, Column
from extract.tables.stored import typed
from extract.values.amount import Bound, plain
from extract.values.country import countries
from extract.values.office import ROLES, Office
from extract.values.period import Period

__all__ = ["CHOICES", "EDITABLE", "EDITED", "NOTE", "STATUS", "VERDICTS", "checked", "verdict"]

STATUS, NOTE = "status", "note"

# What a reviewer writes into `status`, and the action that it is.
VERDICTS: Mapping[str, Action] = MappingProxyType({"accepted": "accept", "rejected": "reject"})
_VERDICT_WORDS: Mapping[Action, frozenset[str]] = MappingProxyType(
    {
        "accept": frozenset({"accepted", "accept", "angenommen", "bestätigt", "stimmt", "ok"}),
        "reject": frozenset({"rejected", "reject", "abgelehnt", "verworfen", "stimmt nicht"}),
    }
)
# Columns with few contents; a spreadsheet offers them as a list.
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "type": tuple(kind for kind in get_args(FactType) if kind != "official"),
        "measure": get_args(Measure),
        "bound": get_args(Bound),
        "modality": get_args(Modality),
        "role": tuple(sorted(ROLES)),
        "former": ("true", "false"),
    }
)
# What the extractor read in the text. Ids, counts, flags and whatever else a run computes are not the reviewer's.
EDITABLE = frozenset(
    {"country_1", "country_2", "country", "value", "value_max", "unit", "date", "compared_to", "participants", "place",
     "subject", "person", "portfolio", *CHOICES}
)  # fmt: skip
_REQUIRED = frozenset({"type", "modality", "person", "role", "former"})
_COUNTRY = re.compile(r"[A-Z]{2}(?:-[A-Z]{2})*")
# 3.9e9: quicker to write, and harder to get wrong, than nine zeros.
_SCALED = re.compile(r"-?\d+(?:\.\d+)?[eE]\+?\d{1,2}")


def verdict(text: str) -> Action | None:
    """The action that a word in `status` stands for, None for any other word.

    >>> verdict("Angenommen"), verdict("maybe")
    ('accept', None)
    """
    word = text.strip().casefold()
    return next((action for action, words in _VERDICT_WORDS.items() if word in words), None)


def checked(column: Column, text: str) -> str:
    """A new content in the form of the tables.

    Args:
        column: one whose name is in `EDITABLE`.
        text: what the reviewer wrote.

    Raises:
        ValueError: when it cannot stand there; the message says what can.

    >>> checked(Column("value", "decimal", ""), "2.50"), checked(Column("country_1", "text", ""), " kz ")
    ('2.5', 'KZ')
    >>> checked(Column("value", "decimal", ""), "3.9e9")
    '3900000000'
    """
    text = text.strip()
    if not text:
        if column.name in _REQUIRED:
            raise ValueError("the cell is empty; reject the row if it is wrong altogether")
        return text
    if column.name in CHOICES:
        return _choice(text, CHOICES[column.name])
    if column.name.startswith("country"):
        return _country(text.upper())
    if column.name == "portfolio":
        return "+".join(Office.parse(f"other_official:{text}").portfolios)
    if column.name == "unit" and re.search(r"\s", text):
        raise ValueError(f"{text!r} is no unit; write a currency such as EUR, PERCENT, COUNT, or a UCUM unit such as t")
    return _typed(column, text)


def _choice(text: str, allowed: tuple[str, ...]) -> str:
    if text.casefold() not in allowed:
        raise ValueError(f"{text!r} is none of {', '.join(allowed)}")
    return text.casefold()


def _country(text: str) -> str:
    if not _COUNTRY.fullmatch(text) or not all(code in countries() for code in text.split("-")):
        raise ValueError(f"{text!r} is no ISO 3166-1 code of a country; write for example KZ, or EU for the Union")
    return text


def _typed(column: Column, text: str) -> str:
    if column.type == "decimal":
        number = typed("decimal", plain(Decimal(text)) if _SCALED.fullmatch(text) else text)
        return plain(number) if not isinstance(number, str) else number  # type: ignore[arg-type]
    if column.type == "edtf":
        return Period.parse(text).edtf
    if column.type == "list":
        return LIST_SEPARATOR.join(item for part in text.split(";") if (item := part.strip()))
    return text
