"""The words of time of a language, read from `data/dates_de.yaml` and `data/dates_en.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.records import Language
from extract.values.reference import load_data

ENDINGS = ("e", "en", "er", "es", "em")
CUES = ("future", "past", "present")
_PIECES = re.compile(r"[^\W_]+|'s?|[^\w\s]")
#: Forms of several tokens: "Christmas_Eve", "year-end".
_PARTED = re.compile(r"_|\w[-/]")
_TENS = range(20, 100, 10)


@dataclass(frozen=True, slots=True)
class Word:
    """What a word means for the grammar: its tag and its value as in the YAML file."""

    tag: str
    value: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language.

    Attributes:
        exact: forms that count in this very spelling.
        lower: forms in lower case.
        phrases: first word in lower case -> (remaining words in lower case, meaning), longest first.
        cues: verbs and the like that speak for the past or the future.
    """

    exact: dict[str, Word]
    lower: dict[str, Word]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Word], ...]]
    cues: dict[str, str]

    def get(self, word: str) -> Word | None:
        """Meaning of a single word."""
        return self.exact.get(word) or self.lower.get(word.lower())


@cache
def lexicon(lang: Language) -> Lexicon:
    """The lexicon of a language, words, number words and holidays."""
    exact: dict[str, Word] = {}
    lower: dict[str, Word] = {}
    cues: dict[str, str] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    for tag, form, value in _entries(lang):
        if tag in CUES:
            cues.setdefault(form.lower(), tag)
        elif _PARTED.search(form):
            first, *rest = _PIECES.findall(form.removeprefix("=").lower())
            phrases.setdefault(first, []).append((tuple(rest), Word(tag, value)))
        elif form.startswith("="):
            exact.setdefault(form[1:], Word(tag, value))
        else:
            lower.setdefault(form.lower(), Word(tag, value))
    ordered = {first: tuple(sorted(rest, key=lambda item: -len(item[0]))) for first, rest in phrases.items()}
    return Lexicon(exact, lower, ordered, cues)


def _entries(lang: Language) -> Iterator[tuple[str, str, str]]:
    """Tag, form and value of every form, inflected ones spelled out."""
    sections = load_data("extract.finding", f"dates_{lang}.yaml")
    for tag, words in sections.items():
        for forms, value in words.items():
            for form in forms.split():
                yield from ((tag, spelled, value) for spelled in _inflect(form))
    for holiday, forms in load_data("extract.finding", "holidays.yaml").items():
        for form in forms.get(lang, "").split():
            yield "holiday", form, holiday
    yield from _compounds(lang, sections)


def _inflect(form: str) -> list[str]:
    if not form.endswith("*"):
        return [form]
    stem = form[:-1]
    return [stem + ending for ending in ENDINGS] + ([stem] if stem.endswith(("lich", "lang", "ig")) else [])


def _month_names(sections: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Full names of months in the nominative, as compounds begin with them."""
    for month, forms in ((value, names.split()) for names, value in sections["month"].items()):
        yield from ((form, month) for form in forms if len(form) > 2 and form.endswith(("r", "z", "i", "l", "t")))


def _compounds(lang: Language, sections: dict[str, dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Number words above twenty: "dreiundzwanzig", "dreiundzwanzigsten"; English ones are parted by hyphens."""
    if lang == "en":
        return
    for name, month in _month_names(sections):
        for rest, kind in (("woche", "week"), ("wochen", "month"), ("wochenende", "weekend"), ("hälfte", "month")):
            yield "month_week", name + rest, f"{month} {kind}"
        yield "month_week", name + "tage", f"{month} month"
        yield "month_week", name + "tagen", f"{month} month"
    numbers = {int(value): forms.split()[0] for forms, value in sections["number"].items()}
    ones = {1: "ein", **{one: numbers[one] for one in range(2, 10)}}
    for ten in _TENS:
        for one, word in ones.items():
            yield "number", f"{word}und{numbers[ten]}", str(ten + one)
            for ending in ENDINGS:
                yield "ordinal", f"{word}und{numbers[ten]}st{ending}", str(ten + one)
        for ending in ENDINGS:
            yield "ordinal", f"{numbers[ten]}st{ending}", str(ten)
