"""Officials whose names are written almost alike: never merged, but shown to the reviewer as perhaps the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from extract.merging.grouping import sharing
from extract.merging.people import name_key
from extract.records import Fact
from extract.values.person import PersonName, near_name, skeleton

# The role and the country agree already.
_NEAR = 0.8


def suggest_same(facts: Sequence[Fact]) -> Mapping[str, tuple[str, ...]]:
    """For each office that may be another's, by the id of its fact, the names of the others.

    Two offices are compared where role and country are the same and no portfolio speaks against it; two persons whom
    the register of officials tells apart are never suggested. What it knows of one place alone ("Schinmeier" as head
    of state) stands in the claims.
    """
    by_office: dict[tuple[str, tuple[str, ...]], list[Fact]] = defaultdict(list)
    found: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        office = fact.head.office
        if fact.head.type != "official" or office is None:
            continue
        if fact.head.countries:
            by_office[office.role, fact.head.countries].append(fact)
        found[fact.id] |= {claim.same_as for claim in fact.claims if claim.same_as}
    for group in by_office.values():
        for i, j in sharing(group, _clues):
            one, other = group[i], group[j]
            if _perhaps(one, other):
                found[one.id].add(other.head.known_as or other.head.person)
                found[other.id].add(one.head.known_as or one.head.person)
    return {identity: tuple(sorted(names)) for identity, names in found.items() if names}


def _clues(fact: Fact) -> tuple[str, ...]:
    """Beginning and end of the family name: a typo leaves one of them as it is."""
    family = _family(fact.head.person)
    return f"{family[:3]}-", f"-{family[-3:]}"


@lru_cache(maxsize=65536)
def _family(name: str) -> str:
    return skeleton(PersonName.parse(name).family)


def _perhaps(one: Fact, other: Fact) -> bool:
    if ratio(_family(one.head.person), _family(other.head.person)) < 100 * _NEAR:
        return False
    if (one.head.known_as and other.head.known_as) or name_key(one.head.person) == name_key(other.head.person):
        return False
    mine = set(one.head.office.portfolios) if one.head.office else set()
    theirs = set(other.head.office.portfolios) if other.head.office else set()
    return (not mine or not theirs or bool(mine & theirs)) and near_name(one.head.person, other.head.person, _NEAR)
