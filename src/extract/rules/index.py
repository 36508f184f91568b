"""Many lists of phrases at once: one pass of an automaton tells which phrases a text may hold at all.

What a text costs depends on the phrases whose letters stand in it, not on how many phrases there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import ahocorasick

from extract.rules.triggers import Hit, Phrase, compiled

# Sentences whose hits are remembered: the gate before the model asks for them first, the rules then ask again.
_REMEMBERED = 4096


class PhraseIndex:
    """Lists of phrases, looked for together."""

    def __init__(self, lists: Sequence[tuple[str, ...]]) -> None:
        """Compile the lists; the same phrase in several of them is looked for once."""
        self._lists = tuple(lists)
        self._phrases: list[Phrase] = []
        self._users: list[list[tuple[int, int]]] = []  # of each phrase: number of the list, place in it
        self._always: list[int] = []
        numbers: dict[str, int] = {}
        anchors: dict[str, list[int]] = {}
        for number, phrases in enumerate(self._lists):
            for place, phrase in enumerate(phrases):
                if phrase not in numbers:
                    numbers[phrase] = len(self._phrases)
                    self._phrases.append(compiled(phrase))
                    self._users.append([])
                    for anchor in self._phrases[-1].anchors:
                        anchors.setdefault(anchor, []).append(numbers[phrase])
                    if not self._phrases[-1].anchors:
                        self._always.append(numbers[phrase])
                self._users[numbers[phrase]].append((number, place))
        self._automaton = ahocorasick.Automaton()
        for anchor, users in anchors.items():
            self._automaton.add_word(anchor, tuple(users))
        self._automaton.make_automaton()
        self._empty = not anchors
        self.find = lru_cache(maxsize=_REMEMBERED)(self._find)

    def _find(self, text: str) -> Mapping[int, tuple[Hit, ...]]:
        """Hits by the number of the list, as `find_phrases` gives them for each list; lists without hits are left out.

        >>> index = PhraseIndex([("Handel mit", "Export*"), ("Exporte",)])
        >>> {number: [hit.phrase for hit in hits] for number, hits in index.find("Die Exporte stiegen.").items()}
        {0: ['Export*'], 1: ['Exporte']}
        """
        found: dict[int, list[tuple[int, int, int]]] = {}
        for number in self._candidates(text.lower()):
            spans = [(match.start(), match.end()) for match in self._phrases[number].pattern.finditer(text)]
            if spans:
                for user, place in self._users[number]:
                    found.setdefault(user, []).extend((start, place, end) for start, end in spans)
        return {number: tuple(self._leftmost(number, found[number])) for number in sorted(found)}

    def may_hold(self, text: str) -> bool:
        """Whether a text has letters of any phrase; false means that none of them stands there."""
        return bool(self._always) or (not self._empty and next(self._automaton.iter(text.lower()), None) is not None)

    def _candidates(self, lower: str) -> set[int]:
        candidates = set(self._always)
        if not self._empty:
            for _, numbers in self._automaton.iter(lower):
                candidates.update(numbers)
        return candidates

    def _leftmost(self, number: int, found: list[tuple[int, int, int]]) -> list[Hit]:
        hits, end = [], -1
        for start, place, stop in sorted(found):
            if start >= end:
                end = stop
                hits.append(Hit(start, stop, self._lists[number][place]))
        return hits
