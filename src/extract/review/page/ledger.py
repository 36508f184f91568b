"""The log of decisions beside the tables: what has been decided since they were written, by whomever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extract.records import Action, Decision, ReviewStatus
from extract.review.attaching import PAIRED, which_stand
from extract.review.log import Stretch, read_on
from extract.review.page.stock import Row, Stock
from extract.tables.schema import EDITED, STATED

DONE = frozenset({"accepted", "rejected"})
_VERDICTS: Mapping[str, ReviewStatus] = {
    "accept": "accepted",
    "edit": "accepted",
    "add": "accepted",
    "reject": "rejected",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision in the log, as it stands now.

    Attributes:
        place: in the log, from 0.
        stands: no later decision takes it back.
        fresh: the tables do not know it yet.
    """

    place: int
    id: str
    decision: Decision
    stands: bool
    fresh: bool


@dataclass(frozen=True, slots=True)
class Live:
    """What the reviewers' decisions make of a fact, those since the last run among them.

    Attributes:
        edits: by column.
        changes: what is no longer as it was seen, as the table says it.
        joined: ids of facts that are to be one with it from the next run on.
        apart: ids of facts, or of statements of its own, or names, that are told apart from it.
    """

    status: str
    edits: Mapping[str, str] = field(default_factory=dict)
    changes: str = ""
    joined: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()

    @property
    def done(self) -> bool:
        """Whether nothing is left to decide."""
        return self.status in DONE or bool(self.joined)


class Ledger:
    """The log as far as it has been read, and what it says of each fact of the tables.

    Attributes:
        live: what has become of the facts that decisions speak of.
        statuses: ids of all facts by their status.
        done: ids of those of which nothing is left to decide.
        parted: ids of those that are told apart from all that they were suggested to be.
        problems: lines that are no decisions.
    """

    def __init__(self, path: Path, stock: Stock) -> None:
        """Name the log; `read` reads it."""
        self._path = path
        self._stock = stock
        self._stretch = Stretch()
        self._log: list[Decision] = []
        self._ids: list[str] = []
        self._stands: list[bool] = []
        self._known: dict[str, int] = {}
        self._by_fact: dict[str, list[int]] = defaultdict(list)
        self.live: dict[str, Live] = {}
        self.problems: list[str] = []
        self.statuses: dict[str, set[str]] = {}
        self.done: set[str] = set()
        self.parted: set[str] = set()
        self._start()

    @property
    def size(self) -> int:
        """How long the log was when it was read, in bytes."""
        return self._stretch.size

    def __len__(self) -> int:
        return len(self._log)

    def read(self) -> frozenset[str]:
        """Read what has come, and tell of which facts it speaks."""
        if self._path.is_file() and self._path.stat().st_size < self._stretch.end:
            self._forget()
        self._stretch = read_on(self._path, self._stretch)
        fresh = self._stretch.log.decisions
        self.problems += self._stretch.log.problems
        first = len(self._log)
        self._log += fresh
        self._ids += [decision.id for decision in fresh]
        self._stands += [True] * len(fresh)
        if any(decision.action == "undo" for decision in fresh):
            self._stands = which_stand(self._log, self._ids)
        touched: set[str] = set()
        for place in range(first, len(self._log)):
            self._known[self._ids[place]] = place
            for fact in self._facts(place):
                self._by_fact[fact].append(place)
                touched.add(fact)
        self._look(touched)
        return frozenset(touched)

    def put_to(self, stock: Stock) -> None:
        """Put everything to the tables of another run."""
        self._stock = stock
        self._by_fact.clear()
        self._start()
        for place in range(len(self._log)):
            for fact in self._facts(place):
                self._by_fact[fact].append(place)
        self._look(self._by_fact)

    def of(self, fact: str) -> Live:
        """What has become of a fact."""
        found, status = self.live.get(fact), self._stock.items[fact].status
        if found is not None:
            return found
        return Live(status) if status == "new" else _as_written(self._stock.shown.rows[fact][1])

    def entries(self, fact: str) -> list[Entry]:
        """All decisions that speak of a fact, in the order in which they were taken."""
        return [self._entry(place) for place in self._by_fact.get(fact, ())]

    def entry(self, decision: str) -> Entry | None:
        """A decision by its id."""
        place = self._known.get(decision)
        return None if place is None else self._entry(place)

    def since(self, place: int) -> frozenset[str]:
        """The facts that decisions from a place in the log on speak of."""
        return frozenset(fact for at in range(max(0, place), len(self._log)) for fact in self._facts(at))

    def seen(self, fact: str) -> int:
        """How many decisions speak of a fact."""
        return len(self._by_fact.get(fact, ()))

    def _forget(self) -> None:
        self._stretch = Stretch()
        for each in (self._log, self._ids, self._stands, self.problems):
            each.clear()
        for one in (self._known, self._by_fact):
            one.clear()
        self._start()

    def _start(self) -> None:
        """Take every fact as the last run left it."""
        self.live.clear()
        self.done.clear()
        self.parted.clear()
        self.statuses.clear()
        for item in self._stock.items.values():
            self.statuses.setdefault(item.status, set()).add(item.id)
        for status in DONE:
            self.done |= self.statuses.get(status, set())

    def _entry(self, place: int) -> Entry:
        identity = self._ids[place]
        return Entry(place, identity, self._log[place], self._stands[place], identity not in self._stock.placed)

    def _facts(self, place: int) -> Iterable[str]:
        """The facts that a decision speaks of as they are called now."""
        decision, row = self._log[place], self._stock.placed.get(self._ids[place])
        first = row["fact_id"] or row["seen_fact_id"] if row else decision.fact
        if decision.action in PAIRED and decision.other in self._stock.items and decision.other != first:
            return first, decision.other
        return (first,)

    def _look(self, facts: Iterable[str]) -> None:
        for fact in facts:
            if fact not in self._stock.items:
                continue
            before, now = self.of(fact), _live(fact, self.entries(fact), self._stock)
            self.live[fact] = now
            self.statuses[before.status].discard(fact)
            self.statuses.setdefault(now.status, set()).add(fact)
            others = self._stock.items[fact].others
            for facts_so, holds in (
                (self.done, now.done),
                (self.parted, bool(others) and now.apart.issuperset(others)),
            ):
                (facts_so.add if holds else facts_so.discard)(fact)


