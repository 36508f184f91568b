"""The facts that decisions speak of, found again after rules, articles or ids have changed.

First by id; then by the claims that were seen; then by where they stood: a claim of the same type that overlaps; then
by what the fact states. The last two are guesses, so they never take a fact that another decision names by id or
claims, and never the same fact for two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from extract.merging.people import same_name
from extract.records import EVENTS, Claim, Fact
from extract.review.comparing import agreement
from extract.review.seeing import Place, Sight, row_now
from extract.tables.schema import LIST_SEPARATOR


class FactIndex:
    """Facts by all that can lead to them; facts can be replaced while decisions are carried out."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        """Take the facts; `added` will have the ids of those that come later."""
        self.facts: dict[str, Fact] = {}
        self.added: set[str] = set()
        self._by_claim: dict[str, set[str]] = defaultdict(set)
        self._by_article: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._by_countries: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
        for fact in facts:
            self.add(fact)
        self.added.clear()

    def add(self, fact: Fact) -> None:
        """Take a further fact."""
        self.facts[fact.id] = fact
        self.added.add(fact.id)
        for where, key in self._keys(fact):
            where[key].add(fact.id)

    def remove(self, fact: Fact) -> None:
        """Forget a fact."""
        del self.facts[fact.id]
        for where, key in self._keys(fact):
            where[key].discard(fact.id)

    def find(self, sight: Sight) -> Fact | None:
        """The fact that was seen, looked for on its own."""
        return self.find_all([sight]).get(sight.fact)

    def find_all(self, sights: Iterable[Sight], taken: Collection[str] = ()) -> dict[str, Fact]:
        """The facts that were seen, by their ids then; those that cannot be found are left out.

        Args:
            sights: what was seen.
            taken: ids of facts that nothing may be guessed to be.
        """
        found: dict[str, Fact] = {}
        lost: list[Sight] = []
        for sight in sights:
            fact = self.facts.get(sight.fact) or self._by_claims(sight)
            if fact is None:
                lost.append(sight)
            else:
                found[sight.fact] = fact
        for guess in (self._by_places, self._by_statement):
            known = {*taken, *(fact.id for fact in found.values())}
            # The best guess over all goes first, then the next best among what is left.
            ranked = sorted(
                (-score, sight.fact, identity)
                for sight in lost
                for identity, score in guess(sight).items()
                if identity not in known
            )
            for _, then, identity in ranked:
                if then not in found and identity not in known:
                    found[then] = self.facts[identity]
                    known.add(identity)
            lost = [sight for sight in lost if sight.fact not in found]
        return found

    def _keys(self, fact: Fact) -> Iterable[tuple[dict, object]]:  # type: ignore[type-arg]
        yield self._by_countries, (fact.head.type, fact.head.countries)
        for claim in fact.claims:
            yield self._by_claim, claim.id
            yield self._by_article, (claim.type, claim.article)

    def _by_claims(self, sight: Sight) -> Fact | None:
        """The fact with most of the claims; one claim can be of two facts, then what was stated decides."""
        shared: dict[str, int] = defaultdict(int)
        for claim in sight.claims:
            for identity in self._by_claim.get(claim, ()):
                shared[identity] += 1
        best = max(shared.values(), default=0)
        rivals = sorted(identity for identity, number in shared.items() if number == best)
        if len(rivals) > 1:
            rivals.sort(key=lambda identity: -agreement(sight, row_now(self.facts[identity])))
        return self.facts[rivals[0]] if rivals else None

    def _by_places(self, sight: Sight) -> Mapping[str, int]:
        """Facts with claims that overlap, and how well they fit: by what they state, then by the overlap."""
        scores: dict[str, int] = {}
        for place in sight.places:
            for identity in self._by_article.get((sight.type, place.article), ()):
                shared = sum(
                    overlap(claim, [place]) for claim in self.facts[identity].claims if claim.article == place.article
                )
                if shared:
                    scores[identity] = scores.get(identity, 0) + shared
        return {
            identity: 1_000_000 * agreement(sight, row_now(self.facts[identity])) + shared
            for identity, shared in scores.items()
        }

    def _by_statement(self, sight: Sight) -> Mapping[str, int]:
        """Facts that state the same, and in how many columns."""
        found = {}
        for identity in self._by_countries.get((sight.type, sight.countries), ()):
            row = row_now(self.facts[identity])
            if same_statement(sight, row):
                found[identity] = agreement(sight, row)
        return found


def overlap(claim: Claim, places: Iterable[Place]) -> int:
    """The characters of a claim's quote that places of its article cover, counted for each of them."""
    start, end = claim.evidence.start, claim.evidence.end
    return sum(max(0, min(place.end, end) - max(place.start, start)) for place in places)


def same_statement(sight: Sight, row: Mapping[str, str]) -> bool:
    """Whether a row of the same type and countries states what was seen, however else it was told."""
    seen = sight.row
    if sight.type == "official":
        return row["role"] == seen.get("role") and same_name(row["person"], seen.get("person", ""))
    if seen.get("date") and row["date"] and seen["date"] != row["date"]:
        return False
    if sight.type in EVENTS:
        names = [name for name in seen.get("participants", "").split(LIST_SEPARATOR) if name]
        here = [name for name in row["participants"].split(LIST_SEPARATOR) if name]
        return any(same_name(one, other) for one in names for other in here)
    return all(seen.get(name, "") == row[name] for name in ("measure", "value", "value_max", "unit"))
