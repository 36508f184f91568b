"""The order in which facts are reviewed, and a window of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.review.page.filters import Query
from extract.review.page.ledger import Ledger, Live
from extract.review.page.stock import Item, Stock

# What asks most for a look comes first; what is decided comes last.
REASONS = ("changed", "conflict", "suggested", "contradicted", "out_of_term", "single_source", "other", "done")
WINDOW = 50
_RANKS = {name: rank for rank, name in enumerate(REASONS)}


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the queue.

    Attributes:
        facts: their ids, in order.
        first: how many come before.
        total: how many facts the filters let pass.
        done, left: of those that they let pass without regard to the status.
    """

    facts: tuple[str, ...]
    first: int
    total: int
    done: int
    left: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a reviewer has come with what the filters let pass."""

    done: int
    left: int


def reason(item: Item, live: Live) -> str:
    """Why a fact is to be looked at: the first of `REASONS` that holds."""
    return "done" if live.done else _doubt(item, live)


def _doubt(item: Item, live: Live) -> str:
    if live.status == "changed":
        return "changed"
    if item.conflict:
        return "conflict"
    if "name_suggested" in item.flags and not live.apart.issuperset(item.suggestions or ("",)):
        return "suggested"
    if item.contradicted:
        return "contradicted"
    return next((flag for flag in ("out_of_term", "single_source") if flag in item.flags), "other")


class Queue:
    """The facts that filters let pass; those of the last filters are kept, for nothing but the status changes."""

    def __init__(self, stock: Stock, ledger: Ledger) -> None:
        """Name tables and log."""
        self._stock, self._ledger = stock, ledger
        self._kept: dict[Query, list[Item]] = {}

    def ordered(self, query: Query) -> list[str]:
        """Ids of all facts that pass, in order."""
        return [fact for _, fact in self._keyed(query)]

    def window(self, query: Query, after: str = "", around: str = "", size: int = WINDOW) -> Window:
        """A part of the queue.

        Args:
            query: the filters.
            after: a fact that stands before it, even if it does not pass any more.
            around: a fact that it should hold, if that passes; `after` is then not looked at.
            size: how many facts.
        """
        keyed = self._keyed(query)
        start = 0
        if around in self._stock.items:
            at = bisect_left(keyed, (self._key(around, query), around))
            start = at // size * size if at < len(keyed) and keyed[at][1] == around else 0
        elif after in self._stock.items:
            start = bisect_right(keyed, (self._key(after, query), after))
        tally = self.tally(query)
        facts = tuple(fact for _, fact in keyed[start : start + size])
        return Window(facts, start, len(keyed), tally.done, tally.left)

    def _keyed(self, query: Query) -> list[tuple[int, str]]:
        keyed = []
        for item in self._passing(query):
            live = self._ledger.of(item.id)
            if query.lets(live.status, live.done):
                keyed.append((self._rank(reason(item, live), item), item.id))
        keyed.sort()
        return keyed

    def _key(self, fact: str, query: Query) -> int:
        """Where a fact stands, or stood before it was decided."""
        item, live = self._stock.items[fact], self._ledger.of(fact)
        shown = query.lets(live.status, live.done)
        return self._rank(reason(item, live) if shown else _doubt(item, live), item)

    def _rank(self, why: str, item: Item) -> int:
        return _RANKS[why] * len(self._stock.items) + item.place

    def tally(self, query: Query) -> Tally:
        """How much of what passes, of any status, is decided."""
        items = self._passing(query)
        done = sum(self._ledger.of(item.id).done for item in items)
        return Tally(done, len(items) - done)

    def open(self, query: Query) -> Sequence[str]:
        """What passes and nobody has decided, for a decision on all of it."""
        return [fact for fact in self.ordered(query) if not self._ledger.of(fact).done]

    def _passing(self, query: Query) -> list[Item]:
        key = Query(**{name: getattr(query, name) for name in ("pair", "type", "lang", "doubt", "since", "until", "q")})
        if key not in self._kept:
            passes = query.matcher()
            while len(self._kept) > 8:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = [item for item in self._stock.items.values() if passes(item)]
        items = self._kept[key]
        if not query.doubt:
            return items
        return [item for item in items if _doubt(item, self._ledger.of(item.id)) == query.doubt]
