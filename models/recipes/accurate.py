"""The encoder: a deep teacher from labelled sentences, then a shallower student that ships.

The teacher keeps all twelve layers of multilingual-e5-small and learns from gold and silver labels. The student takes
some of its layers, with the least used part of each feed-forward block cut away, and learns what the teacher thinks of
raw text, besides the gold labels.
"""

from __future__ import annotations

import copy
import logging
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from corpora import Sentence
from network import Encoder, Layer, Shape
from scoring import Scores, score_sentences
from silver import Silver
from teaching import Example, Schedule, batches, example, think, train
from torch import Tensor
from torch.nn import functional
from variety import names, varied

from extract.finding.encoder.batches import batch_of
from extract.finding.encoder.labels import sentence_tags, spans
from extract.finding.encoder.pieces import Pieces
from extract.records import Language

_LOG = logging.getLogger(__name__)
_EXCHANGEABLE = ("PER", "LOC", "ORG")


@dataclass(frozen=True, slots=True)
class Course:
    """What teacher and student have in common.

    Attributes:
        pieces: tokeniser.
        gold: sentences labelled by people, by language.
        held_out: sentences by name, scored after an epoch.
        epochs: in all.
        seed: of the order, of the dropout and of what else is drawn.
        schedule: rates and sizes.
        kept: file for the state of a training on its way.
    """

    pieces: Pieces
    gold: Mapping[Language, Sequence[Sentence]]
    held_out: Mapping[str, Sequence[Sentence]]
    epochs: int
    seed: int
    schedule: Schedule
    kept: Path

    def examples(self, sentences: Iterable[Sentence]) -> list[Example]:
        """Sentences in pieces."""
        return [example(self.pieces, each) for each in sentences]

    def golden(self, epochs: int, more: Sequence[Sentence], swapped: float) -> list[list[Example]]:
        """Gold for some epochs, each time with other names in the places of some persons, places and organisations.

        All German gold every time, and one part of the English gold, which is several times as much.

        Args:
            epochs: how many.
            more: German sentences whose names may be put in as well.
            swapped: share of the names that are exchanged.
        """
        chance = random.Random(self.seed)
        # MISC is too many kinds of things for one to stand for another.
        known = {language: names(gold, _EXCHANGEABLE) for language, gold in self.gold.items()}
        for label, found in names(more, _EXCHANGEABLE).items():
            known["de"][label] += found
        parts = [{"de": self.gold["de"], "en": self.gold["en"][epoch::epochs]} for epoch in range(epochs)]
        return [
            self.examples(
                sentence
                for language, sentences in part.items()
                for sentence in varied(sentences, known[language], swapped, chance)
            )
            for part in parts
        ]

    def run(self, model: Encoder, plan: Sequence[Sequence[Example]]) -> Encoder:
        """Train over the examples of each epoch; log the scores after each."""
        return train(
            model, plan, self.schedule, self.seed, self.pieces.pad,
            lambda epoch, now: report(now, self.pieces, self.held_out, epoch), self.kept,
        )  # fmt: skip


def teacher(model: Encoder, course: Course, silver: Sequence[Sentence], swapped: float) -> Encoder:
    """Train the deep encoder on labels.

    The first epoch has all sentences as they are, the others as `Course.golden` gives them.

    Args:
        model: with the weights of the original encoder.
        course: gold and numbers.
        silver: German, labelled by machine from the links of Wikipedia.
        swapped: share of the names that are exchanged.
    """
    every = [each for gold in course.gold.values() for each in gold]
    plan = [course.examples([*every, *silver]), *course.golden(course.epochs - 1, silver, swapped)]
    return course.run(model, plan)


