"""Stretches of a text: its paragraphs, and within one that mixes German and English its runs of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.reading.languages.words import FEW_WORDS, LANGUAGES, Words, count_words
from extract.records import Language

MIN_PARAGRAPH_LETTERS = 100
_MIN_RUN_LETTERS = 60
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r\n[^\S\n]*\r\n|\r\r|\u2029")
_BREAK = re.compile(r"\r\n|[\n\r\u2028]")
_LINE = re.compile(r"[^\n\r\u2028]+")
# A sentence, or what introduces a quote.
_SENTENCE = re.compile(r"[^.!?:]*(?:[.!?]+[\"'”“’»)]*\s*|:\s*|$)")
_LONG_LINE = 200
# Of a longer stretch only the beginning, the middle and the end are counted.
_COUNTED, _PIECE = 3_000, 1_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph, or a run of sentences in one language.

    Attributes:
        start: offset in the text.
        end: offset behind it.
        words: what its words, or those of three samples of a long one, say.
    """

    start: int
    end: int
    words: Words

    @property
    def is_long(self) -> bool:
        """Whether it is long enough to have a language of its own."""
        return self.words.letters >= MIN_PARAGRAPH_LETTERS

    @property
    def language(self) -> Language | None:
        """German or English where a long one has as many function words as running text has."""
        return self.words.running if self.is_long else None

    @property
    def mixes(self) -> bool:
        """Whether a long one may have sentences of both languages."""
        return self.is_long and all(self.words.share(code) >= FEW_WORDS for code in LANGUAGES)


def paragraphs(text: str) -> Iterator[Stretch]:
    """Paragraphs: what lies between blank lines, or the lines of it where these are too long to be wraps."""
    for start, end in _spans(text):
        yield _stretch(text, start, end)


def runs(text: str, whole: Stretch) -> list[tuple[Stretch, Language]]:
    """Runs of German and of English sentences within a paragraph, by their function words; short ones join the last.

    Fewer than two where it is in one language throughout.
    """
    found: list[tuple[int, int, Language]] = []
    for sentence in _SENTENCE.finditer(text, whole.start, whole.end):
        words = count_words(sentence[0])
        german, english = words.counts["de"], words.counts["en"]
        last = found[-1] if found else None
        language: Language = "de" if german > english else "en"
        if last and (german == english or language == last[2] or words.letters < _MIN_RUN_LETTERS):
            found[-1] = (last[0], sentence.end(), last[2])
        elif german != english:
            found.append((last[1] if last else whole.start, sentence.end(), language))
    return [(_stretch(text, start, end), language) for start, end, language in found]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for match in [*_BLANK_LINE.finditer(text), None]:
        start, end = position, match.start() if match else len(text)
        position = match.end() if match else end
        block = text[start:end]
        if not block.strip():
            continue
        if max(map(len, _BREAK.split(block))) <= _LONG_LINE:
            yield start, end
            continue
        for line in _LINE.finditer(block):
            if line[0].strip():
                yield start + line.start(), start + line.end()


def _stretch(text: str, start: int, end: int) -> Stretch:
    if end - start <= _COUNTED:
        return Stretch(start, end, count_words(text[start:end]))
    middle = (start + end - _PIECE) // 2
    pieces = (text[at : at + _PIECE] for at in (start, middle, end - _PIECE))
    return Stretch(start, end, count_words(" ".join(pieces)))
