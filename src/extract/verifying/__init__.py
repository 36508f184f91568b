"""Whether an output folder is whole, fits together, and says what the articles say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.config import Columns
from extract.tables.schema import TABLES
from extract.tables.stored import Stored, StoredTable, TableError, read_stored_table
from extract.verifying.corpus import check_corpus
from extract.verifying.files import check_claims, check_exports, check_run
from extract.verifying.relations import check_relations
from extract.verifying.report import Finding, Report
from extract.verifying.sqlite import check_sqlite

__all__ = ["Finding", "Report", "verify"]


def verify(folder: Path, corpus: Sequence[Path], columns: Columns | None = None) -> Report:
    """Check every file of an output folder, the tables against each other, and the evidence against the articles.

    Args:
        folder: that a run has written.
        corpus: files and folders that the run has read.
        columns: which fields of rows say what of an article, the usual names by default.

    Raises:
        PathError: when a path of the corpus does not exist.
    """
    report = Report()
    stored = _read(folder, report)
    check_run(folder, stored, report)
    check_relations(stored, report)
    check_claims(folder, stored, report)
    check_corpus(stored, corpus, report, columns)
    if len(stored) == len(TABLES):
        check_sqlite(folder, stored, report)
        check_exports(folder, stored, report)
    return report


def _read(folder: Path, report: Report) -> Stored:
    """The tables that can be read."""
    stored: dict[str, StoredTable] = {}
    for table in TABLES:
        report.checks += 1
        try:
            stored[table.name] = read_stored_table(folder, table)
        except TableError as error:
            file = f"{table.name}.csv"
            report.add(file, 0, str(error).removeprefix(f"{folder / file}: "), "")
    return stored
