"""What the codebook demands of each type of fact, asked of cells that a person has filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import get_args

from extract.records import EVENTS, UNORDERED, FactType
from extract.review.deciding import FieldError
from extract.rules.schema import Indicator
from extract.tables.editing import checked
from extract.tables.schema import FACTS, LIST_SEPARATOR, OFFICIALS, Column
from extract.values.amount import COUNT, FACTOR, PERCENT, RANK, Amount

# Both countries at once, in their order.
COUNTRIES = "countries"

_PAIR = ("country_1", "country_2")
_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "quantity": (*_PAIR, "measure", "value", "value_max", "unit", "bound", "date", "compared_to", "modality",
                     "place", "subject"),
        "event": (*_PAIR, "date", "modality", "participants", "place", "subject"),
        "official": ("person", "role", "portfolio", "country", "former"),
    }
)  # fmt: skip
_DEFAULTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "quantity": {"bound": "exact", "modality": "actual"},
        "event": {"modality": "actual"},
        "official": {"former": "false"},
    }
)
_MONEY = frozenset({"trade", "exports", "trade_balance", "investment", "funding", "deals"})
_COUNTED = frozenset({"companies", "projects", "agreements", "people"})
_RELATIVE = frozenset({PERCENT, FACTOR, RANK})
# The unit of measures that have but one, and the measures of units that have but one.
_UNITS = MappingProxyType(
    {"change_percent": PERCENT, "share_percent": PERCENT, "change_factor": FACTOR, "rank": RANK}
)  # fmt: skip
_MEASURES = MappingProxyType({FACTOR: "change_factor", RANK: "rank"})
# What an event of a type is none without.
_NEEDED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "agreement": ("subject", "say what kind of document it is or what it is about, as the text has it"),
        "relations": ("date", "a milestone needs its date, for example 1992 or 1992-02-11"),
    }
)
_NONE: Mapping[str, Indicator] = MappingProxyType({})


def fields_of(kind: str) -> tuple[str, ...]:
    """The columns that a fact of a type may fill, in the order of the tables.

    >>> fields_of("official")
    ('person', 'role', 'portfolio', 'country', 'former')
    """
    return _FIELDS[_form(kind)]


def completed(kind: str, cells: Mapping[str, str], indicators: Mapping[str, Indicator] = _NONE) -> dict[str, str]:
    """What a person states, in the form of the tables, with what goes without saying filled in.

    Args:
        kind: type of the codebook, or an indicator.
        cells: content by column in any form that can be understood; `countries` may stand for both countries ("DE;
            KZ"). Empty ones count as left out.
        indicators: the types that the user's packs declare, by name.

    Returns:
        Every column of `fields_of`, empty where nothing is stated.

    Raises:
        FieldError: names the column and says what to do.

    >>> row = completed("exports", {"countries": "DE;KZ", "value": "3.9e9", "unit": "USD"})
    >>> [row[name] for name in ("country_1", "measure", "value", "bound", "date")]
    ['DE', 'level', '3900000000', 'exact', '']
    """
    known = (*get_args(FactType), *indicators)
    if kind not in known:
        raise FieldError("type", f"there is no type of fact {kind!r}; the types are {', '.join(known)}")
    row = _checked(kind, cells)
    for name, content in _DEFAULTS[_form(kind)].items():
        row[name] = row[name] or content
    if kind == "official":
        for name, says in (("person", "write the name as the text has it"), ("role", "choose the office")):
            _demand(row, name, says)
        return row
    directed = indicators[kind].countries == "directed" if kind in indicators else kind not in UNORDERED
    _check_pair(row, directed=directed)
    if kind in EVENTS:
        if kind in _NEEDED:
            _demand(row, *_NEEDED[kind])
        return row
    _check_amount(kind, row)
    return row


def _form(kind: str) -> str:
    if kind == "official":
        return "official"
    return "event" if kind in EVENTS else "quantity"


def _checked(kind: str, cells: Mapping[str, str]) -> dict[str, str]:
    columns = {column.name: column for column in (OFFICIALS if kind == "official" else FACTS).columns}
    allowed = fields_of(kind)
    row = dict.fromkeys(allowed, "")
    for name, text in _spread(kind, cells).items():
        if name in allowed:
            row[name] = _cell(columns[name], text) if text.strip() else ""
        elif text.strip():
            raise FieldError(name, f"{kind} has no such column; it has {', '.join(allowed)}")
    return row


def _spread(kind: str, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells with `countries` put into the columns of the table."""
    spread = {name: text for name, text in cells.items() if name != COUNTRIES}
    codes = [code for code in re.split(r"[\s;,-]+", cells.get(COUNTRIES, "")) if code]
    if not codes:
        return spread
    if kind == "official":
        return spread | {"country": "-".join(codes)}
    if len(codes) != len(_PAIR):
        raise FieldError(COUNTRIES, f"write two codes, for example DE{LIST_SEPARATOR}KZ")
    return spread | dict(zip(_PAIR, codes, strict=True))


def _cell(column: Column, text: str) -> str:
    try:
        return checked(column, text)
    except ValueError as error:
        raise FieldError(column.name, str(error)) from error


def _demand(row: Mapping[str, str], name: str, says: str) -> None:
    if not row[name]:
        raise FieldError(name, f"is empty; {says}")


def _check_pair(row: dict[str, str], *, directed: bool) -> None:
    """Two single countries that differ; where their order says nothing, that of the alphabet."""
    for name in _PAIR:
        _demand(row, name, "a fact is about two countries; write an ISO code such as KZ, or EU for the Union")
        if "-" in row[name]:
            raise FieldError(name, f"{row[name]!r} is more than one country; state a fact for each")
    if row["country_1"] == row["country_2"]:
        raise FieldError("country_2", "both countries are the same; a fact is about two")
    if not directed:
        row["country_1"], row["country_2"] = sorted((row["country_1"], row["country_2"]))


def _check_amount(kind: str, row: dict[str, str]) -> None:
    """Value, unit and measure that fit each other and the type."""
    _demand(row, "value", "write the number, for example 3900000000 or 3.9e9")
    row["unit"] = row["unit"] or _UNITS.get(row["measure"], COUNT if kind in _COUNTED else "")
    _demand(row, "unit", "write a currency such as EUR, PERCENT, COUNT, or a UCUM unit such as t")
    if not row["measure"]:
        if row["unit"] == PERCENT:
            raise FieldError("measure", "say what the percentage is: change_percent or share_percent")
        row["measure"] = _MEASURES.get(row["unit"], "level")
    measure, unit = row["measure"], row["unit"]
    if measure in _UNITS and unit != _UNITS[measure]:
        raise FieldError("unit", f"{measure} is stated in {_UNITS[measure]}, not in {unit}")
    if measure not in _UNITS and unit in _RELATIVE:
        fitting = ", ".join(name for name, its in _UNITS.items() if its == unit)
        raise FieldError("measure", f"{measure} is not stated in {unit}; choose {fitting}")
    if measure not in _UNITS:
        _check_unit(kind, unit)
    _check_number(row)


def _check_unit(kind: str, unit: str) -> None:
    money = Amount(Decimal(0), unit).is_money
    if kind in _MONEY and not money:
        raise FieldError("unit", f"{kind} is stated in money; write a currency such as EUR, or choose the type volume")
    if kind in _COUNTED and unit != COUNT:
        raise FieldError("unit", f"{kind} are counted; write COUNT")
    if kind == "volume" and money:
        raise FieldError("unit", "a volume is a quantity such as t or kWh; for money choose another type")


def _check_number(row: Mapping[str, str]) -> None:
    value = Decimal(row["value"])
    if value < 0 and row["measure"] not in ("change", "change_percent"):
        raise FieldError("value", f"{row['measure']} is not negative; for a fall choose change, or turn the countries")
    if row["measure"] == "rank" and (value < 1 or value % 1):
        raise FieldError("value", "a rank is a whole number from 1")
    if row["value_max"] and Decimal(row["value_max"]) <= value:
        raise FieldError("value_max", "is the upper end of a range, so more than value; leave it empty for one number")
