"""Let a trained encoder read raw text: what it thinks of each word, and what a word means to it on average."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from corpora import Sentence
from network import Encoder
from numpy.typing import NDArray
from teaching import example, states

from extract.finding.encoder.labels import sentence_tags
from extract.finding.encoder.pieces import Pieces
from extract.finding.encoder.tagging import Tagger

_AT_ONCE = 2_000  # sentences that are sorted by length together


@dataclass(frozen=True, slots=True)
class Silver:
    """Sentences with scores of tags.

    Attributes:
        sentences: as they were read, without tags.
        scores: [words, tags] of each.
    """

    sentences: list[Sentence]
    scores: list[NDArray[np.float16]]

    def tagged(self) -> list[Sentence]:
        """The sentences with the best tags."""
        return [
            Sentence(sentence.words, tuple(sentence_tags(scores)))
            for sentence, scores in zip(self.sentences, self.scores, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Meanings:
    """Sums of hidden states over all places of a word.

    Attributes:
        words: each once.
        sums: [words, width].
        counts: [words], places that were summed.
    """

    words: list[str]
    sums: NDArray[np.float32]
    counts: NDArray[np.float32]


def read(model: Encoder, pieces: Pieces, sentences: Sequence[Sentence]) -> tuple[Silver, Meanings]:
    """Score every word of the sentences, and sum its hidden states by word."""
    number_of: dict[str, int] = {}
    for sentence in sentences:
        for word in sentence.words:
            number_of.setdefault(word, len(number_of))
    sums = torch.zeros(len(number_of), model.shape.width)
    counts = torch.zeros(len(number_of))
    scores: list[NDArray[np.float16]] = [np.zeros((0, 0), dtype=np.float16)] * len(sentences)
    with torch.no_grad():
        for number, hidden in states(model, [example(pieces, each) for each in sentences], pieces.pad):
            scores[number] = model.head(hidden).numpy().astype(np.float16)
            where = torch.tensor([number_of[word] for word in sentences[number].words[: len(hidden)]])
            sums.index_add_(0, where, hidden)
            counts.index_add_(0, where, torch.ones(len(where)))
    read_ = [Sentence(each.words[: len(score)]) for each, score in zip(sentences, scores, strict=True)]
    return Silver(read_, scores), Meanings(list(number_of), sums.numpy(), counts.numpy())


def tagged(tagger: Tagger, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with the tags that a shipped encoder gives them: for much text, several times as fast."""
    found: list[Sentence] = []
    for first in range(0, len(sentences), _AT_ONCE):
        group = [each.words for each in sentences[first : first + _AT_ONCE]]
        found += [Sentence(*each) for each in zip(group, map(tuple, tagger.tags(group)), strict=True)]
    return found


def save(silver: Silver, meanings: Meanings, path: Path) -> None:
    """Write both beside each other: `path` with .json and .npz."""
    named = {"sentences": [each.words for each in silver.sentences], "words": meanings.words}
    path.with_suffix(".json").write_text(json.dumps(named, ensure_ascii=False), encoding="utf-8")
    np.savez(path.with_suffix(".npz"), scores=np.concatenate(silver.scores), sums=meanings.sums, counts=meanings.counts)


def load(path: Path) -> tuple[Silver, Meanings]:
    """Read what `save` wrote."""
    named = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    stored = np.load(path.with_suffix(".npz"))
    sentences = [Sentence(tuple(words)) for words in named["sentences"]]
    ends = np.cumsum([len(each.words) for each in sentences])[:-1]
    silver = Silver(sentences, np.split(stored["scores"], ends))
    return silver, Meanings(named["words"], stored["sums"], stored["counts"])
