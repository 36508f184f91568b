"""Whether the words around a date speak of the past or of the future."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from extract.finding.dates.lexicon import lexicon
from extract.finding.dates.tokens import Token, ends_sentence
from extract.records import Language

_REACH = 25
#: Endings of preterites, to know those that no list holds.
_PAST_ENDINGS: dict[Language, Callable[[str], object]] = {
    "en": re.compile(r"\w{3,}ed").fullmatch,
    "de": re.compile(r"\w{2,}(?:ier|ig|el|er|ch|h[lnr]|ll|mm|nn|tz|ss|ck|et|s|z)ten?").fullmatch,
}
#: What makes a participle behind it one of the future: "will be held", "to have".
_TO_COME = frozenset("be will to would shall should may could".split())
#: Auxiliaries of the past before a plan: "was to open", "were scheduled".
_WAS = frozenset("was were been had".split())
_IS = frozenset("is are was were".split())
_MODALS = frozenset("should would could might must".split())
#: German auxiliaries beside which "besucht" is a participle.
_AUXILIARIES = frozenset("worden wurde wurden hat haben hatte hatten ist sind war waren habe".split())


def is_preterite(word: str, lang: Language) -> bool:
    """Whether a word in lower case ends like a preterite."""
    return _PAST_ENDINGS[lang](word) is not None


class Cue(NamedTuple):
    """A word that speaks of a time: how many tokens off, 1 for the future and -1 for the past, and the word."""

    distance: int
    direction: int
    word: str


def direction(tokens: Sequence[Token], first: int, last: int, lang: Language) -> int:
    """1 where the words around speak of the future, -1 for the past, 0 where nothing speaks.

    The nearest cue of the same sentence decides, one before the expression before one as far behind it.
    """
    month = any(token.tag == "month" for token in tokens[first : last + 1])
    days = any(token.tag in ("day", "nth", "weekday") for token in tokens[first : last + 1])
    plans_are_past = month and not days
    left = _cue(tokens, range(first - 1, max(-1, first - _REACH), -1), lang, plans_are_past)
    right = _cue(tokens, range(last + 1, min(len(tokens), last + _REACH)), lang, plans_are_past)
    # an infinitive at the end hangs on the verb before it: "sollte im Mai unterzeichnet werden"
    if left and (not right or left.distance <= right.distance or right.word in ("werden", "sollen")):
        return left.direction
    if right:
        return right.direction
    return 1 if first and tokens[first - 1].text.lower() == "ab" else 0


def _cue(tokens: Sequence[Token], indices: Iterable[int], lang: Language, plans_are_past: bool) -> Cue | None:
    for distance, index in enumerate(indices):
        token = tokens[index]
        if token.tag == "break" or (token.tag == "dot" and ends_sentence(tokens, index)) or token.text in "?!;":
            return None
        found = _speaks(tokens, index, lang, plans_are_past)
        if found:
            return Cue(distance, found, token.text.lower())
    return None


def _speaks(tokens: Sequence[Token], index: int, lang: Language, plans_are_past: bool) -> int:
    """What one word says; a plan told in the past ("was to open") counts as past for months, else as future."""
    token = tokens[index]
    word = token.text.lower()
    cue = lexicon(lang).cues.get(word) if token.tag not in ("month", "month_lower") else None
    before = tokens[index - 1].text.lower() if index else ""
    after = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
    if word == "to" and (planned := {before, tokens[index - 2].text.lower() if index > 1 else ""} & _IS):
        return -1 if planned & _WAS and plans_are_past else 1
    if word in _MODALS and after == "have" and lang == "en":
        return -1
    if cue == "present":
        noun = index and tokens[index - 1].tag in ("the", "one", "of", "in", "number", "several", "ordinal", "relative")
        return 0 if noun or after in _AUXILIARIES or before in _AUXILIARIES else 1
    if cue == "future":
        return -1 if before in _WAS and plans_are_past and lang == "en" else 1
    if before in _TO_COME and lang == "en":
        return 0
    if cue == "past" or (token.tag == "other" and is_preterite(word, lang)):
        return -1
    return 0
