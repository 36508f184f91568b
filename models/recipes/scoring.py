"""Exact-span scores of entities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpora import Sentence

from extract.finding.encoder.labels import LABELS, spans

Entity = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Scores:
    """F1 in percent: over all labels that were counted, and for each."""

    all: float
    by_label: dict[str, float]

    def __str__(self) -> str:
        return f"{self.all:.1f} (" + ", ".join(f"{label} {each:.1f}" for label, each in self.by_label.items()) + ")"


def score(
    gold: Iterable[Iterable[Entity]], found: Iterable[Iterable[Entity]], labels: Sequence[str] = LABELS
) -> Scores:
    """Compare sentence by sentence; entities of other labels do not count, on either side."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for wanted, got in zip(gold, found, strict=True):
        want = {each for each in wanted if each[2] in labels}
        have = {each for each in got if each[2] in labels}
        right.update(label for *_, label in want & have)
        said.update(label for *_, label in have)
        there.update(label for *_, label in want)

    def f1(of: Sequence[str]) -> float:
        both = sum(said[label] + there[label] for label in of)
        return 200 * sum(right[label] for label in of) / both if both else 0.0

    return Scores(f1(labels), {label: f1([label]) for label in labels})


def score_sentences(sentences: Sequence[Sentence], found: Iterable[Iterable[Entity]]) -> Scores:
    """Compare with the tags of sentences; MISC counts where it is annotated in all of them."""
    labels = LABELS if all(each.complete for each in sentences) else [each for each in LABELS if each != "MISC"]
    return score([list(spans(each.tags)) for each in sentences], found, labels)
