"""Facts that reviewers add, from the command line through runs, exports and scores to the draft of a rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from extract.cli import main
from extract.tables import read_table
from extract.tables.schema import DECISIONS, EVIDENCE, FACTS, OFFICIALS, Table

TEXTS = {
    "de.txt": "Alte Nachbarn\n\nZwischen Peru und Chile ist viel los. Für den Hafen legte Chile 2021 gut 40 Millionen\n"
    "Dollar hin. Die Exporte Chiles nach Peru stiegen 2021 auf 2,5 Milliarden Dollar.\n",
    "en.txt": "Old neighbours\n\nChile laid out 40 million dollars for the port of Callao in Peru in 2021. Exports from"
    " Chile to Peru rose to 3.1 billion dollars in 2021.\n",
}
DE = ["de.txt", "--quote", "legte Chile 2021 gut 40 Millionen Dollar hin", "--type", "funding"]
EN = ["en.txt", "--quote", "Chile laid out 40 million dollars", "--type", "funding"]
CELLS = ["countries=CL,PE", "value=40e6", "unit=USD", "date=2021"]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "corpus").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "corpus" / name).write_text(text, encoding="utf-8")
    (tmp_path / "extract.toml").write_text('[pipelines]\nen = "blank:en"\nde = "blank:de"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["run"]) == 0
    return tmp_path


def add(*words: str) -> None:
    assert main(["review", "add", *words, "--who", "ada"]) == 0


def rows(work: Path, table: Table) -> list[dict[str, Any]]:
    return read_table(work / "outputs", table).to_dict("records")


def fact(work: Path, kind: str) -> dict[str, Any]:
    (row,) = [row for row in rows(work, FACTS) if row["type"] == kind]
    return row


def test_an_added_fact_is_in_all_tables_and_goes_with_undo(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.read_bytes() for path in (work / "outputs").glob("*.csv")}
    add(*DE, *CELLS, "bound=at_least", "--note", "fehlt")
    add(*EN, *CELLS)
    capsys.readouterr()
    assert main(["run"]) == 0
    assert "decisions: 2 holds" in capsys.readouterr().out
    row = fact(work, "funding")
    assert (row["country_1"], row["country_2"], row["value"], row["status"]) == ("CL", "PE", "40000000", "accepted")
    assert (row["languages"], row["sources"], row["note"]) == ("de; en", 2, "fehlt")
    evidence = [each for each in rows(work, EVIDENCE) if each["fact_id"] == row["fact_id"]]
    assert [each["rule"] for each in evidence] == ["reviewer", "reviewer"]
    assert evidence[0]["quote"] == "legte Chile 2021 gut 40 Millionen\nDollar hin"
    assert {each["standing"] for each in rows(work, DECISIONS)} == {"holds"}
    assert main(["verify"]) == 0
    assert main(["review", "undo", row["fact_id"], row["fact_id"], "--who", "ada"]) == 0
    assert main(["run"]) == 0
    after = {path.name: path.read_bytes() for path in (work / "outputs").glob("*.csv")}
    assert {name for name in before if before[name] != after[name]} == {"decisions.csv"}


def test_the_log_shows_what_was_added_and_the_list_what_became_of_it(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(*DE, *CELLS)
    (work / "corpus" / "de.txt").unlink()
    assert main(["run"]) == 0
    capsys.readouterr()
    assert main(["review", "log"]) == 0
    shown = capsys.readouterr().out
    assert "add type=funding country_1=CL country_2=PE measure=level value=40000000" in shown
    assert "de.txt:67-111 'legte Chile" in shown
    assert main(["review", "list", "orphan"]) == 0
    assert "de.txt is not among the articles of this run" in capsys.readouterr().out


def test_exports_are_whole_and_a_workbook_can_reject_it(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(*DE, *CELLS)
    assert main(["run"]) == 0
    assert main(["export", "all"]) == 0
    assert main(["verify"]) == 0
    book = openpyxl.load_workbook(work / "outputs" / "facts.xlsx")
    header = [cell.value for cell in book["facts"][1]]
    number = next(row[0].row for row in book["facts"].iter_rows() if row[header.index("type")].value == "funding")
    status = book["facts"].cell(number, header.index("status") + 1)
    assert status.value == "accepted"
    book.save(work / "same.xlsx")
    assert main(["review", "import", "same.xlsx"]) == 0
    assert "0 decisions, 0 problems" in capsys.readouterr().err
    status.value = "rejected"
    book["facts"].cell(number, header.index("edited_value") + 1).value = 41000000
    book.save(work / "edited.xlsx")
    assert main(["review", "import", "edited.xlsx"]) == 0
    assert main(["run"]) == 0
    row = fact(work, "funding")
    assert (row["status"], row["edited_value"]) == ("rejected", "41000000")
    assert main(["export", "all"]) == 0
    assert main(["verify"]) == 0


def test_scores_are_those_of_the_rules(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = work / "gold"
    gold.mkdir()
    coded = {"type": "funding", "countries": ["CL", "PE"], "measure": "level", "value": "40000000", "unit": "USD"}
    (gold / "en.json").write_text(json.dumps({"article": "en.txt", "lang": "en", "facts": [coded]}))
    (gold / "en.txt").write_text(TEXTS["en.txt"], encoding="utf-8")
    claims = (work / "outputs" / "claims.jsonl").read_bytes()
    reports = []
    for _ in range(2):
        capsys.readouterr()
        assert main(["evaluate", "gold", "--claims", "outputs"]) == 0
        reports.append(capsys.readouterr().out)
        add(*EN, *CELLS)
        assert main(["run"]) == 0
    assert (work / "outputs" / "claims.jsonl").read_bytes() == claims
    assert reports[0] == reports[1]
    assert main(["verify"]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fr.txt", "--quote", "x", "--type", "visit", "countries=CL,PE"], "there is no article fr.txt"),
        (["de.txt", "--quote", "Bolivien", "--type", "visit", "countries=CL,PE"], "has no such words: 'Bolivien'"),
        (["de.txt", "--quote", "Chile", "--type", "visit", "countries=CL,PE"], "stand in 3 places; quote more"),
        (["de.txt", "--at", "20", "--type", "visit", "countries=CL,PE"], "--at 20 is no stretch"),
        (["de.txt", "--at", "20-9000", "--type", "visit", "countries=CL,PE"], "quote: [20, 9000) is no stretch"),
        ([*DE, "CL,PE"], "'CL,PE' names no column"),
        ([*DE, "countries=CL,PE", "value=40 Mio", "unit=USD"], "value: '40 Mio' is no plain number"),
        ([*DE[:4], "loans", "countries=CL,PE"], "type: there is no type of fact 'loans'"),
    ],
)
def test_what_cannot_be_added_says_why(
    work: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["review", "add", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert not (work / "corpus" / "review").exists()


def test_words_can_be_named_by_their_offsets(work: Path) -> None:
    start = TEXTS["de.txt"].index("legte")
    add("de.txt", "--at", f"{start}-{start + 45}", "--type", "funding", *CELLS)
    add("en.txt", "--quote", "Chile to Peru", "--type", "official", "person=Ana Berg", "role=minister", "country=CL")
    assert main(["run"]) == 0
    assert fact(work, "funding")["value"] == "40000000"
    assert [row["person"] for row in rows(work, OFFICIALS)] == ["Ana Berg"]
    assert main(["verify"]) == 0


def test_an_indicator_of_the_user_can_be_added(work: Path) -> None:
    (work / "models" / "rules").mkdir(parents=True)
    assert main(["rules", "new", "port_money"]) == 0
    add("en.txt", "--quote", "40 million dollars", "--type", "port_money", *CELLS)
    assert main(["run"]) == 0
    assert fact(work, "port_money")["status"] == "accepted"
    assert main(["verify"]) == 0


def test_texts_that_the_run_kept_serve_without_the_corpus(work: Path) -> None:
    (work / "corpus" / "de.txt").unlink()
    add(*DE, *CELLS)
    assert main(["rules", "new", "port", "--from-review", "--corpus", "corpus"]) == 0
    assert "Für den Hafen legte Chile 2021" in (work / "models" / "rules" / "port.yaml").read_text("utf-8")
    assert main(["run"]) == 0
    assert [each["standing"] for each in rows(work, DECISIONS)] == ["orphan"]


# Rules from what was added


def drafted(work: Path, name: str) -> dict[str, object]:
    (rule,) = yaml.load((work / "models" / "rules" / f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader)["rules"]
    assert isinstance(rule, dict)
    return rule


def test_added_and_rejected_facts_become_examples(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(*DE, *CELLS, "bound=at_least")
    add(*EN, *CELLS)
    (german,) = [row for row in rows(work, FACTS) if row["value"] == "2500000000"]
    assert main(["review", "reject", german["fact_id"], "--who", "ada"]) == 0
    capsys.readouterr()
    assert main(["review", "log"]) == 0
    ids = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]
    assert main(["rules", "new", "port", "--from-review", *ids]) == 0
    examples = drafted(work, "port")["examples"]
    common = {"countries": ["CL", "PE"], "value": "40000000", "unit": "USD", "date": "2021", "measure": "level"}
    assert examples == [
        # Peru stands in the sentence before only.
        {"lang": "de", "gives": [common | {"bound": "at_least"}], "text": "Zwischen Peru und Chile ist viel los."
         " Für den Hafen legte Chile 2021 gut 40 Millionen Dollar hin."},
        {"lang": "de", "nothing": "???", "text": "Die Exporte Chiles nach Peru stiegen 2021 auf 2,5 Milliarden"
         " Dollar."},
        {"lang": "en", "gives": [common], "text": "Chile laid out 40 million dollars for the port of Callao in Peru in"
         " 2021."},
        {"lang": "en", "nothing": "???", "text": "???"},
    ]  # fmt: skip
    assert main(["rules", "check", "port"]) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if ": port: " in line]
    assert [line.partition("port: ")[2][:38] for line in told] == [
        "write under 'trigger' the German words",
        "write under 'trigger' the English word",
        "this text should give funding CL-PE le",
        "write behind 'nothing' why it states n",
        "this text should give funding CL-PE le",
        "write an English sentence with the wor",
    ]


def test_what_a_rule_finds_by_now_is_left_out_unless_it_is_named(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(*EN, *CELLS)
    add("en.txt", "--quote", "3.1 billion dollars", "--type", "exports", "countries=CL,PE", "value=3.1e9", "unit=USD",
        "date=2021")  # fmt: skip
    assert main(["rules", "new", "more_exports", "--from-review", "--fact", "exports"]) == 2
    captured = capsys.readouterr().err
    assert "left out, the rule exports finds it" in captured
    assert "name one to use it all the same" in captured
    assert main(["review", "log"]) == 0
    name = capsys.readouterr().out.splitlines()[1].split("\t")[0]
    assert main(["rules", "new", "more_exports", "--from-review", name[:8]]) == 0
    assert drafted(work, "more_exports")["fact"] == "exports"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "these are facts of the types funding, visit; a rule gives one: choose with --fact"),
        (["--fact", "deals"], "no facts of the type deals were added"),
        (["zzzz"], "zzzz: no fact was added or rejected"),
        (["--fact", "visit", "--corpus", "elsewhere"], "its sentence cannot be shown: gone.txt is not there"),
    ],
)
def test_what_gives_no_examples_says_why(
    work: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    (work / "elsewhere").mkdir()
    (work / "corpus" / "gone.txt").write_text("A delegation from Peru went to Santiago in May, it was said in Lima.")
    add(*EN, *CELLS)
    add("gone.txt", "--quote", "A delegation from Peru went to Santiago", "--type", "visit", "countries=PE,CL")
    (work / "corpus" / "gone.txt").unlink()
    assert main(["rules", "new", "port", "--from-review", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert not (work / "models" / "rules").exists()


def test_no_rule_may_pass_for_the_reviewer(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "new", "reviewer", "--fact", "funding"]) == 2
    assert "'reviewer' stands for facts that reviewers add" in capsys.readouterr().err
    assert main(["rules", "new", "port", "--fact", "funding"]) == 0
    pack = work / "models" / "rules" / "port.yaml"
    pack.write_text(pack.read_text("utf-8").replace("id: port", "id: reviewer"), encoding="utf-8")
    assert main(["rules", "check"]) == 2
    assert "'reviewer' stands for facts that reviewers add" in capsys.readouterr().err
