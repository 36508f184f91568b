"""A workbook that a reviewer has edited, read back as decisions.

What changed is found by comparison with the rows that the workbook was written from, which a hidden sheet of it keeps:
so a verdict says what its reviewer saw, even when the folder has been written anew in the meantime.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from extract.records import Action, Decision
from extract.review.attaching import standing_decisions
from extract.review.cells import CellError, cell_text
from extract.review.seeing import seen
from extract.tables.editing import EDITED, NOTE, STATUS, checked, verdict
from extract.tables.exports.sheets import SHOWN, SheetColumn, comparable, content, reviewed, sheet_columns
from extract.tables.schema import TABLES, Column, Table
from extract.tables.stored import Stored, TableError
from extract.values.amount import plain

# What stands in `status` where nobody has decided.
_UNDECIDED = frozenset({"", "new", "neu", "open", "offen"})
# A file of some kilobytes can claim a gigabyte, or a cell in the last row and column of a sheet.
_MAX_UNPACKED = 1_000_000_000
_MAX_COLUMNS = 256
_MAX_GAP = 10_000
# Columns of the hidden sheet: a fact of very many sentences takes several cells of 30,000 characters.
_MAX_PIECES = 4_096


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken from a workbook.

    Attributes:
        place: sheet and cell ("facts!F7").
        says: what is wrong and what to do.
    """

    place: str
    says: str

    def __str__(self) -> str:
        return f"{self.place}: {self.says}"


@dataclass(frozen=True, slots=True)
class _Shown:
    """A row as the workbook was written from it, and the statements that support it."""

    row: Mapping[str, str]
    evidence: Sequence[Mapping[str, str]]

    def seen(self) -> tuple[tuple[str, str], ...]:
        """The form of `Decision.seen`: what the extractor said and where, without earlier decisions."""
        return seen(self.row, self.evidence)


@dataclass(frozen=True, slots=True)
class _Change:
    """A cell that says something else than what was shown."""

    field: str
    cell: str
    text: str


def fact_ids(stored: Stored) -> set[str]:
    """The ids of all facts of a folder."""
    return {row["fact_id"] for table in stored.values() if reviewed(table.table) for row in table.records()}


def read_workbook(
    path: Path, known: Iterable[str], *, who: str, when: str, log: Sequence[Decision] = ()
) -> tuple[list[Decision], list[Problem]]:
    """What a reviewer changed in a workbook.

    Args:
        path: a workbook that `extract export xlsx` wrote, edited and saved.
        known: ids of the facts in the output folder now.
        who: the reviewer.
        when: UTC, to the second.
        log: decisions so far: what an emptied cell takes back, and what has been read from this workbook before.

    Returns:
        New decisions in the order of the sheets, and what could not be taken. A decision on a fact that the folder no
        longer has is among both: it is kept, and reported.

    Raises:
        TableError: when the file is no workbook of ours.
    """
    book = _opened(path)
    try:
        reader = _Reader(_shown(book, path), frozenset(known), who, when, log)
        for table in TABLES:
            if reviewed(table):
                reader.read(book, table)
    except SyntaxError as error:  # what parsers of XML raise
        raise TableError(f"{path}: is damaged ({error}); save it anew") from error
    finally:
        book.close()
    done = {replace(decision, when="") for decision in log}
    return [each for each in reader.decisions if replace(each, when="") not in done], reader.problems


