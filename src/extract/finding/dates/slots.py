"""Slots of the calendar: a day, a week, a quarter, a decade; counted, so that the one before is minus one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from extract.values.period import Period

Unit = Literal[
    "day", "weekend", "week", "month", "quarter", "half", "season", "year", "decade", "century", "millennium"
]  # fmt: skip

#: How many of a unit a year holds, for those that are counted within years.
PER_YEAR: dict[str, int] = {"month": 12, "quarter": 4, "half": 2, "season": 4}
#: Years in a unit, for those that are made of years.
YEARS: dict[str, int] = {"year": 1, "decade": 10, "century": 100, "millennium": 1000}
SEASONS = ("SP", "SU", "FA", "WI")

FIRST_YEAR, LAST_YEAR = 1, 9999


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch of the calendar.

    Attributes:
        unit: its size.
        index: counted from the year 0: days as in `date.toordinal`, weeks and weekends as weeks since
            Monday, 1 January of the year 1; all others in order of time.

    >>> Slot.of("quarter", 2024, 1).shift(-1).timex
    '2023-Q4'
    >>> Slot.at("week", dt.date(2023, 6, 8)).timex
    '2023-W23'
    >>> Slot.of("decade", 1990).timex, Slot.of("century", 1900).timex
    ('199', '19')
    """

    unit: Unit
    index: int

    @classmethod
    def of(cls, unit: Unit, year: int, part: int = 1) -> Slot:
        """The slot of a year; `part` counts from one (month, quarter, half-year, season from spring on)."""
        if unit in PER_YEAR:
            return cls(unit, year * PER_YEAR[unit] + part - 1)
        return cls(unit, year // YEARS[unit])

    @classmethod
    def at(cls, unit: Unit, day: dt.date) -> Slot:
        """The slot that holds a day; for a weekend, that of the day's week."""
        if unit == "day":
            return cls(unit, day.toordinal())
        if unit in ("week", "weekend"):
            return cls(unit, (day.toordinal() - 1) // 7)
        if unit == "season":
            return cls(unit, day.year * 4 + (day.month - 3) // 3)
        if unit in PER_YEAR:
            return cls(unit, day.year * PER_YEAR[unit] + (day.month - 1) * PER_YEAR[unit] // 12)
        return cls(unit, day.year // YEARS[unit])

    def shift(self, steps: int) -> Slot:
        """The slot so many later, earlier where negative."""
        return Slot(self.unit, self.index + steps)

    def to(self, unit: Unit) -> Slot:
        """The slot of another unit that holds the first day of this one."""
        return self if unit == self.unit else Slot.at(unit, self.first)

    @property
    def valid(self) -> bool:
        """Whether the calendar of `datetime` reaches it."""
        if self.unit == "day":
            return 1 <= self.index <= dt.date.max.toordinal()
        if self.unit in ("week", "weekend"):
            return 0 <= self.index < dt.date.max.toordinal() // 7
        first = self.year
        return first >= FIRST_YEAR and first + YEARS.get(self.unit, 1) - 1 < LAST_YEAR

    @property
    def year(self) -> int:
        """Year of the first day; of the Thursday for weeks, as ISO 8601 counts them."""
        if self.unit == "day":
            return dt.date.fromordinal(self.index).year
        if self.unit in ("week", "weekend"):
            return dt.date.fromordinal(self.index * 7 + 4).year
        if self.unit in PER_YEAR:
            return self.index // PER_YEAR[self.unit]
        return self.index * YEARS[self.unit]

    @property
    def part(self) -> int:
        """Which one of its year, from one on; zero for years and above."""
        return self.index % PER_YEAR[self.unit] + 1 if self.unit in PER_YEAR else 0

    @property
    def first(self) -> dt.date:
        """First day; the Saturday of a weekend, the first of December for a winter that ends in the next year."""
        if self.unit == "day":
            return dt.date.fromordinal(self.index)
        if self.unit == "week":
            return dt.date.fromordinal(self.index * 7 + 1)
        if self.unit == "weekend":
            return dt.date.fromordinal(self.index * 7 + 6)
        if self.unit == "season":
            return dt.date(self.year, self.part * 3, 1)
        if self.unit in PER_YEAR:
            return dt.date(self.year, (self.part - 1) * 12 // PER_YEAR[self.unit] + 1, 1)
        return dt.date(max(self.year, FIRST_YEAR), 1, 1)

    @property
    def last(self) -> dt.date:
        """Last day."""
        if self.unit == "day":
            return self.first
        if self.unit == "weekend":
            return self.first + dt.timedelta(days=1)
        return self.shift(1).first - dt.timedelta(days=1)

    @property
    def timex(self) -> str:
        """The TIMEX3 value."""
        if self.unit == "day":
            return self.first.isoformat()
        if self.unit in ("week", "weekend"):
            week = self.index * 7 + 4
            text = f"{self.year:04d}-W{dt.date.fromordinal(week).isocalendar().week:02d}"
            return text + "-WE" if self.unit == "weekend" else text
        if self.unit == "month":
            return f"{self.year:04d}-{self.part:02d}"
        if self.unit == "season":
            return f"{self.year:04d}-{SEASONS[self.part - 1]}"
        if self.unit in ("quarter", "half"):
            return f"{self.year:04d}-{self.unit[0].upper()}{self.part}"
        digits = {"year": 4, "decade": 3, "century": 2, "millennium": 1}[self.unit]
        return f"{self.index:0{digits}d}"

    @property
    def period(self) -> Period:
        """The days that it covers, in the codebook's form.

        >>> Slot.of("half", 2023, 2).period.edtf, Slot.of("decade", 1990).period.edtf
        ('2023-07/2023-12', '1990/1999')
        """
        if self.unit == "day":
            return Period.of_day(self.first)
        if self.unit == "month":
            return Period.of_month(self.year, self.part)
        if self.unit == "year":
            return Period.of_year(self.year)
        if self.unit in YEARS:
            return Period.between(Period.of_year(self.first.year), Period.of_year(self.last.year))
        if self.unit in PER_YEAR:
            first, last = self.first, self.last
            return Period.between(Period.of_month(first.year, first.month), Period.of_month(last.year, last.month))
        return Period.between(Period.of_day(self.first), Period.of_day(self.last))
