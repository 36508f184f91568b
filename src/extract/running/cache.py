"""What earlier runs found, in one SQLite file of the output folder: derived, and free to be deleted at any time.

An entry is found by the content of the article and its metadata and by the fingerprint of all else; names of files
are no part of it. An entry is written whole or not at all, also when the process is killed; a damaged one is as good
as none, and a damaged file is started anew. Nothing that goes wrong here stops a run.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from extract.running.analysing import Outcome
from extract.running.codec import DamagedError, freeze, thaw

# Below the output folder.
CACHE = Path(".cache", "articles.sqlite")
# Increase it when tables or keys change; the fingerprint covers the form of the entries.
_FORMAT = 1
# Entries that so many runs in a row did not use are dropped: one may go back to the other model, or to older rules.
KEPT_RUNS = 3
_PATIENCE = 30.0  # seconds to wait for another run that writes
_TABLES = (
    "CREATE TABLE entries (key TEXT PRIMARY KEY, used INTEGER NOT NULL, content BLOB NOT NULL)",
    "CREATE TABLE inputs (name TEXT PRIMARY KEY, content TEXT NOT NULL, failed INTEGER NOT NULL)",
    "CREATE TABLE runs (number INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class LastRun:
    """What the last finished run had before it.

    Attributes:
        number: of the run, 0 when there was none.
        fingerprint: its parts.
        inputs: digest of the content by name of the article.
        failed: names of the articles that failed.
    """

    number: int = 0
    fingerprint: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()


class Cache:
    """Outcomes of articles by key; use it as a context manager, in one process."""

    def __init__(self, file: Path) -> None:
        """Name the file; it is opened when it is first needed, and made when something is first put into it."""
        self.problem = ""
        self._file = file
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Cache:
        """The cache itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._close()

    def last(self) -> LastRun:
        """The run before this one."""
        rows = self._read("SELECT number, fingerprint FROM runs ORDER BY number DESC LIMIT 1")
        inputs = self._read("SELECT name, content, failed FROM inputs")
        try:
            fingerprint = json.loads(rows[0][1]) if rows else {}
        except ValueError:
            fingerprint = {}
        return LastRun(
            rows[0][0] if rows else 0,
            fingerprint,
            {name: content for name, content, _ in inputs},
            frozenset(name for name, _, failed in inputs if failed),
        )

    def find(self, key: str) -> Outcome | None:
        """The outcome under a key, None where there is none that can be read."""
        rows = self._read("SELECT content FROM entries WHERE key = ?", (key,))
        try:
            return Outcome(*thaw(rows[0][0])) if rows else None
        except (DamagedError, TypeError):
            return None

    def put(self, entries: Iterable[tuple[str, Outcome]]) -> None:
        """Keep outcomes, all of them or, when the process dies meanwhile, none."""
        rows = [(key, freeze(outcome.article, outcome.claims)) for key, outcome in entries]
        statement = "INSERT OR REPLACE INTO entries VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM runs), ?)"
        if rows:
            self._write([(statement, rows)])

    def finish(self, run: LastRun, keys: Iterable[str]) -> None:
        """Note a finished run, and drop what has not been used for some runs.

        Args:
            run: what it had before it; its number is given here.
            keys: of the entries that it used.
        """
        number = self.last().number + 1
        inputs = [(name, content, name in run.failed) for name, content in run.inputs.items()]
        self._write(
            [
                ("UPDATE entries SET used = ? WHERE key = ?", [(number, key) for key in keys]),
                ("DELETE FROM entries WHERE used <= ?", [(number - KEPT_RUNS,)]),
                ("DELETE FROM inputs", [()]),
                ("INSERT INTO inputs VALUES (?, ?, ?)", inputs),
                ("DELETE FROM runs", [()]),
                ("INSERT INTO runs VALUES (?, ?)", [(number, json.dumps(dict(run.fingerprint), sort_keys=True))]),
            ]
        )

    def _read(self, query: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        if self.problem or not self._file.is_file():
            return []
        try:
            return self._open().execute(query, values).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def _write(self, steps: Sequence[tuple[str, Sequence[tuple[Any, ...]]]]) -> None:
        """Do all steps in one transaction."""
        if self.problem:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            connection = self._open()
            with connection:
                for statement, rows in steps:
                    connection.executemany(statement, rows)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(self._file, timeout=_PATIENCE)
            # A log beside the file lets a commit be cheap and a kill harmless.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._prepare(self._connection)
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Make the tables where they are missing, or are those of another version."""
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone() == (_FORMAT,):
                return
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                connection.execute(f'DROP TABLE "{name}"')
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_FORMAT}")

    def _give_up(self, error: Exception) -> None:
        """Do without for the rest of this run; a file that is no database any more makes room for the next one."""
        self._close()
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            for name in ("", "-wal", "-shm"):
                self._file.with_name(self._file.name + name).unlink(missing_ok=True)
            return
        self.problem = f"{self._file.name}: {error}"

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
