"""Whose office it is, where the title does not say: the other mentions of the person, then the context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extract.finding.countries import federal_country
from extract.finding.officials.attach import Stated
from extract.finding.officials.context import Known, context_home, joined
from extract.finding.officials.known import Reader
from extract.finding.officials.lexicon import FEDERAL
from extract.finding.officials.persons import Person, Span
from extract.finding.officials.titles import Title
from extract.finding.officials.words import Page
from extract.values.office import Office

# There the foreign secretary is the first civil servant of the ministry.
_CIVIL_SECRETARIES = frozenset(("IN", "PK", "BD", "LK", "NP"))


def settle(
    page: Page,
    persons: Sequence[Person],
    later: Sequence[tuple[Person, Span]],
    titles: Sequence[Title],
    known_officials: Reader,
) -> None:
    """Decide the countries: said with a title, implied by it, shared in a list, known, else from the context.

    Args:
        page: the text.
        persons: gets `countries`, `said` and, where a country changes the role, `offices`.
        later: places that name a person without a title.
        titles: all titles, also those without a name ("die lettische Präsidentin").
        known_officials: the register of officials, read for this text.
    """
    counts = known_officials.counts
    unnamed = _unnamed(persons, titles)
    for person in persons:
        said = [one.countries for one in person.stated if one.countries]
        fixed = [home for one in person.stated if (home := fixed_home(one, counts))]
        person.said = bool(said or fixed)
        person.countries = (said or fixed or [()])[0]
    for person in persons:
        if not person.countries:
            person.countries = known_officials.home(person.name, person.offices) or _shared(page, person, persons)
    for person in sorted(persons, key=lambda person: person.stated[0].first):
        if person.countries or not person.offices:
            continue
        person.countries = person.seat.countries if person.seat else _owner(page, person, persons, later)
        if person.countries:
            continue
        known = _known(page, person, persons, later) + unnamed
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


def _unnamed(persons: Sequence[Person], titles: Sequence[Title]) -> list[Known]:
    """Titles of a country that stand without a name."""
    named = {one.title.start for person in persons for one in person.stated}
    return [
        Known(title.start, title.end, title.office, title.countries, titled=True, owned=True)
        for title in titles
        if title.start not in named and len(title.countries) == 1 and not title.office.former
    ]


def _known(page: Page, person: Person, persons: Sequence[Person], later: Sequence[tuple[Person, Span]]) -> list[Known]:
    """Where officials stand whose country is decided already, `person` aside."""
    places = [
        (other, min(one.title.start, page.words[one.first].start), page.words[one.last - 1].end, True, _owned(one))
        for other in persons
        for one in other.stated
    ]
    places += [(other, *span, False, False) for other, span in later]
    return [
        Known(start, end, office, other.countries, titled, owned)
        for other, start, end, titled, owned in places
        if other is not person and other.countries
        for office in other.offices[:1]
    ]


def _owned(stated: Stated) -> bool:
    return bool(stated.title.countries) and stated.title.name >= 0


def _shared(page: Page, person: Person, persons: Sequence[Person]) -> tuple[str, ...]:
    """The country after a list holds for all of it: "President A and Prime Minister B of Poland"."""
    for other in persons:
        for one in other.stated:
            after_name = other is not person and one.countries and not one.title.countries
            if after_name and any(joined(page, mine, one) for mine in person.stated):
                return one.countries
    return ()


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
    premier = premier and not person.seat and any(not one.title.counterpart for one in person.stated)
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
