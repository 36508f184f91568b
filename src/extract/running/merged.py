"""The facts of merged tasks on disk, read back in the order of the tables.

One SQLite file of the output folder: derived, and free to be deleted at any time. A task is there whole or not at all.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from heapq import merge
from pathlib import Path
from types import TracebackType
from typing import Any, get_type_hints

from extract.merging import fact_order
from extract.records import Fact
from extract.running.codec import pack, unpack

# Below the output folder.
MERGED = Path(".cache", "merged.sqlite")
_FORMAT = 1
_FACTS = 32  # in a block: all tasks are open at a time when facts are read in order
_TABLE = "CREATE TABLE facts (task TEXT, place INTEGER, content BLOB, PRIMARY KEY (task, place)) WITHOUT ROWID"


class Merged:
    """Facts by task; a context manager, in one process."""

    def __init__(self, file: Path) -> None:
        """Open the file; one that is damaged or of another version is made anew; a temporary one may have to serve."""
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _opened(str(file))
        except (OSError, sqlite3.Error) as error:
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                for name in ("", "-wal", "-shm"):
                    file.with_name(file.name + name).unlink(missing_ok=True)
                self._connection = _opened(str(file))
            else:
                self._connection = _opened("")

    def __enter__(self) -> Merged:
        """These facts."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._connection.close()

    def has(self, task: str) -> bool:
        """Whether the facts of a task are there."""
        return bool(self._connection.execute("SELECT 1 FROM facts WHERE task = ? LIMIT 1", (task,)).fetchall())

    def put(self, task: str, blocks: Sequence[bytes]) -> None:
        """Keep the facts of a task, as `freeze_facts` gives them."""
        with self._connection:
            rows = [(task, place, content) for place, content in enumerate(blocks)]
            self._connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", rows)

    def keep_only(self, tasks: Iterable[str]) -> None:
        """Drop all other tasks."""
        wanted = set(tasks)
        found = [task for (task,) in self._connection.execute("SELECT DISTINCT task FROM facts")]
        with self._connection:
            self._connection.executemany("DELETE FROM facts WHERE task = ?", [(t,) for t in found if t not in wanted])

    def facts(self, tasks: Iterable[str]) -> Iterator[Fact]:
        """The facts of tasks in the order of `fact_order`, few of them in memory."""
        return merge(*(self._of(task) for task in tasks), key=fact_order)

    def parts(self, tasks: Iterable[str]) -> Iterator[list[Fact]]:
        """The facts of one task after the other."""
        return (list(self._of(task)) for task in tasks)

    def _of(self, task: str) -> Iterator[Fact]:
        rows = self._connection.execute("SELECT content FROM facts WHERE task = ? ORDER BY place", (task,))
        for (content,) in rows:
            yield from thaw_facts([content])


def freeze_facts(facts: Sequence[Fact]) -> list[bytes]:
    """Facts as blocks of bytes, at least one."""
    blocks = [facts[start : start + _FACTS] for start in range(0, len(facts), _FACTS)] or [facts]
    return [zlib.compress(json.dumps([_written(fact) for fact in block]).encode("ascii"), 1) for block in blocks]


def thaw_facts(blocks: Iterable[bytes]) -> Iterator[Fact]:
    """What `freeze_facts` was given."""
    for block in blocks:
        for content in json.loads(zlib.decompress(block)):
            yield _read(content)


def _written(fact: Fact) -> list[object]:
    alone = len(fact.claims) == 1 and fact.head == fact.claims[0]
    return [None if alone and name == "head" else pack(getattr(fact, name)) for name in _types()]


def _read(content: Sequence[object]) -> Fact:
    values: dict[str, Any] = {
        name: unpack(kind, value) if value is not None else None
        for (name, kind), value in zip(_types().items(), content, strict=True)
    }
    return Fact(**values | {"head": values["head"] or values["claims"][0]})


@cache
def _types() -> dict[str, Any]:
    """The fields of a fact."""
    return get_type_hints(Fact)


def _opened(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if connection.execute("PRAGMA user_version").fetchone() != (_FORMAT,):
        connection.execute("DROP TABLE IF EXISTS facts")
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA user_version = {_FORMAT}")
    return connection
