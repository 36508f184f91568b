"""The chart of events: a lane for each pair, months from left to right. `data/lanes.svg.j2` draws it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extract.tables.report import phrases
from extract.tables.report.boxes import shortened
from extract.tables.report.content import Entry
from extract.tables.report.wording import Wording, alphabetical

WIDTH = 780.0
_LEFT, _RIGHT, _TOP = 190.0, 770.0, 8.0
_LEVEL, _PADDING, _NEAR = 15.0, 10.0, 13.0
_MONTHS, _MONTHS_AHEAD, _MOST_LANES = 24, 6, 12
_MONTH_ROOM = 64.0
_LONGEST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Bead:
    """An event at (x, y); its type gives the shape."""

    entry: str
    type: str
    x: float
    y: float
    hollow: bool
    tip: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A pair with its events; `label` is its name, shortened where it is long."""

    pair: tuple[str, ...]
    label: str
    name: str
    top: float
    bottom: float
    beads: tuple[Bead, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """All of the chart."""

    title: str
    description: str
    lanes: tuple[Lane, ...]
    months: tuple[tuple[float, str], ...]
    types: tuple[str, ...]
    planned: bool
    drawn: int
    height: float
    bottom: float
    width: float = WIDTH
    left: float = _LEFT
    right: float = _RIGHT


@dataclass(frozen=True, slots=True)
class _Window:
    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        share = (day - self.first) / (self.last - self.first)
        return round(_LEFT + 8 + share * (_RIGHT - _LEFT - 16), 1)

    def has(self, entry: Entry) -> bool:
        day = day_of(entry)
        return day is not None and self.first <= day < self.last


def draw(events: Sequence[Entry], say: Wording) -> Lanes | None:
    """The events of about the last two years, None where fewer than two have a day or month."""
    window = _window(events)
    if window is None:
        return None
    by_pair: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in events:
        if window.has(entry):
            by_pair[entry.pair].append(entry)
    busiest = sorted(by_pair, key=lambda pair: (-len(by_pair[pair]), pair))[:_MOST_LANES]
    lanes: list[Lane] = []
    top = _TOP
    for pair in sorted(busiest, key=lambda each: alphabetical(say.pair(each))):
        lane = _lane(pair, by_pair[pair], window, top, say)
        lanes.append(lane)
        top = lane.bottom
    shown = [bead for lane in lanes for bead in lane.beads]
    if len(shown) < 2:
        return None
    last = window.last - dt.timedelta(days=1)
    return Lanes(
        title=say("by_month", first=_month(window.first, say), last=_month(last, say)),
        description=say("lanes_say", n=len(shown), points="; ".join(bead.tip for bead in shown)),
        lanes=tuple(lanes),
        months=_months(window, say),
        types=tuple(sorted({bead.type for bead in shown}, key=["visit", "meeting", "agreement", "relations"].index)),
        planned=any(bead.hollow for bead in shown),
        drawn=len(shown),
        bottom=top,
        height=top + 24,
    )


def day_of(entry: Entry) -> dt.date | None:
    """The day in the middle of an event that is dated to a month or better."""
    period = entry.date
    if period is None or period.start is None or period.end is None:
        return None
    length = period.end - period.start
    return period.start + length // 2 if length.days <= _LONGEST_DAYS else None


def _window(events: Sequence[Entry]) -> _Window | None:
    """Whole months that end with the last event that took place, or some months later where more are planned."""
    days = [(day, entry.planned) for entry in events if (day := day_of(entry)) is not None]
    if not days:
        return None
    past = max((day for day, planned in days if not planned), default=max(days)[0])
    ahead = _first_of(past, _MONTHS_AHEAD + 1)
    last = max(day for day, _ in days if day < ahead)
    start = _first_of(last, 1 - _MONTHS)
    first = min(day for day, _ in days if day >= start)
    return _Window(_first_of(first, 0), _first_of(last, 1))


def _first_of(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _lane(pair: tuple[str, ...], events: Sequence[Entry], window: _Window, top: float, say: Wording) -> Lane:
    """Events that are close to each other stand on several levels."""
    ends: list[float] = []
    placed: list[tuple[Entry, float, int]] = []
    for entry in sorted(events, key=lambda each: (day_of(each) or dt.date.min, each.type, each.id)):
        x = window.x(day_of(entry) or window.first)
        level = next((n for n, end in enumerate(ends) if x - end >= _NEAR), len(ends))
        ends[level : level + 1] = [x]
        placed.append((entry, x, level))
    first = top + _PADDING + _LEVEL / 2 - 3
    return Lane(
        pair=pair,
        label=shortened(say.pair(pair), _LEFT - 10),
        name=say.pair(pair),
        top=top,
        bottom=top + 2 * _PADDING + _LEVEL * len(ends) - 6,
        beads=tuple(
            Bead(entry.id, entry.type, x, first + level * _LEVEL, entry.planned, _tip(entry, say))
            for entry, x, level in placed
        ),
    )


def _tip(entry: Entry, say: Wording) -> str:
    text = phrases.brief(entry, say)
    return f"{text}, {', '.join(entry.participants)}" if entry.participants else text


def _months(window: _Window, say: Wording) -> tuple[tuple[float, str], ...]:
    count = (window.last.year - window.first.year) * 12 + window.last.month - window.first.month
    every = next(n for n in (1, 2, 3, 6, 12) if n == 12 or count / n * _MONTH_ROOM <= _RIGHT - _LEFT)
    starts = [_first_of(window.first, n) for n in range(0, count, every)]
    return tuple((window.x(day), f"{day.month:02}/{day.year}") for day in starts)


def _month(day: dt.date, say: Wording) -> str:
    return f"{say.month(day.month)} {day.year}"
