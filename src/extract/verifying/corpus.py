"""The evidence held against the articles as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from extract.reading import Source, list_sources
from extract.reading.encodings import UnreadableError, decode
from extract.tables.schema import ARTICLES, EVIDENCE
from extract.tables.stored import Stored
from extract.verifying.relations import numbered
from extract.verifying.report import Report


def check_corpus(stored: Stored, corpus: Sequence[Path], report: Report) -> None:
    """Digests of the articles, and every quote and sentence at its offsets.

    Where an article has changed since the run, that is said once; its quotes are not looked at.

    Raises:
        PathError: when a path of the corpus does not exist.
    """
    sources = {source.name: source for source in list_sources(corpus)}
    if ARTICLES.name not in stored:
        return
    texts = {}
    for line, row in numbered(stored[ARTICLES.name]):
        if row["status"] != "processed" and row["characters"] == "0":
            continue
        text = _text(row, line, sources, report)
        if text is not None:
            texts[row["article"]] = text
    if EVIDENCE.name in stored:
        for line, row in numbered(stored[EVIDENCE.name]):
            if row["article"] in texts:
                _check_quote(row, line, texts[row["article"]], report)


def _text(row: Mapping[str, str], line: int, sources: Mapping[str, Source], report: Report) -> str | None:
    """The text of an article as it was when the run read it, else None."""
    name = row["article"]
    if not report.demand(name in sources, "articles.csv", line, f"{name} is not among the articles",
                         "name its folder with --corpus, or run `extract run` again"):  # fmt: skip
        return None
    try:
        text, _ = decode(sources[name].path.read_bytes())
    except (UnreadableError, OSError) as error:
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
