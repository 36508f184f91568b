"""The files of an output folder, written all or none."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Protocol

import extract
from extract.records import Fact, Listed, Placed
from extract.tables.frames import csv_pieces, sort_key
from extract.tables.jsonl import Place, placed_records
from extract.tables.replacing import SEAL, Writer, replace_files
from extract.tables.rows import (
    Row,
    article_rows,
    check_evidence,
    check_rows,
    conflict_rows,
    decision_rows,
    evidence_rows,
    fact_rows,
    official_rows,
)
from extract.tables.schema import ARTICLES, CHECKS, CONFLICTS, DECISIONS, EVIDENCE, FACTS, OFFICIALS, TABLES, Table
from extract.tables.sorting import MOST, Sorted
from extract.tables.texts import TEXTS, has_texts, write_texts


@dataclass(frozen=True, slots=True)
class RowsOf:
    """How the rows of a table come of facts."""

    table: Table
    rows: Callable[[Sequence[Fact]], Iterator[Row]]


# Of the tables that hang on facts alone; a check needs the facts that it uses beside its own.
ROWS = (
    RowsOf(FACTS, fact_rows), RowsOf(OFFICIALS, official_rows), RowsOf(EVIDENCE, evidence_rows),
    RowsOf(CONFLICTS, conflict_rows), RowsOf(CHECKS, check_rows),
)  # fmt: skip


class Inputs(Protocol):
    """The articles of a run; there may be more of them than fit into memory, so they are asked for one by one."""

    def listed(self) -> Iterator[Listed]:
        """Every article, processed or not, sorted by name, those marked that copy others."""

    def text(self, name: str) -> str | None:
        """The text of an article that was processed, None for any other name."""

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """Names and packed texts of those that were processed, sorted by name."""


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What `run.json` says beside counts and digests.

    Attributes:
        settings: what was chosen, as text; nothing that differs between identical runs, no clock, no absolute path.
        left: number of articles that were not done, because the run was stopped.
    """

    settings: Mapping[str, str] = field(default_factory=dict)
    left: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        files: their paths, `run.json` last.
        facts: number by type, in the order of their first.
        claims: statements behind the facts.
        conflicts: groups of facts that contradict each other.
    """

    files: list[Path]
    facts: Mapping[str, int]
    claims: int
    conflicts: int


def write_tables(
    folder: Path, inputs: Inputs, facts: Iterable[Fact], info: RunInfo, placed: Iterable[Placed] = ()
) -> list[Path]:
    """Write all tables of facts that fit into memory: see `write_parts`."""
    return write_parts(folder, inputs, [list(facts)], info, placed).files


def write_parts(
    folder: Path, inputs: Inputs, parts: Iterable[Sequence[Fact]], info: RunInfo, placed: Iterable[Placed] = (),
    rows: int = MOST,
) -> Written:  # fmt: skip
    """Write all tables, `claims.jsonl`, `texts.sqlite` and `run.json` into a folder.

    Everything is made and checked before the first file is touched, then the files are replaced as a set. Other files
    in the folder stay as they are. The tables are the same for any parts of the same facts in any order.

    Args:
        folder: made where it is missing.
        inputs: every article.
        parts: facts as merged; those that a check uses are in its part.
        info: for `run.json`.
        placed: the decisions of reviewers, in the order of their log.
        rows: of each table that are held in memory; the others wait on disk, in the folder.

    Raises:
        EvidenceError: when the offsets of a claim do not fit its article; nothing is written then.
        OSError: when the disk is full or the folder cannot be written; the files are as before then.
    """
    placed = list(placed)
    with ExitStack() as stack:
        content = _Content(stack, folder, rows)
        for part in parts:
            check_evidence((claim for fact in part for claim in fact.claims), inputs.text)
            content.add(part)
        content.tables[DECISIONS.name].add(decision_rows(placed))
        articles = _Articles(inputs, content.by_article)
        digests: dict[str, str] = {}

        def write_run(part: Path, _: Path) -> None:
            part.write_bytes(_run_json(articles, content, info, placed, digests))

        def texts(part: Path, present: Path) -> None:
            if not has_texts(present, inputs.texts()):
                write_texts(part, inputs.texts())

        files: dict[str, Writer] = {
            f"{table.name}.csv": _noting(digests, csv_pieces(table, content.tables[table.name]))
            for table in TABLES
            if table is not ARTICLES
        }
        files["claims.jsonl"] = _noting(digests, content.lines())
        files[f"{ARTICLES.name}.csv"] = _noting(digests, csv_pieces(ARTICLES, articles.rows()))
        written = replace_files(folder, {**files, TEXTS: texts, SEAL: write_run})
    return Written(written, dict(content.facts), content.claims, len(content.conflicts))


def _noting(digests: dict[str, str], pieces: Iterable[bytes]) -> Writer:
    """Writes a file, and notes its digest."""

    def write(part: Path, present: Path) -> None:
        sha256 = hashlib.sha256()
        with part.open("wb") as file:
            for piece in pieces:
                sha256.update(piece)
                file.write(piece)
        digests[present.name] = sha256.hexdigest()

    return write


class _Content:
    """The rows of all tables but that of the articles, and what `run.json` counts."""

    def __init__(self, stack: ExitStack, folder: Path, rows: int) -> None:
        self.tables = {
            table.name: stack.enter_context(Sorted(partial(sort_key, table), folder, rows)) for table in TABLES
        }
        self.facts: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.by_article: Counter[str] = Counter()
        self.conflicts: set[str] = set()
        self.claims = 0
        self._records = stack.enter_context(Sorted[tuple[Place, str]](itemgetter(0), folder, rows))

    def add(self, part: Sequence[Fact]) -> None:
        """Take facts."""
        for each in ROWS:
            self.tables[each.table.name].add(each.rows(part))
        self._records.add((place, json.dumps(one, ensure_ascii=False)) for place, one in placed_records(part))
        for fact in part:
            self.facts[fact.head.type] += 1
            self.statuses[fact.review.status] += 1
            self.by_article.update(claim.article for claim in fact.claims)
            self.conflicts |= {fact.conflict} - {""}
            self.claims += len(fact.claims)

    def lines(self) -> Iterator[bytes]:
        """Those of `claims.jsonl`."""
        return (f"{line}\n".encode() for _, line in self._records)


class _Articles:
    """The rows of the table of the articles; counts and notes meanwhile what `run.json` says of them."""

    def __init__(self, inputs: Inputs, claims: Mapping[str, int]) -> None:
        self.statuses: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.inputs: list[str] = []  # as lines of JSON, which take a fifth of the memory of records
        self._inputs = inputs
        self._claims = claims

    def rows(self) -> Iterator[Row]:
        """In the order of the table."""
        return article_rows(self._noted(), self._claims)

    def _noted(self) -> Iterator[Listed]:
        for each in self._inputs.listed():
            self.statuses[each.article.status] += 1
            self.languages[each.article.language or "none"] += 1
            self.inputs.append(json.dumps({"article": each.article.name, "sha256": each.sha256}, ensure_ascii=False))
            yield each


def _run_json(
    articles: _Articles, facts: _Content, info: RunInfo, placed: Sequence[Placed], digests: Mapping[str, str]
) -> bytes:
    content = {
        "extract": extract.__version__,
        "complete": not info.left,
        **({"left": info.left} if info.left else {}),
        "settings": dict(sorted(info.settings.items())),
        "counts": {
            "articles": dict(sorted(articles.statuses.items())),
            "languages": dict(sorted(articles.languages.items())),
            "facts": dict(sorted(facts.facts.items())),
            "claims": facts.claims,
            "conflicts": len(facts.conflicts),
            "review": dict(sorted(facts.statuses.items())),
            "decisions": dict(sorted(Counter(each.standing for each in placed).items())),
        },
        "tables": dict(sorted(digests.items())),
    }
    head = json.dumps(content, ensure_ascii=False, indent=2).removesuffix("\n}")
    inputs = ",".join(f"\n    {line}" for line in articles.inputs)
    return f'{head},\n  "inputs": [{inputs}\n  ]\n}}\n'.encode()
