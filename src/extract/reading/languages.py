"""The language of an article and of its paragraphs: two detectors must agree, and none is told what to expect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale
from langdetect import detector_factory
from langdetect.lang_detect_exception import LangDetectException
from py3langid.langid import LanguageIdentifier

from extract.records import Language
from extract.values.reference import load_data

MIN_LETTERS = 40
MIN_PARAGRAPH_LETTERS = 100
MIN_PROBABILITY = 0.9
_SAMPLE = 600
_LONG_SAMPLE = 2400
_SEED = 0
# German and English have every third or fourth word in the short list of function words, and at least one in ten
# even where lists of names stand; what lies below is neither, though the detectors may take it for one of them.
_MIN_FUNCTION_WORDS = 0.08
_MIN_WORDS = 20
# Both detectors take Swiss German and Bavarian for German; these have at least one telling word in 25.
_MAX_DIALECT_WORDS = 0.04
_NAMES: dict[str, Language] = {"de": "de", "en": "en"}
_WORD = re.compile(r"[^\W\d_]+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r\n[^\S\n]*\r\n|\r\r|\u2029")
_BREAK = re.compile(r"\r\n|[\n\r\u2028]")
_LONG_LINE = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known about the language of a text.

    Attributes:
        code: ISO 639 code, None when undetermined.
        reason: why it is undetermined, or between which other languages; else empty.
    """

    code: str | None
    reason: str = ""

    @property
    def language(self) -> Language | None:
        """German or English, None for every other language and when undetermined."""
        return _NAMES.get(self.code or "")


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


def detect(text: str) -> Verdict:
    """The language of a text as a whole.

    Undetermined are texts under 40 letters, those on which langdetect and py3langid differ, those on which langdetect
    is less sure than 0.9, and German or English almost without function words.
    """
    letters = sum(len(word[0]) for word in _WORD.finditer(text))
    if letters < MIN_LETTERS:
        return Verdict(None, f"too short: {letters} letters, at least {MIN_LETTERS} are needed to tell the language")
    verdict = _detect(text.strip()[:_SAMPLE])
    if verdict.code is None and len(text) > _SAMPLE:
        verdict = _detect(text.strip()[:_LONG_SAMPLE])
    return verdict


def read_languages(text: str, hint: str = "") -> Reading:
    """The language of an article, and of its paragraphs where they differ.

    Args:
        text: the article.
        hint: code of the language that the metadata give; it decides only what is undetermined, only for German
            and English.
    """
    if not text.strip():
        return Reading(None, reason="empty")
    units = list(_units(text))
    verdict = detect(text)
    long = [unit for unit in units if _letters(text[slice(*unit)]) >= MIN_PARAGRAPH_LETTERS]
    if all(_looks_like(text[slice(*unit)], verdict.language) for unit in long) and (verdict.code or not long):
        return _whole(verdict, hint)
    found = {unit: detect(text[slice(*unit)]) for unit in long}
    codes = {each.code for each in found.values() if each.code}
    if not codes or codes == {verdict.code}:
        return _whole(verdict, hint)
    return _mixed(text, units, found, verdict, hint)


def guess(text: str) -> Language | None:
    """German or English where the text is for certain in no other language: for single sentences and phrases.

    >>> guess("Der Umsatz stieg."), guess("Trade rose in May.")
    ('de', 'en')
    """
    verdict = detect(text)
    if verdict.code:
        return verdict.language
    words = [word[0].lower() for word in _WORD.finditer(text)]
    german, english = (sum(word in _function_words(each) for word in words) for each in _NAMES.values())
    if german != english:
        return "de" if german > english else "en"
    return "de" if any(letter in "äöüßÄÖÜ" for letter in text) or _langid().classify(text)[0] == "de" else "en"


def language_name(code: str) -> str:
    """English name and code, for messages.

    >>> language_name("nl")
    'Dutch (nl)'
    """
    name = Locale("en").languages.get(code.split("-")[0])
    return f"{name} ({code})" if name else code


def _whole(verdict: Verdict, hint: str) -> Reading:
    if verdict.language:
        return Reading(verdict.language)
    if verdict.code:
        return Reading(None, reason=verdict.reason or f"other language: {language_name(verdict.code)}")
    if hint in _NAMES:
        return Reading(_NAMES[hint])
    return Reading(None, reason=verdict.reason)


