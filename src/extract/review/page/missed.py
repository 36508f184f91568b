"""A fact that the extractor missed: the words that a reviewer marked, and what they state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from extract.finding.amounts import find_amounts
from extract.finding.countries import find_countries
from extract.finding.dates import find_dates
from extract.records import Decision, Language
from extract.review.deciding import FieldError as Unfit
from extract.review.demands import fields_of
from extract.review.missing import find_quote, missed_decision
from extract.review.page.form import FieldError, FormError, read_field
from extract.review.page.stock import Row
from extract.review.page.wording import PageWords
from extract.rules.schema import Indicator
from extract.tables.report.safety import shown
from extract.values.amount import plain

_QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Marked:
    """What a reviewer sends.

    Attributes:
        article: its name.
        start, end: of the words in code points, -1 where they were not marked but written.
        quote: the words as the page showed them.
        kind: type of the fact.
        cells: content by column, in any form that the fields understand.
    """

    article: str
    start: int
    end: int
    quote: str
    kind: str
    cells: Mapping[str, str]
    note: str = ""


def proposals(text: str, article: Row, kind: str) -> dict[str, str]:
    """What words suggest for the columns of a fact: the first amount and date, and two countries.

    Args:
        text: the words, perhaps with their sentence.
        article: its row of `articles.csv`.
        kind: type of the fact.
    """
    language: Language = "de" if article.get("language") == "de" else "en"
    found: dict[str, str] = {"modality": "actual", "bound": "exact", "former": "false"}
    codes = dict.fromkeys(code for each in find_countries(text, language) for code in each.codes)
    found |= dict(zip(("country_1", "country_2"), codes, strict=False)) | {"country": next(iter(codes), "")}
    for mention in find_amounts(text, language)[:1]:
        amount = mention.amount
        upper = plain(amount.value_max) if amount.value_max is not None else ""
        found |= {"value": plain(amount.value), "value_max": upper, "unit": amount.unit, "bound": amount.bound}
    periods = [each.period.edtf for each in find_dates(text, language, _published(article)) if each.period]
    found["date"] = periods[0] if periods else ""
    return {name: content for name, content in found.items() if name in fields_of(kind)}


def decision_of(
    marked: Marked, text: str | None, who: str, when: str, indicators: Mapping[str, Indicator], words: PageWords
) -> Decision:
    """The decision that words of an article state a fact.

    Args:
        marked: what the reviewer sent.
        text: of the article, None where it is not kept.
        who: the reviewer.
        when: UTC, to the second.
        indicators: types that the user's packs declare.
        words: of the reviewer's language.

    Raises:
        FormError: with a message for each field that is not right; "quote" is one of them.
    """
    if text is None:
        raise FormError({_QUOTE: words("text_missing")})
    start, end = _place(marked, text, words)
    cells = _read(marked, words)
    try:
        return missed_decision(
            marked.article, text, start, end, marked.kind, cells, who=who, when=when, note=marked.note,
            indicators=indicators,
        )  # fmt: skip
    except Unfit as error:
        missing = error.field in cells and not cells[error.field]
        says = words("error_missing") if missing else words("error_unfit", text=error.says)
        raise FormError({error.field: says}) from error


def _place(marked: Marked, text: str, words: PageWords) -> tuple[int, int]:
    """Where the words stand: as they were marked, if they do, else where they are the only ones."""
    if 0 <= marked.start < marked.end and _same(shown(text[marked.start : marked.end]), marked.quote):
        return marked.start, marked.end
    places = list(find_quote(text, marked.quote))
    if len(places) != 1:
        raise FormError({_QUOTE: words("missed_twice" if places else "missed_where")})
    return places[0]


def _same(one: str, other: str) -> bool:
    """Whether two texts have the same letters; browsers and line ends differ in white space."""
    return bool(one.strip()) and "".join(one.split()) == "".join(other.split())


def _read(marked: Marked, words: PageWords) -> dict[str, str]:
    cells: dict[str, str] = dict.fromkeys(fields_of(marked.kind), "")
    errors: dict[str, str] = {}
    for name, text in marked.cells.items():
        if name in cells and text.strip():
            try:
                cells |= read_field(name, text, cells, words)
            except FieldError as error:
                errors[name] = str(error)
    if errors:
        raise FormError(errors)
    return cells


def _published(article: Row) -> dt.date | None:
    try:
        return dt.date.fromisoformat(article.get("published", ""))
    except ValueError:
        return None
