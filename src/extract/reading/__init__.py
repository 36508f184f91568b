"""Files to articles: formats, encodings, publication dates, languages, and why an article is turned away."""

from extract.reading.articles import read_article, read_articles, read_document
from extract.reading.documents import Document, documents
from extract.reading.files import PathError, Source, list_sources

__all__ = [
    "Document", "PathError", "Source", "documents", "list_sources", "read_article", "read_articles", "read_document",
]  # fmt: skip
