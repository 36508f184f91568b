"""Readers of months and seasons."""

from __future__ import annotations

from extract.finding.dates.pieces import Match, Reader, one, year_of
from extract.finding.dates.scene import Reading
from extract.finding.dates.slots import SEASONS, Slot
from extract.values.period import Period


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
    at = [index for index, token in enumerate(match.tokens) if token.tag == "month"]
    if not at or (len(match.tokens) == 2 * len(at) - 1 and _month_names(match)):
        return []
    numbers = [match.tokens[index].number for index in at]
    year = year_of(match) or match.scene.year_for(numbers[-1], 0, match.scene.direction(match.first, match.last))
    if year is None:
        return []
    joined = match.has("until", "to", "dash", "through")
    found: list[Reading] = []
    for position, index in enumerate(at):
        closing = position == len(at) - 1
        edged = index > 0 and match.tokens[index - 1].tag == "edge"
        piece = match.part(0 if position == 0 else index - edged, len(match.tokens) - 1 if closing else index)
        wraps = joined and not closing and numbers[position] > numbers[-1]
        found += one(piece.reading(Slot.of("month", year[0] - wraps, numbers[position]), year[1]))
    if joined and len(found) == 2 and found[0].slot and found[1].slot:
        span = Period.between(found[0].slot.period, found[1].slot.period)
        for reading in found:
            reading.period = span
    return found


def _month_names(match: Match) -> bool:
    """Whether months without a year may be names of persons: "April and June"."""
    before = match.before()
    return match.scene.lang == "en" and (
        before is None or before.tag not in ("in", "from", "between", "since", "of", "the")
    )


def read_month_year(match: Match) -> list[Reading]:
    """05/2023."""
    month, year = (int(part) for part in match.tokens[0].text.split("/"))
    if not (1 <= month <= 12 and 1900 <= year <= 2100):
        return []
    return one(match.reading(Slot.of("month", year, month)))


def read_season(match: Match) -> list[Reading]:
    """Herbst 1998, last summer, Winter 2005/06."""
    token = match.find("season")
    if token is None:
        return []
    part, where = token.number, match.tokens.index(token)
    scene = match.scene
    if len(match.tokens) == 1 + match.has("the") and not _season_place(match):
        return []
    relative = next((item for item in match.tokens[:where] if item.tag == "relative"), None)
    year = year_of(match.part(where, len(match.tokens) - 1))
    told = scene.recent() if any(item.tag == "anaphor" for item in match.tokens[:where]) else None
    if year is None and told is not None:
        year = told.year, "context"
    if year:
        return one(match.reading(Slot.of("season", year[0], part), year[1]))
    base = scene.base("season") if scene.published else None
    if base is None:
        context = scene.base_year()
        return (
            one(match.reading(Slot.of("season", context[0], part), context[1]))
            if context
            else [match.unresolved(f"XXXX-{SEASONS[part - 1]}")]
        )
    return one(match.reading(_season(match, base[0], part, relative.number if relative else None), base[1]))


def _season_place(match: Match) -> bool:
    """Whether a season that is said alone is one: English "fall" needs more around it than the others."""
    before, after = match.before(), match.after()
    if match.scene.lang == "de":
        return True
    if before is not None and before.tag == "the":
        return False
    if match.has("the"):
        return before is not None and before.tag in ("in", "until", "since", "through", "from", "of")
    if match.tokens[-1].text.lower() != "fall":
        return before is None or before.tag not in ("other", "name", "number_other", "day", "int")
    if (after is not None and after.tag in ("of", "in", "to", "from", "percent")) or before is None:
        return False
    return before.text.lower() in ("in", "by", "during", "until", "since", "for", "through")


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
    "month_list": read_month_list,
    "month": read_month,
    "month_year": read_month_year,
    "season": read_season,
}
