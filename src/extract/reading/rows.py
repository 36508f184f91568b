"""One row of a table to a document: which field is what, by the mapping of the settings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from extract.config import Columns
from extract.reading.days import stated_date
from extract.reading.encodings import UnreadableError, decode
from extract.reading.metadata import Metadata
from extract.reading.parts import Document, Part
from extract.reading.registry import FRAGMENT
from extract.records import PublishedFrom

# What stands in a field that has nothing to say.
_NOTHING = frozenset({"", "-", "null", "none", "nan", "nat", "n/a", "na", "unknown", "unbekannt", "k. a.", "k.a."})
_ID = re.compile(r"[\w-]{1,80}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_LANGUAGES = {
    "german": "de", "deutsch": "de", "ger": "de", "deu": "de", "english": "en", "englisch": "en", "eng": "en",
}  # fmt: skip
_OPENS, _CLOSES = (
    re.compile(rb"<(?:!doctype|[a-z][a-z0-9]*)[\s>]", re.IGNORECASE),
    re.compile(rb"</[a-zA-Z][a-zA-Z0-9]*\s*>$"),
)
_PAGE = re.compile(rb"<!doctype html|<html[\s>]", re.IGNORECASE)


class RowError(ValueError):
    """A row that is no article; the message says which field and what to do."""


def has_text(names: Sequence[str], columns: Columns) -> bool:
    """Whether a table with columns of these names can have articles."""
    wanted = {name.lower() for name in (*columns.text, *columns.html)}
    return any(name.lower() in wanted for name in names)


def missing_text(columns: Columns) -> str:
    """What to say of a table or row without a text."""
    return f"no text: none of the fields {', '.join(columns.text)}; name yours in extract.toml: [columns] text = ..."


def row_document(part: Part, number: int, row: Mapping[str, object], where: str, consumed: float) -> Document:
    """The article of a row, or what is wrong with it.

    Args:
        part: the file.
        number: of the record in it, from 1.
        row: values by the names of their fields in lower case: texts, bytes of texts, dates, numbers.
        where: "line 17", for messages.
        consumed: bytes of the file that are done with.
    """
    columns = part.columns
    label = str(number)
    try:
        text = _first(row, columns.text)
        markup = _first(row, columns.html) if text is None else None
        if text is None and markup is None:
            return part.problem(label, f"{where}: {missing_text(columns)}", consumed)
        data = _bytes(markup if text is None else text)
        form = _form(data) if text is None or _is_markup(data) else ".txt"
        metadata = row_metadata(row, columns, "column")
        if _ID.fullmatch(identity := _plain(row, columns.id)):
            label = f"{label}:{identity}"
    except RowError as error:
        return part.problem(label, f"{where}: {error}", consumed)
    return part.document(label, data, form, metadata, consumed)


def _is_markup(data: bytes) -> bool:
    """Whether a text is one in HTML: it begins and ends with a tag."""
    begin, end = data[:200].lstrip(), data[-200:].rstrip()
    return _OPENS.match(begin) is not None and _CLOSES.search(end) is not None


def _form(data: bytes) -> str:
    return ".html" if _PAGE.search(data[:1000]) else FRAGMENT


def row_metadata(row: Mapping[str, object], columns: Columns, origin: PublishedFrom) -> Metadata:
    """What a row says beside the text.

    Raises:
        RowError: when the date is none, or a field is broken.
    """
    published = _published(row, columns.published)
    lang = _plain(row, columns.lang).lower()
    lang = _LANGUAGES.get(lang, lang)
    return Metadata(
        published=published,
        lang=re.split("[-_]", lang)[0] if _LANGUAGE.fullmatch(lang) else "",
        title=_plain(row, columns.title),
        source=_plain(row, columns.source),
        url=_plain(row, columns.url),
        published_from=origin,
    )


def _first(row: Mapping[str, object], names: Sequence[str]) -> object:
    """The first field of these that has something in it; "a.b" is the field b in the field a."""
    for name in names:
        value = row.get(name.lower())
        if value is None and "." in name:
            value = row
            for step in name.lower().split("."):
                value = _lowered(value).get(step) if isinstance(value, Mapping) else None
        if value is None or (isinstance(value, str | bytes) and not value.strip()):
            continue
        return value
    return None


def _lowered(values: Mapping[object, object]) -> Mapping[str, object]:
    return {str(key).lower(): value for key, value in values.items()}


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = "\n\n".join(value)
    if not isinstance(value, str):
        raise RowError(f"the text is {_kind(value)}; it must be a text")
    return value.encode("utf-8", "surrogatepass")


def _plain(row: Mapping[str, object], names: Sequence[str]) -> str:
    """A field on one line, empty where it has nothing to say."""
    value = _first(row, names)
    if value is None or isinstance(value, bool | list | Mapping):
        return ""
    text = " ".join(_string(value).split())
    return "" if text.lower() in _NOTHING else text


def _published(row: Mapping[str, object], names: Sequence[str]) -> dt.date | None:
    value = _first(row, names)
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    if isinstance(value, bool | list | Mapping):
        raise RowError(f"the date is {_kind(value)}; write it as YYYY-MM-DD, for example 2024-05-12")
    text = " ".join(_string(value).split())
    if text.lower() in _NOTHING:
        return None
    day = stated_date(text)
    if day is None:
        raise RowError(f"{text[:60]!r} is no date for certain; write it as YYYY-MM-DD, for example 2024-05-12")
    return day


def _string(value: object) -> str:
    if not isinstance(value, bytes):
        # A lone surrogate of JSON has no place in a table.
        return str(value).encode("utf-8", "replace").decode()
    try:
        return decode(value)[0]
    except UnreadableError as error:
        raise RowError(str(error)) from error


def _kind(value: object) -> str:
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if isinstance(value, list) else f"{value!r:.40}"
