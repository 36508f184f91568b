"""The arithmetic of the encoder: with ONNX Runtime where it is installed, else with numpy alone.

Both do the same to the same weights; sums in another order differ in the last digits, which moves about one tag in a
hundred thousand.
"""

from __future__ import annotations

import math
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from extract.finding.encoder.batches import Batch
from extract.finding.encoder.weights import Floats, Layer, Weights

_EPSILON = 1e-12
_NOTHING = -1e4
# Rows of the feed-forward block that are worked on at a time, so that they stay in the processor's cache.
_ROWS = 128


class Backend(Protocol):
    """Something that computes scores of tags.

    Attributes:
        steady: whether the scores of a sentence are the same to the last bit whatever else is in its batch.
    """

    name: str
    steady: bool

    def scores(self, batch: Batch) -> Floats:
        """[sentences, words, tags] of a batch."""


def available() -> tuple[str, ...]:
    """Names of the backends that can be used here, the preferred one first."""
    return ("onnx", "numpy") if find_spec("onnxruntime") else ("numpy",)


def make_backend(name: str, weights: Weights, graph: Path, threads: int) -> Backend:
    """A backend by its name.

    Args:
        name: "onnx" or "numpy".
        weights: of the encoder.
        graph: the file of the graph, for ONNX Runtime.
        threads: for ONNX Runtime; numpy takes as many as its library of linear algebra is told to take.
    """
    return OnnxBackend(weights, graph, threads) if name == "onnx" else NumpyBackend(weights)


class OnnxBackend:
    """ONNX Runtime over a graph without weights; they are handed over when it is loaded."""

    name = "onnx"
    steady = True

    def __init__(self, weights: Weights, graph: Path, threads: int) -> None:
        """Load the graph; fails where ONNX Runtime is not installed."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Kept for the life of the session, which reads them where they are.
        self._open = {name: np.ascontiguousarray(each) for name, each in weights.by_name().items()}
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(each) for each in self._open.values()]
        options.add_external_initializers(list(self._open), values)
        self._weights = weights
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])

    def scores(self, batch: Batch) -> Floats:
        """[sentences, words, tags] of a batch."""
        given = {
            "embedded": self._weights.embedded(batch.ids),
            "pieces": batch.pieces.astype(np.int32),
            "kept": batch.kept[..., None],
            "words": batch.words.astype(np.int32),
        }
        result: Floats = self._session.run(["scores"], given)[0]
        return result[:, 1:-1]


class NumpyBackend:
    """The same with numpy."""

    name = "numpy"
    steady = False  # the library of linear algebra sums in another order for another number of rows

    def __init__(self, weights: Weights) -> None:
        """Take the weights as they are."""
        self._weights = weights

    def scores(self, batch: Batch) -> Floats:
        """[sentences, words, tags] of a batch."""
        weights = self._weights
        x = weights.embedded(batch.ids)
        _norm(x, weights.norm, weights.norm_bias)
        mask = _mask(batch.pieces)
        for layer in weights.layers[: weights.piece_layers]:
            x = _layer(x, mask, layer, weights.heads)
        x = np.take_along_axis(x, batch.kept[..., None], axis=1)
        mask = _mask(batch.words)
        for layer in weights.layers[weights.piece_layers :]:
            x = _layer(x, mask, layer, weights.heads)
        scores: Floats = x[:, 1:-1] @ weights.head + weights.head_bias
        return scores


def _mask(there: NDArray[np.bool_]) -> Floats:
    """[sentences, places] to [sentences, 1, 1, places]: what is added to the attention."""
    mask: Floats = np.where(there, np.float32(0), np.float32(_NOTHING))[:, None, None, :]
    return mask


def _norm(x: Floats, gain: Floats, bias: Floats) -> None:
    """Norm over the last axis, in place."""
    x -= x.mean(axis=-1, keepdims=True)
    variance = np.einsum("...i,...i->...", x, x)[..., None] / np.float32(x.shape[-1])
    x /= np.sqrt(variance + np.float32(_EPSILON))
    x *= gain
    x += bias


def _layer(x: Floats, mask: Floats, layer: Layer, heads: int) -> Floats:
    sentences, places, width = x.shape
    flat = x.reshape(-1, width)
    mixed = _attention((flat @ layer.qkv + layer.qkv_bias).reshape(sentences, places, 3, heads, -1), mask)
    result: Floats = mixed.reshape(-1, width) @ layer.out
    result += layer.out_bias
    result += flat
    _norm(result, layer.norm, layer.norm_bias)
    for first in range(0, len(result), _ROWS):
        rows = result[first : first + _ROWS]
        inner = rows @ layer.inner
        inner += layer.inner_bias
        _gelu(inner)
        rows += inner @ layer.outer
        rows += layer.outer_bias
    _norm(result, layer.last, layer.last_bias)
    return result.reshape(sentences, places, width)


def _attention(qkv: Floats, mask: Floats) -> Floats:
    """[sentences, places, 3, heads, width of a head] to [sentences, places, heads, width of a head]."""
    queries, keys, values = (qkv[:, :, part].transpose(0, 2, 1, 3) for part in range(3))
    weights: Floats = queries @ keys.transpose(0, 1, 3, 2)
    weights *= np.float32(1 / math.sqrt(qkv.shape[-1]))
    weights += mask
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    mixed: Floats = (weights @ values).transpose(0, 2, 1, 3)
    return mixed


def _gelu(x: Floats) -> None:
    """x * Phi(x) in the tanh form, in place."""
    inside = x * x
    inside *= np.float32(0.044715 * math.sqrt(2 / math.pi))
    inside += np.float32(math.sqrt(2 / math.pi))
    inside *= x
    np.tanh(inside, out=inside)
    inside += np.float32(1)
    inside *= np.float32(0.5)
    x *= inside
