"""The pass over a text: tokens, forms, readings, and what stands before a date ("seit", "gegenüber")."""

from __future__ import annotations

import datetime as dt

from extract.finding.dates import days, months, parts, relative, same, spans, weekdays, weeks, years
from extract.finding.dates.frame import frame
from extract.finding.dates.grammar import forms_after, grammar, tag_string
from extract.finding.dates.pieces import Match, Reader
from extract.finding.dates.scene import Reading, Scene
from extract.finding.dates.story import is_history
from extract.finding.dates.tokens import tokenise
from extract.finding.dates.traps import is_trap
from extract.records import DateMention, Language

_READERS: dict[str, Reader] = {
    form: reader
    for module in (days, months, parts, weeks, years, weekdays, relative, same, spans)
    for form, reader in module.READERS.items()
}


def find_dates(text: str, lang: Language, published: dt.date | None) -> list[DateMention]:
    """The time expressions of a text, in order and without overlaps.

    Args:
        text: plain text; offsets count its code points.
        lang: "de" or "en".
        published: the day that relative expressions count from, None when unknown: they then stay open, unless
            an earlier full date of the text completes them.
    """
    tokens = tokenise(text, lang)
    told = published is None or is_history(tokens, published)
    scene = Scene(text, lang, tokens, None if told else published, today=published)
    tags = tag_string([token.tag for token in tokens])
    search = grammar().search
    position = 0
    while match := search(tags, position):
        scene.start_paragraph(position, match.start())
        found = _read(match.lastgroup or "", Match(scene, match.start(), match.end() - 1))
        if not found:
            found = _read_shorter(match.lastgroup or "", scene, tags, match.start())
        for reading in found:
            scene.note(reading)
        position = found[-1].last + 1 if found else match.start() + 1
    return [_mention(text, scene, reading) for reading in frame(scene)]


def _read(form: str, match: Match) -> list[Reading]:
    reader = _READERS.get(form)
    if reader is None or is_trap(form, match):
        return []
    return reader(match)


def _read_shorter(failed: str, scene: Scene, tags: str, start: int) -> list[Reading]:
    """What a later form makes of a place where an earlier one matched and its reader shook its head."""
    for form, pattern in forms_after(failed):
        match = pattern.match(tags, start)
        if match and (found := _read(form, Match(scene, start, match.end() - 1))):
            return found
    return []


def _mention(text: str, scene: Scene, reading: Reading) -> DateMention:
    start, end = scene.tokens[reading.first].start, scene.tokens[reading.last].end
    if scene.tokens[reading.last].tag == "dot" and scene.tokens[reading.last - 1].tag != "day":
        end = scene.tokens[reading.last - 1].end
    period = reading.period
    if period is None and reading.slot is not None:
        period = reading.slot.period
    return DateMention(
        start=start, end=end, quote=text[start:end], timex=reading.timex, timex_type=reading.kind, period=period,
        resolved_by=reading.resolved, base=reading.base,
    )  # fmt: skip
