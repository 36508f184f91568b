"""When two quantities are the same fact: codebook section 4."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal

from extract.merging.measures import HEDGED, comparable, hedged_place
from extract.merging.subjects import subjects_agree
from extract.records import Claim, FactType
from extract.values.amount import Amount
from extract.values.period import Period

# A value stated with one digit only ("eine Milliarde") would swallow 1.4 billion by rounding alone.
MOST_ROUNDING = Decimal("0.1")

# Types of what is granted or signed: one article tells it as a plan, the next as a fact.
_PROMISES: frozenset[FactType] = frozenset({"funding", "deals", "investment"})


def same_quantity(a: Claim, b: Claim, *, one_article: bool = False) -> bool:
    """Whether two claims of one type, pair, measure and unit state the same quantity.

    An attribute that one of them leaves empty does not separate them. A target of one article and an outcome of another
    are kept apart unless both name the same date; what is promised may be told as done without a date as well. A change
    against another base is another change.
    """
    if a.value is None or b.value is None or not values_agree(a.value, b.value):
        return False
    if a.date and b.date and not same_period(a.date, b.date):
        return False
    if a.compared_to and b.compared_to and not same_period(a.compared_to, b.compared_to):
        return False
    if a.modality != b.modality and not one_article and not _told_either_way(a, b):
        return False
    return subjects_agree(a, b) is not False


def values_agree(a: Amount, b: Amount) -> bool:
    """Whether two amounts are the same number, rounded to the coarser stated precision of the two.

    A hedged round number also takes in what lies near it on the side that the hedge allows.

    >>> billions = lambda value, quantum: Amount(Decimal(value), "EUR", quantum=Decimal(quantum))
    >>> values_agree(billions("3.94", "0.01"), billions("3.9", "0.1"))
    True
    >>> values_agree(billions("3.96", "0.01"), billions("3.9", "0.1"))
    False
    >>> values_agree(billions("1.4", "0.1"), billions("1", "1"))
    False
    >>> values_agree(Amount(Decimal(200), "COUNT", bound="at_least", quantum=Decimal(1)), Amount(Decimal(204), "COUNT"))
    True
    """
    a, b = comparable(a), comparable(b)
    if a.unit != b.unit or (a.value_max is None) != (b.value_max is None):
        return False
    quantum = max(a.quantum or Decimal(0), b.quantum or Decimal(0))
    if not _close(a.value, b.value, quantum):
        return a.value_max is None and (_hedges(a, b) or _hedges(b, a))
    return a.value_max is None or b.value_max is None or _close(a.value_max, b.value_max, quantum)


def same_period(a: Period, b: Period) -> bool:
    """Whether two periods have the same first and last day.

    >>> same_period(Period.parse("2023"), Period.parse("2023-01/2023-12"))
    True
    """
    return (a.start, a.end) == (b.start, b.end)


def year_before(period: Period) -> Period | None:
    """The same days a year earlier, which an unstated base of a change means; None for open periods.

    >>> [year_before(Period.parse(date)).edtf for date in ("2023", "2024-04/2024-06", "2024-02-29")]
    ['2022', '2023-04/2023-06', '2023-02-28']
    """
    if period.first is None or period.last is None:
        return None
    points = [_year_back(point) for point in (period.first, period.last)]
    return Period.parse(points[0] if period.granularity != "interval" else "/".join(points))


def _year_back(point: str) -> str:
    moved = f"{int(point[:4]) - 1:04d}{point[4:]}"
    return moved.replace("-02-29", "-02-28")


def quantity_vagueness(claim: Claim) -> int:
    """How much a quantity leaves open; a missing date weighs more than a missing subject."""
    return 2 * (claim.date is None) + (not claim.subject)


def quantity_candidates(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Pairs of positions whose values agree by rounding: each claim with those within half its last stated digit."""
    amounts = [(comparable(claim.value), place) for place, claim in enumerate(claims) if claim.value]
    amounts.sort(key=lambda entry: (entry[0].value, entry[1]))
    values = [amount.value for amount, _ in amounts]
    for rank, (amount, place) in enumerate(amounts):
        low, high = _reach(amount)
        for other in range(bisect_left(values, low), bisect_right(values, high)):
            if other != rank:
                yield place, amounts[other][1]


def quantity_profile(claim: Claim) -> Hashable:
    """All that decides with which others a quantity agrees."""
    period = (claim.date.start, claim.date.end) if claim.date else None
    value = claim.value
    stated = (value.value, value.value_max, value.quantum, value.unit) if value else None
    base = (claim.compared_to.start, claim.compared_to.end) if claim.compared_to else None
    bound = value.bound if value else None
    return stated, bound, period, base, claim.modality, claim.subject, claim.subject and claim.language


def _told_either_way(a: Claim, b: Claim) -> bool:
    """Whether two dated alike can be one figure though one is a plan: a date is named, or the type is a promise."""
    return (a.date is None) == (b.date is None) and (a.date is not None or a.type in _PROMISES)


def _close(a: Decimal, b: Decimal, quantum: Decimal) -> bool:
    difference = abs(a - b)
    return difference <= quantum / 2 and difference <= MOST_ROUNDING * max(abs(a), abs(b))


def _hedges(coarse: Amount, fine: Amount) -> bool:
    """Whether a hedged round number takes in another, more precise one."""
    half = min(hedged_place(coarse) / 2, HEDGED * abs(coarse.value))
    difference = fine.value - coarse.value
    if (coarse.bound == "at_least" and difference < 0) or (coarse.bound == "at_most" and difference > 0):
        return False
    return abs(difference) <= half and hedged_place(fine) < hedged_place(coarse)


def _reach(amount: Amount) -> tuple[Decimal, Decimal]:
    """Between which values others may lie that agree with an amount by its own rounding."""
    half = max(amount.quantum or Decimal(0), hedged_place(amount)) / 2
    return amount.value - half, amount.value + half
