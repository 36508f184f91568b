"""Readers of the counted parts of a year: quarters, half-years, weeks, fiscal years."""

from __future__ import annotations

import datetime as dt

from extract.finding.dates.holidays import nth_weekday
from extract.finding.dates.pieces import Match, Reader, day_number, full_year, one, year_of
from extract.finding.dates.scene import Reading
from extract.finding.dates.slots import Slot
from extract.finding.dates.years import read_year_span
from extract.records import Resolution
from extract.values.period import Period


def read_part(match: Match) -> list[Reading]:
    """Quarters, half-years and other counted units: erstes Quartal 2024, the first half of last year."""
    if match.tokens[-1].tag in ("two", "day"):
        if not short_year_place(match):
            return read_part(match.part(0, len(match.tokens) - 2))
        year: tuple[int, Resolution] | None = (full_year(match.tokens[-1]), "text")
    else:
        year = None
    which = match.find("unit", "half_word") if not match.has("half_word") else match.find("half_word")
    units = [t for t in match.tokens if t.tag in ("unit", "half_word")]
    order = match.find("ordinal", "day", "nth")
    number = match.find("relative") if order is None else order
    relative_unit = match.tokens[0].tag == "relative" or (len(match.tokens) > 1 and match.tokens[1].tag == "relative")
    if relative_unit and len(units) > 1 and order is not None:
        which = units[1]
    elif units:
        which = units[0]
    if which is None or number is None:
        return []
    kind = "half" if which.tag == "half_word" else which.value
    place = match.tokens.index(which)
    count = -1 if number.tag == "relative" else day_number(number)
    tail = match if relative_unit and len(units) > 1 else match.part(place + 1, len(match.tokens) - 1)
    year = year or year_of(tail)
    if which.tag == "half_word" and year is None and (match.scene.lang == "de" or _of_longer(match)):
        return []
    if kind in ("quarter", "half"):
        if number.tag == "relative" and year is None:
            return _neighbour(match, kind, number.number)
        size = 4 if kind == "quarter" else 2
        count = size if count < 0 else count
        return one(part_reading(match, kind, count, year)) if 1 <= count <= size else []
    if kind == "week" and year is not None and match.has("year"):
        return _counted_week(match, count, year)
    if kind == "week" and year is None and order is not None and match.tokens[-1].text in ("Woche", "week"):
        return _week_of_event(match, count)
    return []


def _of_longer(match: Match) -> bool:
    """Whether it is half of something that is no year: "the first half of the 1990s", "of the match"."""
    after, following = match.after(), match.after(2)
    if after is None or after.tag != "of" or following is None:
        return False
    inner = match.after(3) if following.tag == "the" else following
    return inner is not None and inner.tag not in ("unit", "relative", "year", "fiscal", "anaphor")


def short_year_place(match: Match) -> bool:
    """Whether two digits behind a quarter are its year and count nothing: "im 3. Quartal 24 lief" """
    order, after = match.find("day", "nth", "quarter_code", "half_code"), match.after()
    if order is None or order is match.tokens[-1]:
        return False
    if after is None or after.tag in ("dot", "comma", "break", "close", "dash", "in", "and", "until", "of"):
        return True
    return after.tag == "other" and after.text.islower() and not after.text.endswith(("e", "en", "er", "es", "em", "s"))


def _neighbour(match: Match, kind: str, step: int) -> list[Reading]:
    """Last quarter, im kommenden Halbjahr: counted from the present one."""
    base = match.scene.base("quarter" if kind == "quarter" else "half")
    if base is None or (kind == "half" and match.has("half_word")):
        return []
    return one(match.reading(base[0].shift(step), base[1]))


def _week_of_event(match: Match, count: int) -> list[Reading]:
    """In der dritten Woche: counted from the day that the paragraph speaks of."""
    scene, before = match.scene, match.before()
    counted = before is not None and before.tag == "in" and 1 <= count <= 20
    if not counted or scene.day is None or scene.recent() is None:
        return []
    return one(match.reading(scene.day.to("week").shift(count - 1), "context"))


def _counted_week(match: Match, count: int, year: tuple[int, Resolution]) -> list[Reading]:
    last = Slot.at("week", dt.date(year[0], 12, 28))
    first = Slot.at("week", dt.date(year[0], 1, 4))
    return one(match.reading(last if count < 0 else first.shift(count - 1), year[1]))


