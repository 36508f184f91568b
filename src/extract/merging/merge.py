"""Claims to facts: codebook section 4.

Claims are first brought together within their article, so that what an article says does not depend on what others
say, and then over the articles. Both steps look at sets only: the order of claims and files changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import get_args

from extract.merging.conflicts import Rates, find_conflicts
from extract.merging.events import event_profile, event_tokens, event_vagueness, same_event
from extract.merging.grouping import group, sharing
from extract.merging.heads import claim_order, combine, value_key
from extract.merging.implied import confirmed_by_others
from extract.merging.officials import official_profile, official_tokens, official_vagueness, same_official
from extract.merging.people import name_key
from extract.merging.quantities import quantity_candidates, quantity_profile, quantity_vagueness, same_quantity
from extract.merging.subjects import read_subject
from extract.merging.suggesting import suggest_same
from extract.records import EVENTS, Claim, Fact, FactType, fact_id

_TYPE_ORDER: dict[str, int] = {kind: rank for rank, kind in enumerate(get_args(FactType))}


@dataclass(frozen=True, slots=True)
class _Kind:
    """How facts of one kind are told apart: what must be equal, and when the rest agrees, also within one article."""

    block: Callable[[Claim], tuple[Hashable, ...]]
    profile: Callable[[Claim], Hashable]
    agree: Callable[[Claim, Claim], bool]
    agree_within: Callable[[Claim, Claim], bool]
    vagueness: Callable[[Claim], int]
    candidates: Callable[[Sequence[Claim]], Iterable[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class _Group:
    """Claims that state one thing, and the claim that stands for them."""

    head: Claim
    claims: tuple[Claim, ...]


_QUANTITY = _Kind(
    lambda claim: (claim.type, claim.countries, claim.measure, claim.value.unit if claim.value else ""),
    quantity_profile, same_quantity, partial(same_quantity, one_article=True), quantity_vagueness, quantity_candidates,
)  # fmt: skip
_EVENT = _Kind(
    lambda claim: (claim.type, claim.countries, claim.modality),
    event_profile, same_event, same_event, event_vagueness, lambda claims: sharing(claims, event_tokens),
)  # fmt: skip
_OFFICIAL = _Kind(
    lambda claim: (claim.type, claim.office.role if claim.office else ""),
    official_profile, same_official, same_official, official_vagueness, lambda claims: sharing(claims, official_tokens),
)  # fmt: skip


def merge(claims: Iterable[Claim], rates: Rates | None = None) -> list[Fact]:
    """Facts from claims of any articles and languages, in any order.

    Args:
        claims: what the rules found; equal claims count once.
        rates: converts money, so that figures in different currencies can contradict each other; None compares
            figures of one currency only.

    Returns:
        Facts in the order of type, countries, date, measure and id; types that are not of the codebook come last, by
        name. Their flags are those of their claims, and "single_source", "conflict", "implied_confirmed" and
        "name_suggested".
    """
    by_article: dict[str, list[_Group]] = defaultdict(list)
    for claim in sorted(set(claims), key=claim_order):
        by_article[claim.article].append(_Group(claim, (claim,)))
    groups = [merged for article in sorted(by_article) for merged in _join(by_article[article], one_article=True)]
    facts = _facts(_join(groups))
    conflicts = find_conflicts(facts, rates)
    confirmed = confirmed_by_others(facts)
    others = suggest_same(facts)
    finished = [
        replace(
            fact,
            conflict=conflicts.get(fact.id, ""),
            flags=_flags(
                fact, conflict=fact.id in conflicts, confirmed=fact.id in confirmed, suggested=fact.id in others
            ),
            same_as=others.get(fact.id, ()),
        )
        for fact in facts
    ]
    return sorted(finished, key=_fact_order)


def _join(groups: Sequence[_Group], *, one_article: bool = False) -> list[_Group]:
    """Bring groups together that state the same thing."""
    blocks: dict[tuple[Hashable, ...], list[_Group]] = defaultdict(list)
    for one in groups:
        kind = _kind(one.head)
        blocks[kind.block(one.head)].append(one)
    joined: list[_Group] = []
    for block in blocks.values():
        kind = _kind(block[0].head)
        alike: dict[Hashable, list[_Group]] = defaultdict(list)
        for one in block:
            alike[kind.profile(one.head)].append(one)
        profiles = [_united(same) for same in alike.values()]
        joined.extend(_united(part) for part in _grouped(profiles, kind, one_article))
    return joined


def _grouped(groups: Sequence[_Group], kind: _Kind, one_article: bool) -> list[list[_Group]]:
    agree = kind.agree_within if one_article else kind.agree
    return group(
        groups,
        lambda a, b: agree(a.head, b.head),
        lambda one: kind.vagueness(one.head),
        lambda some: kind.candidates([one.head for one in some]),
    )


def _united(groups: Sequence[_Group]) -> _Group:
    if len(groups) == 1:
        return groups[0]
    claims = sorted((claim for one in groups for claim in one.claims), key=claim_order)
    return _Group(combine([one.head for one in groups]), tuple(claims))


def _facts(groups: Iterable[_Group]) -> list[Fact]:
    """Facts with their ids; groups with one and the same key are one fact."""
    by_id: dict[str, list[_Group]] = defaultdict(list)
    for one in groups:
        by_id[fact_id(one.head.type, fact_key(one.head))].append(one)
    facts = []
    for identity in sorted(by_id):
        one = _united(by_id[identity])
        facts.append(Fact(id=identity, head=one.head, claims=one.claims))
    return facts


def fact_key(head: Claim) -> tuple[str, ...]:
    """What identifies a fact: the attributes that decide about sameness, in a form that spelling does not change."""
    date = head.date
    period = f"{date.start or '..'}/{date.end or '..'}" if date else ""
    subject = read_subject(head.subject, head.language).key
    if head.type == "official":
        office = head.office.code if head.office else ""
        return (*head.countries, name_key(head.known_as or head.person), office)
    if head.type in EVENTS:
        people = "+".join(sorted(name_key(name) for name in head.participants))
        return ("-".join(head.countries), head.modality, period, people, subject)
    return ("-".join(head.countries), head.measure or "", *value_key(head.value), head.modality, period, subject)


def _kind(claim: Claim) -> _Kind:
    if claim.type == "official":
        return _OFFICIAL
    return _EVENT if claim.type in EVENTS else _QUANTITY


def _flags(fact: Fact, *, conflict: bool, confirmed: bool, suggested: bool) -> tuple[str, ...]:
    flags = {flag for claim in fact.claims for flag in claim.flags}
    if fact.sources == 1:
        flags.add("single_source")
    if conflict:
        flags.add("conflict")
    if confirmed:
        flags.add("implied_confirmed")
    if suggested:
        flags.add("name_suggested")
    return tuple(sorted(flags))


def _fact_order(fact: Fact) -> tuple[object, ...]:
    head = fact.head
    start = head.date.edtf if head.date else ""
    # Indicators of users come behind the types of the codebook, by name.
    rank = (_TYPE_ORDER.get(head.type, len(_TYPE_ORDER)), head.type)
    return rank, head.countries, start, head.measure or "", head.person, fact.id
