"""Dates of the holidays in `data/holidays.yaml`, computed for any year."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from functools import lru_cache

_RULE = re.compile(
    r"(?P<month>\d\d)-(?P<day>\d\d)|easter(?P<easter>[+-]\d+)|advent(?P<advent>[+-]\d+)"
    r"|orthodox(?P<orthodox>[+-]\d+)|library:(?P<country>[A-Z]{2}):(?P<name>.+)"
    r"|nth:(?P<in>\d+):(?P<weekday>\d):(?P<n>-?\d)(?P<plus>\+\d)?|before:(?P<bm>\d\d)-(?P<bd>\d\d):(?P<bw>\d)"
)


def holiday(rule: str, year: int) -> dt.date | None:
    """The day of a holiday in a year, None where the library of holidays does not know it.

    Raises:
        ValueError: when the rule has none of the forms that the YAML file explains.

    >>> holiday("easter+1", 2024), holiday("nth:11:4:4", 2023), holiday("advent+0", 2024)
    (datetime.date(2024, 4, 1), datetime.date(2023, 11, 23), datetime.date(2024, 12, 1))
    """
    match = _RULE.fullmatch(rule)
    if match is None:
        raise ValueError(f"no rule for a holiday: {rule!r}")
    if match["month"]:
        return dt.date(year, int(match["month"]), int(match["day"]))
    if match["easter"]:
        return easter(year) + dt.timedelta(days=int(match["easter"]))
    if match["orthodox"]:
        return orthodox_easter(year) + dt.timedelta(days=int(match["orthodox"]))
    if match["country"]:
        return library_day(match["country"], match["name"], year)
    if match["advent"]:
        fourth = _weekday_before(dt.date(year, 12, 25), 7)
        return fourth + dt.timedelta(days=int(match["advent"]) - 21)
    if match["bm"]:
        return _weekday_before(dt.date(year, int(match["bm"]), int(match["bd"])), int(match["bw"]))
    day = nth_weekday(year, int(match["in"]), int(match["weekday"]), int(match["n"]))
    if day is None:
        raise ValueError(f"no such weekday in the month: {rule!r}")
    return day + dt.timedelta(days=int(match["plus"] or 0))


@lru_cache(maxsize=512)
def library_day(country: str, name: str, year: int) -> dt.date | None:
    """First day in a year on which a country keeps a holiday of a moon calendar, by the library holidays.

    Args:
        country: ISO code of a country that keeps it.
        name: how the English names of the library begin.
        year: years outside the library's tables give None.

    >>> library_day("TR", "Eid al-Adha", 2023)
    datetime.date(2023, 6, 28)
    """
    import holidays  # slow to load, seldom needed

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of years that it does not know
        days = holidays.country_holidays(country, years=year, language="en_US", observed=False)
    return min((day for day, said in days.items() if day.year == year and name in said), default=None)


def orthodox_easter(year: int) -> dt.date:
    """Easter Sunday of the Julian calendar, as a date of the Gregorian one (the algorithm of Meeus).

    >>> orthodox_easter(2023), orthodox_easter(2024)
    (datetime.date(2023, 4, 16), datetime.date(2024, 5, 5))
    """
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    gap = year // 100 - year // 400 - 2
    return dt.date(year, month, day + 1) + dt.timedelta(days=gap)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> dt.date | None:
    """The n-th weekday (Monday is 1) of a month, counted from its end where n is negative; None where it has none."""
    if n < 0:
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        day = _weekday_before(following, weekday) + dt.timedelta(weeks=n + 1)
    else:
        first = dt.date(year, month, 1)
        day = first + dt.timedelta(days=(weekday - first.isoweekday()) % 7, weeks=n - 1)
    return day if day.month == month else None


def _weekday_before(day: dt.date, weekday: int) -> dt.date:
    return day - dt.timedelta(days=(day.isoweekday() - weekday - 1) % 7 + 1)


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher).

    >>> easter(2024), easter(2025)
    (datetime.date(2024, 3, 31), datetime.date(2025, 4, 20))
    """
    century = year // 100
    golden = year % 19
    skipped = century - century // 4 - (8 * century + 13) // 25
    epact = (19 * golden + skipped + 15) % 30
    epact -= epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - golden) // 11))
    sunday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - sunday
    month = 3 + (offset + 40) // 44
    return dt.date(year, month, offset + 28 - 31 * (month // 4))
