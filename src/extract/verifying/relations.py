"""Cells that fit their types, keys that are single, references that lead somewhere, counts that are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from extract.tables.exports.sheets import reviewed
from extract.tables.schema import ARTICLES, CONFLICTS, EVIDENCE, FACTS, LIST_SEPARATOR, OFFICIALS, Column, Table
from extract.tables.stored import Stored, StoredTable, typed
from extract.verifying.report import Report

# Columns that name rows of facts or officials, and rows of articles, in whatever table they stand.
_TO_FACTS = frozenset({"fact_id", "stated_fact", "used_facts"})
_TO_ARTICLES = frozenset({"article", "articles", "copy_of"})


def check_relations(stored: Stored, report: Report) -> None:
    """All tables for themselves and against each other."""
    for table in stored.values():
        _check_types(table, report)
        _check_key(table, report)
    facts = {
        row["fact_id"]: (table.table.name, line, row)
        for table in stored.values()
        if reviewed(table.table)
        for line, row in numbered(table)
    }
    _check_references(stored, facts, report)
    if EVIDENCE.name in stored:
        _check_counts(stored, facts, report)
    if CONFLICTS.name in stored and FACTS.name in stored:
        _check_conflicts(stored, facts, report)


Facts = Mapping[str, tuple[str, int, Mapping[str, str]]]


def numbered(table: StoredTable) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table with the lines that they begin on."""
    return list(zip(table.lines(), table.records(), strict=True))


def _check_types(table: StoredTable, report: Report) -> None:
    columns = table.table.columns
    for line, row in zip(table.lines(), table.rows, strict=True):
        for column, cell in zip(columns, row, strict=True):
            report.checks += 1
            try:
                typed(column.type, cell)
            except ValueError as error:
                report.add(f"{table.table.name}.csv", line, f"{column.name}: {error}")


def _check_key(table: StoredTable, report: Report) -> None:
    key = table.table.key
    if not key:
        return
    first: dict[tuple[str, ...], int] = {}
    for line, row in numbered(table):
        value = tuple(row[name] for name in key)
        before = first.setdefault(value, line)
        report.demand(
            before == line, f"{table.table.name}.csv", line, f"{', '.join(key)} {value} stands in line {before} already"
        )


def _check_references(stored: Stored, facts: Facts, report: Report) -> None:
    articles = {row["article"] for row in stored[ARTICLES.name].records()} if ARTICLES.name in stored else None
    whole = all(name in stored for name in (FACTS.name, OFFICIALS.name))
    for table in stored.values():
        file = f"{table.table.name}.csv"
        to_facts, to_articles = _referring(table, _TO_FACTS), _referring(table, _TO_ARTICLES)
        for line, row in numbered(table):
            for fact in _named(row, to_facts) if whole else ():
                report.demand(fact in facts, file, line, f"there is no fact {fact} in facts.csv or officials.csv")
            for name in _named(row, to_articles) if articles is not None else ():
                report.demand(name in articles, file, line, f"there is no article {name} in articles.csv")  # type: ignore[operator]


def _referring(table: StoredTable, names: frozenset[str]) -> list[Column]:
    """The columns that name rows of another table; a number of the same name is a count."""
    return [column for column in table.table.columns if column.name in names and column.type in ("text", "list")]


def _named(row: Mapping[str, str], columns: Sequence[Column]) -> Iterator[str]:
    for column in columns:
        if text := row[column.name]:
            yield from text.split(LIST_SEPARATOR) if column.type == "list" else [text]


def _check_counts(stored: Stored, facts: Facts, report: Report) -> None:
    """Every fact has evidence, and every count of statements is that of their rows."""
    rows = numbered(stored[EVIDENCE.name])
    by_fact = Counter(row["fact_id"] for _, row in rows)
    articles: dict[str, set[str]] = {}
    for _, each in rows:
        articles.setdefault(each["fact_id"], set()).add(each["article"])
    for fact, (table, line, row) in facts.items():
        found = by_fact[fact]
        if report.demand(found > 0, f"{table}.csv", line, f"no row of evidence.csv supports the fact {fact}"):
            says = f"says {row['claims']} claims, but evidence.csv has {found}"
            report.demand(row["claims"] == str(found), f"{table}.csv", line, says)
            says = f"says {row['articles']} articles, but evidence.csv has {len(articles[fact])}"
            report.demand(row["articles"] == str(len(articles[fact])), f"{table}.csv", line, says)
    for line, row in rows:
        known = facts.get(row["fact_id"])
        if known and "type" in known[2]:
            says = f"the type is {row['type']} here and {known[2]['type']} in {known[0]}.csv:{known[1]}"
            report.demand(known[2]["type"] == row["type"], "evidence.csv", line, says)
    if ARTICLES.name not in stored:
        return
    by_article = Counter(row["article"] for _, row in rows)
    for line, row in numbered(stored[ARTICLES.name]):
        found = by_article[row["article"]]
        says = f"says {row['claims']} claims, but evidence.csv has {found}"
        report.demand(row["claims"] == str(found), "articles.csv", line, says)
        says = f"is {row['status']}, but evidence.csv quotes it"
        report.demand(not found or row["status"] == "processed", "articles.csv", line, says)


def _shared(one: Table, other: Table) -> set[str]:
    """Columns that say the same in both tables."""
    kinds = {(column.name, column.type) for column in one.columns}
    return {column.name for column in other.columns if (column.name, column.type) in kinds}


def _check_conflicts(stored: Stored, facts: Facts, report: Report) -> None:
    rows = numbered(stored[CONFLICTS.name])
    sizes = Counter(row["conflict"] for _, row in rows)
    listed = {(row["conflict"], row["fact_id"]) for _, row in rows}
    for line, row in rows:
        report.demand(sizes[row["conflict"]] > 1, "conflicts.csv", line, f"{row['conflict']} has one side only")
        if row["fact_id"] not in facts:
            continue
        table, at, fact = facts[row["fact_id"]]
        for name in sorted(_shared(CONFLICTS, stored[table].table)):
            says = f"{name} is {row[name]!r} here and {fact[name]!r} in {table}.csv:{at}"
            report.demand(row[name] == fact[name], "conflicts.csv", line, says)
    for line, row in numbered(stored[FACTS.name]):
        if row["conflict"]:
            says = f"is in conflict {row['conflict']}, but conflicts.csv does not list it"
            report.demand((row["conflict"], row["fact_id"]) in listed, "facts.csv", line, says)