class _Reader:
    """Gathers decisions and problems, sheet after sheet."""

    def __init__(
        self, shown: Mapping[tuple[str, str], _Shown], known: frozenset[str], who: str, when: str,
        log: Sequence[Decision],
    ) -> None:  # fmt: skip
        self.decisions: list[Decision] = []
        self.problems: list[Problem] = []
        self._shown, self._known, self._who, self._when, self._log = shown, known, who, when, log

    def read(self, book: Any, table: Table) -> None:
        """One sheet with facts."""
        if table.name not in book.sheetnames:
            self.problems.append(Problem(table.name, "the sheet is gone; nothing of it was read"))
            return
        rows = book[table.name].iter_rows(max_col=_MAX_COLUMNS)
        header = [str(cell.value or "").strip() for cell in next(rows, ())]
        columns = {each.column.name: each for each in sheet_columns(table)}
        lost = [name for name, each in columns.items() if (each.field or name == "fact_id") and name not in header]
        for name in lost:
            self.problems.append(Problem(f"{table.name}!1", f"there is no column {name}; nothing of it was read"))
        if "fact_id" not in header:
            return
        taken: dict[str, tuple[int, list[_Change]]] = {}
        gap = 0
        for number, cells in enumerate(rows, start=2):
            by_name = {
                name: (f"{table.name}!{get_column_letter(at + 1)}{number}", cell)
                for at, (name, cell) in enumerate(zip(header, cells, strict=False))
                if name in columns
            }
            if any(cell.value is not None for _, cell in by_name.values()):
                self._row(table, number, by_name, columns, taken)
                gap = 0
            elif (gap := gap + 1) > _MAX_GAP:
                return

    def _row(
        self, table: Table, number: int, cells: Mapping[str, tuple[str, Any]], columns: Mapping[str, SheetColumn],
        taken: dict[str, tuple[int, list[_Change]]],
    ) -> None:  # fmt: skip
        place, cell = cells["fact_id"]
        fact = str(cell.value or "").strip()
        shown = self._shown.get((table.name, fact))
        if shown is None:
            says = f"there was no fact {fact!r} when the workbook was written; put back the id that stood here"
            self.problems.append(Problem(place, says))
            return
        changes = list(self._changes(table, cells, columns, shown))
        if fact in taken:
            first, before = taken[fact]
            if [(each.field, each.text) for each in before] != [(each.field, each.text) for each in changes]:
                says = f"the fact {fact} stands in row {first} already, with other contents; only that row was read"
                self.problems.append(Problem(place, says))
            return
        taken[fact] = number, changes
        decisions = list(self._decided(fact, shown, changes))
        if decisions and fact not in self._known:
            says = f"the fact {fact} is not in the tables any more; the decision is kept in the log without effect"
            self.problems.append(Problem(place, says))
        self.decisions += decisions

    def _changes(
        self, table: Table, cells: Mapping[str, tuple[str, Any]], columns: Mapping[str, SheetColumn], shown: _Shown
    ) -> Iterator[_Change]:
        found: dict[str, _Change] = {}
        for name, (place, cell) in cells.items():
            each = columns[name]
            before = shown.row.get(name, "")
            try:
                text = cell_text(each.column, cell)
                if comparable(text) == _as_read(each.column, before):
                    continue
                if not each.field:
                    if name in table.header:
                        raise CellError(f"{name} is computed and cannot be changed; it was {before!r}")
                    continue
                base = next((column for column in table.columns if column.name == each.field), each.column)
                if each.field not in (STATUS, NOTE) and (text or not name.startswith(EDITED)):
                    text = checked(base, text)
                    if text == before:
                        continue
            except ValueError as error:
                self.problems.append(Problem(place, str(error)))
                continue
            if found.get(each.field, _Change("", "", text)).text != text:
                self.problems.append(Problem(place, f"says something else of {each.field} than {name} does; not taken"))
                continue
            found[each.field] = _Change(each.field, place, text)
        yield from found.values()

    def _decided(self, fact: str, shown: _Shown, changes: Sequence[_Change]) -> Iterator[Decision]:
        by_field = {change.field: change for change in changes}
        note = by_field.pop(NOTE, None)
        status = by_field.pop(STATUS, None)
        base = Decision(fact=fact, action="note", who=self._who, when=self._when, seen=shown.seen())
        for change in by_field.values():
            if change.text or shown.row.get(EDITED + change.field, "") == "":
                yield replace(base, action="edit", field=change.field, value=change.text)
            else:
                yield from self._taken_back(base, change, ("edit",))
        if status is not None:
            remark = _added(shown.row.get(NOTE, ""), note.text) if note else ""
            if status.text.strip().casefold() in _UNDECIDED:
                if shown.row.get(STATUS, "") not in _UNDECIDED:
                    yield from self._taken_back(base, status, ("accept", "reject"))
            elif (action := verdict(status.text)) is None:
                says = f"{status.text!r} is no verdict; write accepted or rejected, or leave it empty"
                self.problems.append(Problem(status.cell, says))
            else:
                yield replace(base, action=action, note=remark)
                return
        if note is None:
            return
        if remark := _added(shown.row.get(NOTE, ""), note.text):
            yield replace(base, note=remark)
        else:
            self.problems.append(Problem(note.cell, "a remark stays in the log; write another one to correct it"))

    def _taken_back(self, base: Decision, change: _Change, actions: Sequence[Action]) -> Iterator[Decision]:
        field = change.field if actions == ("edit",) else ""
        for decision in reversed(standing_decisions(self._log)):
            if decision and (decision.fact, decision.field) == (base.fact, field) and decision.action in actions:
                yield replace(base, action="undo", other=decision.id)
                return
        self.problems.append(Problem(change.cell, "emptied, but the log has no decision of this fact to take back"))


def _added(before: str, after: str) -> str:
    """What is new in a remark that was written behind earlier ones.

    >>> _added("seen", "seen | and checked"), _added("seen", "checked")
    ('and checked', 'checked')
    """
    return (after.removeprefix(before) if before else after).strip(" |\n")


def _as_read(column: Column, text: str) -> str:
    """What an untouched cell gives."""
    written = content(column, text)
    if isinstance(written, float):
        return plain(Decimal(text))
    return comparable(written if isinstance(written, str) else text)


def _opened(path: Path) -> Any:
    try:
        with ZipFile(path) as packed:
            if (size := sum(entry.file_size for entry in packed.infolist())) > _MAX_UNPACKED:
                raise TableError(
                    f"{path}: {size:,} bytes when unpacked, at most {_MAX_UNPACKED:,}; it is no table of ours"
                )
        return openpyxl.load_workbook(path, read_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError, SyntaxError) as error:
        if isinstance(error, OSError) and not path.is_file():
            raise TableError(f"{path}: there is no such file") from error
        raise TableError(f"{path}: is no workbook ({error}); save it as .xlsx") from error


def _shown(book: Any, path: Path) -> dict[tuple[str, str], _Shown]:
    if SHOWN not in book.sheetnames:
        raise TableError(
            f"{path}: has no hidden sheet {SHOWN}, which keeps what was shown; edit a file of `extract export xlsx` in"
            " a program that saves hidden sheets"
        )
    shown = {}
    for cells in book[SHOWN].iter_rows(values_only=True, max_col=_MAX_PIECES):
        if not cells or cells[0] is None:
            break
        table, fact, *pieces = cells
        try:
            entry = json.loads("".join(str(piece) for piece in pieces if piece is not None))
            shown[str(table), str(fact)] = _Shown(dict(entry["row"]), list(entry["evidence"]))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise TableError(f"{path}: the hidden sheet {SHOWN} is damaged at {table} {fact}: {error}") from error
    return shown
