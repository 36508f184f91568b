"""What the words before a date make of it: ranges, open ends and bases of comparison."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from extract.finding.dates.lexicon import lexicon
from extract.finding.dates.pieces import slot_of_day
from extract.finding.dates.scene import Reading, Scene
from extract.finding.dates.slots import SEASONS, Slot
from extract.finding.dates.tense import is_preterite
from extract.values.period import Period
from extract.values.reference import load_data

_MONTH_DAY = re.compile(r"(?:\d{4}|XXXX)-(\d\d)(?:-(\d\d))?")
#: How far "since" stands before the date of its event.
_SINCE_REACH = 9
_COMMA_LINKS = (["comma", "to"], ["comma", "until"], ["comma", "through"])
_LINKS = (["until"], ["dash"], ["to"], ["through"], ["and"])


def frame(scene: Scene) -> list[Reading]:
    """The readings, with the periods of ranges and open ends and the marks of comparison set."""
    readings = scene.readings
    for left, right in pairwise(readings):
        _lend_day(scene, left, right)
        _lend_year(scene, left, right)
        _join(scene, left, right)
    for reading in readings:
        if reading.kind == "DATE" and reading.slot is not None:
            _open_end(scene, reading)
    return readings


def _lend_day(scene: Scene, left: Reading, right: Reading) -> None:
    """ "on Saturday (March 21, 2026)": the date in brackets says which Saturday."""
    gap = [token.tag for token in scene.tokens[left.last + 1 : right.first]]
    if (
        gap != ["open"]
        or left.slot is None
        or right.slot is None
        or left.slot.unit != "day"
        or right.slot.unit != "day"
    ):
        return
    named = scene.tokens[left.last].tag == "weekday" and left.resolved != "text"
    if named and left.slot.first.isoweekday() == right.slot.first.isoweekday():
        left.slot, left.timex, left.resolved = right.slot, right.timex, "context"


def _lend_year(scene: Scene, left: Reading, right: Reading) -> None:
    """ "29. Juni bis 3. Juli 2024": the year of the second holds for the first."""
    if left.kind != "DATE" or right.slot is None or left.resolved == "text" or right.resolved != "text":
        return
    between = [token.tag for token in scene.tokens[left.last + 1 : right.first] if token.tag not in ("the", "in")]
    said = _MONTH_DAY.fullmatch(left.timex)
    if any(token.tag == "holiday" for token in scene.tokens[left.first : left.last + 1]):
        return
    if between not in _LINKS:
        return
    season = left.timex[-2:]
    if right.slot.unit == "season" and season in SEASONS:
        part = SEASONS.index(season) + 1
        left.slot = Slot.of("season", right.slot.year - (part > right.slot.part), part)
        left.timex, left.resolved = left.slot.timex, "context"
    if said is None or right.slot.unit not in ("day", "month"):
        return
    month, day = int(said[1]), int(said[2] or 0)
    later = (month, day) > (right.slot.first.month, right.slot.first.day)
    year = right.slot.year - (later and between != ["and"])
    left.slot = slot_of_day(year, month, day) if day else Slot.of("month", year, month)
    if left.slot is not None:
        left.timex, left.resolved = left.slot.timex, "context"


def _join(scene: Scene, left: Reading, right: Reading) -> None:
    """ "von 2005 bis 2010", "2005-2010", "between March and May": both ends get the whole period."""
    if left.slot is None or right.slot is None or left.period or right.period or left.kind != "DATE" != right.kind:
        return
    if left.kind != "DATE" or right.kind != "DATE":
        return
    between = [token for token in scene.tokens[left.last + 1 : right.first] if token.tag not in ("the", "edge", "in")]
    if _opener(scene, left) == "from" and [token.tag for token in between] in _COMMA_LINKS:
        del between[0]  # "from May 2, 2022, to June 3, 2023"
    if len(between) != 1:
        return
    opener = _opener(scene, left)
    tag = between[0].tag
    years = left.slot.unit == right.slot.unit == "year"
    glued = tag == "dash"
    ranged = (
        tag in ("until", "through")
        or glued
        or (tag == "to" and (opener == "from" or years))
        or (tag == "and" and opener == "between")
    )
    if tag == "until" and scene.lang == "en" and opener != "from":
        ranged = between[0].text.lower() != "by"
    first, last = left.slot.period, right.slot.period
    if ranged and first.start and last.end and first.start < last.end and left.slot.index != right.slot.index:
        left.period = right.period = Period.between(_point(first, last=False), _point(last, last=True))


def _point(period: Period, *, last: bool) -> Period:
    if period.granularity != "interval":
        return period
    return Period.parse((period.last if last else period.first) or "")


def _opener(scene: Scene, reading: Reading) -> str:
    for index in range(reading.first - 1, max(-1, reading.first - 4), -1):
        tag = scene.tokens[index].tag
        if tag in ("from", "between", "since", "until"):
            return tag
        if tag not in ("the", "edge", "in", "about"):
            return ""
    return ""


def _open_end(scene: Scene, reading: Reading) -> None:
    if reading.slot is None or reading.period is not None:
        return
    if _opener(scene, reading) == "since" or _since_event(scene, reading) or _from_on(scene, reading):
        reading.period = Period.since(_point(reading.slot.period, last=False))


def _from_on(scene: Scene, reading: Reading) -> bool:
    """English "from July 1" with no end said: the time from then on."""
    if scene.lang != "en" or _opener(scene, reading) != "from" or reading.base or reading.slot is None:
        return False
    ahead = scene.published is not None and reading.slot.last >= scene.published
    following = scene.tokens[reading.last + 1] if reading.last + 1 < len(scene.tokens) else None
    ends = following is not None and (
        following.tag in ("to", "until", "through", "dash", "genitive") or (following.tag == "name")
    )
    return (ahead or (following is not None and following.text.lower() in ("on", "onward", "onwards"))) and not ends


def _since_event(scene: Scene, reading: Reading) -> bool:
    """ "seit der Gründung 1952", "since the war began in 2022": open as well, with the event in between.

    Not where a gerund or the noun of an act ("since establishing relations in 1992", "seit der Aufnahme von
    Beziehungen 1992") makes the act itself what is dated, nor behind another verb ("since he lost in 2022").
    """
    words = _since_words()
    tokens = scene.tokens
    for index in range(reading.first - 1, max(-1, reading.first - _SINCE_REACH), -1):
        token = tokens[index]
        word = token.text.lower()
        if word in ("seit", "since"):
            of_event = tokens[reading.first - 1].text in ("of", "von")  # "since the accord of 1987"
            between = {item.text.lower() for item in tokens[index + 1 : reading.first]}
            acted = word == "since" and tokens[index + 1].text.lower().endswith("ing")
            return not (acted or of_event or between & words["acts"] or _goes_on(scene, reading))
        if token.tag in ("dot", "comma", "break", "close", "open", "and") or word in words["stops"]:
            return False
        verb = lexicon(scene.lang).cues.get(word) is not None or (
            token.tag == "other" and is_preterite(word, scene.lang)
        )
        if verb and word not in words["beginnings"]:
            return False
    return False


def _goes_on(scene: Scene, reading: Reading) -> bool:
    """Whether a verb follows an English date at once, so that "since" means because: "since sales in 2022 were low"."""
    following = scene.tokens[reading.last + 1].text.lower() if reading.last + 1 < len(scene.tokens) else ""
    return scene.lang == "en" and lexicon("en").cues.get(following) == "past"


@cache
def _since_words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in load_data("extract.finding", "dates_since.yaml").items()}
