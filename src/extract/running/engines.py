"""Where batches of documents become outcomes: in this process, in several of this machine, or on others.

An engine is all that differs between the ways to run. It is handed batches as they are read and hands back what was
found, in whatever order that is done; which engine it was cannot be seen in the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from types import TracebackType
from typing import Protocol, TypeVar

from extract.config import Settings
from extract.reading import Document
from extract.running.analysing import FinderFactory, Outcome, process_batch

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

# A batch with its number, and what was found in the batch of that number.
Batch = tuple[int, Sequence[Document]]
Found = tuple[int, list[Outcome]]


class Engine(Protocol):
    """Processes batches; used as a context manager, whose end lets go of processes and connections."""

    def __enter__(self) -> Engine:
        """The engine itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of everything; after an error at once, without waiting for what is still being done."""

    def run(self, batches: Iterator[Batch]) -> Iterator[Found]:
        """Process batches.

        Args:
            batches: the next one is asked for only when there is a place to process it soon, so that no more than a
                few are held at any time. They may end early when a run is asked to stop.

        Yields:
            Every batch once, in any order: its number, and one outcome a document in their order. A document that
            kills what processes it has failed, with the reason; the others of its batch lose nothing.

        Raises:
            ConfigError, RuleError: what is wrong with settings or rules is wrong for every article.
        """

    def map(
        self, function: Callable[[S, T], R], shared: S, arguments: Iterator[tuple[int, T]]
    ) -> Iterator[tuple[int, R]]:
        """Call a function of a module for each of many arguments.

        Args:
            function: told again what a process was told that died.
            shared: of all calls.
            arguments: with their numbers; no more are taken than can be worked on soon.

        Yields:
            The result of `function(shared, argument)` for every argument, by its number, in any order.

        Raises:
            ConfigError: when an argument kills what processes it.
        """


class InProcess:
    """One batch after the other in this process; the finder is made when the first text comes."""

    def __init__(self, settings: Settings, make: FinderFactory) -> None:
        """Keep what the finder is made of."""
        self._finder = cache(lambda: make(settings))

    def __enter__(self) -> InProcess:
        """The engine itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """There is nothing to let go of."""

    def run(self, batches: Iterator[Batch]) -> Iterator[Found]:
        """See `Engine.run`; the order is that of the batches."""
        for number, batch in batches:
            yield number, process_batch(batch, self._finder)

    def map(
        self, function: Callable[[S, T], R], shared: S, arguments: Iterator[tuple[int, T]]
    ) -> Iterator[tuple[int, R]]:
        """See `Engine.map`."""
        return map_here(function, shared, arguments)


def map_here(function: Callable[[S, T], R], shared: S, arguments: Iterator[tuple[int, T]]) -> Iterator[tuple[int, R]]:
    """`Engine.map` in this process."""
    return ((number, function(shared, argument)) for number, argument in arguments)
