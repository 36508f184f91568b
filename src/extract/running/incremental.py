"""What was done, said in `last_run.json`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from extract.running.planning import Plan
from extract.tables.replacing import replace_files

# Beside the tables, and the only file there that two runs over the same articles write differently.
LAST_RUN = "last_run.json"


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
        "left": plan.left,
        "why_again": list(plan.why),
        "new": plan.states["new"],
        "changed": plan.states["changed"],
        "again": plan.states["again"],
        "failed": plan.states["failed"],
        "renamed": plan.renamed,
        "gone": plan.gone,
        "cache": problem or "in use",
    }
    return replace_files(folder, {LAST_RUN: (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()})
