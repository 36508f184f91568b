"""The database against the tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

from extract.tables.exports.sqlite import FILE, database_cell
from extract.tables.stored import Stored, StoredTable
from extract.verifying.report import Report

_ADVICE = "run `extract export sqlite` again"


def check_sqlite(folder: Path, stored: Stored, report: Report) -> None:
    """Where there is a database, every table of it has the rows of the CSV, and its keys hold."""
    file = folder / FILE
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            for problem in database.execute("PRAGMA integrity_check(10)").fetchall():
                report.demand(problem == ("ok",), FILE, 0, f"is damaged: {problem[0]}", _ADVICE)
            for table, row, parent, _ in database.execute("PRAGMA foreign_key_check").fetchall():
                report.add(FILE, 0, f"row {row} of {table} refers to nothing in {parent}", _ADVICE)
            for table in stored.values():
                _check_table(database, table, report)
    except sqlite3.Error as error:
        report.add(FILE, 0, str(error), _ADVICE)


def _check_table(database: sqlite3.Connection, table: StoredTable, report: Report) -> None:
    name = table.table.name
    there = [row[1] for row in database.execute(f'PRAGMA table_info("{name}")') if row[1] != "id" or table.table.key]
    says = f"table {name} has other columns than {name}.csv"
    if not report.demand(there == table.table.header, FILE, 0, says, _ADVICE):
        return
    columns = ", ".join(f'"{column}"' for column in table.table.header)
    kinds = [column.type for column in table.table.columns]
    rows = database.execute(f'SELECT {columns} FROM "{name}" ORDER BY rowid')
    for number, (found, line, row) in enumerate(zip_longest(rows, table.lines(), table.rows), start=1):
        if found is None or row is None:
            more = f"{name}.csv" if found is None else FILE
            report.add(FILE, 0, f"table {name} and {name}.csv: only {more} goes on after row {number - 1}", _ADVICE)
            return
        try:
            expected = tuple(database_cell(kind, cell) for kind, cell in zip(kinds, row, strict=True))
        except ValueError:
            continue  # told with the types
        says = f"row {number} of table {name} is not that of {name}.csv:{line}"
        if not report.demand(tuple(found) == expected, FILE, 0, says, _ADVICE):
            return
