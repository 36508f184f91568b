"""Readers of years, spans of years, decades, centuries, and years before Christ."""

from __future__ import annotations

from extract.finding.dates.pieces import Match, Reader, day_number, full_year, one
from extract.finding.dates.scene import Reading
from extract.finding.dates.slots import LAST_YEAR, Slot
from extract.values.period import Period


def read_year(match: Match) -> list[Reading]:
    """A year."""
    token = match.find("year", "short_year")
    return one(match.reading(Slot.of("year", full_year(token)))) if token else []


def read_year_short(match: Match) -> list[Reading]:
    """Im Jahr 578."""
    unit, number = match.tokens
    if unit.value != "year" or unit.text[-1] in "ns" or not 32 <= number.number <= 999:
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
    """2005-10, 1939–45: both years; 2015-03 is a month."""
    first, dash, second = match.tokens[-3:]
    where = len(match.tokens) - 3
    year = full_year(first)
    end = year // 100 * 100 + int(second.text)
    tied = first.end == dash.start and second.start == dash.end and len(second.text) == 2
    if tied and end <= year and 1 <= int(second.text) <= 12 and first.tag == "year":
        return one(match.part(where, where + 2).reading(Slot.of("month", year, int(second.text))))
    if len(second.text) != 2 or not year < end or first.end != dash.start or second.start != dash.end:
        return read_year(match.part(0, where))
    one_, two = (
        match.part(0, where).reading(Slot.of("year", year)),
        match.part(where + 2, where + 2).reading(Slot.of("year", end)),
    )
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
        if digits.endswith("00") and digits != "2000" and match.scene.lang == "en" and not match.has("unit", "edge"):
            return one(match.reading(Slot.of("century", int(digits))))
        return one(match.reading(Slot.of("decade", int(digits))))
    if len(digits) == 2 and (match.has("unit", "the", "edge") or token.text[0] in "'’" or _in_decade_place(match)):
        return one(match.reading(Slot.of("decade", _century_of(match, int(digits)) + int(digits))))
    return []


def _in_decade_place(match: Match) -> bool:
    before = match.before()
    return before is not None and before.tag in ("and", "of", "in", "since", "until", "from", "to")


def _century_of(match: Match, tens: int) -> int:
    scene = match.scene
    if scene.published is None and scene.anchor is not None and scene.anchor.unit != "millennium":
        near = scene.anchor.first.year + (50 if scene.anchor.unit == "century" else 5)
        latest = scene.today.year if scene.today else LAST_YEAR
        centuries = [
            near // 100 * 100 + shift for shift in (100, 0, -100) if near // 100 * 100 + shift + tens <= latest
        ]
        return min(centuries or [1900], key=lambda century: abs(century + tens + 5 - near))
    if scene.published is None:
        return 1900 if tens >= 20 else 2000
    year = scene.published.year
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
    half = match.find("half_word")  # "in der ersten Hälfte des 20. Jahrhunderts"
    orders = [t for t in match.all("ordinal", "nth", "day", "number") if half is None or t.start > half.start]
    if unit.value not in ("century", "millennium") or not orders:
        return []
    count = sum(day_number(order) for order in orders)
    size = 100 if unit.value == "century" else 1000
    if not 1 <= count * size <= 9000:
        return []
    return one(match.reading(Slot.of(unit.value, (count - 1) * size)))  # type: ignore[arg-type]


def read_era_year(match: Match) -> list[Reading]:
    """218 v. Chr., 264 bis 241 v. Chr., 44 BC, AD 14."""
    era = match.find("era")
    figures = [index for index, token in enumerate(match.tokens) if token.tag in ("year", "int", "two", "day")]
    if era is None or not figures:
        return []
    early = era.text[0] in "vVB"
    found: list[Reading] = []
    for position, index in enumerate(figures):
        piece = match.part(0 if position == 0 else index, len(match.tokens) - 1 if index == figures[-1] else index)
        year = match.tokens[index].number
        if early:
            found.append(Reading(piece.first, piece.last, f"BC{year:04d}"))
        else:
            found += one(piece.reading(Slot.of("year", year)))
    return found


def read_era_century(match: Match) -> list[Reading]:
    """Im 3. Jahrhundert v. Chr."""
    era, order, unit = match.find("era"), match.find("ordinal", "nth", "day"), match.find("unit")
    if era is None or order is None or unit is None or unit.value != "century":
        return []
    count = day_number(order) - 1
    if era.text[0] in "vVB":
        return [Reading(match.first, match.last, f"BC{count:02d}")]
    return one(match.reading(Slot.of("century", count * 100)))


READERS: dict[str, Reader] = {
    "century": read_century,
    "decade": read_decade,
    "decade_word": read_decade_word,
    "year_span": read_year_span,
    "year_range": read_year_range,
    "era_year": read_era_year,
    "era_century": read_era_century,
    "year": read_year,
    "year_short": read_year_short,
}
