"""What readers take and give: parts of the input, documents that wait to be read, and what reading makes of them.

There are two kinds of readers. A *splitter* goes through a file that holds articles and hands them out one by one; it
is cheap, streams, and runs in the process that feeds the others. An *extractor* makes a text of the bytes of one
article; it is a pure function and does the costly work wherever it is sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from extract.config import Columns
from extract.reading.days import file_date
from extract.reading.encodings import MAX_CHARACTERS
from extract.reading.metadata import Metadata
from extract.records import digest

MAX_BYTES = 4 * MAX_CHARACTERS


class NotAnArticleError(ValueError):
    """What could be opened but is not for us, such as a scan without text; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article that has not been read yet; it can be sent to another process.

    Attributes:
        name: what the tables call it, different for all documents of a run.
        data: its bytes; empty when there is a problem.
        format: which extractor makes a text of them: the ending of a file in lower case, ".txt".
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
        """Digest of all that bears on the article, of its name no more than a date in it; empty for a problem."""
        if self.problem:
            return ""
        told = self.metadata
        published = (
            f"{told.published.isoformat()} {told.published_from}" if told.published else str(file_date(self.name) or "")
        )
        content = hashlib.sha256(self.data).hexdigest()
        return digest(self.format, content, published, told.lang, told.title, told.source, told.url)


@dataclass(frozen=True, slots=True)
class Part:
    """A file on its way to documents: on disk, from standard input, or in an archive.

    Attributes:
        name: what the tables call it.
        format: its ending in lower case, ".jsonl".
        file: at its start; it can be sought in.
        size: of it in bytes.
        metadata: what stands beside it.
        columns: which fields of rows say what.
        share: bytes of the input for each of its own: less than 1 in an archive that compresses.
        depth: number of archives that it lies in.
    """

    name: str
    format: str
    file: BinaryIO
    size: int
    metadata: Metadata
    columns: Columns
    share: float = 1.0
    depth: int = 0

    def whole(self) -> Document:
        """All of it as one article."""
        data = self.file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return self.problem("", f"too large: {max(self.size, len(data)):,} bytes, {_LIMIT}", self.size)
        return Document(self.name, data, self.format, self.metadata, weight=self._weight(self.size))

    def document(self, label: str, data: bytes, form: str, metadata: Metadata, consumed: float) -> Document:
        """One article of several.

        Args:
            label: of it in this file, put after "#".
            data: its bytes.
            form: its format.
            metadata: what the file says of it; what stands beside the file fills the gaps.
            consumed: bytes of this file that are done with.
        """
        if len(data) > MAX_BYTES:
            return self.problem(label, f"too large: {len(data):,} bytes, {_LIMIT}", consumed)
        told = metadata.over(self.metadata)
        return Document(self._labelled(label), data, form, told, weight=self._weight(consumed))

    def problem(self, label: str, says: str, consumed: float) -> Document:
        """A place in this file, or with an empty label the file itself, that cannot be read."""
        return Document(self._labelled(label), b"", self.format, problem=says, weight=self._weight(consumed))

    def _labelled(self, label: str) -> str:
        return f"{self.name}#{label}" if label else self.name

    def _weight(self, consumed: float) -> int:
        return round(consumed * self.share)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extractor makes of the bytes of an article.

    Attributes:
        text: of the article; offsets count its characters.
        encoding: that the bytes were in, empty where the format leaves no choice.
        metadata: what the article says of itself; what stands beside it goes first.
    """

    text: str
    encoding: str = ""
    metadata: Metadata = field(default_factory=Metadata)


# A part to the articles in it; what is itself a file that may hold several is handed out as a part, at once to be read.
Splitter = Callable[[Part], Iterator[Document | Part]]
Extractor = Callable[[bytes], Extracted]

_LIMIT = f"at most {MAX_BYTES:,}; split the file"
