"""Bare years beside amounts: they are no end of a range and do not hide the count that follows them."""

from __future__ import annotations

from extract.finding.amounts.lexicon import Lexicon
from extract.finding.amounts.tokens import NUMBER, Tokens

_REACH = 8
_UNTIL = frozenset(("bis", "until", "till"))


def is_year(tokens: Tokens, at: int) -> bool:
    """Whether a token is four bare digits from 1900 to 2100.

    >>> text = Tokens("im Jahr 2021 kamen 1.950 Gäste", "de")
    >>> is_year(text, 2), is_year(text, 4)
    (True, False)
    """
    text = tokens.text[at] if at >= 0 else ""
    return len(text) == 4 and tokens.kind[at] == NUMBER and text.isdigit() and "1900" <= text <= "2100"


def after_year(tokens: Tokens, lex: Lexicon, at: int, *, words: bool) -> bool:
    """Whether the number at a token follows a year: "hat 2021 zwölf Drohnen", "im Jahr 2022/23 500 Firmen".

    Args:
        tokens: the text.
        lex: its language.
        at: first token of the number.
        words: the number is written in words; one in digits needs a word before the year that asks for one.
    """
    at -= 1
    if at > 1 and tokens.text[at - 1] == "/" and len(tokens.text[at]) in (2, 4) and tokens.glued[at]:
        at -= 2
    if not is_year(tokens, at):
        return False
    before = tokens.low[at - 1] if at else ""
    return words or before in lex.sets["months"] or before in lex.sets["year_heads"]


def year_not_end(tokens: Tokens, lex: Lexicon, at: int, *, large: bool) -> bool:
    """Whether a number is a year and not the lower end of a range with what follows it.

    "rose in 2022 to $9 billion", "in 2019 to 3000 tonnes", "bis 2030 bis zu 3000 Tonnen" name years, "in 2000 to 3000
    metres" does not.

    Args:
        tokens: the text.
        lex: its language.
        at: the token of the number.
        large: the upper end has a scale or a currency before it, which the lower end would have as well.
    """
    if not is_year(tokens, at):
        return False
    before = tokens.low[max(0, at - _REACH) : at]
    if before and (before[-1] in _UNTIL or (before[-1] == "by" and tokens.low[at + 1 : at + 3] == ["up", "to"])):
        return True
    if large:
        return lex.sets["between"].isdisjoint(before)
    headed = bool(before) and (before[-1] in lex.sets["year_heads"] or before[-1] in lex.sets["months"])
    return headed and not lex.sets["change_words"].isdisjoint(low for low in before if low not in ("from", "by"))
