"""Merging by partitions: here, in several processes or on a cluster, never all claims in one memory.

`merge_part` is all that is done to a part, and hangs on nothing but what it is given; where it is done, an engine
decides. The facts of each part are kept until the next run: one that is killed goes on where it was.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from extract.merging import finish, join_groups
from extract.merging.partition import partition
from extract.merging.rates import ReferenceRates
from extract.records import Decision, Fact, Placed, digest
from extract.review import Added, Interest, Ruling, rule
from extract.running.engines import map_here
from extract.running.fingerprint import package_mark
from extract.running.merged import Merged, freeze_facts, thaw_facts
from extract.running.partitions import TASK, Partitions, Task, read_groups

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


class Mapper(Protocol):
    """`Engine.map` of an engine."""

    def __call__(
        self, function: Callable[[S, T], R], shared: S, arguments: Iterator[tuple[int, T]]
    ) -> Iterator[tuple[int, R]]:
        """Call a function of a module for each of many arguments."""


@dataclass(frozen=True, slots=True)
class Context:
    """What parts are merged with.

    Attributes:
        rates: reference rates.
        copies: the originals of articles that are copies.
        ruling: what reviewers said.
    """

    rates: ReferenceRates | None = None
    copies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ruling: Ruling = field(default_factory=Ruling)

    @property
    def mark(self) -> str:
        """Digest of all of it, and of the program that merges."""
        ruling = self.ruling
        return digest(
            package_mark(), self.rates.name if self.rates else "", repr(sorted(self.copies.items())),
            repr(sorted(ruling.gone)), repr(sorted(ruling.reviews.items())),
            repr(sorted((identity, sorted(names)) for identity, names in ruling.denied.items())),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """What is merged at a time: blocks of groups, and the facts that reviewers made of such."""

    blocks: Sequence[bytes]
    made: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """What decisions need of a part: the facts that they may speak of, and the ids of all."""

    picked: tuple[bytes, ...]
    ids: tuple[str, ...]


def merge_part(context: Context, part: Part) -> list[bytes]:
    """The facts of a part in their order, as `freeze_facts` writes them."""
    with _uncollected():
        joined = join_groups(read_groups(part.blocks))
        facts = context.ruling.reviewed(joined, part.made)
        return freeze_facts(list(context.ruling.unsuggested(finish(facts, context.rates, context.copies))))


def outline_part(interest: Interest, part: Part) -> Outline:
    """What decisions need of a part."""
    with _uncollected():
        facts = join_groups(read_groups(part.blocks))
    picked = [fact for fact in facts if interest.holds(fact)]
    return Outline(tuple(freeze_facts(picked)), tuple(fact.id for fact in facts))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles: records have none, and with a million of them it takes half of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Decided:
    """What reviewers said.

    Attributes:
        log: all decisions, in the order in which they were taken.
        added: what `add_claims` made of the facts that were added; their claims are among those that are merged.
    """

    log: Sequence[Decision] = ()
    added: Added = field(default_factory=Added)


NOTHING = Decided()


@dataclass(frozen=True, slots=True)
class Merging:
    """Facts of all parts.

    Attributes:
        placed: the decisions of reviewers, in the order of their log.
        tasks: of which there are facts in the store.
    """

    placed: tuple[Placed, ...]
    tasks: tuple[str, ...]


def merge_partitions(
    partitions: Partitions, merged: Merged, rates: ReferenceRates | None = None,
    copies: Mapping[str, Sequence[str]] | None = None, decided: Decided = NOTHING, mapper: Mapper = map_here,
    size: int = TASK,
) -> Merging:  # fmt: skip
    """Merge all claims, part by part, with the decisions of reviewers: the facts are then in the store, in order.

    Args:
        partitions: has all claims.
        merged: takes the facts; those of an earlier run are used where nothing that bears on them has changed.
        rates: as for `merging.merge`.
        copies: likewise.
        decided: what reviewers said.
        mapper: of an engine.
        size: groups of claims that are merged at a time.
    """
    tasks = partitions.tasks(size)
    ruling = _ruled(partitions, tasks, decided, mapper) if decided.log else Ruling()
    context = Context(rates, copies or {}, ruling)
    made = _by_task(tasks, ruling.made)
    marks = [
        digest(task.mark, context.mark, repr(sorted(made[place], key=lambda fact: fact.id)))
        for place, task in enumerate(tasks)
    ]
    merged.keep_only(marks)
    left = [place for place in range(len(tasks)) if not merged.has(marks[place])]
    parts = ((place, Part(partitions.blocks(tasks[place]), tuple(made[place]))) for place in left)
    for place, blocks in (mapper if len(left) > 1 else map_here)(merge_part, context, parts):
        merged.put(marks[place], blocks)
    return Merging(ruling.placed, tuple(marks))


def _ruled(partitions: Partitions, tasks: Sequence[Task], decided: Decided, mapper: Mapper) -> Ruling:
    """What decisions do; they see no more of the facts than they may speak of."""
    more: set[str] = set()
    while True:
        parts = ((place, Part(partitions.blocks(task))) for place, task in enumerate(tasks))
        picked: dict[int, list[Fact]] = {}
        for place, outline in mapper(outline_part, Interest(decided.log, decided.added, more), parts):
            picked[place] = list(thaw_facts(outline.picked))
            partitions.note_facts(outline.ids)
        facts = [fact for place in sorted(picked) for fact in picked[place]]
        ruling = rule(facts, decided.log, decided.added)
        # What identifies a fact that was made may identify one that no decision speaks of.
        met = partitions.known_facts(ruling.touched) - {fact.id for fact in facts}
        if not met:
            return ruling
        more |= met


def _by_task(tasks: Sequence[Task], facts: Iterable[Fact]) -> Mapping[int, list[Fact]]:
    """The facts that reviewers made by the place of their task; an office without a country may be in any."""
    home = {name: place for place, task in enumerate(tasks) for name in task.partitions}
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[home.get(partition(fact.head), 0)].append(fact)
    return found
