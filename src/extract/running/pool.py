"""The engine of several processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from types import TracebackType

from extract.config import ConfigError, Settings
from extract.reading import Document
from extract.records import Article
from extract.running.analysing import Finder, FinderFactory, Outcome, process_batch
from extract.running.engines import Batch, Engine, Found, InProcess, R, S, T

# Batches handed out for each process: one in hand and one that waits, so that none is ever idle.
_AHEAD = 2
_DIED = "the process that analysed it died, perhaps for lack of memory"


def local_engine(settings: Settings, make: FinderFactory) -> Engine:
    """The engine for as many processes as the settings say."""
    return InProcess(settings, make) if settings.jobs <= 1 else Pool(settings, make)


class Pool:
    """Processes that are started when the first batch comes, each with pipelines and rules of its own."""

    def __init__(self, settings: Settings, make: FinderFactory) -> None:
        """Keep what the finders are made of; `settings.jobs` is the number of processes."""
        self._settings = settings
        self._make = make
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Pool:
        """The engine itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes."""
        if self._executor is None:
            return
        if error is not None:
            for process in list(self._executor._processes.values()):
                process.kill()
        self._executor.shutdown(cancel_futures=True)
        self._executor = None

    def run(self, batches: Iterator[Batch]) -> Iterator[Found]:
        """See `Engine.run`; a batch that was lost with its process is repeated, one document after the other.

        Raises:
            ConfigError: also when processes cannot even start.
        """
        handed: dict[Future[list[Outcome]], Batch] = {}
        lost: list[Batch] = []
        while True:
            while not lost and len(handed) < _AHEAD * self._settings.jobs and (batch := next(batches, None)):
                try:
                    handed[self._processed(batch[1], self._settings.jobs)] = batch
                except BrokenProcessPool:
                    lost.append(batch)
            if not handed and not lost:
                return
            done, _ = wait(handed, return_when=FIRST_COMPLETED)
            for future in done:
                batch = handed.pop(future)
                try:
                    outcomes = future.result()
                except BrokenProcessPool:
                    lost.append(batch)
                else:
                    yield batch[0], outcomes
            if lost and not handed:
                self._executor = None  # with one process of it all of a pool is lost
                yield from self._one_by_one(sorted(lost, key=lambda each: each[0]))
                lost = []

    def map(
        self, function: Callable[[S, T], R], shared: S, arguments: Iterator[tuple[int, T]]
    ) -> Iterator[tuple[int, R]]:
        """See `Engine.map`."""
        jobs = self._settings.jobs
        handed: dict[Future[R], int] = {}
        try:
            while True:
                while len(handed) < jobs and (numbered := next(arguments, None)) is not None:
                    handed[self._submit(jobs, function, shared, numbered[1])] = numbered[0]
                if not handed:
                    return
                for future in wait(handed, return_when=FIRST_COMPLETED).done:
                    yield handed.pop(future), future.result()
        except BrokenProcessPool as error:
            raise ConfigError("jobs: a process died, perhaps for lack of memory; use fewer of them") from error

    def _one_by_one(self, lost: Sequence[Batch]) -> Iterator[Found]:
        """The same from one process that is started anew when a document kills it."""
        for number, documents in lost:
            outcomes: list[Outcome] = []
            for document in documents:
                self._demand_process()
                try:
                    outcomes += self._processed([document], 1).result()
                except BrokenProcessPool:
                    self._executor = None
                    outcomes.append(Outcome(Article(document.name, "", None, status="failed", reason=_DIED)))
            yield number, outcomes
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None

    def _demand_process(self) -> None:
        """Have one process that has loaded pipelines and rules.

        Raises:
            ConfigError: when it dies of that.
        """
        if self._executor is not None:
            return
        self._executor = _executor(1)
        try:
            with deaf():
                loaded = self._executor.submit(_load, self._settings, self._make)
            loaded.result()
        except BrokenProcessPool as error:
            message = "jobs: worker processes die before they read an article; use one process to see why"
            raise ConfigError(message) from error

    def _processed(self, documents: Sequence[Document], jobs: int) -> Future[list[Outcome]]:
        return self._submit(jobs, _process, documents, self._settings, self._make)

    def _submit(self, jobs: int, function: Callable[..., R], *arguments: object) -> Future[R]:
        if self._executor is None:
            self._executor = _executor(jobs)
        with deaf():
            return self._executor.submit(function, *arguments)


def _executor(jobs: int) -> ProcessPoolExecutor:
    # spawn: a forked process would inherit threads and locks of the libraries.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=jobs, mp_context=context, initializer=_follow_parent)


@contextmanager
def deaf() -> Iterator[None]:
    """Processes that are started meanwhile never hear Ctrl-C: this one does, and lets them finish their batch."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    """Let this process end when the one that started it is killed; else it would wait for work for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _process(documents: Sequence[Document], settings: Settings, make: FinderFactory) -> list[Outcome]:
    return process_batch(documents, lambda: _finder(settings, make))


def _load(settings: Settings, make: FinderFactory) -> None:
    _finder(settings, make)


@cache
def _finder(settings: Settings, make: FinderFactory) -> Finder:
    """Pipelines and rules, loaded once in each process."""
    return make(settings)
