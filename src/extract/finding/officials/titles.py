"""Titles in a text: the title word with what stands before it (adjectives, portfolios, country) and after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.finding.officials.lexicon import Meaning, deputised, german_title, portfolios
from extract.finding.officials.words import _SPACES, Page
from extract.records import CountryMention
from extract.values.country import namings
from extract.values.office import PORTFOLIOS, Office
from extract.values.person import PARTICLES

_WITH_PORTFOLIO = frozenset("minister deputy_minister adviser special_envoy eu_commissioner".split())
_AND = frozenset(("and", "und", "sowie", "&"))
_IN = frozenset("in im to bei beim at for für am an zur".split())
_NO_COUNTRY = frozenset(("head_of_international_organisation",))
_BUSINESS = frozenset(("business_leader", "CHAIR", "CHIEF"))
_DETERMINERS = frozenset(
    "der die das dem den des ein eine einen einem einer seinen seinem seine seiner ihren ihrem ihre ihrer beiden sein ihr "
    "the a an his her their its both".split()
)
_POSSESSIVES = frozenset(
    "seinen seinem seine seiner seines sein ihren ihrem ihre ihrer ihres ihr his her their its".split()
)
_PREFIX = re.compile(r"(?:(vice|deputy)|(ex|then)|co)-", re.IGNORECASE)
_BOUNDARY = re.compile(r"(?:'s|’s)?[,.;:)(!?“”\"–-]|\s+(?:und|and|sowie)\b|\s*$|\s*\n")


@dataclass(frozen=True, slots=True)
class Title:
    """A title phrase.

    Attributes:
        start, end: offsets, from the first modifier to the end of the complement.
        office: what it says; role "COUNTERPART" is decided by the person whom it mirrors.
        countries: said with the title, empty when not; `fixed` is implied by the title word or `FEDERAL`.
        host: where an ambassador serves.
        region: the country was named by one of its regions.
        plural, maybe_plural: the title can hold for several names.
        organised: an organisation is named in place of a country.
        name: index of the word where a name follows, -1 when none does; `comma` tells that a comma stands between.
        after: index of the first word after the complement.
        determined: an article or possessive stands before it.
    """

    start: int
    end: int
    office: Office
    countries: tuple[str, ...] = ()
    fixed: str = ""
    host: tuple[str, ...] = ()
    region: bool = False
    plural: bool = False
    maybe_plural: bool = False
    organised: bool = False
    name: int = -1
    comma: bool = False
    after: int = 0
    determined: bool = False
    counterpart: bool = False


@dataclass(frozen=True, slots=True)
class _Left:
    start: int
    countries: tuple[str, ...]
    region: bool
    deputy: bool
    former: bool
    portfolio_text: str
    determiner: str
    high: bool


@dataclass(frozen=True, slots=True)
class _Tail:
    after: int
    end: int
    text: str
    countries: tuple[str, ...]
    host: tuple[str, ...]
    region: bool
    name: int
    comma: bool


def find_titles(page: Page) -> Iterator[Title]:
    """Titles in the order of the text, also those without a name."""
    last = -1
    for first, after, meaning in _heads(page):
        if first < last:
            continue
        title = _title(page, first, after, meaning)
        if title is not None:
            yield title
            last = after


def _heads(page: Page) -> Iterator[tuple[int, int, Meaning]]:
    """(first word, word after, meaning) of every title word; role "COUNTERPART" for those that mirror another's."""
    if page.language == "de":
        for index, word in enumerate(page.words):
            if page.lexicon.counterpart.fullmatch(word.text) and word.text[0].isupper():
                yield index, index + 1, Meaning("COUNTERPART", maybe_plural=True)
            elif meaning := german_title(word.text):
                yield index, index + 1, meaning
        return
    found = [(match.start(), match.end(), match[0]) for match in page.lexicon.head_pattern.finditer(page.text)]
    mirrored = re.compile(rf"\b{page.lexicon.counterpart.pattern}\b")
    found += [(match.start(), match.end(), "") for match in mirrored.finditer(page.text)]
    for start, end, phrase in sorted(found):
        first, after = page.word_at(start), page.word_at(end)
        if first >= len(page.words):
            continue
        if not phrase:
            yield first, after, Meaning("COUNTERPART", maybe_plural=True)
            continue
        prefix = _PREFIX.match(phrase)
        bare = phrase.lower().replace("-", " ") if prefix is None else phrase[prefix.end() :].lower()
        heads = page.lexicon.heads
        entry = heads.get(phrase.lower()) or heads.get(bare) or heads.get(bare.replace(" ", "-"))
        if entry is None or (
            phrase in ("mp", "mps", "chairs", "chair", "king", "queen", "prince") and not phrase.isupper()
        ):
            continue
        meaning, plural = entry
        meaning = replace(meaning, plural=plural, maybe_plural=plural)
        if prefix is not None:
            meaning = replace(meaning, deputy=bool(prefix[1]), former=bool(prefix[2]))
        yield first, after, meaning


