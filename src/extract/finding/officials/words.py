"""The words of a text as the grammar of titles and names sees them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.finding.officials.lexicon import Lexicon, german_title, lexicon
from extract.finding.token import Token
from extract.records import CountryMention, Language
from extract.values.person import PARTICLES

SPACES = frozenset((" ", "\xa0", "  "))

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[A-ZÄÖÜ]\.(?=[ \xa0])|(?:Dr|Prof|Mr|Mrs|Ms|Hon|Gen|Amb|St)\.|"
    r"[^\W_]+(?:(?:[-‐‑]|[’'ʻ](?!s\b))[^\W_]+)*(?:-(?=[ ,]))?"
)
_SENTENCE = re.compile(
    r"(?<![A-Z]\.)(?<!\bDr\.)(?<!\bJr\.)(?<!\bMr\.)(?<!\bSt\.)(?<!\d\.)(?<=[.!?:])[\"”“»«’)]*\s+(?=[\"“„»«A-ZÄÖÜ0-9])|\n+"
)
_ARABIC = re.compile(r"(?:al|el|as|ad|ul|an|ar|bin|ash)-[A-ZÄÖÜ]\w+")
_NEVER_FIRST = frozenset(
    "und y e zu zur zum vom der den dem del della da do dos das la le av bin ibn bint ben ter ten af".split()
)
_NEVER_INSIDE = frozenset(("zum", "zur", "vom", "und", "der", "den", "dem", "das"))  # but "von der"
_ALSO_NAMES = frozenset(("Sultan", "Emir", "Amir", "Malik"))
_ALSO_FAMILIES = frozenset(
    ("Kaiser", "König", "Fürst", "Prinz", "Papst", "King", "Prince", "Pope", "Speaker", "Richter")
)
_NUMERAL = re.compile(r"I{2,3}|IV|VI{0,3}|IX|X{1,2}(?:I{1,3}|IV|VI{0,3}|IX)?")
_SURNAMES_TOO = frozenset(("Graf", "Baron", "Lord", "General"))  # "Helene Graf"
_PAIR = re.compile(r"J[A-Z]|[A-Z]J")  # "JD Vance"
_OF = frozenset(("von", "of", "de"))
_PATRONYMIC = frozenset(("bin", "Al", "Ahmed", "ibn"))


def read_words(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text as names are made of them: start, end, letters."""
    return ((match.start(), match.end(), match[0]) for match in _WORD.finditer(text))


