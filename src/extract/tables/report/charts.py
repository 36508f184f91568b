"""Where everything on a chart stands; `data/chart.svg.j2` draws it.

A chart has years from left to right and amounts from 0 upwards. A figure sits in the middle of its period. Shapes tell
the directions apart as well as colours do; planned figures are hollow, ranges are bars, bounds have an arrow, figures
that contradict each other are tied.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extract.tables.report import phrases
from extract.tables.report.axes import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Axes, axes_of, size_of, year_labels
from extract.tables.report.boxes import Box, Label, Labels
from extract.tables.report.content import Entry
from extract.tables.report.series import Plot, Point
from extract.tables.report.wording import Wording
from extract.values.amount import plain

_DODGE = 7.0
# Figures in conflict that lie closer than this are drawn side by side, for their tie to be seen.
_CLOSE, _APART = 26.0, 9.0
_FULL_YEAR_DAYS = 365
_SHORT_LABEL = 6


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


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between figures that contradict each other, with its sign."""

    points: tuple[tuple[float, float], ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """All of a chart; lengths are units of its view box."""

    id: str
    caption: str
    title: str
    description: str
    axis: str
    converted: bool
    ticks: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    borders: tuple[float, ...]
    trend: tuple[tuple[int, float, float, float, float], ...]
    ties: tuple[Tie, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    directions: tuple[str, ...]
    legend: tuple[str, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    bottom: float = BOTTOM


def draw(plot: Plot, identity: str, say: Wording) -> Chart:
    """Lay out one chart.

    Args:
        plot: at least one point.
        identity: unique on the page, for the elements that name it.
        say: the words.
    """
    axes = axes_of(plot.points)
    size = size_of(axes.step * axes.steps)
    marks = _spread(plot, _marks(plot, axes, say))
    ties = _ties(plot, marks)
    labels = _labels(plot, marks, ties, size, say)
    kind = say.word("types", plot.type)
    what = f"{kind} ({plot.subject})" if plot.subject else kind
    pair = say.pair(plot.directions[0])
    points = "; ".join(mark.tip for mark in marks)
    unit = f"{say.word('scales', str(size))} {say.symbol(plot.unit)}" if size > 1 else say.symbol(plot.unit)
    return Chart(
        id=identity,
        caption=what,
        title=say("chart_of", what=what, pair=pair),
        description=say("chart_says", n=len(marks), unit=say.symbol(plot.unit), points=points),
        axis=unit,
        converted=plot.converted,
        ticks=tuple((axes.y(axes.step * n), say.number(axes.step * n / size)) for n in range(axes.steps + 1)),
        years=year_labels(axes),
        borders=tuple(axes.x(dt.date(year, 1, 1).toordinal()) for year in range(axes.first, axes.last + 2)),
        trend=_trend(plot, marks),
        ties=ties,
        marks=marks,
        labels=labels,
        directions=tuple(phrases.parties(_first(plot, n), say) for n in range(len(plot.directions))),
        legend=_legend(marks),
    )


def _marks(plot: Plot, axes: Axes, say: Wording) -> tuple[Mark, ...]:
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
                x=round(axes.x((first + last) / 2) + shift, 1),
                y=axes.y(point.low),
                y2=None if point.high is None else axes.y(point.high),
                extent=(axes.x(first), axes.x(last)) if last - first < _FULL_YEAR_DAYS else None,
                hollow=entry.planned,
                bound=entry.bound if entry.bound in ("at_least", "at_most") else "",
                conflict=bool(entry.conflict),
                tip=f"{tip} ({', '.join(remarks)})" if remarks else tip,
                value=plain(point.low),
                value_max="" if point.high is None else plain(point.high),
            )
        )
    return tuple(marks)


def _conflicts(plot: Plot) -> list[list[int]]:
    """The numbers of the points that share a conflict, two or more."""
    tied: dict[str, list[int]] = defaultdict(list)
    for number, point in enumerate(plot.points):
        if point.entry.conflict:
            tied[point.entry.conflict].append(number)
    return [numbers for _, numbers in sorted(tied.items()) if len(numbers) > 1]


def _spread(plot: Plot, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Figures in conflict of one period and almost one height, side by side."""
    moved = list(marks)
    for numbers in _conflicts(plot):
        some = [marks[number] for number in numbers]
        heights = sorted(mark.y for mark in some)
        close = any(high - low < _CLOSE for low, high in pairwise(heights))
        if close and len({mark.x for mark in some}) == 1:
            for place, number in enumerate(numbers):
                shift = _APART * (2 * place - len(numbers) + 1)
                moved[number] = replace(marks[number], x=round(marks[number].x + shift, 1))
    return tuple(moved)


def _ties(plot: Plot, marks: Sequence[Mark]) -> tuple[Tie, ...]:
    """The sign stands right of a steep tie, above a flat one."""
    ties = []
    for numbers in _conflicts(plot):
        points = tuple((marks[number].x, marks[number].y) for number in numbers)
        (x1, y1), (x2, y2) = points[0], points[-1]
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        steep = abs(y1 - y2) >= _CLOSE
        ties.append(Tie(points, round(x + (8 if steep else 0), 1), round(y if steep else min(y1, y2) - 13, 1)))
    return tuple(ties)


def _trend(plot: Plot, marks: Sequence[Mark]) -> tuple[tuple[int, float, float, float, float], ...]:
    """Thin lines between years that follow each other, where each has one reported figure."""
    by_year: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for point, mark in zip(plot.points, marks, strict=True):
        first, last = point.days
        day = dt.date.fromordinal(first)
        if last - first >= _FULL_YEAR_DAYS and (day.month, day.day) == (1, 1):
            by_year[point.series, day.year].append(mark)
    lines = []
    for (series, year), here in sorted(by_year.items()):
        there = by_year.get((series, year + 1), [])
        if len(here) == len(there) == 1 and not (here[0].hollow or there[0].hollow):
            lines.append((series, here[0].x, here[0].y, there[0].x, there[0].y))
    return tuple(lines)


def _labels(
    plot: Plot, marks: Sequence[Mark], ties: Sequence[Tie], size: Decimal, say: Wording
) -> tuple[Label, ...]:  # fmt: skip
    """The value beside each mark where there is room; the table has it in any case."""
    labels = Labels(Box(LEFT, TOP - 12, WIDTH - 2, BOTTOM))
    for mark in marks:
        top = mark.y if mark.y2 is None else mark.y2
        labels.block(Box(mark.x - 6, min(top, mark.y) - 6, mark.x + 6, mark.y + 6))
    for tie in ties:
        labels.block(Box(tie.x - 6, tie.y - 6, tie.x + 6, tie.y + 6))
    for point, mark in zip(plot.points, marks, strict=True):
        labels.place(_label(point, size, say), mark.x, mark.y if mark.y2 is None else mark.y2, mark.y)
    return labels.placed()


def _label(point: Point, size: Decimal, say: Wording) -> str:
    amounts = [point.low] if point.high is None else [point.low, point.high]
    if point.low != point.entry.value:
        amounts = [phrases.rounded(amount) for amount in amounts]
    texts = [say.number(amount / size) for amount in amounts]
    if max(map(len, texts)) > _SHORT_LABEL:
        texts = [" ".join(say.scaled(amount)).strip() for amount in amounts]
    signs = {"about": "≈", "at_least": "≥", "at_most": "≤"}
    return signs.get(point.entry.bound, "") + "–".join(texts)


def _first(plot: Plot, series: int) -> Entry:
    return next(point.entry for point in plot.points if point.series == series)


def _legend(marks: Iterable[Mark]) -> tuple[str, ...]:
    """The kinds of marks that need a word."""
    marks = list(marks)
    kinds = {
        "planned": any(mark.hollow for mark in marks),
        "part": any(mark.extent for mark in marks),
        "range": any(mark.y2 is not None for mark in marks),
        "at_least": any(mark.bound == "at_least" for mark in marks),
        "at_most": any(mark.bound == "at_most" for mark in marks),
        "conflict": any(mark.conflict for mark in marks),
    }
    return tuple(kind for kind, there in kinds.items() if there)
