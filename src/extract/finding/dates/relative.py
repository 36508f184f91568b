"""Readers of dates that are said relative to the publication day or to a date said before."""

from __future__ import annotations

import datetime as dt

from extract.finding.dates.holidays import holiday, nth_weekday
from extract.finding.dates.pieces import Match, Reader, day_number, one, sized, year_of
from extract.finding.dates.scene import Reading
from extract.finding.dates.slots import Slot, Unit
from extract.records import Resolution

#: Words that go on from the date said before, not from today.
_FROM_ANCHOR = (
    "folgend",
    "nachfolgend",
    "darauffolgend",
    "vorangegangen",
    "vorhergehend",
    "following",
    "preceding",
    "ensuing",
)


def read_relative_unit(match: Match) -> list[Reading]:
    """Im vergangenen Jahr, last week, Ende nächsten Jahres, this year's."""
    relatives, unit = match.all("relative"), match.find("unit", "weekend")
    if unit is None or not relatives:
        return []
    said = match.find("year", "short_year")
    if said:
        return []
    size = sized(unit.value)
    if size is None:
        return []
    step = sum(token.number for token in relatives)
    word = relatives[-1].text.lower()
    scene = match.scene
    if unit.value in ("day", "week", "month") and unit.text.endswith(("en", "s")) and _plural(match, unit.text):
        return _several_units(match, step, unit.value)
    anchored = word.startswith(_FROM_ANCHOR) or (size == "day" and step == 1)
    base = _anchor(match, size) if anchored else None
    base = base or scene.base(size)
    if base is None:
        return [match.unresolved("PAST_REF" if step < 0 else "FUTURE_REF" if step > 0 else "PRESENT_REF")]
    return one(match.reading(base[0].shift(step), base[1]))


def _plural(match: Match, word: str) -> bool:
    return word.lower() in {"tagen", "wochen", "monaten", "days", "weeks", "months"}


def _several_units(match: Match, step: int, unit: str) -> list[Reading]:
    letter = unit[0].upper()
    if step == 0:
        reading = match.unresolved("PRESENT_REF")
        return [reading]
    return [Reading(match.first, match.last, f"PX{letter}", "DURATION")]


def _anchor(match: Match, size: Unit) -> tuple[Slot, Resolution] | None:
    anchor = match.scene.recent()
    if anchor is None or (size == "day" and anchor.unit != "day"):
        return None
    return anchor.to(size), "context"


def read_edge_unit(match: Match) -> list[Reading]:
    """Anfang der Woche, the end of the month, the beginning of the year, Ende des Jahres 2005."""
    unit, relative, year = match.find("unit", "weekend"), match.find("relative"), match.find("year")
    if unit is None:
        return []
    if year and unit.value == "year":
        return one(match.reading(Slot.of("year", year.number)))
    size = sized(unit.value)
    if size is None or size == "day":
        return []
    base = match.scene.base(size)
    if base is None:
        return []
    return one(match.reading(base[0].shift(relative.number if relative else 0), base[1]))


def read_unit_before(match: Match) -> list[Reading]:
    """Im Vorjahr, am Vortag, im Folgejahr."""
    token = match.tokens[-1]
    step = {"unit_before": -1, "unit_twice_before": -2, "unit_after": 1}[token.tag]
    size = sized(token.value)
    if size is None:
        return []
    base = _before_base(match, size)
    return one(match.reading(base[0].shift(step), base[1])) if base else []


def _before_base(match: Match, size: Unit) -> tuple[Slot, Resolution] | None:
    """What "the year before" counts from: the date said last in the paragraph, else today."""
    anchor = match.scene.recent()
    base = match.scene.base(size)
    if anchor is None or anchor.unit in ("decade", "century", "millennium", "weekend"):
        return base
    order = ("day", "week", "month", "quarter", "season", "half", "year")
    if order.index(anchor.unit) > order.index(size):
        return base
    return anchor.to(size), "context"


def read_year_distance(match: Match) -> list[Reading]:
    """Im Jahr zuvor, the year before, ein Jahr später is another form."""
    unit, word = match.find("unit"), match.tokens[-1]
    if unit is None:
        return []
    size = sized(unit.value)
    if size is None or size == "day":
        return []
    step = -1 if word.tag == "distance_before" or word.value.startswith("-") else 1
    if word.tag == "relative" and (
        match.scene.lang == "de" or word.text.lower() not in ("previous", "prior", "preceding", "following")
    ):
        return []
    base = _before_base(match, size)
    return one(match.reading(base[0].shift(step), base[1])) if base else []


