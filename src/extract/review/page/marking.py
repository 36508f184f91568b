"""Where in a sentence the amount, the date, the countries and the persons of a fact stand.

The grammars of the extractor are asked again, over the paragraph, and what they find is marked where it is what the
statement says. All offsets count code points, as Python does; the page never counts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from extract.finding.amounts import find_amounts
from extract.finding.countries import find_countries
from extract.finding.dates import find_dates
from extract.records import AmountMention, DateMention, Language
from extract.review.page.stock import Row
from extract.tables.report.safety import shown
from extract.tables.schema import LIST_SEPARATOR
from extract.values.amount import plain
from extract.values.period import Period

# The order in which marks win where two cover the same letters.
KINDS = ("amount", "date", "person", "country", "trigger")
_AROUND = 1500
_LONGEST = 4000
_BREAK = re.compile(r"\n[^\S\n]*\n|\r\n[^\S\n]*\r\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `[start, end)` of a text, and what it is: one of `KINDS`, or "quote"."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text as a page shows it.

    Attributes:
        start: where it begins, in code points of the article.
        text: its letters; what cannot be shown is replaced sign by sign.
        kind: one of `KINDS`, or empty.
        quoted: it belongs to the words that state the fact.
        part: "before", "sentence" or "after".
    """

    start: int
    text: str
    kind: str
    quoted: bool
    part: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with what stands around it.

    Attributes:
        start: of `text` in the article.
        text: the paragraph, or as much of it as a page can show.
        sentence, quote: stretches of `text`.
        cut: (at the beginning, at the end): whether the paragraph goes on there.
    """

    start: int
    text: str
    sentence: tuple[int, int]
    quote: tuple[int, int]
    cut: tuple[bool, bool] = (False, False)


def passage(row: Row, text: str | None) -> Passage:
    """The paragraph of a row of `evidence.csv`.

    Args:
        row: with offsets, quote and sentence.
        text: of the article; where it is not kept, or is not the one that was read, the sentence has to do.
    """
    start, end, first, last = (int(row[name]) for name in ("start", "end", "sentence_start", "sentence_end"))
    if text is None or text[start:end] != row["quote"] or not first <= start <= end <= last <= len(text):
        text, base = row["sentence"], first
        start, end, first, last = start - base, end - base, 0, len(text)
        if text[start:end] != row["quote"] or start < 0:
            start = end = 0
        low, high = 0, len(text)
    else:
        base = 0
        low = max((match.end() for match in _BREAK.finditer(text, max(0, first - _AROUND), first)), default=-1)
        low = max(0, first - _AROUND) if low < 0 else low
        match = _BREAK.search(text, last, min(len(text), last + _AROUND))
        high = match.start() if match else min(len(text), last + _AROUND)
    # A sentence of a list without full stops can be the whole article: then the words around the quote are shown.
    keep_low, keep_high = max(low, start - _LONGEST), min(high, max(end, start) + _LONGEST)
    end = min(end, start + _LONGEST)
    keep_high = min(keep_high, end + _LONGEST)
    first, last = max(first, keep_low), min(last, keep_high)
    cut = (keep_low > low or _goes_on(text, low, -1), keep_high < high or _goes_on(text, high, 0))
    part = text[keep_low:keep_high]
    return Passage(
        base + keep_low, part, (first - keep_low, last - keep_low), (start - keep_low, end - keep_low), cut
    )  # fmt: skip


def _goes_on(text: str, at: int, side: int) -> bool:
    return 0 < at < len(text) and not text[at + side].isspace()


def marks(place: Passage, row: Row, countries: Iterable[str], triggers: Sequence[re.Pattern[str]] = ()) -> list[Span]:
    """What a statement says, where its sentence says it.

    Args:
        place: the paragraph.
        row: of `evidence.csv`.
        countries: codes of the fact.
        triggers: the phrases that set off its rule.
    """
    language: Language = "de" if row["language"] == "de" else "en"
    found = [
        *_amounts(place, row, language),
        *_dates(place, row, language),
        *_persons(place, row),
        *_countries(place, frozenset(countries), language),
    ]
    low, high = place.sentence
    sentence = place.text[low:high]
    for pattern in triggers:
        hits = [Span(low + hit.start(), low + hit.end(), "trigger") for hit in pattern.finditer(sentence)]
        found += [hit for hit in hits if hit.start < place.quote[1] and place.quote[0] < hit.end]
    return [span for span in found if low <= span.start < span.end <= high]


def pieces(place: Passage, spans: Iterable[Span]) -> list[Piece]:
    """The paragraph cut wherever something begins or ends; the texts of all pieces are the paragraph."""
    spans = sorted(spans, key=lambda span: KINDS.index(span.kind), reverse=True)
    kinds = [""] * len(place.text)
    for span in spans:  # what wins comes last
        kinds[span.start : span.end] = [span.kind] * (span.end - span.start)
    edges = {0, len(place.text), *place.sentence, *place.quote}
    edges |= {at for at in range(1, len(kinds)) if kinds[at] != kinds[at - 1]}
    edges |= {edge for span in spans if span.kind for edge in (span.start, span.end)}
    ordered = sorted(edges)
    return [
        Piece(
            place.start + low, shown(place.text[low:high]), kinds[low],
            place.quote[0] <= low < place.quote[1], _part(place, low),
        )
        for low, high in pairwise(ordered)
    ]  # fmt: skip


def _part(place: Passage, at: int) -> str:
    if at < place.sentence[0]:
        return "before"
    return "sentence" if at < place.sentence[1] else "after"


def _amounts(place: Passage, row: Row, language: Language) -> Iterator[Span]:
    if not row["value"]:
        return
    mentions = find_amounts(place.text, language)
    exact = [each for each in mentions if _says(each, row)]
    near = [each for each in mentions if place.quote[0] <= each.start and each.end <= place.quote[1]]
    for each in exact or (near if len(near) == 1 else []):
        yield Span(each.start, each.end, "amount")


def _says(mention: AmountMention, row: Row) -> bool:
    try:
        value = abs(Decimal(row["value"]))
    except InvalidOperation:
        return False
    upper = mention.amount.value_max
    stated = (abs(mention.amount.value), plain(upper) if upper is not None else "", mention.amount.unit)
    return stated == (value, row["value_max"], row["unit"])


def _dates(place: Passage, row: Row, language: Language) -> Iterator[Span]:
    if not row["date"]:
        return
    mentions = [each for each in find_dates(place.text, language, _day(row["published"])) if each.period]
    exact = [each for each in mentions if each.period and each.period.edtf == row["date"]]
    inside = [each for each in mentions if place.sentence[0] <= each.start and each.end <= place.sentence[1]]
    near = [each for each in inside if _touches(each, row["date"])]
    if not any(each in inside for each in exact) and "date_from_context" not in row["flags"]:
        exact = near[:1] if len(near) == 1 else []
    for each in exact:
        yield Span(each.start, each.end, "date")


def _touches(mention: DateMention, edtf: str) -> bool:
    try:
        period = Period.parse(edtf)
    except ValueError:
        return False
    return mention.period is not None and (period.contains(mention.period) or mention.period.contains(period))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _persons(place: Passage, row: Row) -> Iterator[Span]:
    """Full names, else family names with what stands before them of the rest."""
    for name in filter(None, [row["person"], *row["participants"].split(LIST_SEPARATOR)]):
        words = [re.escape(word) for word in name.split()]
        full = r"\s+".join(words)
        for pattern in (full, words[-1]):
            hits = list(re.finditer(rf"(?<!\w){pattern}(?:s|['’]s?)?(?!\w)", place.text))
            hits = [hit for hit in hits if place.sentence[0] <= hit.start() < place.sentence[1]]
            if hits:
                yield from (Span(hit.start(), hit.end(), "person") for hit in hits)
                break


def _countries(place: Passage, codes: frozenset[str], language: Language) -> Iterator[Span]:
    for each in find_countries(place.text, language):
        if codes & set(each.codes):
            yield Span(each.start, each.end, "country")
