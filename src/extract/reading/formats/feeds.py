"""RSS and Atom: an article an entry, with as much of it as the feed has."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from extract.reading.days import day_of, stated_date
from extract.reading.metadata import Metadata
from extract.reading.parts import MAX_BYTES, Document, Part
from extract.reading.registry import FRAGMENT
from extract.reading.sniffing import is_feed

_LARGEST = 4 * MAX_BYTES
_BEGINNING = 4096


def split_feed(part: Part) -> Iterator[Document]:
    """One document an entry, named by its number; its text is the headline and the longest text that the entry has."""
    import feedparser  # type: ignore[import-untyped]

    start = part.file.read(_BEGINNING)
    part.file.seek(0)
    if not is_feed(start):
        yield part.problem("", "no RSS or Atom feed; other XML is not read", part.size)
        return
    data = part.file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        yield part.problem("", f"too large: a feed of more than {_LARGEST:,} bytes; split the file", part.size)
        return
    found = feedparser.parse(io.BytesIO(data))
    if not found.entries:
        says = f"no entries: {found.bozo_exception}" if found.bozo else "no entries"
        yield part.problem("", says, part.size)
    for number, entry in enumerate(found.entries, start=1):
        told = _metadata(entry, found.feed)
        markup = f"<h1>{html.escape(told.title)}</h1>\n{_content(entry)}".encode("utf-8", "replace")
        yield part.document(str(number), markup, FRAGMENT, told, part.size / len(found.entries))


def _content(entry: Mapping[str, Any]) -> str:
    parts = [*entry.get("content", []), entry.get("summary_detail") or {}]
    texts = [
        _paragraphs(str(each.get("value", ""))) if each.get("type") == "text/plain" else str(each.get("value", ""))
        for each in parts
    ]
    return max(texts, key=len, default="")


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(each)}</p>" for each in re.split(r"\n\s*\n", text))


def _metadata(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Metadata:
    published = None
    for name in ("published", "created", "updated"):
        published = published or stated_date(str(entry.get(name, "")))
        if published is None and (parsed := entry.get(f"{name}_parsed")):
            published = day_of(*parsed[:3])
    language = re.match(r"[a-z]{2,3}(?=[-_]|$)", str(feed.get("language", "")).lower())
    return Metadata(
        published=published,
        lang=language[0] if language else "",
        title=_plain(entry.get("title")),
        source=_plain((entry.get("source") or {}).get("title") or feed.get("title")),
        url=_plain(entry.get("link")),
        published_from="feed",
    )


def _plain(value: object) -> str:
    """A title without markup on one line."""
    text = html.unescape(re.sub(r"<[^<>]*>", " ", str(value or "")))
    return " ".join(text.split()).encode("utf-8", "replace").decode()
