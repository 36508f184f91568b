"""Readers of weekdays, weekends, holidays, and of today and its neighbours."""

from __future__ import annotations

import datetime as dt

from extract.finding.dates.holidays import holiday
from extract.finding.dates.pieces import Match, Reader, one, year_of
from extract.finding.dates.scene import Reading
from extract.finding.dates.slots import Slot

_OF_THE_DAY = frozenset("for on in during end ends ended ending finish finished close closed closing".split())


def read_weekday(match: Match) -> list[Reading]:
    """Am Dienstag, vergangenen Dienstag, on Tuesday, next Friday."""
    token, relative = match.find("weekday"), match.find("relative")
    if token is None:
        return []
    scene, number = match.scene, token.number
    if scene.lang == "en" and token.text.lower().endswith("days"):
        return [Reading(match.first, match.last, f"XXXX-WXX-{number}", "SET")]
    base = scene.base_day()
    if base is None:
        return [match.unresolved(f"XXXX-WXX-{number}")]
    if relative is None:
        last = scene.readings[-1] if scene.readings else None
        if last and last.last == match.first - 1 and last.slot and last.slot.unit == "week":
            return one(match.reading(Slot("day", last.slot.index * 7 + number), base[1]))
        if (start := _range_start(match)) is not None:
            return one(match.reading(start.shift((number - start.first.isoweekday()) % 7), base[1]))
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


def _range_start(match: Match) -> Slot | None:
    """The day before "bis" or "to" that this weekday ends: "von Montag bis Mittwoch"."""
    before, readings = match.before(), match.scene.readings
    if before is None or before.tag not in ("until", "to", "dash", "through") or not readings:
        return None
    start = readings[-1]
    return start.slot if start.last == match.first - 2 and start.slot and start.slot.unit == "day" else None


def read_weekday_nth(match: Match) -> list[Reading]:
    """Tuesday the 4th: the nearest such day."""
    weekday, day, base, after = match.find("weekday"), match.find("nth", "day"), match.scene.base_day(), match.after()
    if weekday is None or day is None or base is None or (after is not None and after.tag in ("unit", "month", "day")):
        return []
    today = Slot.at("day", base[0])
    near = (today.shift(sign * step) for step in range(190) for sign in (-1, 1))
    wanted = (weekday.number, day.number)
    slot = next((item for item in near if (item.first.isoweekday(), item.first.day) == wanted), None)
    return one(match.reading(slot, base[1])) if slot else []


def weekday_direction(match: Match) -> int:
    """Where a bare weekday lies: news look back unless the sentence speaks of the future."""
    return match.scene.direction(match.first, match.last) or -1


def read_weekday_tail(match: Match) -> list[Reading]:
    """Dienstag vergangener Woche, Monday of this week."""
    day, relative, unit = match.find("weekday"), match.find("relative"), match.find("unit")
    base = match.scene.base("week")
    if day is None or relative is None or unit is None or base is None or unit.value != "week":
        return []
    return one(match.reading(Slot("day", base[0].shift(relative.number).index * 7 + day.number), base[1]))


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
        before = match.before()
        idiom = before is not None and before.text.lower() == "von" and not _from_here(match)
        reading.period = None if idiom or token.text.lower() != "heute" or reading.slot is None else reading.slot.period
        reading.timex, reading.slot = "PRESENT_REF", None
    if reading and token.number == 1 and match.scene.lang == "de" and _of_tomorrow(match):
        reading.timex, reading.slot = "FUTURE_REF", None
    return one(reading)


def _of_tomorrow(match: Match) -> bool:
    """Whether "von morgen" means the future: the world of tomorrow."""
    before = match.before()
    return before is not None and before.text.lower() == "von" and not _from_here(match)


def _from_here(match: Match) -> bool:
    after = match.after()
    return after is not None and after.text.lower() in ("an", "bis", "auf")


def _nowadays(match: Match, word: str) -> bool:
    """Whether "heute" means the present time and not the day of publication.

    In a text that also says "gestern", "morgen" or a time of day, it is the day; elsewhere the present time.
    """
    if match.scene.lang != "de" or not word.lower().startswith("heut"):
        return False
    before = match.before()
    if before is not None and before.text.lower() in ("von", "bis"):
        return before.text.lower() == "von" and not _from_here(match)
    if match.scene.of_the_day:
        return False
    near = match.scene.sentence(match.first)
    return not any(
        token.tag == "clock_word" or (token.tag == "deictic" and token.value in ("1", "-1")) for token in near
    )