def _title(page: Page, first: int, after: int, meaning: Meaning) -> Title | None:
    left = _before(page, first)
    inside = page.places.get(page.words[first].start)
    countries = left.countries
    if inside is not None and inside.end <= page.words[first].end:
        countries = inside.codes
    tail = _complement(page, after, meaning)
    said = _decide(page, meaning, left, tail)
    if said is None:
        return None
    meaning, office = said
    if meaning.role in _NO_COUNTRY and not meaning.country:
        countries = ()
    elif not countries:
        countries = tail.countries
    mirrored = meaning.role == "COUNTERPART"
    if mirrored and left.determiner.lower() not in _POSSESSIVES and not left.countries and not tail.countries:
        return None
    plural = meaning.plural or (meaning.maybe_plural and left.determiner in ("die", "Die", "beiden", "both", "their"))
    return Title(
        start=left.start,
        end=tail.end,
        office=office,
        countries=countries,
        fixed=meaning.country,
        host=tail.host,
        region=(left.region and bool(left.countries)) or (tail.region and not left.countries),
        plural=plural,
        maybe_plural=meaning.maybe_plural,
        organised=meaning.organised or meaning.role in _NO_COUNTRY,
        name=tail.name,
        comma=tail.comma,
        after=tail.after,
        determined=bool(left.determiner),
        counterpart=mirrored,
    )


def _before(page: Page, first: int) -> _Left:
    """What stands before the title word, walked from right to left."""
    words, lexicon = page.words, page.lexicon
    start, index = words[first].start, first
    countries: tuple[str, ...] = ()
    region = deputy = former = high = False
    portfolio: list[str] = []
    while index > 0 and page.gap(index) in (" ", "\xa0", "’s ", "'s ", ", "):
        gap, word = page.gap(index), words[index - 1]
        mention = page.ends.get(start - 1) if gap != ", " else None
        if mention is not None and not countries and _belongs(mention):
            countries, region = mention.codes, _is_region(page, mention)
            start, index = mention.start, page.word_at(mention.start)
            continue
        lower = word.text.lower()
        if gap == ", " and not (portfolio and _is_portfolio(page, word.text)):
            break
        if gap not in (" ", "\xa0", ", "):
            break
        if lexicon.deputy.fullmatch(word.text):
            deputy = True
        elif lexicon.former.fullmatch(word.text):
            former = True
        elif _is_portfolio(page, word.text) or (
            lower in _AND and index > 1 and _is_portfolio(page, words[index - 2].text)
        ):
            portfolio.insert(0, word.text)
        elif lexicon.modifiers.fullmatch(word.text):
            high = high or lower.startswith("hoh")
        else:
            break
        index -= 1
        start = word.start
    determiner = words[index - 1].text if index and page.gap(index) in _SPACES else ""
    if determiner.lower() not in _DETERMINERS:
        determiner = ""
    return _Left(start, countries, region, deputy, former, " ".join(portfolio), determiner, high)


def _is_portfolio(page: Page, word: str) -> bool:
    if page.language == "en":
        return word.lower() in page.lexicon.portfolio_words
    stem = word.lower()
    if not stem.endswith("-"):
        return False
    stem = stem.rstrip("-").removeprefix("bundes")
    return stem in page.lexicon.portfolio_stems or stem.removesuffix("s") in page.lexicon.portfolio_stems


