"""Exports of an output folder: what comes out is what stands in the tables, whatever stands there."""

from __future__ import annotations

import csv
import time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from folder_maker import HOSTILE, hostile_folder, write_folder

from extract.cli import main
from extract.tables import TABLES
from extract.tables.exports import FORMATS, export
from extract.tables.exports.sheets import HOW_TO, SHOWN, comparable
from extract.tables.exports.spreadsheets import CUT, MAX_CELL
from extract.tables.meanings import german
from extract.tables.schema import FACTS
from extract.tables.stored import TableError, read_stored


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return hostile_folder(tmp_path / "outputs")


def flavour(folder: Path, name: str, table: str = "facts") -> list[dict[str, str]]:
    with (folder / name / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";" if name == "csv-de" else ","))


@pytest.mark.parametrize("name", ["csv-de", "csv-en"])
def test_no_cell_of_a_flavour_is_run_or_read_as_something_else(folder: Path, name: str) -> None:
    export(folder, [name])
    rows = flavour(folder, name)
    guarded = {row["subject"] for row in rows if row["subject"].startswith("'")} - {"'quoted'"}
    assert guarded == {
        f"'{text}"
        for text in ("=CMD()", "+1", "-2.5", "@SUM(A1)", "\tTab", "1E5", "007", "22.5", "1/2", "3 Mai", "10:30", "TRUE",
                     "wahr", "5 %", "€ 20", "12345678901234567890")
    }  # fmt: skip
    for row, text in zip(sorted(rows, key=lambda row: row["fact_id"].lstrip("'")), HOSTILE, strict=True):
        if len(text) <= MAX_CELL:
            assert row["subject"].removeprefix("'") == text.removeprefix("'")
        else:
            assert len(row["subject"]) == MAX_CELL and row["subject"].endswith(CUT)
    assert {row["date"] for row in rows} == {"2023", "'2023-05", "2005/.."}


def test_numbers_of_the_flavours(folder: Path) -> None:
    export(folder, ["csv-de", "csv-en"])
    german_values = {row["value"] for row in flavour(folder, "csv-de")}
    assert german_values == {"-2,5", "3900000000", "0,05", "", "'12345678901234567", "-1200000"}
    assert {row["value"] for row in flavour(folder, "csv-en")} == {value.replace(",", ".") for value in german_values}
    assert (folder / "csv-de" / "facts.csv").read_bytes().startswith(b"\xef\xbb\xbf" + b"fact_id;type;")


def test_the_workbook_holds_the_tables_typed_and_without_formulas(folder: Path) -> None:
    export(folder, ["xlsx"])
    book = openpyxl.load_workbook(folder / "facts.xlsx")
    assert book.sheetnames == [*(table.name for table in TABLES), HOW_TO, SHOWN]
    assert book[SHOWN].sheet_state == "veryHidden"
    stored = read_stored(folder)
    for table in TABLES:
        sheet = book[table.name]
        assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)
        header = [cell.value for cell in sheet[1]]
        assert set(table.header) <= set(header)
        assert sheet.auto_filter.ref and sheet.freeze_panes
        for row, cells in zip(stored[table.name].records(), sheet.iter_rows(min_row=2), strict=False):
            by_name = dict(zip(header, cells, strict=True))
            for column in table.columns:
                text, cell = row[column.name], by_name[column.name]
                if not text:
                    assert cell.value is None
                elif column.type == "integer" or (column.type == "decimal" and len(text) < 16):
                    assert Decimal(repr(cell.value)) == Decimal(text)
                elif len(text) <= MAX_CELL:
                    assert comparable(cell.value) == comparable(text)
                    assert column.type == "decimal" or cell.number_format == "@"
                else:
                    assert len(cell.value) == MAX_CELL
    assert book["facts"]["B1"].value == "status"
    assert any(str(rule.sqref).startswith("B2") for rule in book["facts"].data_validations.dataValidation)


def test_the_workbook_explains_every_column_in_both_languages(folder: Path) -> None:
    export(folder, ["xlsx"])
    rows = list(openpyxl.load_workbook(folder / "facts.xlsx")[HOW_TO].iter_rows(values_only=True))
    said = {(row[0], row[1]): row[2:4] for row in rows if row[1]}
    for table in TABLES:
        for column in table.columns:
            assert said[table.name, column.name] == (german(table.name, column), column.says)


def test_every_column_has_a_german_meaning() -> None:
    missing = [f"{table.name}.{column.name}" for table in TABLES for column in table.columns
               if german(table.name, column) == column.says]  # fmt: skip
    assert missing == [], "write them into src/extract/tables/data/meanings.yaml"


def test_the_same_tables_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    first = {path: path.read_bytes() for path in export(folder, list(FORMATS), tmp_path / "out")}
    time.sleep(2.1)  # the clock of a ZIP archive ticks every other second
    again = {path: path.read_bytes() for path in export(folder, list(FORMATS), tmp_path / "out")}
    assert first.keys() == again.keys()
    assert [path.name for path in first if first[path] != again[path]] == []


def test_an_empty_folder_of_tables_can_be_exported(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {})
    assert len(export(folder, list(FORMATS))) >= len(FORMATS)
    assert not list(folder.glob(".export*"))


def test_a_missing_or_foreign_table_is_told_and_nothing_is_written(folder: Path) -> None:
    (folder / "facts.csv").write_text("a,b\n1,2\n")
    before = sorted(folder.iterdir())
    with pytest.raises(TableError, match=r"facts\.csv: written by another version"):
        export(folder, ["xlsx"])
    (folder / "facts.csv").unlink()
    with pytest.raises(TableError, match=r"facts\.csv: there is no such file; `extract run"):
        export(folder, ["xlsx"])
    assert sorted(folder.iterdir()) == [path for path in before if path.name != "facts.csv"]


def test_export_by_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "xlsx", "csv-de", "--from", str(folder), "--out", str(tmp_path / "new")]) == 0
    names = [Path(line).relative_to(tmp_path / "new").as_posix() for line in capsys.readouterr().out.splitlines()]
    assert names == ["facts.xlsx", *(f"csv-de/{table.name}.csv" for table in TABLES)]
    assert main(["export", "docx", "--from", str(folder)]) == 2
    assert "export docx: there is no such format; the formats are xlsx" in capsys.readouterr().err
    assert main(["export", "xlsx", "--from", str(tmp_path / "nowhere")]) == 2


def test_the_help_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    said = capsys.readouterr().out
    assert [name for name in FORMATS if name not in said] == []


def test_header_of_facts_begins_as_the_views_and_sheets_expect() -> None:
    assert FACTS.header[0] == "fact_id"
