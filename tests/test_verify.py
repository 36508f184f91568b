"""`extract verify`: a whole folder is found whole, and every damage is told with file, line and what to do."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from folder_maker import write_folder

from extract.cli import main
from extract.config import Settings
from extract.running import run
from extract.tables.exports import export
from extract.verifying import verify

TEXTS = {
    "a.txt": "Deutschland exportierte 2023 Waren für 3,9 Milliarden Euro nach Namibia.\n\n"
    "Außenministerin Ana Berg reiste am 3. Mai 2023 nach Windhuk und traf Präsident Udo Zahl.\n",
    "b.txt": "Germany exported goods worth 5.1 billion euros to Namibia in 2023.\r\n",
    "c.txt": "kurz",
}
Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus and the outputs of a run over it, with exports."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "corpus").mkdir()
    for name, text in TEXTS.items():
        (folder / "corpus" / name).write_bytes(text.encode())
    run([folder / "corpus"], folder / "outputs", Settings(german="blank:de", english="blank:en"))
    export(folder / "outputs", ["sqlite", "csv-de", "jsonl", "ftm", "xlsx"])
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy"


def findings(folder: Path) -> list[str]:
    return [str(finding) for finding in verify(folder / "outputs", [folder / "corpus"]).findings]


def change(name: str, old: str, new: str) -> Damage:
    """Replace the first occurrence in a file."""

    def damage(folder: Path) -> None:
        path = folder / name
        content = path.read_bytes()
        assert old.encode() in content, f"{old} is not in {name}"
        path.write_bytes(content.replace(old.encode(), new.encode(), 1))

    return damage


def drop_line(name: str, number: int) -> Damage:
    def damage(folder: Path) -> None:
        lines = (folder / name).read_bytes().splitlines(keepends=True)
        (folder / name).write_bytes(b"".join(lines[: number - 1] + lines[number:]))

    return damage


def remove(name: str) -> Damage:
    return lambda folder: (folder / name).unlink()


def in_database(statement: str) -> Damage:
    def damage(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "outputs" / "facts.sqlite")) as database, database:
            database.execute(statement)

    return damage


def test_what_a_run_wrote_is_whole(folder: Path) -> None:
    report = verify(folder / "outputs", [folder / "corpus"])
    assert report.findings == []
    assert report.checks > 300
    facts = (folder / "outputs" / "facts.csv").read_text(encoding="utf-8")
    assert "conflict" in facts.splitlines()[1]  # there is something of everything to check


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (change("outputs/evidence.csv", "3,9 Milliarden", "4,9 Milliarden"),
         r"evidence.csv:\d+: the (quote|sentence) at \["),
        (change("outputs/facts.csv", ",3900000000,", ",3900000001,"),
         r"facts.csv: was changed after the run: its digest"),
        (change("outputs/facts.csv", ",3900000000,", ",3.9E9,"), r"facts.csv:\d+: value: '3.9E9' is no plain number"),
        (change("outputs/facts.csv", ",3900000000,", ",4000000000,"),
         r"conflicts.csv:\d+: value is '3900000000' here and"),
        (change("outputs/evidence.csv", ",a.txt,", ",z.txt,"), r"evidence.csv:\d+: there is no article z.txt"),
        (drop_line("outputs/facts.csv", 2), r"evidence.csv:\d+: there is no fact [0-9a-f]{16} in facts.csv"),
        (drop_line("outputs/evidence.csv", 2), r"(facts|officials).csv:\d+: no row of evidence.csv supports the fact"),
        (drop_line("outputs/conflicts.csv", 2), r"facts.csv:\d+: is in conflict [0-9a-f]+, but conflicts.csv does not"),
        (drop_line("outputs/conflicts.csv", 2), r"conflicts.csv:2: [0-9a-f]+ has one side only"),
        (drop_line("outputs/claims.jsonl", 1), r"claims.jsonl: has no line for the statement of a.txt at"),
        (change("outputs/claims.jsonl", '"quote": "', '"quote": "x'),
         r"claims.jsonl:1: evidence.csv has no such statement"),
        (change("outputs/claims.jsonl", "{", "["), r"claims.jsonl:1: is no claim"),
        (change("outputs/articles.csv", "c.txt,rejected", "d.txt,rejected"),
         r"run.json: run.json and articles.csv do not"),
        (change("outputs/facts.csv", "fact_id,", "id,"), r"facts.csv: written by another version"),
        (remove("outputs/officials.csv"), r"officials.csv: there is no such file; `extract run"),
        (remove("outputs/claims.jsonl"), r"claims.jsonl: run.json names it, but it is not there"),
        (remove("outputs/run.json"), r"run.json: there is no such file; run `extract run` again"),
        (change("outputs/run.json", "{", "{{"), r"run.json:1: no valid JSON"),
        (change("corpus/a.txt", "Waren", "Güter"), r"articles.csv:2: a.txt has changed since the run"),
        (remove("corpus/b.txt"), r"articles.csv:3: b.txt is not among the articles; name its folder with --corpus"),
        (change("outputs/csv-de/facts.csv", "3900000000", "3900000001"),
         r"csv-de/facts.csv: is not what the tables say"),
        (change("outputs/facts.jsonl", "3900000000", "3900000001"), r"facts.jsonl: .*run `extract export jsonl` again"),
        (in_database("UPDATE facts SET value = 7 WHERE value = 3900000000"),
         r"facts.sqlite: row \d+ of table facts is not"),
        (in_database("DELETE FROM conflicts"),
         r"facts.sqlite: table conflicts and conflicts.csv: only conflicts.csv goes on"),
        (in_database("UPDATE evidence SET article = 'z.txt'"),
         r"facts.sqlite: row 1 of evidence refers to nothing in articles"),
        (in_database("DROP TABLE officials"), r"facts.sqlite: table officials has other columns"),
        (lambda folder: (folder / "outputs/facts.sqlite").write_text("no database"),
         r"facts.sqlite: file is not a database"),
    ],
)  # fmt: skip
def test_every_damage_is_told(folder: Path, damage: Damage, told: str) -> None:
    damage(folder)
    found = findings(folder)
    assert any(re.match(told, finding) for finding in found), found


def test_references_and_counts_of_every_table_are_checked(tmp_path: Path) -> None:
    facts = [{"fact_id": "f1", "type": "trade", "claims": 1, "articles": 2}]
    evidence = [{"fact_id": "f1", "claim_id": "c1", "type": "trade", "article": "a.txt"}]
    articles = [{"article": "a.txt", "status": "processed", "claims": 1, "copy_of": "z.txt"}]
    checks = [{"check": "k", "stated_fact": "f2", "used_facts": "f1; f3"}]
    decisions = [{"decision": "d", "fact_id": "f4", "place": 1}, {"decision": "e", "fact_id": "", "place": 2}]
    write_folder(
        tmp_path / "outputs",
        {"facts": facts, "evidence": evidence, "articles": articles, "checks": checks, "decisions": decisions},
    )
    (tmp_path / "corpus").mkdir()
    advice = "; run `extract run` again"
    assert {
        "facts.csv:2: says 2 articles, but evidence.csv has 1" + advice,
        "articles.csv:2: there is no article z.txt in articles.csv" + advice,
        "checks.csv:2: there is no fact f2 in facts.csv or officials.csv" + advice,
        "checks.csv:2: there is no fact f3 in facts.csv or officials.csv" + advice,
        "decisions.csv:2: there is no fact f4 in facts.csv or officials.csv" + advice,
    } <= set(findings(tmp_path))


def test_a_line_of_a_finding_is_that_of_the_file(folder: Path) -> None:
    path = folder / "outputs" / "evidence.csv"
    change("outputs/evidence.csv", ",b.txt,", ",z.txt,")(folder)
    (line,) = (number for number, text in enumerate(path.read_text("utf-8").split("\n"), 1) if ",z.txt," in text)
    assert any(finding.startswith(f"evidence.csv:{line}: there is no article z.txt") for finding in findings(folder))


def test_by_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["verify", str(folder / "outputs"), "--corpus", str(folder / "corpus")]
    assert main(arguments) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.endswith("checks, 0 findings\n")
    change("corpus/a.txt", "Waren", "Güter")(folder)
    assert main(arguments) == 1
    assert "a.txt has changed since the run" in capsys.readouterr().out
    assert main(["verify", str(folder / "nowhere")]) == 2
    assert main(["verify", str(folder / "outputs"), "--corpus", str(folder / "nowhere")]) == 2


def test_articles_of_several_folders(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "corpus" / "b.txt").rename(folder / "more" / "b.txt")
    assert verify(folder / "outputs", [folder / "corpus", folder / "more"]).findings == []
    assert json.loads((folder / "outputs" / "run.json").read_text("utf-8"))["inputs"]
