"""Settings from extract.toml."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.config import ConfigError, Settings, load_settings


def test_defaults_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings() == Settings()


def test_a_file_in_the_working_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models" / "de_news").mkdir(parents=True)
    (tmp_path / "extract.toml").write_text(
        '[pipelines]\nde = "models/de_news"\nen = "blank:en"\n[run]\njobs = 2\nout = "tables"\nrules = "mine"\n'
    )
    settings = load_settings()
    assert settings.pipeline("de") == str(Path("models/de_news"))
    assert settings.pipeline("en") == "blank:en"
    assert (settings.jobs, settings.out, settings.rules) == (2, Path("tables"), Path("mine"))


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text('[run]\ncorpus = "news"\n')
    assert load_settings(file).corpus == tmp_path / "news"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[run]\njobs = -1", "run.jobs: -1 is no number of processes; write 1 or more, or 0"),
        ("[run]\njobs = true", "run.jobs: True is no whole number"),
        ('[run]\njob = "2"', "run.job: no such setting; [run] has batch, corpus, jobs, officials, out, rates, review"),
        ("[runs]\njobs = 2", "runs: no such section; the sections are columns, pipelines, run"),
        ("jobs = 2", "jobs: no such section"),
        ('[pipelines]\nde = "blank:en"', "pipelines.de: 'blank:en' is a blank pipeline of another language"),
        ('[pipelines]\nde = "models/none"', "pipelines.de: there is no folder"),
        ("[pipelines]\nde = 3", "pipelines.de: 3 is no text"),
        ("[run", "not valid TOML"),
        ("[columns]\ntext = 3", "columns.text: 3 is no text"),
        ("[columns]\ntext = []", "columns.text: names no column"),
        (
            "[columns]\ntexts = 'a'",
            "columns.texts: no such setting; [columns] has html, id, lang, published, source, text",
        ),
    ],
)
def test_errors_name_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "extract.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as error:
        load_settings(file)
    assert str(error.value).startswith(f"{file}: {message}")


def test_a_settings_file_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(tmp_path / "none.toml")


def test_columns_are_a_name_or_several(tmp_path: Path) -> None:
    file = tmp_path / "extract.toml"
    file.write_text('[columns]\ntext = "Inhalt"\npublished = ["Tag", "Datum"]\n')
    columns = load_settings(file).columns
    assert (columns.text, columns.published, columns.title) == (("Inhalt",), ("Tag", "Datum"), Settings().columns.title)


def test_settings_may_stand_in_pyproject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.other]\na = 1\n")
    assert load_settings() == Settings()
    (tmp_path / "pyproject.toml").write_text('[tool.extract.columns]\ntext = "Inhalt"\n')
    assert load_settings().columns.text == ("Inhalt",)
    (tmp_path / "pyproject.toml").write_text("[tool.extract.column]\n")
    with pytest.raises(ConfigError, match=r"pyproject.toml: column: no such section"):
        load_settings()
    (tmp_path / "extract.toml").write_text("[run]\njobs = 2\n")
    assert (load_settings().jobs, load_settings().columns) == (2, Settings().columns)


def test_no_number_of_processes_is_one_a_core(tmp_path: Path) -> None:
    file = tmp_path / "extract.toml"
    file.write_text("[run]\njobs = 0")
    assert 1 <= load_settings(file).jobs <= (os.cpu_count() or 1)
