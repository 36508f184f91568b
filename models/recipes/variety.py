"""Other names in the places of names: the few labelled sentences are soon known by heart, and this keeps them new."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence

from corpora import Sentence

from extract.finding.encoder.labels import spans

Names = Mapping[str, Sequence[tuple[str, ...]]]


def names(sentences: Iterable[Sentence], labels: Collection[str]) -> dict[str, list[tuple[str, ...]]]:
    """All names of some labels, by label, as often as they occur."""
    found: dict[str, list[tuple[str, ...]]] = {label: [] for label in labels}
    for sentence in sentences:
        for start, end, label in spans(sentence.tags):
            if label in found:
                found[label].append(sentence.words[start:end])
    return found


def varied(sentences: Iterable[Sentence], known: Names, share: float, chance: random.Random) -> list[Sentence]:
    """The sentences with some of their names exchanged for others of the same label.

    Args:
        sentences: with tags.
        known: what may be put in, by label; labels that are not there keep their names.
        share: of the names that are exchanged, 0 to 1.
        chance: draws them.
    """
    return [_varied(sentence, known, share, chance) for sentence in sentences]


def _varied(sentence: Sentence, known: Names, share: float, chance: random.Random) -> Sentence:
    words: list[str] = []
    tags: list[str] = []
    at = 0
    for start, end, label in spans(sentence.tags):
        words += sentence.words[at:start]
        tags += sentence.tags[at:start]
        name = sentence.words[start:end]
        if known.get(label) and chance.random() < share:
            name = chance.choice(known[label])
        words += name
        tags += [f"B-{label}", *[f"I-{label}"] * (len(name) - 1)]
        at = end
    return Sentence((*words, *sentence.words[at:]), (*tags, *sentence.tags[at:]), sentence.complete)
