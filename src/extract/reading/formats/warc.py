"""Web archives: the pages among the records, streamed."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import Any

from extract.reading.metadata import Metadata
from extract.reading.parts import MAX_BYTES, Document, Part
from extract.reading.registry import described

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_TYPES = ("text/html", "application/xhtml+xml")


def split_warc(part: Part) -> Iterator[Document]:
    """One document for each answer with the status 200 that is a web page, named by the number of its record."""
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

    passed = number = 0
    try:
        records = ArchiveIterator(part.file)
        while (record := _next(records)) is not None:
            number += 1
            if not _is_page(record):
                continue
            document, passed = _document(part, record, number, passed)
            yield document
    except Exception as error:  # what warcio and zlib raise in the middle of a broken file
        says = f"broken after record {number}: {described(error)}; what follows is not read"
        yield part.problem(str(number + 1), says, part.size - passed)


def _next(records: Iterator[Any]) -> Any:
    with redirect_stderr(io.StringIO()):  # warcio writes of every flaw to the terminal
        return next(records, None)


def _document(part: Part, record: Any, number: int, passed: int) -> tuple[Document, int]:
    """The page, and the place in the file after it."""
    data = record.content_stream().read(MAX_BYTES + 1)
    place = part.file.tell()
    if len(data) <= MAX_BYTES and record.raw_stream.limit > 0:
        return part.problem(str(number), "the file breaks off in this page", place - passed), place
    url = " ".join((record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>").split())
    # The day that a page was fetched is not the day of the article.
    told = Metadata(url=url.encode("utf-8", "replace").decode())
    kind = record.http_headers.get_header("Content-Type") or ""
    return part.document(str(number), _marked(data, kind), ".html", told, place - passed), place


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").lower()
    return record.http_headers.get_statuscode() == "200" and kind.strip().startswith(_TYPES)


def _marked(data: bytes, kind: str) -> bytes:
    """A page in the encoding that its header names, as UTF-8 with a mark, which goes before what the page says."""
    match = _CHARSET.search(kind)
    if match is None or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(match[1]).encode("utf-8")
    except (LookupError, ValueError):
        return data
