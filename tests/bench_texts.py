"""Texts for `make bench`: the corpus read several times over, mixed with articles that state no bilateral fact."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import yaml

from extract.reading import Document, documents, list_sources, read_document
from extract.records import Language

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
    """So many documents: the articles over and over, each with a line of its own, so that no two texts are equal."""
    return [_copy(articles[place % len(articles)], place) for place in range(count)]


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
        for language in get_args(Language):
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
    """The same article under a name of its own."""
    path = Path(article.name)
    name = f"{path.stem}_{place:06}{path.suffix}"
    return Document(name, article.data, article.format, article.metadata, article.problem)
