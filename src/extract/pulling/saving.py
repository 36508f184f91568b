"""The files of an article: its page as it came, and beside it what the feed says."""

from __future__ import annotations

import codecs
import email.message
import html
from pathlib import Path

import yaml

from extract.pulling.entries import Entry
from extract.pulling.errors import FetchError
from extract.pulling.feedlist import Feed
from extract.pulling.fetching import Answer
from extract.pulling.naming import same_page
from extract.tables.replacing import replace_files

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
}
# Known to Python, but no encodings of pages; some take a time that grows with the square of the length.
_NO_ENCODINGS = frozenset({"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf_7"})
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title></head>
<body><article>
<h1>{title}</h1>
{content}
</article></body>
</html>
"""


def save_page(folder: Path, stem: str, feed: Feed, entry: Entry, answer: Answer) -> Path:
    """Write a page that was fetched; both files or none.

    Returns:
        The file of the page.

    Raises:
        FetchError: when it is no document that can hold an article.
        OSError: when it cannot be written.
    """
    kind, charset = _content_type(answer.headers.get("content-type", ""))
    ending = _ENDINGS.get(kind)
    if ending is None:
        raise FetchError(f"it is {kind or 'of no stated type'}, no page, text or PDF")
    if not answer.body.strip():
        raise FetchError("it is empty", passing=True)
    data = answer.body if ending == ".pdf" else _with_encoding(answer.body, charset)
    return _save(folder, stem, ending, data, feed, entry, answer.url)


def save_content(folder: Path, stem: str, feed: Feed, entry: Entry) -> Path:
    """Write what the feed brings of an article as a page of its own; both files or none.

    Returns:
        The file of the page.

    Raises:
        OSError: when it cannot be written.
    """
    page = _PAGE.format(
        language=html.escape(_language(feed, entry)), title=html.escape(entry.title), content=entry.content
    )
    return _save(folder, stem, ".html", page.encode("utf-8", "replace"), feed, entry, entry.link)


def _save(folder: Path, stem: str, ending: str, data: bytes, feed: Feed, entry: Entry, url: str) -> Path:
    told = {
        "published": entry.published.isoformat() if entry.published else "",
        "title": entry.title,
        "source": feed.name,
        "url": same_page(url),
        "lang": _language(feed, entry),
    }
    metadata = yaml.safe_dump(
        {key: value for key, value in told.items() if value}, allow_unicode=True, sort_keys=False, width=1_000_000
    )
    name = stem + ending
    replace_files(folder, {f"{stem}.meta.yaml": metadata.encode("utf-8", "replace"), name: data})
    return folder / name


def _language(feed: Feed, entry: Entry) -> str:
    return feed.lang or entry.language


def _content_type(header: str) -> tuple[str, str]:
    message = email.message.Message()
    message["Content-Type"] = header.replace("\r", " ").replace("\n", " ")
    kind = header.partition(";")[0].strip().lower()
    return kind, str(message.get_content_charset() or "")


def _with_encoding(data: bytes, charset: str) -> bytes:
    """The bytes as they came, unless only the server's header tells how to read them: a file keeps no header.

    Such a page is written as UTF-8 with a byte order mark, the one mark of an encoding that goes before all others.
    """
    if not charset or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    try:
        # What is called Latin-1 on the web is Windows-1252.
        name = codecs.lookup("cp1252" if charset in ("iso-8859-1", "latin-1", "latin1", "us-ascii") else charset).name
        if name == "utf-8" or name.replace("-", "_") in _NO_ENCODINGS:
            return data
        return codecs.BOM_UTF8 + data.decode(name).encode()
    except (LookupError, UnicodeError):
        return data
