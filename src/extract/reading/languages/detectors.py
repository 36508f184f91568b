"""The language of one text: two detectors and the function words must agree; none is told what to expect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale
from langdetect import detector_factory
from langdetect.lang_detect_exception import LangDetectException
from py3langid.langid import LanguageIdentifier

from extract.reading.languages.words import FEW_WORDS, LANGUAGES, RUNNING_TEXT, Words, count_words
from extract.records import Language

MIN_LETTERS = 40
# What the first detector must be sure of where it names German or English, and the second for a language that the
# first does not know.
MIN_PROBABILITY = 0.9
_ALONE_PROBABILITY = 0.97
# Where the second is less sure of German or English, even a short text must have function words.
_WEAK_PROBABILITY = 0.55
_SEED = 0
# langdetect draws letter groups at random until it is sure, several times over: nearly all of its cost. Three draws
# that agree with each other and with the second detector are enough; else all seven and more text decide.
_TRIALS, _MORE_TRIALS = 3, 7
_SAMPLE, _LONG_SAMPLE = 400, 2400
_NOISE = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255}|[\x00-\x1f\ud800-\udfff]+")
_NO_LANGUAGE = "zxx"
_MACRO = {"nb": "no", "nn": "no", "zh-cn": "zh", "zh-tw": "zh"}
# What the detectors take languages for that have a word list, as they know none of them or not all spellings.
_TAKEN_FOR = {
    "nds": {"de", "nl", "lb", "af", "fy"},
    "lb": {"de", "lb"},
    "gsw": {"de", "lb", "lij"},
    "bar": {"de", "lb"},
    "sco": {"en"},
    "pcm": {"en", "pcm"},
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known about the language of a text.

    Attributes:
        code: ISO 639 code, None when undetermined.
        reason: why it is undetermined, or between which other languages; else empty.
        foreign: whether it is for certain neither German nor English, determined or not.
        candidates: codes that an undetermined text may have.
    """

    code: str | None
    reason: str = ""
    foreign: bool = False
    candidates: tuple[str, ...] = ()

    @property
    def language(self) -> Language | None:
        """German or English, None for every other language and when undetermined."""
        return LANGUAGES.get(self.code or "")


def detect(text: str) -> Verdict:
    """The language of a text as a whole, by its beginning.

    Two of three have to agree: function words, py3langid and langdetect, which is the slowest and asked only where the
    others leave a doubt. Undetermined are texts under 40 letters, those on which langdetect is less sure than 0.9, and
    German or English almost without function words or with words of a dialect.
    """
    sample = _cleaned(text)
    words = count_words(sample)
    if words.letters < MIN_LETTERS:
        return Verdict(
            None, f"too short: {words.letters} letters, at least {MIN_LETTERS} are needed to tell the language"
        )
    if words.number and sum(map(str.isupper, sample)) > 0.6 * words.letters:
        sample = sample.lower()
        words = count_words(sample)
    second, sure = _second(sample[:_SAMPLE])
    certain = _certain(second, sure, words, sample)
    if certain:
        return certain
    verdict = _decide(*_first(sample[:_SAMPLE], _TRIALS), second, sure, words)
    if verdict.code is None and not verdict.foreign:
        verdict = _decide(*_first(sample, _MORE_TRIALS), *_second(sample), words)
    return verdict


def language_name(code: str) -> str:
    """English name and code, for messages.

    >>> language_name("nl")
    'Dutch (nl)'
    """
    name = Locale("en").languages.get(code.split("-")[0])
    return f"{name} ({code})" if name else code


def is_other_script(text: str) -> bool:
    """Whether most letters are none of the Latin script, so that it can be neither German nor English.

    >>> is_other_script("Встреча в Siemens"), is_other_script("Øresund: 5 μm")
    (True, False)
    """
    if text.isascii():
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter > "\u036f" and not "\u1e00" <= letter <= "\u1eff" for letter in letters) > len(letters)


def best_guess(text: str) -> str:
    """The language that the second detector thinks most likely, however short the text."""
    return str(_langid().classify(_cleaned(text))[0])


def _cleaned(text: str) -> str:
    """The beginning without addresses and control characters; twice the sample is enough to be left with one."""
    start = text[: 2 * _LONG_SAMPLE].lstrip() or text.lstrip()[: 2 * _LONG_SAMPLE]
    return _NOISE.sub(" ", start)[:_LONG_SAMPLE]


def _first(text: str, trials: int) -> tuple[str, float]:
    """What langdetect says, with its probability; an empty code where it finds no words."""
    detector = _langdetect().create()
    detector.seed, detector.n_trial = _SEED, trials
    detector.append(text)
    try:
        best = detector.get_probabilities()
    except LangDetectException:
        best = []
    if not best:
        return "", 0.0
    code = str(best[0].lang)
    return _MACRO.get(code, code), float(best[0].prob)


def _second(text: str) -> tuple[str, float]:
    """What py3langid says, with its probability."""
    code, sure = _langid().classify(text)[:2]
    return _MACRO.get(code, code), float(sure)


def _certain(second: str, sure: float, words: Words, sample: str) -> Verdict | None:
    """What is certain without the first detector, the slowest witness; None where it has to be heard.

    So is a text whose words leave no doubt and the second detector agrees, one in a language with a word list of its
    own, and one of which the second detector is nearly sure and that the first does not know or that is for its
    script neither German nor English.
    """
    near = words.near_language
    if near and second in _TAKEN_FOR[near]:
        return Verdict(near, foreign=True)
    if words.language == second:
        return Verdict(second)
    clear = sure >= _ALONE_PROBABILITY and second not in LANGUAGES and second != _NO_LANGUAGE
    if clear and (second not in _first_codes() or is_other_script(sample)):
        return Verdict(second, foreign=True)
    return None


def _decide(first: str, probability: float, second: str, sure: float, words: Words) -> Verdict:
    """The verdict from what both detectors say, with their probabilities, and the words."""
    if not first or second == _NO_LANGUAGE:
        return Verdict(None, "language undetermined: no words to tell it by")
    if words.language == first:
        return Verdict(first)
    if first == second:
        return _agreed(first, probability, sure, words)
    either = f"{language_name(first)} or {language_name(second)}"
    if not {first, second} & set(LANGUAGES):
        return Verdict(None, f"other language: {either}", foreign=True)
    return Verdict(None, f"language undetermined: {either}, the detectors disagree", candidates=(first, second))


def _agreed(code: str, probability: float, sure: float, words: Words) -> Verdict:
    """The verdict where both detectors name the same language."""
    if code not in LANGUAGES:
        return Verdict(code, foreign=True)
    if words.dialect(code):
        return Verdict(None, f"language undetermined: near {language_name(code)}, but with words of a dialect", True)
    if probability < MIN_PROBABILITY:
        reason = f"language undetermined: perhaps {language_name(code)}, p = {probability:.2f}"
    elif words.share(code) < FEW_WORDS and (words.number >= RUNNING_TEXT or sure < _WEAK_PROBABILITY):
        reason = f"language undetermined: near {language_name(code)}, but without its common words"
    else:
        return Verdict(code)
    return Verdict(None, reason, candidates=(code,))


@cache
def _langdetect() -> detector_factory.DetectorFactory:
    """The profiles of langdetect; the seed is set on each detector, so that the library's own state stays untouched."""
    factory = detector_factory.DetectorFactory()
    factory.load_profile(detector_factory.PROFILES_DIRECTORY)
    return factory


@cache
def _first_codes() -> frozenset[str]:
    return frozenset(_MACRO.get(code, code) for code in _langdetect().langlist)


@cache
def _langid() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
