"""Words of sentences to tags: the encoder as a whole, without spaCy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extract.finding.encoder.backends import Backend, available, make_backend
from extract.finding.encoder.batches import batch_of
from extract.finding.encoder.labels import TAGS, sentence_tags
from extract.finding.encoder.pieces import Pieces
from extract.finding.encoder.weights import read_weights

AUTOMATIC = "auto"

# Pieces in a batch: the intermediate results of so many still fit the processor's cache (measured 256 to 4096).
_BATCH = 512
_WINDOW = 254
_OVERLAP = 24

_Window = tuple[int, int, int]  # number of the sentence, first word, word after the last


class Tagger:
    """The encoder: loaded once, then asked for batches of sentences.

    Attributes:
        backend: "onnx" or "numpy".
        steady: whether the tags of a sentence cannot change with the sentences beside it.
    """

    def __init__(self, folder: Path, backend: str = AUTOMATIC, threads: int = 1) -> None:
        """Load the files of a folder: `pieces.model`, `weights.npz`, `graph.onnx`.

        Args:
            folder: of the encoder.
            backend: "onnx", "numpy", or "auto" for ONNX Runtime where it is installed.
            threads: for ONNX Runtime.

        Raises:
            OSError: when a file is missing.
            ValueError: when a file is damaged, or the backend is not known or not installed.
        """
        chosen = available()[0] if backend == AUTOMATIC else backend
        if chosen not in available():
            raise ValueError(f"backend {backend!r} cannot be used here; choose {AUTOMATIC} or {', '.join(available())}")
        self._pieces = Pieces(folder / "pieces.model")
        self._backend: Backend = make_backend(
            chosen, read_weights(folder / "weights.npz"), folder / "graph.onnx", threads
        )
        self.backend = chosen
        self.steady = self._backend.steady

    def tags(self, sentences: Sequence[Sequence[str]], pieces: int = _BATCH) -> list[list[str]]:
        """BIO tags of the words of sentences.

        Args:
            sentences: as words; a sentence may be of any length, or empty.
            pieces: in a batch, at most, unless a single sentence has more.
        """
        scores = [np.zeros((len(words), len(TAGS)), dtype=np.float32) for words in sentences]
        for windows, found in self._scored(sentences, pieces):
            for (number, first, last), of_window in zip(windows, found, strict=True):
                # Of words in two windows the earlier one knows what stands before, the later one what follows.
                begin = first + _OVERLAP // 2 if first else 0
                scores[number][begin:last] = of_window[begin - first : last - first]
        return [sentence_tags(each) for each in scores]

    def _scored(
        self, sentences: Sequence[Sequence[str]], pieces: int
    ) -> Iterator[tuple[list[_Window], NDArray[np.float32]]]:
        cut: list[tuple[_Window, tuple[list[int], list[int]]]] = []
        for number, words in enumerate(sentences):
            if words:
                for first, last in self._pieces.windows(words, _WINDOW, _OVERLAP):
                    cut.append(((number, first, last), self._pieces.sentence(words[first:last])))
        cut.sort(key=lambda each: len(each[1][0]))
        for group in _groups([len(ids) for _, (ids, _) in cut], pieces):
            members = [cut[index] for index in group]
            yield (
                [window for window, _ in members],
                self._backend.scores(batch_of([of for _, of in members], self._pieces.pad)),
            )


def _groups(lengths: Sequence[int], most: int) -> Iterator[range]:
    """Neighbours that go together: lengths rise, and the longest of a group counts for all of it."""
    first = 0
    for index, length in enumerate(lengths):
        if index > first and length * (index + 1 - first) > most:
            yield range(first, index)
            first = index
    if lengths:
        yield range(first, len(lengths))
