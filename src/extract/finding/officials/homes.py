"""Whose office it is, where the title does not say: the other mentions of the person, then the context."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from extract.finding.countries import federal_country
from extract.finding.officials.attach import Stated
from extract.finding.officials.leaders import NO_HOME, known_home
from extract.finding.officials.lexicon import FEDERAL
from extract.finding.officials.persons import Person, Span
from extract.finding.officials.words import Page
from extract.records import CountryMention
from extract.values.office import Office

# A place of an official whose country is known: offset, title if it stands there, one office, the countries.
Known = tuple[int, Stated | None, Office, tuple[str, ...]]

_HELD_BY_ONE = frozenset(
    ("head_of_state", "head_of_government", "minister", "parliament_speaker", "central_bank_governor")
)
_TO = re.compile(
    r"\b(?:visit(?:ed|s|ing)?|toured|besucht(?:e|en)?) $|"
    r"\b(?:to|nach|towards|into|aus|from|in (?:die|den|das))(?: the| der| dem)? $|"
    r"\b(?:visit|visits|Besuch\w*|Reise|trip)[^.;]{0,12}\b(?:to|in|nach) (?:the |der |den |die )?$"
)
_AND = re.compile(r",? (?:and|und|sowie|as well as)(?: (?:the|der|die|dem|den|his|her|sein|seine|seinem))? |, ")
_TEAM = frozenset(("head_of_government", "head_of_region", "minister", "deputy_minister"))
# How much a mention says about the nationality of an official near it, by form.
_FORMS = {
    "name": 1.0,
    "adjective": 1.0,
    "demonym": 0.6,
    "capital": 0.9,
    "metonym": 1.0,
    "place": 0.5,
    "organisation": 0.3,
    "coordinate": 0.6,
}
# There the foreign secretary is the first civil servant of the ministry.
_CIVIL_SECRETARIES = frozenset(("IN", "PK", "BD", "LK", "NP"))


def settle(page: Page, persons: Sequence[Person], later: Sequence[tuple[Person, Span]]) -> None:
    """Decide the countries: said with a title, implied by it, shared in a list, known, else from the context.

    Args:
        page: the text.
        persons: gets `countries`, `said` and, where a country changes the role, `offices`.
        later: places that name a person without a title.
    """
    counts = tally(page)
    for person in persons:
        said = [one.countries for one in person.stated if one.countries]
        fixed = [home for one in person.stated if (home := fixed_home(one, counts))]
        person.said = bool(said or fixed)
        person.countries = (said or fixed or [()])[0]
    for person in persons:
        if not person.countries:
            person.countries = known_home(person.name, person.offices, counts) or _shared(page, person, persons)
    for person in sorted(persons, key=lambda person: person.stated[0].first):
        if person.countries or not person.offices:
            continue
        person.countries = _owner(page, person, persons, later)
        if person.countries:
            continue
        known = _known(page, person, persons, later)
        homes = (_listed_with(person, persons) or context_home(page, one, known, counts) for one in person.stated)
        person.countries = next((home for home in homes if home), ())
    for person in persons:
        person.offices = [_national(office, person) for office in person.offices]


def _owner(
    page: Page, person: Person, persons: Sequence[Person], later: Sequence[tuple[Person, Span]]
) -> tuple[str, ...]:
    """The country of the official whose spokesman or adviser this is: "Omarows Sprecher X", "Stone's adviser Y"."""
    ends = {span[1]: other for other, span in later}
    ends |= {page.words[one.last - 1].end: other for other in persons for one in other.stated}
    for one in person.stated:
        for mark in ("s ", "’s ", "'s ", "’ ", "' "):
            other = ends.get(one.title.start - len(mark))
            if other is not None and page.text.startswith(mark, one.title.start - len(mark)):
                return other.countries
    return ()


def _known(page: Page, person: Person, persons: Sequence[Person], later: Sequence[tuple[Person, Span]]) -> list[Known]:
    """Where officials stand whose country is decided already, `person` aside."""
    places: list[tuple[Person, int, Stated | None]] = [
        (other, _start(page, one), one) for other in persons for one in other.stated
    ]
    places += [(other, span[0], None) for other, span in later]
    return [
        (offset, one, office, other.countries)
        for other, offset, one in places
        if other is not person and other.countries
        for office in other.offices[:1]
    ]


def _shared(page: Page, person: Person, persons: Sequence[Person]) -> tuple[str, ...]:
    """The country after a list holds for all of it: "President A and Prime Minister B of Poland"."""
    for other in persons:
        for one in other.stated:
            after_name = other is not person and one.countries and not one.title.countries
            if after_name and any(_joined(page, mine, one) for mine in person.stated):
                return one.countries
    return ()


def _joined(page: Page, left: Stated, right: Stated) -> bool:
    """Nothing but "and" between a name and the next title."""
    between = page.text[page.words[left.last - 1].end : max(right.title.start, 0)]
    return _AND.fullmatch(between) is not None


def _listed_with(person: Person, persons: Sequence[Person]) -> tuple[str, ...]:
    """The country of another who shares the very title: "den Ministern A und B"."""
    groups = {one.group for one in person.stated}
    for other in persons:
        if other is not person and other.countries and groups & {one.group for one in other.stated}:
            return other.countries
    return ()


def _national(office: Office, person: Person) -> Office:
    """Roles that mean something else in one country: Germany's Ministerpräsidenten, India's foreign secretary."""
    civil = any("oreign Secretary" in one.title.phrase for one in person.stated)
    if civil and person.countries and person.countries[0] in _CIVIL_SECRETARIES:
        return Office("deputy_minister", office.portfolios, office.former)
    premier = office.role == "head_of_government" and person.countries == ("DE",)
    if premier and not any(one.title.fixed for one in person.stated):
        return Office("head_of_region", (), office.former)
    return office


def tally(page: Page) -> Counter[str]:
    """How often the text names each country; pair compounds count for both."""
    return Counter(code for mention in page.countries for code in mention.codes)


def fixed_home(stated: Stated, counts: Counter[str]) -> tuple[str, ...]:
    """The country that the title itself implies: "Kremlchef", "Taoiseach", "Bundeskanzler"."""
    fixed = stated.title.fixed
    if fixed == FEDERAL:
        return (federal_country(counts),)
    return (fixed,) if fixed else ()


def context_home(page: Page, stated: Stated, known: Sequence[Known], counts: Counter[str]) -> tuple[str, ...]:
    """The country from the context, empty when nothing speaks for one.

    Args:
        page: the text.
        stated: a name with its title, whose country is not said.
        known: the officials whose country is known.
        counts: how often the text names each country.
    """
    office = stated.title.office
    if office.role in NO_HOME or stated.title.organised or not counts:
        return ()
    offset = page.words[stated.first].start
    start, end = page.sentence(offset)
    near = [mention for mention in page.countries if start <= mention.start < end]
    if side := _side(page, near, offset):
        return side
    scores: defaultdict[str, float] = defaultdict(float)
    total = sum(counts.values())
    for code, times in counts.items():
        scores[code] += 0.5 * times / total
    for mention in near:
        for code in mention.codes:
            scores[code] += _weight(page, mention, offset)
    for mention in _earlier(page, start):
        for code in mention.codes:
            scores[code] += 0.3 * _FORMS[mention.form]
    for place, one, other, codes in known:
        for code in codes:
            if start <= place < end:
                scores[code] += 1.5 if one and _one_team(page, one, other, stated) else -2.5
            if _same_seat(office, other) and "oreign Secretary" not in stated.title.phrase:
                scores[code] -= 9.0
    for code in (*stated.title.host, "EU"):
        scores[code] -= 9.0
    best = max(sorted(scores), key=lambda code: scores[code])
    return (best,) if scores[best] > 0 else ()


def _start(page: Page, stated: Stated) -> int:
    return page.words[stated.first].start


def _one_team(page: Page, one: Stated, other: Office, stated: Stated) -> bool:
    """ "Premierminister A und Außenminister B": two members of one government."""
    first, second = (one, stated) if one.first < stated.first else (stated, one)
    office = stated.title.office
    roles = {other.role, office.role}
    return (
        roles <= _TEAM
        and not _same_seat(office, other)
        and roles != {"head_of_government"}
        and _joined(page, first, second)
    )


def _side(page: Page, near: Sequence[CountryMention], offset: int) -> tuple[str, ...]:
    """ "Auf chinesischer Seite", "The U.S. delegation" earlier in the sentence."""
    for mention in reversed(near):
        if mention.end < offset and len(mention.codes) == 1 and page.lexicon.sides.match(page.text, mention.end + 1):
            return mention.codes
    return ()


def _same_seat(a: Office, b: Office) -> bool:
    if a.former or b.former or a.role != b.role or a.role not in _HELD_BY_ONE:
        return False
    return a.role != "minister" or (bool(a.portfolios) and a.portfolios == b.portfolios)


def _weight(page: Page, mention: CountryMention, offset: int) -> float:
    weight = _FORMS[mention.form]
    distance = abs(mention.start - offset)
    weight *= 1.0 if distance < 80 else 0.7 if distance < 160 else 0.5
    if mention.start > offset:
        weight *= 0.7
        if _TO.search(page.text, max(0, mention.start - 30), mention.start):
            return -0.8
    return weight


def _earlier(page: Page, start: int) -> list[CountryMention]:
    """Mentions in the 300 characters before the sentence."""
    return [mention for mention in page.countries if start - 300 <= mention.start < start]