@dataclass(frozen=True, slots=True)
class Page:
    """A text taken apart: words, countries, sentences.

    Attributes:
        places: country mentions by their start; `ends` by their end.
        breaks: starts of the sentences after the first.
        proposals: ends of a statistical model's person spans by their starts.
        starts: starts of the words.
    """

    text: str
    language: Language
    lexicon: Lexicon
    words: tuple[Token, ...]
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
        words = tuple(Token(start, end, word) for start, end, word in read_words(text))
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
        if self.borne(index):
            return False
        if self.language == "de":
            return german_title(word) is not None
        return self.lexicon.head_pattern.fullmatch(word) is not None and word[0].isupper()

    def title_ahead(self, index: int) -> bool:
        """Whether a title starts at the word, adjectives and portfolios before its head included."""
        for step in range(index, min(index + 5, len(self.words))):
            word = self.words[step]
            if self.language == "en" and self.lexicon.head_pattern.match(self.text, word.start):
                return True
            if self.language == "de" and self.is_title(step):
                return True
            before_head = (self.lexicon.modifiers, self.lexicon.deputy, self.lexicon.former)
            known = any(pattern.fullmatch(word.text) for pattern in before_head)
            if not known and word.text.lower() not in self.lexicon.portfolio_words and word.start not in self.places:
                return False
        return False

    def honorific(self, index: int) -> bool:
        """Whether the word is one of address: "Dr.", also the first of "Seine Exzellenz", "Her Royal Highness"."""
        if index >= len(self.words):
            return False
        text = self.words[index].text
        if text in self.lexicon.honorifics:
            return True
        if text not in self.lexicon.style_openers:
            return False
        return self.gap(index + 1) in SPACES and self.honorific(index + 1)

    def borne(self, index: int) -> bool:
        """Whether a title word is part of a name here: "Sultan bin Ahmad Al Jaber", "Peter Kaiser"."""
        text = self.words[index].text
        following = self.words[index + 1].text if index + 1 < len(self.words) else ""
        if text in _ALSO_NAMES and following in _PATRONYMIC:
            return True
        family = text in _ALSO_FAMILIES and index > 0 and self.gap(index) == " "
        return family and self.words[index - 1].text in self.lexicon.given

    def is_name_word(self, index: int, previous: str = "") -> bool:
        """Whether the word can be part of a person's name; `previous` is the part of the name before it."""
        word, words = self.words[index], self.lexicon
        text = word.text
        if not text[0].isupper():
            return _ARABIC.fullmatch(text) is not None
        if len(text) == 2 and text[1] == ".":
            return True
        if _NUMERAL.fullmatch(text) and len(text) > 1 and previous:
            return True
        if _PAIR.fullmatch(text) and not previous:
            return True
        if text.isupper() and self._shouted(index, previous):
            return True
        if text.isupper() or text.endswith("-") or not text[-1].isalpha() or any(letter.isdigit() for letter in text):
            return False
        if text == "He" and self._chinese_he(index):
            return True
        if previous and text in _SURNAMES_TOO:
            return True
        if text in words.not_names or text in words.honorifics or self.is_title(index):
            return False
        if word.start in self.places and previous not in words.given:
            return False
        if text in words.given or previous in words.given:
            return True
        if words.counterpart.fullmatch(text) or (self.language == "en" and text.lower() in words.portfolio_words):
            return False
        long_enough = len(text) >= (7 if self.language == "de" else 6)
        return not (long_enough and words.noun_ending.search(text.lower()))

    def _shouted(self, index: int, previous: str) -> bool:
        """A name in capitals: one word after a first name, "ALEXANDER DOWNER"."""
        text = self.words[index].text
        if len(text) < 3 or text.lower() in self.lexicon.lower_not_names or text in self.lexicon.parties:
            return False
        if self.words[index].start in self.places or self.lexicon.head_pattern.fullmatch(text.lower()):
            return False
        given = self.lexicon.given
        if not previous:
            return text.title() in given
        if previous in given and not previous.isupper():
            return True  # "Alexander DOWNER"
        return previous.title() in given or (len(previous) == 2 and previous[1] == ".")

    def _chinese_he(self, index: int) -> bool:
        """The family name "He", with which no sentence starts: "Vice Premier He Lifeng", "led by He Lifeng"."""
        following = self.words[index + 1].text if index + 1 < len(self.words) else ""
        before = self.gap(index)
        inside = index > 0 and before in (", ", " ")
        return inside and self.gap(index + 1) == " " and following[:1].isupper()

    def name_from(self, index: int) -> int:
        """End (a word index) of the name that starts at word `index`, or `index` when none does."""
        last, previous = index, ""
        while last < len(self.words) and last - index < 6:
            if last > index and self.gap(last) not in SPACES:
                break
            step = last if self.is_name_word(last, previous) else self._past_particles(last, previous)
            if step < 0:
                break
            previous, last = self.words[step].text, step + 1
        last = self._trimmed(index, self._proposed(index, last))
        while last > index and len(self.words[last - 1].text) == 2 and self.words[last - 1].text.endswith("."):
            if last - index == 2 and self.words[last - 1].text[0] in "IVX":
                break  # "Karl V."
            last -= 1  # a name does not end with an initial
        return last

    def _past_particles(self, index: int, previous: str) -> int:
        """Index of the name word after particles ("von der Leyen"), -1 when there are none or no name follows."""
        words, step = self.words, index
        if index < len(words) and words[index].text in (_NEVER_INSIDE if previous else _NEVER_FIRST):
            return -1
        if index + 1 < len(words) and words[index].text in _OF and self._is_country(index + 1):
            return -1  # "Prinzessin Astrid von Norwegen"
        while step < len(words) and words[step].text in PARTICLES and (step == index or self.gap(step) in SPACES):
            step += 1
        if step == index or step >= len(words) or self.gap(step) not in SPACES:
            return -1
        return step if self.is_name_word(step, previous) else -1

    def _is_country(self, index: int) -> bool:
        mention = self.places.get(self.words[index].start)
        return mention is not None and mention.form == "name"

    def _proposed(self, index: int, last: int) -> int:
        """In German, where nouns look like names, a proposal that ends earlier is believed."""
        if self.language != "de" or last - index < 2:
            return last
        end = self.proposals.get(self.words[index].start)
        if end is None or end >= self.words[last - 1].end:
            return last
        inner = [step for step in range(index + 1, last) if self.words[step - 1].end == end]
        return inner[0] if inner else last

    def _trimmed(self, index: int, last: int) -> int:
        """Without words that the rest of the text shows to be no part of the name.

        A genitive ends it ("Obamas Kampagne", where the text also has "Obama"), and so does a family name that
        stands elsewhere without the word after it ("Donald Trump Strikes Deal", "Frank-Walter Steinmeier Gespräche").
        """
        words = self.words
        if self.language == "de":
            for step in range(index, last - 1):
                bare = words[step].text.removesuffix("s")
                if len(bare) > 3 and bare != words[step].text and self.count(bare):
                    return step + 1
            last = self._without_owner(index, last)
        while last - index > 2 and words[index].text in self.lexicon.given:
            before, after = words[last - 2].text, words[last - 1].text
            if not before[0].isupper() or before.endswith(".") or before.lower() in PARTICLES:
                break
            together = len(re.findall(rf"{re.escape(before)}\s+{re.escape(after)}", self.text))
            if len(after) < 4 or self.count(before) <= together:
                break
            last -= 1
        return last

    def _without_owner(self, index: int, last: int) -> int:
        """Without the genitive of another name: "(Präsidentin Claudia Sheinbaum) Trumps (Brief)"."""
        if last - index < 3 or not self.words[last - 2].text[0].isupper():
            return last
        owner, before = self.words[last - 1].text, self.words[last - 2].text
        bare = owner.removesuffix("s")
        if bare == owner or len(bare) < 4 or not self.count(bare):
            return last
        return last if re.search(rf"{re.escape(before)}\s+{re.escape(bare)}\b", self.text) else last - 1

    def count(self, word: str) -> int:
        """How often the text has the word by itself."""
        return len(re.findall(rf"(?<![\w-]){re.escape(word)}(?![\w-])", self.text))
