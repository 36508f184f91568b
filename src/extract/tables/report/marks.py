"""The figures on a chart, each at its period and value."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from extract.tables.report import phrases
from extract.tables.report.axes import Axes
from extract.tables.report.series import Plot
from extract.tables.report.wording import Wording
from extract.values.amount import plain

FULL_YEAR_DAYS = 365
_DODGE = 7.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure: (x, y) of its value, `y2` of the upper end of a range, `x1` to `x2` of a period shorter than a year.

    `value` and `value_max` are what the chart shows, as plain numbers.
    """

    entry: str
    series: int
    x: float
    y: float
    y2: float | None
    extent: tuple[float, float] | None
    hollow: bool
    bound: str
    conflict: bool
    tip: str
    value: str
    value_max: str


def marks_of(plot: Plot, axes: Axes, say: Wording) -> tuple[Mark, ...]:
    """One mark for each point, in their order; two directions of one period stand side by side."""
    crowded: dict[tuple[int, int], set[int]] = defaultdict(set)
    for point in plot.points:
        crowded[point.days].add(point.series)
    marks = []
    for point in plot.points:
        first, last = point.days
        shift = _DODGE * (2 * point.series - 1) if len(crowded[point.days]) > 1 else 0.0
        entry = point.entry
        tip = f"{say.date(entry.date)}: {phrases.value(entry, say)}"
        if len(plot.directions) > 1:
            tip = f"{phrases.parties(entry, say)} {tip}"
        remarks = [say.flag(flag) for flag in ("planned", "conflict") if flag in entry.flags]
        marks.append(
            Mark(
                entry=entry.id,
                series=point.series,
                x=axes.beside(axes.x((first + last) / 2), shift),
                y=axes.y(point.low),
                y2=None if point.high is None else axes.y(point.high),
                extent=(axes.x(first), axes.x(last)) if last - first < FULL_YEAR_DAYS else None,
                hollow=entry.planned,
                bound=entry.bound if entry.bound in ("at_least", "at_most") else "",
                conflict=bool(entry.conflict),
                tip=f"{tip} ({', '.join(remarks)})" if remarks else tip,
                value=plain(point.low),
                value_max="" if point.high is None else plain(point.high),
            )
        )
    return tuple(marks)
