"""The tables of an output folder as the page holds them: cells as read, and what a queue needs of each fact."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from extract.review.deciding import Shown
from extract.tables.replacing import SEAL
from extract.tables.report.reading import directed_types
from extract.tables.schema import ARTICLES, CHECKS, DECISIONS, EVIDENCE, FACTS, LIST_SEPARATOR, OFFICIALS, Table
from extract.tables.stored import StoredTable, TableError, read_stored
from extract.values.period import Period

Row = Mapping[str, str]

OFFICIAL = "official"
# What the tables may have against a fact; what asks most for a look comes first.
DOUBTS = ("conflict", "suggested", "contradicted", "out_of_term", "single_source", "other")
_READ = (FACTS, OFFICIALS, EVIDENCE, ARTICLES, CHECKS, DECISIONS)
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Item:
    """What a queue needs of a fact.

    Attributes:
        place: in the order of a queue without regard to what is doubtful: conflicts together, the newest first.
        countries: codes, sorted.
        dates: first and last day that its date allows, as ISO texts; open ends are the ends of time.
        status: as the last run left it.
        words: all that free text is looked for in, in small letters.
        suggestions: ids of officials who may be the same person.
        names: of others who may be, and of whom the tables have no fact.
        doubt: the first of `DOUBTS` that the tables have about it.
    """

    id: str
    place: int
    type: str
    countries: tuple[str, ...]
    languages: frozenset[str]
    dates: tuple[str, str] | None
    status: str
    conflict: str
    flags: frozenset[str]
    words: str
    doubt: str
    suggestions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """All who may be the same person, by id or else by name."""
        return self.suggestions + self.names


@dataclass(frozen=True, slots=True)
class Stock:
    """The tables, as one run wrote them.

    Attributes:
        version: changes when the tables do.
        shown: rows and evidence by fact.
        items: by id.
        conflicts: ids of the facts that contradict each other, by the id of the conflict.
        articles: rows by name.
        checks: rows of calculations that contradict a fact, by its id.
        placed: rows of `decisions.csv` by the id of the decision.
        directed: types whose countries have an order.
        alike: ids of facts of one type and pair, by these two.
        stated_in: ids of the facts that an article states, by its name.
        pairs, types: all that occur.
    """

    version: str
    shown: Shown
    items: Mapping[str, Item]
    conflicts: Mapping[str, Sequence[str]]
    articles: Mapping[str, Row]
    checks: Mapping[str, Sequence[Row]]
    placed: Mapping[str, Row]
    directed: frozenset[str]
    alike: Mapping[tuple[str, tuple[str, ...]], Sequence[str]]
    stated_in: Mapping[str, Sequence[str]]
    pairs: Sequence[tuple[str, ...]]
    types: Sequence[str]

    def of_article(self, article: str) -> Iterator[Row]:
        """The rows of `evidence.csv` of one article, in the order of its text."""
        rows = [row for fact in self.stated_in.get(article, ()) for row in self.shown.evidence[fact]]
        return iter(sorted((row for row in rows if row["article"] == article), key=lambda row: int(row["start"])))


def seal(folder: Path) -> tuple[int, int, int] | None:
    """Tells one writing of the tables from another without reading them; None while there is no `run.json`."""
    try:
        stat = (folder / SEAL).stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def load_stock(folder: Path) -> Stock:
    """Read the tables of a folder, as one run wrote them.

    Raises:
        TableError: when they are missing, are being replaced all the time, or cannot be read.
    """
    for attempt in range(_TRIES):
        before = seal(folder)
        if before is None:
            break
        try:
            tables = read_stored(folder, _READ)
            version = hashlib.sha256((folder / SEAL).read_bytes()).hexdigest()[:16]
        except (TableError, OSError):
            if seal(folder) == before or attempt == _TRIES - 1:
                raise
            continue
        if seal(folder) == before:
            return _stock(tables, version)
    raise TableError(
        f"{folder}: there is no {SEAL}, so the tables are not whole; `extract run --out {folder}` writes it"
    )


class _Rows(Mapping[str, tuple[Table, Row]]):
    """Rows by fact, made into mappings when they are asked for: a hundred thousand of those are a lot."""

    def __init__(self, tables: Iterable[StoredTable]) -> None:
        self._cells: dict[str, tuple[Table, tuple[str, ...]]] = {}
        for stored in tables:
            at = stored.table.header.index("fact_id")
            self._cells |= {row[at]: (stored.table, row) for row in stored.rows}

    def __getitem__(self, fact: str) -> tuple[Table, Row]:
        table, row = self._cells[fact]
        return table, dict(zip(table.header, row, strict=True))

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


class _Evidence(Mapping[str, Sequence[Row]]):
    """Rows of `evidence.csv` by fact, made in the same way."""

    def __init__(self, stored: StoredTable) -> None:
        self._header = stored.table.header
        at = self._header.index("fact_id")
        self._rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for row in stored.rows:
            self._rows[row[at]].append(row)

    def __getitem__(self, fact: str) -> Sequence[Row]:
        if fact not in self._rows:
            raise KeyError(fact)
        return [dict(zip(self._header, row, strict=True)) for row in self._rows[fact]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _stock(tables: Mapping[str, StoredTable], version: str) -> Stock:
    facts, officials = (tables[table.name] for table in (FACTS, OFFICIALS))
    articles = {row["article"]: row for row in tables[ARTICLES.name].records()}
    checks: dict[str, list[Row]] = defaultdict(list)
    for row in tables[CHECKS.name].records():
        if row["verdict"] == "contradicts":
            checks[row["stated_fact"]].append(row)
    items = _items(facts, officials, _sentences(tables[EVIDENCE.name], articles), frozenset(checks))
    conflicts: dict[str, list[str]] = defaultdict(list)
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for item in items.values():
        alike[item.type, item.countries].append(item.id)
        if item.conflict:
            conflicts[item.conflict].append(item.id)
    return Stock(
        version=version,
        shown=Shown(_Rows((facts, officials)), _Evidence(tables[EVIDENCE.name])),
        items=items,
        conflicts=dict(conflicts),
        articles=articles,
        checks=dict(checks),
        placed={row["decision"]: row for row in tables[DECISIONS.name].records()},
        directed=directed_types(facts.records()),
        alike=dict(alike),
        stated_in=_stated_in(tables[EVIDENCE.name]),
        pairs=sorted({item.countries for item in items.values() if len(item.countries) == 2}),
        types=sorted({item.type for item in items.values()}),
    )


def _stated_in(evidence: StoredTable) -> dict[str, list[str]]:
    header = evidence.table.header
    fact, article = header.index("fact_id"), header.index("article")
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in evidence.rows:
        found[row[article]][row[fact]] = None
    return {name: list(facts) for name, facts in found.items()}


def _sentences(evidence: StoredTable, articles: Mapping[str, Row]) -> Mapping[str, list[str]]:
    """What free text is looked for in, by fact: sentences, and names and titles of their articles."""
    header = evidence.table.header
    fact, article, sentence = (header.index(name) for name in ("fact_id", "article", "sentence"))
    titles = {name: f"{name}\n{row['title']}\n{row['source']}" for name, row in articles.items()}
    found: dict[str, list[str]] = defaultdict(list)
    for row in evidence.rows:
        found[row[fact]] += (row[sentence], titles.get(row[article], row[article]))
    return found


@dataclass(frozen=True, slots=True)
class _Draft:
    """An item before its place is known, and what decides on that."""

    item: Item
    newest: str


def _items(
    facts: StoredTable, officials: StoredTable, sentences: Mapping[str, list[str]], contradicted: frozenset[str]
) -> dict[str, Item]:  # fmt: skip
    drafts = [*_of_facts(facts, sentences, contradicted), *_of_officials(officials, sentences)]
    newest: dict[str, str] = {}
    for draft in drafts:
        if draft.item.conflict:
            newest[draft.item.conflict] = max(newest.get(draft.item.conflict, ""), draft.newest)
    # Sorting is stable: first by id, then the newest first, those of one conflict together.
    drafts.sort(key=lambda draft: (draft.item.conflict, draft.item.id))
    drafts.sort(key=lambda draft: newest.get(draft.item.conflict, draft.newest), reverse=True)
    return {draft.item.id: replace(draft.item, place=place) for place, draft in enumerate(drafts)}


def _of_facts(
    facts: StoredTable, sentences: Mapping[str, list[str]], contradicted: frozenset[str]
) -> Iterator[_Draft]:  # fmt: skip
    for row in facts.records():
        identity, flags = row["fact_id"], _set(row["flags"])
        words = (identity, row["participants"], row["place"], row["subject"], row["note"], *sentences.get(identity, ()))
        item = Item(
            id=identity,
            place=0,
            type=row["edited_type"] or row["type"],
            countries=tuple(sorted(filter(None, (_now(row, "country_1"), _now(row, "country_2"))))),
            languages=_set(row["languages"]),
            dates=_days(_now(row, "date")),
            status=row["status"],
            conflict=row["conflict"],
            flags=flags,
            words="\n".join(filter(None, words)).casefold(),
            doubt=_doubt(row, flags, contradicted=identity in contradicted),
        )
        yield _Draft(item, row["last_published"])


def _of_officials(officials: StoredTable, sentences: Mapping[str, list[str]]) -> Iterator[_Draft]:
    rows = list(officials.records())
    named: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        for name in {row["person"], row["known_as"]} - {""}:
            named[name, row["role"], row["country"]].append(row["fact_id"])
    for row in rows:
        identity = row["fact_id"]
        found = {
            name: [other for other in named[name, row["role"], row["country"]] if other != identity]
            for name in filter(None, row["same_as"].split(LIST_SEPARATOR))
        }
        words = (identity, row["person"], row["known_as"], row["also_written"], row["note"])
        item = Item(
            id=identity,
            place=0,
            type=OFFICIAL,
            countries=tuple(filter(None, _now(row, "country").split("-"))),
            languages=_set(row["languages"]),
            dates=None,
            status=row["status"],
            conflict="",
            flags=_set(row["flags"]),
            words="\n".join([*filter(None, words), *sentences.get(identity, ())]).casefold(),
            doubt=_doubt(row, _set(row["flags"])),
            suggestions=tuple(dict.fromkeys(other for others in found.values() for other in others)),
            names=tuple(name for name, others in found.items() if not others),
        )
        yield _Draft(item, row["last_published"])


def _doubt(row: Row, flags: frozenset[str], *, contradicted: bool = False) -> str:
    if row.get("conflict"):
        return "conflict"
    if "name_suggested" in flags:
        return "suggested"
    if contradicted:
        return "contradicted"
    return next((flag for flag in ("out_of_term", "single_source") if flag in flags), "other")


def _now(row: Row, column: str) -> str:
    return row[f"edited_{column}"] or row[column]


@lru_cache(maxsize=4096)
def _set(cell: str) -> frozenset[str]:
    return frozenset(filter(None, cell.split(LIST_SEPARATOR)))


@lru_cache(maxsize=65536)
def _days(cell: str) -> tuple[str, str] | None:
    try:
        period = Period.parse(cell)
    except ValueError:
        return None
    first, last = period.start, period.end
    return first.isoformat() if first else "0000", last.isoformat() if last else "9999"
