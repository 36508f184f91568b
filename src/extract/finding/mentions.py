"""All mentions of an article: every finder is run, and `overlaps` decides between those that cover each other.

A text of both languages is read once for each, with the paragraphs of the other language blanked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.finding.amounts import find_amounts
from extract.finding.countries import find_countries
from extract.finding.dates import find_dates
from extract.finding.nlp import Parsed, Pipelines, Sentence
from extract.finding.officials import find_people
from extract.finding.overlaps import position, resolve
from extract.records import Article, Language, Mention
from extract.values.register import Register

_UNBROKEN = re.compile(r"\S+")
_LONGEST_WORD = 1_000


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one article.

    Attributes:
        language: of the article; a sentence of a mixed text has its own.
        sentences: in text order, their paragraphs numbered through the article.
        mentions: sorted by start, then end; they do not overlap, but a title may hold a country.
        parsed: one for each language of the text, with the spaCy documents. In that of a mixed text the
            paragraphs of the other language are blanked, so offsets are those of the article all the same.
    """

    article: Article
    language: Language
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    parsed: tuple[Parsed, ...] = field(default=(), repr=False, compare=False)


def analyse(article: Article, pipelines: Pipelines, register: Register | None = None) -> Analysis:
    """Find all mentions of an article in German or English.

    Args:
        article: in one of the two.
        pipelines: for tokens and proposals of names.
        register: of officials; the one of the package by default.

    Raises:
        ValueError: when the article was turned away and so has no language.
        AssertionError: when a finder reports a quote that is not at its offsets.
    """
    parsed = [pipelines.parse(text, language) for language, text in readable(article)]
    return analyse_parsed(article, parsed, register)


def readable(article: Article) -> list[tuple[Language, str]]:
    """The text for each language of an article, as long as the whole: the rest is blanked, line breaks stay.

    So is what has a thousand characters without a blank, which no word has: spaCy takes signs off a word one by one and
    looks at all that is left each time, so a hundred thousand brackets in a row would take it minutes.

    Raises:
        ValueError: when the article was turned away and so has no language.
    """
    spoken = _language_of(article)
    if not article.paragraph_languages:
        return [(spoken, _without_monsters(article.text))]
    found: list[Language] = sorted({language for _, _, language in article.paragraph_languages})
    return [(language, _without_monsters(_masked(article, language))) for language in found]


def _without_monsters(text: str) -> str:
    return _UNBROKEN.sub(lambda run: run[0] if len(run[0]) <= _LONGEST_WORD else " " * len(run[0]), text)


def analyse_parsed(article: Article, parsed: Sequence[Parsed], register: Register | None = None) -> Analysis:
    """The same from texts that were parsed before, in the order of `readable`.

    Args:
        article: in German or English.
        parsed: its text for each language.
        register: of officials; the one of the package by default.

    Raises:
        ValueError: when the article was turned away and so has no language.
        AssertionError: when a finder reports a quote that is not at its offsets.
    """
    spoken = _language_of(article)
    mentions: list[Mention] = []
    for part in parsed:
        text, language = part.doc.text, part.language
        countries = find_countries(text, language, part.persons)
        mentions += resolve([
            *find_people(
                text, language, countries, part.persons, published=article.published, register=register
            ),
            *find_dates(text, language, article.published),
            *find_amounts(text, language),
            *countries,
        ])  # fmt: skip
    for mention in mentions:
        found = article.text[mention.start : mention.end]
        assert found == mention.quote, f"{article.name}: {mention.quote!r} is not at {mention.start}, {found!r} is"
    return Analysis(
        article=article,
        language=spoken,
        sentences=_numbered(sentence for part in parsed for sentence in part.sentences),
        mentions=tuple(sorted(mentions, key=position)),
        parsed=tuple(parsed),
    )


def _language_of(article: Article) -> Language:
    if article.language is None:
        raise ValueError(f"{article.name}: has no language that can be analysed: {article.reason}")
    return article.language


def _masked(article: Article, language: Language) -> str:
    """The text with everything but the paragraphs of one language blanked."""
    parts: list[str] = []
    position = 0
    for start, end, spoken in sorted(article.paragraph_languages):
        if spoken == language:
            parts += [_blank(article.text[position:start]), article.text[start:end]]
            position = end
    return "".join([*parts, _blank(article.text[position:])])


def _blank(text: str) -> str:
    return "".join(letter if letter.isspace() else " " for letter in text)


def _numbered(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Sentences of all languages in text order, their paragraphs numbered anew."""
    return tuple(_renumber(sorted(sentences, key=lambda sentence: sentence.start)))


def _renumber(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    number = -1
    before: tuple[Language, int] | None = None
    for sentence in sentences:
        key = (sentence.language, sentence.paragraph)
        number += key != before
        before = key
        yield Sentence(sentence.start, sentence.end, number, sentence.tokens, sentence.heading, sentence.language)
