"""`claims.jsonl`: one statement that the rules found a line, in the form that the scorer reads.

What reviewers added is no merit of the rules; it stands in `evidence.csv` and `facts.jsonl` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from extract.merging import best_first
from extract.records import REVIEWER, Claim, Fact
from extract.values.amount import plain

# Article, where the fact is first stated in it, fact, quality: what records are sorted by.
Place = tuple[str, int, str, int]


def claim_records(facts: Iterable[Fact]) -> Iterator[dict[str, object]]:
    """Every claim of a rule as a record, sorted by article, by where each fact is first stated in it, and quality.

    Within one article and fact the best statement comes first, because the scorer counts them once and takes each
    attribute from the first that has it.
    """
    for _, record in sorted(placed_records(facts), key=itemgetter(0)):
        yield record


def placed_records(facts: Iterable[Fact]) -> Iterator[tuple[Place, dict[str, object]]]:
    """The same in no order, each with its place."""
    for fact in facts:
        found = [claim for claim in fact.claims if claim.rule != REVIEWER]
        first: dict[str, int] = {}
        for claim in found:
            first[claim.article] = min(claim.evidence.start, first.get(claim.article, claim.evidence.start))
        for rank, claim in enumerate(best_first(found)):
            yield (claim.article, first[claim.article], fact.id, rank), claim_record(claim, fact.id)


def claim_record(claim: Claim, fact: str) -> dict[str, object]:
    """A claim under the codebook's attribute names; what is unknown is null or empty, numbers are plain decimals."""
    value = claim.value
    return {
        "article": claim.article,
        "fact_id": fact,
        "type": claim.type,
        "countries": list(claim.countries),
        "measure": claim.measure,
        "value": plain(value.value) if value else None,
        "value_max": plain(value.value_max) if value and value.value_max is not None else None,
        "unit": value.unit if value else None,
        "bound": value.bound if value else None,
        "date": claim.date.edtf if claim.date else None,
        "compared_to": claim.compared_to.edtf if claim.compared_to else None,
        "modality": claim.modality,
        "participants": list(claim.participants),
        "person": claim.person,
        "known_as": claim.known_as,
        "same_as": claim.same_as,
        "role": claim.office.code if claim.office else None,
        "former": claim.office.former if claim.office else None,
        "place": claim.place,
        "subject": claim.subject,
        "evidence": {"start": claim.evidence.start, "end": claim.evidence.end, "quote": claim.evidence.quote},
        "rule": claim.rule,
        "flags": list(claim.flags),
    }
