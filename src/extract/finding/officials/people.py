"""Persons of a text with their offices: the finder that joins titles, names, countries and later mentions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from extract.finding.officials.attach import Stated, attach
from extract.finding.officials.clauses import relative_clauses
from extract.finding.officials.homes import settle, tally
from extract.finding.officials.known import Reader, known_names
from extract.finding.officials.persons import Person, Span, gather, later_places, mirror
from extract.finding.officials.titles import find_titles
from extract.finding.officials.words import Page
from extract.records import CountryMention, Language, PersonMention
from extract.values.person import same_person
from extract.values.register import Register, shipped_register


def find_people(
    text: str,
    lang: Language,
    countries: Sequence[CountryMention],
    proposals: Sequence[Span] = (),
    *,
    published: dt.date | None = None,
    register: Register | None = None,
) -> list[PersonMention]:
    """Persons with their offices, in the order of the text and without overlap.

    A person is named by the fullest name that the text gives; "Präsident Biden" and later "Biden" are mentions of the
    "Joseph R. Biden" of another sentence. Persons of whom the text states no office come from the proposals and from
    the register, which gives its officials the office that they held when the text was published.

    Args:
        text: any text.
        lang: its language.
        countries: the countries that `find_countries` found in it.
        proposals: spans that a statistical model takes for persons.
        published: day of publication, which tells who held an office.
        register: of officials; the one of the package by default.

    >>> from extract.finding.countries import find_countries
    >>> text = "Kasachstans Außenminister Timur Salimow traf in Berlin ein. Salimow bleibt zwei Tage."
    >>> found = find_people(text, "de", find_countries(text, "de"))
    >>> [(one.person, one.offices[0].code, one.countries, one.stated) for one in found][1]
    ('Timur Salimow', 'minister:foreign_affairs', ('KZ',), False)
    """
    register = register or shipped_register()
    named = {mention.start: mention.end for mention in countries if mention.genitive}
    proposals = sorted(
        (start, end)
        for start, end in {**dict(known_names(text, register)), **dict(proposals)}.items()
        if end > named.get(start, start)  # "Jordan's King": what owns an office by its name is a country
    )
    page = Page.read(text, lang, countries, proposals)
    reader = Reader(register, published, tally(page))
    titles = sorted([*find_titles(page), *relative_clauses(page)], key=lambda title: title.start)
    stated = attach(page, titles)
    persons = gather(page, stated)
    later = later_places(page, persons, stated)
    mirror(page, persons, later)
    settle(page, persons, later, titles, reader)
    mentions = [
        _stated_mention(page, person, place, reader)
        for person in persons
        for place in _places(person)
        if person.offices
    ]
    mentions += [_later_mention(page, person, span) for person, span in later]
    mentions += _officeless(page, persons, reader)
    mentions += _untitled(page, proposals, [(mention.start, mention.end) for mention in mentions], reader)
    return sorted(mentions, key=lambda mention: mention.start)


def _places(person: Person) -> list[Stated]:
    """One per place: two titles of one name are one mention."""
    unique: dict[int, Stated] = {}
    for one in person.stated:
        old = unique.get(one.first)
        if old is None or one.title.start < old.title.start:
            unique[one.first] = one
    return list(unique.values())


def _officeless(page: Page, persons: Sequence[Person], reader: Reader) -> Iterator[PersonMention]:
    """Counterparts of nobody that the text names: persons without an office of their own."""
    for person in persons:
        if not person.offices:
            for one in _places(person):
                yield _bare(page, (page.words[one.first].start, page.words[one.last - 1].end), person.name, reader)


def _stated_mention(page: Page, person: Person, one: Stated, reader: Reader) -> PersonMention:
    start, end = page.words[one.first].start, page.words[one.last - 1].end
    titles = [other.title for other in person.stated if other.first == one.first]
    known_as = reader.identity(person.name, person.offices, person.countries)
    return PersonMention(
        start=start,
        end=end,
        quote=page.text[start:end],
        person=person.name,
        offices=tuple(person.offices),
        countries=person.countries,
        stated=True,
        title_start=min(start, *(title.start for title in titles)),
        title_end=max(end, *(title.end for title in titles)),
        country_from_context=not person.said and bool(person.countries),
        known_as=known_as,
        same_as="" if known_as else reader.suggestion(person.name, person.offices, person.countries),
        out_of_term=reader.out_of_term(person.name, person.offices, person.countries),
    )


def _later_mention(page: Page, person: Person, span: Span) -> PersonMention:
    return PersonMention(
        start=span[0],
        end=span[1],
        quote=page.text[span[0] : span[1]],
        person=person.name,
        offices=tuple(person.offices),
        countries=person.countries,
        country_from_context=not person.said and bool(person.countries),
    )


def _untitled(page: Page, proposals: Sequence[Span], taken: Sequence[Span], reader: Reader) -> Iterator[PersonMention]:
    """Proposed persons that look like a name, under the fullest name proposed for them."""
    spans = []
    for start, end in proposals:
        first = page.word_at(start)
        last = page.name_from(first) if first < len(page.words) and page.words[first].start == start else first
        end = min(end, page.words[last - 1].end) if last > first else start
        free = not any(start < other and begin < end for begin, other in taken)
        if end > start and free and "\n" not in page.text[start:end]:
            spans.append((start, end))
    names = [" ".join(page.text[start:end].split()) for start, end in spans]
    for (start, end), name in zip(spans, names, strict=True):
        fuller = [other for other in names if " " in other and " " not in name and same_person(name, other)]
        if not fuller and " " not in name and not reader.is_known(name):
            continue  # a single name that nothing supports is more often a place or a product
        person = max(fuller, key=len, default=name)
        yield _bare(page, (start, end), person, reader)


def _bare(page: Page, span: Span, person: str, reader: Reader) -> PersonMention:
    """Someone named without an office; the register may know it."""
    start, end = span
    held = reader.held(person)
    if held is None:
        return PersonMention(start=start, end=end, quote=page.text[start:end], person=person)
    office, term = held
    return PersonMention(
        start=start,
        end=end,
        quote=page.text[start:end],
        person=person,
        offices=(office,),
        countries=(term.country,) if term.country else (),
        country_from_context=bool(term.country),
        office_from_register=True,
    )
