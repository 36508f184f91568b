"""The publication date that the first lines of an article state: full dates only, in the places where papers put them.

These forms count: a mark ("Stand: 28.02.2025 13:44 Uhr", "Published on March 4, 2024"), a dateline ("Berlin, 12. Mai
2024 -", "WASHINGTON, March 4, 2024 (AP)", "BERLIN (dpa) - 20. Juni 2024 -"), and a line with nothing but a date and
perhaps a time. A date without its year is none.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from extract.values.reference import load_data

_LINES = 8
_LINE_LENGTH = 400


@cache
def _months() -> dict[str, int]:
    names: dict[str, str] = load_data("extract.reading", "datelines.yaml")["months"]
    return {name: int(number) for number, spelt in names.items() for name in spelt.split()}


@cache
def _date() -> str:
    """A pattern of the full dates of both languages."""
    month = "|".join(sorted(_months(), key=len, reverse=True))
    return (
        rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\.?\s*(?:of\s+)?(?P<m1>{month})\.?,?\s+(?P<y1>\d{{4}})"
        rf"|(?P<m2>{month})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
        r"|(?P<d3>\d{1,2})\.\s?(?P<m3>\d{1,2})\.\s?(?P<y3>\d{4})"
        r"|(?P<y4>\d{4})(?P<between>[-/])(?P<m4>\d{2})(?P=between)(?P<d4>\d{2})"
        # Slashes: only where the first number cannot be a month.
        r"|(?P<d5>1[3-9]|2\d|3[01])/(?P<m5>\d{1,2})/(?P<y5>\d{4}))(?!\d)"
    )


@cache
def _anywhere() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,-]){_date()}", re.IGNORECASE)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = load_data("extract.reading", "datelines.yaml")
    weekday = "|".join(sorted(data["weekdays"].split(), key=len, reverse=True))
    mark = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(data["marks"], key=len, reverse=True))
    day = rf"(?:(?:{weekday})\.?,?\s+)?(?:(?:den|dem|vom|the|am|on)\s+)?{_date()}"
    zone = r"(?:GMT|UTC|CES?T|MES?Z|[ECMP][SD]?T|BST|MSK|[IJK]ST|SGT|HKT|Ortszeit|local\s+time)"
    time = rf"(?:\s*(?:[,|T–—-]|um|at)?\s*\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?\s*(?:Uhr|[ap]\.?m\.?)?\s*{zone}?)"
    agency = r"\([\w/. -]{2,30}\)|/[\w. -]{2,30}/"
    end = rf"(?={time}?\s*(?:{agency}|[-–—:.]{{1,2}}\s|[-–—:.]?$))"
    place = r"(?-i:[A-ZÄÖÜÉ])[\w.’'-]*(?:[ /](?:(?-i:[A-ZÄÖÜÉ])[\w.’'-]*|am|an|der|den|bei|de|da|del|upon|of)){0,4}"
    name = r"(?-i:[A-Z][A-Z.-]{2,24})"
    return (
        re.compile(rf"(?:^|[|•·(]\s*)(?:{mark})\b\s*(?:am|on)?\s*[:.|]?\s*{day}", re.IGNORECASE),
        re.compile(rf"^{place}(?:,\s+{place})?(?:\s*(?:{agency}))?\s*,\s+{day}{end}", re.IGNORECASE),
        # The agency before the date: "BERLIN (dpa) - 20. Juni 2024 -", "ASTANA. KAZINFORM - June 20, 2024."
        re.compile(rf"^{place}(?:,\s+{place})?\s*(?:{agency}|\.\s+{name})\s*[-–—|:]?\s*{day}{end}", re.IGNORECASE),
        # And after it, between full stops: "Moscow. June 20, 2024. INTERFAX -".
        re.compile(rf"^{place}\.\s+{day}\.\s+{name}\s*[-–—:]\s", re.IGNORECASE),
        # The date before the place: "20.06.2024 - 14:30 Astana (ots) -".
        re.compile(rf"^{day}{time}?\s*[-–—|,]?\s*{place}(?:,\s+{place})?\s*{agency}\s*[-–—:.|]", re.IGNORECASE),
        re.compile(rf"^[(\[]?{day}{time}?[)\]]?[.]?$", re.IGNORECASE),
    )


def dateline(text: str) -> dt.date | None:
    """The publication date that stands in the first lines, None when none does.

    >>> dateline("Neue Botschaft eröffnet\\n\\nAstana, 12. Mai 2024 - Die Botschaft ist offen.")
    datetime.date(2024, 5, 12)
    >>> dateline("Am 12. Mai 2024 wurde die Botschaft eröffnet.") is None
    True
    """
    lines = [line.strip()[:_LINE_LENGTH] for line in text[:8000].splitlines() if line.strip()]
    for pattern in _patterns():
        for line in lines[:_LINES]:
            match = pattern.search(line)
            day = _read(match) if match else None
            if day:
                return day
    return None


def written_date(text: str) -> dt.date | None:
    """The date of a text that is nothing but one, perhaps with a weekday before it and a time after it.

    >>> written_date("Sonntag, 12. Mai 2024, 10:30 Uhr"), written_date("in May 2024") is None
    (datetime.date(2024, 5, 12), True)
    """
    match = _patterns()[-1].search(text[:_LINE_LENGTH].strip())
    return _read(match) if match else None


def date_in(line: str) -> dt.date | None:
    """The first full date of a line that is known to have the publication date in it.

    >>> date_in("June 3, 2024 Monday 8:15 AM GMT")
    datetime.date(2024, 6, 3)
    """
    match = _anywhere().search(line[:_LINE_LENGTH])
    return _read(match) if match else None


def _read(match: re.Match[str]) -> dt.date | None:
    """The date of a match, None where the calendar lacks it."""
    for form in "12345":
        year, month, day = match[f"y{form}"], match[f"m{form}"], match[f"d{form}"]
        if year:
            number = int(month) if month.isdigit() else _months()[month.lower()]
            try:
                return dt.date(int(year), number, int(day))
            except ValueError:
                return None
    return None
