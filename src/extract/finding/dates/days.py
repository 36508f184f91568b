"""Readers of days: figures, day and month in either order, lists and ranges of days."""

from __future__ import annotations

import re

from extract.finding.dates.pieces import Match, Reader, day_number, one, slot_of_day, year_of
from extract.finding.dates.scene import Reading
from extract.finding.dates.second import read_code
from extract.finding.dates.slots import Slot
from extract.records import Resolution
from extract.values.period import Period


def read_full(match: Match) -> list[Reading]:
    """A date in figures: ISO, 12.05.2023, 05/12/2023 (month first in English unless impossible)."""
    token = match.find("fulldate")
    if token is None:
        return []
    if token.text.isdigit():
        slot = slot_of_day(int(token.text[:4]), int(token.text[4:6]), int(token.text[6:]))
        return one(match.reading(slot)) if slot else []
    if re.fullmatch(r"\d{1,2}-\d{1,2}-\d\d", token.text) and match.scene.lang == "de":
        return []
    a, b, c = (int(part) for part in re.findall(r"\d+", token.text))
    if a > 31:
        slot = slot_of_day(a, b, c) or slot_of_day(a, c, b)
    else:
        year = c if c > 99 else c + (1900 if c > 50 else 2000)
        month_first = "." not in token.text and match.scene.lang == "en"
        first, second = (slot_of_day(year, b, a), slot_of_day(year, a, b))
        slot = (second or first) if month_first else (first or second if "/" in token.text else first)
    return one(match.reading(slot)) if slot else []


def read_day_month(match: Match) -> list[Reading]:
    """Day and month with or without a year, in either order."""
    month = match.find("month", "month_lower")
    if _broken(match):
        return []
    days = [token for token in match.tokens if token.tag in ("day", "nth", "ordinal")]
    if month is None or not days:
        return []
    return one(day_reading(match, month.number, day_number(days[0]), year_of(match)))


def read_coded_day(match: Match) -> list[Reading]:
    """23/Sep/2020, 5-May-23, 2020-Okt-03."""
    first, last = match.tokens[0], match.tokens[-1]
    written = match.scene.text[first.start : last.end]
    if any(char.isspace() for char in written):
        return []
    day = read_code(written, match.scene.lang)
    return one(match.reading(Slot.at("day", day))) if day else []


def _broken(match: Match) -> bool:
    """Whether a line ends after the weekday without a comma: a headline before a dateline."""
    first, second = match.tokens[:2] if match.tokens[0].tag != "relative" else match.tokens[1:3]
    gap = match.scene.text[first.end : second.start]
    return first.tag in ("weekday", "weekday_abbreviated") and second.tag != "comma" and "\n" in gap


def day_reading(match: Match, month: int, day: int, year: tuple[int, Resolution] | None) -> Reading | None:
    """The reading of a day of a month; the scene completes the year."""
    if slot_of_day(2000, month, day) is None:
        return None
    if year is None:
        year = match.scene.year_for(month, day, match.scene.direction(match.first, match.last))
    if year is None:
        return match.unresolved(f"XXXX-{month:02d}-{day:02d}")
    slot = slot_of_day(year[0], month, day)
    if year[1] != "text" and (weekday := match.find("weekday", "weekday_abbreviated")):
        slot = _year_by_weekday(year[0], month, day, weekday.number) or slot
    return match.reading(slot, year[1]) if slot else None


def _year_by_weekday(year: int, month: int, day: int, weekday: int) -> Slot | None:
    """The day in the likely year, or else in the years beside it, that falls on the weekday said with it."""
    for candidate in (year, year - 1, year + 1):
        slot = slot_of_day(candidate, month, day)
        if slot and slot.first.isoweekday() == weekday:
            return slot
    return None


def read_numeric_day(match: Match) -> list[Reading]:
    """12.5. and 12.5. 2023."""
    token = match.find("daymonth")
    if token is None or match.scene.lang != "de":
        return []
    day, month = (int(part) for part in re.findall(r"\d+", token.text))
    if not 1 <= month <= 12:
        return []
    if not match.has("year", "short_year") and not _date_place(match):
        return []
    return one(day_reading(match, month, day, year_of(match)))


def _date_place(match: Match) -> bool:
    before = match.before()
    return match.has("weekday", "weekday_abbreviated") or (
        before is not None and (before.tag in ("in", "until", "since", "from", "the", "open", "and", "dash", "comma"))
    )


def read_day_list(match: Match) -> list[Reading]:
    """14. bis 16. November, May 3-5: each day is a mention of its own; a range gives its period to both ends."""
    month = match.find("month", "month_lower")
    if month is None:
        return []
    at = [index for index, token in enumerate(match.tokens) if token.tag in ("day", "nth", "ordinal")]
    where = match.tokens.index(month)
    at = at if at[0] > where else [index for index in at if index < where]
    year = year_of(match) or match.scene.year_for(
        month.number, day_number(match.tokens[at[-1]]), match.scene.direction(match.first, match.last)
    )
    found: list[Reading] = []
    for position, index in enumerate(at):
        closing = position == len(at) - 1
        leading = position == 0 and where < index
        stop = len(match.tokens) - 1 if closing else index + (1 if _dotted(match, index) else 0)
        piece = match.part(where if leading else index, stop)
        reading = day_reading(piece, month.number, day_number(match.tokens[index]), year)
        if reading is None:
            return []
        found.append(reading)
    joined = match.has("until", "to", "dash", "through")
    if joined and len(found) == 2 and found[0].slot and found[1].slot and found[0].slot.index < found[1].slot.index:
        span = Period.between(found[0].slot.period, found[1].slot.period)
        for reading in found:
            reading.period = span
    return found


def _dotted(match: Match, index: int) -> bool:
    return index + 1 < len(match.tokens) and match.tokens[index + 1].tag == "dot"


def read_day_alone(match: Match) -> list[Reading]:
    """Am 23., on the 15th: a day of the month said last, else of this month."""
    token = match.find("day", "nth")
    after = match.after()
    if token is None or match.tokens[0].text.lower() not in ("am", "on", "zum"):
        return []
    following = match.after(2)
    if after is not None and after.tag in ("comma", "and", "until", "dash") and following and following.tag == "day":
        return []
    if after is not None and after.tag in (
        "of",
        "month",
        "month_lower",
        "unit",
        "day",
        "week_word",
        "weekend",
        "holiday",
    ):
        return []
    if token.tag == "day" and (after is None or after.tag in ("break", "name", "number_other", "int", "year")):
        return []
    if (
        token.tag == "nth"
        and after is not None
        and after.tag in ("other", "name")
        and after.text.islower()
        and after.text not in ("and", "the")
    ):
        return []
    anchor = match.scene.recent()
    base = (anchor.to("month"), "context") if anchor and anchor.unit in ("day", "month") else match.scene.base("month")
    if base is None:
        return []
    day = day_number(token)
    try:
        return one(match.reading(Slot.at("day", base[0].first.replace(day=day)), base[1]))  # type: ignore[arg-type]
    except ValueError:
        return []


READERS: dict[str, Reader] = {
    "full": read_full,
    "coded_day": read_coded_day,
    "day_list": read_day_list,
    "month_day_list": read_day_list,
    "day_month": read_day_month,
    "month_day": read_day_month,
    "numeric_day": read_numeric_day,
    "day_alone": read_day_alone,
}