def part_reading(match: Match, kind: str, count: int, year: tuple[int, Resolution] | None) -> Reading | None:
    unit = "quarter" if kind == "quarter" else "half"
    scene = match.scene
    if year is not None:
        return match.reading(Slot.of(unit, year[0], count), year[1])  # type: ignore[arg-type]
    if scene.published is None:
        base = scene.base_year()
        if base is None:
            return match.unresolved(f"XXXX-{unit[0].upper()}{count}")
        return match.reading(Slot.of(unit, base[0], count), base[1])  # type: ignore[arg-type]
    here = Slot.at(unit, scene.published)  # type: ignore[arg-type]
    slot = Slot.of(unit, here.year, count)  # type: ignore[arg-type]
    direction = scene.direction(match.first, match.last)
    # reports tell of a part that has ended or is about to; one that begins only after today needs a word of the future
    if slot.index > here.index and direction <= 0:
        slot = slot.shift(-4 if unit == "quarter" else -2)
    if slot.index < here.index and direction > 0:
        pass
    return match.reading(slot, "published")


def read_part_code(match: Match) -> list[Reading]:
    """Q1 2024, H1/2023, 2024-Q1, 1H24."""
    code = match.find("quarter_code", "half_code")
    if code is None:
        return []
    kind = "quarter" if code.tag == "quarter_code" else "half"
    two, glued = match.tokens[-1], code.text[2:]
    if two.tag in ("two", "day"):
        if two.start > code.end + 1 or (two.start > code.end and not short_year_place(match)):
            return read_part_code(match.part(0, 0))
        return one(part_reading(match, kind, code.number, (full_year(two), "text")))
    year: tuple[int, Resolution] | None = (2000 + int(glued), "text") if glued.isdigit() else year_of(match)
    return one(part_reading(match, kind, code.number, year))


def read_year_part(match: Match) -> list[Reading]:
    """1988's third quarter, 1988 third quarter."""
    unit, order = match.tokens[-1], match.find("ordinal", "relative")
    kind = "half" if unit.tag == "half_word" else unit.value
    if kind not in ("quarter", "half") or order is None:
        return []
    size = 4 if kind == "quarter" else 2
    count = size if order.number < 0 else order.number
    year = full_year(match.tokens[0])
    return one(part_reading(match, kind, count, (year, "text"))) if 1 <= count <= size else []


def read_first_months(match: Match) -> list[Reading]:
    """In den ersten neun Monaten 2023: months from the start of the year; else a duration."""
    order, unit = match.find("ordinal", "relative", "edge"), match.find("unit")
    count = match.find("number", "day")
    if order is None or unit is None:
        return []
    letter = {"day": "D", "week": "W", "month": "M", "year": "Y", "decade": "DE", "quarter": "Q"}.get(unit.value)
    if letter is None:
        return []
    number = count.value if count else "X"
    reading = Reading(match.first, match.last, f"P{number}{letter}", "DURATION")
    first = order.tag == "ordinal" and order.value == "1"
    if first and unit.value in ("month", "quarter") and count:
        place = match.tokens.index(unit)
        year = year_of(match.part(place + 1, len(match.tokens) - 1)) or match.scene.base_year()
        months = int(count.value) * (3 if unit.value == "quarter" else 1)
        if year and 1 <= months <= 12:
            reading.period = Period.months(year[0], 1, months)
            reading.resolved = year[1]
    return [reading]


def read_nth_weekday(match: Match) -> list[Reading]:
    """Am ersten Sonntag im Monat: again and again; the first Tuesday of last month: a day."""
    weekday, unit, order = match.find("weekday"), match.tokens[-1], match.find("ordinal", "nth", "day", "relative")
    if weekday is None or order is None or unit.value != "month":
        return []
    place = match.tokens.index(weekday)
    relative = next((token for token in match.tokens[place:] if token.tag == "relative"), None)
    if relative is None or match.has("each"):
        return [Reading(match.first, match.last, f"XXXX-WXX-{weekday.value}", "SET")]
    base, count = match.scene.base("month"), day_number(order)
    if base is None or not (count == -1 or 1 <= count <= 5):
        return []
    month = base[0].shift(relative.number)
    day = nth_weekday(month.year, month.part, weekday.number, count)
    return one(match.reading(Slot.at("day", day), base[1])) if day else []


def read_fiscal(match: Match) -> list[Reading]:
    """Geschäftsjahr 2022/23, fiscal 2023, the current fiscal year."""
    span, year = match.find("span"), match.find("year", "short_year", "two")
    if span:
        return read_year_span(match)
    relative = match.find("relative")
    if year:
        return one(match.reading(Slot.of("year", full_year(year))))
    base = match.scene.base_year()
    if match.scene.lang == "en" and not match.has("unit"):
        return []
    if base is None or (relative is None and not match.has("edge", "the")):
        return []
    return one(match.reading(Slot.of("year", base[0] + (relative.number if relative else 0)), base[1]))


READERS: dict[str, Reader] = {
    "part": read_part,
    "fiscal_part": read_part,
    "part_code": read_part_code,
    "year_part_code": read_part_code,
    "first_months": read_first_months,
    "year_part": read_year_part,
    "nth_weekday": read_nth_weekday,
    "fiscal": read_fiscal,
}
