"""Function words: the cheap witness, which knows the dialects that the detectors take for German or English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.records import Language
from extract.values.reference import load_data

LANGUAGES: dict[str, Language] = {"de": "de", "en": "en"}
WORD = re.compile(r"[^\W\d_]+(?:['’]n\b)?")
# German and English have every third word in their list, at least one in ten even where lists of names stand; related
# languages have up to one in five, in words that are written alike. What is below the first share is neither, what is
# above the second is for certain.
FEW_WORDS = 0.08
MANY_WORDS = 0.2
# Running text has this many words; fewer may have no function word by chance.
RUNNING_TEXT = 20
# A dialect shows in one of 25 words at least, a language with a list of its own in one of nine.
_DIALECT = 0.04
_NEAR_LANGUAGE = 0.11
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NEAR_ENGLISH = ("sco", "pcm")


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a stretch of text say about its language.

    Attributes:
        number: how many there are.
        letters: in them.
        counts: how many stand in each list of `function_words.yaml`, by language.
    """

    number: int
    letters: int
    counts: Counter[str]

    def share(self, code: str) -> float:
        """Part of the words, 0 to 1, that stand in the list of a language."""
        return self.counts[code] / self.number if self.number else 0.0

    @property
    def running(self) -> Language | None:
        """German or English where the function words are as many as in running text and clearly of one language."""
        for code, language in LANGUAGES.items():
            other = next(each for each in LANGUAGES if each != code)
            if self.share(code) >= MANY_WORDS and self.counts[code] > 3 * self.counts[other] and not self.dialect(code):
                return language
        return None

    @property
    def language(self) -> Language | None:
        """The same where there are also enough words for it to be no chance."""
        return self.running if self.number >= RUNNING_TEXT else None

    @property
    def near_language(self) -> str | None:
        """The language near German or English that the text is written in, None when it does not show."""
        code, count = max(((code, self.counts[code]) for code in _near_lists()), key=lambda each: each[1])
        enough = count >= 3 and count >= _NEAR_LANGUAGE * self.number and self._outweighs(code, count)
        return code if enough else None

    def dialect(self, code: str) -> bool:
        """Whether a German or English text has so many words of a dialect that it is likely to be one."""
        near = [each for each in _near_lists() if (each in _NEAR_ENGLISH) == (code == "en")]
        most = max(near, key=lambda each: self.counts[each])
        count = self.counts[most]
        return count >= 2 and count >= _DIALECT * self.number and self._outweighs(most, count)

    def _outweighs(self, code: str, count: int) -> bool:
        """Whether words of a language are too many for quotes in German or English; Scots shares "the"."""
        return 3 * count >= self.counts["en"] if code in _NEAR_ENGLISH else 2 * count >= self.counts["de"]


def count_words(text: str) -> Words:
    """Count the words of a text by the lists that they stand in.

    >>> count_words("The sum of DIE MILLION is 5.").counts["en"]
    3
    """
    words = WORD.findall(text)
    counts: Counter[str] = Counter()
    for codes, count in Counter(map(_lists().get, words)).items():
        for code in codes or ():
            counts[code] += count
    return Words(len(words), sum(map(len, words)), counts)


@cache
def _near_lists() -> tuple[str, ...]:
    return tuple(load_data("extract.reading", "function_words.yaml")["near"])


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """The lists that a word stands in; capitals of whole words are left out, as "UN", "US" and "IT" are no words."""
    data = load_data("extract.reading", "function_words.yaml")
    found: dict[str, tuple[str, ...]] = {}
    for code, words in {"de": data["de"], "en": data["en"], **data["near"]}.items():
        for form in sorted({form for word in words.split() for form in _forms(word, code)}):
            found[form] = (*found.get(form, ()), code)
    return found


def _forms(word: str, code: str) -> Iterator[str]:
    for spelling in (word, word.translate(_UMLAUTS)) if code == "de" else (word,):
        yield spelling
        if len(spelling) > 1:
            yield spelling[:1].upper() + spelling[1:]
