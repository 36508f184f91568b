"""Files to articles: formats, encodings, publication dates, languages, and why an article is turned away."""

from extract.reading.articles import read_articles, read_document, read_text
from extract.reading.documents import documents
from extract.reading.files import PathError, Source, list_sources
from extract.reading.parts import Document, NotAnArticleError
from extract.reading.registry import READERS, formats

__all__ = [
    "READERS", "Document", "NotAnArticleError", "PathError", "Source", "documents", "formats", "list_sources",
    "read_articles", "read_document", "read_text",
]  # fmt: skip
