"""A reviewer in a process of its own; a module so that the process can import it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extract.records import Decision
from extract.review import append

MANY = 200


def decision(fact: str, **more: Any) -> Decision:
    """To accept a fact."""
    given = {"action": "accept", "who": "ada", "when": "2026-03-01T09:30:00Z"} | more
    return Decision(fact=fact, **given)


def write_many(path: Path, who: str) -> None:
    """Decisions, two at a time."""
    for number in range(0, MANY, 2):
        append(path, [decision(str(number), who=who), decision(str(number + 1), who=who, note="x" * 5000)])
