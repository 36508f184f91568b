"""What the words before and after an amount say of it: how it is hedged, and whether it is a change or a level."""

from __future__ import annotations

from dataclasses import dataclass

from extract.finding.amounts.lexicon import Lexicon
from extract.finding.amounts.tokens import SIGN, WORD, Tokens
from extract.records import Saying
from extract.values.amount import Bound

_REACH = 6
_ARTICLES = frozenset({"dem", "den", "der", "einem", "einer"})


@dataclass(frozen=True, slots=True)
class Context:
    """How an amount is said; `start` is the token where its hedges and its preposition begin."""

    bound: Bound = "exact"
    saying: Saying = "plain"
    start: int = 0


def read_context(tokens: Tokens, lex: Lexicon, first: int, last: int) -> Context:
    """Walk back from an amount over hedges and fillers to the preposition that governs it.

    Args:
        tokens: the text.
        lex: its language.
        first: first token of the amount.
        last: token after it.
    """
    inner = lex.inner_hedges.match(tokens, first + 1)
    bound: Bound | None = inner[0] if inner is not None and inner[1] < last else None
    at = _skip_minus(tokens, lex, first)
    for _ in range(_REACH):
        hedge = lex.bounds.match_before(tokens, at)
        saying = lex.sayings.match_before(tokens, at)
        if hedge is not None and tokens.kind[at - 1] == SIGN and at != first:
            break
        if hedge is not None and not (saying is not None and saying[1] < hedge[1]):
            if not _amounting_to(tokens, lex, at, hedge[1]):
                bound = bound or hedge[0]
            at = hedge[1]
            continue
        if saying is not None and tokens.low[saying[1]] == "nach" and tokens.low[at] in _ARTICLES:
            break
        if saying is not None:
            return Context(bound or _after(tokens, lex, last), saying[0], saying[1])
        if at > 0 and tokens.low[at - 1] in lex.sets["fillers"] and tokens.same_line(at):
            at -= 1
            continue
        break
    return Context(bound or _after(tokens, lex, last), "plain", at)


def _skip_minus(tokens: Tokens, lex: Lexicon, first: int) -> int:
    minus = first > 0 and (tokens.low[first - 1] in lex.sets["minus"] or tokens.text[first - 1] in ("-", "−"))
    return first - 1 if minus else first


def _amounting_to(tokens: Tokens, lex: Lexicon, at: int, start: int) -> bool:
    """ "Kredite über 90 Mio. Euro": the loans amount to it, they do not exceed it."""
    if start == 0 or at - start != 1 or tokens.low[start] != "über" or tokens.kind[start - 1] != WORD:
        return False
    before = tokens.low[start - 1]
    return tokens.text[start - 1][:1].isupper() and any(before.endswith(noun) for noun in lex.sets["sum_nouns"])


def _after(tokens: Tokens, lex: Lexicon, last: int) -> Bound:
    if last >= len(tokens):
        return "exact"
    if tokens.hyphen(last) and tokens.low[last + 1] == "plus":
        return "at_least"
    found = lex.bounds_after.match(tokens, last)
    if found is None:
        return "exact"
    main_clause = tokens.low[found[1] - 1] in lex.sets["finite_bounds"] and tokens.kind[found[1]] == WORD
    return "exact" if main_clause else found[0]
