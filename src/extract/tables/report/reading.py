"""What the report reads from the tables of an output folder.

Columns that a table does not have, for it was written by an older version, count as empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from extract.tables.frames import read_table
from extract.tables.report.content import Content, Entry, Proof, Source
from extract.tables.report.safety import safe_link, shown
from extract.tables.schema import ARTICLES, EVIDENCE, FACTS, LIST_SEPARATOR, OFFICIALS, Table
from extract.values.period import Period

Row = Mapping[str, str]

_LONGEST_SENTENCE = 700


class ReportError(ValueError):
    """Tables that no report can be made of; the message says what to do."""


def read_content(folder: Path) -> Content:
    """Read the tables of a folder.

    Raises:
        ReportError: when the folder has no tables, or they cannot be read.
    """
    sources = tuple(_source(number, row) for number, row in enumerate(rows_of(folder, ARTICLES), start=1))
    proofs = _proofs(rows_of(folder, EVIDENCE), {source.name: source for source in sources})
    facts = [_fact(row, proofs.get(row["fact_id"], ())) for row in rows_of(folder, FACTS)]
    officials = [_official(row, proofs.get(row["fact_id"], ())) for row in rows_of(folder, OFFICIALS)]
    kept_facts = tuple(entry for entry in facts if entry.status != "rejected")
    kept_officials = tuple(entry for entry in officials if entry.status != "rejected")
    rejected = len(facts) + len(officials) - len(kept_facts) - len(kept_officials)
    known = {entry.id: entry.sources for entry in (*kept_facts, *kept_officials)}
    return Content(kept_facts, kept_officials, sources, rejected, known)


def rows_of(folder: Path, table: Table) -> list[Row]:
    """The rows of a table as text that a page can show; offsets stay what they are.

    Raises:
        ReportError: when the folder has no such table.
    """
    path = folder / f"{table.name}.csv"
    if not path.is_file():
        raise ReportError(f"{folder}: there is no {path.name}; `extract run --out {folder}` writes it")
    try:
        records = read_table(folder, table).to_dict("records")
    except (ValueError, OSError) as error:
        raise ReportError(f"{path}: cannot be read: {error}") from error
    return [{str(name): shown(str(cell)) for name, cell in record.items()} for record in records]


def _source(number: int, row: Row) -> Source:
    return Source(
        number=number,
        name=row["article"],
        title=row.get("title", ""),
        outlet=row.get("source", ""),
        link=safe_link(row.get("url", "").strip()),
        published=_period(row.get("published", "")),
        language=row.get("language", ""),
        status=row.get("status", ""),
        reason=row.get("reason", ""),
        statements=_integer(row.get("claims", "")),
    )


def _proofs(rows: Iterable[Row], sources: Mapping[str, Source]) -> dict[str, tuple[Proof, ...]]:
    """By fact: one sentence once, and a second one of the same article after the first ones of the others."""
    found: dict[str, dict[tuple[str, str], Row]] = defaultdict(dict)
    for row in rows:
        found[row["fact_id"]].setdefault((row["article"], row["sentence"]), row)
    return {fact: tuple(_proof(row, sources) for row in _others_first(own.values())) for fact, own in found.items()}


def _others_first(rows: Iterable[Row]) -> list[Row]:
    seen: dict[str, int] = defaultdict(int)
    ranked = []
    for row in rows:
        ranked.append((seen[row["article"]], row))
        seen[row["article"]] += 1
    return [row for _, row in sorted(ranked, key=lambda each: each[0])]


def _proof(row: Row, sources: Mapping[str, Source]) -> Proof:
    """Offsets count code points, as Python does."""
    sentence, quote = row["sentence"], row["quote"]
    start = _integer(row["start"]) - _integer(row["sentence_start"])
    if not (start >= 0 and quote and sentence[start : start + len(quote)] == quote):
        before, quote, after = sentence, "", ""
    else:
        before, after = sentence[:start], sentence[start + len(quote) :]
    before, quote, after = _shortened(before, quote, after)
    source = sources.get(row["article"]) or _source(0, {**row, "language": row.get("language", "")})
    return Proof(source, before, quote, after)


def _shortened(before: str, quote: str, after: str) -> tuple[str, str, str]:
    """A list without full stops can be one sentence of thousands of signs."""
    half = max(0, _LONGEST_SENTENCE - len(quote)) // 2
    if len(before) + len(quote) + len(after) <= _LONGEST_SENTENCE:
        return before, quote, after
    if not quote:
        return f"{before[:_LONGEST_SENTENCE]} …", "", ""
    return (
        before if len(before) <= half else f"… {before[len(before) - half :]}",
        quote if len(quote) <= _LONGEST_SENTENCE else f"{quote[:_LONGEST_SENTENCE]} …",
        after if len(after) <= half else f"{after[:half]} …",
    )


def _fact(row: Row, proofs: Sequence[Proof]) -> Entry:
    flags = _list(row.get("flags", ""))
    planned = row.get("modality") == "planned"
    return Entry(
        **_common(row, proofs),  # type: ignore[arg-type]
        type=row["type"],
        countries=tuple(code for code in (row["country_1"], row["country_2"]) if code),
        flags=(*flags, "planned") if planned and "planned" not in flags else flags,
        measure=row.get("measure", ""),
        value=_decimal(row.get("value", "")),
        value_max=_decimal(row.get("value_max", "")),
        unit=row.get("unit", ""),
        bound=row.get("bound", ""),
        date=_period(row.get("date", "")),
        raw_date=row.get("date", ""),
        compared_to=_period(row.get("compared_to", "")),
        planned=planned,
        participants=_list(row.get("participants", "")),
        place=row.get("place", ""),
        subject=row.get("subject", ""),
        conflict=row.get("conflict", ""),
        euro=_decimal(row.get("amount_eur", "")),
    )


def _official(row: Row, proofs: Sequence[Proof]) -> Entry:
    return Entry(
        **_common(row, proofs),  # type: ignore[arg-type]
        type="official",
        countries=tuple(code for code in row["country"].split("-") if code),
        flags=_list(row.get("flags", "")),
        person=row["person"],
        known_as=row.get("known_as", ""),
        role=row["role"],
        portfolios=tuple(code for code in row.get("portfolio", "").split("+") if code),
        former=row.get("former") == "true",
        also_written=_list(row.get("also_written", "")),
        same_as=_list(row.get("same_as", "")),
    )


def _common(row: Row, proofs: Sequence[Proof]) -> dict[str, object]:
    edits = tuple(
        (name.removeprefix("edited_"), cell) for name, cell in row.items() if name.startswith("edited_") and cell
    )
    return {
        "id": re.sub(r"[^0-9A-Za-z_-]", "", row["fact_id"]),
        "sources": _integer(row.get("sources", "")),
        "proofs": tuple(proofs),
        "status": row.get("status", ""),
        "reviewed_by": row.get("reviewed_by", ""),
        "edits": edits,
    }


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(LIST_SEPARATOR) if part)


def _integer(cell: str) -> int:
    return int(cell) if cell.isascii() and cell.isdigit() else 0


def _decimal(cell: str) -> Decimal | None:
    try:
        value = Decimal(cell)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _period(cell: str) -> Period | None:
    try:
        return Period.parse(cell) if cell else None
    except ValueError:
        return None
