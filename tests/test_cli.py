"""The command line: data on stdout, talk on stderr, exit status 0, 1 or 2."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import extract
from extract.cli import main
from extract.cli.basics import _rates
from extract.running import Done

GERMAN = "Im Jahr 2023 lieferte Deutschland Maschinen für 3,5 Milliarden Euro nach Kasachstan."
ENGLISH = "In 2023, Germany exported machines worth 3.5 billion euros to Kazakhstan."


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command runs in an empty folder, with no settings file and no corpus."""
    monkeypatch.chdir(tmp_path)


def lines(path: Path, *records: object) -> str:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["run", "--unknown"], ["explain"], ["rules", "burn"]])
def test_wrong_usage_is_told_on_stderr(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "usage: extract" in captured.err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"extract {extract.__version__}\n"


def test_mentions_of_amounts_and_dates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = lines(
        tmp_path / "s.jsonl",
        {"id": "a", "text": GERMAN, "lang": "de", "ref_date": "2024-05-12"},
        {"id": 2, "text": ENGLISH},
    )
    assert main(["mentions", file]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["id"] for record in records] == ["a", 2]
    for record, text in zip(records, (GERMAN, ENGLISH), strict=True):
        found = {mention["kind"]: mention for mention in record["mentions"]}
        assert found["date"]["timex"] == found["date"]["edtf"] == "2023"
        assert found["date"]["timex_type"] == "DATE"
        money = found["amount"]
        assert (money["value"], money["value_max"], money["unit"]) == ("3500000000", None, "EUR")
        assert all(text[mention["start"] : mention["end"]] == mention["quote"] for mention in record["mentions"])


def test_mentions_resolve_against_the_given_date_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Er kam gestern an."
    file = lines(
        tmp_path / "s.jsonl",
        {"id": 1, "text": text, "lang": "de", "ref_date": "2020-03-05"},
        {"id": 2, "text": text, "lang": "de"},
    )
    assert main(["mentions", file]) == 0
    first, second = (json.loads(line)["mentions"][0] for line in capsys.readouterr().out.splitlines())
    assert (first["edtf"], second["edtf"]) == ("2020-03-04", None)


def test_mentions_from_stdin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"id": 1, "text": "5 Euro", "lang": "de"}\n\n'))
    assert main(["mentions", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["mentions"][0]["unit"] == "EUR"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": 1, "text": "a"}\n{"id": 2', "s.jsonl:2: not valid JSON"),
        ('{"id": 1}', 's.jsonl:1: write an object with "id" and "text"'),
        ("[1]", "s.jsonl:1: write an object"),
        ('{"id": 1, "text": "a", "lang": "fr"}', 's.jsonl:1: lang is \'fr\'; write "de" or "en"'),
        ('{"id": 1, "text": "a", "ref_date": "12.5.2024"}', "s.jsonl:1: ref_date is '12.5.2024'; write YYYY-MM-DD"),
        (b'{"id": 1, "text": "\xff"}', "s.jsonl: not UTF-8"),
    ],
)
def test_bad_lines_name_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | bytes, message: str
) -> None:
    (tmp_path / "s.jsonl").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["mentions", "s.jsonl"]) == 2
    assert capsys.readouterr().err.startswith(f"extract: {message}")


def test_mentions_need_no_model() -> None:
    code = (
        "import sys; from extract.cli import main; main(['mentions', '-']);"
        "print(sorted(set(sys.modules) & {'spacy', 'pandas', 'torch'}))"
    )
    line = json.dumps({"id": 1, "text": GERMAN, "lang": "de"})
    done = subprocess.run([sys.executable, "-c", code], input=line, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "none"], "none: there is no such file or folder"),
        (["run"], "corpus: there is no such file or folder"),
        (["run", "--jobs", "-1", "."], "--jobs -1: give a number of at least 1, or 0 for one a core"),
        (["run", "--rules", "none", "."], "--rules none: there is no such folder"),
        (["mentions", "none.jsonl"], "[Errno 2] No such file or directory: 'none.jsonl'"),
        (["--settings", "none.toml", "doctor"], "none.toml: cannot be read"),
        (["rules", "list", "--corpus", "none"], "none: there is no such file or folder"),
        (["rules", "new", "Transit-Fees"], "'Transit-Fees' is no name; write small letters a-z, digits and _"),
        (["rules", "new", "fees", "--fact", "Fees"], "'Fees' is no type; write small letters"),
        (["rules", "new", "fees", "--fact", "official"], "rules for 'official' are not begun from a draft"),
        (["rules", "new", "exports"], "there is a rule 'exports' already (packs/exports.yaml:3); choose another name"),
        (["rules", "new", "visit", "--fact", "fees"], "'visit' is a type of fact, but the rule would give 'fees'"),
        (["rules", "new", "fees", "--from", "5 Mio."], "--from: "),
        (["rules", "show", "no_such_rule"], "there is no rule 'no_such_rule'; `extract rules list` names them"),
        (["evaluate", "none"], "none: "),
    ],
)
def test_bad_input_is_told_on_stderr(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"extract: {message}")
    assert "Traceback" not in captured.err
    assert captured.out == ""


