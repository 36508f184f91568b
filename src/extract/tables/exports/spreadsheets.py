"""What a spreadsheet must not do with a cell: run it, read it as something else, or lose its end."""

from __future__ import annotations

import re
from decimal import Decimal

# Excel's limits: UTF-16 units in one cell, rows in one sheet.
MAX_CELL = 32_767
MAX_ROWS = 1_048_576
CUT = " [...]"
GUARD = "'"

# The full-width signs are signs to a Japanese Excel.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Whatever consists of digits and the signs of numbers, dates, times, shares and money may become one: 22.5, 2023-05,
# 007, 1E5, 10:30, 5 %, 1/2. The id of a fact can look so too.
_NUMBERLIKE = re.compile(r"(?=.*\d)[\d\s.,:;/+\-%‰€$£¥'’()eE]+")
_MONTH = (
    r"(?:jan(?:uary?)?|feb(?:ruary?)?|märz?|mrz|mar(?:ch)?|apr(?:il)?|mai|may|jun[ei]?|jul[iy]?|aug(?:ust)?"
    r"|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[zc](?:ember)?)"
)
_DATELIKE = re.compile(
    rf"(?=.*\d)(?:\d{{1,4}}[.,]?[\s\-/.]*)?{_MONTH}\.?[\s\-/.,]*(?:\d{{1,4}})?[,\s]*(?:\d{{1,4}})?", re.IGNORECASE
)
_LOGICAL = frozenset({"true", "false", "wahr", "falsch"})
# Years and whole days are read by every locale as what they are, intervals by none; a month would become its first day.
_POINT = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_SAFE_DATE = re.compile(rf"\d{{4}}(?:-\d{{2}}-\d{{2}})?|(?:{_POINT}~?|\.\.)/(?:{_POINT}~?|\.\.)|{_POINT}~")
# A double holds fifteen digits.
_MAX_DIGITS = 15


def guarded(text: str, *, date: bool = False) -> str:
    """A text that a spreadsheet opens as text: with an apostrophe before it where it would not.

    Args:
        text: any cell that is no number.
        date: it is an EDTF date; only months are then in danger.

    >>> guarded("=SUM(A1)"), guarded("22.5"), guarded("NA"), guarded("3 Mai"), guarded("Mai-Kundgebung")
    ("'=SUM(A1)", "'22.5", 'NA', "'3 Mai", 'Mai-Kundgebung')
    >>> guarded("2023-05-17", date=True), guarded("2023-05", date=True)
    ('2023-05-17', "'2023-05")
    """
    if date and _SAFE_DATE.fullmatch(text):
        return text
    if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA):
        return GUARD + text
    bare = text.strip()
    if _NUMBERLIKE.fullmatch(bare) or _DATELIKE.fullmatch(bare) or bare.casefold() in _LOGICAL:
        return GUARD + text
    return text


def cut(text: str) -> str:
    """A text that fits into a cell; what is too long ends with a mark.

    >>> cut("short"), cut("x" * 40_000)[-8:]
    ('short', 'xx [...]')
    """
    if len(text) <= MAX_CELL // 2 or _units(text) <= MAX_CELL:
        return text
    end = MAX_CELL - len(CUT)
    kept = text[:end]
    while (over := _units(kept) - end) > 0:
        kept = kept[: len(kept) - (over + 1) // 2]
    return kept + CUT


def fits_double(number: Decimal) -> bool:
    """Whether a spreadsheet, which counts in doubles and shows fifteen digits, keeps the number.

    >>> fits_double(Decimal("3900000000.25")), fits_double(Decimal("12345678901234567"))
    (True, False)
    """
    return len(number.normalize().as_tuple().digits) <= _MAX_DIGITS


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
