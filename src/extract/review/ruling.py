"""Decisions put to facts that are never all in one place.

A decision needs only those facts that it could be about: by id, by claims, by where they stand, by what they state.
These are picked out of each part, judged together, and what came of it is carried back into the parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract.records import Decision, Fact, Placed, Review
from extract.review.adding import Added
from extract.review.attaching import attach, paired
from extract.review.refinding import overlap, same_statement
from extract.review.seeing import Place, Sight, other_sight, row_now, sight
from extract.review.steering import denials, steer, unsuggested


class Interest:
    """The facts that decisions may speak of."""

    def __init__(self, log: Iterable[Decision], added: Added, more: Iterable[str] = ()) -> None:
        """Take decisions, what was made of those that add facts, and ids of further facts."""
        self._ids = set(more)
        self._claims = {claim.id for claim in added.claims.values()}
        self._places: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self._stated: dict[tuple[str, tuple[str, ...]], list[Sight]] = defaultdict(list)
        for decision in log:
            for seen in (sight(decision), other_sight(decision)) if decision.other else (sight(decision),):
                self._ids.add(seen.fact)
                self._claims |= seen.claims
                self._stated[seen.type, seen.countries].append(seen)
                for place in seen.places:
                    self._places[seen.type, place.article].append(place)

    def holds(self, fact: Fact) -> bool:
        """Whether a decision may speak of a fact."""
        if fact.id in self._ids or any(claim.id in self._claims for claim in fact.claims):
            return True
        if any(overlap(claim, self._places.get((claim.type, claim.article), ())) for claim in fact.claims):
            return True
        seen = self._stated.get((fact.head.type, fact.head.countries), ())
        return any(same_statement(each, row) for row in ([row_now(fact)] if seen else ()) for each in seen)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What decisions do to facts.

    Attributes:
        gone: ids of the facts that were joined or parted.
        made: the facts in their place.
        reviews: by id of the fact.
        denied: names that a fact must not suggest, by its id.
        placed: what has become of each decision, in the order of the log.
        touched: ids of all facts that came to be on the way.
    """

    gone: frozenset[str] = frozenset()
    made: tuple[Fact, ...] = ()
    reviews: Mapping[str, Review] = field(default_factory=dict)
    denied: Mapping[str, frozenset[str]] = field(default_factory=dict)
    placed: tuple[Placed, ...] = ()
    touched: frozenset[str] = frozenset()

    def reviewed(self, facts: Iterable[Fact], made: Iterable[Fact]) -> Iterator[Fact]:
        """Joined facts of a part without those that are gone, and with what was decided on them.

        Args:
            facts: of the part.
            made: those of the facts made in place of others that belong to it.
        """
        for fact in (*(fact for fact in facts if fact.id not in self.gone), *made):
            yield replace(fact, review=self.reviews[fact.id]) if fact.id in self.reviews else fact

    def unsuggested(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        """Finished facts of a part, which do not suggest whom a reviewer has told apart."""
        return (unsuggested(fact, self.denied[fact.id]) if fact.id in self.denied else fact for fact in facts)


def rule(facts: Sequence[Fact], log: Sequence[Decision], added: Added) -> Ruling:
    """Carry out all decisions on the facts that they may speak of.

    Args:
        facts: as joined, of all parts, those that an `Interest` in the log holds.
        log: all decisions, in the order in which they were taken.
        added: what `add_claims` made of the facts that were added; their claims are among those of the facts.
    """
    before = {fact.id: fact for fact in facts}
    steered = steer(facts, paired(log))
    reviewed = attach(steered, log, added)
    now = {fact.id: fact for fact in steered.facts}
    return Ruling(
        gone=frozenset(identity for identity, fact in before.items() if now.get(identity) != fact),
        made=tuple(fact for identity, fact in sorted(now.items()) if before.get(identity) != fact),
        reviews={fact.id: fact.review for fact in reviewed.facts if fact.review != Review()},
        denied={identity: frozenset(names) for identity, names in denials(steered.facts, steered).items()},
        placed=reviewed.placed,
        touched=steered.made,
    )
