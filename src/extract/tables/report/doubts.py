"""What a reviewer should look at: conflicts first, then changes, suggested names, and rows with several remarks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.tables.report.content import Check, Content, Entry
from extract.tables.report.wording import words

# Remarks that say that something is wrong rather than uncertain.
SERIOUS = ("out_of_term",)
# No doubts: a plan can be certain, and agreement with other figures speaks for a row.
_NO_DOUBT = frozenset({"planned", "implied_confirmed"})
_MANY = 3


@dataclass(frozen=True, slots=True)
class Doubts:
    """Rows to review.

    Attributes:
        conflicts: groups of facts that contradict each other.
        checks: calculations that contradict a stated fact, with that fact and those that it uses.
        changed: rows that are not what their reviewer saw.
        names: offices whose person may be another one of the tables or of the register.
        serious: (remark, rows) of other remarks that each deserve a look.
        suspects: rows with at least three doubts, the most first.
        counts: (remark, number of rows), in the order of the words file.
    """

    conflicts: tuple[tuple[Entry, ...], ...]
    checks: tuple[tuple[Check, Entry, tuple[Entry, ...]], ...]
    changed: tuple[Entry, ...]
    names: tuple[Entry, ...]
    serious: tuple[tuple[str, tuple[Entry, ...]], ...]
    suspects: tuple[Entry, ...]
    counts: tuple[tuple[str, Decimal], ...]

    @property
    def any(self) -> bool:
        """Whether there is anything to review."""
        return bool(self.conflicts or self.checks or self.changed or self.names or self.serious or self.suspects)


def find_doubts(content: Content) -> Doubts:
    """Everything that asks for a look; what a reviewer has accepted or corrected asks no more."""
    open_entries = [entry for entry in content.entries if entry.status != "accepted"]
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in content.facts:
        if entry.conflict:
            groups[entry.conflict].append(entry)
    flagged = {flag: tuple(entry for entry in open_entries if flag in entry.flags) for flag in SERIOUS}
    many = [entry for entry in open_entries if len(_doubts(entry)) >= _MANY]
    return Doubts(
        conflicts=tuple(sorted((tuple(group) for group in groups.values()), key=_weight)),
        checks=_checks(content),
        changed=tuple(entry for entry in content.entries if entry.status == "changed"),
        names=tuple(entry for entry in open_entries if entry.same_as),
        serious=tuple((flag, entries) for flag, entries in flagged.items() if entries),
        suspects=tuple(sorted(many, key=lambda entry: -len(_doubts(entry)))),
        counts=_counts(content),
    )


def _checks(content: Content) -> tuple[tuple[Check, Entry, tuple[Entry, ...]], ...]:
    """Those against facts that nothing else confirms come first."""
    facts = {entry.id: entry for entry in content.facts}
    found = [
        (check, facts[check.stated], tuple(facts[each] for each in check.used))
        for check in content.checks
        if facts.keys() >= {check.stated, *check.used}
    ]
    return tuple(sorted(found, key=lambda each: "implied_confirmed" in each[1].flags))


def _doubts(entry: Entry) -> set[str]:
    return set(entry.flags) - _NO_DOUBT


def _counts(content: Content) -> tuple[tuple[str, Decimal], ...]:
    counted = Counter(flag for entry in content.entries for flag in entry.flags)
    order = [*words()["flags"]]
    known = [flag for flag in order if flag in counted]
    return tuple((flag, Decimal(counted[flag])) for flag in (*known, *sorted(set(counted) - set(order))))


def _weight(group: Sequence[Entry]) -> tuple[int, str]:
    """Conflicts that more articles have a part in come first."""
    return -sum(entry.sources for entry in group), group[0].id
