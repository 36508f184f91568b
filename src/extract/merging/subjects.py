"""What a claim's subject speaks of, comparable over inflections, compounds and the two languages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.records import Claim, Language
from extract.values.reference import load_data

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD = re.compile(r"[a-z0-9]+")
_SHARED_START = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """What a subject says: topics of the reference table, and the words that it does not know."""

    topics: frozenset[str]
    words: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.topics or self.words)

    @property
    def size(self) -> int:
        """Number of topics and words."""
        return len(self.topics) + len(self.words)

    @property
    def key(self) -> str:
        """The same text for the same content, whatever the order of its words."""
        return " ".join(sorted(self.topics | self.words))


def read_subject(text: str, language: Language | None) -> Subject:
    """The content of a subject.

    >>> read_subject("Lieferung von Erdöl", "de").topics, read_subject("crude oil", "en").topics
    (frozenset({'oil'}), frozenset({'oil'}))
    >>> read_subject("Abkommen über die Zusammenarbeit", "de").words
    frozenset()
    """
    return _read(text, language)


def subjects_agree(a: Claim, b: Claim) -> bool | None:
    """Whether two claims speak of one subject: at least half of what the shorter one says; None if that cannot be told.

    It cannot where one of them names no subject, or where they are in different languages and at least one has words
    that the reference table does not know.
    """
    first, second = _read(a.subject, a.language), _read(b.subject, b.language)
    if not first or not second:
        return None
    shared = len(first.topics & second.topics) + min(_known(first, second), _known(second, first))
    if 2 * shared >= min(first.size, second.size):
        return True
    if a.language != b.language and (first.words or second.words):
        return None
    return False


def fold(text: str) -> str:
    """Lower case, German umlauts spelled out, other accents dropped.

    >>> fold("Öl für Łódź")
    'oel fuer łodz'
    """
    lowered = text.lower().translate(_UMLAUTS)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def _read(text: str, language: Language | None) -> Subject:
    topics: set[str] = set()
    words: set[str] = set()
    for word in _WORD.findall(fold(text)):
        topic = _topic(word, language)
        if topic is not None:
            topics.add(topic)
        elif word not in _generic() and len(word) > 1:
            words.add(word)
    return Subject(frozenset(topics), frozenset(words))


def _known(first: Subject, second: Subject) -> int:
    """How many words of one subject have a like word in the other."""
    return sum(any(_alike(x, y) for y in second.words) for x in first.words)


def _alike(x: str, y: str) -> bool:
    """Whether two words share their stem: the same beginning, as inflections and compounds do."""
    short, long = sorted((x, y), key=len)
    if short == long:
        return True
    return (
        short.isalpha() and len(short) >= _SHARED_START and long.startswith(short[: max(_SHARED_START, len(short) - 2)])
    )


def _topic(word: str, language: Language | None) -> str | None:
    exact, beginnings = _table()
    for lang in (language,) if language else ("de", "en"):
        if (lang, word) in exact:
            return exact[lang, word]
        for length in range(len(word), 1, -1):
            if (lang, word[:length]) in beginnings:
                return beginnings[lang, word[:length]]
    return None


@cache
def _table() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    exact: dict[tuple[str, str], str] = {}
    beginnings: dict[tuple[str, str], str] = {}
    for topic, by_language in load_data("extract.merging", "subjects.yaml")["topics"].items():
        for language, words in by_language.items():
            for word in words:
                if word.endswith("*"):
                    beginnings[language, word[:-1]] = topic
                else:
                    exact[language, word] = topic
    return exact, beginnings


@cache
def _generic() -> frozenset[str]:
    return frozenset(" ".join(load_data("extract.merging", "subjects.yaml")["generic"].values()).split())