def _belongs(mention: CountryMention) -> bool:
    """An adjective or a genitive before a title names its country; so do "US" and the like."""
    return (
        mention.genitive
        or mention.form in ("adjective", "coordinate", "organisation")
        or (mention.form in ("metonym", "place", "capital", "name"))
    )


def _is_region(page: Page, mention: CountryMention) -> bool:
    table = namings(page.language)
    naming = table.get(mention.quote) or table.get(mention.quote.removesuffix("'s").removesuffix("’s"))
    return naming is not None and naming.region


def _complement(page: Page, index: int, meaning: Meaning) -> _Tail:  # noqa: PLR0915
    """What follows the title word up to the name: "der Republik Kasachstan", "of Industry and Construction"."""
    words, lexicon = page.words, page.lexicon
    end = words[index - 1].end
    begin = end
    countries: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    region, joiner, content, name, comma = False, "", False, -1, False
    while index < len(words):
        gap, word = page.gap(index), words[index]
        lower = word.text.lower()
        if gap == ", ":
            if content and (lower in lexicon.portfolio_words or _listed(page, index)):
                index, end = index + 1, word.end
                continue
            name = _name_after_comma(page, index)
            comma = name >= 0
            break
        if gap not in _SPACES:
            break
        mention = page.places.get(word.start)
        if mention is not None:
            if not joiner and not mention.genitive and page.language == "en":
                break
            if joiner in _IN and mention.form != "metonym":
                host = host or mention.codes
            elif mention.form != "demonym":
                countries, region = countries or mention.codes, region or _is_region(page, mention)
            index = max(page.word_at(mention.end), index + 1)
            joiner, content, end = "", True, max(mention.end, words[index - 1].end)
            continue
        particle = (
            lower in PARTICLES and meaning.role not in _BUSINESS and not content and page.name_from(index) > index + 1
        )
        if particle and page.words[index].text not in ("in",) and _follows_name(page, index):
            name = index
            break
        if word.text in lexicon.joiners:
            if word.text in _AND and not (content and _goes_on(page, index + 1)):
                break
            joiner, index = word.text, index + 1
            continue
        if word.text in lexicon.honorifics and not joiner:
            name = _past_honorifics(page, index)
            break
        if not word.text[0].isupper():
            if joiner and index + 1 < len(words) and (lower in lexicon.portfolio_words or page.language == "de"):
                index += 1
                continue
            break
        if not joiner and page.is_title(index):
            break
        if not joiner and page.name_from(index) > index:
            name = index
            break
        if not joiner and not content:
            break
        joiner, content, end, index = "", True, word.end, index + 1
    if name < 0 and joiner:
        index = page.word_at(end)
    return _Tail(index, end, page.text[begin:end], countries, host, region, name, comma)


def _follows_name(page: Page, index: int) -> bool:
    """Whether "von der Leyen" is a name here and not "von der Kommission"."""
    step = index
    while step < len(page.words) and page.words[step].text in PARTICLES:
        step += 1
    return step < len(page.words) and page.words[step].start not in page.places and page.is_name_word(step)


def _listed(page: Page, index: int) -> bool:
    word = page.words[index].text.lower()
    following = page.words[index + 1].text.lower() if index + 1 < len(page.words) else ""
    skip = page.words[index + 2].text.lower() if index + 2 < len(page.words) and following == "the" else following
    return word in _AND and skip in page.lexicon.portfolio_words


def _goes_on(page: Page, index: int) -> bool:
    """Whether the complement goes on after "and": another portfolio or institution, no title and no name."""
    if index >= len(page.words) or page.gap(index) not in _SPACES:
        return False
    word = page.words[index].text
    if word.lower() in page.lexicon.portfolio_words:
        return not page.is_title(index + 1) if index + 1 < len(page.words) and page.language == "en" else True
    if page.is_title(index):
        return False
    if word in page.lexicon.joiners:
        return index + 1 < len(page.words) and page.words[index + 1].text.lower() in page.lexicon.portfolio_words
    return word in page.lexicon.not_names or (word[0].isupper() and page.name_from(index) == index)


def _past_honorifics(page: Page, index: int) -> int:
    while index < len(page.words) and page.words[index].text in page.lexicon.honorifics:
        index += 1
        if page.gap(index) not in (*_SPACES, ". "):
            return -1
    return index if page.name_from(index) > index else -1


