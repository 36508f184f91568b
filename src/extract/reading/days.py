"""Dates as fields, headers and file names have them; what could be two days is none."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from extract.reading.datelines import written_date

_FIRST, _LAST = 1800, 2100
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ].*)?")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:,? .*)?")
_SECONDS = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d+)?")
# A date in a file name is not part of a longer number.
_IN_NAME = re.compile(r"(?<!\d)(?:(\d{4})([-_.]?)(\d{2})\2(\d{2})|(\d{2})([-_.])(\d{2})\6(\d{4}))(?!\d)")
_FIRST_IN_NAME = 1950


def stated_date(text: str) -> dt.date | None:
    """The day of a date in a field; None where it is none, or could be the 5th of June as well as the 6th of May.

    Read are ISO 8601, "20240512", "12.5.2024", "12. Mai 2024", "May 12, 2024", the dates of mails and feeds, and
    seconds since 1970. The day is that of the clock that the text goes by.

    >>> [str(stated_date(text)) for text in ("2024-05-12T23:30:00Z", "Sun, 12 May 2024 23:30:00 +0200", "5/25/2024")]
    ['2024-05-12', '2024-05-12', '2024-05-25']
    >>> stated_date("5/6/2024") is None
    True
    """
    text = text.strip()
    if match := _ISO.fullmatch(text):
        return day_of(match[1], match[3], match[4])
    if match := _SLASHES.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if first != second and first <= 12 and second <= 12:
            return None
        month, day = (second, first) if first > 12 else (first, second)
        return day_of(match[3], month, day)
    if match := _SECONDS.fullmatch(text):
        return dt.datetime.fromtimestamp(int(match[1]), dt.UTC).date()
    found = written_date(text)
    if found:
        return found
    try:
        found = parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day_of(found.year, found.month, found.day)


def day_of(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    """A day of the calendar in the times of newspapers, else None.

    >>> day_of("2024", "02", "30") is None
    True
    """
    try:
        found = dt.date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None
    return found if _FIRST <= found.year < _LAST else None


def file_date(name: str) -> dt.date | None:
    """The date in the name of a file, None where there is none or more than one.

    In the name of a file with many articles ("day.jsonl#2") it is that of the collection, which says nothing.

    >>> [str(file_date(name)) for name in ("a/2024-05-12_talks.txt", "20240512-x.html", "x_12.05.2024.txt", "1.txt")]
    ['2024-05-12', '2024-05-12', '2024-05-12', 'None']
    """
    found = set()
    if "#" in name:
        return None
    for match in _IN_NAME.finditer(name.rpartition("/")[2]):
        day = day_of(match[1], match[3], match[4]) if match[1] else day_of(match[8], match[7], match[5])
        if day and day.year >= _FIRST_IN_NAME:
            found.add(day)
    return found.pop() if len(found) == 1 else None
