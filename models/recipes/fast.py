"""The fast pipelines: spaCy's own CNN, taught by the encoder.

It learns from gold sentences and from raw text that the encoder labelled, and it starts from word vectors that are
the encoder's hidden states, averaged over all places of a word and cut to their main components.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import spacy
from corpora import Sentence
from network import Encoder
from silver import Meanings
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_pipeline
from spacy.util import load_config
from spacy.vectors import Vectors
from teaching import example, states
from thinc.api import Config, NumpyOps, set_current_ops
from vocabulary import frequent

from extract.finding.encoder.labels import spans
from extract.finding.encoder.pieces import Pieces

_TOGETHER = 4  # sentences in a document of the training data, at most: at run time texts have many


def word_vectors(
    model: Encoder, pieces: Pieces, meanings: Meanings, language: str, words: int, width: int
) -> tuple[list[str], np.ndarray]:
    """Vectors [words, width] of the words of the corpora, most frequent first, then of the frequency list.

    Args:
        model: whose hidden states they are.
        pieces: its tokeniser.
        meanings: of words in context; a word outside the corpora is read as a sentence of its own.
        language: of the frequency list.
        words: how many, at most.
        width: components that are kept.
    """
    ranked = sorted(range(len(meanings.words)), key=lambda number: -meanings.counts[number])
    chosen = [meanings.words[number] for number in ranked]
    known = set(chosen)
    chosen = (chosen + [word for word in frequent(language) if word not in known])[:words]
    alone = np.zeros((len(chosen), model.shape.width), dtype=np.float32)
    for number, hidden in states(model, [example(pieces, Sentence((word,))) for word in chosen], pieces.pad):
        alone[number] = hidden[0].numpy()
    place = {word: number for number, word in enumerate(meanings.words)}
    for number, word in enumerate(chosen):
        if word in place:
            # The word alone counts as one more place, so that a rare word does not hang on a single sentence.
            at = place[word]
            alone[number] = (meanings.sums[at] + alone[number]) / (meanings.counts[at] + 1)
    alone -= alone.mean(axis=0)
    _, _, directions = np.linalg.svd(alone[:20_000], full_matrices=False)
    vectors = alone @ directions[:width].T
    return chosen, (vectors / np.sqrt((vectors**2).mean())).astype(np.float32)


def write_vectors(language: str, words: Sequence[str], vectors: np.ndarray, folder: Path) -> None:
    """A blank pipeline with the vectors, for the training configuration to start from."""
    nlp = spacy.blank(language)
    nlp.vocab.vectors = Vectors(data=vectors, keys=[nlp.vocab.strings.add(word) for word in words])
    nlp.to_disk(folder)


def write_documents(nlp: Language, sentences: Iterable[Sentence], person: str, path: Path, seed: int) -> int:
    """Sentences as documents of one to four, with entities.

    Returns:
        How many words there are.
    """
    chance = random.Random(seed)
    rest = list(sentences)
    chance.shuffle(rest)
    packed, words = DocBin(), 0
    while rest:
        size = chance.randint(1, _TOGETHER)
        group, rest = rest[-size:], rest[:-size]
        packed.add(_document(nlp, group, person))
        words += sum(len(each.words) for each in group)
    packed.to_disk(path)
    return words


def _document(nlp: Language, group: Sequence[Sentence], person: str) -> Doc:
    words = [word for sentence in group for word in sentence.words]
    doc = Doc(nlp.vocab, words=words)
    entities, missing, at = [], [], 0
    for sentence in group:
        for first, last, label in spans(sentence.tags):
            entities.append(Span(doc, at + first, at + last, label=person if label == "PER" else label))
        if not sentence.complete:
            outside = [at + index for index, tag in enumerate(sentence.tags) if tag == "O"]
            # An "O" without annotation of MISC: a capital letter may begin a MISC, the rest is none.
            missing += [Span(doc, index, index + 1) for index in outside if doc[index].text[:1].isupper()]
        at += len(sentence.words)
    doc.set_ents(entities, missing=missing, default="outside")
    return doc


def train(language: str, folder: Path, steps: int, seed: int, rate: float = 0.001) -> Language:
    """Train on `train.spacy` of a folder, with `dev.spacy` to choose the best state; returns the best pipeline.

    Args:
        language: "de" or "en".
        folder: with the documents and `vectors/`; the training's own files go there too.
        steps: of training, in batches of 500 to 2,000 words.
        seed: of the order and of the first weights.
        rate: of learning at the start; it falls evenly to nothing.
    """
    # Twice as fast as BLIS, which thinc takes by itself.
    set_current_ops(NumpyOps(use_blis=False))
    config = load_config(
        Path(__file__).with_name("fast.cfg"),
        overrides={
            "nlp.lang": language,
            "paths.train": str(folder / "train.spacy"),
            "paths.dev": str(folder / "dev.spacy"),
            "paths.vectors": str(folder / "vectors"),
            "training.max_steps": steps,
            "training.seed": seed,
            "training.optimizer.learn_rate.total_steps": steps,
            "training.optimizer.learn_rate.initial_rate": rate,
        },
        interpolate=False,
    )
    nlp = init_nlp(Config(config))
    (folder / "trained").mkdir(exist_ok=True)
    train_pipeline(nlp, folder / "trained")
    return spacy.load(folder / "trained" / "model-best")
