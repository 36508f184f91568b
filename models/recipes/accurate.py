"""The encoder: a deep teacher from labelled sentences, then a shallower student that ships.

The teacher keeps all twelve layers of multilingual-e5-small and learns from gold and silver labels. The student takes
some of its layers, with the least used part of each feed-forward block cut away, and learns what the teacher thinks of
raw text, besides the gold labels.
"""

from __future__ import annotations

import copy
import logging
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from corpora import Sentence
from network import Encoder, Layer, Shape
from scoring import Scores, score_sentences
from silver import Silver
from teaching import Example, Schedule, batches, example, think, train
from torch import Tensor
from torch.nn import functional

from extract.finding.encoder.batches import batch_of
from extract.finding.encoder.labels import sentence_tags, spans
from extract.finding.encoder.pieces import Pieces

_LOG = logging.getLogger(__name__)


def teacher(
    model: Encoder, pieces: Pieces, gold: Sequence[Sentence], silver: Sequence[Sentence], epochs: int, seed: int,
    schedule: Schedule, held_out: Mapping[str, Sequence[Sentence]],
) -> Encoder:  # fmt: skip
    """Train the deep encoder: one epoch with the silver labels among the gold, the others on gold alone.

    Args:
        model: with the weights of the original encoder.
        pieces: its tokeniser.
        gold: labelled by people.
        silver: labelled by machine from the links of Wikipedia.
        epochs: in all.
        seed: of the order and of the dropout.
        schedule: rates and sizes.
        held_out: sentences by name, scored after each epoch.
    """
    golden = [example(pieces, each) for each in gold]
    mixed = golden + [example(pieces, each) for each in silver]
    plan = [mixed, *[golden] * (epochs - 1)]
    return train(model, plan, schedule, seed, pieces.pad, lambda epoch, now: report(now, pieces, held_out, epoch))


def student(
    deep: Encoder, shape: Shape, pieces: Pieces, gold: Sequence[Sentence], silver: Silver, epochs: int, seed: int,
    schedule: Schedule, held_out: Mapping[str, Sequence[Sentence]],
) -> Encoder:  # fmt: skip
    """Train the shallower encoder on what the deep one thinks of raw text, and on gold.

    Args:
        deep: the teacher.
        shape: of the student; its layers are those of the teacher by number.
        pieces: tokeniser of both.
        gold: labelled by people; all of it in every epoch.
        silver: raw sentences with the teacher's scores, spread evenly over the epochs.
        epochs: in all.
        seed: of the order and of the dropout.
        schedule: rates and sizes.
        held_out: sentences by name, scored after each epoch.
    """
    golden = [example(pieces, each) for each in gold]
    raw = [example(pieces, *each) for each in zip(silver.sentences, silver.scores, strict=True)]
    random.Random(seed).shuffle(raw)
    model = smaller(deep, shape, golden[:400], pieces.pad)
    plan = [golden + raw[epoch::epochs] for epoch in range(epochs)]
    return train(model, plan, schedule, seed, pieces.pad, lambda epoch, now: report(now, pieces, held_out, epoch))


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
