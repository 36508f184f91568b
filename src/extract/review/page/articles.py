"""An article as the page shows it: a window of its text, cut where facts and lines begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.review.page.cards import Cards
from extract.review.page.stock import Row
from extract.tables.report.content import Entry
from extract.tables.report.safety import safe_link, shown

WINDOW = 20_000
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a line.

    Attributes:
        start: in code points of the article, so that a selection can be told in them.
        facts: ids of facts that it states.
    """

    start: int
    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """A window of an article.

    Attributes:
        lines: their runs; line breaks are no part of them.
        first, last, total: where the window lies, in code points.
        earlier, later: where the windows beside it begin, None where there are none.
        kept: whether the text is there at all.
        entries: the facts of the whole article, with where each begins.
    """

    title: str
    outlet: str
    published: str
    link: str
    language: str
    lines: tuple[tuple[Run, ...], ...]
    first: int
    last: int
    total: int
    earlier: int | None
    later: int | None
    kept: bool
    entries: tuple[tuple[Entry, int], ...]


def article_view(cards: Cards, name: str, begin: int) -> ArticleView:
    """A window of an article.

    Args:
        cards: knows texts and facts.
        name: an article of the tables.
        begin: the first code point that is wanted; the window begins where a window begins.
    """
    text = cards.text(name)
    row = cards.stock.articles[name]
    places = list(cards.stock.of_article(name))
    body = text or ""
    first = min(begin, max(0, len(body) - 1)) // WINDOW * WINDOW
    last = min(len(body), first + WINDOW)
    facts = {each["fact_id"]: int(each["start"]) for each in reversed(places)}
    return ArticleView(
        title=shown(row["title"]),
        outlet=shown(row["source"]),
        published=row["published"],
        link=safe_link(row["url"].strip()),
        language=row["language"],
        lines=tuple(_lines(body, first, last, places)),
        first=first,
        last=last,
        total=len(body),
        earlier=first - WINDOW if first else None,
        later=last if last < len(body) else None,
        kept=text is not None,
        entries=tuple((cards.entry(fact), at) for fact, at in sorted(facts.items(), key=lambda each: each[1])),
    )


def _lines(text: str, first: int, last: int, places: Sequence[Row]) -> Iterator[tuple[Run, ...]]:
    spans = [(int(each["start"]), int(each["end"]), each["fact_id"]) for each in places]
    for line in _LINE.finditer(text, first, last):
        inside = [(max(low, line.start()), min(high, line.end()), fact) for low, high, fact in spans]
        inside = [(low, high, fact) for low, high, fact in inside if low < high]
        edges = sorted({line.start(), line.end(), *(edge for low, high, _ in inside for edge in (low, high))})
        yield tuple(
            Run(low, shown(text[low:high]), tuple(dict.fromkeys(fact for a, b, fact in inside if a <= low < b)))
            for low, high in pairwise(edges)
        )
