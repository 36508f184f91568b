"""Contradictions on a chart: figures that exclude each other, and values that follow from other figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extract.tables.report import phrases
from extract.tables.report.axes import Axes
from extract.tables.report.content import Check
from extract.tables.report.marks import Mark
from extract.tables.report.series import Plot
from extract.tables.report.wording import Wording

# Figures in conflict that lie closer than this are drawn side by side, for their tie to be seen.
_CLOSE, _APART = 26.0, 9.0


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between figures that contradict each other, with its sign."""

    points: tuple[tuple[float, float], ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Implied:
    """A value that other figures give for a stated one, a cross at its period; `shown` is rounded where converted."""

    stated: str
    x: float
    y: float
    tip: str
    value: Decimal
    shown: Decimal


def comparable(plot: Plot, checks: Iterable[Check]) -> list[Check]:
    """The calculations about figures of a chart whose result is in the unit of its axis."""
    units = {point.entry.id: point.entry.unit for point in plot.points}
    return [check for check in checks if units.get(check.stated) == plot.unit and check.comparable >= 0]


def implied_of(
    checks: Iterable[Check], plot: Plot, marks: Sequence[Mark], axes: Axes, say: Wording
) -> tuple[Implied, ...]:
    """A cross for each of these calculations."""
    found = []
    for check in checks:
        point, mark = next((one, at) for one, at in zip(plot.points, marks, strict=True) if at.entry == check.stated)
        tip = f"{say.date(point.entry.date)}: {phrases.implied(check, point.entry, say)}"
        shown = check.comparable if check.unit == plot.unit else phrases.rounded(check.comparable)
        found.append(Implied(check.stated, mark.x, axes.y(check.comparable), tip, check.comparable, shown))
    return tuple(sorted(found, key=lambda each: (each.x, each.y, each.tip)))


def spread(plot: Plot, marks: Sequence[Mark], axes: Axes) -> tuple[Mark, ...]:
    """Figures in conflict of one period and almost one height, side by side."""
    moved = list(marks)
    for numbers in _conflicts(plot):
        some = [marks[number] for number in numbers]
        heights = sorted(mark.y for mark in some)
        close = any(high - low < _CLOSE for low, high in pairwise(heights))
        if close and len({mark.x for mark in some}) == 1:
            for place, number in enumerate(numbers):
                shift = _APART * (2 * place - len(numbers) + 1)
                moved[number] = replace(marks[number], x=axes.beside(marks[number].x, shift))
    return tuple(moved)


def ties_of(plot: Plot, marks: Sequence[Mark], implied: Iterable[Implied]) -> tuple[Tie, ...]:
    """From figure to figure of one period, and from a stated value to what other figures give."""
    ties = [_tie([(marks[number].x, marks[number].y) for number in numbers]) for numbers in _conflicts(plot)]
    crosses: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for each in implied:
        crosses[each.stated].append((each.x, each.y))
    for mark in marks:
        if found := crosses.get(mark.entry):
            above = [place for place in found if place[1] < mark.y]
            below = [place for place in found if place[1] >= mark.y]
            ties.append(_tie([*sorted(above), (mark.x, mark.y), *sorted(below)]))
    return tuple(ties)


def _tie(points: Sequence[tuple[float, float]]) -> Tie:
    """The sign stands right of a steep tie, above a flat one."""
    (x1, y1), (x2, y2) = points[0], points[-1]
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    steep = abs(y1 - y2) >= _CLOSE
    return Tie(tuple(points), round(x + (8 if steep else 0), 1), round(y if steep else min(y1, y2) - 13, 1))


def untied(marks: Iterable[Mark], ties: Sequence[Tie]) -> tuple[tuple[float, float], ...]:
    """Where figures stand whose conflict is with one that is not beside them: of another period, or not drawn."""
    tied = {place for tie in ties for place in tie.points}
    return tuple((mark.x, mark.y) for mark in marks if mark.conflict and (mark.x, mark.y) not in tied)


def _conflicts(plot: Plot) -> list[list[int]]:
    """The numbers of the points of one period that share a conflict, two or more."""
    tied: dict[tuple[str, tuple[int, int]], list[int]] = defaultdict(list)
    for number, point in enumerate(plot.points):
        if point.entry.conflict:
            tied[point.entry.conflict, point.days].append(number)
    return [numbers for _, numbers in sorted(tied.items()) if len(numbers) > 1]
