"""Decisions put to the facts that they speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from extract.records import Change, Decision, Fact, Placed, Review, ReviewStatus, Standing
from extract.review.adding import Added, found_by
from extract.review.comparing import changes
from extract.review.refinding import FactIndex
from extract.review.seeing import sight
from extract.review.steering import Steered
from extract.tables.schema import EDITED, FACTS, OFFICIALS

PAIRED = frozenset({"same", "different"})
ADD = "add"
_STATUS: Mapping[str, ReviewStatus] = MappingProxyType(
    {"accept": "accepted", "edit": "accepted", "add": "accepted", "reject": "rejected"}
)
_BETWEEN_NOTES = " | "
_NOTHING = Added()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Facts with what was decided on them.

    Attributes:
        facts: in the order given.
        placed: every decision of the log with what has become of it, in the order of the log.
    """

    facts: tuple[Fact, ...]
    placed: tuple[Placed, ...]


def standing_decisions(log: Sequence[Decision]) -> list[Decision | None]:
    """The decisions of a log, None in the place of each that a later one takes back.

    An undo that is itself undone takes nothing back. It speaks only of what stands before it, so what is decided again
    in the same words afterwards stands.
    """
    stands = which_stand(log, [decision.id for decision in log])
    return [decision if one else None for decision, one in zip(log, stands, strict=True)]


def which_stand(log: Sequence[Decision], ids: Sequence[str]) -> list[bool]:
    """The same for a log whose ids are known: an id is a digest, and a long log has many."""
    left: list[bool] = []
    taken: set[str] = set()
    for decision, identity in zip(reversed(log), reversed(ids), strict=True):
        stands = identity not in taken
        if stands and decision.action == "undo":
            taken.add(decision.other)
        left.append(stands)
    return left[::-1]


def paired(log: Sequence[Decision]) -> list[Decision]:
    """The decisions about two facts that stand, for `steer`."""
    return [decision for decision in standing_decisions(log) if decision and decision.action in PAIRED]


def additions(log: Sequence[Decision]) -> list[Decision]:
    """The decisions to add a fact that stand, for `add_claims`."""
    return [decision for decision in standing_decisions(log) if decision and decision.action == ADD]


def attach(steered: Steered, log: Sequence[Decision], added: Added = _NOTHING) -> Reviewed:
    """Put each decision to its fact, and see whether it still holds.

    Args:
        steered: the facts, and what `steer` made of the decisions about two of them; merging may finish them
            afterwards, when it is known which are rejected.
        log: all decisions, in the order in which they were taken.
        added: what `add_claims` made of the facts that were added; their claims are among those of the facts.
    """
    facts = steered.facts
    if not log:
        return Reviewed(facts, ())
    standing = standing_decisions(log)
    by_now = _places(facts, standing, log, added)
    reviews: dict[str, Review] = {}
    placed: dict[int, Placed] = {}
    for fact in facts:
        if fact.id in by_now:
            places = sorted(by_now[fact.id])
            reviews[fact.id], judged = _review(fact, [log[place] for place in places])
            placed |= zip(places, (_told(fact, each, added) for each in judged), strict=True)
    pairs = iter(steered.placed)
    for place, decision in enumerate(log):
        if standing[place] is None:
            placed[place] = Placed(decision=decision, standing="undone")
        elif decision.action in PAIRED:
            placed[place] = next(pairs)
        elif decision.action == "undo":
            placed[place] = _undo(decision, log[:place])
        elif place not in placed:
            placed[place] = added.lost.get(decision.id) or Placed(decision=decision, standing="orphan")
    return Reviewed(
        tuple(replace(fact, review=reviews.get(fact.id, fact.review)) for fact in facts),
        tuple(placed[place] for place in range(len(log))),
    )


def editable(fact: Fact) -> frozenset[str]:
    """The columns of a fact that have a column for a reviewer's correction beside them."""
    table = OFFICIALS if fact.head.type == "official" else FACTS
    return frozenset(name.removeprefix(EDITED) for name in table.header if name.startswith(EDITED))


