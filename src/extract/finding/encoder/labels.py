"""Tags of the encoder and the best sequence of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

LABELS = ("PER", "LOC", "ORG", "MISC")
TAGS = ("O", *(f"{place}-{label}" for label in LABELS for place in "BI"))
_FORBIDDEN = -1e4


def _transitions() -> NDArray[np.float32]:
    """[tag before, tag]: 0 where the step may be taken; "I-PER" follows "B-PER" and "I-PER" only."""
    steps = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    for after, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            for before, previous in enumerate(TAGS):
                if previous[1:] != tag[1:]:
                    steps[before, after] = _FORBIDDEN
    return steps


_STEPS = _transitions()
_START = np.array([_FORBIDDEN if tag.startswith("I-") else 0.0 for tag in TAGS], dtype=np.float32)


def best_tags(scores: NDArray[np.float32], lengths: Sequence[int]) -> list[list[str]]:
    """The most probable allowed tags of sentences (Viterbi), all sentences of a batch at once.

    Args:
        scores: [sentences, words, tags], unnormalised; what lies behind a sentence's length is not looked at.
        lengths: words of each sentence.

    Returns:
        For each sentence as many tags as it has words.
    """
    # The score of a path is a sum over words, and the softmax subtracts the same from each tag of a word: the best
    # path is the same with and without it.
    count, words, _ = scores.shape
    if not count or not words:
        return [[] for _ in lengths]
    best = scores[:, 0] + _START
    back = np.zeros((words, count, len(TAGS)), dtype=np.int8)
    ends = np.empty((words, count), dtype=np.int64)
    ends[0] = best.argmax(1)
    for word in range(1, words):
        paths = best[:, :, None] + _STEPS
        back[word] = paths.argmax(1)
        best = paths.max(1) + scores[:, word]
        ends[word] = best.argmax(1)
    return [_trace(back[:, row], int(ends[length - 1, row]), length) for row, length in enumerate(lengths)]


def sentence_tags(scores: NDArray[np.floating]) -> list[str]:
    """The same for one sentence: scores [words, tags] to as many tags as words."""
    return best_tags(scores[None].astype(np.float32, copy=False), [len(scores)])[0]


def _trace(back: NDArray[np.int8], last: int, length: int) -> list[str]:
    if not length:
        return []
    path = [last]
    for word in range(length - 1, 0, -1):
        path.append(int(back[word, path[-1]]))
    return [TAGS[tag] for tag in reversed(path)]


def spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The entities `[first word, word after the last)` and their labels, in order; "I-" after "O" begins one."""
    first, label = 0, ""
    for index, tag in enumerate((*tags, "O")):
        if label and tag != f"I-{label}":
            yield first, index, label
            label = ""
        if tag != "O" and not label:
            first, label = index, tag[2:]
