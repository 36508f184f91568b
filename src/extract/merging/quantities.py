"""When two quantities are the same fact: codebook section 4."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal

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
    are kept apart unless both name the same date; what is promised may be told as done without a date as well.
    """
    if a.value is None or b.value is None or not values_agree(a.value, b.value):
        return False
    if a.date and b.date and not same_period(a.date, b.date):
        return False
    if a.modality != b.modality and not one_article and not _told_either_way(a, b):
        return False
    return subjects_agree(a, b) is not False


def values_agree(a: Amount, b: Amount) -> bool:
    """Whether two amounts are the same number, rounded to the coarser stated precision of the two.

    >>> billions = lambda value, quantum: Amount(Decimal(value), "EUR", quantum=Decimal(quantum))
    >>> values_agree(billions("3.94", "0.01"), billions("3.9", "0.1"))
    True
    >>> values_agree(billions("3.96", "0.01"), billions("3.9", "0.1"))
    False
    >>> values_agree(billions("1.4", "0.1"), billions("1", "1"))
    False
    """
    if a.unit != b.unit or (a.value_max is None) != (b.value_max is None):
        return False
    quantum = max(a.quantum or Decimal(0), b.quantum or Decimal(0))
    if not _close(a.value, b.value, quantum):
        return False
    return a.value_max is None or b.value_max is None or _close(a.value_max, b.value_max, quantum)


def same_period(a: Period, b: Period) -> bool:
    """Whether two periods have the same first and last day.

    >>> same_period(Period.parse("2023"), Period.parse("2023-01/2023-12"))
    True
    """
    return (a.start, a.end) == (b.start, b.end)


def quantity_vagueness(claim: Claim) -> int:
    """How much a quantity leaves open; a missing date weighs more than a missing subject."""
    return 2 * (claim.date is None) + (not claim.subject)


def quantity_candidates(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Pairs of positions whose values agree by rounding: each claim with those within half its last stated digit."""
    ordered = sorted((claim.value.value, place) for place, claim in enumerate(claims) if claim.value)
    values = [value for value, _ in ordered]
    for rank, (value, place) in enumerate(ordered):
        amount = claims[place].value
        half = (amount.quantum or Decimal(0)) / 2 if amount else Decimal(0)
        for other in range(bisect_left(values, value - half), bisect_right(values, value + half)):
            if other != rank:
                yield place, ordered[other][1]


def quantity_profile(claim: Claim) -> Hashable:
    """All that decides with which others a quantity agrees."""
    period = (claim.date.start, claim.date.end) if claim.date else None
    value = claim.value
    stated = (value.value, value.value_max, value.quantum, value.unit) if value else None
    return stated, period, claim.modality, claim.subject, claim.subject and claim.language


def _told_either_way(a: Claim, b: Claim) -> bool:
    """Whether two dated alike can be one figure though one is a plan: a date is named, or the type is a promise."""
    return (a.date is None) == (b.date is None) and (a.date is not None or a.type in _PROMISES)


def _close(a: Decimal, b: Decimal, quantum: Decimal) -> bool:
    difference = abs(a - b)
    return difference <= quantum / 2 and difference <= MOST_ROUNDING * max(abs(a), abs(b))
