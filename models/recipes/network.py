"""The encoder as a network of torch, for training only: at run time `extract.finding.encoder` does without torch.

BERT with the norm after each block. The lower layers see all pieces of a sentence; above them only the first piece of
each word and the two marks go on, so that the upper layers cost as much as the sentence has words. A long German
word has as many pieces as a short clause, and names are decided over words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from e5 import Array, SourceEncoder
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from extract.finding.encoder.batches import Batch
from extract.finding.encoder.labels import TAGS

_EPSILON = 1e-12


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network.

    Attributes:
        vocabulary: pieces.
        layers: of the original encoder that are kept, by number, rising.
        piece_layers: how many of them see all pieces; the others see words.
        width: of the hidden states.
        heads: of the attention.
        inner: width inside the feed-forward blocks.
        longest: positions.
    """

    vocabulary: int
    layers: tuple[int, ...]
    piece_layers: int
    width: int = 384
    heads: int = 12
    inner: int = 1536
    longest: int = 512


class Layer(nn.Module):
    """Attention and feed-forward, each followed by a sum with its input and a norm."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm = nn.LayerNorm(shape.width, _EPSILON)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.last = nn.LayerNorm(shape.width, _EPSILON)

    def forward(self, x: Tensor, mask: Tensor, dropout: float) -> Tensor:
        """[sentences, places, width] to the same; mask [sentences, 1, 1, places] is true where there is something."""
        sentences, places, width = x.shape
        split = self.qkv(x).view(sentences, places, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(split[0], split[1], split[2], attn_mask=mask)
        mixed = self.out(mixed.transpose(1, 2).reshape(sentences, places, width))
        x = self.norm(x + functional.dropout(mixed, dropout, self.training))
        # The tanh form: it differs from the exact one by less than the rounding of the weights, and numpy has no erf.
        inner = functional.gelu(self.inner(x), approximate="tanh")
        return self.last(x + functional.dropout(self.outer(inner), dropout, self.training))


class Encoder(nn.Module):
    """Words to scores of tags."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.dropout = dropout
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        # The embeddings hold most of the weights; the texts at hand are too few to move them for the better.
        self.embedding.weight.requires_grad_(False)
        self.position = nn.Parameter(torch.zeros(shape.longest, shape.width))
        self.norm = nn.LayerNorm(shape.width, _EPSILON)
        self.layers = nn.ModuleList([Layer(shape) for _ in shape.layers])
        self.head = nn.Linear(shape.width, len(TAGS))

    def forward(self, batch: Batch) -> Tensor:
        """Scores [sentences, words, tags]."""
        return self.head(functional.dropout(self.states(batch), self.dropout, self.training))

    def states(self, batch: Batch) -> Tensor:
        """Last hidden states [sentences, words, width]."""
        x = self.norm(self.embedding(torch.from_numpy(batch.ids)) + self.position[: batch.ids.shape[1]])
        x = functional.dropout(x, self.dropout, self.training)
        kept = torch.from_numpy(batch.kept)
        mask = torch.from_numpy(batch.pieces)[:, None, None, :]
        for layer in self.layers[: self.shape.piece_layers]:
            x = layer(x, mask, self.dropout)
        x = x.gather(1, kept[..., None].expand(-1, -1, x.shape[2]))
        mask = torch.from_numpy(batch.words)[:, None, None, :]
        for layer in self.layers[self.shape.piece_layers :]:
            x = layer(x, mask, self.dropout)
        return x[:, 1:-1]


def from_source(source: SourceEncoder, kept: NDArray[np.int64], shape: Shape) -> Encoder:
    """The network with the weights of the original encoder for the kept pieces and layers; the head is new."""
    model = Encoder(shape)

    def copy(parameter: Tensor, values: Array) -> None:
        parameter.data = torch.from_numpy(np.ascontiguousarray(values)).view_as(parameter).clone()

    copy(model.embedding.weight, source.matrix("emb.word")[kept])
    copy(model.position, source.matrix("emb.pos") + source.matrix("emb.type")[0])
    copy(model.norm.weight, source.tensors["emb.ln.w"])
    copy(model.norm.bias, source.tensors["emb.ln.b"])
    for number, layer in zip(shape.layers, model.layers, strict=True):
        for end in "wb":
            parts = [source.tensors[f"l{number}.{name}.{end}"] for name in "qkv"]
            copy(layer.qkv.weight if end == "w" else layer.qkv.bias, np.concatenate(parts))
        for module, name in (
            (layer.out, "ao"), (layer.norm, "aln"), (layer.inner, "fi"), (layer.outer, "fo"), (layer.last, "oln"),
        ):  # fmt: skip
            copy(module.weight, source.tensors[f"l{number}.{name}.w"])
            copy(module.bias, source.tensors[f"l{number}.{name}.b"])
    return model
