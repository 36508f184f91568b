"""What the report reads from the tables of an output folder.

Columns that a table does not have, for it was written by an older version, count as empty.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import get_args

from extract.records import DIRECTED, FactType
from extract.tables.frames import read_table
from extract.tables.report.content import Check, Content, Entry, Orphan, Proof, Source
from extract.tables.report.safety import plain_id, safe_link, shown
from extract.tables.schema import ARTICLES, EVIDENCE, FACTS, LIST_SEPARATOR, OFFICIALS, Table
from extract.values.period import Period

Row = Mapping[str, str]

_LONGEST_SENTENCE = 700
_OF_EVIDENCE = ("fact_id", "article", "published", "language", "start", "quote", "sentence_start", "sentence")
_EDITED = "edited_"
_UNREVIEWED = "new"


class ReportError(ValueError):
    """Tables that no report can be made of; the message says what to do."""


def read_content(folder: Path) -> Content:
    """Read the tables of a folder.

    Raises:
        ReportError: when the folder has no tables, or they cannot be read.
    """
    sources = tuple(_source(number, row) for number, row in enumerate(rows_of(folder, ARTICLES), start=1))
    proofs = _proofs(rows_of(folder, EVIDENCE, _OF_EVIDENCE), {source.name: source for source in sources})
    fact_rows = rows_of(folder, FACTS)
    directed = directed_types(fact_rows)
    facts = [fact_entry(row, proofs.get(row["fact_id"], ()), directed) for row in fact_rows]
    officials = [official_entry(row, proofs.get(row["fact_id"], ())) for row in rows_of(folder, OFFICIALS)]
    kept_facts = tuple(entry for entry in facts if entry.status != "rejected")
    kept_officials = tuple(entry for entry in officials if entry.status != "rejected")
    rejected = len(facts) + len(officials) - len(kept_facts) - len(kept_officials)
    known = {entry.id: entry.sources for entry in (*kept_facts, *kept_officials)}
    return Content(
        facts=kept_facts,
        officials=kept_officials,
        sources=sources,
        checks=tuple(_checks(_optional_rows(folder, "checks"), known)),
        orphans=tuple(_orphans(_optional_rows(folder, "decisions"))),
        rejected=rejected,
        known=known,
    )


def rows_of(folder: Path, table: Table, columns: Sequence[str] = ()) -> list[Row]:
    """The rows of a table as text that a page can show; offsets stay what they are.

    Args:
        folder: where the table lies.
        table: one of the schema; columns that the file has besides are read as well.
        columns: only these, all where none is named.

    Raises:
        ReportError: when the folder has no such table, or it cannot be read.
    """
    path = folder / f"{table.name}.csv"
    if not path.is_file():
        raise ReportError(f"{folder}: there is no {path.name}; `extract run --out {folder}` writes it")
    try:
        data = read_table(folder, table)
    except (ValueError, OSError) as error:
        raise ReportError(f"{path}: cannot be read: {error}") from error
    names = [str(name) for name in data.columns if not columns or name in columns]
    cells = [[shown(str(cell)) for cell in data[name].tolist()] for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]


def _optional_rows(folder: Path, name: str) -> list[Row]:
    """The rows of a table that not every version writes."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: shown(cell or "") for name, cell in row.items() if name} for row in csv.DictReader(file)]


def _checks(rows: Iterable[Row], known: Mapping[str, int]) -> Iterator[Check]:
    """Those that contradict a fact that is there."""
    for row in rows:
        implied, converted = _decimal(row["implied"]), _decimal(row.get("converted", ""))
        stated, used = plain_id(row["stated_fact"]), tuple(map(plain_id, _list(row["used_facts"])))
        if row["verdict"] == "contradicts" and implied is not None and known.keys() >= {stated, *used}:
            comparable = implied if converted is None else converted
            yield Check(row.get("kind", ""), stated, used, implied, row.get("implied_unit", ""), comparable)


