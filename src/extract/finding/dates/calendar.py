"""Readers of calendar dates: days, months, parts of years, years, decades and centuries."""

from __future__ import annotations

import datetime as dt
import re

from extract.finding.dates.pieces import Match, Reader, day_number, full_year, one, slot_of_day, year_of
from extract.finding.dates.scene import Reading
from extract.finding.dates.slots import Slot
from extract.records import Resolution
from extract.values.period import Period


def read_full(match: Match) -> list[Reading]:
    """A date in figures: ISO, 12.05.2023, 05/12/2023 (month first in English unless impossible)."""
    token = match.find("fulldate")
    if token is None:
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
    days = [token for token in match.tokens if token.tag in ("day", "nth", "ordinal")]
    if month is None or not days:
        return []
    return one(day_reading(match, month.number, day_number(days[0]), year_of(match)))


def day_reading(match: Match, month: int, day: int, year: tuple[int, Resolution] | None) -> Reading | None:
    """The reading of a day of a month; the scene completes the year."""
    if slot_of_day(2000, month, day) is None:
        return None
    if year is None:
        year = match.scene.year_for(month, day, match.scene.direction(match.first, match.last))
    if year is None:
        return match.unresolved(f"XXXX-{month:02d}-{day:02d}")
    slot = slot_of_day(year[0], month, day)
    return match.reading(slot, year[1]) if slot else None


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
    year = year_of(match)
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


def read_month(match: Match) -> list[Reading]:
    """A month with or without a year, an edge ("Ende"), or "letzten", "next"."""
    month = match.find("month")
    if month is None:
        return []
    number = month.number
    where = match.tokens.index(month)
    relative = next((token for token in match.tokens[:where] if token.tag == "relative"), None)
    if relative:
        return one(_relative_month(match, number, relative.number))
    year = year_of(match.part(where, len(match.tokens) - 1))
    if year is None:
        year = match.scene.year_for(number, 0, match.scene.direction(match.first, match.last))
    if year is None:
        return [match.unresolved(f"XXXX-{number:02d}")]
    return one(match.reading(Slot.of("month", year[0], number), year[1]))


def _relative_month(match: Match, number: int, step: int) -> Reading | None:
    base = match.scene.base("month")
    if base is None:
        return match.unresolved(f"XXXX-{number:02d}")
    here = base[0]
    if step == 0:
        return match.reading(Slot.of("month", here.year, number), base[1])
    year = here.year
    if step < 0 and number >= here.part:
        year -= 1
    if step > 0 and number <= here.part:
        year += 1
    return match.reading(Slot.of("month", year + (step + 1 if step < 0 else step - 1), number), base[1])


def read_month_list(match: Match) -> list[Reading]:
    """Januar bis September 2023, April and June of last year: the year holds for all."""
    year = year_of(match)
    at = [index for index, token in enumerate(match.tokens) if token.tag == "month"]
    if year is None or not at:
        return []
    numbers = [match.tokens[index].number for index in at]
    joined = match.has("until", "to", "dash", "through")
    found: list[Reading] = []
    for position, index in enumerate(at):
        closing = position == len(at) - 1
        piece = match.part(0 if position == 0 else index, len(match.tokens) - 1 if closing else index)
        wraps = joined and not closing and numbers[position] > numbers[-1]
        found += one(piece.reading(Slot.of("month", year[0] - wraps, numbers[position]), year[1]))
    if joined and len(found) == 2 and found[0].slot and found[1].slot:
        span = Period.between(found[0].slot.period, found[1].slot.period)
        for reading in found:
            reading.period = span
    return found


def read_month_year(match: Match) -> list[Reading]:
    """05/2023."""
    month, year = (int(part) for part in match.tokens[0].text.split("/"))
    if not (1 <= month <= 12 and 1900 <= year <= 2100):
        return []
    return one(match.reading(Slot.of("month", year, month)))