def _live(fact: str, entries: Sequence[Entry], stock: Stock) -> Live:
    row = stock.shown.rows[fact][1]
    if not any(each.fresh for each in entries):
        return _as_written(row)
    standing = [each for each in entries if each.stands]
    joined, apart = (_partners(fact, standing, action) for action in ("same", "different"))
    own = [each for each in standing if each.decision.action not in (*PAIRED, "undo")]
    columns = {name.removeprefix(EDITED) for name in row if name.startswith(EDITED)}
    edits = {
        each.decision.field: each.decision.value
        for each in own
        if each.decision.action == "edit" and each.decision.field in columns and each.decision.value
    }
    verdicts = [each for each in own if each.decision.action in _VERDICTS]
    status, changes = _status(verdicts[-1], row, stock) if verdicts else ("new", "")
    return Live(status, edits, changes, joined, apart)


def _as_written(row: Row) -> Live:
    """What the tables say, where nothing has been decided since."""
    edits = {name.removeprefix(EDITED): text for name, text in row.items() if name.startswith(EDITED) and text}
    return Live(row["status"], edits, row["changes"])


def _status(last: Entry, row: Row, stock: Stock) -> tuple[str, str]:
    """What the last verdict makes of a fact; one that the tables know, as the run that wrote them judged it."""
    said = _VERDICTS[last.decision.action]
    if last.fresh:
        return said, ""
    placed = stock.placed[last.id]
    if placed["standing"] == "changed":
        return "changed", placed["changes"]
    if placed["standing"] == "overruled":  # by one that has been undone since; the next run judges it anew
        seen = dict(last.decision.seen)
        if any(seen[name] != row[name] for name in STATED if name in seen and name in row):
            return "changed", ""
    return said, ""


def _partners(fact: str, standing: Sequence[Entry], action: Action) -> frozenset[str]:
    """The other facts, or statements, of decisions about two that the tables do not know yet."""
    found = [each.decision for each in standing if each.decision.action == action and each.fresh]
    return frozenset(each.other if each.fact == fact else each.fact for each in found)
