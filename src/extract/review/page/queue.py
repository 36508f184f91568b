"""The order in which facts are reviewed, and a window of it.

For each set of filters the facts that pass are sorted once, by what the tables have against them. What decisions change
is kept in sets, so that a decision costs no look at every fact: what has changed since its review moves to the front,
what is decided to the end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.review.page.filters import OPEN, Query
from extract.review.page.ledger import Ledger, Live
from extract.review.page.stock import DOUBTS, Item, Stock

WINDOW = 50
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the queue.

    Attributes:
        facts: their ids, in order.
        first: how many come before.
        total: how many facts the filters let pass.
        tally: of all that pass, whatever their status.
    """

    facts: tuple[str, ...]
    first: int
    total: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a reviewer has come with what the filters let pass."""

    done: int
    left: int


def reason(item: Item, live: Live) -> str:
    """Why a fact is to be looked at: "done", "changed" or what the tables have against it."""
    if live.done:
        return "done"
    if live.status == "changed":
        return "changed"
    if item.doubt == "suggested" and item.others and live.apart.issuperset(item.others):
        return "single_source" if "single_source" in item.flags else "other"
    return item.doubt


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The facts that pass some filters, in order, and the place of each."""

    facts: tuple[str, ...]
    places: dict[str, int]


class Queue:
    """The facts that filters let pass."""

    def __init__(self, stock: Stock, ledger: Ledger) -> None:
        """Name tables and log."""
        self._stock, self._ledger = stock, ledger
        self._kept: dict[Query, _Sorted] = {}

    def ordered(self, query: Query) -> list[str]:
        """Ids of all facts that pass, in order."""
        return [fact for part in self._parts(query) for fact in part]

    def window(self, query: Query, after: str = "", around: str = "", size: int = WINDOW) -> Window:
        """A part of the queue.

        Args:
            query: the filters.
            after: a fact that stands before it, even if it does not pass any more.
            around: a fact that it should hold, if that passes; `after` is then not looked at.
            size: how many facts.
        """
        parts = self._parts(query)
        facts = [fact for part in parts for fact in part]
        start = 0
        if around:
            start = next((at for at, fact in enumerate(facts) if fact == around), 0) // size * size
        elif after in self._stock.items:
            start = self._after(query, parts, after)
        return Window(tuple(facts[start : start + size]), start, len(facts), self.tally(query))

    def tally(self, query: Query) -> Tally:
        """How much of what passes, of any status, is decided."""
        passing = self._doubted(query, set(self._sorted(query).facts))
        done = len(passing & self._ledger.done)
        return Tally(done, len(passing) - done)

    def open(self, query: Query) -> Sequence[str]:
        """What passes and nobody has decided, for a decision on all of it."""
        return [fact for fact in self.ordered(query) if fact not in self._ledger.done]

    def _parts(self, query: Query) -> tuple[list[str], list[str], list[str]]:
        """What has changed, what is open, and what is decided."""
        ledger, everything = self._ledger, self._sorted(query)
        passing = self._doubted(query, self._with_status(query, everything))
        changed = (passing & ledger.statuses.get("changed", set())) - ledger.done
        done = passing & ledger.done
        first = changed | done
        return (
            sorted(changed, key=everything.places.__getitem__),
            [fact for fact in everything.facts if fact in passing and fact not in first],
            sorted(done, key=everything.places.__getitem__),
        )

    def _with_status(self, query: Query, everything: _Sorted) -> set[str]:
        passing = set(everything.facts)
        if query.status == OPEN:
            return passing - self._ledger.done
        if query.status == "new":
            return (passing & self._ledger.statuses.get("new", set())) - self._ledger.done
        return passing if query.status == "all" else passing & self._ledger.statuses.get(query.status, set())

    def _doubted(self, query: Query, found: set[str]) -> set[str]:
        """Those of the facts about which there is the doubt that is asked for."""
        if not query.doubt:
            return found
        changed = self._ledger.statuses.get("changed", set())
        if query.doubt == "changed":
            return found & changed
        found -= changed
        if query.doubt == "suggested":
            found -= self._ledger.parted
        return {fact for fact in found if self._stock.items[fact].doubt == query.doubt}

    def _after(self, query: Query, parts: Sequence[list[str]], fact: str) -> int:
        """Where the queue goes on behind a fact; one that does not pass any more was open before."""
        places = self._sorted(query).places
        lengths = 0
        for part in parts:
            at = bisect_left(part, places.get(fact, -1), key=places.__getitem__)
            if at < len(part) and part[at] == fact:
                return lengths + at + 1
            lengths += len(part)
        opened = parts[1]
        return len(parts[0]) + bisect_right(opened, places.get(fact, -1), key=places.__getitem__)

    def _sorted(self, query: Query) -> _Sorted:
        key = replace(query, status=OPEN, doubt="")
        if key not in self._kept:
            while len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            passes, rank = key.matcher(), {name: at for at, name in enumerate(DOUBTS)}
            items = [item for item in self._stock.items.values() if passes(item)]
            items.sort(key=lambda item: (rank[item.doubt], item.place))
            facts = tuple(item.id for item in items)
            self._kept[key] = _Sorted(facts, {fact: place for place, fact in enumerate(facts)})
        return self._kept[key]
