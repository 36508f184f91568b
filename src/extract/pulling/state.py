"""What earlier pulls have fetched: `.pull.sqlite` in the folder of the articles.

Every article is noted the moment that it is written, so that a pull that is killed goes on where it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from extract.pulling.errors import PullError

FILE_NAME = ".pull.sqlite"
_VERSION = 1
_TABLES = f"""
BEGIN;
PRAGMA user_version = {_VERSION};
CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, etag TEXT NOT NULL, modified TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS articles (
    key TEXT PRIMARY KEY, stem TEXT NOT NULL, done INTEGER NOT NULL, tries INTEGER NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS names (name TEXT PRIMARY KEY, key TEXT NOT NULL REFERENCES articles) STRICT;
COMMIT;
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about an article.

    Attributes:
        key: of the article.
        stem: name of its files without the ending.
        done: whether they are written.
        tries: pulls in which it could not be fetched.
        reason: why not, the last time; empty when done.
    """

    key: str
    stem: str
    done: bool
    tries: int
    reason: str


class State:
    """The memory of a folder; nobody else can open it at the same time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def validators(self, feed: str) -> tuple[str, str]:
        """ETag and Last-Modified of a feed when all in it had been dealt with; empty where there are none."""
        row = self._connection.execute("SELECT etag, modified FROM feeds WHERE url = ?", (feed,)).fetchone()
        return (str(row[0]), str(row[1])) if row else ("", "")

    def keep_validators(self, feed: str, etag: str, modified: str) -> None:
        """Note that all of a feed has been dealt with."""
        with self._connection:
            self._connection.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?)", (feed, etag, modified))

    def known(self, names: Sequence[str]) -> Known | None:
        """The article that has one of some names, the first that there is."""
        for name in names:
            row = self._connection.execute(
                "SELECT key, stem, done, tries, reason FROM articles JOIN names USING (key) WHERE name = ?", (name,)
            ).fetchone()
            if row:
                return Known(str(row[0]), str(row[1]), bool(row[2]), int(row[3]), str(row[4]))
        return None

    def begin(self, key: str, names: Sequence[str], stem: str) -> Known:
        """Note a new article before it is fetched, so that a second try writes files of the same name."""
        with self._connection:
            self._connection.execute("INSERT INTO articles VALUES (?, ?, 0, 0, '')", (key, stem))
            self._name(key, names)
        return Known(key, stem, False, 0, "")

    def finish(self, key: str, names: Sequence[str]) -> None:
        """Note that its files are written, and further names of it, such as where redirects ended."""
        with self._connection:
            self._connection.execute("UPDATE articles SET done = 1, reason = '' WHERE key = ?", (key,))
            self._name(key, names)

    def fail(self, key: str, reason: str, counts: bool) -> None:
        """Note that it could not be fetched.

        Args:
            key: of the article.
            reason: why.
            counts: whether this was a try of its own; one that a busy server put off is none.
        """
        with self._connection:
            self._connection.execute(
                "UPDATE articles SET tries = tries + ?, reason = ? WHERE key = ?", (int(counts), reason, key)
            )

    def _name(self, key: str, names: Sequence[str]) -> None:
        rows = [(name, key) for name in (key, *names)]
        self._connection.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", rows)


@contextmanager
def opened_state(folder: Path, dry: bool = False) -> Iterator[State]:
    """Open the memory of a folder for this process alone.

    Args:
        folder: of the articles; made where it is missing.
        dry: work on a copy in memory that is thrown away; nothing is made.

    Raises:
        PullError: when another pull works in the folder, or the file is none of ours.
    """
    path = folder / FILE_NAME
    try:
        if dry:
            with closing(sqlite3.connect(":memory:")) as copy:
                if path.is_file():
                    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)) as file:
                        _demand_ours(file, path)
                        file.backup(copy)
                copy.executescript(_TABLES)
                yield State(copy)
            return
        folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.commit()
            _demand_ours(connection, path)
            connection.executescript(_TABLES)
            yield State(connection)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise PullError(f"{folder}: another pull is at work here; wait for its end") from error
        raise PullError(f"{path}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise PullError(
            f"{path}: cannot be read ({error}); move it away, articles will then be fetched again"
        ) from error


def _demand_ours(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and version != _VERSION:
        raise PullError(
            f"{path}: written by another version of extract; move it away, articles will then be fetched again"
        )
