"""Rows of the tables from articles and facts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from extract.records import Article, Change, Claim, Fact, Placed
from extract.tables.schema import EDITED, FACTS, OFFICIALS, STATED, Table
from extract.values.amount import Amount, plain
from extract.values.period import Period

# What a cell can hold before it is written; a list is joined, None is empty.
Cell = str | int | bool | tuple[str, ...] | None
Row = Mapping[str, Cell]


class EvidenceError(ValueError):
    """A quote that is not what its article has at its offsets."""


def fact_rows(facts: Iterable[Fact]) -> Iterator[Row]:
    """One row a quantity or event; offices have their own table."""
    for fact in facts:
        head = fact.head
        if head.type == "official":
            continue
        yield {
            "fact_id": fact.id,
            "type": head.type,
            **_pair(head),
            "measure": head.measure,
            **amount_cells(head.value),
            "date": _edtf(head.date),
            "compared_to": _edtf(head.compared_to),
            "modality": head.modality,
            "participants": head.participants,
            "place": head.place,
            "subject": head.subject,
            "sources": fact.sources,
            "claims": len(fact.claims),
            "conflict": fact.conflict,
            "flags": fact.flags,
            **_review(fact, FACTS),
        }


def official_rows(facts: Iterable[Fact]) -> Iterator[Row]:
    """One row an office of a person."""
    for fact in facts:
        head = fact.head
        if head.type != "official":
            continue
        yield {
            "fact_id": fact.id,
            "person": head.person,
            "known_as": head.known_as,
            "role": head.office.role if head.office else "",
            "portfolio": "+".join(head.office.portfolios) if head.office else "",
            "country": "-".join(head.countries),
            "former": head.office.former if head.office else False,
            "also_written": tuple(sorted({claim.person for claim in fact.claims} - {head.person})),
            "same_as": fact.same_as,
            "sources": fact.sources,
            "claims": len(fact.claims),
            "flags": fact.flags,
            **_review(fact, OFFICIALS),
        }


def evidence_rows(facts: Iterable[Fact], articles: Iterable[Article]) -> Iterator[Row]:
    """One row a statement that supports a fact, its offsets checked against the article.

    Raises:
        EvidenceError: when a quote or a sentence is not what the article has there; names article and offsets.
    """
    texts = {article.name: article.text for article in articles}
    for fact in facts:
        for claim in fact.claims:
            check_evidence(claim, texts)
            place = claim.evidence
            yield {
                "fact_id": fact.id,
                "claim_id": claim.id,
                "type": claim.type,
                "article": claim.article,
                "published": claim.published.isoformat() if claim.published else "",
                "language": claim.language,
                "start": place.start,
                "end": place.end,
                "quote": place.quote,
                "sentence_start": place.sentence_start,
                "sentence_end": place.sentence_end,
                "sentence": place.sentence,
                "measure": claim.measure,
                **amount_cells(claim.value),
                "date": _edtf(claim.date),
                "person": claim.person,
                "participants": claim.participants,
                "modality": claim.modality,
                "focal": claim.focal,
                "rule": claim.rule,
                "flags": claim.flags,
            }


def article_rows(articles: Iterable[Article], facts: Iterable[Fact]) -> Iterator[Row]:
    """One row an input, whatever became of it."""
    counts = Counter(claim.article for fact in facts for claim in fact.claims)
    for article in articles:
        yield {
            "article": article.name,
            "status": article.status,
            "reason": article.reason,
            "language": article.language,
            "paragraph_languages": tuple(sorted({language for _, _, language in article.paragraph_languages})),
            "published": article.published.isoformat() if article.published else "",
            "published_from": article.published_from,
            "title": article.title,
            "source": article.source,
            "url": article.url,
            "encoding": article.encoding,
            "characters": len(article.text),
            "claims": counts[article.name] if article.status == "processed" else 0,
            "digest": text_digest(article),
        }


def conflict_rows(facts: Iterable[Fact]) -> Iterator[Row]:
    """One row a fact that is in conflict."""
    for fact in facts:
        head = fact.head
        if not fact.conflict:
            continue
        yield {
            "conflict": fact.conflict,
            "fact_id": fact.id,
            "type": head.type,
            **_pair(head),
            "measure": head.measure,
            **amount_cells(head.value),
            "date": _edtf(head.date),
            "compared_to": _edtf(head.compared_to),
            "subject": head.subject,
            "sources": fact.sources,
            "articles": tuple(sorted({claim.article for claim in fact.claims})),
        }


def decision_rows(placed: Iterable[Placed]) -> Iterator[Row]:
    """One row a decision of the log, with what has become of it."""
    for place, each in enumerate(placed, start=1):
        decision = each.decision
        seen = dict(decision.seen)
        yield {
            "place": place,
            "decision": decision.id,
            "standing": each.standing,
            "fact_id": each.fact,
            "action": decision.action,
            "field": decision.field,
            "content": decision.value,
            "other": decision.other,
            "note": decision.note,
            "who": decision.who,
            "when": decision.when,
            "seen_fact_id": decision.fact,
            "seen": tuple(f"{name}: {seen[name]}" for name in STATED if seen.get(name)),
            "quote": seen.get("quote", ""),
            "changes": _changes(each.changes),
            "reason": each.reason,
        }


def check_evidence(claim: Claim, texts: Mapping[str, str]) -> None:
    """Hold a claim's quote and sentence against the text of its article.

    Args:
        claim: any claim.
        texts: by name of the article.

    Raises:
        EvidenceError: when they differ, or there is no such article.
    """
    place = claim.evidence
    if claim.article not in texts:
        raise EvidenceError(f"{claim.article}: no such article was read, but a claim of {claim.rule} names it")
    text = texts[claim.article]
    for what, start, end, quote in (
        ("quote", place.start, place.end, place.quote),
        ("sentence", place.sentence_start, place.sentence_end, place.sentence),
    ):
        if not 0 <= start <= end <= len(text) or text[start:end] != quote:
            raise EvidenceError(
                f"{claim.article}: the {what} of {claim.rule} at [{start}, {end}) is {quote!r} in the claim,"
                f" but {text[start:end]!r} in the article"
            )


def text_digest(article: Article) -> str:
    """SHA-256 of the decoded text."""
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()


def _pair(claim: Claim) -> dict[str, Cell]:
    first, second, *_ = (*claim.countries, "", "")
    return {"country_1": first, "country_2": second}


def amount_cells(amount: Amount | None) -> dict[str, Cell]:
    """The columns of an amount; all empty without one."""
    if amount is None:
        return {"value": "", "value_max": "", "unit": "", "bound": ""}
    return {
        "value": plain(amount.value),
        "value_max": plain(amount.value_max) if amount.value_max is not None else "",
        "unit": amount.unit,
        "bound": amount.bound,
    }


def _edtf(period: Period | None) -> str:
    return period.edtf if period else ""


def _review(fact: Fact, table: Table) -> dict[str, Cell]:
    """The columns of the reviewers; an edit that the table has no column for is left out."""
    review = fact.review
    edits = {EDITED + name: text for name, text in review.edits}
    return {
        "status": review.status,
        "reviewed_by": review.by,
        "reviewed_at": review.at,
        "note": review.note,
        "changes": _changes(review.changes),
        **{name: edits.get(name, "") for name in table.header if name.startswith(EDITED)},
    }


def _changes(changes: Iterable[Change]) -> tuple[str, ...]:
    return tuple(f"{each.column}: {each.seen or 'nothing'} -> {each.now or 'nothing'}" for each in changes)
