"""Weights of the encoder as they are shipped: matrices in 8 bits a number with a scale for each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_STEPS = 127


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer. Matrices stand as [in, out], ready to be multiplied from the right.

    Attributes:
        qkv, qkv_bias: [width, 3 width], queries, keys and values side by side.
        out, out_bias: [width, width].
        norm, norm_bias: [width], after the attention.
        inner, inner_bias: [width, inner].
        outer, outer_bias: [inner, width].
        last, last_bias: [width], after the feed-forward block.
    """

    qkv: Floats
    qkv_bias: Floats
    out: Floats
    out_bias: Floats
    norm: Floats
    norm_bias: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats
    last: Floats
    last_bias: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """All of them.

    Attributes:
        embedding: [pieces, width] in 8 bits, to be multiplied by `embedding_scale` [pieces].
        position: [places, width].
        norm, norm_bias: [width], after the sum of both.
        layers: in order; the first `piece_layers` see all pieces, the others words.
        head, head_bias: [width, tags].
        heads: of the attention.
    """

    embedding: NDArray[np.int8]
    embedding_scale: Floats
    position: Floats
    norm: Floats
    norm_bias: Floats
    layers: tuple[Layer, ...]
    piece_layers: int
    heads: int
    head: Floats
    head_bias: Floats

    def embedded(self, ids: NDArray[np.int64]) -> Floats:
        """[sentences, pieces] of the vocabulary to [sentences, pieces, width], not yet normed."""
        rows: Floats = self.embedding[ids].astype(np.float32)
        rows *= self.embedding_scale[ids][..., None]
        rows += self.position[: ids.shape[1]]
        return rows

    def by_name(self) -> dict[str, Floats]:
        """What the graph of ONNX Runtime leaves open, by its names there."""
        named = {"norm": self.norm, "norm_bias": self.norm_bias, "head": self.head, "head_bias": self.head_bias}
        for number, layer in enumerate(self.layers):
            named |= {f"{number}.{name}": getattr(layer, name) for name in Layer.__slots__}
        return named


def read_weights(path: Path) -> Weights:
    """Read a file that `write_weights` wrote.

    Raises:
        OSError: when there is no such file.
        ValueError: when it is damaged or of another kind.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            return _weights(stored)
    except (KeyError, ValueError, EOFError, BadZipFile) as error:
        raise ValueError(f"{path}: no weights of the encoder, or damaged ({error}); restore the file") from error


def _weights(stored: Mapping[str, NDArray[np.generic]]) -> Weights:
    def vector(name: str) -> Floats:
        return stored[name].astype(np.float32)

    def matrix(name: str) -> Floats:
        rows = stored[name].astype(np.float32) * stored[f"{name}_scale"].astype(np.float32)[:, None]
        turned: Floats = np.ascontiguousarray(rows.T)
        return turned

    def read(name: str) -> Floats:
        return matrix(name) if f"{name}_scale" in stored else vector(name)

    layers, piece_layers, heads = (int(each) for each in stored["shape"])
    return Weights(
        embedding=stored["embedding"].astype(np.int8, copy=False),
        embedding_scale=vector("embedding_scale"),
        position=vector("position"),
        norm=vector("norm"),
        norm_bias=vector("norm_bias"),
        layers=tuple(Layer(**{name: read(f"{number}.{name}") for name in Layer.__slots__}) for number in range(layers)),
        piece_layers=piece_layers,
        heads=heads,
        head=matrix("head"),
        head_bias=vector("head_bias"),
    )


def quantised(matrix: Floats) -> tuple[NDArray[np.int8], Floats]:
    """A matrix [rows, columns] in 8 bits, and the scale [rows] that gives it back."""
    scale: Floats = np.abs(matrix).max(axis=1) / _STEPS
    scale[scale == 0] = 1
    return np.round(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def write_weights(
    path: Path, matrices: Mapping[str, Floats], vectors: Mapping[str, Floats], shape: tuple[int, int, int]
) -> None:
    """Write weights in the form of `read_weights`.

    Args:
        path: of the file to write.
        matrices: "embedding", "head" and those of the layers, as [out, in]; they are stored in 8 bits.
        vectors: biases and norms of the same names, and "position" [places, width]; stored in 16 bits.
        shape: numbers of layers, of layers that see pieces, and of heads of the attention.
    """
    stored: dict[str, NDArray[np.generic]] = {"shape": np.array(shape)}
    for name, matrix in matrices.items():
        stored[name], stored[f"{name}_scale"] = quantised(matrix)
    stored |= {name: vector.astype(np.float16) for name, vector in vectors.items()}
    # The same weights give the same bytes: numpy writes no time into the file.
    np.savez(path, **stored)  # type: ignore[arg-type]