def _places(
    facts: Sequence[Fact], standing: Sequence[Decision | None], log: Sequence[Decision], added: Added
) -> Mapping[str, list[int]]:
    """Which decisions speak of each fact, by its id: their places in the log."""
    by_now: dict[str, list[int]] = defaultdict(list)
    by_then: dict[str, list[int]] = defaultdict(list)
    own = set(added.claims.values())
    home = {claim: fact.id for fact in facts for claim in fact.claims if claim in own} if own else {}
    for place, decision in enumerate(standing):
        if decision is None or decision.action in PAIRED or decision.action == "undo":
            continue
        if decision.action != ADD:
            by_then[decision.fact].append(place)
        elif decision.id in added.claims:
            by_now[home[added.claims[decision.id]]].append(place)
    sights = (sight(log[places[-1]]) for places in by_then.values())
    for then, fact in FactIndex(facts).find_all(sights, taken=by_now).items():
        by_now[fact.id] += by_then[then]
    return by_now


def _told(fact: Fact, placed: Placed, added: Added) -> Placed:
    """Of a fact that was added: the rules that find it by now."""
    if placed.decision.action != ADD:
        return placed
    rules = found_by(fact, added.claims[placed.decision.id])
    return replace(placed, reason=f"found by {', '.join(rules)} too") if rules else placed


def _undo(decision: Decision, before: Sequence[Decision]) -> Placed:
    known = any(each.id == decision.other for each in before)
    return Placed(decision=decision, standing="holds" if known else "orphan", fact=decision.fact if known else "")


def _review(fact: Fact, decisions: Sequence[Decision]) -> tuple[Review, list[Placed]]:
    """What the decisions on one fact come to, and how each of them stands."""
    fields = editable(fact)
    edits = {each.field: each.value for each in decisions if each.action == "edit" and each.field in fields}
    differing = [changes(sight(each), fact, edits) for each in decisions]
    last = _last_verdict(fact, decisions, differing)
    now = differing[last] if last is not None else ()
    said = _STATUS[decisions[last].action] if last is not None else "new"
    review = Review(
        status="changed" if now else said,
        by=decisions[-1].who,
        at=decisions[-1].when,
        note=_BETWEEN_NOTES.join(dict.fromkeys(each.note for each in decisions if each.note)),
        edits=tuple(sorted(edits.items())),
        changes=now,
    )
    placed = []
    for place, (decision, changed) in enumerate(zip(decisions, differing, strict=True)):
        standing: Standing = "changed" if changed else "holds"
        reason = ""
        if decision.action == "edit" and decision.field not in fields:
            standing, reason = "unusable", f"there is no column {decision.field!r} that can be edited"
        elif _overruled(decision, decisions[place + 1 :]):
            standing = "overruled"
        placed.append(Placed(decision=decision, standing=standing, fact=fact.id, changes=changed, reason=reason))
    return review, placed


def _last_verdict(fact: Fact, decisions: Sequence[Decision], differing: Sequence[Sequence[Change]]) -> int | None:
    """The place of the verdict that counts: the last one.

    But where that saw something else under another id (it may have been about a fact that is gone, told in the same
    words), the last one that names this very fact counts.
    """
    verdicts = [place for place, each in enumerate(decisions) if each.action in _STATUS]
    if not verdicts:
        return None
    last = decisions[verdicts[-1]]
    if differing[verdicts[-1]] and last.fact != fact.id and last.action != ADD:
        direct = [place for place in verdicts if decisions[place].fact == fact.id]
        return direct[-1] if direct else verdicts[-1]
    return verdicts[-1]


def _overruled(decision: Decision, later: Sequence[Decision]) -> bool:
    """Whether a later decision on the same fact takes the place of one; edits and notes go beside a verdict."""
    if decision.action == "edit":
        return any(each.action == "edit" and each.field == decision.field for each in later)
    if decision.action == "accept":
        return any(each.action in ("accept", "reject") for each in later)
    if decision.action == ADD:
        return any(each.action == "reject" for each in later)
    return decision.action == "reject" and any(each.action in _STATUS for each in later)
