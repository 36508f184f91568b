"""Short ways to decisions for tests: what a reviewer saw is taken from a fact as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.merging import finish, join
from extract.records import Claim, Decision, Fact, Placed
from extract.review import attach, paired, seen, seen_other, steer, without_apart
from extract.review.seeing import row_now


def shown(fact: Fact) -> tuple[tuple[str, str], ...]:
    """What is seen of a fact."""
    evidence = [
        {"claim_id": each.id, "article": each.article, "start": str(each.evidence.start),
         "end": str(each.evidence.end), "quote": each.evidence.quote}
        for each in fact.claims
    ]  # fmt: skip
    return seen(row_now(fact), evidence)


def decide(fact: Fact, action: str, **more: str) -> Decision:
    """A decision on a fact."""
    given = {"who": "ada", "when": "2026-03-01T09:30:00Z"} | more
    return Decision(fact=fact.id, action=action, seen=shown(fact), **given)  # type: ignore[arg-type]


def decide_on_two(action: str, fact: Fact, other: Fact) -> Decision:
    """ "same" or "different"."""
    entries = (*shown(fact), *seen_other(shown(other)))
    return Decision(fact=fact.id, action=action, other=other.id, who="ada", when="2026-03-01T09:30:00Z", seen=entries)  # type: ignore[arg-type]


def review(claims: Iterable[Claim], log: Sequence[Decision]) -> tuple[list[Fact], tuple[Placed, ...]]:
    """Facts as a run makes them, and what became of the decisions."""
    steered = steer(join(claims), paired(log))
    reviewed = attach(steered, log)
    return without_apart(finish(reviewed.facts), steered), reviewed.placed


def only(claims: Iterable[Claim], log: Sequence[Decision] = ()) -> Fact:
    """The one fact of claims."""
    (fact,), _ = review(claims, log)
    return fact
