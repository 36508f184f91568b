"""Facts joined and parted at a reviewer's word, after the automatic merging."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extract.merging.heads import combine, in_order
from extract.merging.merge import fact_key
from extract.merging.quantities import values_agree
from extract.records import EVENTS, Claim, Fact, fact_id


def why_apart(a: Fact, b: Fact) -> str:
    """Why two facts cannot be one, empty when they can: what identifies a fact of their type is another."""
    one, other = a.head, b.head
    if one.type != other.type:
        return f"one is of type {one.type}, the other of type {other.type}"
    if one.type == "official":
        first, second = (each.office.role if each.office else "" for each in (one, other))
        if first != second:
            return f"one is {first}, the other {second}"
        if one.countries and other.countries and one.countries != other.countries:
            return "the offices are of different countries"
        return ""
    if one.countries != other.countries:
        return "they are about different countries"
    if one.type in EVENTS:
        return ""
    if one.measure != other.measure or one.value is None or other.value is None:
        return "they measure different things"
    return "" if values_agree(one.value, other.value) else "they state different values; reject one, or edit it"


def united(facts: Sequence[Fact]) -> Fact:
    """One fact of several; flags and all else that compares facts are to be found anew."""
    claims = in_order(claim for fact in facts for claim in fact.claims)
    head = combine(in_order(fact.head for fact in facts))
    return Fact(id=fact_id(head.type, fact_key(head)), head=head, claims=tuple(claims))


def parted(fact: Fact, claims: Collection[Claim], mark: str) -> tuple[Fact, Fact]:
    """A fact in two: without some of its claims, and these.

    Args:
        fact: has claims beside these.
        claims: some of its claims.
        mark: tells the second from the first where nothing else does.
    """
    rest = _made([claim for claim in fact.claims if claim not in claims], "")
    part = _made([claim for claim in fact.claims if claim in claims], "")
    return rest, part if part.id != rest.id else _made(part.claims, mark)


def _made(claims: Sequence[Claim], mark: str) -> Fact:
    head = combine(claims)
    key = (*fact_key(head), mark) if mark else fact_key(head)
    return Fact(id=fact_id(head.type, key), head=head, claims=tuple(in_order(claims)))
