"""Periods of time: intervals of days with the granularity that the text states, written as EDTF."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Granularity = Literal["day", "month", "year", "interval"]

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days.

    Attributes:
        start: first day, None when open ("bis 2035").
        end: last day, None when open ("seit 2005").
        granularity: the unit of an EDTF point, "interval" for all else (weeks, quarters, ranges, decades).
        first, last: the EDTF points at both ends as written ("2005", "2023-09"), None when open.
        approximate: the text hedges ("um 2023").

    >>> Period.parse("2023-01/2023-09").end
    datetime.date(2023, 9, 30)
    >>> Period.parse("2005/..").edtf, Period.parse("2023~").approximate
    ('2005/..', True)
    """

    start: date | None
    end: date | None
    granularity: Granularity
    first: str | None
    last: str | None
    approximate: bool = False

    @property
    def edtf(self) -> str:
        """The EDTF form, for example `2023`, `2023-05-17`, `2005/..`, `2023-01/2023-03`."""
        mark = "~" if self.approximate else ""
        if self.granularity != "interval":
            return f"{self.first}{mark}"
        return f"{self.first or '..'}{mark if self.first else ''}/{self.last or '..'}{mark if self.last else ''}"

    @classmethod
    def parse(cls, edtf: str) -> Period:
        """Read an EDTF date or interval of years, months or days.

        Raises:
            ValueError: when the text is none, or has a month or day that the calendar lacks.
        """
        text = edtf.replace("~", "")
        approximate = text != edtf
        if "/" not in text:
            return cls(_day(text, last=False), _day(text, last=True), _granularity(text), text, text, approximate)
        first, last = text.split("/", 1)
        open_first, open_last = first == "..", last == ".."
        if open_first and open_last:
            raise ValueError(f"an interval open at both ends says nothing: {edtf!r}")
        start = None if open_first else _day(first, last=False)
        end = None if open_last else _day(last, last=True)
        if start and end and end < start:
            raise ValueError(f"the interval ends before it starts: {edtf!r}")
        return cls(start, end, "interval", None if open_first else first, None if open_last else last, approximate)

    @classmethod
    def of_year(cls, year: int) -> Period:
        """The whole year.

        >>> Period.of_year(2023).edtf
        '2023'
        """
        return cls.parse(f"{year:04d}")

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        """The whole month.

        >>> Period.of_month(2023, 5).end
        datetime.date(2023, 5, 31)
        """
        return cls.parse(f"{year:04d}-{month:02d}")

    @classmethod
    def of_day(cls, day: date) -> Period:
        """One day.

        >>> Period.of_day(date(2023, 5, 17)).edtf
        '2023-05-17'
        """
        return cls.parse(day.isoformat())

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Period:
        """Whole months of one year: quarters, half-years, "January to September".

        >>> Period.months(2024, 1, 3).edtf
        '2024-01/2024-03'
        """
        return cls.parse(f"{year:04d}-{first:02d}/{year:04d}-{last:02d}")

    @classmethod
    def between(cls, first: Period, last: Period) -> Period:
        """From the start of one period to the end of another.

        >>> Period.between(Period.of_year(2005), Period.of_year(2010)).edtf
        '2005/2010'
        """
        approximate = first.approximate or last.approximate
        text = f"{first.first or '..'}/{last.last or '..'}"
        period = cls.parse(text)
        return cls(period.start, period.end, "interval", period.first, period.last, approximate)

    @classmethod
    def since(cls, first: Period) -> Period:
        """From the start of a period on.

        >>> Period.since(Period.of_year(2005)).edtf
        '2005/..'
        """
        return cls(first.start, None, "interval", first.first, None, first.approximate)

    @classmethod
    def until(cls, last: Period) -> Period:
        """Up to the end of a period.

        >>> Period.until(Period.of_year(2035)).edtf
        '../2035'
        """
        return cls(None, last.end, "interval", None, last.last, last.approximate)

    def contains(self, other: Period) -> bool:
        """Whether the other period lies inside this one; open ends hold everything on their side.

        >>> Period.of_year(2023).contains(Period.of_month(2023, 5))
        True
        """
        low = self.start is None or (other.start is not None and other.start >= self.start)
        high = self.end is None or (other.end is not None and other.end <= self.end)
        return low and high


def _point(text: str) -> tuple[int, int | None, int | None]:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(f"not an EDTF date: {text!r}; write YYYY, YYYY-MM, YYYY-MM-DD or two of them joined by '/'")
    return int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None


def _day(text: str, *, last: bool) -> date:
    year, month, day = _point(text)
    if month is None:
        month = 12 if last else 1
    if not 1 <= month <= 12:
        raise ValueError(f"no such month: {text!r}")
    if day is None:
        day = calendar.monthrange(year, month)[1] if last else 1
    return date(year, month, day)


def _granularity(text: str) -> Granularity:
    _, month, day = _point(text)
    return "year" if month is None else "month" if day is None else "day"
