"""When two claims name the same office of the same person: codebook section 4."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from extract.merging.grouping import sharing_within
from extract.merging.people import name_clues, name_parts, same_name
from extract.records import Claim


def same_official(a: Claim, b: Claim) -> bool:
    """Whether two claims of one role name one person of one country in one office.

    The role is the second agreement that equal skeletons of a name need; where the register of officials knows both,
    it decides. A portfolio or a country that one of them leaves empty does not separate them; a missing country needs
    given names on both sides.
    """
    if a.known_as and b.known_as:
        if a.known_as != b.known_as:
            return False
    elif not same_name(a.person, b.person):
        return False
    if a.countries != b.countries:
        bare = not a.countries or not b.countries
        if not bare or min(name_parts(a.person), name_parts(b.person)) < 2:
            return False
    first = set(a.office.portfolios) if a.office else set()
    second = set(b.office.portfolios) if b.office else set()
    return first <= second or second <= first


def official_vagueness(claim: Claim) -> int:
    """How much is left open: the country, the given name, the portfolio."""
    portfolios = len(claim.office.portfolios) if claim.office else 0
    return 10 * (not claim.countries) + 5 * (name_parts(claim.person) < 2) + max(0, 3 - portfolios)


def official_candidates(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Pairs of positions that may name one person: of one country or without, with a common part of the name."""
    return sharing_within(claims, official_tokens, lambda claim: [claim.countries] if claim.countries else [])


def official_tokens(claim: Claim) -> Iterable[Hashable]:
    """Two officials that agree share one of these."""
    return (*name_clues(claim.person), *([("known", claim.known_as)] if claim.known_as else []))


def official_profile(claim: Claim) -> Hashable:
    """All that decides with which others it agrees."""
    return claim.person, claim.known_as, claim.countries, claim.office
