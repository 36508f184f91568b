"""Readers of weeks by number, of a month, or around a day, and of parts that are counted in lists."""

from __future__ import annotations

import datetime as dt

from extract.finding.dates.days import day_reading
from extract.finding.dates.holidays import nth_weekday
from extract.finding.dates.parts import part_reading
from extract.finding.dates.pieces import Match, Reader, day_number, full_year, one, year_of
from extract.finding.dates.scene import Reading
from extract.finding.dates.slots import Slot
from extract.records import Resolution


def read_week_number(match: Match) -> list[Reading]:
    """KW 23, KW 40/2022, Kalenderwoche 23/2024, week 10."""
    unit, tied = match.find("unit"), match.find("monthyear")
    if unit and (unit.value != "week" or match.scene.lang == "de"):
        return []
    if tied:
        week, said = tied.text.split("/")
        return one(_numbered(match, int(week), (int(said), "text")))
    code, number = match.find("week_code"), match.find("day", "two")
    count = int(code.value) if code else day_number(number) if number else 0
    return one(_numbered(match, count, year_of(match) or match.scene.base_year()))


def read_week_list(match: Match) -> list[Reading]:
    """KW 12 und 13, Kalenderwochen 40 bis 42/2022."""
    year = year_of(match) or match.scene.base_year()
    at = [index for index, token in enumerate(match.tokens) if token.tag in ("day", "two")]
    found: list[Reading] = []
    for position, index in enumerate(at):
        stop = len(match.tokens) - 1 if index == at[-1] else index
        found += one(_numbered(match.part(0 if position == 0 else index, stop), int(match.tokens[index].text), year))
    return found


def _numbered(match: Match, count: int, year: tuple[int, Resolution] | None) -> Reading | None:
    if not 1 <= count <= 53 or year is None:
        return None
    return match.reading(Slot.at("week", dt.date(year[0], 1, 4)).shift(count - 1), year[1])


def read_week_of(match: Match) -> list[Reading]:
    """The week of June 3, die Woche vom 3. Juni."""
    unit, after = match.find("unit"), match.after()
    month, number = match.find("month", "month_lower"), match.find("day", "nth", "ordinal")
    link = next((token for token in match.tokens if token.tag in ("of", "from", "in")), None)
    if unit is None or unit.value != "week" or link is None or link.text.lower() not in ("of", "vom", "ab"):
        return []
    if after is not None and after.tag in ("until", "to", "dash", "through"):
        return []
    figures = match.find("daymonth", "fulldate")
    if figures and match.scene.lang == "de" and figures.text[0].isdigit() and "." in figures.text:
        parts = [int(part) for part in figures.text.split(".") if part.strip()]
        year: tuple[int, Resolution] | None = (parts[2], "text") if len(parts) > 2 and parts[2] > 99 else year_of(match)
        day = day_reading(match, parts[1], parts[0], year) if parts[1] <= 12 else None
    elif month is not None and number is not None:
        place = match.tokens.index(month)
        day = day_reading(match, month.number, day_number(number), year_of(match.part(place, len(match.tokens) - 1)))
    else:
        return []
    if day is None or day.slot is None:
        return []
    return one(match.reading(day.slot.to("week"), day.resolved))


def _month_year(match: Match, month: int, tail: Match) -> tuple[int, Resolution] | None:
    scene = match.scene
    return year_of(tail) or scene.year_for(month, 0, scene.direction(match.first, match.last))


def read_week_part(match: Match) -> list[Reading]:
    """The last week of March, first Tuesday in October."""
    month, unit = match.find("month"), match.find("unit", "weekend", "weekday")
    order = match.find("ordinal", "day", "relative")
    if month is None or unit is None or order is None:
        return []
    place = match.tokens.index(month)
    year = _month_year(match, month.number, match.part(place, len(match.tokens) - 1))
    count = day_number(order)
    if year is None or (order.tag == "relative" and count != -1):
        return []
    if unit.tag == "weekday":
        day = nth_weekday(year[0], month.number, unit.number, count) if 1 <= abs(count) <= 5 else None
        return one(match.reading(Slot.at("day", day), year[1])) if day else []
    return one(_week_in(match, unit.value, month.number, count, year))


