"""What a pulled article is called, and when two addresses are the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import urllib.parse

from anyascii import anyascii

_OTHER = re.compile(r"[^a-z0-9]+")
_TRACKING = re.compile(r"(?:utm_[^=]*|fbclid|gclid)(?:=.*)?", re.IGNORECASE)
_MAX_HOST, _MAX_SLUG = 40, 60


def same_page(url: str) -> str:
    """The form of an address by which pages are told apart: without fragment and without marks of campaigns.

    >>> same_page("https://example.org/a?utm_source=rss&id=3#top")
    'https://example.org/a?id=3'
    """
    bare, question, query = url.partition("#")[0].partition("?")
    kept = "&".join(part for part in query.split("&") if not _TRACKING.fullmatch(part))
    return bare + (question + kept if kept else "")


def file_stem(key: str, url: str, title: str, published: dt.date | None) -> str:
    """A name for the files of an article, which every file system takes, whatever the feed says.

    It has only a-z, 0-9, "-" and "_", begins with a date or "undated", and ends with a digest of the key.

    >>> file_stem("k", "https://www.example.org/x", "Über Öl & Gas: ../../etc", dt.date(2024, 5, 6))
    '2024-05-06_example-org_uber-ol-gas-etc_8254c329a92850f6'
    """
    day = published.isoformat() if published else "undated"
    host = _slug((urllib.parse.urlsplit(url).hostname or "").removeprefix("www."), _MAX_HOST)
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return "_".join(part for part in (day, host, _slug(title, _MAX_SLUG), digest) if part)


def _slug(text: str, length: int) -> str:
    words = _OTHER.sub("-", anyascii(text[:1_000]).lower()).strip("-")
    if len(words) <= length:
        return words
    return words[: length + 1].rpartition("-")[0] or words[:length]
