"""Which figures stand together on one chart.

A chart has levels of one pair, type, subject and currency, for periods of at most a year; the amounts that a pair moves
both ways stand on one. Another currency has its own chart, unless the table converts all its figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.tables.report.content import Entry

CHARTED = ("trade", "exports", "investment")
_LONGEST_DAYS = 366
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a chart: its value there, `high` the upper end of a range, `series` the number of its direction."""

    entry: Entry
    low: Decimal
    high: Decimal | None
    series: int

    @property
    def days(self) -> tuple[int, int]:
        """First day and the day after the last one, as ordinals."""
        period = self.entry.date
        if period is None or period.start is None or period.end is None:
            raise ValueError(f"{self.entry.id}: no closed period")
        return period.start.toordinal(), period.end.toordinal() + 1

    @property
    def top(self) -> Decimal:
        """The highest value that is drawn."""
        return self.low if self.high is None else self.high


@dataclass(frozen=True, slots=True)
class Plot:
    """What one chart shows: `directions` are the countries of each series, `unit` is a currency."""

    type: str
    subject: str
    unit: str
    directions: tuple[tuple[str, ...], ...]
    points: tuple[Point, ...]
    converted: bool = False


def plots(entries: Iterable[Entry]) -> list[Plot]:
    """The charts of one pair, totals first, by type and subject, at least two figures each."""
    by_topic: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if is_charted(entry):
            by_topic[entry.type, entry.subject.casefold()].append(entry)
    found = []
    for _, topic in sorted(by_topic.items(), key=lambda each: (CHARTED.index(each[0][0]), each[0][1])):
        if len({entry.unit for entry in topic}) > 1 and all(_euro(entry) is not None for entry in topic):
            found.append(_plot(topic, converted=True))
            continue
        for unit in sorted({entry.unit for entry in topic}):
            found.append(_plot([entry for entry in topic if entry.unit == unit], converted=False))
    return [plot for plot in found if len(plot.points) >= _FEWEST]


def is_charted(entry: Entry) -> bool:
    """Whether the figure can stand on a chart: a stated level of money for a period of at most a year."""
    period = entry.date
    if entry.type not in CHARTED or entry.measure != "level" or entry.value is None or entry.value < 0:
        return False
    if not (len(entry.unit) == 3 and entry.unit.isupper()) or period is None or not (period.start and period.end):
        return False
    return (period.end - period.start).days < _LONGEST_DAYS


def _plot(entries: Sequence[Entry], *, converted: bool) -> Plot:
    directions = tuple(sorted({entry.countries for entry in entries}))
    points = []
    for entry in entries:
        low, high = entry.value or Decimal(0), entry.value_max
        euro = _euro(entry)
        if converted and euro is not None and entry.unit != "EUR":
            low, high = euro, entry.euro_max
        points.append(Point(entry, low, high, directions.index(entry.countries)))
    points.sort(key=lambda point: (point.days, point.series, point.low, point.entry.id))
    first = entries[0]
    unit = "EUR" if converted else first.unit
    return Plot(first.type, first.subject, unit, directions, tuple(points), converted)


def _euro(entry: Entry) -> Decimal | None:
    if entry.unit == "EUR":
        return entry.value
    return entry.euro if entry.value_max is None or entry.euro_max is not None else None
