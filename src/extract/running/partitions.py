"""The claims of a run on disk, by the partitions that they are merged in.

One SQLite file in the output folder, made anew by every run. Claims are brought together within their article before
they are kept, and lie in blocks, so that one partition is read without the others. Memory does not grow with claims.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from types import TracebackType

from extract.merging import Group, join_article
from extract.merging.grouping import connected
from extract.merging.partition import Holder, holder, may_be_placed_with, partition, place_open
from extract.records import Claim, digest
from extract.running.codec import pack, unpack

# Below the output folder.
PARTITIONS = Path(".cache", "partitions.sqlite")
_GROUPS = 32  # in a block
_OPEN = "open"  # offices without a country, until all others are known
_MODULUS = 1 << 128
_TABLES = (
    "CREATE TABLE blocks (partition TEXT, content BLOB)",
    "CREATE TABLE holders (holder TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE facts (id TEXT PRIMARY KEY) WITHOUT ROWID",
)
# A task is this many groups or one partition, whichever is more: some 100 MB in memory.
TASK = 50_000


@dataclass(frozen=True, slots=True)
class Task:
    """Partitions that are merged at a time.

    Attributes:
        partitions: their names.
        mark: digest of their content, whatever the order in which it came.
    """

    partitions: tuple[str, ...]
    mark: str


class Partitions:
    """Takes claims article by article, gives them partition by partition; a context manager, in one process."""

    def __init__(self, file: Path) -> None:
        """Make the file anew; where that is not possible a temporary one serves."""
        self._file: Path | None = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink(missing_ok=True)
            self._connection = sqlite3.connect(file, isolation_level=None)
        except (OSError, sqlite3.Error):
            self._file = None
            self._connection = sqlite3.connect("", isolation_level=None)
        # It need not outlive this process.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        for statement in _TABLES:
            self._connection.execute(statement)
        self._waiting: dict[str, list[bytes]] = defaultdict(list)
        self._marks: dict[str, int] = defaultdict(int)
        self._counts: dict[str, int] = defaultdict(int)
        self._together: list[tuple[str, ...]] = []

    def __enter__(self) -> Partitions:
        """These partitions."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Delete the file."""
        self._connection.close()
        if self._file is not None:
            self._file.unlink(missing_ok=True)

    def add(self, claims: Iterable[Claim]) -> None:
        """Take all claims of one article."""
        for group in join_article(claims):
            if group.head.type == "official":
                one = holder(group.head)
                if may_be_placed_with(one):
                    self._note(one)
            self._keep(partition(group.head) or _OPEN, _written(group))

    def tasks(self, size: int = TASK) -> list[Task]:
        """What is to be merged once all claims are there; the same for any order of articles.

        Args:
            size: groups that are merged at a time; one partition may have more.
        """
        self._place_open()
        for name in list(self._waiting):
            self._write(name)
        self._connection.execute("CREATE INDEX by_partition ON blocks (partition)")
        units = [sorted(part) for part in connected([*((name,) for name in self._counts), *self._together])]
        tasks: list[Task] = []
        names: list[str] = []
        for unit in sorted(units):
            if names and sum(self._counts[name] for name in (*names, *unit)) > size:
                tasks.append(self._task(names))
                names = []
            names += unit
        return [*tasks, self._task(names)] if names else tasks

    def blocks(self, task: Task) -> list[bytes]:
        """The content of a task, for `read_groups`."""
        rows = (
            self._connection.execute("SELECT content FROM blocks WHERE partition = ? ORDER BY rowid", (name,))
            for name in task.partitions
        )
        return [content for (content,) in chain.from_iterable(rows)]

    def note_facts(self, identities: Iterable[str]) -> None:
        """Remember the ids of joined facts."""
        with self._connection:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT OR IGNORE INTO facts VALUES (?)", ((each,) for each in identities))

    def known_facts(self, identities: Iterable[str]) -> set[str]:
        """Those of some ids that joined facts have."""
        query = "SELECT 1 FROM facts WHERE id = ?"
        return {each for each in identities if self._connection.execute(query, (each,)).fetchall()}

    def _task(self, names: Sequence[str]) -> Task:
        return Task(tuple(names), digest(*(f"{name} {self._marks[name]}" for name in names)))

    def _note(self, one: Holder) -> None:
        self._connection.execute("INSERT OR IGNORE INTO holders VALUES (?)", (json.dumps(astuple(one)),))

    def _keep(self, name: str, group: bytes) -> None:
        waiting = self._waiting[name]
        waiting.append(group)
        self._counts[name] += 1
        self._marks[name] = (self._marks[name] + int.from_bytes(sha256(group).digest()[:16])) % _MODULUS
        if len(waiting) == _GROUPS:
            self._write(name)

    def _write(self, name: str) -> None:
        groups = self._waiting.pop(name, None)
        if groups:
            content = zlib.compress(b"[" + b",".join(groups) + b"]", 1)
            self._connection.execute("INSERT INTO blocks VALUES (?, ?)", (name, content))

    def _place_open(self) -> None:
        """Give offices without a country to the partitions where they belong."""
        if not self._counts.pop(_OPEN, 0):
            return
        self._write(_OPEN)
        self._marks.pop(_OPEN)
        known = self._connection.execute("SELECT holder FROM holders ORDER BY holder")
        placement = place_open(
            (holder(group.head) for group in self._open()),
            (Holder(role, tuple(portfolios), tuple(countries), person, known_as)
             for role, portfolios, countries, person, known_as in (json.loads(text) for (text,) in known)),
        )  # fmt: skip
        for group in self._open():
            self._keep(placement.of[holder(group.head)], _written(group))
        self._together += placement.together

    def _open(self) -> Iterator[Group]:
        rows = self._connection.execute("SELECT content FROM blocks WHERE partition = ?", (_OPEN,))
        return (group for (content,) in rows for group in read_groups([content]))


def read_groups(blocks: Iterable[bytes]) -> list[Group]:
    """What an article states, of many articles, from the blocks of a task."""
    return [_read(*content) for block in blocks for content in json.loads(zlib.decompress(block))]


def _written(group: Group) -> bytes:
    head = pack(group.head) if len(group.claims) > 1 else None
    return json.dumps([head, pack(group.claims)]).encode("ascii")


def _read(head: object, content: object) -> Group:
    claims: tuple[Claim, ...] = unpack(tuple[Claim, ...], content)
    return Group(unpack(Claim, head) if head else claims[0], claims)
