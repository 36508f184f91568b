"""Corpora for the entity models: what each file is, how it is read, and which of its labels can be trusted.

`corpora.toml` names every corpus with its licence; the user says where the folder with the files is. Nothing of the
corpora is part of this project.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy

from extract.finding.encoder.labels import LABELS
from extract.finding.sentences import split_sentences
from extract.records import Language

_SENTENCE_MARKS = frozenset(".!?")
_SHORTEST, _LONGEST = 6, 80  # words of a raw sentence: headings and lists teach little


class CorpusError(Exception):
    """A corpus that is missing or cannot be read; names the file, the line and what to do."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as a corpus has it.

    Attributes:
        words: tokens in order.
        tags: BIO tags such as "B-PER", as many as words; empty for text without labels.
        complete: whether MISC is annotated; where it is not, an "O" says only that a word is no PER, LOC or ORG.
    """

    words: tuple[str, ...]
    tags: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Corpus:
    """One entry of `corpora.toml`.

    Attributes:
        name: as in the model card.
        path: of the file, or of a folder with .txt files, below the folder that the user gives.
        language: "de" or "en".
        use: "gold" or "silver" with labels, "held-out" for figures only, "raw" without labels.
        licence: as its publisher states it; only licences that let trained weights be released are listed.
        source: who made it and where it is from, for the attribution in the model card.
        form: "iob", "uner" (numbered lines of Universal NER), "conllu", "tokens" (a token a line, no sentence marks),
            "text" or "squad" (JSON with paragraphs).
        misc: whether MISC is annotated.
        most: lines of a "text" corpus that are drawn, by a fixed seed; 0 for all.
    """

    name: str
    path: str
    language: Language
    use: str
    licence: str
    source: str
    form: str
    misc: bool = True
    most: int = 0

    def sentences(self, folder: Path) -> list[Sentence]:
        """All sentences of the corpus, in the order of its files.

        Raises:
            CorpusError: when a file is missing or a line has no tag that is known.
        """
        place = folder / self.path
        if not place.exists():
            raise CorpusError(f"{place}: not found; corpora.toml says where {self.name} ({self.source}) comes from")
        files = sorted(each for each in place.glob("**/*") if each.is_file()) if place.is_dir() else [place]
        if self.form == "text":
            lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]
            if self.most and len(lines) > self.most:
                lines = random.Random(self.name).sample(lines, self.most)
            return list(_text(lines, self.language))
        return [sentence for file in files for sentence in self._read(file)]

    def _read(self, file: Path) -> Iterator[Sentence]:
        text = file.read_text(encoding="utf-8")
        if self.form == "iob":
            return _iob(text, file, self.misc)
        if self.form == "uner":
            return _iob(_columns_of_uner(text), file, self.misc)
        if self.form == "squad":
            return _text(_paragraphs_of_squad(text), self.language)
        return _conllu(text) if self.form == "conllu" else _tokens(text)


def listed(language: str | None = None, *uses: str) -> list[Corpus]:
    """The corpora of `corpora.toml`, all or those of a language and of some uses."""
    entries = tomllib.loads(Path(__file__).with_name("corpora.toml").read_text(encoding="utf-8"))["corpus"]
    every = [Corpus(**entry) for entry in entries]
    return [each for each in every if language in (None, each.language) and (not uses or each.use in uses)]


def _iob(text: str, path: Path, complete: bool) -> Iterator[Sentence]:
    words: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if not line.strip():
            if words:
                yield Sentence(tuple(words), tuple(tags), complete)
            words, tags = [], []
            continue
        word, _, tag = line.rpartition("\t")
        if tag != "O" and tag[2:] not in LABELS:
            raise CorpusError(f"{path}:{number}: {line!r}: expected a word, a tab and a tag such as B-PER or O")
        words.append(word)
        tags.append(tag)


def _columns_of_uner(text: str) -> str:
    """Word and tag of each line, as many lines as before; what annotators put aside ("OTH", "O") has no label."""
    lines = []
    for line in text.splitlines():
        number, word, tag, *_ = [*line.split("\t"), "", ""]
        aside = tag.partition("-")[2] not in LABELS
        lines.append(f"{word}\t{'O' if aside else tag}" if number.isdigit() else "")
    return "\n".join(lines)


def _conllu(text: str) -> Iterator[Sentence]:
    # The surface tokens: "im" once, not as "in" and "dem", which the file lists under the range 3-4.
    for block in text.split("\n\n"):
        words, covered = [], 0
        for line in block.splitlines():
            number, _, rest = line.partition("\t")
            first, _, last = number.partition("-")
            if not first.isdigit() or (not last and int(first) <= covered):
                continue
            covered = int(last or first)
            words.append(rest.split("\t", 1)[0])
        if words:
            yield Sentence(tuple(words))


def _tokens(text: str) -> Iterator[Sentence]:
    words: list[str] = []
    for word in text.split():
        words.append(word)
        if word in _SENTENCE_MARKS and len(words) > 3:
            yield Sentence(tuple(words))
            words = []


def _text(paragraphs: Iterable[str], language: Language) -> Iterator[Sentence]:
    tokenizer = spacy.blank(language).tokenizer
    for paragraph in paragraphs:
        for piece in split_sentences(paragraph, language):
            words = tuple(token.text for token in tokenizer(paragraph[piece.start : piece.end]) if not token.is_space)
            if _SHORTEST <= len(words) <= _LONGEST:
                yield Sentence(words)


def _paragraphs_of_squad(text: str) -> Iterator[str]:
    for article in json.loads(text)["data"]:
        for paragraph in article["paragraphs"]:
            yield paragraph["context"]
