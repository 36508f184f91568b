"""Runs over folders: every input is accounted for, whatever one of them does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fake_finders import dies_at_once, fake_finder, unusable
from folder_reader import tables

from extract.cli import main
from extract.config import ConfigError, Settings
from extract.records import Article
from extract.running import Done, How, run
from extract.running.analysing import describe
from extract.tables import read_table
from extract.tables.schema import ARTICLES

SENTENCES = {
    "de": "Die Präsidenten beider Länder haben gestern lange über den Handel und die Energie gesprochen. Artikel {}.",
    "en": "The presidents of both countries talked yesterday at length about trade and about energy. Article {}.",
}
BLANK = Settings(english="blank:en", german="blank:de", rules=Path("no-such-folder"))


def write_articles(folder: Path, number: int) -> None:
    folder.mkdir(exist_ok=True)
    for place in range(number):
        language = "de" if place % 2 else "en"
        (folder / f"{place:03}.txt").write_text(SENTENCES[language].format(place), encoding="utf-8")


def spoil(folder: Path, name: str, word: str) -> None:
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + f" It {word}.", encoding="utf-8")


def texts(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in folder.iterdir()]


def test_one_bad_article_among_a_hundred(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 100)
    spoil(tmp_path / "in", "042.txt", "breaks")
    seen: list[Done] = []
    summary = run([tmp_path / "in"], tmp_path / "out", BLANK, How(seen.append), fake_finder)
    assert summary.articles == {("failed", "en"): 1, ("processed", "de"): 50, ("processed", "en"): 49}
    assert summary.facts == {"meeting": 99}
    assert summary.failed[0][0] == "042.txt"
    assert summary.failed[0][1].startswith("ZeroDivisionError: division by zero")
    assert "042.txt: ZeroDivisionError" in summary.warning()
    rows = read_table(tmp_path / "out", ARTICLES)
    assert len(rows) == 100
    assert rows[rows["status"] == "failed"]["article"].tolist() == ["042.txt"]
    size = sum(path.stat().st_size for path in (tmp_path / "in").iterdir())
    assert seen[-1] == Done(100, sum(len(text.split()) for text in texts(tmp_path / "in")), size, size)
    assert [done.articles for done in seen] == sorted(done.articles for done in seen)
    assert len({done.articles for done in seen}) > 10, "progress shows on the way"


def test_one_bad_file_among_a_hundred_leaves_exit_status_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_articles(tmp_path / "in", 100)
    (tmp_path / "in" / "042.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "extract.toml").write_text('[pipelines]\nen = "blank:en"\n')
    arguments = [
        "--settings",
        str(tmp_path / "extract.toml"),
        "run",
        str(tmp_path / "in"),
        "--out",
        str(tmp_path / "out"),
    ]
    assert main(arguments) == 0
    rows = read_table(tmp_path / "out", ARTICLES)
    assert (rows["status"] == "processed").sum() == 99
    (bad,) = rows[rows["status"] != "processed"].to_dict("records")
    assert bad["article"] == "042.txt"
    assert bad["reason"]
    assert "warning: 1 of the articles failed" in capsys.readouterr().err


def test_processes_change_neither_rows_nor_order(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 12)
    spoil(tmp_path / "in", "007.txt", "breaks")
    run([tmp_path / "in"], tmp_path / "one", BLANK, None, fake_finder)
    run([tmp_path / "in"], tmp_path / "two", replace(BLANK, jobs=2, batch=2), None, fake_finder)
    files = sorted((tmp_path / "in").iterdir(), reverse=True)
    run(files, tmp_path / "three", BLANK, None, fake_finder)
    assert tables(tmp_path / "one") == tables(tmp_path / "two") == tables(tmp_path / "three")


def test_an_article_that_kills_its_process_is_listed(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 6)
    spoil(tmp_path / "in", "003.txt", "kills")
    seen: list[Done] = []
    settings = replace(BLANK, jobs=2, batch=3)
    summary = run([tmp_path / "in"], tmp_path / "out", settings, How(seen.append), fake_finder)
    assert [name for name, _ in summary.failed] == ["003.txt"]
    assert "process" in summary.failed[0][1]
    assert summary.facts == {"meeting": 5}
    assert seen[-1].articles == 6


@pytest.mark.parametrize("jobs", [1, 2])
def test_wrong_settings_stop_the_run(tmp_path: Path, jobs: int) -> None:
    write_articles(tmp_path / "in", 3)
    with pytest.raises(ConfigError):
        run([tmp_path / "in"], tmp_path / "out", replace(BLANK, jobs=jobs), None, unusable)
    assert not list((tmp_path / "out").glob("[!.]*")), "no table, nor a part of one"


def test_processes_that_cannot_start_stop_the_run(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 3)
    with pytest.raises(ConfigError, match="jobs: "):
        run([tmp_path / "in"], tmp_path / "out", replace(BLANK, jobs=2), None, dies_at_once)


def test_nothing_to_read_gives_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    summary = run([tmp_path / "in"], tmp_path / "out", BLANK, None, fake_finder)
    assert summary.text().splitlines()[0] == "0 articles"
    assert summary.warning() == ""
    assert read_table(tmp_path / "out", ARTICLES).empty


def test_the_reason_names_error_and_place() -> None:
    try:
        Settings().pipeline("de", "more")  # type: ignore[call-arg]
    except TypeError as error:
        assert describe(error).startswith("TypeError: ")
    assert describe(KeyError()) == "KeyError: no message"
    try:
        Article("x", "", None).missing  # type: ignore[attr-defined]  # noqa: B018
    except AttributeError as error:
        assert "\n" not in describe(error)
