"""Files to claims in one process or several; the results are the same and in the same order."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cache

from extract.config import ConfigError, Settings
from extract.reading import Source
from extract.running.analysing import Finder, FinderFactory, Outcome, analyse_source, failed_source

# Told the outcomes since the last call, in this process.
Advance = Callable[[Sequence[Outcome]], None]


def analyse_all(sources: Sequence[Source], settings: Settings, make: FinderFactory, advance: Advance) -> list[Outcome]:
    """Read and analyse files with as many processes as the settings say.

    Args:
        sources: the files.
        settings: `jobs` processes; each gets chunks of up to `batch` files.
        make: builds the finder of a process from the settings.
        advance: told the outcomes since the last call, in whatever order they come.

    Returns:
        One outcome a file, in the order given. A file that kills its process has failed; the others of its
        chunk are tried again one by one.

    Raises:
        ConfigError: when processes cannot even start.
    """
    if settings.jobs <= 1 or len(sources) <= 1:
        outcomes = []
        finder = cache(lambda: make(settings))
        for source in sources:
            outcomes.append(analyse_source(source, finder))
            advance(outcomes[-1:])
        return outcomes
    chunks = _chunks(sources, settings)
    done: dict[int, list[Outcome]] = {}
    left = list(range(len(chunks)))
    while left:
        finished, broken = _run_chunks({number: chunks[number] for number in left}, settings, make, advance)
        done |= finished
        # Chunks are handed out in order, so the one that killed a process is among the first that are missing.
        suspects, left = broken[: 2 * settings.jobs + 1], broken[2 * settings.jobs + 1 :]
        done |= _one_by_one({number: chunks[number] for number in suspects}, settings, make, advance)
    return [outcome for number in range(len(chunks)) for outcome in done[number]]


def _chunks(sources: Sequence[Source], settings: Settings) -> list[Sequence[Source]]:
    """Small enough that every process gets some, and that progress shows."""
    size = max(1, min(settings.batch, len(sources) // (settings.jobs * 4)))
    return [sources[start : start + size] for start in range(0, len(sources), size)]


def _run_chunks(
    chunks: Mapping[int, Sequence[Source]], settings: Settings, make: FinderFactory, advance: Advance
) -> tuple[dict[int, list[Outcome]], list[int]]:
    """Outcomes by number of the chunk, and the numbers of those that were lost with a process."""
    done: dict[int, list[Outcome]] = {}
    broken: list[int] = []
    with _executor(settings.jobs) as pool:
        futures: dict[Future[list[Outcome]], int] = {}
        for number, chunk in chunks.items():
            try:
                futures[pool.submit(_analyse_chunk, chunk, settings, make)] = number
            except BrokenProcessPool:
                broken.append(number)
        try:
            for future in as_completed(futures):
                number = futures[future]
                try:
                    done[number] = future.result()
                    advance(done[number])
                except BrokenProcessPool:
                    broken.append(number)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return done, sorted(broken)


def _one_by_one(
    chunks: Mapping[int, Sequence[Source]], settings: Settings, make: FinderFactory, advance: Advance
) -> dict[int, list[Outcome]]:
    """Outcomes by number of the chunk, from one process that is started anew when a file kills it."""
    done: dict[int, list[Outcome]] = {number: [] for number in chunks}
    pool: ProcessPoolExecutor | None = None
    try:
        for number, source in ((number, source) for number, chunk in chunks.items() for source in chunk):
            pool = pool or _started(settings, make)
            try:
                done[number] += pool.submit(_analyse_chunk, [source], settings, make).result()
            except BrokenProcessPool:
                pool = None
                reason = "the process that analysed it died, perhaps for lack of memory"
                done[number].append(Outcome(failed_source(source, reason)))
            advance(done[number][-1:])
    finally:
        if pool is not None:
            pool.shutdown()
    return done


def _started(settings: Settings, make: FinderFactory) -> ProcessPoolExecutor:
    """One process that has loaded pipelines and rules.

    Raises:
        ConfigError: when it dies of that.
    """
    pool = _executor(1)
    try:
        pool.submit(_load, settings, make).result()
    except BrokenProcessPool as error:
        message = "jobs: worker processes die before they read an article; use one process to see why"
        raise ConfigError(message) from error
    return pool


def _executor(jobs: int) -> ProcessPoolExecutor:
    # spawn: a forked process would inherit threads and locks of the libraries.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=jobs, mp_context=context, initializer=_follow_parent)


def _follow_parent() -> None:
    """Let this process end when the one that started it is killed; else it would wait for work for ever."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _analyse_chunk(chunk: Sequence[Source], settings: Settings, make: FinderFactory) -> list[Outcome]:
    return [analyse_source(source, lambda: _finder(settings, make)) for source in chunk]


def _load(settings: Settings, make: FinderFactory) -> None:
    _finder(settings, make)


@cache
def _finder(settings: Settings, make: FinderFactory) -> Finder:
    """Pipelines and rules, loaded once in each process."""
    return make(settings)
