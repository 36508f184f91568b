"""What surrounds a sentence: the pair of countries an article or a paragraph is about, and what was said before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.records import Claim, CountryMention
from extract.rules.attempts import Trigger
from extract.rules.view import SentenceView

Pair = tuple[str, str]

_LEAD_SENTENCES = 4
_SPORTS_SENTENCES, _SPORTS_SHARE = 2, 1 / 3
_HEADING_WEIGHT, _LEAD_WEIGHT, _REST_WEIGHT = 3, 2, 1


@dataclass
class Context:
    """State of the walk through one article, sentence by sentence.

    Attributes:
        article_pair: the pair that title and lead are about, None when there is no clear one.
        sports: whether the article reports on sports, where "meeting", "contract" and "title" mean other things.
        earlier: the sentences already read, in order.
        claims: the claims made so far, in order.
        bases: ids of claims that only say what another figure is compared with.
        open_triggers: triggers of the sentence before that found no figure in it.
    """

    article_pair: Pair | None
    sports: bool = False
    earlier: list[SentenceView] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    claim_sentences: list[int] = field(default_factory=list)
    bases: set[str] = field(default_factory=set)
    open_triggers: tuple[Trigger, ...] = ()

    def add(self, view: SentenceView, claims: Sequence[Claim]) -> None:
        """Move past a sentence that gave these claims."""
        self.earlier.append(view)
        self.claims.extend(claims)
        self.claim_sentences.extend([view.index] * len(claims))

    def pairs(self, view: SentenceView) -> list[Pair]:
        """Pairs a sentence may mean without naming them: of its paragraph, nearest first, then of the article."""
        found: list[Pair] = []
        for other in reversed(self.earlier):
            if other.paragraph != view.paragraph:
                break
            codes = other.codes()
            if len(codes) == 2:
                found.append((codes[0], codes[1]))
        if self.article_pair:
            found.append(self.article_pair)
        return list(dict.fromkeys(found))

    def recent(self, view: SentenceView, *, sentences: int) -> Iterator[tuple[int, Claim, int]]:
        """Claims of the sentences before, latest first: place in `claims`, claim, number of its sentence."""
        for place in range(len(self.claims) - 1, -1, -1):
            index = self.claim_sentences[place]
            if index < view.index - sentences:
                return
            yield place, self.claims[place], index

    def previous_claims(self, view: SentenceView, *, sentences: int) -> list[Claim]:
        """Claims of the same paragraph, latest first, at most so many sentences back."""
        found = []
        for claim, index in zip(reversed(self.claims), reversed(self.claim_sentences), strict=True):
            if index < view.index - sentences or self._paragraph(index) != view.paragraph:
                break
            found.append(claim)
        return found

    def _paragraph(self, index: int) -> int:
        return next((view.paragraph for view in reversed(self.earlier) if view.index == index), -1)


def article_pair(views: Sequence[SentenceView]) -> Pair | None:
    """The two countries that headings and the first sentences name most, or None.

    A third country named as often as the second one leaves the pair open: no pair without evidence.
    """
    weights: Counter[str] = Counter()
    together: set[frozenset[str]] = set()
    for place, view in enumerate(views):
        weight = _HEADING_WEIGHT if place == 0 else _LEAD_WEIGHT if place < _LEAD_SENTENCES else _REST_WEIGHT
        for mention in view.countries:
            for code in mention.codes:
                weights[code] += weight
        for person in view.persons:
            for code in person.countries if person.stated else ():
                weights[code] += weight
        together |= _explicit_pairs(view)
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) < 2:
        return None
    if len(ranked) > 2 and ranked[1][1] == ranked[2][1]:
        first = ranked[0][0]
        tied = [code for code, weight in ranked[1:] if weight == ranked[1][1]]
        named = [code for code in tied if frozenset((first, code)) in together]
        return ordered(first, named[0]) if len(named) == 1 else None
    return ordered(ranked[0][0], ranked[1][0])


def is_sports(views: Sequence[SentenceView]) -> bool:
    """Whether an article is about sports: words of sports in a third of its sentences, and in two at least.

    A clause about a football match in an article about a summit changes nothing.
    """
    names = ("sport", "sport_article")
    words = sum(1 for view in views if any(view.cues.has(name, view.text) for name in names))
    return words >= _SPORTS_SENTENCES and words >= _SPORTS_SHARE * len(views)


def _explicit_pairs(view: SentenceView) -> set[frozenset[str]]:
    found = {frozenset(mention.codes) for mention in view.countries if len(mention.codes) == 2}
    found |= {frozenset((a.codes[0], b.codes[0])) for a, b in coordinated(view)}
    return found


def coordinated(view: SentenceView) -> list[tuple[CountryMention, CountryMention]]:
    """Neighbouring mentions of two countries that "und", "and" or a hyphen joins."""
    joined = []
    for one, two in zip(view.countries, view.countries[1:], strict=False):
        between = view.cut(one.end, two.start).strip()
        words = between.split()
        two_codes = len(one.codes) == len(two.codes) == 1 and one.codes != two.codes
        if two_codes and words[:1] in (["und"], ["and"], ["&"]) and len(words) <= 3:
            joined.append((one, two))
    return joined


def ordered(one: str, two: str) -> Pair:
    """The two codes in alphabetical order."""
    return (one, two) if one < two else (two, one)
