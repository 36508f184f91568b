"""Rows of `make bench`: bare pipelines, this program in one process, whole runs, single stages."""

from __future__ import annotations

import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from extract.config import Settings
from extract.finding.mentions import analyse_parsed, readable
from extract.finding.nlp import Pipelines, Request
from extract.finding.officials import load_register
from extract.reading import Document, read_document
from extract.records import LANGUAGES, Article
from extract.rules.gate import Gate
from extract.rules.loader import load_rules
from extract.rules.matching import find_claims
from extract.rules.schema import RuleSet
from extract.running.analysing import Finder, make_finder, process_batch
from extract.values.register import Register

BATCH = 64
# Articles of a turn: the pipelines and this program work on the same ones, one after the other.
_TURN = 64
# Articles read before the clock starts, enough for both pipelines to be loaded where one in twenty is relevant.
_WARM = 64

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report.

    Attributes:
        name: what was measured.
        words: read.
        articles: read.
        seconds: that it took; of the processor or by the clock, as the caller says.
        peak: most memory of a process in bytes, 0 where it was not measured.
        processor: seconds of all processes together, where `seconds` are by the clock; else 0.
    """

    name: str
    words: int
    articles: int
    seconds: float
    peak: int = 0
    processor: float = 0.0

    @property
    def rate(self) -> float:
        """Words per second."""
        return self.words / self.seconds

    def line(self) -> str:
        """The row as text."""
        memory = f"{self.peak / 2**20:6,.0f} MB" if self.peak else " " * 9
        articles = self.articles / self.seconds
        processor = f"  ({self.processor:.1f} s of the processor)" if self.processor else ""
        rates = f"{self.rate:11,.0f} words/s{articles:9,.1f} articles/s"
        return f"  {self.name:34}{self.seconds:8.2f} s{rates} {memory}{processor}"


@dataclass(frozen=True)
class _Tools:
    pipelines: Pipelines
    rules: RuleSet
    register: Register
    gate: Gate


def beside_bare(documents: Sequence[Document], settings: Settings) -> tuple[Row, Row]:
    """Bare `nlp.pipe` and this program over the same documents, turn and turn about, in processor seconds.

    The pipelines get texts that are read already; the program reads them itself. The memory of each is that of a
    process of its own.
    """
    peaks = [alone(_memory_of, kind, documents[: 4 * BATCH], settings) for kind in ("bare", "program")]
    words, bare, ours = alone(_alternate, documents, settings)
    return (
        Row("bare nlp.pipe", words, len(documents), bare, peaks[0]),
        Row("this program, one process", words, len(documents), ours, peaks[1]),
    )


def whole_run(name: str, documents: Sequence[Document], words: Sequence[str]) -> Row:
    """`extract run` over files of the documents, start, merging and tables included, by the clock."""
    with tempfile.TemporaryDirectory() as folder:
        texts, out = Path(folder) / "texts", Path(folder) / "out"
        texts.mkdir()
        for document in documents:
            (texts / document.name).write_bytes(document.data)
        count = sum(len(read_document(document).text.split()) for document in documents)
        command = [sys.executable, "-m", "extract.cli", "run", str(texts), "--out", str(out), *words]
        seconds, processor, most = alone(_timed_command, command)
    return Row(name, count, len(documents), seconds, most, processor)


def stages(documents: Sequence[Document], settings: Settings) -> list[Row]:
    """The parts of the work one after the other over the same documents, in processor seconds."""
    return [Row(*row) for row in alone(_stages, documents, settings)]


def turns(documents: Sequence[Result], size: int = _TURN) -> Iterator[Sequence[Result]]:
    """Stretches of so many."""
    for start in range(0, len(documents), size):
        yield documents[start : start + size]


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """A result with the processor seconds that it took."""
    start = time.process_time()
    return work(), time.process_time() - start


def alone(work: Callable[..., Result], *arguments: object) -> Result:
    """Call a function in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _alternate(documents: Sequence[Document], settings: Settings) -> tuple[int, float, float]:
    finder, pipelines = make_finder(settings), Pipelines(settings)
    _beside(documents[:_WARM], finder, pipelines, settings.batch)  # loads what is loaded once
    found = [_beside(turn, finder, pipelines, settings.batch) for turn in turns(documents)]
    return sum(words for words, _, _ in found), sum(bare for _, bare, _ in found), sum(ours for _, _, ours in found)


