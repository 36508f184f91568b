"""Dask on two workers of this machine beside two processes: `python tests/bench_dask.py [articles] [pipeline]`.

The same articles, those of the corpus over and over with a sentence of their own, go through both engines in turns.
Wall seconds are without the start, which is told apart; CPU seconds are of all processes together, start included: on a
machine that others use too they are what to compare.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from extract.config import Settings
from extract.reading import Document, documents, list_sources
from extract.running.analysing import make_finder
from extract.running.cluster import dask_engine
from extract.running.engines import Engine
from extract.running.pool import local_engine
from extract.running.store import Store
from extract.running.streaming import Done, Orders, process

CORPUS = Path(__file__).parent.parent / "corpus"
JOBS = 2


def some_documents(number: int) -> Iterator[Document]:
    """That many articles, no two alike."""
    known = [each for each in documents(list_sources([CORPUS])) if not each.problem]
    for place, one in enumerate(islice(cycle(known), number)):
        own = f"\n\nNumber {place} of the series / Nummer {place} der Reihe.\n".encode()
        yield Document(f"{place:07}.txt", one.data + own, one.format, one.metadata, weight=len(one.data))


def settings_of(pipeline: str) -> Settings:
    """Two jobs with a pipeline: accurate, fast, or blank."""
    names = ("blank:en", "blank:de") if pipeline == "blank" else (pipeline, pipeline)
    return Settings(english=names[0], german=names[1], rules=Path("no-such-folder"), jobs=JOBS)


def measure(kind: str, number: int, pipeline: str) -> tuple[float, float, float, int]:
    """Seconds until the first batch was done, seconds of the rest, CPU seconds of all, words."""
    settings = settings_of(pipeline)
    engine: Engine = dask_engine("", settings, make_finder) if kind == "dask" else local_engine(settings, make_finder)
    told: list[tuple[float, Done]] = []
    began = time.perf_counter()
    with Store() as store:
        with engine:
            orders = Orders("bench", settings.batch, progress=lambda done: told.append((time.perf_counter(), done)))
            process(some_documents(number), store, engine, orders)
        assert not store.left()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(each.ru_utime + each.ru_stime for each in used)
    first, (last, done) = told[0][0], told[-1]
    return first - began, last - first, cpu, done.words


def main(number: int, pipeline: str, rounds: int) -> None:
    """Print a line a round and engine, and the ratios."""
    print("| engine | articles | start s | rest s | words/s | CPU s |\n|---|---|---|---|---|---|", flush=True)
    totals = {"jobs": [0.0, 0.0], "dask": [0.0, 0.0]}
    for _ in range(rounds):
        for kind, total in totals.items():
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                start, rest, cpu, words = pool.submit(measure, kind, number, pipeline).result()
            total[0] += rest
            total[1] += cpu
            print(f"| {kind} | {number:,} | {start:.1f} | {rest:.1f} | {words / rest:,.0f} | {cpu:.1f} |", flush=True)
    wall, cpu = (totals["jobs"][which] / totals["dask"][which] for which in (0, 1))
    print(f"dask has {wall:.2f} of the words per second of two jobs, by CPU seconds {cpu:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=5000)
    parser.add_argument("pipeline", nargs="?", default="blank", choices=("blank", "fast", "accurate"))
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    main(given.articles, given.pipeline, given.rounds)