def read_same_period(match: Match) -> list[Reading]:
    """Im Vorjahreszeitraum, the same period last year."""
    token = match.find("same_period", "same_before")
    anchor, base = match.scene.recent(), match.scene.base_year()
    if token is None:
        return []
    year = year_of(match)
    if token.tag == "same_before" or match.has("distance_before"):
        if anchor is None or anchor.unit in ("decade", "century", "millennium"):
            return one(match.reading(Slot.of("year", base[0] - 1), base[1])) if base else []
        return one(match.reading(_year_back(anchor, token.value), "context"))
    if year is None:
        return one(match.reading(anchor, "context")) if anchor else []
    if anchor is None or anchor.unit in ("decade", "century", "millennium"):
        return one(match.reading(Slot.of("year", year[0]), year[1]))
    back = anchor.year - year[0]
    return one(match.reading(_year_back(anchor, token.value, back), "context"))


def _year_back(anchor: Slot, kind: str, years: int = 1) -> Slot:
    per_year = {"month": 12, "quarter": 4, "half": 2, "season": 4, "year": 1}
    if kind in per_year and kind != "period":
        anchor = anchor.to(kind) if anchor.unit != "year" or kind == "year" else anchor  # type: ignore[arg-type]
    if anchor.unit in per_year:
        return anchor.shift(-per_year[anchor.unit] * years)
    return anchor.to("year").shift(-years)


def read_same(match: Match) -> list[Reading]:
    """That month, im selben Jahr."""
    token = match.tokens[-1]
    anchor = match.scene.recent()
    if anchor is None:
        return []
    size = sized(token.value if token.tag == "unit" else token.tag)
    if (
        size is None
        or token.tag in ("month", "season", "weekday")
        or (token.text.endswith("s") and match.scene.lang == "en")
    ):
        return []
    if size == "day" and anchor.unit != "day":
        return []
    return one(match.reading(anchor.to(size), "context"))


def read_weekday(match: Match) -> list[Reading]:
    """Am Dienstag, vergangenen Dienstag, on Tuesday, next Friday."""
    token, relative = match.find("weekday"), match.find("relative")
    if token is None:
        return _abbreviated_weekday(match)
    scene, number = match.scene, token.number
    base = scene.base_day()
    if base is None:
        return [match.unresolved(f"XXXX-WXX-{number}")]
    if relative is None:
        found = scene.weekday_for(number, weekday_direction(match))
        return one(match.reading(*found)) if found else []
    today = Slot.at("day", base[0])
    ahead = (number - base[0].isoweekday()) % 7
    step = relative.number
    if step == 0:
        slot = today.to("week")
        return one(match.reading(Slot("day", slot.index * 7 + number), base[1]))
    shift = (ahead or 7) + 7 * (step - 1) if step > 0 else (ahead - 7) + 7 * (step + 1)
    return one(match.reading(today.shift(shift), base[1]))


def weekday_direction(match: Match) -> int:
    """Where a bare weekday lies: news look back unless the sentence speaks of the future."""
    before = match.before()
    if before is not None and before.tag == "until":
        return 1
    return match.scene.direction(match.first, match.last) or -1


def _abbreviated_weekday(match: Match) -> list[Reading]:
    return []


def read_weekday_tail(match: Match) -> list[Reading]:
    """Dienstag vergangener Woche, Monday of this week."""
    day, relative, unit = match.find("weekday"), match.find("relative"), match.find("unit")
    base = match.scene.base("week")
    if day is None or relative is None or unit is None or base is None or unit.value != "week":
        return []
    return one(match.reading(Slot("day", base[0].shift(relative.number).index * 7 + day.number), base[1]))


def read_week_part(match: Match) -> list[Reading]:
    """The last week of March, first Tuesday in October, die erste Juniwoche."""
    month, unit = match.find("month"), match.find("unit", "weekend", "weekday")
    order = match.find("ordinal", "day", "relative")
    if month is None or unit is None or order is None:
        return []
    place = match.tokens.index(month)
    year = year_of(match.part(place, len(match.tokens) - 1)) or match.scene.year_for(
        month.number, 0, match.scene.direction(match.first, match.last)
    )
    if year is None:
        return []
    count = day_number(order)
    if order.tag == "relative" and count != -1:
        return []
    inside = Slot.of("month", year[0], month.number)
    if unit.tag == "weekday":
        day = nth_weekday(year[0], month.number, unit.number, count) if 1 <= abs(count) <= 5 else None
        return one(match.reading(Slot.at("day", day), year[1])) if day else []
    if unit.value not in ("week", "weekend") or not (count == -1 or 1 <= count <= 5):
        return []
    week = (
        Slot.at("week", inside.last - dt.timedelta(days=6))
        if count < 0
        else Slot.at("week", inside.first).shift(count - 1)
    )
    if count < 0 and week.shift(1).last <= inside.last:
        week = week.shift(1)
    return one(match.reading(week if unit.value == "week" else Slot("weekend", week.index), year[1]))


def read_weekend(match: Match) -> list[Reading]:
    """Am Wochenende, last weekend."""
    base, relative = match.scene.base("weekend"), match.find("relative")
    if base is None:
        return [match.unresolved("XXXX-WXX-WE")]
    if relative:
        return one(match.reading(base[0].shift(relative.number), base[1]))
    day = match.scene.base_day()
    here = day is not None and day[0].isoweekday() >= 6
    ahead = match.scene.direction(match.first, match.last) > 0
    return one(match.reading(base[0] if here or ahead else base[0].shift(-1), base[1]))


