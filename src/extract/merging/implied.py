"""Calculating with stated figures: what they allow within their stated digits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import product

from extract.merging.measures import hedged_place
from extract.records import Measure, Verdict
from extract.values.amount import Amount

_CONFIRMS = Decimal("0.005")
_CONFIRMS_CONVERTED = Decimal("0.02")
_CONTRADICTS = Decimal("0.05")
_TELLING = 6

# Lowest and highest value that the stated digits allow.
Span = tuple[Decimal, Decimal]


def span(amount: Amount) -> Span | None:
    """What the stated digits of an amount allow, None for "at least" and "at most".

    >>> span(Amount(Decimal("3.9"), "USD", quantum=Decimal("0.1")))
    (Decimal('3.85'), Decimal('3.95'))
    """
    if amount.bound not in ("exact", "about"):
        return None
    half = max(amount.quantum or Decimal(0), hedged_place(amount)) / 2
    high = amount.value if amount.value_max is None else amount.value_max
    return amount.value - half, high + half


def combined(calculate: Callable[[Decimal, Decimal], Decimal | None], first: Span, second: Span) -> Span | None:
    """What a calculation that is monotone in both arguments gives at their ends, None where it is not defined.

    >>> combined(lambda a, b: a - b, (Decimal(3), Decimal(4)), (Decimal(1), Decimal(1)))
    (Decimal('2'), Decimal('3'))
    """
    results = [calculate(one, other) for one, other in product(first, second)]
    known = [result for result in results if result is not None]
    return (min(known), max(known)) if len(known) == len(results) else None


def earlier_level(later: Decimal, change: Decimal, measure: Measure) -> Decimal | None:
    """The level before a change, None after a fall by all or more.

    >>> earlier_level(Decimal("3.9"), Decimal("1.1"), "change")
    Decimal('2.8')
    """
    if measure == "change":
        return later - change
    factor = 1 + change / 100 if measure == "change_percent" else change
    return later / factor if factor > 0 else None


def later_level(earlier: Decimal, change: Decimal, measure: Measure) -> Decimal:
    """The level after a change.

    >>> later_level(Decimal(3), Decimal(30), "change_percent")
    Decimal('3.9')
    """
    if measure == "change":
        return earlier + change
    return earlier * (1 + change / 100 if measure == "change_percent" else change)


def change_between(later: Decimal, earlier: Decimal, measure: Measure) -> Decimal | None:
    """The change to a level from an earlier one, as a difference, in percent or as a factor.

    >>> change_between(Decimal("3.9"), Decimal(3), "change_percent")
    Decimal('30.0')
    """
    if measure == "change":
        return later - earlier
    if earlier <= 0:
        return None
    return later / earlier if measure == "change_factor" else 100 * (later / earlier - 1)


def weigh(stated: Span, implied: Span, scale: Decimal, *, converted: bool = False) -> Verdict | None:
    """What an implied value says of a stated one; None where they lie too near to contradict, too far to confirm.

    Args:
        stated: what the stated figure allows.
        implied: the same of the calculated one, in the same unit.
        scale: the level that the distance is relative to.
        converted: an exchange rate is between them, which is no better than its choice of days.

    >>> weigh((Decimal(9), Decimal(11)), (Decimal(12), Decimal(13)), Decimal(10))
    'contradicts'
    >>> weigh((Decimal(9), Decimal(11)), (Decimal(10), Decimal(13)), Decimal(10))
    'confirms'
    """
    if not scale:
        return None
    apart = max(Decimal(0), implied[0] - stated[1], stated[0] - implied[1]) / abs(scale)
    if apart > _CONTRADICTS:
        return "contradicts"
    # What is known to a third of itself only confirms anything.
    telling = implied[1] - implied[0] <= abs(implied[0] + implied[1]) / _TELLING
    return "confirms" if telling and apart <= (_CONFIRMS_CONVERTED if converted else _CONFIRMS) else None