def read_month_week(match: Match) -> list[Reading]:
    """Die letzte Märzwoche, am zweiten Juniwochenende, in der ersten Maihälfte."""
    token, order = match.find("month_week"), match.find("ordinal", "day", "nth", "relative")
    if token is None:
        return []
    number, kind = token.value.split()
    month = int(number)
    year = _month_year(match, month, match.part(match.tokens.index(token) + 1, len(match.tokens) - 1))
    if year is None:
        return [match.unresolved(f"XXXX-{month:02d}")]
    if order is None or kind == "month":
        return one(match.reading(Slot.of("month", year[0], month), year[1]))
    count = day_number(order)
    return one(_week_in(match, kind, month, count, year)) if order.tag != "relative" or count == -1 else []


def _week_in(match: Match, kind: str, month: int, count: int, year: tuple[int, Resolution]) -> Reading | None:
    """A counted week or weekend of a month; the last week is the last with four days in it, as ISO 8601 counts."""
    if kind not in ("week", "weekend") or not (count == -1 or 1 <= count <= 5):
        return None
    inside = Slot.of("month", year[0], month)
    week = Slot.at("week", inside.last - dt.timedelta(days=3) if count < 0 else inside.first)
    if kind == "weekend":
        week = Slot.at("week", inside.last - dt.timedelta(days=6)) if count < 0 else week
        return match.reading(Slot("weekend", week.index + max(count - 1, 0)), year[1])
    return match.reading(week.shift(max(count - 1, 0)), year[1])


def read_part_list(match: Match) -> list[Reading]:
    """The third and fourth quarters of 2022, Q1 und Q2 2023, im 17. und 18. Jahrhundert."""
    at = [
        index
        for index, token in enumerate(match.tokens)
        if token.tag in ("ordinal", "nth", "quarter_code", "half_code")
        or (token.tag == "day" and match.tokens[min(index + 1, len(match.tokens) - 1)].tag == "dot")
    ]
    unit = match.find("unit", "half_word", "quarter_code", "half_code")
    if unit is None or not at:
        return []
    kind = {"half_word": "half", "quarter_code": "quarter", "half_code": "half"}.get(unit.tag, unit.value)
    if kind not in ("quarter", "half", "century"):
        return []
    two = match.tokens[-1] if match.tokens[-1].tag == "two" else None
    tail = match.part(max(at[-1], match.tokens.index(unit) if unit.tag == "unit" else 0) + 1, len(match.tokens) - 1)
    year: tuple[int, Resolution] | None = (full_year(two), "text") if two else year_of(tail)
    if year is None and kind != "century" and 1 <= (count := day_number(match.tokens[at[-1]])) <= 4:
        last = part_reading(match, kind, count, None)
        year = (last.slot.year, last.resolved) if last and last.slot else None
    found: list[Reading] = []
    for position, index in enumerate(at):
        dotted = match.tokens[index].tag == "day"
        stop = len(match.tokens) - 1 if index == at[-1] else index + dotted
        edged = index > 0 and match.tokens[index - 1].tag == "edge"
        piece = match.part(0 if position == 0 else index - edged, stop)
        count = day_number(match.tokens[index])
        if kind == "century":
            found += one(piece.reading(Slot.of("century", (count - 1) * 100))) if 1 <= count <= 30 else []
        elif 1 <= count <= (4 if kind == "quarter" else 2):
            found += one(part_reading(piece, kind, count, year))
    return found if len(found) == len(at) else []


READERS: dict[str, Reader] = {
    "week_number": read_week_number,
    "week_list": read_week_list,
    "week_of": read_week_of,
    "week_part": read_week_part,
    "month_week": read_month_week,
    "part_list": read_part_list,
}
