"""Countries: how German and English name them, in every inflection that news uses.

The words lie in `data/countries.yaml`, `data/places.yaml` and `data/metonyms.yaml`; this module inflects them. Sources:
CLDR (through Babel) for the short names, and own knowledge for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from extract.values.reference import load_data

WordLanguage = Literal["de", "en"]
Form = Literal["name", "adjective", "demonym", "capital", "metonym", "place", "organisation", "coordinate", "historic"]

_ENDINGS = ("e", "en", "em", "er", "es")
# First words of German names that inflect: Vereinigte Staaten, Tschechische Republik, Weißes Haus, Heiliger Stuhl.
_INFLECTED = re.compile(r"(.*(?:isch|igt|lich|eilig|eiß|eiss|roß|tig|ördlich|laue?|utsch))(?:e|er|es)")
_TITLED_STATES = ("Niederlande", "Emirate", "Gebiete")
_INVARIANT_PEOPLE = ("ese", "sh", "ss", "ench", "utch", "lois")


@dataclass(frozen=True, slots=True)
class Words:
    """What one language calls a country, uninflected."""

    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country of ISO 3166-1, or `EU`.

    Attributes:
        code: ISO 3166-1 alpha-2.
        territory: dependent territories and Antarctica, of which only names are kept.
        words: by language.
    """

    code: str
    territory: bool
    words: Mapping[WordLanguage, Words]


@dataclass(frozen=True, slots=True)
class Naming:
    """What a surface form means.

    Attributes:
        code: the country, empty for phrases that only look like one.
        form: how it is named.
        genitive: an unmistakable genitive ("Kasachstans").
        stem: an adjective without ending, which German uses in pairs ("deutsch-kasachisch").
        region: a region with a government of its own.
        weak: needs support by its context.
        federal: a federal body that Germany, Austria and Switzerland share by name.
    """

    code: str
    form: Form
    genitive: bool = False
    stem: bool = False
    region: bool = False
    weak: bool = False
    federal: bool = False


@cache
def countries() -> Mapping[str, Country]:
    """All countries by code."""
    found = {}
    for code, entry in load_data("extract.values", "countries.yaml").items():
        words: dict[WordLanguage, Words] = {}
        for language in _languages():
            row = entry[language]
            words[language] = Words(
                *(tuple(row.get(key, ())) for key in ("names", "adjectives", "demonyms", "capitals"))
            )
        found[code] = Country(code, entry.get("territory") == "yes", MappingProxyType(words))
    return MappingProxyType(found)


def country_name(code: str, language: WordLanguage) -> str:
    """The usual short name.

    Raises:
        KeyError: when the code is none of ISO 3166-1, `EU` or `XK`.

    >>> country_name("KZ", "de"), country_name("CI", "en")
    ('Kasachstan', 'Ivory Coast')
    """
    return countries()[code].words[language].names[0]


@cache
def namings(language: WordLanguage) -> Mapping[str, Naming]:
    """Every surface form of one language; where two countries share one, the first meaning listed wins.

    >>> namings("de")["usbekischen"].code, namings("en")["Uzbek"].form
    ('UZ', 'adjective')
    >>> namings("de")["Thüringen"].form
    'place'
    """
    context = load_data("extract.values", "metonyms.yaml")
    weak = frozenset(context["weak"][language])
    table: dict[str, Naming] = {}
    for surface, naming in _all(language, context):
        if naming.code and naming.form in ("name", "capital", "place") and _base(surface, naming) in weak:
            naming = Naming(naming.code, naming.form, naming.genitive, region=naming.region, weak=True)
        table.setdefault(surface, naming)
    return MappingProxyType(table)


def _base(surface: str, naming: Naming) -> str:
    return surface[:-1] if naming.genitive else surface


def _languages() -> tuple[WordLanguage, WordLanguage]:
    return "de", "en"


def _all(language: WordLanguage, context: Mapping[str, Mapping[str, Iterable[str]]]) -> Iterator[tuple[str, Naming]]:
    german = language == "de"
    for phrase in context["not_countries"][language]:
        yield phrase, Naming("", "name")
    for country in countries().values():
        words = country.words[language]
        form: Form = "organisation" if country.code == "EU" else "name"
        for name in words.names:
            yield from (_german_name(name, country.code, form) if german else [(name, Naming(country.code, form))])
        for capital in words.capitals:
            yield from (
                _german_place(capital, country.code, "capital")
                if german
                else [(capital, Naming(country.code, "capital"))]
            )
        yield from _adjectives(words, country.code, german)
        yield from _demonyms(words, country.code, german)
    yield from _metonyms(language, context)
    yield from _historic(language)
    yield from _places(language)


def _metonyms(language: WordLanguage, context: Mapping[str, object]) -> Iterator[tuple[str, Naming]]:
    table = load_data("extract.values", "metonyms.yaml")
    for code, names in table["metonyms"].items():
        for name in names[language]:
            if language == "de":
                yield from _german_name(name, code, "metonym")
            else:
                yield name, Naming(code, "metonym")
    for name in table["federal"][language]:
        yield name, Naming("DE", "metonym", federal=True)


