"""Readers of what is no date of the calendar: durations, sets, times of day and "now"."""

from __future__ import annotations

from extract.finding.dates.pieces import Match, Reader, day_number
from extract.finding.dates.scene import Reading
from extract.finding.dates.slots import Slot
from extract.values.period import Period

LETTERS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "fortnight": "W", "month": "M",
    "quarter": "Q", "half": "H", "year": "Y", "decade": "DE", "century": "CE", "millennium": "ME",
}  # fmt: skip


def read_duration(match: Match) -> list[Reading]:
    """Zwei Jahre, for five years, 50-jährig."""
    word = match.find("duration_word")
    if word:
        return [Reading(match.first, match.last, word.value, "DURATION")]
    if match.has("weekend"):
        return [Reading(match.first, match.last, "P1WE", "DURATION")]
    unit = match.find("unit", "unit_number", "duration_suffix")
    if unit is None:
        return []
    before = match.before()
    if before is not None and before.tag in ("number_other",):
        return []
    return [Reading(match.first, match.last, _duration(match, unit.value), "DURATION")]


def _duration(match: Match, unit: str) -> str:
    letters = unit if len(unit) == 1 else LETTERS.get(unit, "D")
    count = _count(match)
    head, letter = ("PT", letters[1:]) if letters.startswith("T") else ("P", letters)
    return f"{head}{count}{letter}"


def _count(match: Match) -> str:
    total = 0.0
    seen = False
    for index, token in enumerate(match.tokens):
        if token.tag == "one" and any(
            other.tag == "half_word" for other in match.tokens[index - 1 : index + 2] if index
        ):
            continue
        if token.tag == "several":
            return "X"
        if token.tag in ("number", "day", "int", "two", "year", "one", "ordinal"):
            total += day_number(token)
            seen = True
        elif token.tag == "half_word":
            total = total + float(token.value) if not (seen and total == 1 and match.scene.lang == "en") else 0.5
            if match.tokens[0].tag == "one" and match.scene.lang == "de":
                total = float(token.value)
            seen = True
        elif token.tag in ("unit", "duration_suffix"):
            if not seen and token is match.tokens[0]:
                return "1"
            break
    return f"{total:g}" if seen else "X"


def read_distance(match: Match) -> list[Reading]:
    """Two years ago, ein Jahr später, a year earlier."""
    unit, word = match.find("unit"), match.find("distance_before", "distance_after")
    if unit is None or word is None:
        return []
    step = -1 if word.tag == "distance_before" else 1
    ago = word.text.lower() in ("ago", "hence")
    told = match.scene.published is None and match.scene.anchor is not None
    if (match.scene.lang == "de" and not told) or unit.value in ("second", "minute", "hour"):
        return _with_period(match, unit.value, step, anchored=True)
    slot = _shifted(match, unit.value, step, anchored=not ago)
    if slot is None and ago and _count(match) == "X":
        return [match.unresolved("PAST_REF")]
    if slot is None:
        return _with_period(match, unit.value, step, anchored=not ago)
    reading = match.reading(slot, "published" if ago else "context")
    return [reading] if reading else []


def read_ago(match: Match) -> list[Reading]:
    """Vor zwei Jahren: a duration in TIMEX3, a period for facts."""
    unit = match.find("unit")
    inner = match.part(1, len(match.tokens) - 1)
    if unit is None:
        return []
    return _with_period(inner, unit.value, -1, anchored=False)


def read_ahead(match: Match) -> list[Reading]:
    """In zwei Wochen, in two weeks: a duration, and for facts the time from now on where nothing speaks of the past."""
    unit = match.find("unit")
    if unit is None or match.tokens[0].text.lower() != "in":
        return []
    direction = match.scene.direction(match.first, match.last)
    inner = match.part(1, len(match.tokens) - 1)
    if direction > 0 or (direction == 0 and match.scene.lang == "de"):
        return _with_period(inner, unit.value, 1, anchored=False)
    return read_duration(inner)


def _with_period(match: Match, unit: str, step: int, *, anchored: bool) -> list[Reading]:
    last = max(index for index, token in enumerate(match.tokens) if token.tag == "unit")
    shown = match.part(0, last)
    reading = Reading(shown.first, shown.last, _duration(match, unit), "DURATION")
    slot = _shifted(match, unit, step, anchored=anchored)
    if slot is not None and slot.valid:
        reading.period = slot.period
        reading.resolved = "context" if anchored else "published"
    return [reading]


def _shifted(match: Match, unit: str, step: int, *, anchored: bool) -> Slot | None:
    count = _count(match)
    scene = match.scene
    if count == "0.5" and unit in ("decade", "century"):
        count, unit = ("5" if unit == "decade" else "50"), "year"
    if not count.isdigit() or unit not in ("day", "week", "month", "quarter", "half", "year", "decade", "century"):
        return None
    steps = step * int(count)
    anchor = scene.recent() if anchored and scene.published else scene.anchor if anchored else None
    if unit in ("day", "week") and anchored and anchor is None:
        anchor = scene.day
    if anchor is not None and anchor.unit in ("day", "month", "quarter", "half", "season", "year"):
        # a story goes on in years; news compare the quarter or the month of another year
        return _move(anchor.to("year") if unit == "year" and not scene.published else anchor, unit, steps)
    if scene.published is None:
        return None
    if unit in ("day", "week"):
        return Slot.at("day", scene.published).shift(steps * (7 if unit == "week" else 1))
    if unit in ("decade", "century"):
        return Slot.at("year", scene.published).shift(steps * (10 if unit == "decade" else 100))
    return Slot.at(unit, scene.published).shift(steps)  # type: ignore[arg-type]


