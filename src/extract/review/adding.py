"""Facts that reviewers added, put to the articles of a run: each becomes a claim that merges with what rules find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from extract.finding.amounts import find_amounts
from extract.finding.sentences import split_sentences
from extract.records import Article, Claim, Decision, Evidence, Fact, Language, Placed
from extract.review.comparing import last_digit
from extract.review.missing import claim_of, find_quote
from extract.review.seeing import QUOTE, Place, sight
from extract.values.amount import Amount

# The article of a name as the run has read it, with its text; None where the run has none.
FindArticle = Callable[[str], Article | None]


@dataclass(frozen=True, slots=True)
class Added:
    """Decisions to add a fact after they were put to the articles.

    Attributes:
        claims: what they state, by id of the decision.
        lost: what has become of the others, by id of the decision.
    """

    claims: Mapping[str, Claim] = field(default_factory=dict)
    lost: Mapping[str, Placed] = field(default_factory=dict)


class LostError(ValueError):
    """A decision whose words are not in the articles of a run; the message says why."""


def add_claims(decisions: Iterable[Decision], find_article: FindArticle) -> Added:
    """Make claims of what reviewers added.

    A claim stands where its words stood, or where they stand now if that is in one place only.

    Args:
        decisions: "add" decisions that stand.
        find_article: gives the articles of the run; asked for one article after the other, each once.
    """
    claims: dict[str, Claim] = {}
    lost: dict[str, Placed] = {}
    by_article: dict[str, list[Decision]] = {}
    for decision in decisions:
        places = sight(decision).places
        if places:
            by_article.setdefault(places[0].article, []).append(decision)
        else:
            lost[decision.id] = Placed(decision=decision, standing="unusable", reason="it names no place in an article")
    for name, own in by_article.items():
        article = find_article(name)
        sentences: dict[Language, list[tuple[int, int]]] = {}
        for decision in own:
            try:
                claims[decision.id] = _claim(decision, name, article, sentences)
            except LostError as error:
                lost[decision.id] = Placed(decision=decision, standing="orphan", reason=str(error))
            except ValueError as error:
                lost[decision.id] = Placed(decision=decision, standing="unusable", reason=str(error))
    return Added(claims, lost)


def found_by(fact: Fact, claim: Claim) -> tuple[str, ...]:
    """The rules that find a fact in the sentence in which a reviewer added it, by name."""
    place = claim.evidence
    return tuple(
        sorted(
            {
                each.rule
                for each in fact.claims
                if each.rule != claim.rule and each.article == claim.article
                and each.evidence.start < place.sentence_end and place.sentence_start < each.evidence.end
            }
        )
    )  # fmt: skip


def language_at(article: Article, start: int) -> Language | None:
    """The language of the paragraph at an offset."""
    spoken = (language for first, last, language in article.paragraph_languages if first <= start < last)
    return next(spoken, article.language)


def sentence_around(sentences: Iterable[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The stretch from the sentence that words begin in to the one that they end in; no less than the words."""
    touched = [(first, last) for first, last in sentences if first < end and start < last]
    return min([start, *(first for first, _ in touched)]), max([end, *(last for _, last in touched)])


def sentences_of(article: Article, language: Language) -> list[tuple[int, int]]:
    """Start and end of the sentences of an article."""
    return [(piece.start, piece.end) for piece in split_sentences(article.text, language)]


def _claim(
    decision: Decision, name: str, article: Article | None, sentences: dict[Language, list[tuple[int, int]]]
) -> Claim:
    """The claim of one decision.

    Raises:
        LostError: when its words are not there.
        ValueError: when what it states cannot be read.
    """
    if article is None:
        raise LostError(f"{name} is not among the articles of this run")
    if article.status != "processed":
        raise LostError(f"{name} is {article.status}: {article.reason}")
    start, end = find_words(decision, article)
    language = language_at(article, start)
    if language is None:
        raise LostError(f"{name} has no language")
    if language not in sentences:
        sentences[language] = sentences_of(article, language)
    first, last = sentence_around(sentences[language], start, end)
    sentence = article.text[first:last]
    evidence = Evidence(start, end, article.text[start:end], first, last, sentence)
    claim = claim_of(sight(decision).row, name, evidence, language=language, published=article.published)
    return replace(claim, value=_precise(claim.value, sentence, language)) if claim.value else claim


def find_words(decision: Decision, article: Article) -> tuple[int, int]:
    """Where the words of a decision stand in an article, found again where that is one place only.

    Raises:
        LostError: when they stand nowhere, or in several places.
        ValueError: when the decision does not tell them.
    """
    place: Place = sight(decision).places[0]
    quote = dict(decision.seen).get(QUOTE, "")
    if not quote:
        raise ValueError("it has no quote")
    if article.text[place.start : place.end] == quote:
        return place.start, place.end
    found = list(find_quote(article.text, quote))
    if len(found) == 1:
        return found[0]
    where = f"stand in {len(found)} places of {article.name}" if found else f"no longer stand in {article.name}"
    raise LostError(f"{article.name} has changed: the words {where}; add the fact again, and undo this")


def _precise(amount: Amount, sentence: str, language: Language) -> Amount:
    """The amount with the precision that the sentence states, else with that of its own digits."""
    stated = (
        mention.amount.quantum
        for mention in find_amounts(sentence, language)
        if mention.amount.unit == amount.unit and abs(mention.amount.value) == abs(amount.value)
    )
    return replace(amount, quantum=next(stated, None) or last_digit(amount.value))
