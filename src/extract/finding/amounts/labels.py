"""Numbers that are names or ages: "Zug 45", "room 12", "12 Main Street", "she was nine"."""

from __future__ import annotations

from extract.finding.amounts.lexicon import Lexicon
from extract.finding.amounts.quantities import Quantity
from extract.finding.amounts.tokens import BREAK, NUMBER, WORD, Tokens

_OLDEST = 120
_REACH = 4
_VERSUS = frozenset({"to", "zu"})
_STREETS = frozenset({"Street", "Avenue", "Road", "Lane", "Boulevard", "Drive", "Square", "St", "Ave"})


def is_label(tokens: Tokens, lex: Lexicon, quantity: Quantity, noun: str) -> bool:
    """Whether a number in digits names something, by the word before it or a street after it.

    Args:
        tokens: the text.
        lex: its language.
        quantity: the number.
        noun: the noun phrase after it, "" for none.
    """
    first = quantity.first
    if quantity.low.words:
        return first > 0 and not noun and tokens.low[first - 1] in lex.sets["label_nouns"]
    placed = not noun or (first > 0 and tokens.low[first - 1] in ("at", "of", "near", "outside", "in", "from"))
    if quantity.high is None and placed and _street(tokens, quantity.last):
        return lex.lang == "en"
    if first == 0:
        return False
    at = first - 1
    if tokens.text[at] == "." and at > 0:
        at -= 1
    before = tokens.low[at]
    if len(before) == 1 and tokens.text[at].isupper() and tokens.kind[at] == WORD:
        return True
    if before in lex.sets["label_nouns"] and not (noun and tokens.kind[at] == WORD and tokens.text[at].islower()):
        return True
    if noun or tokens.kind[at] != WORD or at != first - 1 or not tokens.text[at][:1].isupper():
        return False
    return not _sentence_start(tokens, at)


def is_age(tokens: Tokens, lex: Lexicon, quantity: Quantity, noun: str) -> bool:
    """Whether a number without noun is somebody's age: "she was nine", "im Alter von 54", "children aged 6 to 12"."""
    if noun or quantity.low.value > _OLDEST or quantity.low.quantum != 1 or quantity.low.scale != 1:
        return False
    at = quantity.first
    near = tokens.low[max(0, at - 2) : at]
    if not lex.sets["age_words"].isdisjoint(near):
        return True
    for back in range(at - 1, max(0, at - _REACH), -1):
        if tokens.low[back] in lex.sets["age_verbs"]:
            return tokens.low[back - 1] in lex.sets["persons"]
        if tokens.low[back] not in lex.sets["fillers"] and lex.bounds.match_before(tokens, back + 1) is None:
            break
    return False


def is_score(tokens: Tokens, quantity: Quantity, noun: str) -> bool:
    """Whether a number without noun is part of a score or a vote: "3 zu 1", "beat Spain 2 to 1"; not "from 12 to 3"."""
    at, last = quantity.first, quantity.last
    if tokens.low[last] in _VERSUS and tokens.kind[last + 1] == NUMBER:
        first, second = at, last + 1
    elif at > 1 and tokens.low[at - 1] in _VERSUS and tokens.kind[at - 2] == NUMBER:
        first, second = at - 2, at
    else:
        return False
    one, two = tokens.text[first], tokens.text[second]
    if noun or not (one.isdigit() and two.isdigit() and len(one) < 4 and len(two) < 4):
        return False
    falls = int(one) >= int(two) and (first == 0 or tokens.low[first - 1] != "from")
    return falls or tokens.low[first + 1] == "zu"


def _street(tokens: Tokens, at: int) -> bool:
    """ "12 Main Street", "10 Downing Street": up to three names in capitals and a word for street."""
    for index in range(at, at + 4):
        if tokens.kind[index] != WORD or not tokens.text[index][:1].isupper():
            return False
        if index > at and tokens.text[index] in _STREETS:
            return True
    return False


def _sentence_start(tokens: Tokens, at: int) -> bool:
    return at == 0 or tokens.kind[at - 1] == BREAK or tokens.text[at - 1] in (".", "!", "?", "„", "“", '"', "»", ":")


__all__ = ["is_age", "is_label", "is_score"]