def read_deictic(match: Match) -> list[Reading]:
    """Gestern, heute, tomorrow."""
    token = match.find("deictic")
    base = match.scene.base_day()
    if token is None:
        return []
    if base is None:
        return [
            match.unresolved("PRESENT_REF" if token.number == 0 else "PAST_REF" if token.number < 0 else "FUTURE_REF")
        ]
    reading = match.reading(Slot.at("day", base[0]).shift(token.number), base[1])
    if reading and token.number == 0 and _nowadays(match, token.text):
        reading.timex, reading.slot = "PRESENT_REF", None
    return one(reading)


def _nowadays(match: Match, word: str) -> bool:
    """Whether "heute" means the present time and not the day of publication."""
    return match.scene.lang == "de" and word.lower() == "heute"


def read_deictic_year(match: Match) -> list[Reading]:
    """Heuer."""
    base = match.scene.base_year()
    return one(match.reading(Slot.of("year", base[0]), base[1])) if base else []


def read_holiday(match: Match) -> list[Reading]:
    """Weihnachten, Ostern 2024, last Thanksgiving."""
    token = match.find("holiday")
    if token is None:
        return []
    where = match.tokens.index(token)
    relative = next((item for item in match.tokens[:where] if item.tag == "relative"), None)
    year = year_of(match.part(where, len(match.tokens) - 1))
    if year:
        return one(match.reading(Slot.at("day", holiday(token.value, year[0])), year[1]))
    scene = match.scene
    base = scene.base_year()
    if base is None:
        return [match.unresolved(f"XXXX-{token.value}" if token.value[0].isdigit() else "XXXX-XX-XX")]
    if scene.published is None:
        return one(match.reading(Slot.at("day", holiday(token.value, base[0])), base[1]))
    step = relative.number if relative else scene.direction(match.first, match.last)
    days = [holiday(token.value, base[0] + offset) for offset in (-1, 0, 1)]
    if step > 0:
        day = min(item for item in days if item >= scene.published)
    elif step < 0:
        day = max(item for item in days if item <= scene.published)
    else:
        day = min(days, key=lambda item: abs((item - scene.published).days))  # type: ignore[operator]
    return one(match.reading(Slot.at("day", day), base[1]))


def read_week_number(match: Match) -> list[Reading]:
    """KW 23, Kalenderwoche 23/2024, week 10."""
    code, number, unit = match.find("week_code"), match.find("day", "two"), match.find("unit")
    if unit and unit.value != "week":
        return []
    if unit and match.scene.lang == "de":
        return []
    count = int(code.value) if code else day_number(number) if number else 0
    year = year_of(match) or match.scene.base_year()
    if not 1 <= count <= 53 or year is None:
        return []
    return one(match.reading(Slot.at("week", dt.date(year[0], 1, 4)).shift(count - 1), year[1]))


def read_fiscal(match: Match) -> list[Reading]:
    """Geschäftsjahr 2022/23, fiscal 2023, the current fiscal year."""
    span, year = match.find("span"), match.find("year", "short_year", "two")
    if span:
        from extract.finding.dates.calendar import read_year_span

        return read_year_span(match)
    relative = match.find("relative")
    if year:
        from extract.finding.dates.pieces import full_year

        return one(match.reading(Slot.of("year", full_year(year))))
    base = match.scene.base_year()
    if base is None or (relative is None and not match.has("edge", "the")):
        return []
    return one(match.reading(Slot.of("year", base[0] + (relative.number if relative else 0)), base[1]))


def read_unit_edge(match: Match) -> list[Reading]:
    """Jahresende 2023, year-end, Monatsende."""
    token = match.find("unit_edge")
    if token is None:
        return []
    size = sized(token.value.split()[0])
    year = year_of(match)
    if year and size == "year":
        return one(match.reading(Slot.of("year", year[0]), year[1]))
    base = match.scene.base(size) if size else None
    return one(match.reading(*base)) if base else []


def read_day_alone(match: Match) -> list[Reading]:
    """Am 23., on the 15th: a day of the month said last, else of this month."""
    token = match.find("day", "nth")
    after = match.after()
    if token is None or match.tokens[0].text.lower() not in ("am", "on", "zum"):
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
    "rel_unit": read_relative_unit,
    "edge_unit": read_edge_unit,
    "unit_before": read_unit_before,
    "year_distance": read_year_distance,
    "same_period": read_same_period,
    "same": read_same,
    "weekday": read_weekday,
    "weekday_tail": read_weekday_tail,
    "week_part": read_week_part,
    "weekend": read_weekend,
    "deictic": read_deictic,
    "deictic_year": read_deictic_year,
    "holiday": read_holiday,
    "week_number": read_week_number,
    "fiscal": read_fiscal,
    "unit_edge": read_unit_edge,
    "day_alone": read_day_alone,
}
