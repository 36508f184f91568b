"""A workbook that was edited, read back: what changed becomes decisions, what cannot be taken is told with its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from folder_maker import hostile_folder

from extract.cli import main
from extract.records import Decision
from extract.review.workbook import Problem, fact_ids, read_workbook
from extract.tables.exports import export
from extract.tables.exports.sheets import SHOWN
from extract.tables.schema import STATED
from extract.tables.stored import TableError, read_stored

WHO, WHEN = "Ada", "2026-03-01T09:30:00Z"
FIRST = f"{0:016x}"
Edit = Callable[[Any], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = hostile_folder(tmp_path / "outputs")
    export(folder, ["xlsx"])
    return folder


def at(book: Any, fact: str, column: str, sheet: str = "facts") -> Any:
    """The cell of a fact."""
    header = [cell.value for cell in book[sheet][1]]
    row = next(row for row in book[sheet].iter_rows(min_row=2) if row[0].value == fact)
    return row[header.index(column)]


def edited(folder: Path, *edits: Edit) -> Path:
    book = openpyxl.load_workbook(folder / "facts.xlsx")
    for edit in edits:
        edit(book)
    book.save(folder / "edited.xlsx")
    return folder / "edited.xlsx"


def put(column: str, value: Any, fact: str = FIRST, sheet: str = "facts") -> Edit:
    def edit(book: Any) -> None:
        at(book, fact, column, sheet).value = value

    return edit


def read(folder: Path, *edits: Edit, log: list[Decision] | None = None) -> tuple[list[Decision], list[Problem]]:
    known = fact_ids(read_stored(folder))
    return read_workbook(edited(folder, *edits), known, who=WHO, when=WHEN, log=log or [])


def told(decisions: list[Decision]) -> list[tuple[str, str, str, str]]:
    return [(one.action, one.field, one.value, one.note) for one in decisions]


def test_a_workbook_that_nobody_changed_says_nothing(folder: Path) -> None:
    known = fact_ids(read_stored(folder))
    assert read_workbook(folder / "facts.xlsx", known, who=WHO, when=WHEN) == ([], [])
    assert read(folder) == ([], [])


def test_verdicts_values_and_remarks_become_decisions(folder: Path) -> None:
    second = f"{1:016x}"
    decisions, problems = read(
        folder, put("status", "accepted"), put("note", "geprüft – Größe stimmt"), put("value", 2.75, second),
        put("status", "Abgelehnt", f"{4096:016x}", "officials"), put("note", "only a remark", f"{2:016x}"),
    )  # fmt: skip
    assert problems == []
    by_fact = {decision.fact: decision for decision in decisions}
    assert {fact: told([decision]) for fact, decision in by_fact.items()} == {
        FIRST: [("accept", "", "", "geprüft – Größe stimmt")],
        second: [("edit", "value", "2.75", "")],
        f"{2:016x}": [("note", "", "", "only a remark")],
        f"{4096:016x}": [("reject", "", "", "")],
    }
    assert {(decision.who, decision.when) for decision in decisions} == {(WHO, WHEN)}


def test_a_decision_says_what_its_reviewer_saw(folder: Path) -> None:
    (decision,), _ = read(folder, put("value", "-3"))
    seen = dict(decision.seen)
    row = next(row for row in read_stored(folder)["facts"].records() if row["fact_id"] == FIRST)
    stated = {name: text for name, text in row.items() if name in STATED}
    assert seen == {**stated, "claims": f"c{FIRST[1:]}", "evidence": "a.txt:0-1", "quote": "q"}
    assert seen["value"] == "-2.5"
    assert seen["subject"] == "=CMD()"


@pytest.mark.parametrize(
    ("column", "value", "taken"),
    [
        ("value", 1500000000, "1500000000"), ("value_max", "7.10", "7.1"), ("country_2", "kz", "KZ"),
        ("bound", "At_Least", "at_least"), ("date", "2024-01/2024-03", "2024-01/2024-03"), ("date", 2024, "2024"),
        ("participants", "Ana Núñez ;Jörg Größe", "Ana Núñez; Jörg Größe"), ("participants", "", ""),
        ("subject", "=SUM(1)", None), ("unit", "USD", "USD"), ("modality", "planned", "planned"),
    ],
)  # fmt: skip
def test_contents_take_the_form_of_the_tables(folder: Path, column: str, value: object, taken: str | None) -> None:
    decisions, problems = read(folder, put(column, value))
    if taken is None:
        assert decisions == []
        assert "holds a formula" in problems[0].says
    else:
        assert problems == []
        assert told(decisions) == [("edit", column, taken, "")]


def test_the_number_that_stands_there_written_otherwise_is_no_change(folder: Path) -> None:
    assert read(folder, put("value", "-2.50"), put("country_1", "de")) == ([], [])


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("value", "3,9", "no plain number"), ("value", "viel", "no plain number"),
        ("date", "17.5.2023", "not an EDTF date"),
        ("date", "2023-13", "no such month"), ("country_1", "Kasachstan", "no ISO 3166-1 code"),
        ("country_1", "ZZ", "no ISO 3166-1 code"), ("bound", "circa", "none of exact, about"),
        ("modality", "", "is empty"),
        ("status", "perhaps", "no verdict"), ("sources", 5, "sources is computed"), ("flags", "", "flags is computed"),
        ("unit", "Mio EUR", "is no unit"), ("value", True, "no plain number"),
    ],
)  # fmt: skip
def test_what_cannot_stand_there_is_told_with_its_cell(folder: Path, column: str, value: object, says: str) -> None:
    decisions, (problem,) = read(folder, put(column, value))
    assert decisions == []
    book = openpyxl.load_workbook(folder / "facts.xlsx")
    assert problem.place == f"facts!{at(book, FIRST, column).coordinate}"
    assert says in problem.says


def test_a_remark_is_added_and_never_taken_away(tmp_path: Path) -> None:
    export(folder := hostile_folder(tmp_path, note="alt"), ["xlsx"])
    assert told(read(folder, put("note", "alt | neu"))[0]) == [("note", "", "", "neu")]
    decisions, (problem,) = read(folder, put("note", ""))
    assert decisions == []
    assert "stays in the log" in problem.says


def test_a_wrong_cell_does_not_keep_the_others_of_its_row_from_being_read(folder: Path) -> None:
    decisions, problems = read(folder, put("value", "viel"), put("unit", "USD"), put("status", "accepted"))
    assert told(decisions) == [("edit", "unit", "USD", ""), ("accept", "", "", "")]
    assert len(problems) == 1


def test_rows_may_be_moved_and_deleted_and_columns_added(folder: Path) -> None:
    def shuffle(book: Any) -> None:
        sheet = book["facts"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        sheet.delete_rows(2, len(rows))
        for row in reversed(rows[3:]):
            sheet.append(row)
        sheet.insert_cols(2)
        sheet["B1"] = "Abteilung"
        sheet["B2"] = "III B 2"
        for row in sheet.iter_rows():
            for cell in row:  # openpyxl takes "=CMD()" for a formula, and "#N/A" for an error, when it is put anew
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type

    decisions, problems = read(folder, put("status", "accepted", f"{9:016x}"), shuffle)
    assert problems == []
    assert told(decisions) == [("accept", "", "", "")]


def test_a_changed_or_doubled_id_is_told(folder: Path) -> None:
    decisions, (problem,) = read(folder, put("status", "accepted"), put("fact_id", "my own"))
    assert decisions == []
    assert problem.place == f"facts!{at(openpyxl.load_workbook(folder / 'facts.xlsx'), FIRST, 'fact_id').coordinate}"
    assert "there was no fact 'my own'" in problem.says

    def double(book: Any) -> None:
        sheet = book["facts"]
        sheet.append([cell.value for cell in next(sheet.iter_rows(min_row=2))])
        sheet.cell(sheet.max_row, 2).value = "rejected"

    decisions, (problem,) = read(folder, double)
    assert decisions == []
    assert "stands in row 2 already" in problem.says


def test_a_fact_that_is_gone_is_told_and_its_decision_kept(folder: Path) -> None:
    file = edited(folder, put("status", "accepted"))
    decisions, (problem,) = read_workbook(file, [], who=WHO, when=WHEN)
    assert told(decisions) == [("accept", "", "", "")]
    assert f"the fact {FIRST} is not in the tables any more" in problem.says


def test_reading_a_workbook_twice_adds_nothing(folder: Path) -> None:
    edits = put("status", "accepted"), put("value", 7)
    first, _ = read(folder, *edits)
    earlier = [replace(decision, when="2026-02-01T00:00:00Z") for decision in first]
    assert len(first) == 2
    assert read(folder, *edits, log=earlier) == ([], [])


def test_lost_sheets_and_columns_are_told(folder: Path) -> None:
    def drop(book: Any) -> None:
        del book["officials"]
        at(book, FIRST, "status")
        book["facts"]["B1"] = "Urteil"

    decisions, problems = read(folder, put("note", "x"), drop)
    assert told(decisions) == [("note", "", "", "x")]
    assert [str(problem) for problem in problems] == [
        "facts!1: there is no column status; nothing of it was read",
        "officials: the sheet is gone; nothing of it was read",
    ]


def test_a_file_that_is_no_workbook_of_ours(folder: Path, tmp_path: Path) -> None:
    def read_file(path: Path) -> None:
        read_workbook(path, [], who=WHO, when=WHEN)

    with pytest.raises(TableError, match="has no hidden sheet _shown"):
        read_file(edited(folder, lambda book: book.remove(book[SHOWN])))
    with pytest.raises(TableError, match=r"none\.xlsx: there is no such file"):
        read_file(tmp_path / "none.xlsx")
    (tmp_path / "text.xlsx").write_text("nothing")
    with pytest.raises(TableError, match="is no workbook"):
        read_file(tmp_path / "text.xlsx")
    with pytest.raises(TableError, match=r"save it as \.xlsx"):
        read_file(folder / "facts.csv")


def test_an_emptied_verdict_takes_the_last_one_back(tmp_path: Path) -> None:
    export(folder := hostile_folder(tmp_path, status="accepted", edited_value="7"), ["xlsx"])
    accepted = Decision(fact=FIRST, action="accept", who="Bo", when="2026-02-01T00:00:00Z")
    edit = replace(accepted, action="edit", field="value", value="7")
    for column, emptied in (("status", accepted), ("edited_value", edit)):
        decisions, problems = read(folder, put(column, ""), log=[accepted, edit])
        assert problems == []
        assert [(one.action, one.other) for one in decisions] == [("undo", emptied.id)]
        # Taken back in the meantime by somebody else: nothing is left to take back.
        undo = replace(decisions[0], who="Cy", when="2026-02-02T00:00:00Z")
        decisions, (problem,) = read(folder, put(column, ""), log=[accepted, edit, undo])
        assert decisions == []
        assert "no decision of this fact to take back" in problem.says


def test_status_new_is_no_verdict(tmp_path: Path) -> None:
    export(folder := hostile_folder(tmp_path, status="new"), ["xlsx"])
    assert read(folder, put("status", "")) == ([], [])


def test_corrections_may_be_corrected_in_either_column(tmp_path: Path) -> None:
    export(folder := hostile_folder(tmp_path, edited_value="7"), ["xlsx"])
    assert told(read(folder, put("edited_value", 8))[0]) == [("edit", "value", "8", "")]
    assert told(read(folder, put("value", 9))[0]) == [("edit", "value", "9", "")]
    decisions, (problem,) = read(folder, put("value", 9), put("edited_value", 8))
    assert told(decisions) == [("edit", "value", "9", "")]
    assert "says something else of value" in problem.says


def test_from_a_run_to_a_workbook_and_back_into_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("corpus").mkdir()
    text = "Der Handel zwischen Schweden und Peru erreichte im Jahr 2021 ein Volumen von 1,4 Milliarden Euro."
    Path("corpus/a.txt").write_text(text, encoding="utf-8")
    Path("extract.toml").write_text('[pipelines]\nen = "blank:en"\nde = "blank:de"\n')
    assert main(["run"]) == 0
    assert main(["export", "xlsx"]) == 0
    (row,) = read_stored(Path("outputs"))["facts"].records()
    book = openpyxl.load_workbook("outputs/facts.xlsx")
    for column, value in (("status", "angenommen"), ("value", 1450000000), ("note", "laut Zentralbank")):
        at(book, row["fact_id"], column).value = value
    at(book, row["fact_id"], "claims").value = 99
    book.save("edited.xlsx")
    assert main(["review", "import", "edited.xlsx", "--by", "Ada", "--dry-run"]) == 1
    assert not Path("corpus/review").exists()
    capsys.readouterr()
    assert main(["review", "import", "edited.xlsx", "--by", "Ada"]) == 1
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert "claims is computed and cannot be changed; it was '1'" in said.err
    assert main(["run"]) == 0
    (row,) = read_stored(Path("outputs"))["facts"].records()
    assert (row["status"], row["reviewed_by"], row["note"]) == ("accepted", "Ada", "laut Zentralbank")
    assert (row["value"], row["edited_value"]) == ("1400000000", "1450000000")
    capsys.readouterr()
    assert main(["review", "import", "edited.xlsx", "--by", "Ada"]) == 1  # the second time nothing is new
    assert capsys.readouterr().out == ""
    assert main(["verify"]) == 0  # the workbook is older than the tables, but it is there to be edited
    assert main(["export", "all"]) == 0
    assert main(["verify"]) == 0
