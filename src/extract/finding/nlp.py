"""The spaCy border: tokens and proposals of names from a pipeline, sentences from our own rules.

Nothing else in the package loads spaCy. The statistical parts serve for proposals of names only, so every other
component of a pipeline stays unloaded, and a blank pipeline does for all the rest.
"""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.language import Language as SpacyPipeline
from spacy.tokens import Doc

from extract.config import BLANK, ConfigError, Settings
from extract.finding.sentences import split_sentences
from extract.finding.token import Token
from extract.records import Language

_PERSON_LABELS = frozenset({"PERSON", "PER"})
_UNUSED = [
    "tagger", "morphologizer", "parser", "senter", "sentencizer", "attribute_ruler", "lemmatizer",
    "trainable_lemmatizer", "textcat", "textcat_multilabel", "entity_linker", "experimental_edit_tree_lemmatizer",
]  # fmt: skip
# A pipeline needs about 1 GB for a million characters; reading turns larger articles away before they come here.
_MAX_LENGTH = 3_000_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence `[start, end)` of the article's text.

    Attributes:
        paragraph: number of its paragraph in the article, from 0.
        tokens: in text order.
        heading: a line of its own without a full stop.
        language: in which it is written; within one article it may differ from paragraph to paragraph.
    """

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]
    heading: bool
    language: Language


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as the pipeline and the sentence rules see it.

    Attributes:
        sentences: in text order.
        names: spans that the pipeline proposes as persons, in text order; none from a blank pipeline.
        doc: the spaCy document over the same text, for matchers; its character offsets are those of the text.
    """

    language: Language
    sentences: tuple[Sentence, ...]
    names: tuple[tuple[int, int], ...]
    doc: Doc = field(repr=False, compare=False)


class Pipelines:
    """The pipelines of both languages, each loaded when its first text comes.

    An object of this class belongs to one process; hand the settings to another process, not the object.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        """Take the names of the pipelines from the settings, or blank ones without settings."""
        self._settings = settings or Settings(english="blank:en", german="blank:de")
        self._loaded: dict[Language, SpacyPipeline] = {}

    def parse(self, text: str, language: Language) -> Parsed:
        """Tokens, sentences and proposals of names of one text.

        Raises:
            ConfigError: when the configured pipeline cannot be loaded.
        """
        return _parsed(self.load(language)(text), language)

    def pipe(self, texts: Iterable[str], language: Language) -> Iterator[Parsed]:
        """The same for many texts of one language, batch by batch.

        Raises:
            ConfigError: when the configured pipeline cannot be loaded.
        """
        for doc in self.load(language).pipe(texts, batch_size=self._settings.batch):
            yield _parsed(doc, language)

    def load(self, language: Language) -> SpacyPipeline:
        """The pipeline of a language.

        Raises:
            ConfigError: when it cannot be loaded.
        """
        if language not in self._loaded:
            self._loaded[language] = load_pipeline(self._settings.pipeline(language), language)
        return self._loaded[language]


def load_pipeline(name: str, language: Language) -> SpacyPipeline:
    """Load a pipeline with the components that propose names, and no others.

    Args:
        name: an installed package, the path of a folder, or "blank:de", "blank:en".
        language: the language that the pipeline must have.

    Raises:
        ConfigError: when there is no such pipeline, or it is of another language.
    """
    if name.startswith(BLANK):
        pipeline = spacy.blank(name.removeprefix(BLANK))
    else:
        try:
            with warnings.catch_warnings():
                # A pipeline trained with another minor version of spaCy warns; `extract doctor` reports versions.
                warnings.simplefilter("ignore", UserWarning)
                pipeline = spacy.load(Path(name) if Path(name).is_dir() else name, exclude=_UNUSED)
        except (OSError, ImportError, ValueError) as error:
            raise ConfigError(
                f"pipelines.{language}: {name!r} cannot be loaded: {error}; install it, give the folder of a pipeline,"
                f' or write "{BLANK}{language}" to do without'
            ) from error
    if pipeline.lang != language:
        raise ConfigError(f"pipelines.{language}: {name!r} is a pipeline for {pipeline.lang!r}, not for {language!r}")
    pipeline.max_length = _MAX_LENGTH
    return pipeline


def _parsed(doc: Doc, language: Language) -> Parsed:
    tokens = [Token(token.idx, token.idx + len(token), token.text) for token in doc if not token.is_space]
    starts = [token.start for token in tokens]
    sentences = []
    for piece in split_sentences(doc.text, language):
        first, last = bisect_left(starts, piece.start), bisect_left(starts, piece.end)
        inside = tuple(tokens[first:last])
        sentences.append(Sentence(piece.start, piece.end, piece.paragraph, inside, piece.heading, language))
    names = tuple((ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ in _PERSON_LABELS)
    return Parsed(language, tuple(sentences), names, doc)
