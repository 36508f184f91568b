"""Facts and words put into templates; everything that comes from articles is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

import extract
from extract.records import LANGUAGES
from extract.review.page.articles import article_view
from extract.review.page.cards import Cards, day, said
from extract.review.page.filters import REASONS, STATUSES, Query
from extract.review.page.form import Field
from extract.review.page.marking import KINDS
from extract.review.page.queue import Window
from extract.review.page.reasons import Line
from extract.review.page.wording import PageWords
from extract.tables.report import phrases
from extract.tables.report.safety import shown
from extract.tables.report.wording import alphabetical


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter to choose from, with what it is called."""

    code: str
    name: str


class Pages:
    """Makes HTML of what the cards show."""

    def __init__(self, cards: Cards) -> None:
        """Name where facts come from."""
        self._cards = cards

    def page(
        self, words: PageWords, query: Query, window: Window, fact: str, *, csrf: str, gone: bool, after: str, who: str,
        place: int, version: str,
    ) -> str:  # fmt: skip
        """The whole page; `fact` is the one that is shown, empty where there is none."""
        return _render(
            "page.html.j2", words, query=query, window=window, csrf=csrf, gone=gone, after=after, who=who, place=place,
            version=version, lines=[self._cards.line(each, words) for each in window.facts], at=fact,
            card=self._cards.card(fact) if fact else None, options=self._options(words), statuses=STATUSES,
            languages=LANGUAGES, release=extract.__version__,
        )  # fmt: skip

    def rows(self, words: PageWords, query: Query, window: Window) -> str:
        """Facts of the queue."""
        lines = [self._cards.line(each, words) for each in window.facts]
        return _render("rows.html.j2", words, query=query, lines=lines, at="", window=window)

    def row(self, words: PageWords, query: Query, fact: str) -> str:
        """One fact of the queue."""
        return _render("row.html.j2", words, query=query, lines=[self._cards.line(fact, words)], at="")

    def card(self, words: PageWords, query: Query, fact: str) -> str:
        """A fact with its evidence."""
        return _render("card.html.j2", words, card=self._cards.card(fact), query=query)

    def edit(self, words: PageWords, fact: str, fields: Sequence[Field]) -> str:
        """The form of a correction."""
        return _render("edit.html.j2", words, fact=fact, fields=fields)

    def fields(self, words: PageWords, fields: Sequence[Field]) -> str:
        """Fields alone, of a fact that was missed."""
        return _render("fields.html.j2", words, fields=fields)

    def account(self, words: PageWords, lines: Sequence[Line]) -> str:
        """The extractor's account of a sentence."""
        return _render("why.html.j2", words, lines=lines)

    def article(self, words: PageWords, query: Query, name: str, begin: int, kinds: Sequence[str], *, csrf: str) -> str:
        """An article with what was found in it, and a form for what was not."""
        view = article_view(self._cards, name, begin)
        return _render("article.html.j2", words, view=view, query=query, csrf=csrf, name=name, kinds_of_facts=kinds)

    def missing(self, words: PageWords) -> str:
        """Instead of a fact that is not there."""
        return _render("missing.html.j2", words, message=words("not_found"))

    def failure(self, words: PageWords, message: str) -> str:
        """Instead of what could not be made."""
        return _render("missing.html.j2", words, message=words("failed", text=message))

    def field(self, words: PageWords, contents: Mapping[str, str]) -> str:
        """What a reviewer wrote into a field, in words."""
        say = words.facts
        parts = []
        for name, content in contents.items():
            if name in ("value", "value_max"):
                parts.append(_number(content, contents.get("unit", ""), words))
            elif name in ("date", "compared_to"):
                parts.append(day(content, words))
            elif name.startswith("country"):
                parts.append(say.country(content))
        return " ".join(filter(None, parts))

    def _options(self, words: PageWords) -> Mapping[str, Sequence[Choice]]:
        stock, say = self._cards.stock, words.facts
        pairs = [Choice("-".join(pair), say.pair(pair)) for pair in stock.pairs]
        types = [Choice(code, say.word("types", code)) for code in stock.types]
        return {
            "pair": sorted(pairs, key=lambda each: alphabetical(each.name)),
            "type": sorted(types, key=lambda each: alphabetical(each.name)),
            "lang": [Choice(code, say.word("languages", code)) for code in LANGUAGES],
            "doubt": [Choice(code, words.of("reasons", code)) for code in REASONS],
        }


def _number(content: str, unit: str, words: PageWords) -> str:
    try:
        return words.facts.amount(Decimal(content), unit or "COUNT")
    except InvalidOperation:
        return content


def _render(file: str, words: PageWords, **values: object) -> str:
    template = _templates().get_template(file)
    return template.render(t=words, say=words.facts, phrases=phrases, said=said, day=day, kinds=KINDS, **values)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("extract.review.page", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"shown": shown, "decimal": Decimal}
    return environment