def _beside(
    documents: Sequence[Document], finder: Finder, pipelines: Pipelines, batch: int
) -> tuple[int, float, float]:
    articles = [read_document(document) for document in documents]
    bare = timed(lambda: read_bare(articles, pipelines))[1]
    ours = timed(lambda: read_ours(documents, finder, batch))[1]
    return sum(len(article.text.split()) for article in articles), bare, ours


def _memory_of(kind: str, documents: Sequence[Document], settings: Settings) -> int:
    if kind == "bare":
        read_bare([read_document(document) for document in documents], Pipelines(settings))
    else:
        read_ours(documents, make_finder(settings), settings.batch)
    return peak(resource.RUSAGE_SELF)


def read_bare(articles: Sequence[Article], pipelines: Pipelines) -> None:
    """What the pipelines alone do, with the components that the program uses."""
    parts = [part for article in articles if article.language for part in readable(article)]
    for language in LANGUAGES:
        for _ in pipelines.load(language).pipe(
            (text for spoken, text in parts if spoken == language), batch_size=BATCH
        ):
            pass


def read_ours(documents: Sequence[Document], finder: Finder, batch: int) -> None:
    """What one process of a run does."""
    for part in turns(documents, batch):
        process_batch(part, lambda: finder)


def _stages(documents: Sequence[Document], settings: Settings) -> list[tuple[str, int, int, float]]:
    rules, register = load_rules(settings.rules), load_register(settings.officials)
    tools = _Tools(Pipelines(settings), rules, register, Gate(rules, register))
    for language in LANGUAGES:
        tools.pipelines.load(language)
    _turn_of_stages(documents[:_WARM], tools)  # loads what is loaded once
    found = [_turn_of_stages(turn, tools) for turn in turns(documents)]
    words = sum(words for words, _ in found)
    return [(name, words, len(documents), sum(taken[name] for _, taken in found)) for name in found[0][1]]


def _turn_of_stages(documents: Sequence[Document], tools: _Tools) -> tuple[int, dict[str, float]]:
    """Words, and the seconds of each stage."""
    taken: dict[str, float] = {}
    articles, taken["reading, languages"] = timed(lambda: [read_document(one) for one in documents])
    articles = [article for article in articles if article.language]
    looks, taken["gate"] = timed(lambda: [tools.gate.look(one) for one in articles])
    requests = [one for look in looks for one in look]
    bare = [Request(one.language, one.text, one.pieces, ()) for one in requests]
    _, taken["tokens"] = timed(lambda: tools.pipelines.parse_all(bare))
    parsed, together = timed(lambda: iter(tools.pipelines.parse_all(requests)))
    taken["model, in the sentences wanted"] = together - taken["tokens"]
    pairs = [(article, [next(parsed) for _ in look]) for article, look in zip(articles, looks, strict=True) if look]
    found, taken["finders"] = timed(lambda: [analyse_parsed(*pair, tools.register) for pair in pairs])
    _, taken["rules"] = timed(lambda: [find_claims(one, tools.rules) for one in found])
    return sum(len(article.text.split()) for article in articles), taken


def _timed_command(command: Sequence[str]) -> tuple[float, float, int]:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"{json.dumps(list(command))} ended with {done.returncode}: {done.stderr}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, used.ru_utime + used.ru_stime, peak(resource.RUSAGE_CHILDREN)


def peak(who: int) -> int:
    """Most memory of this process, or of the largest of its children, in bytes."""
    return resource.getrusage(who).ru_maxrss * 1024
