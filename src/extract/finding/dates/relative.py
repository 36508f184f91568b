"""Readers of dates that are said relative to the publication day or to a date said before."""

from __future__ import annotations

from extract.finding.dates.pieces import Match, Reader, one, sized, year_of
from extract.finding.dates.scene import Reading
from extract.finding.dates.slots import Slot, Unit
from extract.finding.dates.spans import LETTERS as DURATION_LETTERS
from extract.records import Resolution

#: Words that go on from the date said before, not from today.
_PLURALS = frozenset(
    "tagen tage wochen monaten monate jahren jahrzehnten jahrzehnte jahrhunderten quartalen days weeks months years"
    " decades quarters centuries".split()
)
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
    if _plural(unit.text) or (
        scene.lang == "de" and unit.text == "Jahre" and (word.endswith("e") or match.tokens[0].text.lower() == "die")
    ):
        return _several_units(match, step, unit.value)
    if size == "day" and word.startswith(("last", "letzt")):
        return []  # the last day of something, not yesterday
    anchored = word.startswith(_FROM_ANCHOR) or (size == "day" and step in (0, 1))
    base = _anchor(match, size) if anchored else None
    if word in ("previous", "prior") and size in ("year", "quarter", "month"):
        base = _before_base(match, size)
    base = base or scene.base(size)
    if word == "past" and size in ("year", "decade", "month", "week", "century"):
        return [Reading(match.first, match.last, f"P1{DURATION_LETTERS[unit.value]}", "DURATION")]
    if base is None:
        return [match.unresolved("PAST_REF" if step < 0 else "FUTURE_REF" if step > 0 else "PRESENT_REF")]
    return one(match.reading(base[0].shift(step), base[1]))


def _plural(word: str) -> bool:
    return word.lower() in _PLURALS


def _several_units(match: Match, step: int, unit: str) -> list[Reading]:
    if step == 0 and unit in ("day", "week"):
        return [match.unresolved("PRESENT_REF")]
    return [Reading(match.first, match.last, f"PX{DURATION_LETTERS[unit]}", "DURATION")]


def _anchor(match: Match, size: Unit) -> tuple[Slot, Resolution] | None:
    anchor = match.scene.recent()
    if size == "day":
        anchor = anchor if anchor is not None and anchor.unit == "day" else match.scene.day
    return (anchor.to(size), "context") if anchor is not None else None


def read_edge_unit(match: Match) -> list[Reading]:
    """Anfang der Woche, the end of the month, year's end, Ende des Jahres 2005."""
    if match.tokens[0].tag == "unit" and match.tokens[-1].text.lower() not in ("end", "start", "beginning"):
        return []
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
    if base is None:
        return [match.unresolved("PAST_REF" if step < 0 else "FUTURE_REF")]
    return one(match.reading(base[0].shift(step), base[1]))


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
    if word.tag == "in":
        after = match.after()
        if word.text.lower() not in ("before", "after") or (
            after is not None and after.tag not in ("dot", "comma", "break", "close", "and", "dash")
        ):
            return []
    if _plural(unit.text):
        return [match.unresolved("PAST_REF")] if word.text.lower() == "ago" else []
    if size is None or (size == "day" and (match.scene.anchor is None or match.scene.anchor.unit != "day")):
        return []
    step = -1 if word.text.lower() == "before" or word.tag == "distance_before" or word.value.startswith("-") else 1
    if word.tag == "relative" and (
        match.scene.lang == "de" or word.text.lower() not in ("previous", "prior", "preceding", "following")
    ):
        return []
    base = _before_base(match, size)
    return one(match.reading(base[0].shift(step), base[1])) if base else []


def read_past_alone(match: Match) -> list[Reading]:
    """The past."""
    after = match.after()
    if match.tokens[-1].text.lower() != "past" or (
        after is not None and after.tag not in ("dot", "comma", "break", "close", "and", "in", "dash")
    ):
        return []
    return [Reading(match.first, match.last, "PAST_REF")]


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


READERS: dict[str, Reader] = {
    "rel_unit": read_relative_unit,
    "edge_unit": read_edge_unit,
    "unit_before": read_unit_before,
    "year_distance": read_year_distance,
    "past_alone": read_past_alone,
    "unit_edge": read_unit_edge,
}
