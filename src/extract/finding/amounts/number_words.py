"""Reads isolated number words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from text_to_num import text2num

from extract.records import Language

_ONE = Decimal(1)
_TENTH = Decimal("0.1")
_HALF = Decimal("0.5")
_GERMAN_WORD = re.compile(
    r"(?:eins|eine[rnms]?|ein|zwei|zwo|drei|vier|fünf|fuenf|sechs|sech|sieben|sieb|acht|neun|zehn|elf|zwölf|zwoelf"
    r"|zwan|zig|ßig|ssig|hundert|tausend|und)++"
)
ENGLISH_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand".split()
)


@lru_cache(maxsize=65536)
def read_words(text: str, lang: Language) -> Decimal | None:
    """The value of number words below a million, None for other words.

    >>> read_words("dreihundertfünfzig", "de"), read_words("forty five", "en"), read_words("einzig", "de")
    (Decimal('350'), Decimal('45'), None)
    """
    if lang == "de" and (len(text) > 80 or not _GERMAN_WORD.fullmatch(text)):
        return None
    try:
        return Decimal(text2num(text, lang))
    except (ValueError, OverflowError):
        return None


def is_number_word(low: str, lang: Language) -> bool:
    """Whether a word is a cardinal, articles not counted.

    >>> is_number_word("zwölf", "de"), is_number_word("und", "de"), is_number_word("one", "en")
    (True, False, True)
    """
    return low != "und" and read_words(low, lang) is not None


@lru_cache(maxsize=65536)
def german_number(low: str, lex_half: tuple[tuple[str, Decimal], ...]) -> tuple[Decimal, Decimal] | None:
    """Value and quantum of one German word: "achtzehn", "zweieinhalb", "anderthalb"."""
    for word, value in lex_half:
        if low == word:
            return value, _TENTH
    if low.endswith("einhalb") and len(low) > 7:
        whole = read_words(low[:-7].removesuffix("und"), "de")
        if low[:-7] == "ein":
            whole = _ONE
        return (whole + _HALF, _TENTH) if whole is not None else None
    value_read = read_words(low, "de")
    return (value_read, _ONE) if value_read is not None else None
