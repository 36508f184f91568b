"""Documents to articles; what cannot be used becomes an article with its reason, and the batch goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.config import Columns
from extract.reading.datelines import dateline
from extract.reading.days import file_date
from extract.reading.documents import documents
from extract.reading.encodings import UnreadableError
from extract.reading.files import list_sources
from extract.reading.languages import read_languages
from extract.reading.metadata import Metadata
from extract.reading.parts import Document, Extracted, NotAnArticleError
from extract.reading.registry import extract
from extract.records import Article


def read_articles(paths: Sequence[Path], columns: Columns | None = None) -> Iterator[Article]:
    """Every article of files and folders, those that are turned away with their reason among them.

    Raises:
        PathError: at once, when a path does not exist or is a file that cannot be an article.
    """
    sources = list_sources(paths)
    return (read_document(document) for document in documents(sources, columns))


def read_document(document: Document) -> Article:
    """The article of a document; never raises on what it holds.

    Returns:
        An article with the status "processed", "rejected" (not for us) or "failed" (could not be read); the last two
        have a reason.
    """
    name = document.name
    if document.problem:
        return Article(name, "", None, status="failed", reason=document.problem)
    try:
        extracted = extract(document)
    except NotAnArticleError as error:
        return Article(name, "", None, status="rejected", reason=str(error))
    except UnreadableError as error:
        return Article(name, "", None, status="failed", reason=str(error))
    return _article(name, extracted, document.metadata.over(extracted.metadata))


def read_text(document: Document) -> str:
    """The text of a document alone, without its language; what `read_document` makes of it has the same.

    Raises:
        UnreadableError, NotAnArticleError: when it has none.
    """
    if document.problem:
        raise UnreadableError(document.problem)
    return extract(document).text


def article_from_text(name: str, text: str, metadata: Metadata | None = None) -> Article:
    """The same for a text that lies in no file.

    >>> article_from_text("note", "Deutschland und Kasachstan haben mehr Waren als je zuvor ausgetauscht.").language
    'de'
    """
    return _article(name, Extracted(text), metadata or Metadata())


def _article(name: str, extracted: Extracted, metadata: Metadata) -> Article:
    text = extracted.text
    reading = read_languages(text, metadata.lang)
    dated = metadata
    if not dated.published:
        dated = Metadata(dateline(text), published_from="dateline")
    if not dated.published:
        dated = Metadata(file_date(name), published_from="file_name")
    return Article(
        name=name,
        text=text,
        language=reading.language,
        paragraph_languages=reading.paragraphs,
        published=dated.published,
        published_from=dated.published_from if dated.published else "none",
        title=metadata.title,
        source=metadata.source,
        url=metadata.url,
        encoding=extracted.encoding,
        status="processed" if reading.language else "rejected",
        reason=reading.reason,
    )
