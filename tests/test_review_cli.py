"""Decisions by the command line, over runs whose rules change in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.cli import main
from extract.tables import read_table
from extract.tables.schema import DECISIONS, EVIDENCE, FACTS, OFFICIALS

TEXTS = {
    "de": "Der Handel zwischen Deutschland und Kasachstan erreichte im Jahr 2023 ein Volumen von 3,9 Milliarden Euro.\n"
    "Außenministerin Jana Feldkamp sprach am Montag in Astana von einem guten Jahr.",
    "en": "Trade turnover between Poland and Latvia reached 2.4 billion euros in 2022.",
}
RULES = """
pack: mine
disable: [{rule}]
rules: []
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "corpus").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "extract.toml").write_text('[pipelines]\nen = "blank:en"\nde = "blank:de"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["run"]) == 0
    return tmp_path


def facts(work: Path) -> dict[str, dict[str, str]]:
    """Rows by the pair of countries."""
    rows = read_table(work / "outputs", FACTS).to_dict("records")
    return {row["country_1"] + row["country_2"]: row for row in rows if row["type"] == "trade"}


def officials(work: Path) -> list[dict[str, str]]:
    return read_table(work / "outputs", OFFICIALS).to_dict("records")


def standings(work: Path) -> list[tuple[str, str]]:
    rows = read_table(work / "outputs", DECISIONS).to_dict("records")
    return [(row["action"], row["standing"]) for row in rows]


def test_decide_run_undo_run(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trade = facts(work)
    assert [row["status"] for row in trade.values()] == ["new", "new"]
    german, english = trade["DEKZ"]["fact_id"], trade["LVPL"]["fact_id"]
    assert main(["review", "accept", german, "--who", "ada", "--note", "stimmt"]) == 0
    assert main(["review", "reject", english[:8], "--who", "ben"]) == 0
    assert main(["review", "edit", german, "value=3,95", "--who", "ada"]) == 2
    assert main(["review", "edit", german, "value=3950000000", "date=2023-12", "--who", "ada"]) == 0
    assert main(["run"]) == 0
    assert "decisions: 4 holds" in capsys.readouterr().out
    row = facts(work)["DEKZ"]
    assert (row["status"], row["reviewed_by"], row["note"]) == ("accepted", "ada", "stimmt")
    assert (row["value"], row["edited_value"], row["edited_date"]) == ("3900000000", "3950000000", "2023-12")
    assert facts(work)["LVPL"]["status"] == "rejected"
    assert main(["review", "undo", english, "--who", "ben"]) == 0
    assert main(["review", "undo", english, "--who", "ben"]) == 2
    assert main(["run", "--fresh"]) == 0
    assert facts(work)["LVPL"]["status"] == "new"
    assert standings(work)[1] == ("reject", "undone")
    capsys.readouterr()
    assert main(["review", "log", english]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("\t")[4] == "reject (undone)"
    assert main(["review", "list", "holds"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_a_changed_rule_keeps_decisions_and_lists_what_it_lost(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    german = facts(work)["DEKZ"]
    evidence = read_table(work / "outputs", EVIDENCE).to_dict("records")
    (rule,) = {row["rule"] for row in evidence if row["fact_id"] == german["fact_id"]}
    for row in facts(work).values():
        assert main(["review", "accept", row["fact_id"], "--who", "ada"]) == 0
    (work / "models" / "rules").mkdir(parents=True)
    (work / "models" / "rules" / "mine.yaml").write_text(RULES.format(rule=rule))
    assert main(["run"]) == 0
    assert standings(work) == [("accept", "orphan"), ("accept", "orphan")]
    capsys.readouterr()
    assert main(["review", "list", "orphan"]) == 0
    assert "value: 3900000000" in capsys.readouterr().out
    (work / "corpus" / "de.txt").rename(work / "corpus" / "renamed.txt")
    (work / "models" / "rules" / "mine.yaml").unlink()
    assert main(["run"]) == 0
    assert standings(work) == [("accept", "holds"), ("accept", "holds")]
    text = (work / "corpus" / "en.txt").read_text().replace("2.4", "2.9")
    (work / "corpus" / "en.txt").write_text(text)
    assert main(["run"]) == 0
    assert facts(work)["LVPL"]["status"] == "changed"
    assert facts(work)["LVPL"]["changes"] == "value: 2400000000 -> 2900000000"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["accept", "0000"], "0000: there is no such fact"),
        (["accept", ""], "there is no such fact"),
        (["note", "DEKZ"], "say what with --note"),
        (["edit", "DEKZ", "value"], "'value' names no column"),
        (["edit", "DEKZ", "colour=red"], "no column of facts that can be edited"),
        (["edit", "DEKZ", "date=gestern"], "date: not an EDTF date"),
        (["edit", "DEKZ", "country_1=Deutschland"], "country_1: "),
        (["same", "DEKZ", "DEKZ"], "the two facts are one"),
        (["undo", "DEKZ"], "no decision that stands"),
        (["accept", "DEKZ", "--out", "nowhere"], "there is no such file"),
    ],
)
def test_what_cannot_be_decided_says_why(
    work: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    known = facts(work)
    arguments = [known[word]["fact_id"] if word in known else word for word in arguments]
    assert main(["review", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert not (work / "corpus" / "review").exists()


def test_broken_lines_are_told_by_run_and_log(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "accept", facts(work)["DEKZ"]["fact_id"]]) == 0
    log = work / "corpus" / "review" / "decisions.jsonl"
    with log.open("a") as file:
        file.write('{"fact": "cut')
    capsys.readouterr()
    assert main(["run"]) == 0
    assert "decisions.jsonl:2: no decision" in capsys.readouterr().err
    assert facts(work)["DEKZ"]["status"] == "accepted"
    assert main(["review", "log"]) == 1
    assert "decisions.jsonl:2: no decision" in capsys.readouterr().err


def test_a_name_of_the_register_that_is_suggested_can_be_denied(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    german = "Bundespräsident Schinmeier war in Astana. Die deutsche Außenministerin Ida Feldkamp sprach mit ihm."
    english = "German Foreign Minister Ida Felkamp spoke in Riga on 3 May 2023 about trade between the two."
    (work / "corpus" / "de2.txt").write_text(german, "utf-8")
    (work / "corpus" / "en2.txt").write_text(english, "utf-8")
    assert main(["run"]) == 0
    suggested = {row["person"]: row for row in officials(work) if row["same_as"]}
    assert suggested["Schinmeier"]["same_as"] == "Frank-Walter Steinmeier"
    assert suggested["Ida Feldkamp"]["same_as"] == "Ida Felkamp"
    for person, name in (("Schinmeier", "Frank-Walter Steinmeier"), ("Ida Feldkamp", "Ida Felkamp")):
        assert main(["review", "different", suggested[person]["fact_id"], name, "--who", "ada"]) == 0
    assert main(["review", "different", suggested["Schinmeier"]["fact_id"], "Angela Merkel"]) == 2
    assert "Angela Merkel: there is no such fact" in capsys.readouterr().err
    assert main(["run"]) == 0
    assert not any(row["same_as"] or "name_suggested" in row["flags"] for row in officials(work))
    assert standings(work) == [("different", "holds")] * 2
    decision = read_table(work / "outputs", DECISIONS).to_dict("records")[0]["decision"]
    assert main(["review", "undo", decision]) == 0
    assert main(["run"]) == 0
    assert [row["same_as"] for row in officials(work) if row["same_as"]] == ["Frank-Walter Steinmeier"]