def test_run_writes_tables_and_tells_of_bad_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(GERMAN, encoding="utf-8")
    (folder / "b.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "c.txt").write_bytes(b"%PDF-1.4")
    assert main(["run"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("3 articles")
    assert "c.txt: unreadable: a PDF, not text" in captured.err
    written = {path.name for path in (tmp_path / "outputs").iterdir()}
    assert {"facts.csv", "evidence.csv", "articles.csv", "claims.jsonl", "run.json"} <= written


def test_explain_shows_mentions_and_facts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", GERMAN, "--published", "2024-05-12"]) == 0
    captured = capsys.readouterr()
    assert "3500000000 EUR" in captured.out
    assert "exports DE-KZ" in captured.out


def test_explain_reads_a_file_and_stdin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    assert main(["explain", "a.txt"]) == 0
    from_file = capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.StringIO(ENGLISH))
    assert main(["explain", "-"]) == 0
    assert capsys.readouterr().out == from_file


def test_explain_asks_for_the_language_of_a_short_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "5 Mio. Euro"]) == 1
    assert "--lang de or --lang en settles it" in capsys.readouterr().err
    assert main(["explain", "5 Mio. Euro", "--lang", "de"]) == 0
    assert "5000000 EUR" in capsys.readouterr().out


def test_rules_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list"]) == 0
    captured = capsys.readouterr()
    assert "there is no folder corpus to count on; --corpus names another one" in captured.err
    header, *listed = captured.out.splitlines()
    assert header.split() == ["rule", "fact", "where"]
    ids = [line.split()[0] for line in listed]
    assert len(ids) == len(set(ids)) >= 16
    assert main(["rules", "show", ids[0]]) == 0
    assert f"id: {ids[0]}" in capsys.readouterr().out


def test_rules_are_counted_on_a_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(GERMAN, encoding="utf-8")
    (folder / "b.txt").write_text(f"{ENGLISH} Exports from Kazakhstan to Germany fell by 4 percent.", encoding="utf-8")
    (folder / "c.txt").write_bytes(b"%PDF-1.4")
    assert main(["rules", "list", "--model", "fast", "exports", "imports"]) == 0
    captured = capsys.readouterr()
    header, exports, imports, _, never = captured.out.splitlines()
    assert header.split() == ["rule", "fact", "where", "fired", "articles"]
    assert exports.split()[3:] == ["3", "2"]
    assert imports.split()[3:] == ["0", "0"]
    assert never == "never fired in 2 articles of corpus: imports"
    assert captured.err == ""
    assert main(["rules", "list", "--model", "fast", "exports", "--corpus", "corpus/a.txt"]) == 0
    assert "each of them fired in 1 article of corpus/a.txt" in capsys.readouterr().out
    assert main(["rules", "list", "exports", "--no-count"]) == 0
    assert "fired" not in capsys.readouterr().out


def test_evaluate_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    gold = Path(__file__).parents[1] / "corpus" / "gold"
    assert main(["evaluate", str(gold), "--brief"]) == 0
    assert "F1 strict/core" in capsys.readouterr().out


def test_doctor_finds_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    assert "PROBLEM" not in capsys.readouterr().out
    (tmp_path / "extract.toml").write_text('[pipelines]\nde = "no_such_pipeline"\n')
    assert main(["doctor"]) == 1
    assert "PROBLEM pipeline de     pipelines.de: 'no_such_pipeline' cannot be loaded" in capsys.readouterr().out


def test_doctor_reads_your_own_rates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rates.csv").write_text("currency,date,per_euro\nKZT,2023,many\n")
    (tmp_path / "extract.toml").write_text('[run]\nrates = "rates.csv"\n')
    assert main(["doctor"]) == 1
    assert re.search(r"PROBLEM rates +.*rates\.csv:2: ", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("done", "says"),
    [
        (Done(1200, 48_000, 9, 10), "1,200 articles, 600.0/s, 24,000 words/s"),
        (Done(3, 0, 9, None), "3 articles, 1.5/s"),  # all were known
    ],
)
def test_progress_has_rates(done: Done, says: str) -> None:
    assert _rates(done, 2.0) == says
