"""ZIP archives of articles: entries are read where they are, nothing is ever unpacked to where an entry says."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO, cast

from extract.reading.files import is_article, metadata_name
from extract.reading.metadata import MOST_BYTES, Metadata, MetadataError, parse_metadata
from extract.reading.parts import Document, Part
from extract.reading.registry import described, format_of

_MOST_ENTRIES = 200_000
_LARGEST = 32_000_000_000
# Text becomes ten times smaller, tables of repetitions fifty times; what becomes smaller than this is no article.
_RATIO, _RATIO_COUNTS_FROM = 200, 10_000_000
_DEEPEST = 1
# Formats that are read from both ends.
_SOUGHT_IN = frozenset({".zip", ".parquet"})
_LARGEST_SOUGHT = 2_000_000_000
_IN_MEMORY = 16_000_000
_ENCRYPTED = 0x1


def split_zip(part: Part) -> Iterator[Document | Part]:
    """The entries of an archive in their order; one level of archives in it is opened too."""
    if part.depth > _DEEPEST:
        yield part.problem("", "an archive in an archive in an archive; unpack it", part.size)
        return
    with zipfile.ZipFile(part.file) as archive:
        entries = archive.infolist()
        says = _too_much(entries)
        if says:
            yield part.problem("", says, part.size)
            return
        seen: Counter[str] = Counter()
        beside = {entry.filename: entry for entry in entries if entry.filename.endswith(".meta.yaml")}
        taken = [entry for entry in entries if _is_taken(entry)]
        # What the archive needs beside the articles is shared out among them.
        share = part.share * part.size / max(1, sum(entry.compress_size for entry in taken))
        for entry in taken:
            name = _harmless(entry.filename)
            seen[name] += 1
            label = f"{part.name}/{name}" if seen[name] == 1 else f"{part.name}/{_again(name, seen[name])}"
            yield from _entry(
                replace(part, share=share), archive, entry, label, beside.get(metadata_name(entry.filename))
            )


def _is_taken(entry: zipfile.ZipInfo) -> bool:
    name = _harmless(entry.filename)
    return not entry.is_dir() and not name.startswith("__MACOSX/") and is_article(name.rpartition("/")[2])


def _entry(
    part: Part, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, beside: zipfile.ZipInfo | None
) -> Iterator[Document | Part]:
    form = format_of(name)
    inner = Part(name, form, io.BytesIO(), entry.file_size, part.metadata, part.columns,
                 share=part.share * entry.compress_size / max(1, entry.file_size), depth=part.depth + 1)  # fmt: skip
    says = _unfit(entry, form)
    if says:
        yield inner.problem("", says, entry.file_size)
        return
    try:
        told = _metadata(archive, beside) if beside else Metadata()
        with _opened(archive, entry, form) as file:
            yield replace(inner, file=file, metadata=told.over(part.metadata))
    except MetadataError as error:
        yield inner.problem("", str(error), entry.file_size)
    except Exception as error:  # a broken entry must not cost the others
        yield inner.problem("", f"broken entry: {described(error)}", entry.file_size)


def _too_much(entries: list[zipfile.ZipInfo]) -> str:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES:
        return f"too many entries: {len(entries):,}, at most {_MOST_ENTRIES:,}; unpack it"
    if total > _LARGEST:
        return f"too large: {total:,} bytes when unpacked, at most {_LARGEST:,}; unpack it"
    return ""


def _unfit(entry: zipfile.ZipInfo, form: str) -> str:
    if entry.flag_bits & _ENCRYPTED:
        return "encrypted; unpack it with its password"
    if entry.file_size > max(_RATIO_COUNTS_FROM, _RATIO * entry.compress_size):
        return (
            f"{entry.file_size:,} bytes packed into {entry.compress_size:,} as in a zip bomb; unpack it if it is none"
        )
    if form in _SOUGHT_IN and entry.file_size > _LARGEST_SOUGHT:
        return f"too large: {entry.file_size:,} bytes, at most {_LARGEST_SOUGHT:,} in an archive; unpack it"
    return ""


@contextmanager
def _opened(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, form: str) -> Iterator[BinaryIO]:
    with archive.open(entry) as packed:
        if form not in _SOUGHT_IN:
            yield cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, packed)))
            return
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
            shutil.copyfileobj(packed, kept)
            kept.seek(0)
            yield cast(BinaryIO, kept)


def _metadata(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Metadata:
    name = _harmless(entry.filename)
    with archive.open(entry) as file:
        content = file.read(MOST_BYTES + 1)
    try:
        if len(content) > MOST_BYTES:
            raise MetadataError(f"{name}: too large")
        return parse_metadata(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise MetadataError(f"{name}: cannot be read: {error}; save it as UTF-8") from error


def _harmless(name: str) -> str:
    """The name of an entry as a path below the archive, whatever it says, and fit for a table.

    >>> _harmless("../../etc/./x.txt"), _harmless("C:\\\\news\\\\a.html")
    ('etc/x.txt', 'news/a.html')
    """
    steps = re.split(r"[/\\]", name.encode("utf-8", "backslashreplace").decode())
    kept = ["".join(letter if letter.isprintable() else "?" for letter in step) for step in steps]
    return "/".join(step for step in kept if step not in ("", ".", "..") and not re.fullmatch("[A-Za-z]:", step))


def _again(name: str, times: int) -> str:
    """A name that an archive has more than once.

    >>> _again("a/x.txt", 2)
    'a/x~2.txt'
    """
    form = format_of(name)
    return f"{name[: len(name) - len(form)]}~{times}{form}"
