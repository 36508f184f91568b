"""What the register of officials knows of the persons of a text."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.config import ConfigError
from extract.values.office import Office
from extract.values.person import PARTICLES, PersonName, near_name, plain
from extract.values.register import Register, RegisterError, Term, register_with, shipped_register

# Roles that belong to an organisation rather than to a country.
NO_HOME = frozenset(("head_of_international_organisation", "business_leader"))
# Family names that many bear: they mean an official only with a first name, or in a text that names the country.
COMMON = frozenset(
    "Müller Fischer Schulze Schneider Koch Becker Wolf Brown Harris Johnson Martin Costa Singh Khan Wang Li Lee Kim "
    "Wong Ross Tai Rice Miller Price Scott Hill Kerry Bush Carter May Hunt Sharif Abbas Petrov Pavel Conte".split()
)
_NO_NAMES = frozenset(("von", "der", "den", "und", "zu", "zum", "zur", "vom", "de", "da", "y", "e", "af", "av"))
# How alike a name must be to that of the one who held the very office on that day, to be a typo of it.
_SURE_BY_OFFICE = 0.7
_WORD = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]+(?:[-’'][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Reader:
    """A register read for one text.

    Attributes:
        register: who held which office.
        day: publication date of the text; None when unknown.
        counts: how often the text names each country.
    """

    register: Register
    day: dt.date | None
    counts: Counter[str]

    def is_known(self, name: str) -> bool:
        """Whether a name is that of someone in the register."""
        return bool(self.register.find(name))

    def home(self, name: str, offices: Sequence[Office]) -> tuple[str, ...]:
        """The country of someone in the register, or nothing.

        A family name alone must come with the office that the person held; a common one besides in a text that names
        the country.
        """
        roles = {office.role for office in offices}
        if not roles - NO_HOME:
            return ()
        fitting = {
            term.country
            for official in self.register.find(name)
            for term in official.terms
            if term.country and (" " in name or (term.office.role in roles and self._supported(name, term)))
        }
        return tuple(fitting) if len(fitting) == 1 else ()

    def held(self, name: str) -> tuple[Office, Term] | None:
        """The office of someone named without one, on the day of the text.

        A common family name, and the single name of a monarch, need the country in the text.
        """
        found = []
        for official in self.register.find(name):
            office = official.at(self.day)
            if office is None:
                continue
            family = any(PersonName.parse(spelling).given for spelling in official.spellings)
            if " " in name or (self._supported(name, office[1]) if family else self.counts.get(office[1].country, 0)):
                found.append(office)
        if len(found) > 1:
            found = [one for one in found if not one[0].former]
        return found[0] if len(found) == 1 else None

    def identity(self, name: str, offices: Sequence[Office], countries: Sequence[str]) -> str:
        """The canonical name of the one official whom a name with its office means, else ""."""
        country = countries[0] if countries else ""
        found = (self.register.identify(name, office, country, self.day) for office in offices)
        return next((official.name for official in found if official), "")

    def suggestion(self, name: str, offices: Sequence[Office], countries: Sequence[str]) -> str:
        """Who held the office on the day of the text, or ever, and is written almost like the name, else ""."""
        if not countries:
            return ""
        near = {
            official.name
            for office in offices
            if not office.former
            for official in self.register.holders(office, countries[0], self.day)
            if any(near_name(name, spelling, _SURE_BY_OFFICE) for spelling in official.spellings)
        }
        return near.pop() if len(near) == 1 else ""

    def out_of_term(self, name: str, offices: Sequence[Office], countries: Sequence[str]) -> tuple[Office, ...]:
        """The offices that the person held at other times only."""
        if self.day is None or not countries:
            return ()
        day = self.day
        return tuple(one for one in offices if self.register.out_of_term(name, one, countries[0], day))

    def _supported(self, name: str, term: Term) -> bool:
        return name not in COMMON or self.counts.get(term.country, 0) > 0


def known_names(text: str, register: Register) -> Iterator[tuple[int, int]]:
    """Where a text has a full name of the register, letter by letter but for marks on letters; spans of characters.

    A name behind a particle is the end of a longer one: "Mohamed bin Zayed Al Nahyan" is no "Zayed Al Nahyan".
    """
    words = [(match.start(), match.end(), plain(match[0])) for match in _WORD.finditer(text)]
    for index, (start, _, word) in enumerate(words):
        if index and words[index - 1][2].lower() in PARTICLES and words[index - 1][2] not in _NO_NAMES:
            continue
        found = 0
        for name in register.first_words.get(word, ()):
            here = words[index : index + len(name)]
            if len(name) > found and tuple(one for _, _, one in here) == name:
                found = len(name)
        end = words[index + found - 1][1]
        if found and "\n" not in text[start:end]:
            yield start, end


def load_register(path: Path) -> Register:
    """The register of the package, with the rows of a user's file where there is one.

    Raises:
        ConfigError: when a row is not valid; names file and line.
    """
    if not path.is_file():
        return shipped_register()
    try:
        return register_with(path.read_text(encoding="utf-8-sig"), str(path))
    except RegisterError as error:
        raise ConfigError(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
