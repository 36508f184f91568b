"""Train an encoder on sentences with tags, or on what another encoder thinks of sentences."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from corpora import Sentence
from network import Encoder
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from extract.finding.encoder.batches import Batch, batch_of
from extract.finding.encoder.labels import TAGS
from extract.finding.encoder.pieces import Pieces

_LOG = logging.getLogger(__name__)
_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
_OUTSIDE_OR_MISC = [_NUMBER["O"], _NUMBER["B-MISC"], _NUMBER["I-MISC"]]
_PARTS = ("model", "averaged", "optimizer", "falling")
_REPORT, _KEEP = 100, 200  # steps
_LONGEST = 256  # pieces of a sentence in training; longer ones are cut at a word


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in pieces with what is to be learnt of it.

    Attributes:
        ids: pieces with the marks of begin and end.
        first: place of each word's first piece.
        tags: numbers of the tags, or empty.
        complete: whether "O" says that a word is no MISC either.
        thoughts: scores [words, tags] of another encoder instead of tags, or none.
    """

    ids: list[int]
    first: list[int]
    tags: list[int] = field(default_factory=list)
    complete: bool = True
    thoughts: NDArray[np.float16] | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to train.

    Attributes:
        rate: of learning for the encoder; `head_rate` for the new head.
        pieces: in a batch.
        warm: share of the steps in which the rate rises; then it falls evenly to nothing.
        average: decay of the running average of the weights, which is what training returns.
    """

    rate: float = 1.5e-4
    head_rate: float = 1e-3
    pieces: int = 1024
    warm: float = 0.08
    average: float = 0.995


def example(pieces: Pieces, sentence: Sentence, thoughts: NDArray[np.float16] | None = None) -> Example:
    """A sentence in pieces, cut to 256 of them."""
    words = sentence.words
    _, end = next(iter(pieces.windows(words, _LONGEST - 2, 0)))
    ids, first = pieces.sentence(words[:end])
    tags = [_NUMBER[tag] for tag in sentence.tags[:end]]
    return Example(ids, first, tags, sentence.complete, None if thoughts is None else thoughts[:end])


def batches(examples: Sequence[Example], pieces: int, chance: random.Random | None) -> list[list[int]]:
    """Numbers of the examples that go together: of like length, shuffled if there is chance."""
    order = list(range(len(examples)))
    if chance:
        chance.shuffle(order)
    order.sort(key=lambda number: len(examples[number].ids) + (chance.uniform(-3, 3) if chance else 0))
    made: list[list[int]] = [[]]
    longest = 0
    for number in order:
        longest = max(longest, len(examples[number].ids))
        if made[-1] and longest * (len(made[-1]) + 1) > pieces:
            made.append([])
            longest = len(examples[number].ids)
        made[-1].append(number)
    if chance:
        chance.shuffle(made)
    return made


def train(
    model: Encoder,
    epochs: Sequence[Sequence[Example]],
    schedule: Schedule,
    seed: int,
    pad: int,
    after: Callable[[int, Encoder], None] = lambda epoch, model: None,
    kept: Path | None = None,
) -> Encoder:
    """Train over the examples of each epoch and return the running average of the weights.

    Args:
        model: changed in place.
        epochs: examples of each.
        schedule: rates and sizes.
        seed: of the order and of the dropout.
        pad: id of the piece that fills up.
        after: called with the number of the epoch and the averaged model after each.
        kept: file in which the state is kept every few minutes, so that a training that was cut off goes on from
            there, to the same result; it is removed at the end.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    steps = [
        (epoch, batch) for epoch, examples in enumerate(epochs) for batch in batches(examples, schedule.pieces, chance)
    ]
    run = _Run(model, schedule, len(steps))
    begun = run.resume(kept) if kept is not None and kept.is_file() else 0
    since = time.monotonic()
    for step in range(begun, len(steps)):
        epoch, numbers = steps[step]
        loss = run.step([epochs[epoch][number] for number in numbers], pad)
        if (step + 1) % _REPORT == 0:
            minutes = (time.monotonic() - since) / 60
            _LOG.info("step %d/%d loss %.3f %.1f min", step + 1, len(steps), loss, minutes)
        if step + 1 == len(steps) or steps[step + 1][0] != epoch:
            after(epoch, run.averaged.module)
        if kept is not None and (step + 1) % _KEEP == 0:
            run.keep(kept, step + 1)
    if kept is not None:
        kept.unlink(missing_ok=True)
    result: Encoder = run.averaged.module
    return result.eval()


