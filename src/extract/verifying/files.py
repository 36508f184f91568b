"""`run.json`, `claims.jsonl` and the exports, against the tables that they belong to."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from extract.records import REVIEWER
from extract.tables.exports import FORMATS
from extract.tables.exports.parts import write_parts
from extract.tables.schema import ARTICLES, EVIDENCE
from extract.tables.stored import Stored
from extract.verifying.relations import numbered
from extract.verifying.report import AGAIN, Report

# Exports whose bytes follow from the tables alone. A workbook is there to be edited, a database has its own check, and
# Parquet changes with the version of its library.
_EXACT = ("csv-de", "csv-en", "jsonl", "ftm")


def check_run(folder: Path, stored: Stored, report: Report) -> None:
    """The digests that `run.json` states, of files and of articles."""
    run = _json(folder / "run.json", report)
    if run is None:
        return
    tables, inputs = run.get("tables"), run.get("inputs")
    if not isinstance(tables, dict) or not isinstance(inputs, list):
        report.add("run.json", 0, "lacks `tables` or `inputs`")
        return
    for name, digest in tables.items():
        file = folder / name
        if not file.is_file():
            report.add(name, 0, "run.json names it, but it is not there")
            continue
        found = hashlib.sha256(file.read_bytes()).hexdigest()
        says = f"was changed after the run: its digest is {found[:12]}..., not {str(digest)[:12]}..."
        report.demand(found == digest, name, 0, says, f"put it back or {AGAIN}; corrections belong into the review")
    if ARTICLES.name in stored:
        stated = Counter((str(each.get("article")), str(each.get("sha256"))) for each in inputs)
        listed = Counter((row["article"], row["digest"]) for row in stored[ARTICLES.name].records())
        for name, _ in sorted((stated - listed) + (listed - stated)):
            report.add("run.json", 0, f"run.json and articles.csv do not say the same of {name}")
        report.checks += len(stated)


def check_claims(folder: Path, stored: Stored, report: Report) -> None:
    """Every line of `claims.jsonl` is a row of the evidence, and every row that a rule found a line."""
    file = folder / "claims.jsonl"
    if not report.demand(file.is_file(), file.name, 0, "there is no such file") or EVIDENCE.name not in stored:
        return
    left = Counter(_statement(row) for _, row in numbered(stored[EVIDENCE.name]) if row["rule"] != REVIEWER)
    for number, line in enumerate(file.read_bytes().split(b"\n")[:-1], start=1):
        try:
            record = json.loads(line)
            place = record["evidence"]
            statement = tuple(str(each) for each in (
                record["fact_id"], record["article"], record["type"], place["start"], place["end"], place["quote"],
            ))  # fmt: skip
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            report.add(file.name, number, f"is no claim: {error!r}")
            continue
        if report.demand(
            left[statement] > 0, file.name, number, f"evidence.csv has no such statement of {statement[1]}"
        ):
            left[statement] -= 1
    for statement in (+left).elements():
        report.add(file.name, 0, f"has no line for the statement of {statement[1]} at {statement[3]} in evidence.csv")


def check_exports(folder: Path, stored: Stored, report: Report) -> None:
    """The exports that are there are those of these tables."""
    for name in _EXACT:
        parts = list(FORMATS[name](stored))
        there = [part for part in parts if (folder / part.name).exists()]
        if not there:
            continue
        with tempfile.TemporaryDirectory() as made:
            try:
                write_parts(Path(made), there)
            except ValueError:
                continue  # a cell does not fit its type, which has been told
            for part in there:
                same = (Path(made) / part.name).read_bytes() == (folder / part.name).read_bytes()
                report.demand(same, part.name, 0, "is not what the tables say", f"run `extract export {name}` again")


def _statement(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("fact_id", "article", "type", "start", "end", "quote"))


def _json(file: Path, report: Report) -> dict[str, object] | None:
    try:
        content = json.loads(file.read_bytes())
    except FileNotFoundError:
        report.add(file.name, 0, "there is no such file")
        return None
    except (ValueError, RecursionError) as error:
        report.add(file.name, getattr(error, "lineno", 0), f"no valid JSON: {error}")
        return None
    return content if isinstance(content, dict) else {}
