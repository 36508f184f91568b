"""Which facts must be merged together, so that parts merged apart are the same as all merged at once.

Nothing joins or compares two quantities or events of different pairs of countries, nor two offices of different roles;
two offices of one role only where the country is the same or one of them has none. So the key of a partition is the
pair, whatever its direction, or role and country, and hangs on nothing but the claim. Offices without a country are
few: they are placed last, with the country where someone bears their name, and where there are several such countries
these are merged together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.merging.grouping import connected
from extract.merging.officials import official_tokens, same_official
from extract.merging.people import name_key, name_parts
from extract.records import Claim, Evidence, digest
from extract.values.office import Office

# Enough that a part of very many claims fits into memory, few enough that an index of them all does.
_PAIRS = 1024
_COUNTRIES = 64

_NOWHERE = Evidence(0, 0, "", 0, 0, "")


@dataclass(frozen=True, slots=True)
class Holder:
    """All that decides with which other offices one is joined."""

    role: str
    portfolios: tuple[str, ...]
    countries: tuple[str, ...]
    person: str
    known_as: str

    def claim(self) -> Claim:
        """A claim that says no more than that."""
        return Claim(
            article="", type="official", countries=self.countries, evidence=_NOWHERE, rule="", person=self.person,
            known_as=self.known_as, office=Office(self.role, self.portfolios) if self.role else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placement:
    """Where offices without a country belong.

    Attributes:
        of: the partition of each.
        together: sets of partitions that are to be merged as one.
    """

    of: Mapping[Holder, str]
    together: Sequence[tuple[str, ...]]


def partition(head: Claim) -> str:
    """The name of the partition of a claim, empty for an office without a country.

    >>> made = lambda kind, *countries: Claim(article="", type=kind, countries=countries, evidence=_NOWHERE, rule="")
    >>> partition(made("exports", "DE", "KZ")) == partition(made("trade_balance", "KZ", "DE"))
    True
    >>> partition(made("official"))
    ''
    """
    if head.type != "official":
        return f"pair-{_number(sorted(head.countries), _PAIRS):04}"
    return f"{_role(head)}-{_number(head.countries, _COUNTRIES):02}" if head.countries else ""


def holder(head: Claim) -> Holder:
    """What counts of an office."""
    portfolios = head.office.portfolios if head.office else ()
    return Holder(_role(head), portfolios, head.countries, head.person, head.known_as)


def may_be_placed_with(one: Holder) -> bool:
    """Whether an office with a country could be one without: not where nothing but a family name is known."""
    return bool(one.countries) and name_parts(one.person) > 1


def place_open(without: Iterable[Holder], others: Iterable[Holder]) -> Placement:
    """Find the partitions of offices without a country.

    Args:
        without: those; each counts once.
        others: offices with a country that may be the same; looked at one by one.
    """
    opened = sorted(set(without), key=repr)
    parts = connected(_links(opened, others))
    of: dict[Holder, str] = {}
    together = []
    for part in parts:
        places = {int(name[1:]) for name in part if name[0] == "?"}
        known = {name for name in part if name[0] not in "?="}
        if not places:
            continue
        home = min(known, default="")
        of.update({opened[place]: home or f"{opened[place].role}-none" for place in places})
        if len(known) > 1:
            together.append(tuple(sorted(known)))
    return Placement(of, together)


def _links(opened: Sequence[Holder], others: Iterable[Holder]) -> Iterator[Sequence[str]]:
    """What must come together: offices ("?" and their place), names ("=") and partitions."""
    claims = [one.claim() for one in opened]
    by_token: dict[Hashable, list[int]] = defaultdict(list)
    for place, (one, claim) in enumerate(zip(opened, claims, strict=True)):
        # Offices of one key are one fact even where they do not agree.
        yield f"?{place}", *(f"={one.role} {name_key(name)}" for name in (one.person, one.known_as) if name)
        tokens = {(one.role, token) for token in official_tokens(claim)}
        near = {other for token in tokens for other in by_token[token]}
        yield from ((f"?{place}", f"?{other}") for other in sorted(near) if same_official(claim, claims[other]))
        for token in tokens:
            by_token[token].append(place)
    for other in others:
        claim = other.claim()
        candidates = {place for token in official_tokens(claim) for place in by_token.get((other.role, token), ())}
        yield from ((f"?{place}", partition(claim)) for place in candidates if same_official(claim, claims[place]))


def _role(head: Claim) -> str:
    return head.office.role if head.office else ""


def _number(key: Iterable[str], of: int) -> int:
    return int(digest("partition", *key), 16) % of