def read_part(match: Match) -> list[Reading]:
    """Quarters, half-years and other counted units: erstes Quartal 2024, the first half of last year."""
    which = match.find("unit", "half_word") if not match.has("half_word") else match.find("half_word")
    units = [t for t in match.tokens if t.tag in ("unit", "half_word")]
    order = match.find("ordinal", "day")
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
    year = year_of(match) if relative_unit and len(units) > 1 else year_of(match.part(place + 1, len(match.tokens) - 1))
    if kind in ("quarter", "half"):
        size = 4 if kind == "quarter" else 2
        count = size if count < 0 else count
        return one(_part_reading(match, kind, count, year)) if 1 <= count <= size else []
    if kind == "week" and year is not None and match.has("year"):
        return _counted_week(match, count, year)
    return []


def _counted_week(match: Match, count: int, year: tuple[int, Resolution]) -> list[Reading]:
    last = Slot.at("week", dt.date(year[0], 12, 28))
    first = Slot.at("week", dt.date(year[0], 1, 4))
    return one(match.reading(last if count < 0 else first.shift(count - 1), year[1]))


def _part_reading(match: Match, kind: str, count: int, year: tuple[int, Resolution] | None) -> Reading | None:
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
    """Q1 2024, H1/2023, 2024-Q1."""
    code = match.find("quarter_code", "half_code")
    if code is None:
        return []
    kind = "quarter" if code.tag == "quarter_code" else "half"
    two = match.find("two")
    year: tuple[int, Resolution] | None = (full_year(two), "text") if two else year_of(match)
    return one(_part_reading(match, kind, code.number, year))


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


def read_year(match: Match) -> list[Reading]:
    """A year."""
    token = match.find("year", "short_year")
    return one(match.reading(Slot.of("year", full_year(token)))) if token else []


def read_year_short(match: Match) -> list[Reading]:
    """Im Jahr 578."""
    unit, number = match.tokens
    if unit.value != "year" or unit.text[-1] == "n" or not 100 <= number.number <= 999:
        return []
    return one(match.reading(Slot.of("year", number.number)))


def read_year_span(match: Match) -> list[Reading]:
    """2022/23: the years from the first to the second."""
    token = match.find("span")
    if token is None:
        return []
    first, second = token.text.replace(" ", "").split("/")
    year = int(first)
    end = int(second) if len(second) == 4 else year // 100 * 100 + int(second)
    if end < year and len(second) == 2:
        end += 100
    if not (1000 <= year <= 2100 and 0 < end - year <= 20):
        return []
    reading = match.reading(Slot.of("year", year))
    if reading:
        reading.period = Period.between(Period.of_year(year), Period.of_year(end))
    return one(reading)


def read_year_range(match: Match) -> list[Reading]:
    """2005-10, 1939–45: both years."""
    first, _, second = match.tokens
    year = full_year(first)
    end = year // 100 * 100 + int(second.text)
    if (
        len(second.text) != 2
        or not year < end
        or first.end != match.tokens[1].start
        or second.start != match.tokens[1].end
    ):
        return read_year(match.part(0, 0))
    one_, two = match.part(0, 0).reading(Slot.of("year", year)), match.part(2, 2).reading(Slot.of("year", end))
    if one_ is None or two is None:
        return []
    one_.period = two.period = Period.between(Period.of_year(year), Period.of_year(end))
    return [one_, two]


def read_decade(match: Match) -> list[Reading]:
    """The 1990s, 90er Jahre."""
    token = match.find("decade")
    if token is None:
        return []
    digits = token.value
    if not digits.endswith("0"):
        return one(match.reading(Slot.of("year", int(digits)))) if len(digits) == 4 else []
    if len(digits) == 4:
        if digits.endswith("00") and match.has("unit") is False and match.scene.lang == "en":
            return one(match.reading(Slot.of("century", int(digits))))
        return one(match.reading(Slot.of("decade", int(digits))))
    if len(digits) == 2 and (match.has("unit", "the", "edge") or token.text[0] in "'’" or _in_decade_place(match)):
        return one(match.reading(Slot.of("decade", _century_of(match, int(digits)) + int(digits))))
    return []


