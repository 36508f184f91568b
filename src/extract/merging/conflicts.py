"""Facts that contradict each other: same type, pair, measure, subject and date, but another value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import Decimal

from extract.merging.converting import Rates, convert
from extract.merging.grouping import connected
from extract.merging.measures import comparable
from extract.merging.quantities import same_period
from extract.merging.subjects import read_subject
from extract.records import Fact, digest
from extract.values.amount import Amount

TOLERANCE = Decimal("0.05")


def find_conflicts(
    facts: Sequence[Fact], rates: Rates | None = None, implied: Iterable[Sequence[str]] = ()
) -> dict[str, str]:
    """The conflict id of each fact that is in conflict, by the fact's id.

    Facts that contradict each other, directly or through a third, share an id. No conflict is seen between a target
    and an outcome, between facts without a date or with an open one ("seit 2005" ends on the day of the article), and
    where every article that states one of the two states the
    other as well: who writes both holds them for two things (total and part, first and second loan).

    Args:
        facts: as merged.
        rates: for figures in different currencies; without it they are not compared.
        implied: ids of facts that exclude each other by calculation.
    """
    clashes = [part for block in _comparable(facts) for part in _clashing(block, rates)]
    parts = connected([*clashes, *implied])
    return {fact: digest("conflict", *sorted(part)) for part in parts for fact in part}


def contradict(a: Fact, b: Fact, rates: Rates | None = None) -> bool:
    """Whether the values of two comparable facts lie apart by more than 5 percent and more than rounding explains."""
    if a.head.value is None or b.head.value is None:
        return False
    first, second = comparable(a.head.value), comparable(b.head.value)
    if first.unit != second.unit:
        period = a.head.date
        if rates is None or period is None or not (first.is_money and second.is_money):
            return False
        in_euro = [convert(amount, "EUR", period, rates) for amount in (first, second)]
        if in_euro[0] is None or in_euro[1] is None:
            return False
        first, second = in_euro[0], in_euro[1]
    quantum = max(first.quantum or Decimal(0), second.quantum or Decimal(0))
    return excludes(first, second) and distance(first, second) > quantum / 2


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


def _comparable(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Dated quantities that agree in all but the value."""
    blocks: dict[tuple[Hashable, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        head = fact.head
        if head.value is not None and head.date is not None and head.date.start and head.date.end:
            subject = read_subject(head.subject, head.language).key
            key = (head.type, head.countries, head.measure, head.modality, head.date.start, head.date.end, subject)
            blocks[key].append(fact)
    return list(blocks.values())


def _clashing(block: Sequence[Fact], rates: Rates | None) -> Iterator[list[str]]:
    """The ids of facts that contradict each other directly or through others of the block.

    Each fact is held against those only that no contradiction has reached yet: in a crowd of values nearly all
    contradict the first, so that few comparisons are left.
    """
    left = list(block)
    while left:
        edge = [left.pop()]
        part = []
        while edge and left:
            one = edge.pop()
            part.append(one.id)
            reached = [_independent(one, other) and _same_base(one, other) and contradict(one, other, rates)
                       for other in left]  # fmt: skip
            edge.extend(other for other, hit in zip(left, reached, strict=True) if hit)
            left = [other for other, hit in zip(left, reached, strict=True) if not hit]
        part.extend(one.id for one in edge)
        if len(part) > 1:
            yield part


def _same_base(a: Fact, b: Fact) -> bool:
    first, second = a.head.compared_to, b.head.compared_to
    return first is None or second is None or same_period(first, second)


def _independent(a: Fact, b: Fact) -> bool:
    first, second = ({claim.article for claim in fact.claims} for fact in (a, b))
    return not (first <= second or second <= first)
