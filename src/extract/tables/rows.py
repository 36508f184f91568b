"""Rows of the tables from articles and facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from extract.merging import best_first
from extract.records import Change, Claim, Fact, InEuro, Listed, Placed
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
            **_in_euro(fact.in_euro),
            "date": _edtf(head.date),
            "compared_to": _edtf(head.compared_to),
            "modality": head.modality,
            "participants": head.participants,
            "place": head.place,
            "subject": head.subject,
            **_support(fact),
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
            **_support(fact),
            "flags": fact.flags,
            **_review(fact, OFFICIALS),
        }


def evidence_rows(facts: Iterable[Fact]) -> Iterator[Row]:
    """One row a statement that supports a fact; `check_evidence` holds it against its article."""
    for fact in facts:
        for claim in fact.claims:
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


def article_rows(listed: Iterable[Listed], claims: Mapping[str, int]) -> Iterator[Row]:
    """One row an input, whatever became of it, in the order given; `claims` has the number of statements by name."""
    for each in listed:
        article = each.article
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
            "characters": each.characters,
            "claims": claims.get(article.name, 0) if article.status == "processed" else 0,
            "copy_of": article.copy_of,
            "digest": each.sha256,
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


def check_rows(facts: Iterable[Fact]) -> Iterator[Row]:
    """One row a comparison of a stated fact with what others imply, with the sentences of both."""
    by_id = {fact.id: fact for fact in facts}
    for fact in by_id.values():
        for check in fact.checks:
            head = fact.head
            used = [best_first(by_id[identity].claims)[0] for identity in check.used]
            stated = best_first(fact.claims)[0]
            amount = amount_cells(head.value)
            yield {
                "check": check.id,
                "verdict": check.verdict,
                "kind": check.kind,
                "type": head.type,
                **_pair(head),
                "date": _edtf(head.date),
                "formula": check.formula,
                "implied": plain(check.value),
                "implied_min": plain(check.low),
                "implied_max": plain(check.high) if check.high is not None else "",
                "implied_unit": check.unit,
                "converted": plain(check.converted) if check.converted is not None else "",
                "rate": check.rate,
                **{name: amount[name] for name in ("value", "value_max", "unit")},
                "stated_fact": fact.id,
                "used_facts": check.used,
                "stated_in": (_where(stated),),
                "used_from": tuple(_where(claim) for claim in used),
                "stated_sentence": stated.evidence.sentence,
                "used_sentences": "\n".join(dict.fromkeys(claim.evidence.sentence for claim in used)),
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


def check_evidence(claims: Iterable[Claim], text: Callable[[str], str | None]) -> None:
    """Hold quotes and sentences against the texts of their articles, of which one is held at a time.

    Args:
        claims: in any order.
        text: of an article by its name, None where none of that name was processed.

    Raises:
        EvidenceError: when one is not what the article has there, or there is no such article; names both.
    """
    by_article: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_article[claim.article].append(claim)
    for name in sorted(by_article):
        found = text(name)
        for claim in by_article[name]:
            if found is None:
                raise EvidenceError(f"{name}: no such article was read, but a claim of {claim.rule} names it")
            _check_place(claim, found)


def _check_place(claim: Claim, text: str) -> None:
    place = claim.evidence
    for what, start, end, quote in (
        ("quote", place.start, place.end, place.quote),
        ("sentence", place.sentence_start, place.sentence_end, place.sentence),
    ):
        if not 0 <= start <= end <= len(text) or text[start:end] != quote:
            raise EvidenceError(
                f"{claim.article}: the {what} of {claim.rule} at [{start}, {end}) is {quote!r} in the claim,"
                f" but {text[start:end]!r} in the article"
            )


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


def _in_euro(amount: InEuro | None) -> dict[str, Cell]:
    known = amount or InEuro()
    return {
        "amount_eur": plain(known.value) if known.value is not None else "",
        "amount_eur_max": plain(known.value_max) if known.value_max is not None else "",
        "rate_date": known.period,
        "rate_missing": known.reason,
    }


def _support(fact: Fact) -> dict[str, Cell]:
    """How many say it, in which languages, and when."""
    first, last = fact.published or (None, None)
    return {
        "sources": fact.sources,
        "articles": fact.articles,
        "claims": len(fact.claims),
        "languages": fact.languages,
        "first_published": first.isoformat() if first else "",
        "last_published": last.isoformat() if last else "",
    }


def _where(claim: Claim) -> str:
    """The sentence of a claim: "a.txt:120-184"."""
    return f"{claim.article}:{claim.evidence.sentence_start}-{claim.evidence.sentence_end}"


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
