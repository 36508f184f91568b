"""Cut the vocabulary of the original encoder to the pieces that German and English text use."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import numpy as np
import sentencepiece
from e5 import SourceEncoder
from numpy.typing import NDArray
from sentencepiece import sentencepiece_model_pb2 as proto

from extract.finding.encoder.pieces import SPACE, normalised

_SPECIAL = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
_FREQUENT = {"de": 150_000, "en": 100_000}  # words of the frequency lists whose pieces are kept
_LONGEST = 30  # characters; longer entries of the lists are web addresses and the like
_LATIN = 0x250  # single characters below this code point always stay, so that no Latin word is unknown
_PUNCTUATION = "„“”‚‘’–—…€•"


def cut(source: SourceEncoder, words: Iterable[str]) -> NDArray[np.int64]:
    """Ids of the pieces to keep, rising; the first four are the special ones.

    Args:
        source: the original encoder.
        words: of the training texts; the frequency lists of both languages are added.
    """
    whole = _processor(source, np.arange(len(source.pieces)))
    used = set(_SPECIAL.values())
    for word in {*words, *frequent("de"), *frequent("en")}:
        text = normalised(word)
        used.update(whole.encode(SPACE + text))
        used.update(whole.encode(text))
    for number, piece in enumerate(source.pieces):
        plain = piece.removeprefix(SPACE)
        if not plain or (len(plain) == 1 and (ord(plain) < _LATIN or plain in _PUNCTUATION)):
            used.add(number)
    return np.array(sorted(used))


def write(source: SourceEncoder, kept: NDArray[np.int64], path: Path) -> None:
    """Write a SentencePiece model over the kept pieces: rare words fall back to smaller pieces."""
    path.write_bytes(_model(source, kept).SerializeToString())


def frequent(language: str) -> list[str]:
    """The most frequent words of a language by spaCy's tables (MIT), the most frequent first."""
    packed = files("spacy_lookups_data").joinpath("data", f"{language}_lexeme_prob.json.gz").read_bytes()
    table: dict[str, float] = json.loads(gzip.decompress(packed))
    ranked = sorted(table, key=lambda word: -table[word])[: _FREQUENT[language]]
    return [word for word in ranked if len(word) < _LONGEST]


def _processor(source: SourceEncoder, kept: NDArray[np.int64]) -> sentencepiece.SentencePieceProcessor:
    return sentencepiece.SentencePieceProcessor(model_proto=_model(source, kept).SerializeToString())


def _model(source: SourceEncoder, kept: NDArray[np.int64]) -> proto.ModelProto:
    model = proto.ModelProto()
    kinds = proto.ModelProto.SentencePiece
    for number in kept:
        piece = source.pieces[number]
        kind = kinds.NORMAL
        if piece in _SPECIAL:
            kind = kinds.UNKNOWN if piece == "<unk>" else kinds.CONTROL
        model.pieces.append(kinds(piece=piece, score=source.scores[number], type=kind))
    model.trainer_spec.model_type = proto.TrainerSpec.UNIGRAM
    model.trainer_spec.vocab_size = len(kept)
    model.trainer_spec.bos_id, model.trainer_spec.pad_id = _SPECIAL["<s>"], _SPECIAL["<pad>"]
    model.trainer_spec.eos_id, model.trainer_spec.unk_id = _SPECIAL["</s>"], _SPECIAL["<unk>"]
    # Words come normalised and with their own mark for the space before them.
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = False
    model.normalizer_spec.remove_extra_whitespaces = False
    model.normalizer_spec.escape_whitespaces = False
    return model