def read_deictic_weekday(match: Match) -> list[Reading]:
    """Am heutigen Samstag, am gestrigen Montag."""
    base, weekday = match.scene.base_day(), match.tokens[-1]
    if base is None:
        return []
    slot = Slot.at("day", base[0]).shift(match.tokens[0].number)
    if match.has("comma") and slot.first.isoweekday() != weekday.number:
        return []
    return one(match.reading(slot, base[1]))


def _the_day(match: Match) -> list[Reading]:
    """For the day, to end the day: the day spoken of."""
    before, base, anchor = match.before(), match.scene.base("day"), match.scene.day
    if before is None or base is None or before.text.lower() not in _OF_THE_DAY:
        return []
    if anchor is not None and anchor.unit == "day":
        return one(match.reading(anchor, "context"))
    return one(match.reading(*base))


def read_unit_alone(match: Match) -> list[Reading]:
    """Des Jahres: this year."""
    article, unit = match.tokens
    base = match.scene.base_year()
    if article.text.lower() == "the" and unit.text == "day":
        return _the_day(match)
    if article.text.lower() == "the" and unit.text in ("quarter", "year"):
        return _the_part(match, unit.text)
    if article.text != "des" or unit.value != "year" or base is None:
        return []
    return one(match.reading(Slot.of("year", base[0]), base[1]))


def _the_part(match: Match, unit: str) -> list[Reading]:
    """In the quarter, for the year: the one spoken of."""
    before, after, anchor = match.before(), match.after(), match.scene.recent()
    ends = after is None or after.tag in ("dot", "comma", "break", "close")
    if before is None or before.text.lower() not in ("in", "for", "during") or not ends or anchor is None:
        return []
    if unit == "quarter":
        return one(match.reading(anchor, "context")) if anchor.unit == "quarter" else []
    return one(match.reading(anchor.to("year"), "context"))


def read_deictic_year(match: Match) -> list[Reading]:
    """Heuer, die heurige Ernte."""
    base = match.scene.base_year()
    if match.has("relative") and not match.tokens[0].text.lower().startswith("heurig"):
        return []
    return one(match.reading(Slot.of("year", base[0]), base[1])) if base else []


def read_holiday(match: Match) -> list[Reading]:
    """Weihnachten, Ostern 2024, last Thanksgiving."""
    token = match.find("holiday")
    if token is None:
        return []
    where = match.tokens.index(token)
    relative = next((item for item in match.tokens[:where] if item.tag == "relative"), None)
    year = year_of(match.part(where, len(match.tokens) - 1))
    scene = match.scene
    base = year or scene.base_year()
    if base is None:
        return [match.unresolved(f"XXXX-{token.value}" if token.value[0].isdigit() else "XXXX-XX-XX")]
    if year or scene.published is None:
        day = holiday(token.value, base[0])
    else:
        step = relative.number if relative else scene.direction(match.first, match.last)
        day = _nearest(token.value, scene.published, step)
    return one(match.reading(Slot.at("day", day), base[1])) if day else [match.unresolved("XXXX-XX-XX")]


def _nearest(rule: str, published: dt.date, step: int) -> dt.date | None:
    """The holiday before the day of publication (step below zero), after it, or the nearest of both."""
    known = [holiday(rule, published.year + offset) for offset in (-1, 0, 1)]
    days = [day for day in known if day is not None]
    if step > 0:
        return min((day for day in days if day >= published), default=None)
    if step < 0:
        return max((day for day in days if day <= published), default=None)
    return min(days, key=lambda day: abs((day - published).days), default=None)


READERS: dict[str, Reader] = {
    "weekday": read_weekday,
    "weekday_nth": read_weekday_nth,
    "weekday_tail": read_weekday_tail,
    "weekend": read_weekend,
    "deictic": read_deictic,
    "deictic_weekday": read_deictic_weekday,
    "unit_alone": read_unit_alone,
    "deictic_year": read_deictic_year,
    "holiday": read_holiday,
}
