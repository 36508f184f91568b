"""The files of an output folder, written all or none."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import extract
from extract.records import Article, Fact, Placed
from extract.tables.frames import build_frames, to_csv
from extract.tables.jsonl import claim_lines
from extract.tables.replacing import replace_files
from extract.tables.rows import text_digest


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What `run.json` says beside counts and digests.

    Attributes:
        settings: what was chosen, as text; nothing that differs between identical runs, no clock, no absolute path.
    """

    settings: Mapping[str, str] = field(default_factory=dict)


def write_tables(
    folder: Path, articles: Iterable[Article], facts: Iterable[Fact], info: RunInfo, placed: Iterable[Placed] = ()
) -> list[Path]:
    """Write all tables, `claims.jsonl` and `run.json` into a folder.

    Everything is made and checked before the first file is touched, then the files are replaced as a set. Other files
    in the folder stay as they are.

    Args:
        folder: made where it is missing.
        articles: every input, processed or not, in any order.
        facts: as merged.
        info: for `run.json`.
        placed: the decisions of reviewers, in the order of their log.

    Returns:
        The paths written, `run.json` last.

    Raises:
        EvidenceError: when the offsets of a claim do not fit its article; nothing is written then.
    """
    return replace_files(folder, render(list(articles), list(facts), info, list(placed)))


def render(
    articles: list[Article], facts: list[Fact], info: RunInfo, placed: Sequence[Placed] = ()
) -> dict[str, bytes]:
    """The content of every file by its name; the same for any order of articles."""
    files = {f"{name}.csv": to_csv(data) for name, data in build_frames(articles, facts, placed).items()}
    lines = [f"{line}\n" for line in claim_lines(facts)]
    files["claims.jsonl"] = "".join(lines).encode()
    files["run.json"] = _run_json(articles, facts, info, placed, files)
    return files


def _run_json(
    articles: list[Article], facts: list[Fact], info: RunInfo, placed: Sequence[Placed], files: Mapping[str, bytes]
) -> bytes:
    content = {
        "extract": extract.__version__,
        "settings": dict(sorted(info.settings.items())),
        "counts": {
            "articles": _counts(article.status for article in articles),
            "languages": _counts(article.language or "none" for article in articles),
            "facts": _counts(fact.head.type for fact in facts),
            "claims": sum(len(fact.claims) for fact in facts),
            "conflicts": len({fact.conflict for fact in facts} - {""}),
            "review": _counts(fact.review.status for fact in facts),
            "decisions": _counts(each.standing for each in placed),
        },
        "inputs": [
            {"article": name, "sha256": digest}
            for name, digest in sorted((article.name, text_digest(article)) for article in articles)
        ],
        "tables": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
