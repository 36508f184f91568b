"""Exports of press databases: many articles in one text or Word file.

An article begins with "Document 3 of 20" (or "3 of 20 DOCUMENTS"), ends with "End of Document", or both, in English or
German. Before the body stand headline, paper, day and lines such as "Length: 512 words"; after it some more, the last
of them mostly "Load-Date: June 3, 2024". A line "Body" may separate them. Field names are in `data/bundles.yaml`.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extract.reading.datelines import date_in
from extract.reading.encodings import decode
from extract.reading.formats.lines import Line, read_lines
from extract.reading.metadata import Metadata
from extract.reading.parts import MAX_BYTES, Document, Extracted, Part
from extract.reading.registry import BUNDLED
from extract.values.reference import load_data

_START = re.compile(
    rb"\s*(?:(?:document|dokument)\s+\d+\s+(?:of|von)\s+\d+|\d+\s+(?:of|von)\s+\d+\s+(?:documents?|dokumente?n?))\s*",
    re.IGNORECASE,
)
_END = re.compile(rb"\s*(?:end of documents?|ende des dokuments|dokumentende)\s*", re.IGNORECASE)
_MARKS = re.compile(
    rb"\b(?:document|dokument)\s+\d+\s+(?:of|von)\s|\d\s+(?:of|von)\s+\d+\s+do[ck]ument"
    rb"|end of document|ende des dokuments",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(rb"\s*(?:length|l(?:\xc3\xa4|\xe4|ae)nge|load-date|ladedatum)\s*:", re.IGNORECASE)
_SAMPLE = 200_000
_LARGEST_XML = 40_000_000
_FIELD = re.compile(r"([^\W\d_][\w -]{1,24}?)\s*:\s*(.*)")
_HEADER_LINES = 60


def split_text(part: Part) -> Iterator[Document]:
    """The articles of a bundle; of any other text the whole."""
    sample = part.file.read(_SAMPLE)
    part.file.seek(0)
    if _is_bundle(sample.replace(b"\x00", b"").splitlines()):  # zeros: UTF-16
        yield from _articles(part, read_lines(part.file, MAX_BYTES))
    else:
        yield part.whole()


def split_docx(part: Part) -> Iterator[Document]:
    """Likewise; the document is read at once where it seems to be a bundle, else where other documents are."""
    whole = part.whole()
    if whole.problem or not _has_marks(whole.data):
        yield whole
        return
    from extract.reading.formats.office import read_docx

    lines = read_docx(whole.data).text.encode("utf-8", "replace").splitlines(keepends=True)
    if not _is_bundle(lines):
        yield whole
        return
    share = part.size / max(1, sum(map(len, lines)))
    yield from _articles(part, (Line(number, line, round(share * len(line))) for number, line in enumerate(lines, 1)))


def _is_bundle(lines: Sequence[bytes]) -> bool:
    marked = any(_START.fullmatch(line) or _END.fullmatch(line) for line in lines)
    return marked and any(_EVIDENCE.match(line) for line in lines)


def _has_marks(data: bytes) -> bool:
    """Whether the markup of a Word file has words that begin or end articles; cheap, and for a broken file no."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as file:
            text = re.sub(rb"<[^<>]*>", b"\n", file.read(_LARGEST_XML))
    except Exception:  # the extractor says what is wrong with it
        return False
    return _MARKS.search(text) is not None


def _articles(part: Part, lines: Iterator[Line]) -> Iterator[Document]:
    """A document an article; what stands before the first or between them, such as lists of contents, is none."""
    taken: list[bytes] = []
    number = size = passed = 0
    begun = False
    for line in lines:
        passed += line.length
        start, end = _START.fullmatch(line.data), _END.fullmatch(line.data)
        if not start and not end:
            size += line.length
            if size <= MAX_BYTES:
                taken.append(line.data)
            continue
        # Without a line at the beginning an article goes from the end of the one before it.
        if any(each.strip() for each in taken) and (begun or (end and any(map(_EVIDENCE.match, taken)))):
            number += 1
            yield _article(part, number, taken, size, passed)
            passed = 0
        taken, size, begun = [], 0, bool(start)
    if begun and any(each.strip() for each in taken):
        yield _article(part, number + 1, taken, size, passed)


