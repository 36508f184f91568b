"""Files to documents: opening and splitting, one after the other.

`documents` only opens and splits and is cheap, so that one process can feed others with it; `read_document` is a pure
function and does the costly rest: decoding, text out of markup, languages, date.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from extract.config import Columns
from extract.reading.files import STDIN, Source, opened
from extract.reading.metadata import Metadata, MetadataError, read_metadata
from extract.reading.parts import Document, Part
from extract.reading.registry import format_of, split
from extract.reading.sniffing import sniffed

__all__ = ["Document", "documents"]


def documents(sources: Iterable[Source], columns: Columns | None = None) -> Iterator[Document]:
    """What lies in files, in their order, one after the other; never raises on what a file holds.

    Args:
        sources: the files; the next is opened when the one before is done with.
        columns: which fields of rows say what, the usual names by default.
    """
    for source in sources:
        yield from _documents(source, columns or Columns())


def _documents(source: Source, columns: Columns) -> Iterator[Document]:
    form = format_of(source.path.name)
    if source.problem:
        yield Document(source.name, b"", form, problem=source.problem)
        return
    size = 0
    try:
        with opened(source) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            told = Metadata() if source.path == STDIN else read_metadata(source.metadata)
            form = sniffed(file) if source.path == STDIN else form
            yield from split(Part(source.name, form, file, size, told, columns))
    except MetadataError as error:
        yield Document(source.name, b"", form, problem=str(error), weight=size)
    except OSError as error:
        yield Document(source.name, b"", form, problem=f"unreadable: {error.strerror or error}")
