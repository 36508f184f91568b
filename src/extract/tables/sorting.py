"""More rows in order than fit into memory: sorted runs in temporary files, merged as they are read."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import islice
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Generic, TypeVar

T = TypeVar("T")

MOST = 10_000  # items in memory
_RUNS = 32  # of one length; then they become one that is as many times as long
_BLOCK = 64

_Entry = tuple[Any, T]


class Sorted(Generic[T]):
    """Takes items in any order and gives them sorted, equal ones in the order in which they came."""

    def __init__(self, key: Callable[[T], Any], folder: Path, most: int = MOST) -> None:
        """Take nothing yet.

        Args:
            key: what to sort by.
            folder: for temporary files; nothing is made there while everything fits into memory.
            most: items that are held in memory.
        """
        self._key = key
        self._folder = folder
        self._most = most
        self._entries: list[_Entry[T]] = []
        self._levels: list[list[IO[bytes]]] = []  # runs by their length; later ones hold earlier items

    def __enter__(self) -> Sorted[T]:
        """This."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the files."""
        for run in self._runs():
            run.close()

    def add(self, items: Iterable[T]) -> None:
        """Take items."""
        for item in items:
            self._entries.append((self._key(item), item))
            if len(self._entries) >= self._most:
                self._put(0, self._drained())

    def __iter__(self) -> Iterator[T]:
        """All items in order; may be asked for again."""
        self._entries.sort(key=itemgetter(0))
        for _, item in merge(*(_read(run) for run in self._runs()), self._entries, key=itemgetter(0)):
            yield item

    def _drained(self) -> Iterator[_Entry[T]]:
        entries, self._entries = sorted(self._entries, key=itemgetter(0)), []
        return iter(entries)

    def _runs(self) -> list[IO[bytes]]:
        """The oldest first."""
        return [run for level in reversed(self._levels) for run in level]

    def _put(self, level: int, entries: Iterator[_Entry[T]]) -> None:
        if level == len(self._levels):
            self._levels.append([])
        runs = self._levels[level]
        runs.append(self._written(entries))
        if len(runs) == _RUNS:
            self._levels[level] = []
            self._put(level + 1, merge(*map(_read, runs), key=itemgetter(0)))
            for run in runs:
                run.close()

    def _written(self, entries: Iterator[_Entry[T]]) -> IO[bytes]:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - lives as long as this
        while block := list(islice(entries, _BLOCK)):
            pickle.dump(block, file, pickle.HIGHEST_PROTOCOL)
        return file


def _read(run: IO[bytes]) -> Iterator[_Entry[Any]]:
    """The entries of a run; several may read it in turns."""
    place = 0
    while True:
        run.seek(place)
        try:
            block = pickle.load(run)
        except EOFError:
            return
        place = run.tell()
        yield from block
