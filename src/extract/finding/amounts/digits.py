"""Reads isolated numbers in digits, with the separators of the language."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from price_parser.parser import parse_number

from extract.finding.amounts.tokens import FRACTION_SIGNS
from extract.records import Language

_TENTH = Decimal("0.1")
_GROUPS = re.compile(r"[0-9]{1,3}(?:([.,'’´`])[0-9]{3})(?:\1[0-9]{3})*")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
_SPACES = re.compile(r"[ \u00a0\u202f\u2009\u2007]")
_ROUND = re.compile(r"[.,][-–—]{1,2}$")
_VULGAR = dict(
    zip(
        FRACTION_SIGNS,
        "0.5 0.3333 0.6667 0.25 0.75 0.2 0.4 0.6 0.8 0.1667 0.125 0.375 0.625 0.875".split(),
        strict=True,
    )
)
WRITTEN_FRACTIONS = {
    tuple(name.split("/")): value
    for name, value in (
        pair.split("=")
        for pair in "1/2=0.5 1/4=0.25 3/4=0.75 1/3=0.3333 2/3=0.6667 1/8=0.125 3/8=0.375 5/8=0.625 7/8=0.875".split()
    )
}


@lru_cache(maxsize=65536)
def read_digits(text: str, lang: Language) -> tuple[Decimal, Decimal] | None:
    """Value and last stated digit of a number in digits, None where the separators make no sense.

    >>> read_digits("1.234,5", "de"), read_digits("2.5", "de"), read_digits("1'200'000", "de")
    ((Decimal('1234.5'), Decimal('0.1')), (Decimal('2.5'), Decimal('0.1')), (Decimal('1200000'), Decimal('1')))
    >>> read_digits("1.234,56.7", "de") is None
    True
    """
    fraction = Decimal(_VULGAR[text[-1]]) if text[-1] in _VULGAR else None
    digits = _ROUND.sub("", text[:-1] if fraction is not None else text)
    if not digits:
        return (fraction, _TENTH) if fraction is not None else None
    if digits[0] == ".":
        digits = f"0{digits}"
    if _SPACES.search(digits):
        if digits[0] == "0":
            return None
        digits = _SPACES.sub("", digits)
    separator = _decimal_separator(digits, lang)
    if separator is None:
        return None
    plain = re.sub(r"['’´`]", "", digits)
    value = parse_number(plain, decimal_separator=separator)
    if value is None:
        return None
    if fraction is not None:
        return value + fraction, _TENTH
    after = plain.rpartition(separator)[2] if separator in plain else ""
    return value, Decimal(1).scaleb(-len(after))


def _decimal_separator(digits: str, lang: Language) -> str | None:
    """The decimal separator in force ("." or ","), None when the number is malformed."""
    usual = "," if lang == "de" else "."
    marks = re.sub(r"[0-9]", "", digits)
    if not marks:
        return usual
    if _GROUPS.fullmatch(digits) and digits[0] != "0":
        mark = marks[0]
        if len(marks) > 1 or mark != usual or (mark == usual and digits.endswith("000")):
            return "," if mark == "." else "."
        return usual
    if len(marks) == 1:
        return marks if marks in ".," else None
    if _INDIAN.fullmatch(digits):
        return "."
    last = marks[-1]
    whole, _, after = digits.rpartition(last)
    if last in ".," and last not in whole and after and (_GROUPS.fullmatch(whole) or _INDIAN.fullmatch(whole)):
        return last
    return None
