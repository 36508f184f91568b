"""Where everything on a chart stands; `data/chart.svg.j2` draws it.

A chart has years from left to right and amounts from 0 upwards. A figure sits in the middle of its period. Shapes tell
the directions apart as well as colours do; planned figures are hollow, ranges are bars, bounds have an arrow, figures
that contradict each other are tied.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.records import DIRECTED
from extract.tables.report import phrases
from extract.tables.report.axes import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, axes_of, size_of, year_labels
from extract.tables.report.boxes import Box, Label, Labels
from extract.tables.report.content import Check, Entry
from extract.tables.report.marks import FULL_YEAR_DAYS, Mark, marks_of
from extract.tables.report.series import Plot, Point
from extract.tables.report.ties import Implied, Tie, comparable, implied_of, spread, ties_of, untied
from extract.tables.report.wording import Wording

_SHORT_LABEL = 6


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
    rings: tuple[tuple[float, float], ...]
    marks: tuple[Mark, ...]
    implied: tuple[Implied, ...]
    labels: tuple[Label, ...]
    directions: tuple[str, ...]
    legend: tuple[str, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    bottom: float = BOTTOM


def draw(plot: Plot, identity: str, say: Wording, checks: Iterable[Check] = ()) -> Chart:
    """Lay out one chart.

    Args:
        plot: at least one point.
        identity: unique on the page, for the elements that name it.
        say: the words.
        checks: calculations that contradict stated figures, of this chart or others.
    """
    checks = comparable(plot, checks)
    axes = axes_of(plot.points, [check.comparable for check in checks])
    size = size_of(axes.step * axes.steps)
    marks = spread(plot, marks_of(plot, axes, say), axes)
    implied = implied_of(checks, plot, marks, axes, say)
    ties = ties_of(plot, marks, implied)
    labels = _labels(plot, marks, implied, ties, size, say)
    kind = say.word("types", plot.type)
    what = f"{kind} ({plot.subject})" if plot.subject else kind
    pair = say.pair(plot.directions[0])
    points = "; ".join([*(mark.tip for mark in marks), *(each.tip for each in implied)])
    return Chart(
        id=identity,
        caption=_caption(plot, what, say),
        title=say("chart_of", what=what, pair=pair),
        description=say("chart_says", n=len(marks), unit=say.symbol(plot.unit), points=points),
        axis=say.axis(plot.unit, size),
        converted=plot.converted,
        ticks=tuple((axes.y(axes.step * n), say.number(axes.step * n / size)) for n in range(axes.steps + 1)),
        years=year_labels(axes),
        borders=tuple(axes.x(dt.date(year, 1, 1).toordinal()) for year in range(axes.first, axes.last + 2)),
        trend=_trend(plot, marks),
        ties=ties,
        rings=untied(marks, ties),
        marks=marks,
        implied=implied,
        labels=labels,
        directions=tuple(phrases.parties(_first(plot, n), say) for n in range(len(plot.directions))),
        legend=_legend(marks, implied),
    )


def _caption(plot: Plot, what: str, say: Wording) -> str:
    """With the direction where there is only one: two are told apart below the chart."""
    if len(plot.directions) > 1 or plot.type not in DIRECTED:
        return what
    return f"{what}: {phrases.parties(_first(plot, 0), say)}"


def _trend(plot: Plot, marks: Sequence[Mark]) -> tuple[tuple[int, float, float, float, float], ...]:
    """Thin lines between years that follow each other, where each has one reported figure."""
    by_year: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for point, mark in zip(plot.points, marks, strict=True):
        first, last = point.days
        day = dt.date.fromordinal(first)
        if last - first >= FULL_YEAR_DAYS and (day.month, day.day) == (1, 1):
            by_year[point.series, day.year].append(mark)
    lines = []
    for (series, year), here in sorted(by_year.items()):
        there = by_year.get((series, year + 1), [])
        if len(here) == len(there) == 1 and not (here[0].hollow or there[0].hollow):
            lines.append((series, here[0].x, here[0].y, there[0].x, there[0].y))
    return tuple(lines)


def _labels(
    plot: Plot, marks: Sequence[Mark], implied: Sequence[Implied], ties: Sequence[Tie], size: Decimal, say: Wording
) -> tuple[Label, ...]:  # fmt: skip
    """The value beside each mark where there is room; the table has it in any case."""
    labels = Labels(Box(LEFT, TOP - 12, WIDTH - 2, BOTTOM))
    for mark in marks:
        top = mark.y if mark.y2 is None else mark.y2
        labels.block(Box(mark.x - 6, min(top, mark.y) - 6, mark.x + 6, mark.y + 6))
    for each in implied:
        labels.block(Box(each.x - 5, each.y - 5, each.x + 5, each.y + 5))
    for tie in ties:
        labels.block(Box(tie.x - 6, tie.y - 6, tie.x + 6, tie.y + 6))
    for point, mark in zip(plot.points, marks, strict=True):
        labels.place(_label(point, size, say), mark.x, mark.y if mark.y2 is None else mark.y2, mark.y)
    for each in implied:
        labels.place(_written([each.shown], size, say), each.x, each.y, each.y)
    return labels.placed()


def _label(point: Point, size: Decimal, say: Wording) -> str:
    amounts = [point.low] if point.high is None else [point.low, point.high]
    if point.low != point.entry.value:
        amounts = [phrases.rounded(amount) for amount in amounts]
    signs = {"about": "≈", "at_least": "≥", "at_most": "≤"}
    return signs.get(point.entry.bound, "") + _written(amounts, size, say)


def _written(amounts: Sequence[Decimal], size: Decimal, say: Wording) -> str:
    """In the scale of the axis where that is short, else in a scale of their own."""
    texts = [say.number(amount / size) for amount in amounts]
    if max(map(len, texts)) > _SHORT_LABEL:
        texts = [" ".join(say.scaled(amount)).strip() for amount in amounts]
    return "–".join(texts)


def _first(plot: Plot, series: int) -> Entry:
    return next(point.entry for point in plot.points if point.series == series)


def _legend(marks: Iterable[Mark], implied: Sequence[Implied]) -> tuple[str, ...]:
    """The kinds of marks that need a word."""
    marks = list(marks)
    kinds = {
        "planned": any(mark.hollow for mark in marks),
        "part": any(mark.extent for mark in marks),
        "range": any(mark.y2 is not None for mark in marks),
        "at_least": any(mark.bound == "at_least" for mark in marks),
        "at_most": any(mark.bound == "at_most" for mark in marks),
        "conflict": any(mark.conflict for mark in marks) or bool(implied),
        "implied": bool(implied),
    }
    return tuple(kind for kind, there in kinds.items() if there)
