"""The one claim that stands for several: the best of them, its gaps filled from the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from extract.merging.people import fullest_name, same_name
from extract.records import EVENTS, Claim
from extract.values.amount import Amount, plain
from extract.values.office import Office
from extract.values.period import Period

_NEVER_STATED = Decimal("Infinity")
_GRANULARITY = {"day": 0, "interval": 1, "month": 2, "year": 3}


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Claims by where they stand, each once, in one and the same sequence for any order of input."""
    return _each_once(_sorted_by(claims, _place))


def best_first(claims: Iterable[Claim]) -> list[Claim]:
    """Claims of one fact, the most precise and complete one first.

    Precision counts before completeness, fewer doubts before more; what is still equal keeps the order of article and
    place.
    """
    return _sorted_by(claims, lambda claim: (_quality(claim), *_place(claim)))


def _sorted_by(claims: Iterable[Claim], key: Callable[[Claim], tuple[object, ...]]) -> list[Claim]:
    """Sorted by a key, and where keys are equal by all that the claims say, which takes long and is rarely needed."""
    keyed = [(key(claim), claim) for claim in claims]
    if len(keyed) < 2:
        return [claim for _, claim in keyed]
    keyed.sort(key=itemgetter(0))
    ordered: list[Claim] = []
    for _, alike in groupby(keyed, key=itemgetter(0)):
        run = [claim for _, claim in alike]
        ordered.extend(run if len(run) == 1 else sorted(run, key=repr))
    return ordered


def _place(claim: Claim) -> tuple[object, ...]:
    place = claim.evidence
    return (
        claim.article,
        place.start,
        place.end,
        claim.type,
        claim.countries,
        claim.measure or "",
        claim.person,
        claim.rule,
    )


def _each_once(claims: Sequence[Claim]) -> list[Claim]:
    return [claim for place, claim in enumerate(claims) if not place or claim != claims[place - 1]]


def combine(claims: Sequence[Claim]) -> Claim:
    """The best claim with its empty attributes filled from the next best that has them.

    A person keeps the fullest name, an office the most portfolios, an event the participants of all. What one announces
    and another reports is actual.
    """
    ranked = best_first(claims)
    head = ranked[0]
    if len(ranked) == 1:
        return head
    if head.type == "official":
        return _combine_official(ranked)
    # A subject is compared within its language, so both come from the same claim.
    about = next((claim for claim in ranked if claim.subject), head)
    return replace(
        head,
        date=head.date or _first_period(claim.date for claim in ranked),
        compared_to=head.compared_to or _first_period(claim.compared_to for claim in ranked),
        participants=_all_participants(ranked) if head.type in EVENTS else head.participants,
        place=head.place or next((claim.place for claim in ranked if claim.place), ""),
        subject=about.subject,
        language=about.language,
        modality="actual" if any(claim.modality == "actual" for claim in ranked) else head.modality,
        focal=any(claim.focal for claim in ranked),
    )


def _quality(claim: Claim) -> tuple[object, ...]:
    missing = [claim.date is None, not claim.subject, claim.compared_to is None, not claim.place]
    if claim.type == "official":
        portfolios = len(claim.office.portfolios) if claim.office else 0
        return (-len(claim.countries), -portfolios, -len(claim.person), len(claim.flags))
    if claim.type in EVENTS:
        width = _GRANULARITY[claim.date.granularity] if claim.date else 9
        return (width, -len(claim.participants), sum(missing), len(claim.flags))
    quantum = claim.value.quantum if claim.value and claim.value.quantum else _NEVER_STATED
    return (quantum, sum(missing), claim.bound != "exact", len(claim.flags))


def _combine_official(ranked: Sequence[Claim]) -> Claim:
    """One office of one person; it is past once the latest article says so."""
    head = ranked[0]
    latest = max(ranked, key=lambda claim: (claim.published is not None, str(claim.published), _is_former(claim)))
    office = head.office
    if office is not None:
        office = Office(office.role, office.portfolios, _is_former(latest))
    return replace(
        head, person=fullest_name(claim.person for claim in ranked), office=office,
        known_as=next((claim.known_as for claim in ranked if claim.known_as), ""),
        focal=any(claim.focal for claim in ranked),
    )  # fmt: skip


def _is_former(claim: Claim) -> bool:
    return claim.office is not None and claim.office.former


def _first_period(periods: Iterable[Period | None]) -> Period | None:
    return next((period for period in periods if period), None)


def _all_participants(ranked: Sequence[Claim]) -> tuple[str, ...]:
    """The participants of all claims, each once under the fullest name."""
    people: list[list[str]] = []
    for claim in ranked:
        for name in claim.participants:
            known = next((names for names in people if any(same_name(name, other) for other in names)), None)
            if known is None:
                people.append([name])
            else:
                known.append(name)
    return tuple(fullest_name(names) for names in people)


def value_key(value: Amount | None) -> tuple[str, str, str]:
    """Value, upper end and unit as plain text."""
    if value is None:
        return "", "", ""
    return plain(value.value), plain(value.value_max) if value.value_max is not None else "", value.unit
