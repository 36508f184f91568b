"""Articles that are held in memory, in the form in which tables and the search for copies ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.merging.copies import find_copies
from extract.records import Article, Listed
from extract.tables.texts import pack_text


class Held:
    """The articles of a run."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {each.name: each for each in sorted(articles, key=lambda each: each.name)}

    def listed(self) -> Iterator[Listed]:
        return (Listed.of(each) for each in self._articles.values())

    def text(self, name: str) -> str | None:
        article = self._articles.get(name)
        return article.text if article is not None and article.status == "processed" else None

    def texts(self) -> Iterator[tuple[str, bytes]]:
        return ((each.name, pack_text(each.text)) for each in self._articles.values() if each.status == "processed")


def copies_among(articles: Iterable[Article]) -> dict[str, tuple[str, ...]]:
    """The originals of every article that is a copy."""
    articles = list(articles)
    texts = {each.name: each.text for each in articles}
    return find_copies((Listed.of(each) for each in articles), texts.__getitem__)
