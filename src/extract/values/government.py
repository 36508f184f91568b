"""Which offices a country can have: monarchies have no president, presidential systems no prime minister."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extract.values.country import WordLanguage
from extract.values.reference import load_data

_PRESIDENT = re.compile(r"pr[äe]sident", re.IGNORECASE)
_PRIME_MINISTER = re.compile(r"premier|ministerpräsident|prime minister|regierungspräsident", re.IGNORECASE)
_REGIONAL = re.compile(r"ministerpräsident|\bpremier\b", re.IGNORECASE)
_MINISTER = re.compile(r"\bminister\b")
_SECRETARY = re.compile(r"(?<!foreign )\bsecretary\b")
_CROWN = re.compile(r"könig|king\b|queen|prin[zc]|royal|monarch", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Governments:
    monarchies: frozenset[str]
    crowned: frozenset[str]
    no_premier: frozenset[str]
    regional: frozenset[str]
    vice_presidents: frozenset[str]
    secretaries: frozenset[str]
    secretaries_only: frozenset[str]
    titles: Mapping[str, frozenset[str]]


@cache
def _governments() -> _Governments:
    data = load_data("extract.values", "governments.yaml")
    return _Governments(
        monarchies=frozenset(data["monarchies"]),
        crowned=frozenset(data["monarchies"]) | frozenset(data["crowned_republics"]),
        no_premier=frozenset(data["no_prime_minister"]),
        regional=frozenset(data["regional_premiers"]),
        vice_presidents=frozenset(data["vice_presidents"]),
        secretaries=frozenset(data["secretaries"]),
        secretaries_only=frozenset(data["secretaries_only"]),
        titles={word: frozenset(codes) for word, codes in data["titles"].items()},
    )


def can_have(code: str, role: str, title: str, language: WordLanguage) -> bool:
    """Whether a country can have the office that a title names.

    Args:
        code: ISO 3166-1 alpha-2.
        role: of the codebook.
        title: the words of the title.
        language: of these words.

    >>> can_have("CH", "head_of_government", "Premierminister", "de"), can_have("NO", "head_of_state", "König", "de")
    (False, True)
    >>> can_have("NO", "head_of_state", "President", "en"), can_have("US", "minister", "Foreign Minister", "en")
    (False, False)
    """
    known = _governments()
    if role in ("head_of_state", "deputy_head_of_state") and _PRESIDENT.search(title) and code in known.monarchies:
        return False
    if role == "deputy_head_of_state" and code not in known.vice_presidents:
        return False
    if role in ("head_of_state", "royalty") and _CROWN.search(title) and code not in known.crowned:
        return False
    if role in ("head_of_government", "deputy_head_of_government") and _PRIME_MINISTER.search(title):
        regional = code in known.regional and role == "head_of_government" and _REGIONAL.search(title)
        if code in known.no_premier and not regional:
            return False
    words = title.lower()
    if language == "en" and role == "minister":
        if _MINISTER.search(words) and code in known.secretaries_only:
            return False
        if _SECRETARY.search(words) and code not in known.secretaries:
            return False
    return all(code in codes for word, codes in known.titles.items() if word in words)
