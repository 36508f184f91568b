"""Rates: "500.000 Tonnen Öl pro Jahr", "annually 2 bcm of gas", but not "500.000 Tonnen im Jahr 2020"."""

from __future__ import annotations

from extract.finding.amounts.lexicon import Lexicon
from extract.finding.amounts.tokens import NUMBER, WORD, Tokens
from extract.finding.amounts.units import rate_adverbs, rate_table
from extract.finding.amounts.years import is_year

_REACH = 8
# "die jährlich tagende Kommission": the adverb belongs to the participle after it.
_PARTICIPLES = ("nde", "nden", "nder", "ndes", "ndem")


def read_rate(tokens: Tokens, lex: Lexicon, first: int, ends: tuple[int, ...]) -> str:
    """What a measure is per: "a", "d", "h", or "" for none.

    Args:
        tokens: the text.
        lex: its language.
        first: first token of the amount.
        ends: the tokens after the measured noun and after the unit, where a phrase of the rate may start.
    """
    for end in ends:
        found = rate_table(lex.lang).match(tokens, end)
        if found is not None and not _dated(tokens, lex, found[1]):
            return found[0]
    return _after(tokens, lex, max(ends)) or _before(tokens, lex, first)


def _dated(tokens: Tokens, lex: Lexicon, after: int) -> bool:
    """ "im Jahr 2020", "im Jahr zuvor", "a year ago": a point in time."""
    if tokens.kind[after] == NUMBER:
        return tokens.same_line(after) and tokens.low[after - 1] in ("jahr", "tag")
    return tokens.low[after] in lex.sets["not_rate_after"]


def _before(tokens: Tokens, lex: Lexicon, first: int) -> str:
    """An adverb of the same clause before the amount, with no other number between: "jährlich bis zu 2 Mrd. m³"."""
    table = rate_adverbs(lex.lang)
    for at in range(first, max(0, first - _REACH), -1):
        found = table.match_before(tokens, at)
        if found is not None:
            participle = at < first and lex.lang == "de" and tokens.low[at].endswith(_PARTICIPLES)
            return "" if participle or _counted(tokens, lex, found[1]) else found[0]
        if not _goes_on(tokens, lex, at - 1):
            break
    return ""


def _counted(tokens: Tokens, lex: Lexicon, start: int) -> bool:
    """Whether another number stands before the adverb in its clause, to which it belongs."""
    for at in range(start - 1, max(0, start - _REACH), -1):
        if (tokens.kind[at] == NUMBER and not is_year(tokens, at)) or tokens.low[at] in lex.scales:
            return True
        if not is_year(tokens, at) and not _goes_on(tokens, lex, at):
            break
    return False


def _after(tokens: Tokens, lex: Lexicon, last: int) -> str:
    """An adverb of the same clause after the amount: "500.000 Tonnen Weizen aus Russland jährlich"."""
    table = rate_adverbs(lex.lang)
    for at in range(last, min(len(tokens) - 1, last + _REACH)):
        found = table.match(tokens, at)
        if found is not None:
            participle = lex.lang == "de" and tokens.low[found[1]].endswith(_PARTICIPLES)
            return "" if participle or _dated(tokens, lex, found[1]) else found[0]
        if not _goes_on(tokens, lex, at):
            break
    return ""


def _goes_on(tokens: Tokens, lex: Lexicon, at: int) -> bool:
    """Whether a clause runs on over this token."""
    if tokens.text[at] == "." and at > 0:
        return tokens.low[at - 1] in lex.dotted
    return tokens.kind[at] == WORD and tokens.low[at] not in lex.sets["and"] and tokens.same_line(at)


__all__ = ["read_rate"]
