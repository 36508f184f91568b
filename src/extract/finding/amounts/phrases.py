"""Tables of phrases that are matched at a token, forwards or backwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Generic, TypeVar

from extract.finding.amounts.tokens import BREAK, Tokens, words_of

Value = TypeVar("Value")
ENDINGS = ("er", "es", "en", "em", "e")  # of German adjectives


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A German adjective of a country without its ending; other words as they are.

    >>> stem("kasachischen"), stem("deutsche"), stem("dollar")
    ('kasachisch', 'deutsch', 'dollar')
    """
    for ending in ENDINGS:
        if word.endswith(ending) and word[: -len(ending)].endswith("sch"):
            return word[: -len(ending)]
    return word


class Phrases(Generic[Value]):
    """Phrases of one to six words with a value each; the longest match wins, hyphens between words are free.

    >>> table = Phrases([("kasachische Tenge", "KZT"), ("Tenge", "?")])
    >>> table.match(Tokens("5 kasachischen Tenge", "de"), 1)
    ('KZT', 3)
    """

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        forward: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        backward: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for phrase, value in entries:
            words = tuple(stem(word) for word in words_of(phrase))
            if not words:
                continue
            forward.setdefault(words[0], []).append((words[1:], value))
            backward.setdefault(words[-1], []).append((words[-2::-1], value))
        for table in (forward, backward):
            for rows in table.values():
                rows.sort(key=lambda row: -len(row[0]))
        self._forward = forward
        self._backward = backward

    def starts(self, low: str) -> bool:
        """Whether a phrase begins with this word."""
        return low in self._forward or stem(low) in self._forward

    def match(self, tokens: Tokens, index: int) -> tuple[Value, int] | None:
        """The value of the longest phrase that starts at a token, and the index after it."""
        if stem(tokens.low[index]) not in self._forward:
            return None
        return next(self.matches(tokens, index), None)

    def matches(self, tokens: Tokens, index: int) -> Iterator[tuple[Value, int]]:
        """All phrases that start at a token, the longest first, equally long ones in the order of the table."""
        rows = self._forward.get(stem(tokens.low[index]))
        for words, value in rows or ():
            at = index + 1
            for word in words:
                if at < len(tokens) and tokens.hyphen(at):
                    at += 1
                if at >= len(tokens) or tokens.kind[at] == BREAK or stem(tokens.low[at]) != word:
                    break
                at += 1
            else:
                yield value, at

    def match_before(self, tokens: Tokens, index: int) -> tuple[Value, int] | None:
        """The value of the longest phrase that ends just before a token, and the index where it starts."""
        if index <= 0:
            return None
        rows = self._backward.get(stem(tokens.low[index - 1]))
        for words, value in rows or ():
            at = index - 1
            for word in words:
                at -= 1
                if at >= 0 and tokens.text[at] == "-" and tokens.hyphen(at):
                    at -= 1
                if at < 0 or stem(tokens.low[at]) != word:
                    break
            else:
                return value, at
        return None
