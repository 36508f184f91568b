"""The reviewers' desk: tables and log as they are at this moment, and decisions taken on them.

Every decision is on the disk before it is answered. Whoever decides says what was seen of the fact; where somebody else
has decided on it since, or a run has changed it, nothing is written, and the answer tells what happened.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from extract.records import Action, Decision
from extract.review.deciding import DecisionError
from extract.review.log import LOG_NAME, LogGrown, append
from extract.review.page.filters import Query
from extract.review.page.ledger import Entry, Ledger, Live
from extract.review.page.queue import Queue
from extract.review.page.stock import load_stock, seal
from extract.tables.stored import TableError

_TRIES = 20


class Overtaken(Exception):  # noqa: N818 - no fault of anybody
    """The fact is not any more what was shown.

    Attributes:
        fact: its id.
        entries: what others have decided since.
        gone: there is no such fact any more.
        mark: what it is now; to decide all the same, show what happened and give this mark.
    """

    def __init__(self, fact: str, entries: Sequence[Entry] = (), *, gone: bool = False, mark: str = "") -> None:
        """Say which fact, and what happened."""
        super().__init__(fact)
        self.fact, self.entries, self.gone, self.mark = fact, tuple(entries), gone, mark


class Counted(Exception):  # noqa: N818 - no fault of anybody
    """A list that was to be accepted as a whole is not any more what was counted; it has `number` facts now."""

    def __init__(self, number: int) -> None:
        """Say how many there are."""
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True)
class Ask:
    """What a reviewer asks for.

    Attributes:
        fact, mark: the fact and what was seen of it, as `Desk.mark` gave it.
        action: "edit" takes `edits`, contents by column; "same" and "different" take `other`.
        back: columns whose correction is taken back.
        other: a fact, or for "different" a statement of the fact itself; `other_mark` is what was seen of that fact.
    """

    fact: str
    mark: str
    action: Action
    note: str = ""
    edits: Mapping[str, str] = field(default_factory=dict)
    back: Sequence[str] = ()
    other: str = ""
    other_mark: str = ""


class Desk:
    """Tables and log of one folder; one object serves all threads of a process."""

    def __init__(self, folder: Path, review: Path, who: str, clock: Callable[[], dt.datetime] | None = None) -> None:
        """Read tables and log.

        Args:
            folder: of the tables.
            review: of the log.
            who: in whose name decisions are taken.
            clock: tells the time in UTC; the one of the machine by default.

        Raises:
            TableError: when the folder has no whole set of tables.
            LogError: when the log cannot be read.
        """
        self.folder, self.who = folder, who
        self._log = review / LOG_NAME
        self._clock = clock or (lambda: dt.datetime.now(dt.UTC))
        self._lock = RLock()
        self._seal = seal(folder)
        self.stock = load_stock(folder)
        self.ledger = Ledger(self._log, self.stock)
        self.ledger.read()
        self.queue = Queue(self.stock, self.ledger)

    @contextmanager
    def fresh(self) -> Iterator[Desk]:
        """Hold the desk while it is looked at, after reading what others have written since.

        Tables that are being replaced at this moment are left as they were.
        """
        with self._lock:
            self.refresh()
            yield self

    def refresh(self) -> None:
        """Read what others have written: new tables, further decisions."""
        with self._lock:
            now = seal(self.folder)
            if now is not None and now != self._seal:
                try:
                    stock = load_stock(self.folder)
                except TableError:
                    stock = self.stock  # a run is at work; next time
                else:
                    self._seal = now
                if stock.version != self.stock.version:
                    self.stock = stock
                    self.ledger.put_to(stock)
                    self.queue = Queue(self.stock, self.ledger)
            self.ledger.read()

    def mark(self, fact: str) -> str:
        """What a fact is at this moment: how often it was decided on, and a digest of what it states."""
        content = repr(self.stock.shown.decision(fact, "note", who="", when="").seen)
        return f"{self.ledger.seen(fact)}-{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:16]}"

    def live(self, fact: str) -> Live:
        """What has become of a fact."""
        return self.ledger.of(fact)

    def decide(self, ask: Ask) -> list[Decision]:
        """Take a decision and keep it.

        Raises:
            Overtaken: when a fact is not what was seen; nothing is kept then.
            DecisionError: when it cannot be taken.
            LogError: when it could not be kept.
        """

        def made() -> list[Decision]:
            self._hold(ask.fact, ask.mark)
            if ask.other and ask.action in ("same", "different") and ask.other in self.stock.items:
                self._hold(ask.other, ask.other_mark)
            return self._made(ask)

        return self._keep(made)

    def add(self, made: Callable[[str], Decision]) -> list[Decision]:
        """Keep the decision that a fact was missed.

        Args:
            made: makes it for a time in UTC.

        Raises:
            DecisionError: when it cannot be taken.
            LogError: when it could not be kept.
        """
        return self._keep(lambda: [made(self._now())])

    def undo(self, decisions: Sequence[str]) -> list[Decision]:
        """Take decisions back that were taken together.

        Args:
            decisions: their ids; those that somebody has taken back already are passed over.

        Raises:
            DecisionError: when there is none of them, or none that stands.
            LogError: when it could not be kept.
        """

        def made() -> list[Decision]:
            entries = [entry for each in decisions if (entry := self.ledger.entry(each)) is not None and entry.stands]
            if not entries:
                raise DecisionError("there is no such decision any more")
            return [self._undoing(each) for each in entries]

        return self._keep(made)

    def accept_all(self, query: Query, number: int) -> list[Decision]:
        """Accept everything that filters let pass and nobody has decided.

        Args:
            query: the filters.
            number: how many these are, as it was shown.

        Raises:
            Counted: when they are another number by now; nothing is kept then.
            LogError: when they could not be kept.
        """

        def made() -> list[Decision]:
            facts = self.queue.open(query)
            if len(facts) != number:
                raise Counted(len(facts))
            when = self._now()
            return [self.stock.shown.decision(fact, "accept", who=self.who, when=when) for fact in facts]

        return self._keep(made)

    def _keep(self, made: Callable[[], list[Decision]]) -> list[Decision]:
        """Write decisions that were made on the newest state; made again when somebody writes in between."""
        with self._lock:
            for attempt in range(_TRIES):
                self.refresh()
                decisions = made()
                if not decisions:
                    return []
                try:
                    append(self._log, decisions, size=self.ledger.size)
                except LogGrown:
                    if attempt == _TRIES - 1:
                        raise
                    continue
                self.ledger.read()
                return decisions
        raise AssertionError("the last attempt returns or raises")

    def _hold(self, fact: str, mark: str) -> None:
        """Hold what was seen of a fact against what it is."""
        if fact not in self.stock.items:
            raise Overtaken(fact, gone=True)
        now = self.mark(fact)
        if now != mark:
            seen = mark.partition("-")[0]
            before = int(seen) if seen.isdecimal() else 0
            raise Overtaken(fact, self.ledger.entries(fact)[before:], mark=now)

    def _made(self, ask: Ask) -> list[Decision]:
        shown = self.stock.shown
        base = shown.decision(ask.fact, ask.action, who=self.who, when=self._now(), note=ask.note)
        if ask.action == "edit":
            edits = [shown.edit(base, column, text) for column, text in ask.edits.items()]
            return [*edits, *(self._taken_back(ask.fact, column) for column in ask.back)]
        if ask.action in ("same", "different"):
            return [shown.pair(base, ask.other)]
        if ask.action == "note" and not ask.note:
            raise DecisionError("a note without words says nothing")
        return [base]

    def _undoing(self, entry: Entry) -> Decision:
        return Decision(fact=entry.decision.fact, action="undo", other=entry.id, who=self.who, when=self._now())

    def _taken_back(self, fact: str, column: str) -> Decision:
        """The undo of the last correction of a column."""
        for entry in reversed(self.ledger.entries(fact)):
            if entry.stands and entry.decision.action == "edit" and entry.decision.field == column:
                return self._undoing(entry)
        raise DecisionError(f"{column}: there is no correction to take back")

    def _now(self) -> str:
        return self._clock().strftime("%Y-%m-%dT%H:%M:%SZ")
