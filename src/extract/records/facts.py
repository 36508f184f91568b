"""Claims, and the facts that they are joined to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from extract.records.kinds import CheckKind, Language, Measure, Modality, Verdict, digest
from extract.records.reviews import Review
from extract.values.amount import Amount, Bound
from extract.values.office import Office
from extract.values.period import Period


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim stands: the quote with its offsets, and the sentence around it."""

    start: int
    end: int
    quote: str
    sentence_start: int
    sentence_end: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement in one sentence, with the attributes of the codebook.

    `type` is a `FactType` or an indicator that a user's pack declares. `countries` is ordered where the type is
    directed, else alphabetical. `flags` are the named doubts of the design. `known_as` and `same_as` are canonical
    names of the register of officials: of the person, and of one whom the person may be, the name being written
    almost so.
    """

    article: str
    type: str
    countries: tuple[str, ...]
    evidence: Evidence
    rule: str
    measure: Measure | None = None
    value: Amount | None = None
    date: Period | None = None
    compared_to: Period | None = None
    modality: Modality = "actual"
    participants: tuple[str, ...] = ()
    person: str = ""
    office: Office | None = None
    known_as: str = ""
    same_as: str = ""
    place: str = ""
    subject: str = ""
    language: Language | None = None
    published: dt.date | None = None
    focal: bool = False
    flags: tuple[str, ...] = ()

    @property
    def bound(self) -> Bound | None:
        """How the value is hedged, None without a value."""
        return self.value.bound if self.value else None

    @property
    def id(self) -> str:
        """Digest of what the claim speaks of and where; rule and value stay out, so a corrected value keeps the id."""
        return digest(
            "claim", self.article, self.type, "-".join(self.countries), self.measure or "", self.person,
            str(self.evidence.start), str(self.evidence.end),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class InEuro:
    """An amount at a reference rate.

    Attributes:
        value, value_max: in euro, to four digits; None where there is no rate.
        period: the days whose mean rate was taken, as EDTF; empty without a rate and for euro.
        reason: why there is no rate, else empty.
    """

    value: Decimal | None = None
    value_max: Decimal | None = None
    period: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What facts imply for another one that is stated: a calculation, never a fact.

    Attributes:
        kind: the calculation.
        verdict: "confirms" where the stated value lies within what rounding allows, "contradicts" where it lies more
            than 5 percent outside; what lies between is no check.
        used: ids of the facts that imply it, in the order of the calculation.
        stated: id of the fact that it is compared with.
        value, unit: what is implied, calculated with the numbers as stated.
        low, high: what their stated digits allow; `high` is None where only a least value is implied.
        formula: the calculation with its numbers.
        converted: the value in the unit of the stated fact where that is another currency, else None.
        rate: the exchange rate that was used, else empty.
    """

    kind: CheckKind
    verdict: Verdict
    used: tuple[str, ...]
    stated: str
    value: Decimal
    unit: str
    low: Decimal
    high: Decimal | None
    formula: str
    converted: Decimal | None = None
    rate: str = ""

    @property
    def id(self) -> str:
        """Digest of the calculation and the facts in it."""
        return digest("check", self.kind, self.stated, *self.used)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Claims of any articles that state the same thing.

    Attributes:
        head: the claim whose attributes stand for all, gaps filled from the others.
        claims: every claim that supports it, sorted by article and offset.
        flags: the doubts, "single_source" and "conflict" among them.
        conflict: id shared by facts that contradict each other, else "".
        same_as: of an office, names of others who may be the same person, for review.
        review: what reviewers decided.
        copies: how many of the articles that state it copy another one of them.
        in_euro: the value in euro, of levels and changes of money only.
        checks: comparisons with what other facts imply, where this fact is the stated one.
    """

    id: str
    head: Claim
    claims: tuple[Claim, ...]
    flags: tuple[str, ...] = ()
    conflict: str = ""
    same_as: tuple[str, ...] = ()
    review: Review = field(default_factory=Review)
    copies: int = 0
    in_euro: InEuro | None = None
    checks: tuple[Check, ...] = ()

    @property
    def articles(self) -> int:
        """Number of articles that state it."""
        return len({claim.article for claim in self.claims})

    @property
    def sources(self) -> int:
        """Number of articles that state it and do not copy one another."""
        return self.articles - self.copies

    @property
    def published(self) -> tuple[dt.date, dt.date] | None:
        """When the first and the last article that states it appeared, None where no article has a date."""
        dates = [claim.published for claim in self.claims if claim.published]
        return (min(dates), max(dates)) if dates else None

    @property
    def languages(self) -> tuple[Language, ...]:
        """In which languages it is stated."""
        return tuple(sorted({claim.language for claim in self.claims if claim.language}))


def fact_id(kind: str, key: Iterable[str]) -> str:
    """Id of a fact from its key alone, so that neither the order of files nor of claims changes it."""
    return digest("fact", kind, *key)
