"""Files to articles; a file that cannot be used becomes an article with its reason, and the batch goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.reading.datelines import dateline
from extract.reading.encodings import MAX_CHARACTERS, UnreadableError, decode
from extract.reading.files import FORMATS, Source, list_sources
from extract.reading.languages import read_languages
from extract.reading.metadata import Metadata, MetadataError, read_metadata
from extract.records import Article, PublishedFrom

_MAX_BYTES = 4 * MAX_CHARACTERS


def read_articles(paths: Sequence[Path]) -> Iterator[Article]:
    """Every article of files and folders, sorted by name, those that are turned away with their reason among them.

    Raises:
        PathError: at once, when a path does not exist or is a file that cannot be an article.
    """
    sources = list_sources(paths)
    return (read_article(source) for source in sources)


def read_article(source: Source) -> Article:
    """One file with its metadata; never raises on what the file holds.

    Returns:
        An article with the status "processed", "rejected" (not for us) or "failed" (could not be read); the last two
        have a reason.
    """
    suffix = source.path.suffix.lower()
    if suffix not in FORMATS:
        return Article(source.name, "", None, status="rejected", reason=f"unsupported format {suffix}; save it as .txt")
    try:
        text, encoding = _read(source.path)
        metadata = read_metadata(source.metadata)
    except (UnreadableError, MetadataError) as error:
        return Article(source.name, "", None, status="failed", reason=str(error))
    except OSError as error:
        return Article(source.name, "", None, status="failed", reason=f"unreadable: {error.strerror or error}")
    return _article(source.name, text, encoding, metadata)


def article_from_text(name: str, text: str, metadata: Metadata | None = None) -> Article:
    """The same for a text that lies in no file.

    >>> article_from_text("note", "Deutschland und Kasachstan haben mehr Waren als je zuvor ausgetauscht.").language
    'de'
    """
    return _article(name, text, "", metadata or Metadata())


def _read(path: Path) -> tuple[str, str]:
    size = path.stat().st_size
    if size > _MAX_BYTES:
        raise UnreadableError(f"too large: {size:,} bytes, at most {_MAX_BYTES:,}; split the file")
    return decode(path.read_bytes())


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
