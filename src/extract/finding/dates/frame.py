"""What the words before a date make of it: ranges, open ends and bases of comparison."""

from __future__ import annotations

from extract.finding.dates.scene import Reading, Scene
from extract.values.period import Period

_BASES = {
    "de": ("gegenüber", "verglichen", "vergleich", "als"),
    "en": ("compared", "from", "than", "versus", "vs", "against", "over", "on"),
}


def frame(scene: Scene) -> list[Reading]:
    """The readings, with the periods of ranges and open ends and the marks of comparison set."""
    readings = scene.readings
    for left, right in zip(readings, readings[1:], strict=False):
        _join(scene, left, right)
    for reading in readings:
        if reading.kind == "DATE" and reading.slot is not None:
            _open_end(scene, reading)
            reading.base = _is_base(scene, reading)
    return readings


def _join(scene: Scene, left: Reading, right: Reading) -> None:
    """ "von 2005 bis 2010", "2005-2010", "between March and May": both ends get the whole period."""
    if left.slot is None or right.slot is None or left.period or right.period or left.kind != "DATE" != right.kind:
        return
    if left.kind != "DATE" or right.kind != "DATE":
        return
    between = [token for token in scene.tokens[left.last + 1 : right.first] if token.tag not in ("the", "edge", "in")]
    if len(between) != 1:
        return
    opener = _opener(scene, left)
    tag = between[0].tag
    glued = tag == "dash"
    ranged = (
        tag in ("until", "through")
        or glued
        or (tag == "to" and opener == "from")
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
    if _opener(scene, reading) == "since" or _prefixed_since(scene, reading):
        reading.period = Period.since(_point(reading.slot.period, last=False))


def _prefixed_since(scene: Scene, reading: Reading) -> bool:
    return False


def _is_base(scene: Scene, reading: Reading) -> bool:
    words = [token.text.lower() for token in scene.tokens[max(0, reading.first - 4) : reading.first]]
    cues = _BASES[scene.lang]
    for word in reversed(words):
        if word in ("gegenüber", "verglichen", "vergleich", "compared", "versus", "vs"):
            return True
    tail = words[-3:]
    return any(word in cues and word in ("als", "than") for word in tail) and any(
        word in ("im", "in", "for", "der", "noch") for word in tail
    )