def _mixed(
    text: str, units: list[tuple[int, int]], found: dict[tuple[int, int], Verdict], verdict: Verdict, hint: str
) -> Reading:
    spoken: list[str | None] = [found[unit].code if unit in found else None for unit in units]
    weights: dict[str, int] = {}
    for unit, code in zip(units, _filled(text, units, spoken), strict=True):
        weights[code] = weights.get(code, 0) + _letters(text[slice(*unit)])
    ours = {code: weight for code, weight in weights.items() if code in _NAMES}
    if 2 * sum(ours.values()) < sum(weights.values()):
        other = max(sorted(set(weights) - set(ours)), key=lambda code: weights[code])
        return _whole(verdict if verdict.code and not verdict.language else Verdict(other), hint)
    language = _NAMES[max(sorted(ours), key=lambda code: ours[code])]
    if len(weights) == 1:
        return Reading(language)
    filled = zip(units, _filled(text, units, spoken), strict=True)
    return Reading(language, tuple((*unit, _NAMES[code]) for unit, code in filled if code in _NAMES))


def _filled(text: str, units: list[tuple[int, int]], spoken: list[str | None]) -> list[str]:
    """The language of each paragraph; a heading takes that of what follows, other short ones of what goes before."""
    after: list[str | None] = []
    following = None
    for code in reversed(spoken):
        following = code or following
        after.append(following)
    after.reverse()
    filled: list[str] = []
    before: str | None = None
    for unit, code, later in zip(units, spoken, after, strict=True):
        heading = text[slice(*unit)].rstrip()[-1:] not in tuple('.!?"”“»')
        chosen = code or (later if heading else None) or before or later
        before = code or before
        filled.append(chosen or "")
    return filled


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs: stretches between blank lines, or their lines where these are too long to be wraps."""
    position = 0
    for match in [*_BLANK_LINE.finditer(text), None]:
        start, end = position, match.start() if match else len(text)
        position = match.end() if match else end
        lines = _BREAK.split(text[start:end])
        if max(map(len, lines)) <= _LONG_LINE:
            if text[start:end].strip():
                yield start, end
            continue
        for line in re.finditer(r"[^\n\r\u2028]+", text[start:end]):
            if line[0].strip():
                yield start + line.start(), start + line.end()


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def _looks_like(text: str, language: Language | None) -> bool:
    """Whether the function words of a paragraph fit the language, by a quick count."""
    if language is None:
        return False
    words = [word[0].lower() for word in _WORD.finditer(text)]
    counts = {each: sum(word in _function_words(each) for word in words) for each in _NAMES.values()}
    other: Language = "en" if language == "de" else "de"
    return counts[language] >= _MIN_FUNCTION_WORDS * len(words) and counts[language] > 2 * counts[other]


def _detect(text: str) -> Verdict:
    if sum(letter.isupper() for letter in text) > 0.6 * _letters(text):
        text = text.lower()
    detector = _langdetect().create()
    detector.seed = _SEED
    detector.append(text)
    try:
        best = detector.get_probabilities()
    except LangDetectException:
        best = []
    if not best:
        return Verdict(None, "language undetermined: no words to tell it by")
    code, probability = str(best[0].lang), float(best[0].prob)
    second = str(_langid().classify(text)[0])
    if code.split("-")[0] != second.split("-")[0]:
        either = f"{language_name(code)} or {language_name(second)}"
        if probability >= MIN_PROBABILITY and not {code, second} & set(_NAMES):
            return Verdict(second, f"other language: {either}")
        return Verdict(None, f"language undetermined: {either}, the detectors disagree")
    if probability < MIN_PROBABILITY:
        return Verdict(None, f"language undetermined: perhaps {language_name(code)}, p = {probability:.2f}")
    doubt = _doubt(text, _NAMES[code]) if code in _NAMES else ""
    if doubt:
        return Verdict(None, f"language undetermined: near {language_name(code)}, {doubt}")
    return Verdict(code)


def _doubt(text: str, language: Language) -> str:
    """Why a text that both detectors take for German or English may be neither, else empty."""
    words = [word[0].lower() for word in _WORD.finditer(text)]
    if len(words) < _MIN_WORDS:
        return ""
    common = sum(word in _function_words(language) for word in words)
    if common < _MIN_FUNCTION_WORDS * len(words):
        return "but without its common words"
    dialect = sum(word in _function_words("near_de") for word in words) if language == "de" else 0
    return "but with words of a dialect" if dialect > max(2, _MAX_DIALECT_WORDS * len(words)) else ""


@cache
def _function_words(name: str) -> frozenset[str]:
    """A list of `function_words.yaml`: of a language, or "near_de"."""
    return frozenset(load_data("extract.reading", "function_words.yaml")[name].split())


@cache
def _langdetect() -> detector_factory.DetectorFactory:
    """The profiles of langdetect; the seed is set on each detector, so that the library's own state stays untouched."""
    factory = detector_factory.DetectorFactory()
    factory.load_profile(detector_factory.PROFILES_DIRECTORY)
    return factory


@cache
def _langid() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file("data/model.npz.xz")
