"""Claims against gold, one to one within an article."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.evaluation.coding import Coding
from extract.evaluation.comparing import Attributes, is_core, is_strict
from extract.evaluation.report import Miss, Report, Score
from extract.records import UNORDERED

How = Literal["strict", "core"]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which coded fact was found by which claim, by their positions; and the claims that found nothing."""

    found: Mapping[int, int]
    extra: tuple[int, ...]


def score(
    codings: Sequence[Coding],
    claims: Mapping[str, Sequence[Attributes]],
    kind: str | None = None,
    unordered: frozenset[str] = UNORDERED,
) -> Report:
    """Score claims by codebook section 5.

    Args:
        codings: gold.
        claims: by file name of the article, one a fact.
        kind: only facts and claims of this type.
        unordered: types whose countries have no order.
    """
    counts: dict[tuple[str, str, str], Score] = {}
    misses: list[Miss] = []

    def count(how: How, language: str, of: str, **more: int) -> None:
        counts[how, language, of] = counts.get((how, language, of), Score()) + Score(**more)

    for coding in codings:
        facts = [fact for fact in coding.facts if kind in (None, fact["type"])]
        given = [claim for claim in claims.get(coding.article, ()) if kind in (None, claim.get("type"))]
        for how in ("strict", "core"):
            pairing = pair(facts, given, how, unordered)
            for place, fact in enumerate(facts):
                if place in pairing.found:
                    count(how, coding.language, fact["type"], hits=1)
                elif not fact.get("optional"):
                    count(how, coding.language, fact["type"], missed=1)
                    if how == "strict":
                        misses.append(Miss("missed", coding.article, fact))
            for place in pairing.extra:
                claim = given[place]
                count(how, coding.language, str(claim.get("type")), extra=1)
                if how == "strict":
                    misses.append(Miss("extra", coding.article, claim))
    return Report(len(codings), counts, tuple(misses))


def pair(
    facts: Sequence[Attributes], claims: Sequence[Attributes], how: How, unordered: frozenset[str] = UNORDERED
) -> Pairing:
    """Give each coded fact at most one claim and each claim at most one fact.

    Facts that count are served before optional ones; for the core score, pairs that are strictly right come first.
    """
    tests: tuple[Callable[[Attributes, Attributes, frozenset[str]], bool], ...]
    tests = (is_strict,) if how == "strict" else (is_strict, is_core)
    order = sorted(range(len(facts)), key=lambda place: bool(facts[place].get("optional")))
    left = list(range(len(claims)))
    found: dict[int, int] = {}
    for test in tests:
        for place in order:
            if place in found:
                continue
            match = next((other for other in left if test(facts[place], claims[other], unordered)), None)
            if match is not None:
                found[place] = match
                left.remove(match)
    return Pairing(found, tuple(left))