def _move(anchor: Slot, unit: str, steps: int) -> Slot | None:
    per_year = {"month": 12, "quarter": 4, "half": 2, "season": 4, "year": 1}
    if unit in ("decade", "century"):
        unit, steps = "year", steps * (10 if unit == "decade" else 100)
    if unit in ("day", "week"):
        return anchor.shift(steps * (7 if unit == "week" else 1)) if anchor.unit == "day" else None
    if unit == "year":
        return (
            anchor.shift(per_year[anchor.unit] * steps) if anchor.unit in per_year else anchor.to("year").shift(steps)
        )
    return anchor.to(unit).shift(steps) if anchor.unit != "year" else None  # type: ignore[arg-type]


def read_relative_count(match: Match) -> list[Reading]:
    """In den letzten fünf Jahren, the past nine days, the next four years."""
    relative, unit = match.find("relative"), match.find("unit")
    if relative is None or unit is None:
        return []
    reading = Reading(match.first, match.last, _duration(match, unit.value), "DURATION")
    published = match.scene.published
    count = _count(match)
    if published and relative.number < 0 and count.isdigit() and unit.value == "year" and int(count) < 500:
        reading.period = Period.between(Period.of_year(published.year - int(count)), Period.of_year(published.year))
        reading.resolved = "published"
    return [reading]


def read_set(match: Match) -> list[Reading]:
    """Jedes Jahr, every Monday, pro Tag."""
    unit = match.tokens[-1]
    if unit.tag == "unit":
        letters = LETTERS.get(unit.value, "D")
        head = "PT" if letters.startswith("T") else "P"
        count = _count(match) if len(match.tokens) > 2 else "1"
        return [Reading(match.first, match.last, f"{head}{count}{letters.removeprefix('T')}", "SET")]
    if unit.tag == "weekday":
        return [Reading(match.first, match.last, f"XXXX-WXX-{unit.value}", "SET")]
    return [Reading(match.first, match.last, "P1D" if unit.tag != "weekend" else "XXXX-WXX-WE", "SET")]


def read_set_adverb(match: Match) -> list[Reading]:
    """Jährlich, daily, montags."""
    token = match.tokens[0]
    value = f"XXXX-WXX-{token.value}" if token.tag == "weekday_set" else token.value
    return [Reading(match.first, match.last, value, "SET")]


def read_reference(match: Match) -> list[Reading]:
    """Derzeit, kürzlich, in the future."""
    token = match.tokens[0]
    reading = Reading(match.first, match.last, token.value, "DATE", None, None, "text")
    return [reading]


def read_clock(match: Match) -> list[Reading]:
    """15.30 Uhr."""
    return [Reading(match.first, match.last, "TXX", "TIME")]


def read_weekday_time(match: Match) -> list[Reading]:
    """Dienstagabend, gestern Abend, Friday morning: a TIME, for facts the day."""
    scene = match.scene
    day = match.find("weekday_daypart", "weekday", "deictic", "deictic_time")
    part = match.find("daypart") or next((t for t in match.tokens[1:] if t.tag == "deictic" and t.value == "1"), None)
    if part and part.tag == "deictic":
        part = part._replace(value="MO")
    elif part is None and match.tokens[-1].tag == "deictic":
        return []
    base = scene.base_day()
    code = part.value if part else day.value[1:] if day and day.tag == "weekday_daypart" else "NI"
    if day is None or base is None:
        if day is None and part and match.scene.published and match.has("relative"):
            step = match.find("relative")
            slot = Slot.at("day", match.scene.published).shift(step.number if step else 0)
            return [Reading(match.first, match.last, f"{slot.timex}T{code}", "TIME", slot, None, "published")]
        return [Reading(match.first, match.last, f"XXXX-XX-XXT{code}", "TIME", None, None, "none")]
    if day.tag.startswith("deictic"):
        slot = Slot.at("day", base[0]).shift(day.number)
    else:
        found = scene.weekday_for(int(day.value[0]), scene.direction(match.first, match.last) or -1)
        if found is None:
            return []
        slot = found[0]
    return [Reading(match.first, match.last, f"{slot.timex}T{code}", "TIME", slot, None, base[1])]


READERS: dict[str, Reader] = {
    "duration": read_duration,
    "distance": read_distance,
    "ago": read_ago,
    "ahead": read_ahead,
    "rel_count": read_relative_count,
    "sets": read_set,
    "set_adverb": read_set_adverb,
    "reference": read_reference,
    "clock": read_clock,
    "weekday_time": read_weekday_time,
}
