"""A plan carried out: what is missing is analysed and kept, and what was done is said in `last_run.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from extract.config import Settings
from extract.running.analysing import FinderFactory, Outcome
from extract.running.cache import Cache, LastRun
from extract.running.planning import Plan, content_digest
from extract.running.pool import analyse_all
from extract.tables.replacing import replace_files

# Beside the tables, and the only file there that two runs over the same articles write differently.
LAST_RUN = "last_run.json"


def carry_out(
    plan: Plan, cache: Cache, settings: Settings, make: FinderFactory, count: Callable[[int], None]
) -> list[Outcome]:
    """Analyse what the plan lacks; each outcome is kept at once, so that a killed run loses little.

    Args:
        plan: of this run.
        cache: takes the outcomes of articles that could be read and analysed; the others are tried anew next time.
        settings: pipelines, rules, processes.
        make: builds the finder of a process.
        count: told the number of files done since the last call.

    Returns:
        One outcome a file, in the order of the plan.
    """
    missing = {each.source.name: each for each in plan.files if each.outcome is None}

    def advance(outcomes: Sequence[Outcome]) -> None:
        entries = []
        for outcome in outcomes:
            planned = missing[outcome.article.name]
            # A file that changed since it was planned would be kept under the wrong key.
            if outcome.article.status != "failed" and planned.content == content_digest(planned.source) != "":
                entries.append((planned.key, outcome))
        cache.put(entries)
        count(len(outcomes))

    count(len(plan.files) - len(missing))
    analysed = analyse_all([each.source for each in missing.values()], settings, make, advance)
    found = dict(zip(missing, analysed, strict=True))
    return [each.outcome or found[each.source.name] for each in plan.files]


def note_run(plan: Plan, outcomes: Sequence[Outcome], cache: Cache, parts: Mapping[str, str]) -> None:
    """Note what this run had before it, and let the cache drop what is no longer used."""
    failed = frozenset(outcome.article.name for outcome in outcomes if outcome.article.status == "failed")
    inputs = {each.source.name: each.content for each in plan.files}
    cache.finish(LastRun(0, parts, inputs, failed), [each.key for each in plan.files if each.key])


def write_report(folder: Path, plan: Plan, problem: str) -> list[Path]:
    """Say what was done and why, in a file of its own: `run.json` is the same whether an article was known or not.

    Args:
        folder: of the tables, `run.json` among them.
        plan: that was carried out.
        problem: why the cache could not be used, else empty.

    Returns:
        The path of the file.
    """
    run = hashlib.sha256((folder / "run.json").read_bytes()).hexdigest()
    content = {
        "run": run,
        "articles": plan.counts(),
        "why_again": list(plan.why),
        "new": plan.names("new"),
        "changed": plan.names("changed"),
        "again": plan.names("again"),
        "failed": plan.names("failed"),
        "renamed": {each.source.name: each.before for each in plan.files if each.state == "renamed"},
        "gone": list(plan.gone),
        "cache": problem or "in use",
    }
    return replace_files(folder, {LAST_RUN: (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()})
