"""Words to pieces of the encoder's vocabulary."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import sentencepiece

# In text no space stands before these; words of a corpus come without their spaces, so it must be guessed, and at run
# time it is guessed the same way.
_CLOSING = frozenset(",.;:!?)]%»“”’'…")
SPACE = "\u2581"
# A word of more pieces (a URL, a chemical name) tells nothing more by its tail.
_MOST = 12
_CACHED = 100_000


def normalised(word: str) -> str:
    """A word as the vocabulary has it, without the mark of the space before it."""
    return unicodedata.normalize("NFKC", word).strip().replace(" ", SPACE) or word


class Pieces:
    """The tokeniser: a Unigram model over the pieces kept from the vocabulary of the original encoder."""

    def __init__(self, path: Path) -> None:
        """Load a SentencePiece model.

        Raises:
            OSError: when there is none.
            ValueError: when it is damaged.
        """
        try:
            self._model = sentencepiece.SentencePieceProcessor(model_file=str(path))
        except RuntimeError as error:
            raise ValueError(f"{path}: no SentencePiece model, or damaged ({error}); restore the file") from error
        self.size: int = self._model.get_piece_size()
        self.begin: int = self._model.bos_id()
        self.end: int = self._model.eos_id()
        self.pad: int = self._model.pad_id()
        self.unknown: int = self._model.unk_id()
        self._of_word = lru_cache(maxsize=_CACHED)(self._encode)

    def word(self, word: str) -> tuple[int, ...]:
        """Ids of the pieces of one word, 1 to 12."""
        return self._of_word(word)

    def sentence(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """Ids of the pieces of a sentence between the marks of begin and end, and the place of each word's first."""
        ids, first = [self.begin], []
        for word in words:
            first.append(len(ids))
            ids.extend(self._of_word(word))
        ids.append(self.end)
        return ids, first

    def windows(self, words: Sequence[str], most: int, overlap: int) -> Iterable[tuple[int, int]]:
        """Stretches `[first word, word after the last)` of a sentence with at most so many pieces each.

        Args:
            words: of the sentence.
            most: pieces in a stretch, without the marks of begin and end.
            overlap: words that a stretch shares with the one before it.
        """
        first, room, word = 0, most, 0
        while word < len(words):
            room -= len(self._of_word(words[word]))
            if room < 0 and word > first:
                yield first, word
                first = max(word - overlap, first + 1)
                word, room = first, most
                continue
            word += 1
        yield first, len(words)

    def _encode(self, word: str) -> tuple[int, ...]:
        text = normalised(word)
        ids: list[int] = self._model.encode(text if word in _CLOSING else SPACE + text)
        return tuple(ids[:_MOST]) or (self.unknown,)
