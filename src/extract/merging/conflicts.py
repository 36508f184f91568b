"""Facts that contradict each other: same type, pair, measure, subject and date, but another value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Protocol

from extract.merging.implied import contradicted_by_others
from extract.merging.quantities import same_period
from extract.merging.subjects import read_subject
from extract.records import Fact, digest, is_quantity
from extract.values.amount import Amount
from extract.values.period import Period

TOLERANCE = Decimal("0.05")


class Rates(Protocol):
    """Converts money at reference rates."""

    def to_euro(self, value: Decimal, currency: str, period: Period) -> Decimal | None:
        """The value in euro at the rate of the period, None where there is no rate."""


def find_conflicts(facts: Sequence[Fact], rates: Rates | None = None) -> dict[str, str]:
    """The conflict id of each fact that is in conflict, by the fact's id.

    Facts that contradict each other, directly or through a third, share an id. No conflict is seen between a target
    and an outcome, between facts without a date or with an open one ("seit 2005" ends on the day of the article), and
    where every article that states one of the two states the
    other as well: who writes both holds them for two things (total and part, first and second loan).

    Args:
        facts: as merged.
        rates: for figures in different currencies; without it they are not compared.
    """
    pairs = [
        (a.id, b.id)
        for block in _comparable(facts)
        for a, b in combinations(block, 2)
        if _independent(a, b) and _same_base(a, b) and contradict(a, b, rates)
    ]
    parts = _connected([*pairs, *contradicted_by_others(facts)])
    return {fact: digest("conflict", *sorted(part)) for part in parts for fact in part}


def contradict(a: Fact, b: Fact, rates: Rates | None = None) -> bool:
    """Whether the values of two comparable facts lie apart by more than 5 percent and more than rounding explains."""
    first, second = a.head.value, b.head.value
    if first is None or second is None:
        return False
    if first.unit == second.unit:
        quantum = max(first.quantum or Decimal(0), second.quantum or Decimal(0))
        return excludes(first, second) and distance(first, second) > quantum / 2
    period = a.head.date
    if rates is None or period is None or not (first.is_money and second.is_money):
        return False
    first_euro, second_euro = _in_euro(first, period, rates), _in_euro(second, period, rates)
    return first_euro is not None and second_euro is not None and excludes(first_euro, second_euro)


def excludes(a: Amount, b: Amount) -> bool:
    """Whether two amounts of one unit lie apart by more than 5 percent of the larger.

    >>> euro = lambda value, **more: Amount(Decimal(value), "EUR", **more)
    >>> excludes(euro("3.9"), euro("4.0")), excludes(euro("3.9"), euro("4.5"))
    (False, True)
    >>> excludes(euro("3.9", bound="at_least"), euro("4.5")), excludes(euro("4", value_max=Decimal(5)), euro("4.5"))
    (False, False)
    """
    return distance(a, b) > TOLERANCE * max(abs(a.value), abs(b.value))


def distance(a: Amount, b: Amount) -> Decimal:
    """The gap between what two amounts allow: 0 where their ranges or bounds meet."""
    (low_a, high_a), (low_b, high_b) = _allowed(a), _allowed(b)
    gaps = [Decimal(0)]
    if high_a is not None and low_b is not None:
        gaps.append(low_b - high_a)
    if high_b is not None and low_a is not None:
        gaps.append(low_a - high_b)
    return max(gaps)


def _allowed(amount: Amount) -> tuple[Decimal | None, Decimal | None]:
    high = amount.value if amount.value_max is None else amount.value_max
    return (
        None if amount.bound == "at_most" else amount.value,
        None if amount.bound == "at_least" else high,
    )


def _in_euro(amount: Amount, period: Period, rates: Rates) -> Amount | None:
    low = rates.to_euro(amount.value, amount.unit, period)
    high = rates.to_euro(amount.value_max, amount.unit, period) if amount.value_max is not None else None
    if low is None or (high is None) != (amount.value_max is None):
        return None
    return Amount(low, "EUR", high, amount.bound)


def _comparable(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Dated quantities that agree in all but the value."""
    blocks: dict[tuple[Hashable, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        head = fact.head
        if is_quantity(head.type) and head.date is not None and head.date.start and head.date.end:
            subject = read_subject(head.subject, head.language).key
            key = (head.type, head.countries, head.measure, head.modality, head.date.start, head.date.end, subject)
            blocks[key].append(fact)
    return list(blocks.values())


def _same_base(a: Fact, b: Fact) -> bool:
    first, second = a.head.compared_to, b.head.compared_to
    return first is None or second is None or same_period(first, second)


def _independent(a: Fact, b: Fact) -> bool:
    first, second = ({claim.article for claim in fact.claims} for fact in (a, b))
    return not (first <= second or second <= first)


def _connected(links: Iterable[Sequence[str]]) -> list[set[str]]:
    """The sets of names that are linked directly or through others."""
    part_of: dict[str, set[str]] = {}
    for link in links:
        parts = sorted((part_of.setdefault(name, {name}) for name in link), key=len)
        largest = parts[-1]
        for part in parts[:-1]:
            if part is not largest:
                largest |= part
                part_of.update(dict.fromkeys(part, largest))
    return list({id(part): part for part in part_of.values()}.values())
