"""The texts that evidence points into, kept beside the tables in one SQLite file.

Offsets count the code points of the extracted text. What a reader made of a web page or a PDF may differ in the next
version of a library; what is kept here is what the run saw, so that a quote can be shown in its place for ever.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

TEXTS = "texts.sqlite"
# Lone surrogates of badly encoded texts have no plain UTF-8 form.
_ERRORS = "surrogatepass"


def write_texts(file: Path, texts: Iterable[tuple[str, str | bytes]]) -> None:
    """A new file of texts; the same texts in the same order give the same bytes.

    Args:
        file: must not exist.
        texts: (name of the article, text or what `pack_text` made of it), sorted by name.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("BEGIN")
        database.execute("CREATE TABLE texts (article TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID")
        rows = ((name, text if isinstance(text, bytes) else pack_text(text)) for name, text in texts)
        database.executemany("INSERT INTO texts VALUES (?, ?)", rows)
        database.execute("COMMIT")


def has_texts(file: Path, texts: Iterable[tuple[str, bytes]]) -> bool:
    """Whether a file is what `write_texts` would make of packed texts, without making it."""
    if not file.is_file():
        return False
    try:
        with closing(_reading(file)) as database:
            present = database.execute("SELECT article, content FROM texts ORDER BY article")
            return all(one == other for one, other in zip_longest(present, texts))
    except sqlite3.DatabaseError:  # damaged, or not ours
        return False


def pack_text(text: str) -> bytes:
    """A text as the file has it."""
    return zlib.compress(text.encode("utf-8", _ERRORS), 6)


def unpack_text(content: bytes) -> str:
    """What `pack_text` was given.

    >>> unpack_text(pack_text("Öl und Gas"))
    'Öl und Gas'
    """
    return zlib.decompress(content).decode("utf-8", _ERRORS)


class Texts:
    """The texts of an output folder; without its file there are none."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; the file is opened with each question, so that a run may replace it meanwhile."""
        self._file = folder / TEXTS

    def get(self, article: str) -> str | None:
        """The text of an article, None where it is not kept."""
        rows = self._read("SELECT content FROM texts WHERE article = ?", (article,))
        return next((unpack_text(content) for (content,) in rows if isinstance(content, bytes)), None)

    def names(self) -> list[str]:
        """The articles whose texts are kept, sorted."""
        return [str(name) for (name,) in self._read("SELECT article FROM texts ORDER BY article")]

    def _read(self, query: str, values: tuple[str, ...] = ()) -> Iterator[tuple[object, ...]]:
        if not self._file.is_file():
            return
        with closing(_reading(self._file)) as database:
            yield from database.execute(query, values)


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
