"""Words of a text that may be names of officials of the register, and the countries that these would bring in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.finding.officials.known import COMMON
from extract.finding.officials.words import read_words
from extract.values.register import Register

_REMEMBERED = 100_000
# Words before a family name among which its first name stands.
_REACH = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """A word `[start, end)` that may name an official, and the countries of the officials that it may name."""

    start: int
    end: int
    codes: frozenset[str]


class Hints:
    """Looks words up in a register; what it found of a word is remembered."""

    def __init__(self, register: Register) -> None:
        """Take the register."""
        self._register = register
        self._named = lru_cache(maxsize=_REMEMBERED)(self._codes)

    def find(self, text: str) -> Iterator[Hint]:
        """The words in order.

        Whoever the register can mean by a name is found by the last word of the name; a common family name counts
        with a first name before it only, unless the text names the country itself.
        """
        words = [(start, end, word) for start, end, word in read_words(text) if word[0].isupper()]
        for index, (start, end, word) in enumerate(words):
            codes = self._named(word)
            if codes is not None:
                if word in COMMON:
                    before = [name for _, _, name in words[max(0, index - _REACH) : index]]
                    codes = self._full(before, word)
                yield Hint(start, end, codes)

    def _full(self, before: Sequence[str], word: str) -> frozenset[str]:
        return frozenset(code for first in before for code in self._named(f"{first} {word}") or ())

    def _codes(self, name: str) -> frozenset[str] | None:
        """Countries of those whom a name can mean, also without a German genitive -s; None when it can mean nobody."""
        found = [*self._register.find(name), *(self._register.find(name[:-1]) if name.endswith("s") else ())]
        return frozenset(term.country for one in found for term in one.terms if term.country) if found else None
