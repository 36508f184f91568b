"""The axes of a chart: round steps of money upwards, years from left to right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.tables.report.series import Point
from extract.tables.report.wording import words

WIDTH, HEIGHT = 320.0, 206.0
LEFT, RIGHT, TOP, BOTTOM = 38.0, 10.0, 30.0, 180.0
_YEAR_ROOM = 36.0


@dataclass(frozen=True, slots=True)
class Axes:
    """From amounts and days to the view box: `steps` steps of money from 0, and the years from first to last."""

    step: Decimal
    steps: int
    first: int
    last: int

    @property
    def start(self) -> int:
        """First day, as an ordinal."""
        return dt.date(self.first, 1, 1).toordinal()

    @property
    def end(self) -> int:
        """The day after the last one, as an ordinal."""
        return dt.date(self.last + 1, 1, 1).toordinal()

    def x(self, day: float) -> float:
        """Where a day is."""
        return round(LEFT + (day - self.start) / (self.end - self.start) * (WIDTH - RIGHT - LEFT), 1)

    def beside(self, x: float, shift: float) -> float:
        """A place beside x that is still on the chart."""
        return round(min(max(x + shift, LEFT), WIDTH - RIGHT), 1)

    def y(self, amount: Decimal) -> float:
        """Where an amount is."""
        return round(BOTTOM - float(amount / (self.step * self.steps)) * (BOTTOM - TOP), 1)


def axes_of(points: Sequence[Point], others: Sequence[Decimal] = ()) -> Axes:
    """Axes with room for all points, and for other values beside them."""
    # A twentieth of room, so that no mark sticks at the upper border.
    step, steps = nice_step(max(*others, *(point.top for point in points)) * Decimal("1.05"))
    years = [dt.date.fromordinal(day).year for point in points for day in (point.days[0], point.days[1] - 1)]
    return Axes(step, steps, min(years), max(years))


def size_of(highest: Decimal) -> Decimal:
    """The scale of the axis: the largest that leaves the highest amount at 1 or more."""
    sizes = sorted(map(Decimal, words()["scales"]), reverse=True)
    return next((size for size in sizes if highest >= size), Decimal(1))


def year_labels(axes: Axes) -> tuple[tuple[float, str], ...]:
    """Years in the middle of their stretch, as many as there is room for."""
    years = range(axes.first, axes.last + 1)
    every = 1
    while len(years) / every * _YEAR_ROOM > WIDTH - LEFT - RIGHT:
        every += 1
    middle = [(dt.date(year, 7, 2).toordinal(), year) for year in years if (year - axes.first) % every == 0]
    return tuple((axes.x(day), str(year)) for day, year in middle)


def nice_step(highest: Decimal) -> tuple[Decimal, int]:
    """A round step and the number of steps, at most five, that reach just above the highest amount.

    >>> nice_step(Decimal("9.8")) == (2, 5), nice_step(Decimal("4300000000")) == (1000000000, 5)
    (True, True)
    """
    if highest <= 0:
        return Decimal(1), 1
    power = Decimal(1).scaleb(highest.adjusted() - 1)
    for factor in (2, 4, 5, 10, 20):
        step = power * factor
        steps = int(highest / step) + (highest % step > 0)
        if steps <= 5:
            return step, max(steps, 2)
    raise AssertionError("five times 20 tenths of its power of ten exceed every number")
