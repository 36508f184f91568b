"""Names to titles: "Minister X", "Minister der Y, X,", "X, Minister of Y", "die Minister A und B"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.finding.officials.leads import lead_fits, lead_in
from extract.finding.officials.lexicon import portfolios
from extract.finding.officials.titles import Title
from extract.finding.officials.words import SPACES, Page
from extract.values.office import Office
from extract.values.person import PARTICLES

_AND = re.compile(r"\s*(?:,|und|sowie|and|as well as|&|, and|, und)\s*")
_ARTICLES = frozenset("the der die das den dem des a an ein eine einen einem einer".split())
# Between the first and the second office after a name.
_SECOND = re.compile(r",? (?:and|und|sowie)(?: (?:also|auch|zugleich))?(?: (?:the|a|an|der|die|ein|eine))? |, ")
_BRACKET = re.compile(r" \(([^()\n]{1,40})\)")
_AFTERWARDS = re.compile(
    r"(?:'s|’s)?\s*(?:[,.;:)(!?“”\"–-]|\b(?:und|and|sowie|as|who|am|in|im|on|at|after|nach|bei|to|zu|since|seit|until|bis|from|von|ist|war)\b|\n|$)"
)
_MINISTRY = re.compile(
    r"(?:,| \(| of| from| in| at| im| vom| beim| aus dem| des| der)? ?(?:the |dem )?"
    r"(?:(?:U\.S\.|US|Federal|German|[A-ZÄÖÜ]\w+(?:’s|'s)?) ){0,3}"
    r"(?:Ministry|Department|Treasury|\w*[mM]inisteriums?|Auswärtigen Amt(?:e?s)?|BM[A-Za-z]{1,3}|AA)\b[^;.()\n]{0,80}"
)
_OF_COUNTRY = re.compile(r"(?:,? of (?:the )?|,? from | aus (?:der |dem |den )?| von (?:der )?| der | des | \()$")


@dataclass(frozen=True, slots=True)
class Stated:
    """A name with the title that this place gives it.

    Attributes:
        first, last: word indices of the name, [first, last).
        title: the title, whose office is this person's (portfolios in brackets taken in).
        countries: said with title or name, empty when not.
        group: names of one "and" list or one enumeration share a number.
    """

    first: int
    last: int
    title: Title
    countries: tuple[str, ...]
    group: int


def attach(page: Page, titles: Sequence[Title]) -> list[Stated]:
    """The names that the titles hold for, in order of the titles."""
    found: list[Stated] = []
    pending: list[Title] = []
    for group, title in enumerate(titles):
        named = _following(page, title, group) if title.name >= 0 else _preceding(page, title, group, found)
        if pending and not _coordinated(page, pending[-1], title):
            pending = []
        if named:
            mirrored = [other.countries for other in pending if other.counterpart and not other.turn]
            named = [replace(one, countries=one.countries or home) for one in named for home in mirrored[:1] or [()]]
            found += [replace(person, title=other, countries=other.countries or person.countries)
                      for other in pending for person in named[:1] if not other.counterpart]  # fmt: skip
            found += named
            pending = []
        elif not title.counterpart or title.countries:
            pending.append(title)
    return found


def _coordinated(page: Page, left: Title, right: Title) -> bool:
    """Two titles of one person: "Außenminister und Vizekanzler X", "Special Representative Ambassador X"."""
    between = page.text[left.end : right.start]
    joint = r" |, (?:the |dem |den |der )?" if left.counterpart else r" |, | [–&-] |,? (?:and|und|sowie) "
    return re.fullmatch(joint, between) is not None


def _following(page: Page, title: Title, group: int) -> list[Stated]:
    first = title.name
    last = page.name_from(first)
    if last == first or _unlikely(page, title, first, last):
        return []
    named = [_stated(page, first, last, title, group)]
    while title.plural or (title.maybe_plural and not title.determined and _listed_bracket(page, named[-1])):
        step = _next_name(page, named[-1])
        if step < 0:
            break
        named.append(_stated(page, step, page.name_from(step), title, group))
    if title.paired:
        homes = title.countries if len(named) == len(title.countries) else ()
        return [replace(one, countries=(homes[step],) if homes else ()) for step, one in enumerate(named)]
    return named if len(named) > 1 or not title.only_plural else []


def _unlikely(page: Page, title: Title, first: int, last: int) -> bool:
    """A first name alone belongs to royalty only; "Emir" without article or country is a first name itself."""
    crowned = title.office.role in ("head_of_state", "royalty")
    if last - first == 1 and page.words[first].text in page.lexicon.given and not crowned:
        return True
    return title.phrase in ("Emir", "Sultan", "Prinz", "Prince") and not title.determined and last - first == 1


def _listed_bracket(page: Page, person: Stated) -> bool:
    bracket = _BRACKET.match(page.text, page.words[person.last - 1].end)
    return bracket is not None and bool(portfolios(bracket[1], page.language))


def _next_name(page: Page, person: Stated) -> int:
    end = page.words[person.last - 1].end
    bracket = _BRACKET.match(page.text, end)
    match = _AND.match(page.text, bracket.end() if bracket else end)
    if match is None or match.end() == match.start():
        return -1
    index = page.word_at(match.end())
    if index >= len(page.words) or page.words[index].start != match.end() or page.is_title(index):
        return -1
    while page.honorific(index):
        index += 1
    last = page.name_from(index) if index < len(page.words) else index
    explicit = person.title.plural and not (last - index == 1 and page.text[match.start()] == ",")
    return index if last > index and (last - index > 1 or explicit) else -1


def _stated(page: Page, first: int, last: int, title: Title, group: int) -> Stated:
    """Take in what stands after the name: a portfolio or country in brackets, a ministry, "of Germany"."""
    end = page.words[last - 1].end
    countries, office = title.countries, title.office
    bracket = _BRACKET.match(page.text, end)
    if bracket:
        codes = portfolios(bracket[1], page.language)
        inside = [
            mention for mention in page.countries if bracket.start(1) == mention.start and mention.end == bracket.end(1)
        ]
        if codes and office.role in ("minister", "deputy_minister") and not office.portfolios:
            office = Office(office.role, codes, office.former)
        if inside and not countries:
            countries = inside[0].codes
    if office.role in ("deputy_minister", "minister") and not office.portfolios:
        ministry = _MINISTRY.match(page.text, end)
        if ministry:
            codes = portfolios(
                re.split(r", (?=[a-z])|,? (?:met|traf|said|sagte)\b", ministry[0].strip(" ,"))[0], page.language
            )
            office = Office(office.role, codes, office.former)
            inside = [one for one in page.countries if ministry.start() <= one.start and one.end <= ministry.end()]
            if inside and not countries and inside[0].form in ("metonym", "adjective"):
                countries = inside[0].codes
    if not countries:
        countries = _country_after(page, bracket.end() if bracket else end)
    return Stated(first, last, replace(title, office=office), countries, group)


def _country_after(page: Page, end: int) -> tuple[str, ...]:
    """ "Chancellor X of Germany", "Präsident X aus Y"."""
    for mention in page.countries:
        if mention.start <= end:
            continue
        if mention.start - end > 16:
            break
        if mention.form in ("name", "organisation") and _OF_COUNTRY.fullmatch(page.text[end : mention.start]):
            return mention.codes
        break
    return ()


def _preceding(page: Page, title: Title, group: int, found: Sequence[Stated]) -> list[Stated]:
    """ "X, Prime Minister of Y," and a second office joined to it by "and"."""
    if title.counterpart:
        return []
    index = page.word_at(title.start)
    if index and page.gap(index) in SPACES and page.words[index - 1].text.lower() in _ARTICLES:
        index -= 1
    if not index:
        return []
    lead = lead_in(page, index, title.end)
    closed = page.text[title.end - 1] == ")" or _AFTERWARDS.match(page.text, title.end)
    if not (lead and lead.bare and not lead.says) and not closed:
        return []
    if lead is not None:
        index = lead.index
        title = replace(title, office=replace(title.office, former=title.office.former or lead.former))
    gap = page.gap(index)
    if gap == "), " and (opening := page.text.rfind(" (", 0, page.words[index].start)) > page.words[index].start - 40:
        index, gap = page.word_at(opening), ", "  # "X (CDU), Minister"
    if found and found[-1].title.end <= title.start and found[-1].title.end > page.words[found[-1].last - 1].end:
        between = page.text[found[-1].title.end : title.start]
        if _SECOND.fullmatch(between):
            return [replace(found[-1], title=title, countries=title.countries or found[-1].countries, group=group)]
    skipped = index
    while skipped and gap in ("/", *SPACES) and re.fullmatch(r"[A-Z]+\d*", page.words[skipped - 1].text):
        skipped -= 1  # "X, G7 Sherpa"
        gap = page.gap(skipped)
    bare = lead is not None and lead.bare and gap in SPACES
    if not (gap in (", ", " (") or bare) or not skipped:
        return []
    first, last = _name_before(page, skipped)
    if last - first < 2 and not _known(page, first, last, found):
        return []
    if bare and (last - first < 2 or (not lead_fits(page, first))):
        return []
    same = [person for person in found if person.last == last and person.first <= first]
    return [Stated(same[0].first if same else first, last, title, title.countries, group)]


def _name_before(page: Page, last: int) -> tuple[int, int]:
    """The word indices of the name that ends before word `last`; both are `last` when none does."""
    first = last - 1
    while first > 0 and last - first < 6 and page.gap(first) in SPACES:
        if page.words[first - 1].text not in PARTICLES and page.name_from(first - 1) < last:
            break
        first -= 1
    while first < last and page.name_from(first) != last:
        first += 1
    return first, last


def _known(page: Page, first: int, last: int, found: Sequence[Stated]) -> bool:
    return first < last and any(page.words[first].text == page.words[person.last - 1].text for person in found)
