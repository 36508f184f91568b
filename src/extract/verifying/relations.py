"""Cells that fit their types, keys that are single, references that lead somewhere, counts that are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from extract.tables.exports.sheets import reviewed
from extract.tables.schema import ARTICLES, CONFLICTS, EVIDENCE, FACTS, LIST_SEPARATOR
from extract.tables.stored import Stored, StoredTable, typed
from extract.verifying.report import Report


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
    whole = all(name in stored for name in (FACTS.name, "officials"))
    for table in stored.values():
        file, header = f"{table.table.name}.csv", set(table.table.header)
        lists = {column.name for column in table.table.columns if column.type == "list"}
        for line, row in numbered(table):
            fact = row.get("fact_id", "")
            if whole and fact:
                report.demand(fact in facts, file, line, f"there is no fact {fact} in facts.csv or officials.csv")
            if articles is None:
                continue
            named = [row["article"]] if "article" in header else []
            if "articles" in lists:
                named += [name for name in row["articles"].split(LIST_SEPARATOR) if name]
            for name in named:
                report.demand(name in articles, file, line, f"there is no article {name} in articles.csv")


def _check_counts(stored: Stored, facts: Facts, report: Report) -> None:
    """Every fact has evidence, and every count of statements is that of their rows."""
    rows = numbered(stored[EVIDENCE.name])
    by_fact = Counter(row["fact_id"] for _, row in rows)
    for fact, (table, line, row) in facts.items():
        found = by_fact[fact]
        if report.demand(found > 0, f"{table}.csv", line, f"no row of evidence.csv supports the fact {fact}"):
            says = f"says {row['claims']} claims, but evidence.csv has {found}"
            report.demand(row["claims"] == str(found), f"{table}.csv", line, says)
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


def _check_conflicts(stored: Stored, facts: Facts, report: Report) -> None:
    rows = numbered(stored[CONFLICTS.name])
    sizes = Counter(row["conflict"] for _, row in rows)
    listed = {(row["conflict"], row["fact_id"]) for _, row in rows}
    types = {column.name: column.type for column in CONFLICTS.columns}
    # facts.csv has the number of articles where conflicts.csv has their names.
    shared = [column.name for column in FACTS.columns if types.get(column.name) == column.type]
    for line, row in rows:
        report.demand(sizes[row["conflict"]] > 1, "conflicts.csv", line, f"{row['conflict']} has one side only")
        if row["fact_id"] not in facts:
            continue
        table, at, fact = facts[row["fact_id"]]
        for name in sorted(set(shared) & set(row) & set(fact)):
            says = f"{name} is {row[name]!r} here and {fact[name]!r} in {table}.csv:{at}"
            report.demand(row[name] == fact[name], "conflicts.csv", line, says)
    for line, row in numbered(stored[FACTS.name]):
        if row["conflict"]:
            says = f"is in conflict {row['conflict']}, but conflicts.csv does not list it"
            report.demand((row["conflict"], row["fact_id"]) in listed, "facts.csv", line, says)
