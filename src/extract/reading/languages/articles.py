"""The languages of an article: function words tell those of its paragraphs, the detectors where these leave a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.reading.languages.detectors import Verdict, best_guess, detect, is_other_script, language_name
from extract.reading.languages.paragraphs import Stretch, paragraphs, runs
from extract.reading.languages.words import LANGUAGES, count_words
from extract.records import Language

# A text is read when half of it is German or English, or a quarter that is as long as a short article.
_ENOUGH_SHARE = 0.5
_LONG_SHARE, _LONG_CHARACTERS = 0.25, 600
# The paragraphs that look alike are shown to the detectors together.
_SAMPLE_PARTS, _SAMPLE_PART = 6, 200
_HINT = re.compile("[-_]")
_UNREAD = Verdict(None, "other language: in another script", foreign=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """The languages of an article.

    Attributes:
        language: of the article, None when it is turned away.
        paragraphs: (start, end, language) of German and English paragraphs of a mixed text, else empty.
        reason: why it is turned away, else empty.
    """

    language: Language | None
    paragraphs: tuple[tuple[int, int, Language], ...] = ()
    reason: str = ""


def read_languages(text: str, hint: str = "") -> Reading:
    """The language of an article, and of its paragraphs where they differ.

    Paragraphs in a third language or in a dialect are left out. They turn the article away where less than half of it
    is German or English, and less than 600 characters or a quarter.

    Args:
        text: the article.
        hint: code of the language that the metadata give; it decides only what is undetermined, only for German
            and English.
    """
    if not text.strip():
        return Reading(None, reason="empty")
    stretches = list(paragraphs(text))
    long = [stretch for stretch in stretches if stretch.is_long]
    if not any(stretch.language or stretch.mixes for stretch in long):
        verdict = detect(text)
        if verdict.foreign or len(long) < 2:
            return _whole(verdict, hint)
    parts: list[tuple[Stretch, Verdict | None]] = [
        (stretch, _UNREAD if is_other_script(text[stretch.start : stretch.end]) else None)
        for stretch in stretches
        if not stretch.is_long
    ]
    parts = sorted([*parts, *_verdicts(text, long)], key=lambda part: part[0].start)
    if not any(verdict and (verdict.code or verdict.foreign) for _, verdict in parts):
        return _whole(detect(text), hint)
    return _mixed(text, parts, hint)


def guess(text: str) -> Language | None:
    """German or English where the text is for certain in no other language: for single sentences and phrases.

    >>> guess("Der Umsatz stieg."), guess("Trade rose in May.")
    ('de', 'en')
    """
    verdict = detect(text)
    if verdict.code or verdict.foreign:
        return verdict.language
    counts = count_words(text).counts
    if counts["de"] != counts["en"]:
        return "de" if counts["de"] > counts["en"] else "en"
    return "de" if any(letter in "äöüßÄÖÜ" for letter in text) or best_guess(text) == "de" else "en"


def _whole(verdict: Verdict, hint: str) -> Reading:
    if verdict.language:
        return Reading(verdict.language)
    if verdict.code or verdict.foreign:
        return Reading(None, reason=verdict.reason or f"other language: {language_name(verdict.code or '')}")
    hinted = LANGUAGES.get(_HINT.split(hint.lower())[0])
    if hinted and (not verdict.candidates or hinted in verdict.candidates):
        return Reading(hinted)
    return Reading(None, reason=verdict.reason)


def _verdicts(text: str, long: Sequence[Stretch]) -> Iterator[tuple[Stretch, Verdict]]:
    """The verdict on each long paragraph, or on its runs of sentences where it mixes German and English."""
    groups: dict[Language | None, list[Stretch]] = {language: [] for language in (None, *LANGUAGES.values())}
    for stretch in long:
        groups[stretch.language].append(stretch)
    doubtful = groups.pop(None)
    for language, group in groups.items():
        verdict = detect(_sample(text, group)) if group else Verdict(None)
        if verdict.language == language:
            yield from ((stretch, verdict) for stretch in group)
        else:
            doubtful += group
    for stretch in doubtful:
        parts = list(_runs(text, stretch)) if stretch.mixes else []
        yield from parts or [(stretch, detect(text[stretch.start : stretch.end]))]


def _runs(text: str, whole: Stretch) -> Iterator[tuple[Stretch, Verdict]]:
    """The runs of a paragraph that mixes both languages, where the detectors say so too."""
    found = runs(text, whole)
    for language in LANGUAGES.values():
        mine = [stretch for stretch, spoken in found if spoken == language]
        if not mine or detect(_sample(text, mine)).language != language:
            return
    yield from ((stretch, Verdict(language)) for stretch, language in found)


def _sample(text: str, group: Sequence[Stretch]) -> str:
    """The beginnings of some stretches, spread over the article."""
    step = -(-len(group) // _SAMPLE_PARTS)
    return "\n".join(text[each.start : min(each.end, each.start + _SAMPLE_PART)] for each in group[::step])


def _mixed(text: str, parts: Sequence[tuple[Stretch, Verdict | None]], hint: str) -> Reading:
    filled = _filled(text, parts)
    weights: dict[Verdict, int] = {}
    for stretch, verdict in filled:
        weights[verdict] = weights.get(verdict, 0) + stretch.end - stretch.start
    ours: dict[Language, int] = {}
    for verdict, weight in weights.items():
        if verdict.language:
            ours[verdict.language] = ours.get(verdict.language, 0) + weight
    read, total = sum(ours.values()), sum(weights.values())
    enough = read >= _ENOUGH_SHARE * total or read >= max(_LONG_SHARE * total, _LONG_CHARACTERS)
    if not enough:
        return _whole(max((each for each in weights if not each.language), key=lambda each: weights[each]), hint)
    language = max(sorted(ours), key=lambda each: ours[each])
    if len(ours) == 1 and read == total:
        return Reading(language)
    return Reading(language, tuple((each.start, each.end, own.language) for each, own in filled if own.language))


def _filled(text: str, parts: Sequence[tuple[Stretch, Verdict | None]]) -> list[tuple[Stretch, Verdict]]:
    """A verdict on each stretch; a heading takes that of what follows, other short ones of what goes before."""
    clear = [verdict if verdict and (verdict.code or verdict.foreign) else None for _, verdict in parts]
    after: list[Verdict | None] = []
    following = None
    for verdict in reversed(clear):
        following = verdict or following
        after.append(following)
    after.reverse()
    filled: list[tuple[Stretch, Verdict]] = []
    before: Verdict | None = None
    for (stretch, _), verdict, later in zip(parts, clear, after, strict=True):
        heading = text[stretch.start : stretch.end].rstrip()[-1:] not in tuple('.!?"”“»')
        chosen = verdict or (later if heading else None) or before or later
        before = verdict or before
        filled.append((stretch, chosen or Verdict(None)))
    return filled
