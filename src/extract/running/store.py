"""What was found, in one SQLite file of the output folder: of this run, and of earlier ones for it to take over.

An outcome is found by the content of the article and its metadata and by the fingerprint of all else; names of files
are no part of it. It is written whole or not at all, also when the process is killed; a damaged one is as good as none.
Where the file cannot be used, a temporary one serves this run. Texts, claims and what the tables say of an article lie
apart, so that none is read without need; nothing of all this is held in memory. The file is derived and free to be
deleted at any time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from extract.records import Article, Claim, Listed
from extract.running.analysing import Outcome
from extract.running.codec import DamagedError, freeze, seal, thaw, unseal
from extract.running.holding import CACHE_FOLDER, is_full
from extract.tables.texts import pack_text, unpack_text

# Below the output folder.
CACHE = Path(CACHE_FOLDER, "articles.sqlite")
# Increase it when tables, keys or the form of the entries change.
_FORMAT = 2
# Entries that so many runs in a row did not use are dropped: one may go back to the other model, or to older rules.
KEPT_RUNS = 3
_PATIENCE = 30.0  # seconds to wait for another program that writes
_TABLES = (
    "CREATE TABLE entries (key TEXT PRIMARY KEY, listed BLOB NOT NULL, claims BLOB, text BLOB)",
    # Apart from the entries, because a change of a row writes all of it anew.
    "CREATE TABLE uses (key TEXT PRIMARY KEY, run INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE inputs (name TEXT PRIMARY KEY, content TEXT NOT NULL, failed INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE runs (number INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL)",
)
# Of this run alone: its articles, and what became of those that are tried anew next time.
_OWN_TABLES = (
    "CREATE TEMP TABLE articles (name TEXT PRIMARY KEY, content TEXT NOT NULL, key TEXT NOT NULL, known INTEGER)",
    "CREATE INDEX temp.by_key ON articles (key)",
    "CREATE TEMP TABLE failures (key TEXT PRIMARY KEY, listed BLOB NOT NULL)",
)
_ALL = (
    " FROM articles LEFT JOIN failures ON failures.key = articles.key LEFT JOIN entries ON entries.key = articles.key"
)
_DONE = "(articles.key IN (SELECT key FROM failures) OR articles.key IN (SELECT key FROM entries))"
_USE = "INSERT OR REPLACE INTO uses VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM runs))"


@dataclass(frozen=True, slots=True)
class Past:
    """An article of this run, and what the last one had.

    Attributes:
        name: of the article.
        content: digest of it, empty when it could not be opened.
        known: an earlier run found what is to be found in it.
        before: its content in the last run, None when that had no article of the name.
        failed: the last run failed at it.
        moved: name of an article of the same content that the last run had and this one has not, else empty.
    """

    name: str
    content: str
    known: bool
    before: str | None
    failed: bool
    moved: str


class Store:
    """Articles of this run and outcomes by key; use it as a context manager, in one process."""

    def __init__(self, file: Path | None = None) -> None:
        """Open the file, or make it; without one all is temporary."""
        self.problem = ""
        self._connection = self._open(file)

    def __enter__(self) -> Store:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._connection.close()

    def note(self, name: str, content: str, key: str, known: bool) -> bool:
        """Note an article of this run; false when there is one of that name."""
        row = (name, content, key, known)
        return self._connection.execute("INSERT OR IGNORE INTO articles VALUES (?, ?, ?, ?)", row).rowcount == 1

    def noted(self, key: str) -> bool | None:
        """Whether the first article of this run under a key was known; None when there is none."""
        row = self._connection.execute("SELECT known FROM articles WHERE key = ? LIMIT 1", (key,)).fetchone()
        return None if row is None else bool(row[0])

    def has(self, key: str) -> bool:
        """Whether there is an outcome under a key that can be read."""
        row = self._connection.execute("SELECT listed, claims, text FROM entries WHERE key = ?", (key,)).fetchone()
        try:
            return row is not None and all(unseal(part) is not None for part in row if part is not None)
        except (DamagedError, TypeError):
            return False

    def put(self, outcomes: Iterable[tuple[str, Outcome]]) -> None:
        """Keep outcomes by key, all of them or, when the process dies meanwhile, none; failures for this run only."""
        with self._connection:
            self._connection.execute("BEGIN")
            for key, outcome in outcomes:
                listed, claims, text = _frozen(outcome)
                if outcome.article.status == "failed":
                    self._connection.execute("INSERT OR REPLACE INTO failures VALUES (?, ?)", (key, listed))
                else:
                    row = (key, listed, claims, text)
                    self._connection.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", row)
                    self._connection.execute(_USE, (key,))

    def listed(self) -> Iterator[Listed]:
        """The articles of this run that are done, sorted by name."""
        content = "coalesce(failures.listed, entries.listed)"
        return self._listed(f"SELECT name, {content} {_ALL} WHERE {content} IS NOT NULL ORDER BY name")

    def listed_with_claims(self) -> Iterator[Listed]:
        """Those of them in which something was found."""
        return self._listed(_found("listed", "claims"))

    def claims(self) -> Iterator[Claim]:
        """All claims of this run, sorted by article."""
        for name, content in self._connection.execute(_found("claims", "claims")):
            yield from (replace(claim, article=name) for claim in thaw(tuple[Claim, ...], content))

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """Names and packed texts of the articles of this run that were processed, sorted by name."""
        for name, content in self._connection.execute(_found("text", "text")):
            yield name, unseal(content)

    def text(self, name: str) -> str | None:
        """The text of an article of this run that was processed, else None."""
        query = f"SELECT entries.text {_ALL} WHERE name = ? AND failures.key IS NULL"
        row = self._connection.execute(query, (name,)).fetchone()
        return unpack_text(unseal(row[0])) if row is not None and row[0] is not None else None

    def article(self, name: str) -> Article | None:
        """An article of this run that is done, with its text where it was processed; None where there is none."""
        content = "coalesce(failures.listed, entries.listed)"
        query = f"SELECT name, {content} {_ALL} WHERE name = ? AND {content} IS NOT NULL"
        found = next(self._listed(query, (name,)), None)
        return replace(found.article, text=self.text(name) or "") if found else None

    def left(self) -> int:
        """Number of articles of this run that are not done."""
        return int(self._connection.execute(f"SELECT count(*) FROM articles WHERE NOT {_DONE}").fetchone()[0])

    def last_fingerprint(self) -> Mapping[str, str]:
        """Of the last finished run, empty when there was none."""
        rows = self._connection.execute("SELECT fingerprint FROM runs ORDER BY number DESC LIMIT 1").fetchall()
        try:
            return dict(json.loads(rows[0][0])) if rows else {}
        except ValueError:
            return {}

    def past(self) -> Iterator[Past]:
        """The articles of this run that are done, sorted by name, beside what the last one had."""
        with self._connection:
            self._connection.execute("DROP TABLE IF EXISTS temp.lost")
            self._connection.execute(
                "CREATE TEMP TABLE lost AS SELECT content, max(name) AS name FROM inputs"
                " WHERE content != '' AND name NOT IN (SELECT name FROM articles) GROUP BY content"
            )
            self._connection.execute("CREATE UNIQUE INDEX temp.by_content ON lost (content)")
        query = (
            "SELECT articles.name, articles.content, known, inputs.content, inputs.failed, lost.name FROM articles"
            " LEFT JOIN inputs ON inputs.name = articles.name"
            " LEFT JOIN lost ON lost.content = articles.content AND inputs.name IS NULL"
            f" WHERE {_DONE} ORDER BY articles.name"
        )
        for name, content, known, before, failed, moved in self._connection.execute(query):
            yield Past(name, content, bool(known), before, bool(failed), moved or "")

    def gone(self) -> Iterator[str]:
        """Names that the last run had and this one has not, sorted."""
        query = "SELECT name FROM inputs WHERE name NOT IN (SELECT name FROM articles) ORDER BY name"
        return (name for (name,) in self._connection.execute(query))

    def finish(self, fingerprint: Mapping[str, str]) -> None:
        """Note that this run is finished, and drop what has not been used for some runs."""
        with self._connection:
            self._connection.execute("BEGIN")
            run = int(self._connection.execute("SELECT coalesce(max(number), 0) + 1 FROM runs").fetchone()[0])
            for statement, values in (
                ("INSERT OR REPLACE INTO uses SELECT DISTINCT key, ? FROM articles", (run,)),
                ("DELETE FROM entries WHERE key IN (SELECT key FROM uses WHERE run <= ?)", (run - KEPT_RUNS,)),
                ("DELETE FROM uses WHERE key NOT IN (SELECT key FROM entries)", ()),
                ("DELETE FROM inputs", ()),
                ("INSERT INTO inputs SELECT name, content, key IN (SELECT key FROM failures) FROM articles", ()),
                ("DELETE FROM runs", ()),
                ("INSERT INTO runs VALUES (?, ?)", (run, json.dumps(dict(fingerprint), sort_keys=True))),
            ):  # fmt: skip
                self._connection.execute(statement, values)

    def _listed(self, query: str, values: tuple[str, ...] = ()) -> Iterator[Listed]:
        for name, content in self._connection.execute(query, values):
            entry: Listed = thaw(Listed, content)
            yield replace(entry, article=replace(entry.article, name=name))

    def _open(self, file: Path | None) -> sqlite3.Connection:
        """A connection to the file, to a new one in place of a damaged one, or to a temporary one."""
        for _ in range(2):
            try:
                if file is not None:
                    file.parent.mkdir(parents=True, exist_ok=True)
                    return _prepared(str(file))
            except (sqlite3.DatabaseError, OSError) as error:
                if is_full(error):
                    raise
                if file is not None and is_damage(error):
                    remove(file)
                    continue
                self.problem = f"{file.name if file else ''}: {error}"
            break
        return _prepared("")


def remove(file: Path) -> None:
    """Delete a file of SQLite with what lies beside it."""
    for name in ("", "-wal", "-shm"):
        file.with_name(file.name + name).unlink(missing_ok=True)


def is_damage(error: Exception) -> bool:
    """Whether an error says that a file is damaged, not that it cannot be reached."""
    if isinstance(error, DamagedError):
        return True
    codes = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in codes


def _prepared(file: str) -> sqlite3.Connection:
    """An open database with all tables; SQLite keeps one without a name in a temporary file."""
    connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
    try:
        # A log beside the file lets a commit be cheap and a kill harmless.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone() != (_FORMAT,):
                _renew(connection)
        for statement in _OWN_TABLES:
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def _renew(connection: sqlite3.Connection) -> None:
    """Make the tables in place of those of another version."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        connection.execute(f'DROP TABLE "{name}"')
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {_FORMAT}")


def _found(column: str, demanded: str) -> str:
    """A query for names and a column of the articles that did not fail and have the column that is demanded."""
    return (
        f"SELECT name, entries.{column} AS {column} {_ALL}"
        f" WHERE failures.key IS NULL AND entries.{demanded} IS NOT NULL ORDER BY name"
    )


def _frozen(outcome: Outcome) -> tuple[bytes, bytes | None, bytes | None]:
    """What the tables say of an article, its claims where there are any, and its text where it was processed."""
    claims = freeze(outcome.claims) if outcome.claims else None
    text = seal(pack_text(outcome.article.text)) if outcome.article.status == "processed" else None
    return freeze(Listed.of(outcome.article)), claims, text
