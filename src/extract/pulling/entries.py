"""What a feed says about its articles."""

from __future__ import annotations

import datetime as dt
import email.utils
import html
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import feedparser  # type: ignore[import-untyped]

from extract.pulling.errors import FetchError
from extract.pulling.fetching import Answer

# Programs that do not know a date write the beginning of their calendar.
_FIRST_YEAR = 1990
# The parser takes quadratic time over the attributes of a tag: half a minute for half a megabyte.
_MAX_TAG = 10_000
_TAG = re.compile(r"<[^<>]*>")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a feed announces.

    Attributes:
        guid: what the feed calls it; the link where it has no name of its own; may be empty.
        link: absolute address of its page as the feed has it, perhaps not one that can be fetched; may be empty.
        title: as plain text on one line; may be empty.
        published: its day where it was published, None when not given.
        language: ISO 639 code that the feed states; may be empty.
        content: its full text in HTML where the feed brings it, else empty.
    """

    guid: str
    link: str
    title: str
    published: dt.date | None
    language: str
    content: str


def read_feed(answer: Answer) -> list[Entry]:
    """The entries of a feed in its own order; of a broken one as many as can be read.

    Args:
        answer: the feed with its address, against which relative links are read, and its headers.

    Raises:
        FetchError: when it is no RSS or Atom.
    """
    headers = {"content-location": answer.url}
    if "content-type" in answer.headers:
        headers["content-type"] = answer.headers["content-type"]
    if any(len(_tag(piece)) > _MAX_TAG for piece in answer.body.split(b"<")):
        raise FetchError(f"a tag in it has more than {_MAX_TAG:,} bytes; no honest feed has")
    try:
        # As a stream: feedparser would open what looks like a name of a file or an address.
        feed = feedparser.parse(io.BytesIO(answer.body), response_headers=headers)
        version, language = str(feed.get("version") or ""), _LANGUAGE.match(str(feed.feed.get("language") or ""))
        entries = [_entry(each, version, language[0].lower() if language else "") for each in feed.entries]
    except Exception as error:
        # What strangers write may find any defect of the parser; the other feeds go on.
        raise FetchError(f"the feed cannot be read: {type(error).__name__}: {error}") from error
    if not version and not entries:
        why = f" ({feed.bozo_exception})" if feed.bozo else ""
        raise FetchError(f"it is no RSS or Atom feed{why}; open {answer.url} in a browser and look for the feed's link")
    return [each for each in entries if each.link or (each.guid and each.content)]


def _tag(piece: bytes) -> bytes:
    """What stands between "<" and ">"; of a comment and the like nothing."""
    return b"" if piece.startswith((b"!", b"?")) else piece.partition(b">")[0]


def _entry(entry: Mapping[str, Any], version: str, language: str) -> Entry:
    link = str(entry.get("link") or "").strip()
    if entry.get("guidislink") and not re.match("https?:", link, re.IGNORECASE):
        link = ""  # feedparser takes the feed's name for an entry as a link where there is no other
    content = max((str(each.get("value") or "") for each in entry.get("content") or ()), key=len, default="")
    return Entry(
        guid=str(entry.get("id") or link).strip(),
        link=link,
        title=_plain(str(entry.get("title") or "")),
        published=_day(entry, version),
        language=language,
        content=content,
    )


def _plain(title: str) -> str:
    text = html.unescape(_TAG.sub("", title))
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _day(entry: Mapping[str, Any], version: str) -> dt.date | None:
    """The day of publication as the feed's own clock has it: half past midnight in Berlin is not the day before.

    The "updated" of Atom is no publication; in RSS it is what dc:date becomes, which is one.
    """
    key = "published" if "published" in entry or version.startswith("atom") else "updated"
    text = str(entry.get(key) or "").strip()
    day = _stated_day(text)
    if day is None and (parsed := entry.get(f"{key}_parsed")):
        day = dt.date(parsed.tm_year, parsed.tm_mon, parsed.tm_mday)
    return day if day and day.year >= _FIRST_YEAR else None


def _stated_day(text: str) -> dt.date | None:
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}", text):
            return dt.date.fromisoformat(text[:10])
        return email.utils.parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None
