"""What follows from two figures: level 2023 less change is the level of 2022.

An implied value is never written as a fact. It confirms a stated one or contradicts it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from extract.merging.quantities import same_period
from extract.merging.subjects import read_subject
from extract.records import Fact, is_quantity
from extract.values.amount import Amount
from extract.values.period import Period

_CONFIRMS = Decimal("0.005")
_CONTRADICTS = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class _Check:
    """A stated earlier level beside what a later level and its change imply for it.

    Attributes:
        facts: ids of the later level, the change and the earlier level.
        gap: how far the stated level lies outside what the others allow within their rounding, relative to it.
        sources: number of articles behind the three.
    """

    facts: tuple[str, str, str]
    gap: Decimal
    sources: int


def confirmed_by_others(facts: Sequence[Fact]) -> set[str]:
    """Ids of the levels and changes that fit together by calculation."""
    return {identity for check in _checks(facts) if check.gap <= _CONFIRMS for identity in check.facts}


def contradicted_by_others(facts: Sequence[Fact]) -> list[tuple[str, str, str]]:
    """Ids of later level, change and earlier level that exclude each other; not where one article states all three."""
    return [check.facts for check in _checks(facts) if check.gap > _CONTRADICTS and check.sources > 1]


def implied_level(level: Amount, change: Amount, measure: str) -> tuple[Decimal, Decimal] | None:
    """Lowest and highest earlier level that a level and its change allow within their stated digits.

    Args:
        level: the later level.
        change: by how much it changed.
        measure: "change", "change_percent" or "change_factor".

    Returns:
        None where nothing follows: ranges, bounds, other units, a fall by all or more.

    >>> level, change = Amount(Decimal("3.9"), "USD"), Amount(Decimal("1.1"), "USD")
    >>> implied_level(level, change, "change")
    (Decimal('2.8'), Decimal('2.8'))
    >>> implied_level(level, Amount(Decimal(30), "PERCENT"), "change_percent")
    (Decimal('3'), Decimal('3'))
    """
    if not (_is_point(level) and _is_point(change)) or (measure == "change" and level.unit != change.unit):
        return None
    earlier = [_earlier(later, step, measure) for later, step in product(_stated(level), _stated(change))]
    known = [value for value in earlier if value is not None]
    return (min(known), max(known)) if len(known) == len(earlier) else None


def _is_point(amount: Amount) -> bool:
    return amount.value_max is None and amount.bound in ("exact", "about")


def _earlier(level: Decimal, change: Decimal, measure: str) -> Decimal | None:
    if measure == "change":
        return level - change
    factor = 1 + change / 100 if measure == "change_percent" else change
    return level / factor if factor > 0 else None


def _stated(amount: Amount) -> tuple[Decimal, ...]:
    """The ends of what the stated digits allow."""
    if not amount.quantum:
        return (amount.value,)
    return amount.value - amount.quantum / 2, amount.value + amount.quantum / 2


def _checks(facts: Iterable[Fact]) -> Iterator[_Check]:
    """Every later level with a change and a stated earlier level of the same thing."""
    blocks: dict[tuple[Hashable, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        head = fact.head
        if is_quantity(head.type) and head.date is not None and head.value is not None:
            subject = read_subject(head.subject, head.language).key
            blocks[head.type, head.countries, head.modality, subject].append(fact)
    for block in blocks.values():
        levels = [fact for fact in block if fact.head.measure == "level"]
        for change in block:
            if change.head.measure in ("change", "change_percent", "change_factor"):
                yield from _checks_of(change, levels)


def _checks_of(change: Fact, levels: Sequence[Fact]) -> Iterator[_Check]:
    base = change.head.compared_to
    if base is None or change.head.value is None or change.head.date is None:
        return
    laters = [fact for fact in levels if _at(fact, change.head.date)]
    earliers = [fact for fact in levels if _at(fact, base)]
    for later, earlier in product(laters, earliers):
        level, stated = later.head.value, earlier.head.value
        if level is None or stated is None or level.unit != stated.unit or not _is_point(stated):
            continue
        bounds = implied_level(level, change.head.value, change.head.measure or "")
        if bounds is not None:
            articles = {claim.article for fact in (later, change, earlier) for claim in fact.claims}
            yield _Check((later.id, change.id, earlier.id), _gap(stated, *bounds), len(articles))


def _gap(stated: Amount, low: Decimal, high: Decimal) -> Decimal:
    ends = _stated(stated)
    outside = max(Decimal(0), low - max(ends), min(ends) - high)
    return outside / abs(stated.value) if stated.value else outside


def _at(fact: Fact, period: Period) -> bool:
    return fact.head.date is not None and same_period(fact.head.date, period)