def student(deep: Encoder, shape: Shape, course: Course, silver: Silver, swapped: float) -> Encoder:
    """Train the shallower encoder on what the deep one thinks of raw text, and on gold.

    Args:
        deep: the teacher.
        shape: of the student; its layers are those of the teacher by number.
        course: gold and numbers.
        silver: raw sentences with the teacher's scores, spread evenly over the epochs.
        swapped: share of the names in gold that are exchanged.
    """
    raw = [example(course.pieces, *each) for each in zip(silver.sentences, silver.scores, strict=True)]
    random.Random(course.seed).shuffle(raw)
    golden = course.golden(course.epochs, (), swapped)
    model = smaller(deep, shape, golden[0][:400], course.pieces.pad)
    return course.run(model, [gold + raw[epoch :: course.epochs] for epoch, gold in enumerate(golden)])


def smaller(deep: Encoder, shape: Shape, examples: Sequence[Example], pad: int) -> Encoder:
    """A network with some layers of a deep one and the most used part of their feed-forward blocks.

    Args:
        deep: where the weights come from.
        shape: of the result.
        examples: sentences by which the use is measured.
        pad: id of the piece that fills up.
    """
    use = _use(deep, examples, pad)
    model = Encoder(shape, deep.dropout)
    model.embedding = copy.deepcopy(deep.embedding)
    model.position.data = deep.position.data.clone()
    model.norm, model.head = copy.deepcopy(deep.norm), copy.deepcopy(deep.head)
    for number, layer in zip(shape.layers, model.layers, strict=True):
        whole = deep.layers[number]
        for name in ("qkv", "out", "norm", "last"):
            setattr(layer, name, copy.deepcopy(getattr(whole, name)))
        best = use[number].topk(shape.inner).indices.sort().values
        layer.inner.weight.data = whole.inner.weight.data[best].clone()
        layer.inner.bias.data = whole.inner.bias.data[best].clone()
        layer.outer.weight.data = whole.outer.weight.data[:, best].clone()
        layer.outer.bias.data = whole.outer.bias.data.clone()
    return model


@torch.no_grad()
def _use(deep: Encoder, examples: Sequence[Example], pad: int) -> list[Tensor]:
    """For each layer [inner]: mean strength of each unit times the weight with which the layer takes it up."""
    sums = [torch.zeros(deep.shape.inner) for _ in deep.layers]

    def watch(number: int, layer: Layer) -> torch.utils.hooks.RemovableHandle:
        def seen(_: object, __: object, out: Tensor) -> None:
            sums[number] += functional.gelu(out, approximate="tanh").abs().flatten(0, -2).mean(0)

        return layer.inner.register_forward_hook(seen)

    handles = [watch(number, layer) for number, layer in enumerate(deep.layers)]
    deep.eval()
    for numbers in batches(examples, 2048, None):
        deep(batch_of([(examples[number].ids, examples[number].first) for number in numbers], pad))
    for handle in handles:
        handle.remove()
    return [each * layer.outer.weight.norm(dim=0) for each, layer in zip(sums, deep.layers, strict=True)]


def evaluate(model: Encoder, pieces: Pieces, sentences: Sequence[Sentence]) -> Scores:
    """F1 on sentences with labels; MISC counts where it is annotated."""
    found: list[list[tuple[int, int, str]]] = [[] for _ in sentences]
    for number, scores in think(model, [example(pieces, each) for each in sentences], pieces.pad):
        found[number] = list(spans(sentence_tags(scores.numpy())))
    return score_sentences(sentences, found)


def report(model: Encoder, pieces: Pieces, held_out: Mapping[str, Sequence[Sentence]], epoch: int) -> None:
    """Log the scores after an epoch."""
    for name, sentences in held_out.items():
        _LOG.info("epoch %d, %s: %s", epoch + 1, name, evaluate(model, pieces, sentences))


def save(model: Encoder, path: Path) -> None:
    """Write the weights of a network in 16 bits and its shape."""
    weights = {name: each.half() for name, each in model.state_dict().items()}
    torch.save({"shape": model.shape, "weights": weights}, path)


def load(path: Path) -> Encoder:
    """Read what `save` wrote."""
    stored = torch.load(path, weights_only=False)
    model = Encoder(stored["shape"])
    model.load_state_dict({name: each.float() for name, each in stored["weights"].items()})
    return model.eval()
