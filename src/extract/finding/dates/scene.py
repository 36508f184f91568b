"""What surrounds a time expression: publication date, the dates said before it, and the tense of its sentence."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from extract.finding.dates.comparing import Place, is_base
from extract.finding.dates.slots import Slot, Unit
from extract.finding.dates.tense import direction
from extract.finding.dates.tokens import Token, ends_sentence
from extract.records import Language, Resolution, TimexType
from extract.values.period import Period

#: How many tokens each way belong to what is near.
_REACH = 25
#: A day said without year that lies no more days off is meant, whatever the verb.
_NEAR = 75
#: A date within so many characters of the start dates the text.
_HEAD = 80
#: "BOZEN (dpa). ", "Berlin - ": a daily's article begins with its place.
_DATELINE = re.compile(
    r"\s*[A-ZÄÖÜ][\w/-]+(?: [A-ZÄÖÜ][\w/-]+){0,2} {0,2}(?:\([\w/, -]{1,20}\) ?[.:–—-]|[.:] {0,3}(?=[A-ZÄÖÜ„\"]))"
)


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
        text, lang, tokens: as given.
        published: the day that relative dates count from, None for a history too, whose dates go on from each other.
        today: the publication date as given.
        anchor, anchor_index: the last date said, and the index of its token; what "that month" goes back to.
        year: the last year said or implied.
        day: the last day said, also in an earlier paragraph.
        said: month and day -> year of the full dates so far; "the 7 October" later on is the same.
        head: a full date that begins the text; it stands in where no publication date is known.
        paragraph: index of the first token of the paragraph.
        readings: what was found so far.
    """

    text: str
    lang: Language
    tokens: list[Token]
    published: dt.date | None
    anchor: Slot | None = None
    anchor_index: int = -1
    year: int | None = None
    paragraph: int = 0
    readings: list[Reading] = field(default_factory=list)
    day: Slot | None = None
    today: dt.date | None = None
    head: dt.date | None = None
    said: dict[tuple[int, int], int] = field(default_factory=dict)
    _of_the_day: bool | None = None

    def note(self, reading: Reading) -> None:
        """Remember what was just read."""
        self.readings.append(reading)
        slot = reading.slot
        dated = reading.period is not None or (slot is not None and reading.kind == "DATE")
        reading.base = dated and (reading.base or self._is_base(reading))
        if slot is None or reading.base or self._passing(reading) or reading.kind not in ("DATE", "TIME"):
            return
        self.anchor, self.anchor_index = slot, reading.last
        if slot.unit == "day":
            self.day = slot
            if reading.resolved == "text":
                self.said[slot.first.month, slot.first.day] = slot.year
            if self.head is None and reading.resolved == "text" and self._heads(reading):
                self.head = slot.first
        if slot.unit not in ("decade", "century", "millennium"):
            self.year = slot.last.year
            if self.published is None and self.day is not None and self.day.year != slot.year:
                self.day = None

    def _heads(self, reading: Reading) -> bool:
        """Whether it dates the text: near its start, in no sentence, with a dash or the end of a line behind it."""
        tokens = self.tokens
        if tokens[reading.first].start > _HEAD or (reading.first and tokens[reading.first - 1].tag in ("in", "from")):
            return False
        following = tokens[reading.last + 1] if reading.last + 1 < len(tokens) else None
        if following is None or following.tag in ("dash", "break", "close", "open") or following.text in ":|":
            return True
        return "\n" in self.text[tokens[reading.last].end : following.start]

    def _is_base(self, reading: Reading) -> bool:
        after = self.readings[-2].last + 1 if len(self.readings) > 1 else 0
        unit = reading.slot.unit if reading.slot else ""
        return is_base(Place(self.tokens, reading.first, reading.last, after, unit), self.lang)

    def _passing(self, reading: Reading) -> bool:
        """Whether what follows does not go on from it: "(1911)", "am Vortag", "in May ... the treaty of 1911"."""
        tokens = self.tokens
        if self.aside(reading) or any(token.tag == "unit_before" for token in tokens[reading.first : reading.last + 1]):
            return True
        if self.published is None and reading.first and tokens[reading.first - 1].tag == "until":
            # "It lasted until 1941": the story goes on before; and no story begins with a deadline.
            return self.anchor is None or self.anchor_index < reading.first - 2
        if reading.first < 2 or reading.slot is None or reading.slot.unit != "year" or reading.first != reading.last:
            return False
        link, noun = tokens[reading.first - 1], tokens[reading.first - 2]
        if link.text not in ("von", "of") or noun.tag not in ("name", "other") or self.anchor is None:
            return False
        between = range(self.anchor_index + 1, reading.first)
        dated = self.anchor_index >= self.paragraph and self.anchor.unit not in ("decade", "century", "millennium")
        return dated and not any(tokens[at].tag == "dot" and ends_sentence(tokens, at) for at in between)

    def aside(self, reading: Reading) -> bool:
        """Whether it is a year in brackets, which what follows does not go on from."""
        before = self.tokens[reading.first - 1].tag if reading.first else ""
        return before == "open" and reading.slot is not None and reading.slot.unit == "year"

    @property
    def of_the_day(self) -> bool:
        """Whether the text speaks of days around its own: it has a dateline or says "gestern"."""
        if self._of_the_day is None:
            self._of_the_day = bool(_DATELINE.match(self.text)) or any(
                token.tag == "deictic" and token.value == "-1" for token in self.tokens
            )
        return self._of_the_day

    def sentence(self, index: int) -> list[Token]:
        """The tokens around one, as far as its sentence and 25 tokens each way go."""
        found = [self.tokens[index]]
        for step, stop in ((-1, max(-1, index - _REACH)), (1, min(len(self.tokens), index + _REACH))):
            for at in range(index + step, stop, step):
                token = self.tokens[at]
                if token.tag == "break" or (token.tag == "dot" and ends_sentence(self.tokens, at)):
                    break
                found.append(token)
        return found

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
        if self.head:
            return self.head, "context"
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
        before = self.tokens[first - 1].tag if first else ""
        ends_range = bool(self.readings) and self.readings[-1].last == first - 2
        ends_range = ends_range or (first > 1 and self.tokens[first - 2].tag == "edge")
        if before in ("until", "since") and not ends_range:
            if before == "until":
                return 1
            if self.tokens[first - 1].text.lower() != "ab":
                return -1
        return direction(self.tokens, first, last, self.lang)

    def year_for(self, month: int, day: int, direction: int) -> tuple[int, Resolution] | None:
        """The year of a day or month (day 0) that is said without one."""
        if self.published is None:
            return self._year_in_story(month)
        here = self.published
        if (month, day) in self.said:
            return self.said[month, day], "context"
        if day == 0:
            months = month - here.month
            if direction == 0 and months % 12 == 1:
                direction = 1
            if direction > 0:
                return (here.year + 1 if months < 0 else here.year), "published"
            return (here.year - 1 if months > 0 else here.year), "published"
        gap = (dt.date(2000, month, min(day, 28)) - dt.date(2000, here.month, min(here.day, 28))).days
        near = here.year - 1 if gap > 183 else here.year + 1 if gap < -183 else here.year
        if direction == 0 or abs(gap) <= _NEAR or abs(gap) >= 366 - _NEAR:
            return near, "published"
        if direction > 0:
            return (here.year + 1 if gap < 0 else here.year), "published"
        return (here.year - 1 if gap > 0 else here.year), "published"

    def _year_in_story(self, month: int) -> tuple[int, Resolution] | None:
        """Without a publication date: the year said last; after a late month an early one is of the next year."""
        if self.year is None:
            return None
        anchor = self.anchor
        late = anchor is not None and anchor.unit in ("day", "month") and anchor.year == self.year
        turns = late and anchor is not None and anchor.first.month - month >= 9
        return self.year + turns, "context"

    def weekday_for(self, weekday: int, direction: int) -> tuple[Slot, Resolution] | None:
        """The day of a weekday that is said alone."""
        base = self.base_day()
        if base is None:
            return None
        ahead = (weekday - base[0].isoweekday()) % 7
        told = self.published is None and self.head is None
        steps = ahead if direction > 0 or ahead == 0 or told else ahead - 7
        return Slot.at("day", base[0]).shift(steps), base[1]
