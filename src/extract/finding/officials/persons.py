"""The persons of a text: stated names brought together, later mentions, the offices of counterparts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.finding.officials.attach import Stated
from extract.finding.officials.words import Page
from extract.values.office import Office
from extract.values.person import PersonName, plain, same_person, without_genitive

Span = tuple[int, int]

# Family names that stand first: the usual Chinese, Korean and Vietnamese ones.
_FAMILY_FIRST = frozenset(
    (
        "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Song Tang "
        "Han Feng Deng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lü Ding Ren Lu Yao Shen "
        "Zhong Cui Tan Fan Jin Shi Liao Jia Xia Fu Fang Zou Xiong Bai Meng Qin Qiu Hou Xi Qiang Xue Yin Hao Kong Kim "
        "Lee Park Choi Jung Kang Cho Yoon Jang Lim Moon Shin Nguyen Tran Pham Vo To Phan Hun Ho "
    ).split()
)


# What follows a genitive: a noun, or an adjective before one.
_BEFORE_NOUN = re.compile(r" (?:[A-ZÄÖÜ]|\w+(?:er|en|em|es) [A-ZÄÖÜ])")
# How far before its sentence the official whom somebody mirrors, preceded or followed is looked for.
_REACH = {"": 1_000_000, "predecessor": 300, "successor": 300}


@dataclass(slots=True)
class Person:
    """What the text says of one person, gathered while reading.

    Attributes:
        name: the fullest name.
        stated: names with titles.
        offices: merged.
        countries: of the offices; `said` when they stand with a title somewhere.
        seat: whom the person followed in office or was followed by.
    """

    name: str
    stated: list[Stated] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    countries: tuple[str, ...] = ()
    said: bool = False
    seat: Person | None = None


def gather(page: Page, stated: Sequence[Stated]) -> list[Person]:
    """Cluster the stated names: full names first, then the single names that fit one of them."""
    persons: list[Person] = []
    named = [(_name(page, one), one) for one in stated]
    for full in (True, False):
        for name, one in named:
            if (" " in name) is full:
                _assign(persons, name, one)
    for person in persons:
        person.name = PersonName.parse(_fuller(page, person.name)).full
    return persons


def _assign(persons: list[Person], name: str, one: Stated) -> None:
    fitting = [person for person in persons if same_person(name, person.name) and _compatible(person, one)]
    if not fitting and " " not in name:  # "President Lula", a name inside the full one
        role = one.title.office.role
        fitting = [
            person
            for person in persons
            if name in person.name.split()[1:] and role in {other.title.office.role for other in person.stated}
        ]
    if not fitting:
        persons.append(Person(name, [one]))
        return
    person = min(fitting, key=lambda person: min(abs(one.first - other.first) for other in person.stated))
    if len(name.split()) > len(person.name.split()):
        person.name = name
    person.stated.append(one)


def _name(page: Page, stated: Stated) -> str:
    """The name as it stands, without a genitive -s that the text or the ending betrays."""
    start, end = page.words[stated.first].start, page.words[stated.last - 1].end
    name = " ".join(page.text[start:end].split())
    if page.language == "en" or not name.endswith("s"):
        return name
    bare = page.words[stated.last - 1].text[:-1]
    if len(bare) > 1 and page.count(bare):
        return name[:-1]
    return without_genitive(name) if _BEFORE_NOUN.match(page.text, end) else name


def _fuller(page: Page, name: str) -> str:
    """A first name that stands before a single name elsewhere in the text."""
    if " " in name:
        return name
    for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", page.text):
        index = first = page.word_at(match.start())
        while first > 0 and page.gap(first) == " " and page.words[first - 1].text in page.lexicon.given:
            first -= 1
        if first < index < len(page.words) and page.name_from(first) == index + 1:
            return page.text[page.words[first].start : match.end()]
    return name


def _compatible(person: Person, one: Stated) -> bool:
    """Two names alike are two people when their titles speak of different countries in the same role."""
    said = {code for other in person.stated for code in other.countries}
    roles = {other.title.office.role for other in person.stated}
    if not one.countries or not said:
        return True
    return bool(said & set(one.countries)) or one.title.office.role not in roles


def later_places(page: Page, persons: Sequence[Person], stated: Sequence[Stated]) -> list[tuple[Person, Span]]:
    """Places that name a person without a title."""
    parts: dict[str, list[Person]] = {}
    for person in persons:
        for part in _handles(person.name):
            if part not in page.lexicon.not_names and person not in parts.setdefault(plain(part), []):
                parts[plain(part)].append(person)
    if not parts:
        return []
    taken = {index for one in stated for index in range(one.first, one.last)}
    longest = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    found = []
    for match in re.finditer(rf"(?<![\w-])({longest})(?:s|['’]s?)?(?![\w-])", plain(page.text)):
        index = page.word_at(match.start())
        if index in taken or index >= len(page.words) or page.words[index].start != match.start():
            continue
        before = page.words[index - 1].text if index and page.gap(index) == " " else ""
        if before in page.lexicon.given and before not in match[1]:
            continue  # another member of the family
        person = min(parts[match[1]], key=lambda one: min(_rank(index, other) for other in one.stated))
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
    if parsed.given and parsed.given[0] in _FAMILY_FIRST:
        handles.add(parsed.given[0])
    return {handle for handle in handles if len(handle) > 1}


def mirror(page: Page, persons: Sequence[Person], later: Sequence[tuple[Person, Span]]) -> None:
    """Give everyone the offices stated, and counterparts the office of the official whom they mirror.

    That is the nearest one before them in the sentence, else the first after them, else the last before. A portfolio of
    their own wins ("ihr Amtskollege für Bergbau"). Predecessors and successors share the seat besides.
    """
    for person in persons:
        person.offices = merged([one.title.office for one in person.stated if not one.title.counterpart])
    places = [(page.words[one.first].start, person) for person in persons for one in person.stated]
    places = sorted(places + [(span[0], person) for person, span in later], key=lambda row: row[0])
    for offset, person in places:
        mirroring = [one.title for one in person.stated if one.title.counterpart]
        if person.offices or not mirroring:
            continue
        start, end = page.sentence(offset)
        others = [(place, other) for place, other in places if other is not person and other.offices]
        before = [other for place, other in others if start <= place < offset]
        after = [other for place, other in others if offset < place < end]
        earlier = [other for place, other in others if start - _REACH[mirroring[0].turn] <= place < start]
        mirrored = (before[-1:] or after[:1] or earlier[-1:])[:1]
        if mirrored:
            (office, *_), turn = mirrored[0].offices, mirroring[0].turn
            own = mirroring[0].office.portfolios or office.portfolios
            person.offices = [Office(office.role, own, turn == "predecessor")]
            person.seat = mirrored[0] if turn else None


def merged(offices: Sequence[Office]) -> list[Office]:
    """Without doubles and without those that another one says more exactly."""
    unique = list(dict.fromkeys(offices))
    return [office for office in unique if not any(_says_more(other, office) for other in unique)]


def _says_more(other: Office, office: Office) -> bool:
    if other == office or other.role != office.role:
        return False
    return set(office.portfolios) < set(other.portfolios) or (office.portfolios == other.portfolios and office.former)
