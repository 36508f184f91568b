"""The same money in another currency: "41 Mrd. Pfund, umgerechnet etwa 48 Mrd. Euro", "$300 million (€280 million)"."""

from __future__ import annotations

from extract.finding.amounts.lexicon import Lexicon
from extract.finding.amounts.tokens import BREAK, WORD, Tokens

_OPENERS = frozenset({"(", "["})
_COMMAS = frozenset({",", "-", "–", "—", ";"})
_CLOSERS = frozenset({",", "-", "–", "—", ".", ";", ":", ")", "]", "", "!", "?", '"', "“", "”"})
_REACH = 9


def is_restated(tokens: Tokens, lex: Lexicon, last: int, first: int, after: int) -> bool:
    """Whether the words between two amounts of money say that they are the same.

    In brackets hedges suffice; after a comma or a dash a hedge does if punctuation closes the second amount as well;
    everywhere "umgerechnet", "das entspricht", "equivalent to" and "or" do.

    Args:
        tokens: the text.
        lex: its language.
        last: token after the first amount.
        first: first token of the second amount, its hedges not counted.
        after: token after the second amount.
    """
    if not last < first <= last + _REACH:
        return False
    if tokens.text[last] == "/":
        return first == last + 1
    last = _bracket_after_noun(tokens, lex, last)
    bracket = tokens.text[last] in _OPENERS
    at = last + (bracket or tokens.text[last] in _COMMAS or _new_sentence(tokens, last))
    told = hedged = False
    while at < first:
        said = lex.phrases["restating"].match(tokens, at)
        hedge = lex.bounds.match(tokens, at)
        if said is not None and said[1] <= first:
            told, at = True, said[1]
        elif hedge is not None and hedge[1] <= first:
            hedged, at = True, hedge[1]
        elif tokens.low[at] in lex.sets["restating_fillers"]:
            at += 1
        else:
            return False
    if tokens.text[last] == ".":
        return told
    closed = tokens.text[after] in _CLOSERS or tokens.kind[after] == BREAK
    return bracket or told or (hedged and tokens.text[last] in _COMMAS and closed)


def _bracket_after_noun(tokens: Tokens, lex: Lexicon, last: int) -> int:
    """ "a $300 million loan (€280 million)": the bracket after up to two words of a noun, else the same token."""
    for at in range(last, min(len(tokens), last + 3)):
        if tokens.text[at] in _OPENERS:
            return at
        if tokens.hyphen(at):
            continue
        noun = tokens.text[at][:1].isupper() if lex.lang == "de" else tokens.low[at] not in lex.sets["noun_stops"]
        if tokens.kind[at] != WORD or not noun:
            break
    return last


def _new_sentence(tokens: Tokens, at: int) -> bool:
    """ "... 5 Mio. Rubel. Das entspricht 60.000 Euro." """
    return tokens.text[at] == "." and tokens.same_line(at + 1)


__all__ = ["is_restated"]
