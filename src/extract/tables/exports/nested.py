"""JSON Lines: one fact a line, with all that supports it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from extract.tables.exports.parts import Part
from extract.tables.exports.sheets import reviewed
from extract.tables.schema import EVIDENCE, Table
from extract.tables.stored import Stored, typed
from extract.values.amount import plain

FILE = "facts.jsonl"


def jsonl_parts(stored: Stored) -> Iterator[Part]:
    """Facts and officials in one file."""
    yield Part(FILE, lambda path: write_jsonl(stored, path))


def write_jsonl(stored: Stored, path: Path) -> None:
    """One object a line: "table", the columns, and "evidence" with an object a statement.

    Numbers of amounts are strings, as in `claims.jsonl`: a decimal, not a double. What is empty is null, lists are
    arrays.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in nested(stored):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def nested(stored: Stored) -> Iterator[dict[str, object]]:
    """The objects, in the order of the tables."""
    evidence: dict[str, list[dict[str, object]]] = {}
    for row in stored[EVIDENCE.name].records():
        fact = row.pop("fact_id")
        evidence.setdefault(fact, []).append(_typed(EVIDENCE, row))
    for table in stored.values():
        if reviewed(table.table):
            for row in table.records():
                yield {
                    "table": table.table.name,
                    **_typed(table.table, row),
                    "evidence": evidence.get(row["fact_id"], []),
                }


def _typed(table: Table, row: dict[str, str]) -> dict[str, object]:
    typed_row: dict[str, object] = {}
    for column in table.columns:
        if column.name in row:
            text = row[column.name]
            value = text or None if column.type == "edtf" else typed(column.type, text)
            typed_row[column.name] = plain(value) if isinstance(value, Decimal) else value
    return typed_row
