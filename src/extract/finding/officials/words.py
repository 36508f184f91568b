"""The words of a text as the grammar of titles and names sees them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.finding.officials.lexicon import Lexicon, german_title, lexicon
from extract.records import CountryMention, Language
from extract.values.person import PARTICLES

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[A-ZÄÖÜ]\.(?=[ \xa0])|(?:Dr|Prof|Mr|Mrs|Ms|Hon|Gen|Amb|St)\.|"
    r"[^\W_]+(?:(?:[-‐‑]|[’'ʻ](?!s\b))[^\W_]+)*(?:-(?=[ ,]))?"
)
_SPACES = frozenset((" ", " ", "  "))
_SENTENCE = re.compile(
    r"(?<![A-Z]\.)(?<!\bDr\.)(?<!\bJr\.)(?<!\bMr\.)(?<!\bSt\.)(?<!\d\.)(?<=[.!?:])[\"”“»«’)]*\s+(?=[\"“„»«A-ZÄÖÜ0-9])|\n+"
)
_ARABIC = re.compile(r"(?:al|el|as|ad|ul|an|ar|bin|ash)-[A-ZÄÖÜ]\w+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its place in the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A text taken apart: words, countries, sentences.

    Attributes:
        places: index of a country mention by its start; `ends` by its end.
        breaks: starts of the sentences after the first.
        proposals: person spans of a statistical model, by start.
    """

    text: str
    language: Language
    lexicon: Lexicon
    words: tuple[Word, ...]
    countries: tuple[CountryMention, ...]
    places: dict[int, CountryMention]
    ends: dict[int, CountryMention]
    breaks: tuple[int, ...]
    proposals: dict[int, int]
    starts: tuple[int, ...] = field(repr=False, default=())

    @classmethod
    def read(
        cls, text: str, language: Language, countries: Sequence[CountryMention], proposals: Sequence[tuple[int, int]]
    ) -> Page:
        """Take a text apart."""
        words = tuple(Word(match.start(), match.end(), match[0]) for match in _WORD.finditer(text))
        return cls(
            text=text,
            language=language,
            lexicon=lexicon(language),
            words=words,
            countries=tuple(countries),
            places={mention.start: mention for mention in countries},
            ends={mention.end: mention for mention in countries},
            breaks=tuple(match.end() for match in _SENTENCE.finditer(text)),
            proposals=dict(proposals),
            starts=tuple(word.start for word in words),
        )

    def word_at(self, offset: int) -> int:
        """Index of the first word that starts at `offset` or later."""
        return bisect_left(self.starts, offset)

    def gap(self, index: int) -> str:
        """What stands between word `index` and the one before it."""
        if not 0 < index < len(self.words):
            return "\n"
        return self.text[self.words[index - 1].end : self.words[index].start]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence around `offset`."""
        index = bisect_right(self.breaks, offset)
        start = self.breaks[index - 1] if index else 0
        end = self.breaks[index] if index < len(self.breaks) else len(self.text)
        return start, end

    def is_title(self, index: int) -> bool:
        """Whether the word is a title word by itself."""
        word = self.words[index].text
        if self.language == "de":
            return german_title(word) is not None
        return self.lexicon.head_pattern.fullmatch(word) is not None and word[0].isupper()

    def is_name_word(self, index: int, previous: str = "") -> bool:
        """Whether the word can be part of a person's name; `previous` is the part of the name before it."""
        word = self.words[index]
        text = word.text
        words = self.lexicon
        if not text[0].isupper():
            return _ARABIC.fullmatch(text) is not None
        if len(text) == 2 and text[1] == ".":
            return True
        if text.isupper() or text.endswith("-") or not text[-1].isalpha() or any(letter.isdigit() for letter in text):
            return False
        if text in words.not_names or text in words.honorifics or self.is_title(index):
            return False
        if word.start in self.places and previous not in words.given:
            return False
        if text in words.given or previous in words.given:
            return True
        if words.counterpart.fullmatch(text):
            return False
        long_enough = len(text) >= (7 if self.language == "de" else 6)
        return not (long_enough and words.noun_ending.search(text.lower()))

    def name_from(self, index: int) -> int:
        """End (a word index) of the name that starts at word `index`, or `index` when none does."""
        words, last, previous = self.words, index, ""
        while last < len(words) and last - index < 6:
            if last > index and self.gap(last) not in _SPACES:
                break
            if self.is_name_word(last, previous):
                previous = words[last].text
                last += 1
                continue
            step = last
            while step < len(words) and words[step].text in PARTICLES and (step == index or self.gap(step) in _SPACES):
                step += 1
            if (
                step == last
                or step >= len(words)
                or self.gap(step) not in _SPACES
                or not self.is_name_word(step, previous)
            ):
                break
            if (
                words[last].text in ("und", "y", "e", "zu", "zur", "zum", "vom", "la", "le", "av", "da", "do")
                and not previous
            ):
                break
            if words[last].text in ("zum", "zur", "vom", "und", "da"):
                break
            previous, last = words[step].text, step + 1
        last = self._proposed(index, last)
        while last > index and words[last - 1].text in words_without_family(words[last - 1].text):
            last -= 1
        return last

    def _proposed(self, index: int, last: int) -> int:
        """In German, where nouns look like names, a proposal that ends earlier is believed."""
        if self.language != "de" or last - index < 2:
            return last
        end = self.proposals.get(self.words[index].start)
        if end is None or end >= self.words[last - 1].end:
            return last
        inner = [step for step in range(index + 1, last) if self.words[step - 1].end == end]
        return inner[0] if inner else last


def words_without_family(word: str) -> tuple[str, ...]:
    """The word itself when a name cannot end with it: an initial."""
    return (word,) if len(word) == 2 and word.endswith(".") else ()
