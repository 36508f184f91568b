"""Persons of a text: stated offices, the fullest name of each, later mentions by a part of the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.finding.officials.attach import Stated, attach
from extract.finding.officials.homes import context_home, fixed_home, known_home, tally
from extract.finding.officials.titles import find_titles
from extract.finding.officials.words import Page
from extract.records import CountryMention, Language, PersonMention
from extract.values.office import Office
from extract.values.person import PersonName, same_person, without_genitive


@dataclass(slots=True)
class _Person:
    """What the text says of one person, gathered while reading."""

    name: str
    stated: list[Stated] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    countries: tuple[str, ...] = ()
    said: bool = False  # the country stands with a title somewhere


def find_people(
    text: str, lang: Language, countries: Sequence[CountryMention], proposals: Sequence[tuple[int, int]] = ()
) -> list[PersonMention]:
    """Persons with their offices, in the order of the text and without overlap.

    A person is named by the fullest name that the text gives; "Präsident Biden" and later "Biden" are mentions of the
    "Joseph R. Biden" of another sentence. Persons without any office come from the proposals only.

    Args:
        text: any text.
        lang: its language.
        countries: the countries that `find_countries` found in it.
        proposals: spans that a statistical model takes for persons.

    >>> from extract.finding.countries import find_countries
    >>> text = "Kasachstans Außenminister Arman Bekturow traf in Berlin ein. Bekturow bleibt zwei Tage."
    >>> [(m.person, m.offices[0].code, m.countries, m.stated) for m in find_people(text, "de", find_countries(text, "de"))]
    [('Arman Bekturow', 'minister:foreign_affairs', ('KZ',), True), ('Arman Bekturow', 'minister:foreign_affairs', ('KZ',), False)]
    """
    page = Page.read(text, lang, countries, proposals)
    stated = attach(page, list(find_titles(page)))
    persons = _gather(page, stated)
    later = _later(page, persons, stated)
    _mirror(page, persons, later)
    _settle(page, persons)
    mentions = [_mention(page, person, place) for person in persons for place in _places(person)]
    mentions += [_later_mention(page, person, span) for person, span in later]
    taken = sorted((mention.start, mention.end) for mention in mentions)
    mentions += _untitled(page, proposals, taken)
    return sorted(mentions, key=lambda mention: mention.start)


def _name(page: Page, stated: Stated) -> str:
    """The name as it stands, without a genitive -s that the text or the ending betrays."""
    start, end = page.words[stated.first].start, page.words[stated.last - 1].end
    name = " ".join(page.text[start:end].split())
    if page.language == "en" or not name.endswith("s"):
        return name
    bare = page.words[stated.last - 1].text[:-1]
    if re.search(rf"\b{re.escape(bare)}\b", page.text) and len(bare) > 1:
        return name[:-1]
    return without_genitive(name)


def _gather(page: Page, stated: Sequence[Stated]) -> list[_Person]:
    """Cluster the stated names: full names first, then the single names that fit one of them."""
    persons: list[_Person] = []
    named = [(_name(page, one), one) for one in stated]
    for full in (True, False):
        for name, one in named:
            if (len(name.split()) > 1) is not full:
                continue
            fitting = [person for person in persons if same_person(name, person.name) and _compatible(person, one)]
            if fitting:
                person = min(fitting, key=lambda person: min(_distance(one, other) for other in person.stated))
                if len(name.split()) > len(person.name.split()):
                    person.name = name
            else:
                person = _Person(name)
                persons.append(person)
            person.stated.append(one)
    for person in persons:
        person.name = PersonName.parse(_fuller(page, person.name)).full
    return persons


def _fuller(page: Page, name: str) -> str:
    """A first name that stands before a single name elsewhere in the text."""
    if " " in name:
        return name
    for match in re.finditer(rf"\b{re.escape(name)}\b", page.text):
        index = page.word_at(match.start())
        first = index
        while first > 0 and page.gap(first) == " " and page.words[first - 1].text in page.lexicon.given:
            first -= 1
        if first < index and page.name_from(first) == index + 1:
            return page.text[page.words[first].start : match.end()]
    return name


def _compatible(person: _Person, one: Stated) -> bool:
    """Two names alike are two people when their titles speak of different countries and roles."""
    if not one.countries:
        return True
    said = {code for other in person.stated for code in other.countries}
    roles = {other.title.office.role for other in person.stated}
    return not said or bool(said & set(one.countries)) or one.title.office.role not in roles


def _distance(a: Stated, b: Stated) -> int:
    return abs(a.first - b.first)


def _later(page: Page, persons: Sequence[_Person], stated: Sequence[Stated]) -> list[tuple[_Person, tuple[int, int]]]:
    """Places that name a person without a title."""
    parts: dict[str, list[_Person]] = {}
    for person in persons:
        for part in _handles(person.name):
            if part not in page.lexicon.not_names:
                parts.setdefault(part, []).append(person)
    if not parts:
        return []
    taken = {index for one in stated for index in range(one.first, one.last)}
    longest = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])({longest})(?:s|['’]s?)?(?![\w-])")
    found = []
    for match in pattern.finditer(page.text):
        index = page.word_at(match.start())
        if index in taken or index >= len(page.words) or page.words[index].start != match.start():
            continue
        before = page.words[index - 1].text if index and page.gap(index) == " " else ""
        if before in page.lexicon.given and before not in match[1]:
            continue
        candidates = parts[match[1]]
        person = min(candidates, key=lambda one: min(_rank(index, other) for other in one.stated))
        found.append((person, (match.start(), match.end(1))))
    return found


def _rank(index: int, stated: Stated) -> tuple[bool, int]:
    """Nearest mention before; those after it come last."""
    return stated.first > index, abs(index - stated.first)


def _handles(name: str) -> set[str]:
    """The full name and the parts by which a text calls a person again."""
    parsed = PersonName.parse(name)
    handles = {parsed.full, parsed.family}
    words = parsed.family.split(" ")
    if len(words) > 1 and words[0] not in ("al", "el"):
        handles.add(words[-1])
    if len(parsed.given) == 1 and len(parsed.given[0]) <= 5 and "." not in parsed.given[0] and _east_asian(name):
        handles.add(parsed.given[0])
    return {handle for handle in handles if len(handle) > 1}


_CHINESE = frozenset(
    "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Song Tang Han Feng Deng Cao Peng Zeng Xiao "
    "Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lü Ding Ren Lu Yao Shen Zhong Cui Tan Fan Jin Shi Liao Jia Xia Fu Fang Zou Xiong Bai Meng "
    "Qin Qiu Hou Xi Qiang Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Moon Shin Nguyen Tran Pham Vo To Phan Hun Ho Xue Yin Hao Kong".split()
)


def _east_asian(name: str) -> bool:
    return name.split(" ")[0] in _CHINESE


def _mirror(page: Page, persons: Sequence[_Person], later: Sequence[tuple[_Person, tuple[int, int]]]) -> None:
    """Give counterparts the office of the nearest official before them, else after them in the sentence."""
    for person in persons:
        person.offices = _merged([one.title.office for one in person.stated if not one.title.counterpart])
    places = sorted(
        [(page.words[one.first].start, person) for person in persons for one in person.stated]
        + [(span[0], person) for person, span in later],
        key=lambda row: row[0],
    )
    for offset, person in places:
        if person.offices or not any(one.title.counterpart for one in person.stated):
            continue
        start, end = page.sentence(offset)
        before = [other for place, other in places if start <= place < offset and other is not person and other.offices]
        after = [other for place, other in places if offset < place < end and other is not person and other.offices]
        earlier = [other for place, other in places if place < start and other is not person and other.offices]
        mirrored = (before[-1:] or after[:1] or earlier[-1:])[:1]
        if mirrored:
            person.offices = [Office(office.role, office.portfolios) for office in mirrored[0].offices[:1]]


def _merged(offices: Sequence[Office]) -> list[Office]:
    """Without doubles and without those that another one says more exactly."""
    unique = list(dict.fromkeys(offices))
    return [
        office
        for office in unique
        if not any(
            other != office
            and other.role == office.role
            and (
                set(office.portfolios) < set(other.portfolios)
                or (office.portfolios == other.portfolios and office.former)
            )
            for other in unique
        )
    ]


def _settle(page: Page, persons: Sequence[_Person]) -> None:
    """Decide the countries: said with a title, implied by it, shared in a list, else from the context."""
    counts = tally(page)
    for person in persons:
        said = [one.countries for one in person.stated if one.countries]
        fixed = [home for one in person.stated if (home := fixed_home(one, counts))]
        person.said = bool(said or fixed)
        person.countries = (said or fixed or [()])[0]
    for person in persons:
        if not person.countries:
            person.countries = _shared(person, persons) or known_home(person.name, person.offices)
    for person in sorted(persons, key=lambda person: person.stated[0].first):
        if person.countries or not person.offices:
            continue
        known = [
            (page.words[one.first].start, office, other.countries)
            for other in persons
            if other is not person and other.countries
            for one in other.stated
            for office in other.offices[:1]
        ]
        for one in person.stated:
            person.countries = context_home(page, one, known, counts)
            if person.countries:
                break
    for person in persons:
        person.offices = [_regional(office, person.countries, person.stated) for office in person.offices]


def _shared(person: _Person, persons: Sequence[_Person]) -> tuple[str, ...]:
    """ "President A and Prime Minister B of Poland": the country after the list holds for both."""
    last = max(one.last for one in person.stated)
    for other in persons:
        for one in other.stated:
            if other is not person and one.countries and not one.title.countries:
                if any(
                    0 < one.first - mine.last <= 5 and one.title.start > 0 and mine.last <= one.first
                    for mine in person.stated
                ):
                    return one.countries if last else ()
    return ()


# There the foreign secretary is the first civil servant of the ministry.
_CIVIL_SECRETARIES = frozenset(("IN", "PK", "BD", "LK", "NP"))


def _regional(office: Office, countries: tuple[str, ...], stated: Sequence[Stated]) -> Office:
    """Germany has no prime minister: its Ministerpräsidenten lead regions."""
    civil = any("oreign Secretary" in one.title.phrase for one in stated)
    if civil and countries and countries[0] in _CIVIL_SECRETARIES:
        return Office("deputy_minister", office.portfolios, office.former)
    premier = office.role == "head_of_government" and countries == ("DE",)
    if premier and not any(one.title.fixed for one in stated):
        return Office("head_of_region", (), office.former)
    return office


def _places(person: _Person) -> list[Stated]:
    """One per place: two titles of one name are one mention."""
    unique: dict[int, Stated] = {}
    for one in person.stated:
        old = unique.get(one.first)
        if old is None or one.title.start < old.title.start:
            unique[one.first] = one
    return list(unique.values())


def _mention(page: Page, person: _Person, one: Stated) -> PersonMention:
    start, end = page.words[one.first].start, page.words[one.last - 1].end
    same = [other for other in person.stated if other.first == one.first]
    return PersonMention(
        start=start,
        end=end,
        quote=page.text[start:end],
        person=person.name,
        offices=tuple(person.offices),
        countries=person.countries,
        stated=True,
        title_start=min(start, *(other.title.start for other in same)),
        title_end=max(end, *(other.title.end for other in same)),
        country_from_context=not person.said and bool(person.countries),
    )


def _later_mention(page: Page, person: _Person, span: tuple[int, int]) -> PersonMention:
    return PersonMention(
        start=span[0],
        end=span[1],
        quote=page.text[span[0] : span[1]],
        person=person.name,
        offices=tuple(person.offices),
        countries=person.countries,
        country_from_context=not person.said and bool(person.countries),
    )


def _untitled(
    page: Page, proposals: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> list[PersonMention]:
    found = []
    for start, end in proposals:
        quote = page.text[start:end]
        if any(start < last and first < end for first, last in taken) or not quote.strip() or "\n" in quote:
            continue
        found.append(PersonMention(start=start, end=end, quote=quote, person=" ".join(quote.split())))
    return found
