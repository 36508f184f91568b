"""What the report reads from the tables of an output folder.

Columns that a table does not have, for it was written by an older version, count as empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import urlsplit

from extract.records import EVENTS
from extract.tables.frames import read_table
from extract.tables.schema import ARTICLES, EVIDENCE, FACTS, LIST_SEPARATOR, OFFICIALS, Table
from extract.values.period import Period

Row = Mapping[str, str]

# No page can hold these: control characters, halves of surrogates; and what turns the direction of a text round would
# show the digits of a figure in another order than they stand.
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_LONGEST_SENTENCE = 700


class ReportError(ValueError):
    """Tables that no report can be made of; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article: `link` is an http address or empty; `number` counts the articles as the table has them."""

    number: int
    name: str
    title: str
    outlet: str
    link: str
    published: Period | None
    language: str
    status: str
    reason: str
    statements: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence that states a fact, with the words that do in the middle."""

    source: Source
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of `facts.csv` or `officials.csv`.

    Attributes:
        countries: one or two codes, directed where the type is.
        raw_date: the date as the table has it, also where it could not be read.
        euro: the value converted by the table, None where it has none.
        edits: (column, content) that a reviewer corrected.
        proofs: its sentences, those of different articles first.
    """

    id: str
    type: str
    countries: tuple[str, ...]
    flags: tuple[str, ...]
    sources: int
    proofs: tuple[Proof, ...]
    status: str = ""
    reviewed_by: str = ""
    edits: tuple[tuple[str, str], ...] = ()
    measure: str = ""
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str = ""
    bound: str = ""
    date: Period | None = None
    raw_date: str = ""
    compared_to: Period | None = None
    planned: bool = False
    participants: tuple[str, ...] = ()
    place: str = ""
    subject: str = ""
    conflict: str = ""
    euro: Decimal | None = None
    person: str = ""
    known_as: str = ""
    role: str = ""
    portfolios: tuple[str, ...] = ()
    former: bool = False
    also_written: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[str, ...]:
        """The countries without a direction."""
        return tuple(sorted(self.countries))

    @property
    def is_event(self) -> bool:
        """A visit, meeting, agreement or milestone."""
        return self.type in EVENTS


@dataclass(frozen=True, slots=True)
class Content:
    """All that a report can show: facts and officials without those that a reviewer rejected."""

    facts: tuple[Entry, ...] = ()
    officials: tuple[Entry, ...] = ()
    sources: tuple[Source, ...] = ()
    rejected: int = 0
    known: Mapping[str, int] = field(default_factory=dict)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Facts, then officials."""
        return self.facts + self.officials


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
    """The rows of a table as text.

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
    return [{str(name): str(cell) for name, cell in record.items()} for record in records]


def shown(text: str) -> str:
    """A text of an article as a page can show it; what cannot be shown is replaced, sign by sign.

    >>> shown("a\\u202eb\\x00")
    'a\\ufffdb\\ufffd'
    """
    return _UNSHOWABLE.sub("\ufffd", text)


def safe_link(address: str) -> str:
    """The address where it is one of the web, else nothing.

    >>> safe_link("https://example.org/a"), safe_link("javascript:alert(1)"), safe_link("//example.org")
    ('https://example.org/a', '', '')
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    unfit = re.search(r"[\s<>\"'`\\]", address) or _UNSHOWABLE.search(address)
    return address if parts.scheme in ("http", "https") and parts.hostname and not unfit else ""


def _source(number: int, row: Row) -> Source:
    return Source(
        number=number,
        name=shown(row["article"]),
        title=shown(row.get("title", "")),
        outlet=shown(row.get("source", "")),
        link=safe_link(row.get("url", "").strip()),
        published=_period(row.get("published", "")),
        language=row.get("language", ""),
        status=row.get("status", ""),
        reason=shown(row.get("reason", "")),
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
    source = sources.get(shown(row["article"])) or _source(0, {**row, "language": row.get("language", "")})
    return Proof(source, shown(before), shown(quote), shown(after))


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
        unit=shown(row.get("unit", "")),
        bound=row.get("bound", ""),
        date=_period(row.get("date", "")),
        raw_date=shown(row.get("date", "")),
        compared_to=_period(row.get("compared_to", "")),
        planned=planned,
        participants=_list(row.get("participants", "")),
        place=shown(row.get("place", "")),
        subject=shown(row.get("subject", "")),
        conflict=row.get("conflict", ""),
        euro=_decimal(row.get("amount_eur", "")),
    )


def _official(row: Row, proofs: Sequence[Proof]) -> Entry:
    return Entry(
        **_common(row, proofs),  # type: ignore[arg-type]
        type="official",
        countries=tuple(code for code in row["country"].split("-") if code),
        flags=_list(row.get("flags", "")),
        person=shown(row["person"]),
        known_as=shown(row.get("known_as", "")),
        role=row["role"],
        portfolios=tuple(code for code in row.get("portfolio", "").split("+") if code),
        former=row.get("former") == "true",
        also_written=_list(row.get("also_written", "")),
        same_as=_list(row.get("same_as", "")),
    )


def _common(row: Row, proofs: Sequence[Proof]) -> dict[str, object]:
    edits = tuple(
        (name.removeprefix("edited_"), shown(cell)) for name, cell in row.items() if name.startswith("edited_") and cell
    )
    return {
        "id": re.sub(r"[^0-9A-Za-z_-]", "", row["fact_id"]),
        "sources": _integer(row.get("sources", "")),
        "proofs": tuple(proofs),
        "status": row.get("status", ""),
        "reviewed_by": shown(row.get("reviewed_by", "")),
        "edits": edits,
    }


def _list(cell: str) -> tuple[str, ...]:
    return tuple(shown(part) for part in cell.split(LIST_SEPARATOR) if part)


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
