"""The tables as one SQLite file with keys, views and full-text search, which Datasette opens as it is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

from extract.tables.exports.entries import entry_title
from extract.tables.exports.parts import Part
from extract.tables.exports.sheets import reviewed
from extract.tables.meanings import german, row_meaning
from extract.tables.schema import ARTICLES, EVIDENCE, TABLES, Column, ColumnType, Table
from extract.tables.stored import Stored, TableError, typed

FILE, METADATA = "facts.sqlite", "datasette.json"
# Facts and officials share their ids; this table holds all of them, so that evidence can refer to either.
ENTRIES = "entries"

_TYPES: dict[ColumnType, str] = {
    "text": "TEXT", "edtf": "TEXT", "list": "TEXT", "integer": "INTEGER", "decimal": "NUMERIC", "boolean": "INTEGER",
}  # fmt: skip
_INT64 = 2**63
# Columns that people filter and sort by, where a table has them.
_INDEXED = ("fact_id", "article", "type", "country_1", "country_2", "date", "person", "conflict")

Cell = str | int | float | None


def sqlite_parts(stored: Stored) -> Iterator[Part]:
    """The database, and a file that tells Datasette what its tables and columns mean (`datasette FILE -m METADATA`)."""
    yield Part(FILE, lambda path: write_sqlite(stored, path))
    yield Part(METADATA, lambda path: _write_metadata(stored, path))


def write_sqlite(stored: Stored, path: Path) -> None:
    """All tables into a new database.

    Empty cells are NULL, truth values 0 and 1, lists JSON arrays, numbers INTEGER where they are whole and REAL else.

    Raises:
        TableError: when a key is double, a reference leads nowhere, or this SQLite lacks full-text search.
    """
    with closing(sqlite3.connect(path)) as database:
        try:
            database.execute("PRAGMA foreign_keys = ON")
            with database:
                for statement in _definitions(stored):
                    database.execute(statement)
                _fill(database, stored)
            database.execute("PRAGMA optimize")
        except sqlite3.Error as error:
            raise TableError(f"{FILE}: {error}; `extract verify` says which rows do not fit together") from error


def database_cell(kind: ColumnType, text: str) -> Cell:
    """What the database holds of a cell.

    >>> database_cell("decimal", "3900000000"), database_cell("decimal", "-2.5"), database_cell("list", "a; b")
    (3900000000, -2.5, '["a", "b"]')
    """
    if not text:
        return None
    value = typed(kind, text) if kind != "edtf" else text
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and abs(value) < _INT64
        return int(value) if whole else float(value)
    return value


def metadata(stored: Stored) -> str:
    """Titles and meanings for Datasette, as JSON."""
    tables = {
        name: {
            "description": f"A row is {row_meaning(name, 'en')}. / Je Zeile {row_meaning(name, 'de')}.",
            "columns": {column.name: f"{column.says} / {german(name, column)}" for column in table.table.columns},
            **({"label_column": "title"} if name == ARTICLES.name else {}),
        }
        for name, table in stored.items()
    }
    content = {"title": "extract", "databases": {Path(FILE).stem: {"tables": tables}}}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _write_metadata(stored: Stored, path: Path) -> None:
    path.write_text(metadata(stored), encoding="utf-8")


def _definitions(stored: Stored) -> Iterator[str]:
    yield f"CREATE TABLE {ENTRIES} (fact_id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL)"
    # Articles first: the others refer to them.
    tables = sorted((stored[table.name].table for table in TABLES if table.name in stored), key=_order)
    for table in tables:
        yield f'CREATE TABLE "{table.name}" ({", ".join(_columns(table))})'
        for name in _INDEXED:
            if name in table.header and (name,) != table.key:
                yield f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ("{name}")'
    # Datasette finds the search of a table by these very words, double quotes and all.
    yield (
        f'CREATE VIRTUAL TABLE {EVIDENCE.name}_fts USING fts5(sentence, content="{EVIDENCE.name}", content_rowid="id",'
        ' tokenize="unicode61 remove_diacritics 2")'
    )
    views = files("extract.tables").joinpath("data", "views.sql").read_text(encoding="utf-8")
    yield from (statement for part in views.split(";\n") if (statement := part.strip()))


def _order(table: Table) -> bool:
    return table.name != ARTICLES.name


def _columns(table: Table) -> Iterator[str]:
    if not table.key:
        yield "id INTEGER PRIMARY KEY"
    yield from (_column(column, table) for column in table.columns)
    if len(table.key) > 1:
        yield f"PRIMARY KEY ({', '.join(table.key)})"


def _column(column: Column, table: Table) -> str:
    text = f'"{column.name}" {_TYPES[column.type]}'
    if table.key == (column.name,):
        text += " PRIMARY KEY"
    if column.type == "boolean":
        text += f' CHECK ("{column.name}" IN (0, 1))'
    if column.name in ("fact_id", "stated_fact"):
        text += f" REFERENCES {ENTRIES} (fact_id)"
    elif column.name == "article" and table != ARTICLES:
        text += f" REFERENCES {ARTICLES.name} (article)"
    return text


def _fill(database: sqlite3.Connection, stored: Stored) -> None:
    for table in stored.values():
        if reviewed(table.table):
            entries = ((row["fact_id"], table.table.name, entry_title(row)) for row in table.records())
            database.executemany(f"INSERT INTO {ENTRIES} VALUES (?, ?, ?)", entries)
    for table in sorted(stored.values(), key=lambda each: _order(each.table)):
        kinds = [column.type for column in table.table.columns]
        rows: Iterable[list[Cell]] = (
            [database_cell(kind, cell) for kind, cell in zip(kinds, row, strict=True)] for row in table.rows
        )
        if not table.table.key:
            rows = ([number, *row] for number, row in enumerate(rows, start=1))
        width = len(kinds) + (not table.table.key)
        database.executemany(f'INSERT INTO "{table.table.name}" VALUES ({", ".join("?" * width)})', rows)
    database.execute(f"INSERT INTO {EVIDENCE.name}_fts ({EVIDENCE.name}_fts) VALUES ('rebuild')")
