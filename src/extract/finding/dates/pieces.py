"""What the readers of all forms share: the tokens of one match, and years that are said in other words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from extract.finding.dates.scene import Reading, Scene
from extract.finding.dates.slots import Slot, Unit
from extract.finding.dates.tokens import Token
from extract.records import Resolution

UNITS: frozenset[str] = frozenset("day weekend week month quarter half season year decade century millennium".split())


@dataclass(frozen=True, slots=True)
class Match:
    """The tokens `first` to `last` (inclusive) that a form covers.

    Attributes:
        scene: what surrounds it.
        first, last: indices into `scene.tokens`.
    """

    scene: Scene
    first: int
    last: int

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the match."""
        return self.scene.tokens[self.first : self.last + 1]

    def find(self, *tags: str) -> Token | None:
        """The first token of one of the kinds."""
        return next((token for token in self.tokens if token.tag in tags), None)

    def all(self, *tags: str) -> list[Token]:
        """All tokens of the kinds."""
        return [token for token in self.tokens if token.tag in tags]

    def has(self, *tags: str) -> bool:
        """Whether a token of one of the kinds is there."""
        return self.find(*tags) is not None

    def part(self, first: int, last: int) -> Match:
        """A stretch of the match, by indices relative to it."""
        return Match(self.scene, self.first + first, self.first + last)

    def before(self, steps: int = 1) -> Token | None:
        """The token so many before the match."""
        index = self.first - steps
        return self.scene.tokens[index] if index >= 0 else None

    def after(self, steps: int = 1) -> Token | None:
        """The token so many behind the match."""
        index = self.last + steps
        return self.scene.tokens[index] if index < len(self.scene.tokens) else None

    def reading(self, slot: Slot, resolved: Resolution = "text") -> Reading | None:
        """A date that means a slot; None where no calendar reaches it."""
        if not slot.valid:
            return None
        return Reading(self.first, self.last, slot.timex, "DATE", slot, None, resolved)

    def unresolved(self, timex: str) -> Reading:
        """A date that nothing completes."""
        return Reading(self.first, self.last, timex, "DATE", None, None, "none")


Reader = Callable[[Match], list[Reading]]


def one(reading: Reading | None) -> list[Reading]:
    """A list of the reading, empty for none."""
    return [] if reading is None else [reading]


def full_year(token: Token, published: dt.date | None = None) -> int:
    """The year of a year token or of two digits: of 69 and above the 20th century, else the 21st."""
    if token.tag == "span":
        return int(token.text[:4])
    value = token.number
    if token.tag == "year" or value > 99:
        return value
    return value + (1900 if value > 50 else 2000)


def year_of(match: Match) -> tuple[int, Resolution] | None:
    """The year that "2023", "dieses Jahres", "of last year", "im Vorjahr" say after a month or the like."""
    said = match.find("year", "short_year", "span")
    if said:
        return full_year(said), "text"
    scene = match.scene
    base = scene.base_year()
    if match.has("anaphor"):
        return (scene.year, "context") if scene.year is not None and match.tokens[-1].value == "year" else None
    relative, unit = match.find("relative"), match.find("unit", "fiscal")
    if relative and unit and unit.value == "year" and base:
        return base[0] + relative.number, base[1]
    before, after = match.find("unit_before"), match.find("unit_after")
    if (before or after) and base:
        anchor = scene.recent()
        year = anchor.year if anchor else base[0]
        return year + (-1 if before else 1), base[1]
    told = scene.lang == "de" or match.has("of", "in")
    return base if unit and unit.value == "year" and told else None


def day_number(token: Token) -> int:
    """The number of a day or an ordinal."""
    return int("".join(char for char in token.value if char.isdigit() or char == "-") or 0)


def slot_of_day(year: int, month: int, day: int) -> Slot | None:
    """A day, None where the calendar lacks it."""
    try:
        return Slot.at("day", dt.date(year, month, day))
    except ValueError:
        return None


def sized(unit: str) -> Unit | None:
    """The unit as slots know it."""
    return unit if unit in UNITS else None  # type: ignore[return-value]
