"""Sentences side by side, as the encoder takes them, in training and at run time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences side by side.

    Attributes:
        ids: [sentences, pieces] of the vocabulary.
        pieces: [sentences, pieces], true where there is a piece.
        kept: [sentences, words + 2], the places of the begin, of each word's first piece, and of the end.
        words: [sentences, words + 2], true where `kept` says something.
    """

    ids: NDArray[np.int64]
    pieces: NDArray[np.bool_]
    kept: NDArray[np.int64]
    words: NDArray[np.bool_]


def batch_of(sentences: Sequence[tuple[Sequence[int], Sequence[int]]], pad: int) -> Batch:
    """Sentences as ids of pieces and places of first pieces, filled up to the longest with the piece `pad`."""
    longest = max(len(ids) for ids, _ in sentences)
    most = max(len(first) for _, first in sentences) + 2
    ids = np.full((len(sentences), longest), pad, dtype=np.int64)
    kept = np.zeros((len(sentences), most), dtype=np.int64)
    pieces = np.zeros(ids.shape, dtype=np.bool_)
    words = np.zeros(kept.shape, dtype=np.bool_)
    for row, (of_row, first) in enumerate(sentences):
        ids[row, : len(of_row)] = of_row
        pieces[row, : len(of_row)] = True
        # The end stands behind the last word, wherever that is; behind it are places that nobody looks at.
        kept[row, 1 : len(first) + 1] = first
        kept[row, len(first) + 1] = len(of_row) - 1
        words[row, : len(first) + 2] = True
    return Batch(ids, pieces, kept, words)
