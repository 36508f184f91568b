"""Articles that are copies of one another: a wire story in several outlets is one source.

A copy may have another headline, an agency line, changed or dropped paragraphs, or own words around it. Two articles
of one language are compared by their shingles, runs of four words without case and punctuation: one is a copy of the
other where at least half of the shorter one's shingles are the other's too. On the project's test set copies share 0.80
and more, different articles on one event 0.18 and less. MinHash with LSH finds the few that are worth comparing, so
that the time grows with the number of articles and not with its square; a story in an article of more than three times
its length may be missed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from rensa import RMinHash, RMinHashLSH

from extract.records import Language, Listed, digest

SHARED = 0.5  # of the shingles of the shorter article
REPRINTED = 0.9  # of both, where the articles lie further apart in time than a wire story lives
LIVES = dt.timedelta(days=14)

_WORDS = 4
_FEWEST = 12  # shingles; of shorter texts only equal ones are copies
# What is left of a story that was cut is its beginning: it has signatures of its own.
_LEADS = (40, 120)

# 85 bands of 3: of articles with a Jaccard similarity of 0.3 nine in ten meet, of 0.4 nearly all, of 0.02 one in 1,500.
_BANDS = 85
_SIGNATURE = 3 * _BANDS
_SEED = 7
# In a crowd of near-copies the earliest are enough to compare with.
_MOST = 40

_WORD = re.compile(r"[^\W_]+")
_BATCH = 512
_KEPT = 512  # sets of shingles, of which one takes some 50 kB


def find_copies(articles: Iterable[Listed], text: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """The originals of every article that is a copy, by name; mostly one, several for one that joins two stories.

    The original is the earlier one; of the same day, or without a date, the longer one. Articles that were turned away
    or failed are left out. The order of articles does not matter. About 18 kB are held for each article.

    Args:
        articles: those to compare.
        text: of an article by its name; asked for when it is needed, and not held.
    """
    by_language: dict[Language | None, list[Listed]] = defaultdict(list)
    for each in articles:
        if each.article.status == "processed":
            by_language[each.article.language].append(each)
    found: dict[str, tuple[str, ...]] = {}
    for group in by_language.values():
        found.update(_copies_of_one_language(sorted(group, key=_earlier), text))
    return found


def independent(articles: Iterable[str], copies: Mapping[str, Sequence[str]]) -> int:
    """Number of sources that do not copy one another.

    >>> independent(["a.txt", "b.txt", "c.txt"], {"b.txt": ("a.txt",), "c.txt": ("x.txt",)})
    2
    """
    parts: list[set[str]] = []
    for article in set(articles):
        joined = {article, *copies.get(article, ())}
        apart = []
        for part in parts:
            if part & joined:
                joined |= part
            else:
                apart.append(part)
        parts = [*apart, joined]
    return len(parts)


def shared(first: str, second: str) -> float:
    """What part of the shingles of the shorter text is in the other as well, 0 to 1.

    >>> text = "Wheat from Ukraine reached the port of Constanta on Monday"
    >>> shared(text, f"{text}, two days late, and more is on its way"), shared(text, "Other words")
    (1.0, 0.0)
    """
    return _overlap(shingles(first), shingles(second))[0]


def shingles(text: str) -> frozenset[str]:
    """Runs of four words of a text, without case and punctuation; of a shorter text all its words."""
    return frozenset(_runs(_WORD.findall(text.casefold())))


def _runs(words: Sequence[str]) -> Iterator[str]:
    if len(words) < _WORDS:
        yield " ".join(words)
    for run in zip(*(words[start:] for start in range(_WORDS)), strict=False):
        yield " ".join(run)


def _earlier(listed: Listed) -> tuple[object, ...]:
    return listed.article.published or dt.date.max, -listed.characters, listed.article.name


def _copies_of_one_language(
    articles: Sequence[Listed], text: Callable[[str], str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Compare each article with those before it that carry text of their own."""
    index = RMinHashLSH(threshold=SHARED, num_perm=_SIGNATURE, num_bands=_BANDS)
    carriers: list[Listed] = []  # in the index under as many keys as an article has signatures
    originals: dict[str, tuple[str, ...]] = {}
    equal: dict[str, str] = {}
    wording_of = lru_cache(maxsize=_KEPT)(lambda name: shingles(text(name)))
    for listed, wording, signatures in _signed(articles, text):
        name = listed.article.name
        same = equal.setdefault(wording, name)
        if same != name:
            yield name, originals.get(same, (same,))
            continue
        near = sorted({key // len(signatures) for each in signatures for key in index.query(each)})[:_MOST]
        alike = [carriers[place] for place in near if _is_copy(listed, carriers[place], wording_of)]
        direct = tuple(sorted(other.article.name for other in alike if other.article.name not in originals))
        names = direct or tuple(sorted({name for other in alike for name in originals[other.article.name]}))
        if names:
            originals[name] = names
            yield name, names
        # A copy that adds nothing need not be found again: what copies it copies the original.
        if all(listed.characters > 1.2 * other.characters for other in alike):
            for number, signature in enumerate(signatures):
                index.insert(len(carriers) * len(signatures) + number, signature)
            carriers.append(listed)


def _is_copy(one: Listed, other: Listed, wording_of: Callable[[str], frozenset[str]]) -> bool:
    """Whether one of two articles of a language copies the other."""
    first, second = wording_of(one.article.name), wording_of(other.article.name)
    if min(len(first), len(second)) < _FEWEST:
        return first == second
    contained, resemblance = _overlap(first, second)
    day, its_day = one.article.published, other.article.published
    far = day and its_day and abs(day - its_day) > LIVES
    return resemblance >= REPRINTED if far else contained >= SHARED


def _overlap(first: frozenset[str], second: frozenset[str]) -> tuple[float, float]:
    """What the two sets share, relative to the smaller one and to both together."""
    common = len(first & second)
    smaller, union = min(len(first), len(second)), len(first) + len(second) - common
    return (common / smaller if smaller else 0.0), (common / union if union else 0.0)


def _signed(
    articles: Sequence[Listed], text: Callable[[str], str]
) -> Iterator[tuple[Listed, str, tuple[RMinHash, ...]]]:
    """Every article with a digest of its words, and the signatures of the whole and of its beginnings."""
    for start in range(0, len(articles), _BATCH):
        batch = articles[start : start + _BATCH]
        words = [_WORD.findall(text(listed.article.name).casefold()) for listed in batch]
        signatures = [
            RMinHash.from_token_sets([list(_runs(each[:length])) for each in words], _SIGNATURE, _SEED)
            for length in (None, *_LEADS)
        ]
        for listed, each, *own in zip(batch, words, *signatures, strict=True):
            yield listed, digest(*each), tuple(own)
