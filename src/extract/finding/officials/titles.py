"""Titles in a text: the title word with what stands before it (adjectives, portfolios, country) and after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.finding.officials.complement import AND, is_region, read_complement
from extract.finding.officials.deciding import Before, decide
from extract.finding.officials.lexicon import Meaning, german_title
from extract.finding.officials.words import SPACES, Page
from extract.records import CountryMention
from extract.values.office import Office

_NO_COUNTRY = frozenset(("head_of_international_organisation",))
_DETERMINERS = frozenset(
    "der die das dem den des ein eine einen einem einer seinen seinem seine seiner ihren ihrem ihre ihrer beiden sein "
    "ihr dessen deren whose the a an his her their its both".split()
)
_POSSESSIVES = frozenset(
    "seinen seinem seine seiner seines sein "
    "ihren ihrem ihre ihrer ihres ihr dessen deren his her their its whose".split()
)
_PLURAL = frozenset(("die", "beiden", "both", "their"))
_PREFIX = re.compile(r"(?:(vice|deputy)|(ex|then)|co)-", re.IGNORECASE)
_IN_PLACE = re.compile(r"\b(?:in|nach|aus|bei|im|from|near|at) (?:the |der |dem |den )?$", re.IGNORECASE)
_GENITIVE = re.compile(r"[A-ZÄÖÜ]\w{2,}s")
_ONLY_CAPITAL = frozenset("mp mps mep meps chair chairs king kings queen queens prince princes".split())
_ONLY_CAPITALS = frozenset("pm pms fm fms".split())
_CLOCK = re.compile(r"\d ?$")
_DESIGNATED = re.compile(r"[ -](?:designate|elect)$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title phrase.

    Attributes:
        start, end: offsets, from the first modifier to the end of the complement; `phrase` is the text between.
        office: what it says; "other_official" with `counterpart` until the mirrored person is known.
        countries: said with the title, empty when not; `fixed` is implied by the title word, or `FEDERAL`.
        host: where an ambassador serves.
        region: the country was named by one of its regions.
        plural, maybe_plural: the title can hold for several names; `only_plural` for no single one.
        organised: an organisation is named in place of a country.
        name: index of the word where a name follows, -1 when none does; `comma` tells that a comma stands between.
        determined: an article or possessive stands before it.
        turn: "predecessor" or "successor" of the person mirrored, "" for a counterpart.
        paired: two countries share the title word, in the order of the names ("der deutsche und der polnische ...").
    """

    start: int
    end: int
    phrase: str
    office: Office
    countries: tuple[str, ...] = ()
    fixed: str = ""
    host: tuple[str, ...] = ()
    region: bool = False
    plural: bool = False
    maybe_plural: bool = False
    only_plural: bool = False
    organised: bool = False
    name: int = -1
    comma: bool = False
    determined: bool = False
    counterpart: bool = False
    paired: bool = False
    turn: str = ""


def find_titles(page: Page) -> Iterator[Title]:
    """Titles in the order of the text, also those without a name."""
    last = -1
    for first, after, meaning in _german_heads(page) if page.language == "de" else _english_heads(page):
        if first < last or page.borne(first):
            continue
        title = _title(page, first, after, meaning)
        if title is not None:
            yield title
            last = max(after, page.word_at(title.end))


def _german_heads(page: Page) -> Iterator[tuple[int, int, Meaning]]:
    """(first word, word after, meaning) of every title word; role "COUNTERPART" for those that mirror another's."""
    for index, word in enumerate(page.words):
        if word.text[0].isupper() and page.lexicon.counterpart.fullmatch(word.text):
            yield index, index + 1, Meaning("COUNTERPART", maybe_plural=True)
        elif meaning := german_title(word.text):
            yield index, index + 1, meaning


def _english_heads(page: Page) -> Iterator[tuple[int, int, Meaning]]:
    found = [(match.start(), match.end(), match[0]) for match in page.lexicon.head_pattern.finditer(page.text)]
    mirrored = re.compile(rf"\b{page.lexicon.counterpart.pattern}\b")
    found += [(match.start(), match.end(), "") for match in mirrored.finditer(page.text)]
    for start, end, phrase in sorted(found):
        first, after = page.word_at(start), page.word_at(end)
        if first >= len(page.words) or page.words[first].start != start:
            continue
        if phrase.lower() in _ONLY_CAPITALS and _CLOCK.search(page.text, max(0, start - 4), start):
            continue  # "at 3 PM"
        meaning = _english_meaning(page, phrase) if phrase else Meaning("COUNTERPART", maybe_plural=True)
        if meaning is not None:
            yield first, after, meaning


def _english_meaning(page: Page, phrase: str) -> Meaning | None:
    heads, lower = page.lexicon.heads, " ".join(phrase.lower().split())
    lower = _DESIGNATED.sub("", lower)
    if lower in _ONLY_CAPITAL and not phrase[0].isupper():
        return None
    if lower in _ONLY_CAPITALS and not phrase.removesuffix("s").isupper():
        return None
    entry = heads.get(lower) or heads.get(lower.replace("-", " ")) or heads.get(lower.replace(" ", "-"))
    prefix = None if entry else _PREFIX.match(lower)
    if prefix is not None:
        entry = heads.get(lower[prefix.end() :])
    if entry is None:
        return None
    meaning: Meaning = replace(entry[0], plural=entry[1], maybe_plural=entry[1])
    if prefix is None:
        return meaning
    return replace(meaning, deputy=bool(prefix[1]), former=bool(prefix[2]))