def _article(part: Part, number: int, lines: list[bytes], size: int, passed: int) -> Document:
    if size > MAX_BYTES:
        return part.problem(str(number), f"too large: an article of {size:,} bytes, at most {MAX_BYTES:,}", passed)
    return part.document(str(number), b"".join(lines), BUNDLED, Metadata(), passed)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A line of a bundle's article: its place in the text, and the field that it states, if any."""

    start: int
    end: int
    text: str
    field: str = ""
    value: str = ""


def read_bundled(data: bytes) -> Extracted:
    """The article between two marks: its headline, a blank line, and the body as it stands.

    Raises:
        UnreadableError: when the bytes are no text.
    """
    text, encoding = decode(data)
    lines = list(_lines(text))
    head, tail = _bounds(lines)
    told = _metadata(lines[:head], lines[tail:])
    body = text[lines[head].start : lines[tail - 1].end].strip() if head < tail else ""
    return Extracted(f"{told.title}\n\n{body}" if told.title else body, encoding, told)


def _lines(text: str) -> Iterator[_Stated]:
    place = 0
    for line in text.splitlines(keepends=True):
        match = _FIELD.fullmatch(line.strip())
        name = _fields().get(match[1].lower(), "") if match else ""
        yield _Stated(place, place + len(line), line.strip(), name, match[2].strip() if match and name else "")
        place += len(line)


def _bounds(lines: Sequence[_Stated]) -> tuple[int, int]:
    """First line of the body and the one after its last."""
    tail = len(lines)
    while tail and (not lines[tail - 1].text or lines[tail - 1].field):
        tail -= 1
    window = lines[: min(tail, _HEADER_LINES)]
    labels = [number for number, line in enumerate(window) if line.text.rstrip(":").lower() in _words("body")]
    if labels:
        return labels[0] + 1, tail
    head = 0
    for number, line in enumerate(window):
        if line.field:
            head = number + 1
        elif head and line.text and not _is_label(line.text):
            break  # the fields stand together, and what comes after them is the body
    return head, tail


def _metadata(head: Sequence[_Stated], tail: Sequence[_Stated]) -> Metadata:
    stated: dict[str, str] = {}
    for line in (*head, *tail):
        if line.field and line.value:
            stated.setdefault(line.field, line.value)
    plain = [line.text for line in head if line.text and not line.field and not _is_label(line.text)]
    dated = [line for line in plain if date_in(line)]
    names = [line for line in plain if line not in dated]
    if "title" in stated:  # then what stands first is the paper
        names.insert(0, stated["title"])
    days = [day for day in map(date_in, (*dated, stated.get("published", ""))) if day]
    return Metadata(
        published=_day(days),
        lang=_LANGUAGES.get(stated.get("lang", "").lower().partition(";")[0].strip(), ""),
        title=names[0] if names else "",
        source=stated.get("source") or (names[1] if len(names) > 1 else ""),
        published_from="header",
    )


def _day(days: Sequence[dt.date]) -> dt.date | None:
    return days[0] if days else None


def _is_label(line: str) -> bool:
    low = line.lower()
    return low.rstrip(":") in _words("body") or any(word in low for word in _words("rights"))


@cache
def _fields() -> Mapping[str, str]:
    names: Mapping[str, str] = load_data("extract.reading", "bundles.yaml")["fields"]
    return {name: field for field, spelt in names.items() for name in spelt.split()}


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(load_data("extract.reading", "bundles.yaml")[kind])


_LANGUAGES = {"english": "en", "englisch": "en", "german": "de", "deutsch": "de"}
