"""Tokens of amounts: numbers, words and signs with their offsets, in one linear pass."""

from __future__ import annotations

import re
from functools import cache

from extract.records import Language

NUMBER, WORD, SIGN, OTHER, BREAK = "number", "word", "sign", "other", "break"
FRACTION_SIGNS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞"
HYPHENS = frozenset("-‐‑")
DASHES = frozenset("-‐‑–—−")

_WRAPPED = 50
_SPACES = "[ \u00a0\u202f\u2009\u2007]"
_DATES = {
    "de": r"[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{2,4}\b|(?![0-9]))",
    "en": r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}\b",
}


@cache
def _pattern(lang: Language) -> re.Pattern[str]:
    """Every alternative starts with another character class or is bounded, so no input makes it backtrack far."""
    other = (
        r"https?://\S+|www\.\S+|[@#]\w+"
        r"|[0-9]{4}-[0-9]{2}-[0-9]{2}\b|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\b|[0-9]{1,3}(?::[0-9]{1,3})+"
        rf"|{_DATES[lang]}"
    )
    number = (
        rf"(?:[0-9]{{1,3}}(?:{_SPACES}[0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?"
        rf"|[0-9]+(?:[.,'’´`][0-9]+)*)(?:[{FRACTION_SIGNS}]|[.,][-–—]{{1,2}}(?![\w-]))?|[{FRACTION_SIGNS}]|(?<![\w.])\.[0-9]+"
    )
    word = (
        r"(?:[A-Za-z]\.){2,}(?:[A-Za-z](?![A-Za-z]))?|[A-Za-z]\.[A-Za-z](?![\w])"
        r"|k?m[23](?![\w])|[^\W\d_]+(?:['’ʻ][^\W\d_]+)*"
    )
    return re.compile(rf"(?P<break>\n[^\S\n]*\n)|(?P<other>{other})|(?P<number>{number})|(?P<word>{word})|(?P<sign>\S)")


class Tokens:
    """The tokens of a text as parallel lists, which a grammar walks by index.

    Attributes:
        source: the text.
        start, end: offsets of each token.
        text, low: each token as it stands and in lower case.
        kind: NUMBER, WORD, SIGN, OTHER (addresses, dates, times) or BREAK (a blank line).
        glued: whether a token touches the one before it.

    The lists end with one empty BREAK, so that looking one token ahead is always safe.

    >>> Tokens("5,8 Mrd. Dollar", "de").text
    ['5,8', 'Mrd', '.', 'Dollar', '']
    """

    __slots__ = ("end", "glued", "kind", "lang", "low", "source", "start", "text")

    def __init__(self, source: str, lang: Language) -> None:
        self.source = source
        self.lang: Language = lang
        found = [(m.start(), m.end(), m.group(), m.lastgroup or OTHER) for m in _pattern(lang).finditer(source)]
        found.append((len(source), len(source), "", BREAK))
        self.start = [item[0] for item in found]
        self.end = [item[1] for item in found]
        self.text = [item[2] for item in found]
        self.low = [text.lower() for text in self.text]
        self.kind = [item[3] for item in found]
        self.glued = [False, *(after == before for before, after in zip(self.end, self.start[1:], strict=False))]

    def __len__(self) -> int:
        return len(self.text)

    def same_line(self, index: int) -> bool:
        """Whether this token goes on with the line before it: no line ends between, or a long one that is wrapped."""
        if index <= 0:
            return False
        before = self.end[index - 1]
        if "\n" not in self.source[before : self.start[index]]:
            return True
        return self.kind[index] != BREAK and before >= _WRAPPED and "\n" not in self.source[before - _WRAPPED : before]

    def span(self, first: int, last: int) -> str:
        """The text from one token up to, not including, another."""
        return self.source[self.start[first] : self.end[last - 1]]

    def hyphen(self, index: int) -> bool:
        """Whether a hyphen here joins the tokens on both sides ("20-Euro")."""
        return self.text[index] in HYPHENS and self.glued[index] and self.glued[index + 1]


def words_of(phrase: str) -> tuple[str, ...]:
    """The tokens of a phrase of the lexicon, in lower case, without hyphens unless it is one.

    >>> words_of("US-Dollar"), words_of("-"), words_of("v. H.")
    (('us', 'dollar'), ('-',), ('v', '.', 'h', '.'))
    """
    low = [token for token in Tokens(phrase, "en").low if token]
    kept = tuple(token for token in low if token not in HYPHENS)
    return kept or tuple(low)


__all__ = ["BREAK", "DASHES", "HYPHENS", "NUMBER", "OTHER", "SIGN", "WORD", "Tokens", "words_of"]
