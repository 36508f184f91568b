"""What a run did: which articles were new, changed or known, and what has gone since the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from extract.running.fingerprint import differences
from extract.running.store import Past, Store

State = Literal["known", "renamed", "new", "changed", "again", "failed"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The articles of a run beside those of the one before.

    Attributes:
        states: names by state, sorted. "known" and "renamed" needed no work; "again" is a known text whose claims were
            of no use any more, "failed" one that the last run failed at.
        renamed: present name and the one before of those that are "renamed".
        gone: names of articles that the last run had and this one has not.
        why: the reasons for doing known articles again.
        left: number of articles that were not done, because the run was stopped.
    """

    states: Mapping[State, Sequence[str]]
    renamed: Mapping[str, str]
    gone: tuple[str, ...]
    why: tuple[str, ...]
    left: int = 0

    def counts(self) -> dict[str, int]:
        """Number of articles by state, and of those gone."""
        found = {str(state): len(self.states.get(state, ())) for state in get_args(State)}
        return found | {"gone": len(self.gone)}

    def text(self) -> str:
        """One line for the terminal.

        >>> Plan({}, {}, ("a.txt",), ()).text()
        '1 gone'
        """
        parts = [f"{number} {state}" for state, number in self.counts().items() if number]
        parts += [f"{self.left} left"] if self.left else []
        return ", ".join(parts) + (f" ({'; '.join(self.why)})" if self.why else "")


def make_plan(store: Store, parts: Mapping[str, str], left: int, fresh: bool = False) -> Plan:
    """Compare this run with the last finished one.

    Args:
        store: with the articles of this run, all noted.
        parts: the fingerprint of this run.
        left: number of articles that were not done.
        fresh: nothing was to be taken over.
    """
    states: dict[State, list[str]] = {state: [] for state in get_args(State)}
    renamed: dict[str, str] = {}
    moved: set[str] = set()
    for past in store.past():
        state = _state(past)
        states[state].append(past.name)
        moved.add(past.moved)
        if state == "renamed":
            renamed[past.name] = past.moved
    gone = tuple(name for name in store.gone() if name not in moved)
    why: list[str] = []
    if states["again"]:
        changed = [f"{part} changed" for part in differences(store.last_fingerprint(), parts)]
        why = ["asked for afresh"] if fresh else changed or ["no longer in the cache"]
    return Plan(states, renamed, gone, tuple(why), left)


def _state(past: Past) -> State:
    if past.known:
        return "renamed" if past.moved else "known"
    if past.before is None:
        return "again" if past.moved else "new"
    if past.before != past.content:
        return "changed"
    return "failed" if past.failed else "again"