class _Run:
    """A training on its way: the model, its average, the optimizer and its rates."""

    def __init__(self, model: Encoder, schedule: Schedule, total: int) -> None:
        self.model = model
        self.optimizer = _optimizer(model, schedule)
        rising = max(1, round(schedule.warm * total))
        self.falling = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min((step + 1) / rising, max(0.02, 1 - step / total))
        )
        self.averaged = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=_average(schedule.average))

    def step(self, examples: Sequence[Example], pad: int) -> float:
        """One step; returns the loss."""
        self.model.train()
        loss = _loss(self.model, examples, pad)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.falling.step()
        self.averaged.update_parameters(self.model)
        return loss.item()

    def keep(self, path: Path, step: int) -> None:
        """Write the state after so many steps, dropout's generator included."""
        part = path.with_suffix(".part")
        states = {name: getattr(self, name).state_dict() for name in _PARTS}
        torch.save({"step": step, "chance": torch.get_rng_state(), **states}, part)
        part.replace(path)

    def resume(self, path: Path) -> int:
        """Take up what `keep` wrote; returns the number of steps done."""
        stored = torch.load(path, weights_only=False)
        for name in _PARTS:
            getattr(self, name).load_state_dict(stored[name])
        torch.set_rng_state(stored["chance"])
        step: int = stored["step"]
        _LOG.info("goes on after step %d", step)
        return step


def think(model: Encoder, examples: Sequence[Example], pad: int, pieces: int = 1024) -> Iterator[tuple[int, Tensor]]:
    """Scores [words, tags] of each example with its number, in the order of their lengths."""
    yield from _through(model, model.forward, examples, pad, pieces)


def states(model: Encoder, examples: Sequence[Example], pad: int, pieces: int = 1024) -> Iterator[tuple[int, Tensor]]:
    """Last hidden states [words, width] of each example with its number, in the order of their lengths."""
    yield from _through(model, model.states, examples, pad, pieces)


@torch.no_grad()
def _through(
    model: Encoder, step: Callable[[Batch], Tensor], examples: Sequence[Example], pad: int, pieces: int
) -> Iterator[tuple[int, Tensor]]:
    model.eval()
    for numbers in batches(examples, pieces, None):
        out = step(batch_of([(examples[number].ids, examples[number].first) for number in numbers], pad))
        for row, number in enumerate(numbers):
            yield number, out[row, : len(examples[number].first)]


def _average(decay: float) -> Callable[[list[Tensor], list[Tensor], Tensor], None]:
    @torch.no_grad()
    def update(averages: list[Tensor], parameters: list[Tensor], count: Tensor) -> None:
        # A short memory at first: the average must not hang on to where training began.
        now = min(decay, (1 + float(count)) / (10 + float(count)))
        for average, parameter in zip(averages, parameters, strict=True):
            average.lerp_(parameter, 1 - now)

    return update


def _optimizer(model: Encoder, schedule: Schedule) -> torch.optim.Optimizer:
    head = list(model.head.parameters())
    body = [each for name, each in model.named_parameters() if not name.startswith("head") and each.requires_grad]
    groups = [
        {"params": body, "lr": schedule.rate, "weight_decay": 0.01},
        {"params": head, "lr": schedule.head_rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def _loss(model: Encoder, examples: Sequence[Example], pad: int) -> Tensor:
    """The mean over words; every example of a batch either has tags or thoughts, both may stand side by side."""
    batch = batch_of([(each.ids, each.first) for each in examples], pad)
    chances = functional.log_softmax(model(batch), dim=-1)
    losses = []
    for row, each in enumerate(examples):
        of_row = chances[row, : len(each.first)]
        if each.thoughts is not None:
            wanted = functional.softmax(torch.from_numpy(each.thoughts).float(), dim=-1)
            losses.append(-(wanted * of_row).sum(-1))
            continue
        tags = torch.tensor(each.tags)
        loss = -of_row.gather(1, tags[:, None])[:, 0]
        if not each.complete:
            either = -torch.logsumexp(of_row[:, _OUTSIDE_OR_MISC], dim=-1)
            loss = torch.where(tags == _NUMBER["O"], either, loss)
        losses.append(loss)
    return torch.cat(losses).mean()
