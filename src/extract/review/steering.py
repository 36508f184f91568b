"""What reviewers say about two facts at once: that they are the same, or that they are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.merging.regrouping import parted, united, why_apart
from extract.records import Claim, Decision, Fact, Placed
from extract.review.comparing import agreement
from extract.review.refinding import FactIndex
from extract.review.seeing import Sight, other_name, other_sight, row_now, sight


@dataclass(frozen=True, slots=True)
class Steered:
    """Facts after decisions about two of them.

    Attributes:
        facts: joined and parted.
        placed: what has become of each decision, in their order.
        apart: claims of two facts that are not the same, so that they are not suggested again.
        unlike: a claim of a fact, and the name of one who is suggested for it and has no fact, but is another.
        made: ids of the facts that came to be, also of those that later decisions took apart or together again.
    """

    facts: tuple[Fact, ...]
    placed: tuple[Placed, ...]
    apart: tuple[tuple[Claim, Claim], ...] = ()
    unlike: tuple[tuple[Claim, str], ...] = ()
    made: frozenset[str] = frozenset()


def steer(facts: Sequence[Fact], decisions: Iterable[Decision]) -> Steered:
    """Join and part facts as reviewers said.

    Args:
        facts: as `merging.join` gives them.
        decisions: "same" and "different" that stand, in the order in which they were taken; each sees the facts as the
            ones before it left them, so a later one prevails.
    """
    decisions = list(decisions)
    if not decisions:
        return Steered(tuple(facts), ())
    index = FactIndex(facts)
    placed: list[Placed] = []
    apart: list[tuple[Claim, Claim, int]] = []
    unlike: list[tuple[Claim, str]] = []
    for decision in decisions:
        first, second = index.find(sight(decision)), index.find(other_sight(decision))
        if first is not None and (name := other_name(decision)):
            placed.append(Placed(decision=decision, standing="holds", fact=first.id))
            unlike.append((first.claims[0], name))
        elif first is None or second is None:
            placed.append(Placed(decision=decision, standing="orphan"))
        elif decision.action == "same":
            placed.append(_join(index, decision, first, second))
        else:
            done, pair = _part(index, decision, first, second)
            if pair is not None:
                apart.append((*pair, len(placed)))
            placed.append(done)
    _mark_overruled(index, placed, apart)
    kept = tuple((one, other) for one, other, place in apart if placed[place].standing == "holds")
    return Steered(tuple(index.facts.values()), tuple(placed), kept, tuple(unlike), frozenset(index.added))


def without_apart(facts: Iterable[Fact], steered: Steered) -> list[Fact]:
    """Facts, finished after `steer`, that no longer suggest whom a reviewer has told apart."""
    facts = list(facts)
    denied = denials(facts, steered)
    return [unsuggested(fact, denied[fact.id]) if fact.id in denied else fact for fact in facts]


def denials(facts: Iterable[Fact], steered: Steered) -> dict[str, set[str]]:
    """The names that facts must not suggest, by id of the fact.

    Args:
        facts: those that decisions speak of among them.
        steered: what `steer` made of the decisions.
    """
    denied: dict[str, set[str]] = defaultdict(set)
    named = {claim for pair in steered.apart for claim in pair} | {claim for claim, _ in steered.unlike}
    if not named:
        return denied
    home = {claim: fact for fact in facts for claim in fact.claims if claim in named}
    for one, other in steered.apart:
        for claim, head in ((one, home[other].head), (other, home[one].head)):
            denied[home[claim].id] |= {head.person, head.known_as}
    for claim, name in steered.unlike:
        denied[home[claim].id].add(name)
    return denied


def unsuggested(fact: Fact, names: Collection[str]) -> Fact:
    """A fact that does not suggest these names."""
    left = tuple(name for name in fact.same_as if name not in names)
    flags = fact.flags if left else tuple(flag for flag in fact.flags if flag != "name_suggested")
    return replace(fact, same_as=left, flags=flags)


def _join(index: FactIndex, decision: Decision, first: Fact, second: Fact) -> Placed:
    if first.id == second.id:
        return Placed(decision=decision, standing="holds", fact=first.id)
    if reason := why_apart(first, second):
        return Placed(decision=decision, standing="unusable", fact=first.id, reason=reason)
    one = united([first, second])
    index.remove(first)
    index.remove(second)
    if one.id in index.facts:  # a third fact has what identifies the two together
        third = index.facts[one.id]
        index.remove(third)
        one = replace(united([one, third]), id=one.id)
    index.add(one)
    return Placed(decision=decision, standing="holds", fact=one.id)


def _part(index: FactIndex, decision: Decision, first: Fact, second: Fact) -> tuple[Placed, tuple[Claim, Claim] | None]:
    if first.id != second.id:
        return Placed(decision=decision, standing="holds", fact=first.id), (first.claims[0], second.claims[0])
    part = _belonging(first, sight(decision), other_sight(decision))
    if not part or len(part) == len(first.claims):
        reason = "they are one statement by now; nothing tells which words belong to which"
        return Placed(decision=decision, standing="unusable", fact=first.id, reason=reason), None
    index.remove(first)
    one, other = parted(first, part, decision.id)
    for each in (one, other):
        if each.id in index.facts:  # it states what a further fact states
            index.add(replace(united([each, index.facts[each.id]]), id=each.id))
        else:
            index.add(each)
    return Placed(decision=decision, standing="holds", fact=one.id), (one.claims[0], other.claims[0])


def _belonging(fact: Fact, first: Sight, second: Sight) -> frozenset[Claim]:
    """The claims of a fact that belong to the second of the two that were seen."""
    if second.claims < first.claims:  # some were to be taken out of the one fact that was seen
        first = replace(first, claims=first.claims - second.claims, places=())
    return frozenset(claim for claim in fact.claims if _nearness(claim, second) > _nearness(claim, first))


def _nearness(claim: Claim, seen: Sight) -> tuple[bool, bool, int]:
    """How near a claim is to a fact that was seen: one of its claims, in its words, alike."""
    place = claim.evidence
    within = any(
        each.article == claim.article and each.start < place.end and place.start < each.end for each in seen.places
    )
    row: Mapping[str, str] = row_now(Fact(id="", head=claim, claims=(claim,)))
    return claim.id in seen.claims, within, agreement(seen, row)


def _mark_overruled(index: FactIndex, placed: list[Placed], apart: Iterable[tuple[Claim, Claim, int]]) -> None:
    """Note which facts that were told apart later decisions have joined after all."""
    home = {claim: identity for identity, fact in index.facts.items() for claim in fact.claims}
    for one, other, place in apart:
        if home[one] == home[other]:
            placed[place] = replace(placed[place], standing="overruled", fact=home[one])
