"""A register of officials: who held which office of which country, and when.

The package has one in `data/officials.yaml`; users add rows of the same form in a file of their own. A row is one term:

    - {name: Angela Merkel, office: head_of_government, country: DE, from: 2005-11-22, to: 2021-12-08}

`aliases` are other spellings, `organisation` stands beside or instead of `country`, `acting` marks a stopgap; `from`
and `to` are days, months or years, and may be left out where nobody knows them. Sources: public knowledge, checked by
hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extract.values.country import countries
from extract.values.office import Office
from extract.values.period import Period
from extract.values.person import PersonName, plain, same_person, skeleton
from extract.values.reference import compose

_KEYS = ("name", "aliases", "office", "country", "organisation", "from", "to", "acting")
_NEEDED = ("name", "office")
_FAMILY_FIRST = frozenset(("CN", "KP", "KR", "TW", "VN"))  # where the family name stands first
# Articles go on calling people by an office for some weeks, and name designated ones before.
_LEEWAY = dt.timedelta(days=45)


class RegisterError(ValueError):
    """A register that cannot be used; the message names file, line and what to do."""


@dataclass(frozen=True, slots=True)
class Term:
    """One person in one office for one stretch of time.

    Attributes:
        office: with its portfolio.
        country: ISO 3166-1 alpha-2 or `EU`; empty for an organisation without a country.
        organisation: usual English name, else empty.
        since, until: days, months or years; None where unknown, and `until` also for who is in office.
        acting: for a time only.
    """

    office: Office
    country: str = ""
    organisation: str = ""
    since: Period | None = None
    until: Period | None = None
    acting: bool = False

    def covers(self, day: dt.date, leeway: dt.timedelta = dt.timedelta(0)) -> bool:
        """Whether a day lies in the term; months and years count whole, unknown ends are open.

        >>> term = Term(Office("mayor"), "AT", since=Period.parse("2001"), until=Period.parse("2004-05"))
        >>> term.covers(dt.date(2004, 5, 9)), term.covers(dt.date(2004, 6, 9))
        (True, False)
        """
        begun = self.since is None or self.since.start is None or self.since.start - leeway <= day
        return begun and (self.until is None or self.until.end is None or day <= self.until.end + leeway)

    def over(self, day: dt.date) -> bool:
        """Whether the term had ended before a day."""
        return self.until is not None and self.until.end is not None and self.until.end < day


@dataclass(frozen=True, slots=True)
class Official:
    """A person with all terms that the register has.

    Attributes:
        name: the canonical one.
        spellings: the canonical one and the aliases.
        terms: in the order of the register.
    """

    name: str
    spellings: tuple[str, ...]
    terms: tuple[Term, ...]

    def named(self, name: str) -> bool:
        """Whether a name can mean this person; a single name is compared with the family name.

        >>> biden = Official("Joe Biden", ("Joe Biden", "Joseph R. Biden"), ())
        >>> biden.named("Biden"), Official("Philippe", ("Philippe", "Philipp"), ()).named("Udo Philipp")
        (True, False)
        """
        parsed = PersonName.parse(name)
        if parsed.given:
            return any(same_person(name, spelling) for spelling in self.spellings if PersonName.parse(spelling).given)
        return skeleton(parsed.family) in {
            skeleton(handle) for spelling in self.spellings for handle in self._handles(spelling)
        }

    def _handles(self, spelling: str) -> Iterator[str]:
        """What the official is called for short: the family name, and the last part of it."""
        words = spelling.split(" ")
        if any(term.country in _FAMILY_FIRST for term in self.terms):
            yield words[0]
        family = PersonName.parse(spelling).family
        yield family
        yield family.split(" ")[-1]

    def at(self, day: dt.date | None) -> tuple[Office, Term] | None:
        """The office on a day with its term, else the last one before as a former office, else None.

        Only terms with a beginning count. Without a day the last one of the register does, of several on one day the
        first listed.
        """
        terms = [term for term in self.terms if term.since is not None]
        if day is None:
            return (terms[-1].office, terms[-1]) if terms else None
        now = next((term for term in terms if term.covers(day)), None)
        if now is not None:
            return now.office, now
        past = [term for term in terms if term.over(day)]
        if not past:
            return None
        last = max(past, key=lambda term: (term.until and term.until.end) or dt.date.min)
        return Office(last.office.role, last.office.portfolios, former=True), last


class Register:
    """Officials by their names."""

    def __init__(self, officials: Iterable[Official]) -> None:
        """Index officials by the skeletons of the first and last word of each spelling."""
        self.officials = tuple(officials)
        self._by_word: dict[str, list[Official]] = {}
        self._by_office: dict[tuple[str, str], list[tuple[Official, Term]]] = {}
        self.first_words: dict[str, list[tuple[str, ...]]] = {}
        for official in self.officials:
            words = {skeleton(word) for name in official.spellings for word in _ends(name)}
            for word in words:
                self._by_word.setdefault(word, []).append(official)
            for term in official.terms:
                self._by_office.setdefault((term.office.role, term.country), []).append((official, term))
            for name in official.spellings:
                first, *rest = plain(name).split(" ")
                if rest:
                    self.first_words.setdefault(first, []).append((first, *rest))

    def find(self, name: str) -> list[Official]:
        """Everyone whom a name can mean."""
        found = {id(one): one for word in _ends(name) for one in self._by_word.get(skeleton(word), ())}
        return [one for one in found.values() if one.named(name)]

    def holders(self, office: Office, country: str, day: dt.date | None) -> list[Official]:
        """Who held an office of a country on a day, give or take some weeks; everyone who ever did, without a day.

        An office without a portfolio fits those of its role with any.
        """
        wanted = set(office.portfolios)
        rows = self._by_office.get((office.role, country), ())
        found = {
            official.name: official
            for official, term in rows
            if wanted <= set(term.office.portfolios) and (day is None or term.covers(day, _LEEWAY))
        }
        return list(found.values())

    def identify(self, name: str, office: Office, country: str, day: dt.date | None = None) -> Official | None:
        """The one official whom a name with an office of a country means, or None.

        A full name must be held by one official only, a family name alone needs an office of that country as well. Of
        namesakes the one in office on the day counts.
        """
        found = self.find(name)
        single = " " not in name
        if single or len(found) > 1:
            found = [
                one
                for one in found
                if any(_fits(term, office) and (not country or term.country == country) for term in one.terms)
            ]
        elif country:
            found = [one for one in found if any(term.country == country for term in one.terms)]
        if len(found) > 1 and day is not None:
            now = [one for one in found if any(_fits(term, office) and term.covers(day, _LEEWAY) for term in one.terms)]
            found = now or found
        return found[0] if len(found) == 1 and (country or not single) else None

    def out_of_term(self, name: str, office: Office, country: str, day: dt.date) -> bool:
        """Whether a person named with a present office held it at other times only, as far as the register knows."""
        official = self.identify(name, office, country, day)
        if official is None or office.former:
            return False
        terms = [term for term in official.terms if term.country == country and _fits(term, office)]
        dated = [term for term in terms if term.since is not None]
        return bool(dated) and len(dated) == len(terms) and not any(term.covers(day, _LEEWAY) for term in terms)


@cache
def shipped_register() -> Register:
    """The register of the package."""
    text = files("extract.values").joinpath("data", "officials.yaml").read_text(encoding="utf-8")
    return Register(parse_register(text, "officials.yaml"))


def register_with(text: str, name: str) -> Register:
    """The register of the package with a user's rows; a person in both has the terms and spellings of both.

    Args:
        text: YAML of the user's file.
        name: what errors call it.

    Raises:
        RegisterError: when a row is not valid.
    """
    return Register(_joined([*parse_register(text, name), *shipped_register().officials]))


def parse_register(text: str, name: str) -> list[Official]:
    """Officials from rows of terms, in the order in which their names come first.

    Args:
        text: YAML, a list of rows.
        name: what errors call the file.

    Raises:
        RegisterError: on what is no YAML, and on a row with unknown or unusable values; names the line.
    """
    try:
        node: Any = compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark or error.problem_mark  # the context is where the unfinished thing begins
        raise RegisterError(f"{name}:{mark.line + 1 if mark else 1}: this is not YAML: {error.problem}") from error
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise RegisterError(f"{name}:1: write a list of rows such as '- {{name: ..., office: ..., country: ...}}'")
    rows = []
    for row in node.value:
        line = row.start_mark.line + 1
        try:
            rows.append(_official(_plain_row(row)))
        except ValueError as error:
            raise RegisterError(f"{name}:{line}: {error}") from error
    return _joined(rows)


def _plain_row(node: Any) -> Mapping[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        raise ValueError("a row must be {name: ..., office: ..., country: ...}")
    row: dict[str, Any] = {}
    for key, value in node.value:
        if key.value not in _KEYS:
            raise ValueError(f"no such key: {key.value!r}; the keys are {', '.join(_KEYS)}")
        if key.value == "aliases":
            if not isinstance(value, yaml.SequenceNode):
                raise ValueError("aliases must be a list: [Kassym-Schomart Tokajew, ...]")
            row["aliases"] = [one.value for one in value.value]
        elif isinstance(value, yaml.ScalarNode):
            row[key.value] = value.value
        else:
            raise ValueError(f"{key.value} must be one text")
    missing = [key for key in _NEEDED if not row.get(key)]
    if missing:
        raise ValueError(f"{missing[0]} is missing")
    return row


def _official(row: Mapping[str, Any]) -> Official:
    country = row.get("country", "")
    if country and country not in countries():
        raise ValueError(f"no such country: {country!r}; write ISO 3166-1 alpha-2, or EU")
    if not country and not row.get("organisation"):
        raise ValueError("country or organisation is missing")
    since, until = (Period.parse(row[key]) if row.get(key) else None for key in ("from", "to"))
    if since and until and since.start and until.end and until.end < since.start:
        raise ValueError(f"the term ends ({row['to']}) before it begins ({row['from']})")
    if row.get("acting", "false") not in ("true", "false"):
        raise ValueError("acting must be true or false")
    term = Term(
        Office.parse(row["office"]), country, row.get("organisation", ""), since, until, row.get("acting") == "true"
    )
    return Official(row["name"], (row["name"], *row.get("aliases", ())), (term,))


def _joined(rows: Iterable[Official]) -> list[Official]:
    """Rows of one name brought together; the name must be spelled alike, or a country be shared under an alias."""
    found: dict[str, Official] = {}
    for row in rows:
        old = found.get(row.name)
        if old is None:
            found[row.name] = row
            continue
        spellings = tuple(dict.fromkeys((*old.spellings, *row.spellings)))
        found[row.name] = Official(row.name, spellings, tuple(dict.fromkeys((*old.terms, *row.terms))))
    return list(found.values())


def _fits(term: Term, office: Office) -> bool:
    """Whether a term can be the office; a portfolio that one of them leaves open does not separate them."""
    if term.office.role != office.role:
        return False
    mine, theirs = set(term.office.portfolios), set(office.portfolios)
    return not mine or not theirs or bool(mine & theirs)


def _ends(name: str) -> Iterator[str]:
    """The words by which a name is looked up: the first, the last, and the whole family name."""
    words = name.split(" ")
    yield from dict.fromkeys((words[0], words[-1], PersonName.parse(name).family))