def _historic(language: WordLanguage) -> Iterator[tuple[str, Naming]]:
    """States that are no more, under the code of the one that goes on with their treaties, else of the largest."""
    for code, spellings in load_data("extract.values", "historic.yaml").items():
        row = spellings[language]
        for name in row.get("names", ()):
            for surface, naming in _german_name(name, code, "historic") if language == "de" else [(name, None)]:
                yield surface, naming or Naming(code, "historic")
        words = Words((), tuple(row.get("adjectives", ())), (), ())
        for surface, naming in _adjectives(words, code, language == "de"):
            yield surface, Naming(code, "historic", stem=naming.stem)


def _places(language: WordLanguage) -> Iterator[tuple[str, Naming]]:
    for code, kinds in load_data("extract.values", "places.yaml").items():
        for adjective in kinds.get("adjectives", {}).get(language, ()):
            words = Words((), (adjective,), (), ())
            for surface, naming in _adjectives(words, code, language == "de"):
                yield surface, Naming(code, "place", stem=naming.stem, region=True)
        for kind in ("regions", "cities"):
            spellings = kinds.get(kind, {})
            for name in (*spellings.get("both", ()), *spellings.get(language, ())):
                if language == "de":
                    yield from _german_place(name, code, "place", region=kind == "regions")
                else:
                    yield name, Naming(code, "place", region=kind == "regions")


def _adjectives(words: Words, code: str, german: bool) -> Iterator[tuple[str, Naming]]:
    for adjective in words.adjectives:
        if not german or (adjective[0].isupper() and not adjective.endswith("isch")):
            yield adjective, Naming(code, "adjective")
            continue
        yield adjective, Naming(code, "adjective", stem=True)
        yield adjective[0].upper() + adjective[1:], Naming(code, "adjective", stem=True)
        for ending in _ENDINGS:
            for word in (adjective, adjective[0].upper() + adjective[1:]):
                yield word + ending, Naming(code, "adjective")


def _demonyms(words: Words, code: str, german: bool) -> Iterator[tuple[str, Naming]]:
    for person in words.demonyms:
        for form in _german_people(person) if german else _english_people(person):
            yield form, Naming(code, "demonym")


def _german_people(person: str) -> Iterator[str]:
    yield person
    if person == "Deutscher":  # inflects as the adjective, which is listed already
        return
    root = person[:-1] if person.endswith("e") else person
    yield from (f"{root}in", f"{root}innen", f"{root}:innen", f"{root}*innen")
    if person.endswith("e"):
        yield f"{person}n"
    elif person.endswith(("er", "ar", "it")):
        yield from (f"{person}s", f"{person}n", f"{person}en")
    else:
        yield f"{person}s"


def _english_people(person: str) -> Iterator[str]:
    yield person
    if person.endswith("man") and person != "German":
        yield from (f"{person[:-3]}men", f"{person[:-3]}woman", f"{person[:-3]}women")
    elif not person.endswith(_INVARIANT_PEOPLE):
        yield f"{person}s"


def _german_name(name: str, code: str, form: Form) -> Iterator[tuple[str, Naming]]:
    for variant in _inflected(name):
        yield variant, Naming(code, form)
        if variant.endswith(_TITLED_STATES):
            yield f"{variant}n", Naming(code, form)
        if not variant.endswith(("s", "x", "z", "ß", "en")):
            yield f"{variant}s", Naming(code, form, genitive=True)
            if variant.endswith(("reich", "Stuhl", "Rat", "Amt", "Haus", "Dienst", "tag")):
                yield f"{variant}es", Naming(code, form, genitive=True)
        elif variant.endswith(("reich", "Haus")):
            yield f"{variant}es", Naming(code, form, genitive=True)
        elif variant.endswith("en") and " " not in variant:
            yield f"{variant}s", Naming(code, form, genitive=True)


def _german_place(name: str, code: str, form: Form, *, region: bool = False) -> Iterator[tuple[str, Naming]]:
    yield name, Naming(code, form, region=region)
    if not name.endswith(("s", "x", "z", "ß", ")", ".")):
        yield f"{name}s", Naming(code, form, genitive=True, region=region)


def _inflected(name: str) -> Iterator[str]:
    """All endings of the adjectives before the noun, kept alike: "Vereinigtes/Vereinigte/Vereinigten Königreich"."""
    words = name.split(" ")
    stems = [match[1] if (match := _INFLECTED.fullmatch(word)) else None for word in words[:-1]]
    yield name
    if not any(stems):
        return
    for ending in _ENDINGS:
        parts = [word if stem is None else stem + ending for word, stem in zip(words[:-1], stems, strict=True)]
        if (variant := " ".join([*parts, words[-1]])) != name:
            yield variant