def _title(page: Page, first: int, after: int, meaning: Meaning) -> Title | None:
    before = _before(page, first)
    inside = page.places.get(page.words[first].start)
    countries = before.countries
    if (
        inside is not None
        and inside.end <= page.words[first].end
        and not (meaning.country and inside.form == "metonym")
    ):
        countries = inside.codes  # "US-Präsident"; but the Swiss "Bundesrat" is no chamber here
    tail = read_complement(page, after, meaning)
    decided = decide(page, meaning, before, tail)
    if decided is None:
        return None
    meaning, office = decided
    if meaning.role in _NO_COUNTRY and not meaning.country:
        countries = ()
    elif not countries:
        countries = tail.countries
    mirrored = meaning.role == "COUNTERPART"
    turn = page.lexicon.turn(page.words[first].text) if mirrored else ""
    if turn and not _owned(page, before):
        return None
    official = bool(turn) or page.words[first].text.startswith(("Amts", "Ressort", "counterpart"))
    if mirrored and before.determiner.lower() not in _POSSESSIVES and not countries and not official:
        return None
    paired = bool(before.partner or tail.second)
    if paired:
        countries = (*before.partner, *countries, *tail.second)
    determiners = _PLURAL | {"den"} if page.words[after - 1].text.endswith("chefs") else _PLURAL
    by_determiner = paired or (meaning.maybe_plural and before.determiner.lower() in determiners)
    return Title(
        start=before.start,
        end=tail.end,
        phrase=page.text[before.start : tail.end],
        office=office,
        countries=countries,
        fixed=meaning.country,
        host=tail.host,
        region=before.region if before.countries else tail.region,
        plural=meaning.plural or by_determiner,
        maybe_plural=meaning.maybe_plural,
        only_plural=meaning.plural,
        organised=meaning.organised or meaning.role in _NO_COUNTRY,
        name=tail.name,
        comma=tail.comma,
        determined=bool(before.determiner),
        counterpart=mirrored,
        paired=paired,
        turn=turn,
    )


def _owned(page: Page, before: Before) -> bool:
    """Somebody's predecessor: "sein Vorgänger", "Webers Vorgänger", "Weber's predecessor"."""
    if before.determiner.lower() in _POSSESSIVES or before.determiner in ("dem", "den", "der"):
        return True
    index = page.word_at(before.start)
    if page.gap(index) in ("’s ", "'s ", "’ ", "' "):
        return True
    return (
        page.language == "de"
        and index > 0
        and page.gap(index) == " "
        and _GENITIVE.fullmatch(page.words[index - 1].text) is not None
    )


def _before(page: Page, first: int) -> Before:
    """What stands before the title word, walked from right to left."""
    words, lexicon = page.words, page.lexicon
    found = Before(words[first].start)
    index = first
    while index > 0 and page.gap(index) in (" ", "\xa0", "’s ", "'s ", ", "):
        gap, word = page.gap(index), words[index - 1]
        mention = page.ends.get(found.start - 1) if gap != ", " else None
        if mention is not None and not found.countries and not _located(page, mention):
            found.countries, found.region = mention.codes, is_region(page, mention)
            found.start, index = mention.start, page.word_at(mention.start)
            continue
        if gap in ("’s ", "'s ") or (gap == ", " and not (found.portfolios and _is_portfolio(page, word.text))):
            break
        if lexicon.deputy.fullmatch(word.text):
            found.deputy = True
        elif lexicon.former.fullmatch(word.text):
            found.former = True
        elif _is_portfolio(page, word.text) or (
            word.text.lower() in AND and index > 1 and _is_portfolio(page, words[index - 2].text)
        ):
            found.portfolios.insert(0, word.text)
        elif lexicon.modifiers.fullmatch(word.text):
            found.high = found.high or word.text.lower().startswith("hoh")
        else:
            break
        index -= 1
        found.start = word.start
    determiner = words[index - 1].text if index and page.gap(index) in SPACES else ""
    if found.countries and not found.region:
        found.partner = _partner(page, index)
    found.determiner = determiner if determiner.lower() in _DETERMINERS else ""
    return found


def _located(page: Page, mention: CountryMention) -> bool:
    """ "traf in Lima Premierminister X": the place of what happens, no part of the title."""
    if mention.form not in ("name", "capital", "place", "metonym") or mention.genitive:
        return False
    return _IN_PLACE.search(page.text, max(0, mention.start - 12), mention.start) is not None


def _partner(page: Page, index: int) -> tuple[str, ...]:
    """The first country of "der deutsche und der polnische Außenminister"; `index` is the word of the second."""
    step = index - 1
    if step > 0 and page.words[step].text.lower() in _DETERMINERS and page.gap(index) in SPACES:
        step -= 1
    if step < 1 or page.words[step].text not in ("und", "and") or page.gap(step) not in SPACES:
        return ()
    mention = page.ends.get(page.words[step - 1].end)
    return mention.codes if mention is not None and mention.form == "adjective" else ()


def _is_portfolio(page: Page, word: str) -> bool:
    """A portfolio before the title word: "Foreign"; in German the first half of "Wirtschafts- und Energieminister"."""
    if page.language == "en":
        return word.lower() in page.lexicon.portfolio_words
    return word.endswith("-") and bool(page.lexicon.stem_portfolio(word))
