"""The evidence held against the articles as they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from extract.config import Columns
from extract.reading import Document, NotAnArticleError, documents, list_sources, read_text
from extract.reading.encodings import UnreadableError
from extract.tables.schema import ARTICLES, EVIDENCE
from extract.tables.stored import Stored
from extract.verifying.relations import numbered
from extract.verifying.report import Report

_Row = tuple[int, dict[str, str]]


def check_corpus(stored: Stored, corpus: Sequence[Path], report: Report, columns: Columns | None = None) -> None:
    """Digests of the articles, and every quote and sentence at its offsets; one article at a time.

    Where an article has changed since the run, that is said once; its quotes are not looked at.

    Args:
        stored: the tables.
        corpus: files and folders that the run has read.
        report: takes the findings.
        columns: which fields of rows say what.

    Raises:
        PathError: when a path of the corpus does not exist.
    """
    sources = list_sources(corpus)
    if ARTICLES.name not in stored:
        return
    rows = numbered(stored[ARTICLES.name])
    wanted: dict[str, _Row] = {row["article"]: (line, row) for line, row in rows if _had_text(row)}
    quotes: dict[str, list[_Row]] = {}
    if EVIDENCE.name in stored:
        for line, row in numbered(stored[EVIDENCE.name]):
            quotes.setdefault(row["article"], []).append((line, row))
    files = {start for name in wanted for start in _beginnings(name)}
    missing: dict[str, _Row] = dict(wanted)
    for document in documents((source for source in sources if source.name in files), columns):
        place = missing.pop(document.name, None)
        text = _text(document, *place, report) if place else None
        for place in quotes.get(document.name, []) if text is not None else []:
            _check_quote(place[1], place[0], text or "", report)
    report.checks += len(wanted)
    for name, (line, _) in missing.items():
        advice = "name its folder with --corpus, or run `extract run` again"
        report.add("articles.csv", line, f"{name} is not among the articles", advice)


def _had_text(row: Mapping[str, str]) -> bool:
    return row["status"] == "processed" or row["characters"] != "0"


def _beginnings(name: str) -> Iterator[str]:
    """The files that an article may lie in: "a.zip" and "a.zip/b.jsonl" for "a.zip/b.jsonl#3", and itself."""
    yield name
    for mark in re.finditer("[/#]", name):
        yield name[: mark.start()]


def _text(document: Document, line: int, row: Mapping[str, str], report: Report) -> str | None:
    """The text of an article as it was when the run read it, else None."""
    name = document.name
    try:
        text = read_text(document)
    except (UnreadableError, NotAnArticleError) as error:
        report.add("articles.csv", line, f"{name} cannot be read any more: {error}")
        return None
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    says = f"{name} has changed since the run: its digest is {digest[:12]}..., not {row['digest'][:12]}..."
    if not report.demand(digest == row["digest"], "articles.csv", line, says):
        return None
    says = f"{name} has {len(text)} characters, not {row['characters']}"
    report.demand(row["characters"] == str(len(text)), "articles.csv", line, says)
    return text


def _check_quote(row: Mapping[str, str], line: int, text: str, report: Report) -> None:
    try:
        start, end, first, last = (int(row[name]) for name in ("start", "end", "sentence_start", "sentence_end"))
    except ValueError:
        return  # told with the types
    for what, low, high in (("quote", start, end), ("sentence", first, last)):
        found = text[low:high] if 0 <= low <= high <= len(text) else ""
        says = f"the {what} at [{low}, {high}) of {row['article']} is {_short(found)}, not {_short(row[what])}"
        report.demand(found == row[what] and found != "", "evidence.csv", line, says)
    says = f"the quote [{start}, {end}) is not within its sentence [{first}, {last})"
    report.demand(first <= start <= end <= last, "evidence.csv", line, says)


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:77]}...")