def _name_after_comma(page: Page, index: int) -> int:
    """A full name between commas, as "Präsidentin der Kammer, Ingrid Moser, ..."."""
    if page.words[index].text in page.lexicon.honorifics:
        index = _past_honorifics(page, index)
    elif page.is_title(index):
        return -1
    if index < 0:
        return -1
    last = page.name_from(index)
    if last - index < 2:
        return -1
    return index if _BOUNDARY.match(page.text, page.words[last - 1].end) else -1


def _decide(page: Page, meaning: Meaning, left: _Left, tail: _Tail) -> tuple[Meaning, Office] | None:
    """Role and portfolios from the title word and its complement; None when they make no office."""
    role, country = meaning.role, meaning.country
    if role == "COUNTERPART":
        return meaning, Office("other_official")
    deputy = meaning.deputy or left.deputy
    if role in ("head_of_state", "CHAIR", "CHIEF", "head_of_region", "other_official", "deputy_head_of_state",
                "parliament_speaker", "business_leader", "head_of_international_organisation") and tail.text:  # fmt: skip
        for pattern, switched in page.lexicon.institutions:
            if pattern.search(tail.text):
                deputy = deputy or role.startswith("deputy_")
                role, country = switched.role, switched.country or ("" if role == "other_official" else country)
                break
        else:
            if role == "head_of_state" and tail.text and not tail.countries and _plain_noun(tail.text):
                return None
    role = _undecided(role, left, tail, page)
    if not role:
        return None
    if role == "minister:foreign_affairs":
        meaning, role = replace(meaning, portfolios=("foreign_affairs",)), "minister"
    if deputy:
        role = (
            "eu_commissioner" if country == "EU" and role == "head_of_international_organisation" else deputised(role)
        )
    if (left.region or tail.region) and role in ("head_of_state", "head_of_government"):
        role = "head_of_region"
    if role == "head_of_region" and set(tail.text.split()) & page.lexicon.city_words:
        role = "mayor"
    codes = set(meaning.portfolios)
    if role in _WITH_PORTFOLIO:
        named = portfolios(tail.text, page.language) if role != "special_envoy" or "environment" in tail.text else ()
        specific = tuple(code for code in named if code != "foreign_affairs" or not _of_state_for(tail.text))
        codes |= set(
            portfolios(left.portfolio_text.replace("-", ""), page.language)
            if page.language == "en"
            else _stems(page, left)
        )
        codes = set(specific) if _of_state_for(page.text[left.start : tail.end]) and specific else codes | set(specific)
    else:
        codes = set()
    office = Office(role, tuple(sorted(code for code in codes if code in PORTFOLIOS)), meaning.former or left.former)
    return replace(meaning, role=role, country=country), office


def _plain_noun(text: str) -> bool:
    """A complement that makes "president" the head of something else ("Präsident des Vereins")."""
    return len(text.split()) > 1 and not re.fullmatch(r"\s*(?:der|of the) (?:Republik|Republic)", text)


def _of_state_for(text: str) -> bool:
    return re.search(r"\b(?:Secretary|secretary)\b.*\bfor\b", text) is not None


def _stems(page: Page, left: _Left) -> set[str]:
    found = set()
    for word in left.portfolio_text.split():
        stem = word.lower().rstrip("-").removeprefix("bundes")
        stems = page.lexicon.portfolio_stems
        found.add(stems.get(stem) or stems.get(stem.removesuffix("s"), ""))
    return found - {""}


def _undecided(role: str, left: _Left, tail: _Tail, page: Page) -> str:
    """Settle the roles that depend on the complement; empty when nothing is left of the office."""
    if role == "CHAIR":
        words = set(re.findall(r"\w+", tail.text))
        return (
            ""
            if words & page.lexicon.parties
            else "business_leader"
            if tail.text or not left.countries
            else "other_official"
        )
    if role == "CHIEF":
        return "other_official" if tail.text.strip() else ""
    if role == "HIGH":
        return "eu_commissioner" if left.high else ""
    if role == "SECRETARY":
        phrase = page.text[left.start : tail.end]
        if re.search(r"\b[Ss]ecretary of [Ss]tate\b", phrase) and not _of_state_for(phrase):
            return "minister:foreign_affairs"
        return "minister"
    return role
