"""Readers of dates that are the same period as another one: of the year before, of that year, year on year."""

from __future__ import annotations

from extract.finding.dates.pieces import Match, Reader, full_year, one, sized, year_of
from extract.finding.dates.scene import Reading
from extract.finding.dates.slots import Slot


def read_year_earlier(match: Match) -> list[Reading]:
    """The year-earlier quarter, the year-ago period: the same one a year before."""
    first, part = match.tokens[-4 if match.has("dash") else -3], match.tokens[-1]
    size = sized(part.value)
    if first.tag != "unit" or first.value != "year" or part.tag != "unit" or size not in ("quarter", "half", "month"):
        return []
    anchor, base = match.scene.recent(), match.scene.base(size)
    if anchor is not None and anchor.unit == size:
        return one(match.reading(_year_back(anchor, "period"), "context"))
    return one(match.reading(_year_back(base[0], "period"), base[1])) if base else []


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


def read_year_on_year(match: Match) -> list[Reading]:
    """Year on year, im Jahresvergleich: no date in TIMEX3, for facts the same period a year before."""
    anchor, base = match.scene.recent(), match.scene.base_year()
    reading = Reading(match.first, match.last, "P1Y", "DURATION")
    if anchor is not None and anchor.unit not in ("decade", "century", "millennium"):
        reading.period, reading.resolved = _year_back(anchor, "period").period, "context"
    elif base is not None:
        reading.period, reading.resolved = Slot.of("year", base[0] - 1).period, base[1]
    reading.base = True
    return [reading]


def read_same_ago(match: Match) -> list[Reading]:
    """The same month a year ago, that quarter of last year."""
    unit, anchor = match.find("unit", "weekend"), match.scene.recent()
    size = sized(unit.value) if unit else None
    said = match.find("year", "short_year")
    if said is not None and (anchor is None or anchor.unit == "year"):
        return one(match.reading(Slot.of("year", full_year(said))))
    if anchor is None or size is None or anchor.unit in ("decade", "century", "millennium") or size == "day":
        return []
    if anchor.unit == "year" and size != "year":
        return []
    if match.has("distance_before"):
        years = 1 if len(match.all("unit")) > 1 and match.all("unit")[1].value == "year" else 0
    else:
        year = year_of(match.part(match.tokens.index(unit) + 1, len(match.tokens) - 1)) if unit else None
        years = anchor.year - year[0] if year else 0
    return one(match.reading(_year_back(anchor.to(size), "period", years), "context")) if years else []


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


READERS: dict[str, Reader] = {
    "year_earlier": read_year_earlier,
    "same_period": read_same_period,
    "same": read_same,
    "same_ago": read_same_ago,
    "year_on_year": read_year_on_year,
}
