"""The tables as a workbook for analysts: typed cells, filters, lists to choose from, and room for their verdicts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from extract.tables.editing import CHOICES, EDITED, NOTE, STATUS, VERDICTS
from extract.tables.exports.howto import how_to
from extract.tables.exports.parts import Part
from extract.tables.exports.sheets import (
    HOW_TO,
    SHOWN,
    SHOWN_CELL,
    SHOWN_EVIDENCE,
    SheetColumn,
    content,
    reviewed,
    sheet_columns,
    sheet_rows,
)  # fmt: skip
from extract.tables.exports.spreadsheets import MAX_ROWS
from extract.tables.schema import EVIDENCE
from extract.tables.stored import Stored, StoredTable, TableError

FILE = "facts.xlsx"

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "use_zip64": True}
# The same bytes whenever it is written.
_CREATED = dt.datetime(2026, 1, 1)
_WIDEST, _WIDE, _NARROWEST = 60, 28, 7
# What is read as running text gets the widest columns; other columns of words are wrapped sooner.
_PROSE = frozenset({"sentence", "quote", NOTE})
_LINE = 15  # points
_MOST_LINES = 12
_SAMPLE = 500  # rows that widths are taken from
# "#,##0.##" alone would leave a bare point after whole numbers.
_NUMBER, _WHOLE = "#,##0.##########", "#,##0"


def workbook_parts(stored: Stored) -> Iterator[Part]:
    """The workbook as one file."""
    yield Part(FILE, lambda path: write_workbook(stored, path))


def write_workbook(stored: Stored, path: Path) -> None:
    """All tables as sheets of one workbook, with a sheet that explains them and a hidden one for `review import`.

    Raises:
        TableError: when a table has more rows than a sheet can hold.
    """
    for name, table in stored.items():
        if len(table.rows) >= MAX_ROWS:
            raise TableError(f"{name}: {len(table.rows):,} rows, but a sheet holds {MAX_ROWS - 1:,}; use sqlite")
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": "extract", "created": _CREATED})
        styles = _styles(book)
        for name, table in stored.items():
            _write_sheet(book.add_worksheet(name), table, stored, styles)
        _write_how_to(book.add_worksheet(HOW_TO), stored, styles)
        _write_shown(book.add_worksheet(SHOWN), stored, styles)


def _styles(book: xlsxwriter.Workbook) -> Mapping[str, Format]:
    top = {"valign": "top"}
    head = {"bold": True, "valign": "top", "bottom": 1}
    return {
        "text": book.add_format({**top, "num_format": "@"}),
        "long": book.add_format({**top, "num_format": "@", "text_wrap": True}),
        "decimal": book.add_format({**top, "num_format": _NUMBER}),
        "integer": book.add_format({**top, "num_format": _WHOLE}),
        "whole": book.add_format({"num_format": _WHOLE}),
        "accepted": book.add_format({"bg_color": "#E7F3E7"}),
        "rejected": book.add_format({"font_color": "#9A9A9A", "font_strikeout": True}),
        "head": book.add_format({**head, "bg_color": "#E4E6EA"}),
        "head_editable": book.add_format({**head, "bg_color": "#D6E8FA"}),
        "head_review": book.add_format({**head, "bg_color": "#FFE9A8"}),
        "title": book.add_format({"bold": True, "font_size": 14, "valign": "top"}),
    }


def _write_sheet(sheet: Worksheet, table: StoredTable, stored: Stored, styles: Mapping[str, Format]) -> None:
    columns = sheet_columns(table.table)
    rows = list(sheet_rows(table.table, stored))
    widths = [_width(each, rows) for each in columns]
    by_name = [(each.column.name, width) for each, width in zip(columns, widths, strict=True)]
    for number, row in enumerate(rows, start=1):
        # Most cells are short: only the others are worth a measurement.
        lines = [_lines(text, width) for name, width in by_name if len(text := row[name]) > width * 0.9 or "\n" in text]
        sheet.set_row(number, _LINE * max(lines, default=1))
    for at, each in enumerate(columns):
        style = styles[_style(each)]
        # Room for corrections that nobody has made is not shown.
        hidden = each.column.name.startswith(EDITED) and not any(row[each.column.name] for row in rows)
        sheet.set_column(at, at, widths[at], style, {"hidden": hidden})
        sheet.write_string(0, at, each.column.name, styles[_head(each)])
        for number, row in enumerate(rows, start=1):
            _write_cell(sheet, number, at, content(each.column, row[each.column.name]), style)
    last = max(len(rows), 1)
    _offer_choices(sheet, columns, last)
    _mark(sheet, columns, last, styles)
    sheet.freeze_panes(1, 3 if reviewed(table.table) else 1)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3: there are many columns
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(sheet: Worksheet, row: int, column: int, value: str | float | None, style: Format) -> None:
    if value is None:
        return  # the format of the column holds
    if isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def _style(each: SheetColumn) -> str:
    if each.column.type in ("decimal", "integer"):
        return each.column.type
    return "text" if each.column.name.endswith("_id") or each.column.type in ("edtf", "boolean") else "long"


def _head(each: SheetColumn) -> str:
    if each.field in (STATUS, NOTE):
        return "head_review"
    return "head_editable" if each.field else "head"


def _width(each: SheetColumn, rows: Sequence[Mapping[str, str]]) -> float:
    """In characters: the header with its arrow, or the longest of the first cells, within bounds."""
    name = each.column.name
    least = {STATUS: 11, NOTE: 24}.get(name, _NARROWEST)
    # A number is shown with a separator for every third digit.
    wider = 4 / 3 if each.column.type == "decimal" else 1
    longest = max((len(row[name]) * wider for row in rows[:_SAMPLE]), default=0)
    return min(max(least, len(name) + 4, longest + 2), _WIDEST if name in _PROSE else _WIDE)


def _lines(text: str, width: float) -> int:
    """Lines that a cell takes; stated for each row, because not every program works it out when it opens a file."""
    lines = sum(1 + int(len(part) * 1.1 / width) for part in text.split("\n"))
    return min(lines, _MOST_LINES)


def _offer_choices(sheet: Worksheet, columns: Sequence[SheetColumn], last: int) -> None:
    for at, each in enumerate(columns):
        if each.field == STATUS:
            _offer(sheet, at, last, list(VERDICTS), "accepted = stimmt, rejected = stimmt nicht")
        elif each.field == NOTE:
            prompt = {"validate": "any", "input_title": "note", "input_message": "Bemerkung / your remark"}
            sheet.data_validation(1, at, last, at, prompt)
        elif each.field in CHOICES:
            _offer(sheet, at, last, list(CHOICES[each.field]), "")


def _offer(sheet: Worksheet, at: int, last: int, choices: list[str], message: str) -> None:
    if len(",".join(choices)) > 255:  # Excel's limit for a list; `review import` checks what is typed
        return
    rule = {"validate": "list", "source": choices, "error_title": "?", "error_message": ", ".join(choices)[:255]}
    if message:
        rule |= {"input_title": "status", "input_message": message}
    sheet.data_validation(1, at, last, at, rule)


def _mark(sheet: Worksheet, columns: Sequence[SheetColumn], last: int, styles: Mapping[str, Format]) -> None:
    for at, each in enumerate(columns):
        letter = xlsxwriter.utility.xl_col_to_name(at)
        if each.column.type == "decimal":
            rule = {"type": "formula", "criteria": f"=INT({letter}2)={letter}2", "format": styles["whole"]}
            sheet.conditional_format(1, at, last, at, rule)
        if each.field == STATUS:
            for verdict in VERDICTS:
                rule = {"type": "formula", "criteria": f'=${letter}2="{verdict}"', "format": styles[verdict]}
                sheet.conditional_format(1, 0, last, len(columns) - 1, rule)


def _write_how_to(sheet: Worksheet, stored: Stored, styles: Mapping[str, Format]) -> None:
    sheet.set_column(0, 1, 22, styles["long"])
    sheet.set_column(2, 3, 70, styles["long"])
    for number, (style, cells) in enumerate(how_to([table.table for table in stored.values()])):
        sheet.set_row(number, _LINE * max(_lines(cell, 70) for cell in cells) + (style == "title") * 6)
        for at, cell in enumerate(cells):
            sheet.write_string(number, at, cell, styles[style])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_shown(sheet: Worksheet, stored: Stored, styles: Mapping[str, Format]) -> None:
    sheet.very_hidden()
    evidence: dict[str, list[dict[str, str]]] = {}
    for row in stored[EVIDENCE.name].records():
        evidence.setdefault(row["fact_id"], []).append({name: row[name] for name in SHOWN_EVIDENCE})
    number = 0
    for table in stored.values():
        if not reviewed(table.table):
            continue
        for row in table.records():
            text = json.dumps({"row": row, "evidence": evidence.get(row["fact_id"], [])})
            pieces = [text[at : at + SHOWN_CELL] for at in range(0, len(text), SHOWN_CELL)]
            for at, cell in enumerate((table.table.name, row["fact_id"], *pieces)):
                sheet.write_string(number, at, cell, styles["text"])
            number += 1