def _in_decade_place(match: Match) -> bool:
    before = match.before()
    return before is not None and before.tag in ("and", "of", "in", "since", "until", "from", "to")


def _century_of(match: Match, tens: int) -> int:
    year = match.scene.published.year if match.scene.published else match.scene.year
    if year is None:
        return 1900 if tens >= 20 else 2000
    return (
        year // 100 * 100 if tens <= year % 100 - 5 or (year < 2000 and tens < year % 100) else year // 100 * 100 - 100
    )


def read_decade_word(match: Match) -> list[Reading]:
    """Die neunziger Jahre, the nineties, nineteen-sixties."""
    token, prefix = match.find("decade_word"), match.find("number")
    if token is None:
        return []
    if token.text[0].islower() and not match.has("unit") and match.scene.lang == "de" and token.text.endswith("er"):
        return []
    tens = token.number
    century = prefix.number * 100 if prefix and prefix.number in (17, 18, 19, 20) else _century_of(match, tens)
    return one(match.reading(Slot.of("decade", century + tens)))


def read_century(match: Match) -> list[Reading]:
    """20. Jahrhundert, the nineteenth century, the third millennium."""
    unit = match.tokens[-1]
    orders = match.all("ordinal", "nth", "day", "number")
    if unit.value not in ("century", "millennium") or not orders:
        return []
    count = sum(day_number(order) for order in orders)
    size = 100 if unit.value == "century" else 1000
    if not 1 <= count * size <= 9000:
        return []
    return one(match.reading(Slot.of(unit.value, (count - 1) * size)))  # type: ignore[arg-type]


def read_season(match: Match) -> list[Reading]:
    """Herbst 1998, last summer, Winter 2005/06."""
    token = match.find("season")
    if token is None:
        return []
    part, where = token.number, match.tokens.index(token)
    scene = match.scene
    relative = next((item for item in match.tokens[:where] if item.tag == "relative"), None)
    year = year_of(match.part(where, len(match.tokens) - 1))
    if year:
        return one(match.reading(Slot.of("season", year[0], part), year[1]))
    base = scene.base("season")
    if base is None:
        context = scene.base_year()
        return (
            one(match.reading(Slot.of("season", context[0], part), context[1]))
            if context
            else [match.unresolved(f"XXXX-{('SP', 'SU', 'FA', 'WI')[part - 1]}")]
        )
    return one(match.reading(_season(match, base[0], part, relative.number if relative else None), base[1]))


def _season(match: Match, here: Slot, part: int, step: int | None) -> Slot:
    ahead = (part - here.part) % 4
    if step is None:
        direction = match.scene.direction(match.first, match.last)
        return here.shift(ahead if direction > 0 or ahead == 0 else ahead - 4)
    if step == 0:
        year = match.scene.published.year if match.scene.published else here.year
        return Slot.of("season", year, part)
    if step < 0:
        return here.shift((ahead - 4) + 4 * (step + 1))
    return here.shift((ahead or 4) + 4 * (step - 1))


READERS: dict[str, Reader] = {
    "full": read_full,
    "day_list": read_day_list,
    "month_day_list": read_day_list,
    "day_month": read_day_month,
    "month_day": read_day_month,
    "numeric_day": read_numeric_day,
    "month_list": read_month_list,
    "month": read_month,
    "month_year": read_month_year,
    "part": read_part,
    "fiscal_part": read_part,
    "part_code": read_part_code,
    "year_part_code": read_part_code,
    "first_months": read_first_months,
    "century": read_century,
    "decade": read_decade,
    "decade_word": read_decade_word,
    "season": read_season,
    "year_span": read_year_span,
    "year_range": read_year_range,
    "year": read_year,
    "year_short": read_year_short,
}
