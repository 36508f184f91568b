"""What a real spreadsheet makes of the exports: opened and saved by LibreOffice, nothing has changed."""

from __future__ import annotations

import csv
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from folder_maker import hostile_folder

from extract.review.workbook import fact_ids, read_workbook
from extract.tables import TABLES
from extract.tables.exports import export
from extract.tables.exports.sheets import comparable
from extract.tables.exports.spreadsheets import cut
from extract.tables.stored import read_stored

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
# LibreOffice's numbers of the languages that a CSV is opened in.
LOCALES = {"csv-de": ("59", "1031"), "csv-en": ("44", "1033")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = hostile_folder(tmp_path_factory.mktemp("office") / "outputs")
    export(folder, ["xlsx", "csv-de", "csv-en"])
    return folder


def convert(source: Path, target: str, out: Path, *more: str) -> Path:
    profile = out / "profile"
    subprocess.run(
        [str(SOFFICE), "--headless", f"-env:UserInstallation={profile.as_uri()}", *more, "--convert-to", target,
         "--outdir", str(out), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return out / f"{source.stem}.{target.partition(':')[0]}"


def cells(path: Path, sheet: str | None = None) -> list[list[Any]]:
    book = openpyxl.load_workbook(path)
    return [list(row) for row in (book[sheet] if sheet else book.worksheets[0]).iter_rows()]


def same(text: str, value: Any) -> bool:
    """Whether a cell holds what the table has."""
    if value is None:
        return text == ""
    if isinstance(value, int | float):
        return Decimal(repr(value)) == Decimal(text)
    return comparable(str(value)) == comparable(cut(text))


def test_the_workbook_survives_libreoffice_unchanged(folder: Path, tmp_path: Path) -> None:
    saved = convert(folder / "facts.xlsx", "xlsx", tmp_path)
    stored = read_stored(folder)
    compared = 0
    for table in TABLES:
        header, *rows = cells(saved, table.name)
        names = [cell.value for cell in header]
        for row, record in zip(rows, stored[table.name].records(), strict=False):
            by_name = dict(zip(names, row, strict=True))
            for name, text in record.items():
                assert by_name[name].data_type != "f"
                assert same(text, by_name[name].value), (table.name, name, text[:80], by_name[name].value)
                compared += 1
    assert compared > 1500
    assert read_workbook(saved, fact_ids(stored), who="Ada", when="2026-03-01T09:30:00Z") == ([], [])


@pytest.mark.parametrize("name", sorted(LOCALES))
def test_a_flavour_opens_with_nothing_run_or_misread(folder: Path, tmp_path: Path, name: str) -> None:
    separator, language = LOCALES[name]
    # As by a double click in that country: UTF-8, quotes, and numbers and dates recognised wherever one looks so.
    options = f"--infilter=CSV:{separator},34,76,1,,{language},false,true,false,false,false,-1"
    stored = read_stored(folder)
    for table in TABLES:
        out = tmp_path / table.name
        out.mkdir()
        header, *rows = cells(convert(folder / name / f"{table.name}.csv", "xlsx", out, options))
        with (folder / name / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            written = list(csv.reader(file, delimiter=chr(int(separator))))
        assert [cell.value for cell in header] == table.header
        for row, record, line in zip(rows, stored[table.name].records(), written[1:], strict=False):
            for cell, column, raw in zip(row, table.columns, line, strict=False):
                if column.type == "boolean":
                    # LibreOffice saves a truth value as the formula TRUE() or FALSE().
                    assert ("" if cell.value is None else str(cell.value).strip("=()").lower()) == record[column.name]
                    continue
                assert cell.data_type != "f"
                if cell.is_date:
                    assert column.type == "edtf" and cell.value.date().isoformat() == record[column.name]
                elif isinstance(cell.value, str):
                    assert comparable(cell.value) == comparable(raw), (table.name, column.name)
                else:
                    assert same(record[column.name], cell.value), (table.name, column.name, raw, cell.value)
