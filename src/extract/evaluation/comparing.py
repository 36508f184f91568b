"""When a claim is right: codebook section 5, attribute by attribute.

Claims and coded facts are JSON objects under the codebook's names, as `claims.jsonl` and the gold files hold them.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from extract.records import EVENTS, UNORDERED
from extract.values.period import Period

Attributes = Mapping[str, Any]

RELATIVE_ERROR = Decimal("0.005")
_ALIKE = 0.85  # likeness of two spellings of one family name
_FIRST_NAMES_ALIKE = 0.6
_SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "-": " ", "’": "", "'": ""}
_OPEN = re.compile(r"^(?=/)|(?<=/)$")


def is_core(fact: Attributes, claim: Attributes, unordered: frozenset[str] = UNORDERED) -> bool:
    """Whether a claim is right in the attributes that make its core.

    Args:
        fact: a coded fact; what its `lenient` names is not compared, `also` lists other right values.
        claim: a claim.
        unordered: types whose countries have no order.
    """
    kind = fact["type"]
    if kind != claim.get("type"):
        return False
    lenient = _lenient(fact)
    if kind == "official":
        roles_agree = _role(fact) == _role(claim) or "role" in lenient
        return same_person(fact.get("person"), claim.get("person")) and roles_agree
    if not _countries_agree(fact, claim, unordered):
        return False
    if kind in EVENTS:
        wanted = _names(fact)
        return not wanted or "participants" in lenient or shared_people(wanted, _names(claim)) > 0
    return _measures_agree(fact, claim) and _values_agree(fact, claim)


def is_strict(fact: Attributes, claim: Attributes, unordered: frozenset[str] = UNORDERED) -> bool:
    """Whether a claim is right in core, date, portfolio and participants, as far as its type has them."""
    if not is_core(fact, claim, unordered):
        return False
    lenient = _lenient(fact)
    if fact["type"] == "official":
        return _countries_agree(fact, claim, unordered) and ("role" in lenient or fact.get("role") == claim.get("role"))
    if "date" not in lenient and interval(fact.get("date")) != interval(claim.get("date")):
        return False
    if fact["type"] not in EVENTS or "participants" in lenient:
        return True
    wanted, given = _names(fact), _names(claim)
    hits = shared_people(wanted, given)
    return 2 * hits >= len(wanted) and len(given) - hits <= 1


def same_person(first: str | None, second: str | None) -> bool:
    """Whether two names can mean one person: family names alike, first names alike or with one initial.

    >>> same_person("Xi", "Xi Jinping"), same_person("Ibrajew", "Askar Ibrajev"), same_person("Anna Berg", "Jan Berg")
    (True, True, False)
    """
    one, two = sorted((_words(first), _words(second)), key=len)
    if not one:
        return False
    if len(one) == 1:
        return any(_likeness(one[0], word) >= _ALIKE for word in two)
    if sorted(one) == sorted(two):
        return True
    given = _words(first)[0], _words(second)[0]
    family = _words(first)[-1], _words(second)[-1]
    same_given = given[0][0] == given[1][0] or _likeness(*given) >= _FIRST_NAMES_ALIKE
    return _likeness(*family) >= _ALIKE and same_given


def shared_people(wanted: Sequence[str], given: Sequence[str]) -> int:
    """How many of the wanted persons are among the given ones, each counted once."""
    left = list(given)
    for name in wanted:
        found = next((place for place, other in enumerate(left) if same_person(name, other)), None)
        if found is not None:
            del left[found]
    return len(given) - len(left)


def interval(edtf: str | None) -> tuple[dt.date | None, dt.date | None] | str | None:
    """First and last day; None for an empty date, the text itself where it is no EDTF.

    >>> interval("2023") == interval("2023-01/2023-12~"), interval(""), interval("soon")
    (True, None, 'soon')
    """
    if not edtf:
        return None
    text = _OPEN.sub("..", edtf.replace("?", "").strip())
    try:
        period = Period.parse(text)
    except ValueError:
        return text
    return period.start, period.end


def close(first: object, second: object) -> bool:
    """Whether two numbers differ by at most half a percent; two missing ones agree.

    >>> close("3900000000", "3910000000"), close("10", "11"), close(None, None)
    (True, False, True)
    """
    one, two = _number(first), _number(second)
    if one is None or two is None:
        return one is two
    return abs(one - two) <= RELATIVE_ERROR * max(abs(one), abs(two))


def _countries_agree(fact: Attributes, claim: Attributes, unordered: frozenset[str]) -> bool:
    if "countries" in _lenient(fact):
        return True
    wanted, given = list(fact.get("countries") or ()), list(claim.get("countries") or ())
    if fact["type"] in unordered or fact["type"] == "official":
        return sorted(wanted) == sorted(given)
    return wanted == given


def _measures_agree(fact: Attributes, claim: Attributes) -> bool:
    return "measure" in _lenient(fact) or (fact.get("measure") or "level") == (claim.get("measure") or "level")


def _values_agree(fact: Attributes, claim: Attributes) -> bool:
    lenient = _lenient(fact)
    return any(
        ("value" in lenient or close(right.get("value"), claim.get("value")))
        and ("unit" in lenient or right.get("unit") == claim.get("unit"))
        for right in (fact, *(fact.get("also") or ()))
    )


def _lenient(fact: Attributes) -> frozenset[str]:
    return frozenset(fact.get("lenient") or ())


def _role(attributes: Attributes) -> str:
    return str(attributes.get("role") or "").partition(":")[0]


def _names(attributes: Attributes) -> list[str]:
    return list(attributes.get("participants") or ())


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


@lru_cache(maxsize=65536)
def _words(name: str | None) -> tuple[str, ...]:
    """The words of a name without case and accents, umlauts spelled out."""
    text = (name or "").lower()
    for letter, spelled in _SPELLED_OUT.items():
        text = text.replace(letter, spelled)
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if letter.isalnum() or letter == " ")
    return tuple("".join(letters).split())


@lru_cache(maxsize=65536)
def _likeness(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second).ratio()
