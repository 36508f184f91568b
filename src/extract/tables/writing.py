"""The files of an output folder, written all or none."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import extract
from extract.records import Fact, Listed, Placed
from extract.tables.frames import build_frames, csv_pieces, to_csv
from extract.tables.jsonl import claim_lines
from extract.tables.replacing import SEAL, Writer, replace_files
from extract.tables.rows import article_rows, check_evidence
from extract.tables.schema import ARTICLES
from extract.tables.texts import TEXTS, has_texts, write_texts


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


def write_tables(
    folder: Path, inputs: Inputs, facts: Iterable[Fact], info: RunInfo, placed: Iterable[Placed] = ()
) -> list[Path]:
    """Write all tables, `claims.jsonl`, `texts.sqlite` and `run.json` into a folder.

    Everything is made and checked before the first file is touched, then the files are replaced as a set. Other files
    in the folder stay as they are.

    Args:
        folder: made where it is missing.
        inputs: every article.
        facts: as merged.
        info: for `run.json`.
        placed: the decisions of reviewers, in the order of their log.

    Returns:
        The paths written, `run.json` last.

    Raises:
        EvidenceError: when the offsets of a claim do not fit its article; nothing is written then.
        OSError: when the disk is full or the folder cannot be written; the files are as before then.
    """
    facts, placed = list(facts), list(placed)
    check_evidence((claim for fact in facts for claim in fact.claims), inputs.text)
    small = {f"{name}.csv": to_csv(data) for name, data in build_frames(facts, placed).items()}
    small["claims.jsonl"] = "".join(f"{line}\n" for line in claim_lines(facts)).encode()
    articles = _Articles(inputs, facts)

    def write_run(part: Path, _: Path) -> None:
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in small.items()} | articles.digest
        part.write_bytes(_run_json(articles, facts, info, placed, digests))

    large: dict[str, Writer] = {
        f"{ARTICLES.name}.csv": articles.write,
        TEXTS: lambda part, present: None if has_texts(present, inputs.texts()) else write_texts(part, inputs.texts()),
        SEAL: write_run,
    }
    return replace_files(folder, {**small, **large})


class _Articles:
    """Writes the table of the articles, and counts and notes meanwhile what `run.json` says of them."""

    def __init__(self, inputs: Inputs, facts: Sequence[Fact]) -> None:
        self.statuses: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.inputs: list[str] = []  # as lines of JSON, which take a fifth of the memory of records
        self.digest: dict[str, str] = {}
        self._inputs = inputs
        self._facts = facts

    def write(self, part: Path, _: Path) -> None:
        """The table at a path."""
        sha256 = hashlib.sha256()
        with part.open("wb") as file:
            for piece in csv_pieces(ARTICLES, article_rows(self._noted(), self._facts)):
                sha256.update(piece)
                file.write(piece)
        self.digest = {f"{ARTICLES.name}.csv": sha256.hexdigest()}

    def _noted(self) -> Iterator[Listed]:
        for each in self._inputs.listed():
            self.statuses[each.article.status] += 1
            self.languages[each.article.language or "none"] += 1
            self.inputs.append(json.dumps({"article": each.article.name, "sha256": each.sha256}, ensure_ascii=False))
            yield each


def _run_json(
    articles: _Articles, facts: Sequence[Fact], info: RunInfo, placed: Sequence[Placed], digests: Mapping[str, str]
) -> bytes:
    content = {
        "extract": extract.__version__,
        "complete": not info.left,
        **({"left": info.left} if info.left else {}),
        "settings": dict(sorted(info.settings.items())),
        "counts": {
            "articles": dict(sorted(articles.statuses.items())),
            "languages": dict(sorted(articles.languages.items())),
            "facts": _counts(fact.head.type for fact in facts),
            "claims": sum(len(fact.claims) for fact in facts),
            "conflicts": len({fact.conflict for fact in facts} - {""}),
            "review": _counts(fact.review.status for fact in facts),
            "decisions": _counts(each.standing for each in placed),
        },
        "tables": dict(sorted(digests.items())),
    }
    head = json.dumps(content, ensure_ascii=False, indent=2).removesuffix("\n}")
    inputs = ",".join(f"\n    {line}" for line in articles.inputs)
    return f'{head},\n  "inputs": [{inputs}\n  ]\n}}\n'.encode()


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
