"""The articles that an output folder speaks of, with their texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from extract.reading import documents, list_sources, read_document
from extract.reading.articles import article_from_text
from extract.reading.metadata import Metadata
from extract.records import Article
from extract.tables.schema import ARTICLES
from extract.tables.stored import read_stored_table
from extract.tables.texts import Texts


class StoredArticles:
    """Articles by name: as the run kept them, else as they lie in the corpus."""

    def __init__(self, folder: Path, corpus: Sequence[Path]) -> None:
        """Name the output folder, and the files and folders that it was made of."""
        self._folder, self._corpus = folder, corpus

    def get(self, name: str) -> Article | None:
        """The article of a name, None where there is none.

        Raises:
            TableError: when the folder has no table of articles.
            PathError: when the text is to be looked for in a corpus that is not there.
        """
        row = self._rows.get(name)
        text = Texts(self._folder).get(name)
        if row is None or text is None:
            found = (each for each in documents(list_sources(self._corpus)) if each.name == name)
            return next((read_document(document) for document in found), None)
        published = dt.date.fromisoformat(row["published"]) if row["published"] else None
        return article_from_text(name, text, Metadata(published, row["language"], row["title"]))

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, str]]:
        return {row["article"]: row for row in read_stored_table(self._folder, ARTICLES).records()}
