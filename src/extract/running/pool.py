"""Files to claims in one process or several; the results are the same and in the same order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cache

from extract.config import Settings
from extract.reading import Source
from extract.running.analysing import Finder, FinderFactory, Outcome, analyse_source, failed_source

Advance = Callable[[int], None]


def analyse_all(sources: Sequence[Source], settings: Settings, make: FinderFactory, advance: Advance) -> list[Outcome]:
    """Read and analyse files with as many processes as the settings say.

    Args:
        sources: the files.
        settings: `jobs` processes; each gets chunks of up to `batch` files.
        make: builds the finder of a process from the settings.
        advance: told the number of files done since the last call.

    Returns:
        One outcome a file, in the order given. A file that kills its process has failed; the others of its
        chunk are tried again one by one.
    """
    if settings.jobs <= 1 or len(sources) <= 1:
        outcomes = []
        find = make(settings)
        for source in sources:
            outcomes.append(analyse_source(source, find))
            advance(1)
        return outcomes
    chunks = _chunks(sources, settings)
    done, broken = _run_chunks(chunks, settings, make, settings.jobs, advance)
    for number in broken:
        done[number] = [_alone(source, settings, make, advance) for source in chunks[number]]
    return [outcome for number in range(len(chunks)) for outcome in done[number]]


def _chunks(sources: Sequence[Source], settings: Settings) -> list[Sequence[Source]]:
    """Small enough that every process gets some, and that progress shows."""
    size = max(1, min(settings.batch, len(sources) // (settings.jobs * 4)))
    return [sources[start : start + size] for start in range(0, len(sources), size)]


def _run_chunks(
    chunks: Sequence[Sequence[Source]], settings: Settings, make: FinderFactory, jobs: int, advance: Advance
) -> tuple[dict[int, list[Outcome]], list[int]]:
    """Outcomes by number of the chunk, and the numbers of those that were lost with a process."""
    done: dict[int, list[Outcome]] = {}
    broken: list[int] = []
    with _executor(jobs) as pool:
        futures: dict[Future[list[Outcome]], int] = {}
        for number, chunk in enumerate(chunks):
            try:
                futures[pool.submit(_analyse_chunk, chunk, settings, make)] = number
            except BrokenProcessPool:
                broken.append(number)
        for future in as_completed(futures):
            number = futures[future]
            try:
                done[number] = future.result()
                advance(len(done[number]))
            except BrokenProcessPool:
                broken.append(number)
    return done, sorted(broken)


def _alone(source: Source, settings: Settings, make: FinderFactory, advance: Advance) -> Outcome:
    done, broken = _run_chunks([[source]], settings, make, 1, advance)
    if not broken:
        return done[0][0]
    advance(1)
    return Outcome(failed_source(source, "the process that analysed it died, perhaps for lack of memory"))


def _executor(jobs: int) -> ProcessPoolExecutor:
    # spawn: a forked process would inherit threads and locks of the libraries.
    return ProcessPoolExecutor(max_workers=jobs, mp_context=multiprocessing.get_context("spawn"))


def _analyse_chunk(chunk: Sequence[Source], settings: Settings, make: FinderFactory) -> list[Outcome]:
    find = _finder(settings, make)
    return [analyse_source(source, find) for source in chunk]


@cache
def _finder(settings: Settings, make: FinderFactory) -> Finder:
    """Pipelines and rules, loaded once in each process."""
    return make(settings)
