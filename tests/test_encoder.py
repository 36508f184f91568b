"""The encoder without spaCy: tags, pieces, weights and both ways of computing."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from extract.finding.encoder.backends import NumpyBackend
from extract.finding.encoder.batches import batch_of
from extract.finding.encoder.labels import TAGS, best_tags, spans
from extract.finding.encoder.pieces import Pieces
from extract.finding.encoder.tagging import Tagger
from extract.finding.encoder.weights import quantised, read_weights, write_weights
from extract.finding.shipped import models_folder

ENCODER = models_folder() / "encoder"
SENTENCES = {
    "de": [
        "Außenministerin Annalena Baerbock sprach in Tiflis mit Vertretern der Deutschen Bank .",
        "Die Firma Wintershall Dea GmbH fördert vor Norwegen Gas .",
        "Gestern regnete es den ganzen Tag .",
        "Kassym-Schomart Tokajew empfing in Astana Frank-Walter Steinmeier .",
    ],
    "en": [
        "Foreign Secretary David Lammy met Radosław Sikorski in Warsaw on Tuesday .",
        "Shares of Volkswagen AG fell in Frankfurt .",
        "It rained all day .",
        "The World Bank opened an office in Tashkent , said Shavkat Mirziyoyev .",
    ],
}


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(ENCODER / "pieces.model")


@pytest.fixture(scope="module")
def taggers() -> dict[str, Tagger]:
    return {name: Tagger(ENCODER, name) for name in ("onnx", "numpy")}


def allowed(tags: tuple[str, ...]) -> bool:
    return all(not tag.startswith("I-") or before[1:] == tag[1:] for before, tag in itertools.pairwise(("O", *tags)))


@given(arrays.arrays(np.float32, (3, len(TAGS)), elements=st.integers(-9, 9).map(float)))
@settings(max_examples=50, deadline=None)
def test_best_tags_are_the_best_allowed_ones(scores: np.ndarray) -> None:
    found = best_tags(scores[None], [3])[0]
    worth = {
        tags: sum(scores[word, TAGS.index(tag)] for word, tag in enumerate(tags))
        for tags in itertools.product(TAGS, repeat=3)
        if allowed(tags)
    }
    assert allowed(tuple(found))
    assert worth[tuple(found)] == max(worth.values())


def test_tags_of_a_batch_do_not_look_behind_a_sentence() -> None:
    scores = np.random.default_rng(5).normal(size=(4, 7, len(TAGS))).astype(np.float32)
    lengths = [7, 3, 1, 5]
    alone = [best_tags(scores[row : row + 1, :length], [length])[0] for row, length in enumerate(lengths)]
    assert best_tags(scores, lengths) == alone


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("O O", []),
        ("B-PER I-PER O B-LOC", [(0, 2, "PER"), (3, 4, "LOC")]),
        ("B-ORG B-ORG", [(0, 1, "ORG"), (1, 2, "ORG")]),
        ("B-PER I-LOC", [(0, 1, "PER"), (1, 2, "LOC")]),
        ("I-MISC I-MISC", [(0, 2, "MISC")]),
    ],
)
def test_spans(tags: str, found: list[tuple[int, int, str]]) -> None:
    assert list(spans(tags.split())) == found


@given(st.lists(st.text(min_size=1, max_size=30), max_size=60), st.integers(12, 40), st.integers(0, 10))
@settings(max_examples=60, deadline=None)
def test_windows_cover_a_sentence_in_order(words: list[str], most: int, overlap: int) -> None:
    pieces = Pieces(ENCODER / "pieces.model")
    windows = list(pieces.windows(words, most, overlap))
    assert windows[0][0] == 0
    assert windows[-1][1] == len(words)
    for (first, last), (following, _) in itertools.pairwise(windows):
        assert first < following <= last
    assert all(sum(len(pieces.word(word)) for word in words[first:last]) <= most for first, last in windows)


@pytest.mark.parametrize("word", ["Straße", "Łódź", "İstanbul", "Əliyev", "北京", "\u202eabc", "ﬁnanz", "a" * 500, " "])
def test_every_word_has_pieces(pieces: Pieces, word: str) -> None:
    assert 1 <= len(pieces.word(word)) <= 12
    assert all(0 <= each < pieces.size for each in pieces.word(word))


def test_latin_words_of_both_languages_are_known(pieces: Pieces) -> None:
    words = "Außenhandelsüberschüsse Qualitätsmanagementbeauftragter throughput Thoroughgoodness Ødegård Čapek".split()
    assert not [word for word in words if pieces.unknown in pieces.word(word)]


def test_eight_bits_keep_a_matrix() -> None:
    matrix = np.random.default_rng(1).normal(size=(20, 30)).astype(np.float32)
    matrix[3] = 0
    numbers, scale = quantised(matrix)
    assert numbers.dtype == np.int8
    assert (np.abs(numbers * scale[:, None] - matrix) <= scale[:, None] / 2 + 1e-7).all()


@pytest.mark.parametrize("seeing_pieces", [0, 1, 2])
def test_scores_are_those_of_words_whichever_layers_see_pieces(tmp_path: Path, seeing_pieces: int) -> None:
    chance = np.random.default_rng(2)
    width, inner, vocabulary = 8, 16, 30

    def numbers(*shape: int) -> np.ndarray:
        return chance.normal(size=shape).astype(np.float32)

    matrices = {"embedding": numbers(vocabulary, width), "head": numbers(len(TAGS), width)}
    vectors = {"position": numbers(10, width), "norm": numbers(width), "norm_bias": numbers(width)}
    vectors["head_bias"] = numbers(len(TAGS))
    sizes = {"qkv": (24, width), "out": (width, width), "inner": (inner, width), "outer": (width, inner)}
    for layer in range(2):
        for name, size in sizes.items():
            matrices[f"{layer}.{name}"], vectors[f"{layer}.{name}_bias"] = numbers(*size), numbers(size[0])
        for name in ("norm", "norm_bias", "last", "last_bias"):
            vectors[f"{layer}.{name}"] = numbers(width)
    write_weights(tmp_path / "weights.npz", matrices, vectors, (2, seeing_pieces, 2))
    backend = NumpyBackend(read_weights(tmp_path / "weights.npz"))
    # Two words of two and one pieces: the second piece of the first word has no score of its own.
    scores = backend.scores(batch_of([([0, 5, 6, 7, 2], [1, 3])], pad=1))
    assert scores.shape == (1, 2, len(TAGS))
    alone = backend.scores(batch_of([([0, 5, 9, 7, 2], [1, 3])], pad=1))
    # What a word's later pieces say reaches the words only where a layer sees them.
    assert np.allclose(scores, alone) is (seeing_pieces == 0)


@pytest.mark.parametrize("language", ["de", "en"])
def test_onnx_runtime_and_numpy_find_the_same(taggers: dict[str, Tagger], language: str) -> None:
    sentences = [text.split() for text in SENTENCES[language]]
    assert taggers["onnx"].tags(sentences) == taggers["numpy"].tags(sentences)


@pytest.mark.parametrize("backend", ["onnx", "numpy"])
def test_company_does_not_change_a_sentence(taggers: dict[str, Tagger], backend: str) -> None:
    tagger = taggers[backend]
    sentences = [text.split() for texts in SENTENCES.values() for text in texts] * 8
    together = tagger.tags(sentences)
    assert together == [tagger.tags([words])[0] for words in sentences]
    assert together == tagger.tags(sentences, pieces=100_000)


def test_persons_places_and_organisations_are_told_apart(taggers: dict[str, Tagger]) -> None:
    tagger = taggers[Tagger(ENCODER).backend]
    for texts in SENTENCES.values():
        assert set(TAGS[1:7:2]) <= {tag for tags in tagger.tags([text.split() for text in texts]) for tag in tags}


def test_sentences_of_any_length(taggers: dict[str, Tagger]) -> None:
    # Without full stops, as in lists; far more words than the encoder reads at once.
    words = "Angela Merkel reiste nach Paris und".split() * 300
    tags = taggers["onnx"].tags([words, [], ["Paris"]])
    assert [len(each) for each in tags] == [1800, 0, 1]
    persons = [first for first, _, label in spans(tags[0]) if label == "PER"]
    assert len(persons) >= 290


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("weights.npz", r"weights\.npz: no weights of the encoder, or damaged"),
        ("pieces.model", r"pieces\.model: no SentencePiece model, or damaged"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, name: str, message: str) -> None:
    for file in ENCODER.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes((ENCODER / name).read_bytes()[:1000])
    with pytest.raises(ValueError, match=message):
        Tagger(tmp_path)


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(ValueError, match="backend 'torch' cannot be used here; choose auto or onnx, numpy"):
        Tagger(ENCODER, "torch")


def test_numpy_stands_in_where_onnx_runtime_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.finding.encoder.backends.find_spec", lambda name: None)
    tagger = Tagger(ENCODER)
    assert tagger.backend == "numpy"
    assert "B-PER" in tagger.tags([SENTENCES["de"][0].split()])[0]
    with pytest.raises(ValueError, match="backend 'onnx' cannot be used here; choose auto or numpy"):
        Tagger(ENCODER, "onnx")


def test_what_is_read_together_changes_no_bit_of_a_score(taggers: dict[str, Tagger], pieces: Pieces) -> None:
    tagger = taggers["onnx"]
    assert tagger.steady and not taggers["numpy"].steady
    rows = [pieces.sentence(text.split()) for texts in SENTENCES.values() for text in texts for _ in range(2)]
    rows = [(ids[:place] + ids[-1:], [at for at in first if at < place]) for place, (ids, first) in enumerate(rows, 4)]
    together = tagger._backend.scores(batch_of(rows, pieces.pad))
    for place, row in enumerate(rows):
        alone = tagger._backend.scores(batch_of([row], pieces.pad))[0]
        assert np.array_equal(alone, together[place][: len(alone)])