def _orphans(rows: Iterable[Row]) -> Iterator[Orphan]:
    for row in rows:
        if row["standing"] in ("orphan", "unusable"):
            yield Orphan(row["action"], row["who"], row["when"][:10], row.get("seen", ""), row.get("quote", ""))


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
        copy_of=_list(row.get("copy_of", "")),
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


def directed_types(rows: Iterable[Row]) -> frozenset[str]:
    """The types whose countries have an order; of a user's own type the tables tell it only by a row that needs it."""
    codebook = frozenset(get_args(FactType))
    return DIRECTED | {
        row["type"] for row in rows if row["type"] not in codebook and row["country_1"] > row["country_2"] > ""
    }


def fact_entry(row: Row, proofs: Sequence[Proof], directed: frozenset[str]) -> Entry:
    """A row of `facts.csv`, as corrected by reviewers; `directed` are the types whose countries have an order."""
    now = _corrected(row)
    flags = tuple(flag for flag in _list(now.get("flags", "")) if flag != "planned")
    planned = now.get("modality") == "planned"
    # The table converts what was extracted.
    converted = {} if {"value", "value_max", "unit", "date"} & {name for name, _ in _edits(row)} else now
    return Entry(
        **_common(row, proofs),  # type: ignore[arg-type]
        type=now["type"],
        countries=tuple(code for code in (now["country_1"], now["country_2"]) if code),
        flags=(*flags, "planned") if planned else flags,
        measure=now.get("measure", ""),
        value=_decimal(now.get("value", "")),
        value_max=_decimal(now.get("value_max", "")),
        unit=now.get("unit", ""),
        bound=now.get("bound", ""),
        date=_period(now.get("date", "")),
        raw_date=now.get("date", ""),
        compared_to=_period(now.get("compared_to", "")),
        planned=planned,
        directed=now["type"] in directed,
        participants=_list(now.get("participants", "")),
        place=now.get("place", ""),
        subject=now.get("subject", ""),
        conflict=now.get("conflict", ""),
        euro=_decimal(converted.get("amount_eur", "")),
        euro_max=_decimal(converted.get("amount_eur_max", "")),
    )


def official_entry(row: Row, proofs: Sequence[Proof]) -> Entry:
    """A row of `officials.csv`, as corrected by reviewers."""
    now = _corrected(row)
    return Entry(
        **_common(row, proofs),  # type: ignore[arg-type]
        type="official",
        countries=tuple(code for code in now["country"].split("-") if code),
        flags=_list(now.get("flags", "")),
        person=now["person"],
        known_as=now.get("known_as", ""),
        role=now["role"],
        portfolios=tuple(code for code in now.get("portfolio", "").split("+") if code),
        former=now.get("former") == "true",
        also_written=_list(now.get("also_written", "")),
        same_as=_list(now.get("same_as", "")),
    )


def _corrected(row: Row) -> Row:
    """The row with what a reviewer put in the place of its cells."""
    return {**row, **{name: row[f"{_EDITED}{name}"] for name, _ in _edits(row)}}


def _edits(row: Row) -> tuple[tuple[str, str], ...]:
    """(column, what was extracted) of what a reviewer corrected."""
    names = [name.removeprefix(_EDITED) for name, cell in row.items() if name.startswith(_EDITED) and cell]
    return tuple((name, row.get(name, "")) for name in names)


def _common(row: Row, proofs: Sequence[Proof]) -> dict[str, object]:
    status = row.get("status", "")
    return {
        "id": plain_id(row["fact_id"]),
        "sources": _integer(row.get("sources", "")),
        "proofs": tuple(proofs),
        "status": "" if status == _UNREVIEWED else status,
        "reviewed_by": row.get("reviewed_by", ""),
        "note": row.get("note", ""),
        "changes": _list(row.get("changes", "")),
        "edits": _edits(row),
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
