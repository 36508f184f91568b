"""Texts for `make bench`: the corpus several times over, articles that state no bilateral fact, the rules' examples."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from extract.reading import Document, documents, list_sources, read_document
from extract.reading.encodings import decode
from extract.records import LANGUAGES, Language
from extract.rules.schema import RuleSet

_SPEC = Path(__file__).parent / "specs" / "bench_other_news.yaml"
_NAMES = {
    "de": ("Jonas Albers", "Mira Hollmann", "Tobias Wenk", "Svenja Rautenberg", "Kilian Brodersen", "Lea Uhlig"),
    "en": ("Owen Tattersall", "Maisie Pickford", "Declan Ashworth", "Holly Braithwaite", "Rhys Pengelly", "Nia Cope"),
}
_TOWNS = {
    "de": ("Bad Lauterfeld", "Oberhagen", "Niederweiler", "Steinhöfen", "Altmoor", "Wiesental"),
    "en": ("Ashcombe", "Little Marden", "Thornleigh", "Westbridge", "Harrowdale", "Millford"),
}
_DAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
}
# About as long as an article of the corpus.
_SENTENCES = 22


def relevant(folder: Path) -> list[Document]:
    """The articles of a folder that can be read, in order of their names."""
    found = documents(list_sources([folder]))
    return [one for one in found if read_document(one).status == "processed"]


def repeated(articles: Sequence[Document], count: int) -> list[Document]:
    """So many documents: the articles over and over, under names of their own."""
    return [_copy(articles[place % len(articles)], place) for place in range(count)]


def examples(rules: RuleSet) -> list[Document]:
    """The examples of the rules, a score of one language to a document: no sentence comes twice."""
    made = []
    for language in LANGUAGES:
        own = [one.text.strip() for rule in rules.rules for one in rule.examples if one.language == language]
        texts = list(dict.fromkeys(own))
        for start in range(0, len(texts), _SENTENCES):
            data = "\n\n".join(texts[start : start + _SENTENCES]).encode("utf-8")
            made.append(Document(f"examples_{language}_{start:05}.txt", data, ".txt"))
    return made


def mixed(articles: Sequence[Document], count: int, one_in: int, seed: int = 7) -> list[Document]:
    """So many documents, of which one in `one_in` is an article and all others are about other things."""
    made = other_news(seed)
    copies = iter(repeated(articles, count // one_in + 1))
    return [next(copies) if place % one_in == one_in // 2 else next(made) for place in range(count)]


def other_news(seed: int) -> Iterator[Document]:
    """Articles without end on weather, sports, culture and the like, German and English in turn; seeded."""
    draw = random.Random(seed)
    spec = yaml.safe_load(_SPEC.read_text(encoding="utf-8"))
    number = 0
    while True:
        for language in LANGUAGES:
            number += 1
            text = _article(spec[language], language, draw)
            yield Document(f"other_{number:06}.txt", text.encode("utf-8"), ".txt")


def _article(topics: dict[str, list[str]], language: Language, draw: random.Random) -> str:
    """Two or three topics, a paragraph each."""
    paragraphs = []
    for topic in draw.sample(sorted(topics), 3):
        sentences = draw.choices(topics[topic], k=_SENTENCES // 3)
        paragraphs.append(" ".join(_filled(sentence, language, draw) for sentence in sentences))
    return "\n\n".join(paragraphs) + "\n"


def _filled(sentence: str, language: Language, draw: random.Random) -> str:
    return sentence.format(
        name=draw.choice(_NAMES[language]),
        town=draw.choice(_TOWNS[language]),
        number=draw.randrange(12, 900),
        day=draw.choice(_DAYS[language]),
    )


def _copy(article: Document, place: int) -> Document:
    """The same article under a name of its own, with its number below: a run analyses equal contents only once."""
    path = Path(article.name)
    name = f"{path.stem}_{place:06}{path.suffix}"
    data = f"{decode(article.data)[0]}\n\n{place}.\n".encode()
    return Document(name, data, article.format, article.metadata, article.problem)
