"""What a report shows, as read from the tables: articles, sentences, facts and officials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from extract.records import EVENTS
from extract.values.period import Period


@dataclass(frozen=True, slots=True)
class Source:
    """An article: `link` is an http address or empty; `number` counts the articles as the table has them."""

    number: int
    name: str
    title: str
    outlet: str
    link: str
    published: Period | None
    language: str
    status: str
    reason: str
    statements: int
    copy_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence that states a fact, with the words that do in the middle."""

    source: Source
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of `facts.csv` or `officials.csv`.

    Attributes:
        countries: one or two codes, from one to the other where `directed`.
        raw_date: the date as the table has it, also where it could not be read.
        euro, euro_max: value and upper value converted by the table, None where it has none.
        edits: (column, what was extracted) where a reviewer corrected it; the other attributes are as corrected.
        changes: what is no longer as a reviewer saw it, as "column: then -> now".
        proofs: its sentences, those of different articles first.
    """

    id: str
    type: str
    countries: tuple[str, ...]
    flags: tuple[str, ...]
    sources: int
    proofs: tuple[Proof, ...]
    status: str = ""
    reviewed_by: str = ""
    edits: tuple[tuple[str, str], ...] = ()
    changes: tuple[str, ...] = ()
    note: str = ""
    measure: str = ""
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str = ""
    bound: str = ""
    date: Period | None = None
    raw_date: str = ""
    compared_to: Period | None = None
    planned: bool = False
    directed: bool = False
    participants: tuple[str, ...] = ()
    place: str = ""
    subject: str = ""
    conflict: str = ""
    euro: Decimal | None = None
    euro_max: Decimal | None = None
    person: str = ""
    known_as: str = ""
    role: str = ""
    portfolios: tuple[str, ...] = ()
    former: bool = False
    also_written: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[str, ...]:
        """The countries without a direction."""
        return tuple(sorted(self.countries))

    @property
    def is_event(self) -> bool:
        """A visit, meeting, agreement or milestone."""
        return self.type in EVENTS


@dataclass(frozen=True, slots=True)
class Check:
    """A value that follows from other figures and contradicts the stated one.

    Attributes:
        stated: id of the stated fact.
        used: ids of the facts that imply the value.
        implied: the value, in `unit`.
        comparable: the same in the unit of the stated fact.
    """

    kind: str
    stated: str
    used: tuple[str, ...]
    implied: Decimal
    unit: str
    comparable: Decimal


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision of a reviewer whose fact is no longer there, or that cannot be carried out."""

    action: str
    who: str
    when: str
    seen: str
    quote: str


@dataclass(frozen=True, slots=True)
class Content:
    """All that a report can show: facts and officials without those that a reviewer rejected."""

    facts: tuple[Entry, ...] = ()
    officials: tuple[Entry, ...] = ()
    sources: tuple[Source, ...] = ()
    checks: tuple[Check, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    rejected: int = 0
    known: Mapping[str, int] = field(default_factory=dict)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Facts, then officials."""
        return self.facts + self.officials
