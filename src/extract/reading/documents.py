"""One article before it is read: the bytes of its file, or its part of a file that holds many.

`documents` only opens and splits and is cheap, so that one process can feed others with it; `read_document` is a pure
function and does the costly rest: decoding, text out of markup, languages, date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extract.reading.encodings import MAX_CHARACTERS
from extract.reading.files import FORMATS, Source
from extract.reading.metadata import Metadata, MetadataError, read_metadata
from extract.records import digest

_MAX_BYTES = 4 * MAX_CHARACTERS


@dataclass(frozen=True, slots=True)
class Document:
    """An article that has not been read yet; it can be sent to another process.

    Attributes:
        name: what the tables call it, different for all documents of a run.
        data: its bytes; empty when there is a problem.
        format: which reader makes a text of them: the ending of a file in lower case, ".txt".
        metadata: what stands beside it.
        problem: why it cannot be read, else empty.
        weight: bytes of the input that are done with when it is; progress is counted in them.
    """

    name: str
    data: bytes
    format: str
    metadata: Metadata = field(default_factory=Metadata)
    problem: str = ""
    weight: int = 0

    @property
    def content(self) -> str:
        """Digest of all that bears on the article but its name; empty when there is a problem."""
        if self.problem:
            return ""
        told = self.metadata
        published = told.published.isoformat() if told.published else ""
        content = hashlib.sha256(self.data).hexdigest()
        return digest(self.format, content, published, told.lang, told.title, told.source, told.url)


def documents(sources: Iterable[Source]) -> Iterator[Document]:
    """What lies in files, in their order, one after the other; never raises on what a file holds."""
    for source in sources:
        yield open_document(source)


def open_document(source: Source) -> Document:
    """A file that holds one article, with its metadata."""
    suffix = source.path.suffix.lower()
    try:
        size = source.path.stat().st_size
        if suffix not in FORMATS:
            return Document(source.name, b"", suffix, weight=size)  # the reader says that it has none for it
        if size > _MAX_BYTES:
            problem = f"too large: {size:,} bytes, at most {_MAX_BYTES:,}; split the file"
            return Document(source.name, b"", suffix, problem=problem, weight=size)
        return Document(source.name, source.path.read_bytes(), suffix, read_metadata(source.metadata), weight=size)
    except MetadataError as error:
        return Document(source.name, b"", suffix, problem=str(error))
    except OSError as error:
        return Document(source.name, b"", suffix, problem=f"unreadable: {error.strerror or error}")
