"""Files to articles; a file that cannot be used becomes an article with its reason, and the batch goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.reading.datelines import dateline
from extract.reading.documents import Document, open_document
from extract.reading.encodings import UnreadableError, decode
from extract.reading.files import FORMATS, Source, list_sources
from extract.reading.languages import read_languages
from extract.reading.metadata import Metadata
from extract.records import Article, PublishedFrom


def read_articles(paths: Sequence[Path]) -> Iterator[Article]:
    """Every article of files and folders, sorted by name, those that are turned away with their reason among them.

    Raises:
        PathError: at once, when a path does not exist or is a file that cannot be an article.
    """
    sources = list_sources(paths)
    return (read_article(source) for source in sources)


def read_article(source: Source) -> Article:
    """One file with its metadata; never raises on what the file holds."""
    return read_document(open_document(source))


def read_document(document: Document) -> Article:
    """The article of a document; never raises on what it holds.

    Returns:
        An article with the status "processed", "rejected" (not for us) or "failed" (could not be read); the last two
        have a reason.
    """
    name, suffix = document.name, document.format
    if document.problem:
        return Article(name, "", None, status="failed", reason=document.problem)
    if suffix not in FORMATS:
        return Article(name, "", None, status="rejected", reason=f"unsupported format {suffix}; save it as .txt")
    try:
        text, encoding = decode(document.data)
    except UnreadableError as error:
        return Article(name, "", None, status="failed", reason=str(error))
    return _article(name, text, encoding, document.metadata)


def article_from_text(name: str, text: str, metadata: Metadata | None = None) -> Article:
    """The same for a text that lies in no file.

    >>> article_from_text("note", "Deutschland und Kasachstan haben mehr Waren als je zuvor ausgetauscht.").language
    'de'
    """
    return _article(name, text, "", metadata or Metadata())


def _article(name: str, text: str, encoding: str, metadata: Metadata) -> Article:
    reading = read_languages(text, metadata.lang)
    published, origin = metadata.published, _origin(metadata)
    if published is None:
        published = dateline(text)
        origin = "dateline" if published else "none"
    return Article(
        name=name,
        text=text,
        language=reading.language,
        paragraph_languages=reading.paragraphs,
        published=published,
        published_from=origin,
        title=metadata.title,
        source=metadata.source,
        url=metadata.url,
        encoding=encoding,
        status="processed" if reading.language else "rejected",
        reason=reading.reason,
    )


def _origin(metadata: Metadata) -> PublishedFrom:
    return "metadata" if metadata.published else "none"
