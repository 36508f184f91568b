"""Facts that a reviewer misses: words of an article and what they state, as a decision, and as a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from extract.finding.sentences import paragraphs
from extract.merging import join
from extract.records import REVIEWER, Claim, Decision, Evidence
from extract.review.deciding import FieldError
from extract.review.demands import completed
from extract.review.seeing import row_now, seen
from extract.rules.schema import Indicator
from extract.tables.schema import LIST_SEPARATOR
from extract.values.amount import Amount
from extract.values.office import Office
from extract.values.period import Period

_NONE: Mapping[str, Indicator] = MappingProxyType({})


def missed_decision(
    article: str, text: str, start: int, end: int, kind: str, cells: Mapping[str, str], *, who: str, when: str,
    note: str = "", indicators: Mapping[str, Indicator] = _NONE,
) -> Decision:  # fmt: skip
    """The decision that words of an article state a fact.

    Args:
        article: name of the article.
        text: its text as the run decoded it.
        start: of the words, in code points of the text.
        end: after their last character; white space at both ends is left out.
        kind: type of the fact, of the codebook or an indicator.
        cells: content by column of the table, as `demands.completed` takes it.
        who: the reviewer.
        when: UTC, to the second.
        note: free text.
        indicators: the types that the user's packs declare, `load_rules(...).indicators`.

    Raises:
        FieldError: a DecisionError that names the field and says what to do.
    """
    start, end = _marked(article, text, start, end)
    row = completed(kind, cells, indicators)
    quote = text[start:end]
    claim = claim_of({"type": kind, **row}, article, Evidence(start, end, quote, start, end, quote))
    (fact,) = join([claim])
    place = {"claim_id": claim.id, "article": article, "start": str(start), "end": str(end), "quote": quote}
    return Decision(fact=fact.id, action="add", who=who, when=when, note=note, seen=seen(row_now(fact), [place]))


def claim_of(row: Mapping[str, str], article: str, evidence: Evidence, **more: Any) -> Claim:
    """A row of the tables as the claim of a reviewer.

    Args:
        row: columns of `facts.csv` or `officials.csv` that say what a fact states.
        article: name of the article.
        evidence: where it states that.
        more: further attributes of the claim.

    Raises:
        ValueError: when a cell does not fit its column.
    """
    office = None
    if row.get("role"):
        code = ":".join(filter(None, [row["role"], row.get("portfolio", "")]))
        office = Office.parse(code, former=row.get("former") == "true")
    content: dict[str, Any] = {
        "type": row.get("type") or ("official" if office else ""),
        "countries": _countries(row),
        "measure": row.get("measure") or None,
        "value": _amount(row),
        "date": _period(row, "date"),
        "compared_to": _period(row, "compared_to"),
        "modality": row.get("modality") or "actual",
        "participants": tuple(name for name in row.get("participants", "").split(LIST_SEPARATOR) if name),
        "person": row.get("person", ""),
        "office": office,
        "place": row.get("place", ""),
        "subject": row.get("subject", ""),
    }
    if not content["type"]:
        raise ValueError("it says no type of fact")
    return Claim(article=article, evidence=evidence, rule=REVIEWER, **content, **more)


def find_quote(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Where words stand in a text; white space of one kind may stand for that of another.

    >>> list(find_quote("3,9 Mrd.\\nEuro, dann 5 Mrd. Euro", "Mrd. Euro"))
    [(4, 13), (22, 31)]
    """
    words = quote.split()
    if words:
        yield from (found.span() for found in re.finditer(r"\s+".join(map(re.escape, words)), text))


def _marked(article: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends."""
    if not 0 <= start <= end <= len(text):
        says = f"[{start}, {end}) is no stretch of {article}, which has {len(text)} characters; mark words in it"
        raise FieldError("quote", says)
    marked = text[start:end]
    start += len(marked) - len(marked.lstrip())
    end = start + len(marked.strip())
    if start >= end:
        raise FieldError("quote", "no words are marked; mark those that state the fact")
    if len(list(paragraphs(text[start:end]))) > 1:
        raise FieldError("quote", "the mark goes over several paragraphs; mark only the words that state the fact")
    return start, end


def _countries(row: Mapping[str, str]) -> tuple[str, ...]:
    if row.get("country"):
        return tuple(row["country"].split("-"))
    return tuple(code for name in ("country_1", "country_2") if (code := row.get(name, "")))


def _amount(row: Mapping[str, str]) -> Amount | None:
    if not row.get("value"):
        return None
    try:
        high = Decimal(row["value_max"]) if row.get("value_max") else None
        bound: Any = row.get("bound") or "exact"
        return Amount(Decimal(row["value"]), row.get("unit", ""), high, bound)
    except ArithmeticError as error:
        raise ValueError(f"{row['value']!r} is no number") from error


def _period(row: Mapping[str, str], name: str) -> Period | None:
    return Period.parse(row[name]) if row.get(name) else None
