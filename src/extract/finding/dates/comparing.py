"""Whether a date is what a figure is compared with: the comparing word must govern the date itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.finding.dates.tokens import Token
from extract.records import Language
from extract.values.reference import load_data

#: How many tokens may stand between the comparing word and the date.
_REACH = 9
#: Tokens that the comparing word reaches over: articles, prepositions of time, "same", "first half".
_THROUGH = frozenset(
    "the of in from to unit same_period anaphor ordinal nth relative dash fiscal calendar one half_word"
    " genitive".split()
)
#: Units of time that "on" compares with; on a day or in a month something just happens.
_LONG = frozenset("quarter half year season".split())
#: "Vorkrisenjahr", "Rekordquartal", "Vorkriegsniveau".
_NAMED_PERIOD = re.compile(r"\w+(?:jahr|quartal|monat|niveau|wert|ergebnis)e?s?")
_DEGREE = re.compile(r"(?:mehr|weniger|\w{3,}er(?:e[nmrs]?)?)")


@cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in load_data("extract.finding", "dates_bases.yaml").items()}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a date stands.

    Attributes:
        tokens: those of the text.
        first, last: the date's first and last.
        after: index of the first token behind the date before it.
        unit: size of its slot ("year", "day"), empty for none.
    """

    tokens: Sequence[Token]
    first: int
    last: int
    after: int
    unit: str

    @property
    def words(self) -> set[str]:
        """The words of the date in lower case."""
        return {token.text.lower() for token in self.tokens[self.first : self.last + 1]}

    @property
    def tags(self) -> set[str]:
        """The tags of the date's words."""
        return {token.tag for token in self.tokens[self.first : self.last + 1]}


def is_base(place: Place, lang: Language) -> bool:
    """Whether the date is the base of a comparison."""
    tokens, first = place.tokens, place.first
    path = _path(tokens, first, place.after)
    at = first - 1 - len(path)
    head = _last_word(tokens[at]) if at >= 0 else ""
    said = [_last_word(token) for token in path]
    if at < place.after:
        return False
    if _compares(head, said) or _levels(tokens, first, place.last):
        return True
    return (_german if lang == "de" else _english)(place, at, head, said)


def _last_word(token: Token) -> str:
    """ "mehr als" and the like are one token; its last word counts."""
    return token.text.lower().rsplit(" ", 1)[-1]


def _path(tokens: Sequence[Token], first: int, after: int) -> list[Token]:
    """What stands between the date and the word that governs it, from the date back."""
    words = _words()
    path: list[Token] = []
    for index in range(first - 1, max(after - 1, first - _REACH), -1):
        token = tokens[index]
        word = _last_word(token)
        if word in words["heads"]:
            break
        period = token.tag == "name" and _NAMED_PERIOD.fullmatch(word)
        adjective = token.tag == "other" and index and tokens[index - 1].tag in ("the", "one")
        if (
            token.tag not in _THROUGH
            and not adjective
            and not period
            and word not in words["values"] | words["linking"]
        ):
            break
        path.append(token)
    return path


def _levels(tokens: Sequence[Token], first: int, last: int) -> bool:
    """ "above 2019 levels", "back to the 2019 level"."""
    following = tokens[last + 1].text.lower() if last + 1 < len(tokens) else ""
    before = [_last_word(token) for token in tokens[max(0, first - 2) : first]]
    return following in _words()["levels"] and any(word in _words()["measured"] for word in before)


def _near(tokens: Sequence[Token], at: int, words: frozenset[str], reach: int = 6) -> bool:
    """Whether one of the words stands close before an index, with no comma between."""
    for index in range(at - 1, max(-1, at - 1 - reach), -1):
        token = tokens[index]
        if token.tag in ("comma", "dot", "break"):
            return False
        if _last_word(token) in words or (token.tag == "percent" and "percent" in words):
            return True
    return False


def _compares(head: str, said: list[str]) -> bool:
    """ "im Vergleich zu 2022", "compared with 2022": the participle or noun with its preposition."""
    words = _words()
    if head in words["alone"]:
        return True
    return head in words["with_preposition"] and bool(said) and said[-1] in words["linking"]


def _german(place: Place, at: int, head: str, said: list[str]) -> bool:
    words, tokens = _words(), place.tokens
    if head == "als":
        if tokens[at].text.lower() != "als":
            return True  # "mehr als", "weniger als"
        if at == 0 or tokens[at - 1].tag in ("comma", "break", "dot"):
            return False  # "als 2022 der Krieg begann"
        return any(_DEGREE.fullmatch(token.text.lower()) for token in tokens[max(0, at - 6) : at])
    if head == "wie":
        return not (at > 0 and tokens[at - 1].text.lower() in words["no_comparison"]) and _near(
            tokens, at, words["as_much"]
        )
    beyond = head in words["beyond"] or (bool(said) and said[-1] in words["beyond"])
    return beyond and (
        bool(place.tags & {"unit_before", "unit_twice_before", "same_before"})
        or any(word in words["values"] for word in said)
    )


def _english(place: Place, at: int, head: str, said: list[str]) -> bool:
    words, tokens = _words(), place.tokens
    if head == "than":
        return not (at > 0 and tokens[at - 1].text.lower() in words["no_comparison"])
    if head == "as":
        return not (at > 0 and tokens[at - 1].text.lower() in words["no_comparison"]) and _near(
            tokens, at, words["as_much"]
        )
    risen = _near(tokens, at, words["risen"])
    earlier = bool((place.words | set(said)) & words["earlier"]) or "same_before" in place.tags
    following = tokens[place.last + 1].tag if place.last + 1 < len(tokens) else ""
    if head == "from":
        return earlier or (risen and following not in ("to", "until"))
    if head == "over":
        spans = bool(place.words & {"last", "past"}) and "the" in place.words | set(said)
        return earlier or (risen and place.unit in _LONG and not spans)
    if head == "on":
        return place.unit in _LONG and (risen or earlier)
    return head in words["beyond"] and (earlier or any(word in words["values"] for word in said))
