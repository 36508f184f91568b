"""Claims to facts: codebook section 4.

Claims are first brought together within their article, so that what an article says does not depend on what others
say, and then over the articles. Both steps look at sets only: the order of claims and files changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import get_args

from extract.merging.checks import contradictions, find_checks
from extract.merging.conflicts import find_conflicts
from extract.merging.converting import Rates, in_euro
from extract.merging.copies import independent
from extract.merging.events import event_candidates, event_profile, event_vagueness, same_event
from extract.merging.grouping import group
from extract.merging.heads import combine, in_order, value_key
from extract.merging.measures import scale
from extract.merging.officials import official_candidates, official_profile, official_vagueness, same_official
from extract.merging.people import name_key
from extract.merging.quantities import (
    quantity_candidates,
    quantity_profile,
    quantity_vagueness,
    same_period,
    same_quantity,
    year_before,
)
from extract.merging.subjects import read_subject
from extract.merging.suggesting import suggest_same
from extract.records import EVENTS, Check, Claim, Fact, FactType, fact_id

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
class Group:
    """Claims that state one thing, and the claim that stands for them."""

    head: Claim
    claims: tuple[Claim, ...]


_QUANTITY = _Kind(
    lambda claim: (claim.type, claim.countries, claim.measure, scale(claim.value.unit)[0] if claim.value else ""),
    quantity_profile, same_quantity, partial(same_quantity, one_article=True), quantity_vagueness, quantity_candidates,
)  # fmt: skip
_EVENT = _Kind(
    lambda claim: (claim.type, claim.countries),
    event_profile, same_event, same_event, event_vagueness, event_candidates,
)  # fmt: skip
_OFFICIAL = _Kind(
    lambda claim: (claim.type, claim.office.role if claim.office else ""),
    official_profile, same_official, same_official, official_vagueness, official_candidates,
)  # fmt: skip


def merge(
    claims: Iterable[Claim], rates: Rates | None = None, copies: Mapping[str, Sequence[str]] | None = None
) -> list[Fact]:
    """Facts from claims of any articles and languages, in any order.

    Args:
        claims: what the rules found; equal claims count once.
        rates: converts money, so that figures in different currencies can contradict each other; None compares
            figures of one currency only and gives no amounts in euro.
        copies: the originals of articles that are copies, as `find_copies` has them.

    Returns:
        Facts in the order of type, countries, date, measure and id; types that are not of the codebook come last, by
        name. Their flags are those of their claims, and "single_source", "conflict", "implied_confirmed" and
        "name_suggested".
    """
    return finish(join(claims), rates, copies)


def join(claims: Iterable[Claim]) -> list[Fact]:
    """What states the same thing brought together, and no more than that: the first half of `merge`."""
    by_article: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_article[claim.article].append(claim)
    return join_groups(one for article in sorted(by_article) for one in join_article(by_article[article]))


def join_article(claims: Iterable[Claim]) -> list[Group]:
    """What one article states, by its claims alone: the first step of `join`."""
    return _join([Group(claim, (claim,)) for claim in in_order(claims)], one_article=True)


def join_groups(groups: Iterable[Group]) -> list[Fact]:
    """What the articles state together: the second step of `join`.

    Args:
        groups: of any articles, in any order; of a partition of them all that belong to it.
    """
    return _facts(_join(list(groups)))


def finish(
    facts: Iterable[Fact], rates: Rates | None = None, copies: Mapping[str, Sequence[str]] | None = None
) -> list[Fact]:
    """What facts say about each other: the second half of `merge`, after a reviewer may have joined or parted some.

    What a reviewer has rejected says nothing about others: it contradicts none, implies none and suggests no person.
    """
    facts = [_measured(fact, copies or {}, rates) for fact in facts]
    heard = [fact for fact in facts if fact.review.status != "rejected"]
    checks = find_checks(heard, rates)
    conflicts = find_conflicts(heard, rates, contradictions(heard, checks, copies or {}))
    confirmed = {
        identity for check in checks if check.verdict == "confirms" for identity in (*check.used, check.stated)
    }
    others = suggest_same(heard)
    by_stated: dict[str, list[Check]] = defaultdict(list)
    for check in checks:
        by_stated[check.stated].append(check)
    finished = [
        Fact(
            id=fact.id,
            head=fact.head,
            claims=fact.claims,
            copies=fact.copies,
            in_euro=fact.in_euro,
            conflict=conflicts.get(fact.id, ""),
            flags=_flags(
                fact, conflict=fact.id in conflicts, confirmed=fact.id in confirmed, suggested=fact.id in others
            ),
            same_as=others.get(fact.id, ()),
            checks=tuple(by_stated.get(fact.id, ())),
            review=fact.review,
        )
        for fact in facts
    ]
    return sorted(finished, key=fact_order)


def _join(groups: Sequence[Group], *, one_article: bool = False) -> list[Group]:
    """Bring groups together that state the same thing."""
    if len(groups) < 2:
        return list(groups)
    blocks: dict[tuple[Hashable, ...], list[Group]] = defaultdict(list)
    for one in groups:
        kind = _kind(one.head)
        blocks[kind.block(one.head)].append(one)
    joined: list[Group] = []
    for block in blocks.values():
        if len(block) == 1:
            joined.extend(block)
            continue
        kind = _kind(block[0].head)
        alike: dict[Hashable, list[Group]] = defaultdict(list)
        for one in block:
            alike[kind.profile(one.head)].append(one)
        profiles = [_united(same) for same in alike.values()]
        joined.extend(_united(part) for part in _grouped(profiles, kind, one_article))
    return joined


def _grouped(groups: Sequence[Group], kind: _Kind, one_article: bool) -> list[list[Group]]:
    agree = kind.agree_within if one_article else kind.agree
    return group(
        groups,
        lambda a, b: agree(a.head, b.head),
        lambda one: kind.vagueness(one.head),
        lambda some: kind.candidates([one.head for one in some]),
    )


def _united(groups: Sequence[Group]) -> Group:
    if len(groups) == 1:
        return groups[0]
    claims = in_order(claim for one in groups for claim in one.claims)
    return Group(combine([one.head for one in groups]), tuple(claims))


def _facts(groups: Iterable[Group]) -> list[Fact]:
    """Facts with their ids; groups with one and the same key are one fact."""
    by_id: dict[str, list[Group]] = defaultdict(list)
    for one in groups:
        by_id[fact_id(one.head.type, fact_key(one.head))].append(one)
    facts = []
    for identity in sorted(by_id):
        one = _united(by_id[identity])
        facts.append(Fact(id=identity, head=one.head, claims=one.claims))
    return facts


def _measured(fact: Fact, copies: Mapping[str, Sequence[str]], rates: Rates | None) -> Fact:
    """The fact with the number of copies among its articles, and its value in euro."""
    articles = {claim.article for claim in fact.claims}
    copied = len(articles) - independent(articles, copies) if len(articles) > 1 and copies else 0
    euro = in_euro(fact.head, fact.claims, rates) if rates is not None else None
    return Fact(id=fact.id, head=fact.head, claims=fact.claims, copies=copied, in_euro=euro, review=fact.review)


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
    base = _unusual_base(head)
    return ("-".join(head.countries), head.measure or "", *value_key(head.value), head.modality, period, subject, *base)


def _unusual_base(head: Claim) -> tuple[str, ...]:
    """The base of a change where it is not the period a year before, which is what an unstated base means."""
    base = head.compared_to
    usual = year_before(head.date) if head.date else None
    if base is None or (usual is not None and same_period(base, usual)):
        return ()
    return (f"{base.start or '..'}/{base.end or '..'}",)


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


def fact_order(fact: Fact) -> tuple[object, ...]:
    """What facts are sorted by: see `merge`."""
    head = fact.head
    start = head.date.edtf if head.date else ""
    return (
        _TYPE_ORDER.get(head.type, len(_TYPE_ORDER)),
        head.type,
        head.countries,
        start,
        head.measure or "",
        head.person,
        fact.id,
    )
