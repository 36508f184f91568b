"""What surrounds a time expression: publication date, the dates said before it, and the tense of its sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from extract.finding.dates.lexicon import lexicon
from extract.finding.dates.slots import Slot, Unit
from extract.finding.dates.tokens import Token
from extract.records import Language, Resolution, TimexType
from extract.values.period import Period

_REACH = 25


@dataclass(slots=True)
class Reading:
    """A time expression that the grammar found and a reader understood.

    Attributes:
        first, last: index of its first and last token.
        timex, kind: TIMEX3 value and type.
        slot: the stretch of the calendar it means, None where it means none.
        period: set where the period for facts is not that of the slot.
        resolved: what completed it.
    """

    first: int
    last: int
    timex: str
    kind: TimexType = "DATE"
    slot: Slot | None = None
    period: Period | None = None
    resolved: Resolution = "text"
    base: bool = False


@dataclass(slots=True)
class Scene:
    """The state of one pass over a text.

    Attributes:
        lang, tokens, published: as given.
        anchor, anchor_index: the last date said, and the index of its token; what "that month" goes back to.
        year: the last year said or implied.
        paragraph: index of the first token of the paragraph.
        readings: what was found so far.
    """

    lang: Language
    tokens: list[Token]
    published: dt.date | None
    anchor: Slot | None = None
    anchor_index: int = -1
    year: int | None = None
    paragraph: int = 0
    readings: list[Reading] = field(default_factory=list)

    def note(self, reading: Reading) -> None:
        """Remember what was just read."""
        self.readings.append(reading)
        slot = reading.slot
        if slot is None or reading.kind not in ("DATE", "TIME"):
            return
        self.anchor, self.anchor_index = slot, reading.last
        if slot.unit not in ("decade", "century", "millennium"):
            self.year = slot.year

    def start_paragraph(self, after: int, first: int) -> None:
        """Move on to the paragraph of a token; `after` is the first token not yet looked at."""
        for index in range(first - 1, max(after, self.paragraph) - 1, -1):
            if self.tokens[index].tag == "break":
                self.paragraph = index + 1
                return

    def base_year(self) -> tuple[int, Resolution] | None:
        """The year that "this year" means."""
        if self.published:
            return self.published.year, "published"
        return (self.year, "context") if self.year is not None else None

    def base_day(self) -> tuple[dt.date, Resolution] | None:
        """The day that "this week" is counted from."""
        if self.published:
            return self.published, "published"
        return (self.anchor.first, "context") if self.anchor and self.anchor.unit == "day" else None

    def base(self, unit: Unit) -> tuple[Slot, Resolution] | None:
        """The present slot of a unit."""
        if self.published:
            return Slot.at(unit, self.published), "published"
        if self.anchor is None:
            return None
        if unit in ("year", "decade", "century", "millennium"):
            return self.anchor.to(unit), "context"
        fine = self.anchor.unit == "day" or (self.anchor.unit == "month" and unit in ("month", "quarter", "half"))
        return (self.anchor.to(unit), "context") if fine else None

    def recent(self) -> Slot | None:
        """The last date said, if it stands in the same paragraph and not far off."""
        return self.anchor if self.anchor_index >= self.paragraph and self.anchor is not None else None

    def direction(self, first: int, last: int) -> int:
        """1 where the words around speak of the future, -1 for the past, 0 where nothing speaks.

        The nearest cue of the same sentence decides, one before the expression before one as far behind it.
        """
        cues = lexicon(self.lang).cues
        left = self._cues(range(first - 1, max(-1, first - _REACH), -1), cues)
        right = self._cues(range(last + 1, min(len(self.tokens), last + _REACH)), cues)
        if left and (not right or left[0] <= right[0]):
            return left[1]
        return right[1] if right else 0

    def _cues(self, indices: range, cues: dict[str, str]) -> tuple[int, int] | None:
        for distance, index in enumerate(indices):
            token = self.tokens[index]
            if token.tag == "break" or (token.tag == "dot" and self.ends_sentence(index)) or token.text in "?!;":
                return None
            cue = cues.get(token.text.lower())
            if cue:
                return distance, 1 if cue == "future" else -1
        return None

    def ends_sentence(self, index: int) -> bool:
        """Whether the dot at an index ends a sentence: it follows no number and a capital follows."""
        tokens = self.tokens
        before = tokens[index - 1].tag if index else ""
        if before in ("day", "month", "weekday_abbreviated"):
            return False
        return index + 1 >= len(tokens) or tokens[index + 1].text[:1].isupper() or tokens[index + 1].tag == "break"

    def year_for(self, month: int, day: int, direction: int) -> tuple[int, Resolution] | None:
        """The year of a day or month (day 0) that is said without one."""
        if self.published is None:
            return (self.year, "context") if self.year is not None else None
        here = self.published
        if day == 0:
            months = (month - here.month) + 0
            if direction > 0:
                return (here.year + 1 if months < 0 else here.year), "published"
            return (here.year - 1 if months > 0 else here.year), "published"
        past = (month, day) > (here.month, here.day)
        if direction > 0:
            return (here.year + 1 if (month, day) < (here.month, here.day) else here.year), "published"
        if direction < 0:
            return (here.year - 1 if past else here.year), "published"
        gap = (dt.date(2000, month, min(day, 28)) - dt.date(2000, here.month, min(here.day, 28))).days
        return (here.year - 1 if gap > 183 else here.year + 1 if gap < -183 else here.year), "published"

    def weekday_for(self, weekday: int, direction: int) -> tuple[Slot, Resolution] | None:
        """The day of a weekday that is said alone."""
        base = self.base_day()
        if base is None:
            return None
        ahead = (weekday - base[0].isoweekday()) % 7
        steps = ahead if direction > 0 or ahead == 0 else ahead - 7
        return Slot.at("day", base[0]).shift(steps), base[1]
