"""The spaCy border: tokens and proposals of names from a pipeline, sentences from our own rules.

Nothing else in the package loads spaCy. The statistical parts serve for proposals of names only, so every other
component of a pipeline stays unloaded, and a blank pipeline does for all the rest.
"""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import spacy
from spacy.language import Language as SpacyPipeline
from spacy.tokens import Doc, Span
from spacy.util import minibatch
from thinc.api import use_ops

from extract.config import BLANK, SHIPPED, ConfigError, Settings
from extract.finding.encoder.component import EntityComponent, sentence_words
from extract.finding.sentences import Piece, split_sentences
from extract.finding.shipped import pipeline_folder
from extract.finding.token import Token
from extract.records import Language

EntityLabel = Literal["PER", "LOC", "ORG", "MISC"]

# Labels of spaCy's pipelines for both languages, of OntoNotes, and of GLiNER's usual prompts, in small letters. Dates,
# amounts and the like are left out: our own grammars find those.
_LABELS: Mapping[str, EntityLabel] = {
    "per": "PER", "person": "PER", "people": "PER", "pers": "PER",
    "loc": "LOC", "gpe": "LOC", "fac": "LOC", "location": "LOC", "country": "LOC", "city": "LOC",
    "org": "ORG", "organization": "ORG", "organisation": "ORG", "company": "ORG",
    "misc": "MISC", "norp": "MISC", "event": "MISC", "product": "MISC", "work_of_art": "MISC", "law": "MISC",
    "language": "MISC",
}  # fmt: skip
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
class Entity:
    """A name `[start, end)` that a pipeline proposes, whatever the pipeline's own label for its kind."""

    start: int
    end: int
    label: EntityLabel


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as the pipeline and the sentence rules see it.

    Attributes:
        sentences: in text order.
        entities: names that the pipeline proposes, in text order; none from a blank pipeline.
        doc: the spaCy document over the same text, for matchers; its character offsets are those of the text.
    """

    language: Language
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    doc: Doc = field(repr=False, compare=False)

    @property
    def persons(self) -> tuple[tuple[int, int], ...]:
        """Spans of the proposals that are persons."""
        return tuple((each.start, each.end) for each in self.entities if each.label == "PER")


@dataclass(frozen=True, slots=True)
class Request:
    """A text to be parsed.

    Attributes:
        language: of the text.
        text: any text.
        pieces: its sentences, as `split_sentences` gives them.
        wanted: the numbers of the sentences in which names are to be proposed; None for all. A pipeline that reads
            sentences in their surroundings reads the whole text or, where no sentence is wanted, nothing.
    """

    language: Language
    text: str
    pieces: tuple[Piece, ...]
    wanted: tuple[int, ...] | None = None

    @classmethod
    def whole(cls, text: str, language: Language) -> Request:
        """A text in all of which names are to be proposed."""
        return cls(language, text, tuple(split_sentences(text, language)))


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
        return self.parse_all([Request.whole(text, language)])[0]

    def pipe(self, texts: Iterable[str], language: Language) -> Iterator[Parsed]:
        """The same for many texts of one language, batch by batch.

        Raises:
            ConfigError: when the configured pipeline cannot be loaded.
        """
        for group in minibatch(texts, size=self._settings.batch):  # type: ignore[no-untyped-call]
            yield from self.parse_all([Request.whole(text, language) for text in group])

    def parse_all(self, requests: Sequence[Request]) -> list[Parsed]:
        """Tokens, sentences and proposals of names of several texts, in their order.

        Each text gives what it gives alone: only a component that promises so reads several together.

        Raises:
            ConfigError: when a configured pipeline cannot be loaded.
        """
        docs = [self.load(request.language).make_doc(request.text) for request in requests]
        for language in dict.fromkeys(request.language for request in requests):
            mine = [(doc, one) for doc, one in zip(docs, requests, strict=True) if one.language == language]
            _propose(self.load(language), mine)
        return [_parsed(doc, request) for doc, request in zip(docs, requests, strict=True)]

    def load(self, language: Language) -> SpacyPipeline:
        """The pipeline of a language.

        Raises:
            ConfigError: when it cannot be loaded.
        """
        if language not in self._loaded:
            self._loaded[language] = load_pipeline(self._settings.pipeline(language), language)
        return self._loaded[language]

    @contextmanager
    def memory_zone(self) -> Iterator[None]:
        """At its end the pipelines that are loaded forget the words of the texts that were parsed within.

        Their vocabularies keep every word that they ever saw otherwise. What was parsed within must not be used after.
        """
        with ExitStack() as zones:
            for pipeline in self._loaded.values():
                zones.enter_context(pipeline.memory_zone())
            yield


def entity_label(label: str) -> EntityLabel | None:
    """Our label for a pipeline's own; none for what are no names.

    >>> entity_label("GPE"), entity_label("person"), entity_label("MONEY")
    ('LOC', 'PER', None)
    """
    return _LABELS.get(label.casefold())


def named(doc: Doc) -> Iterator[tuple[Span, EntityLabel]]:
    """The entities of a document that are names, with our labels."""
    for ent in doc.ents:
        label = entity_label(ent.label_)
        if label is not None:
            yield ent, label


def load_pipeline(name: str, language: Language) -> SpacyPipeline:
    """Load a pipeline with the components that propose names, and no others.

    Args:
        name: "accurate" or "fast", an installed package, the path of a folder, or "blank:de", "blank:en", perhaps with
            "+" and the factory of a component that an installed package brings.
        language: the language that the pipeline must have.

    Raises:
        ConfigError: when there is no such pipeline, or it is of another language.
    """
    try:
        with warnings.catch_warnings():
            # A pipeline trained with another minor version of spaCy warns; `extract doctor` reports versions.
            warnings.simplefilter("ignore", UserWarning)
            pipeline = _loaded(name, language)
    except (OSError, ImportError, ValueError) as error:
        raise ConfigError(
            f"pipelines.{language}: {name!r} cannot be loaded: {_cause(name, error)}; or write one of"
            f' {", ".join(SHIPPED)}, the folder of a pipeline, or "{BLANK}{language}" to do without'
        ) from error
    if pipeline.lang != language:
        raise ConfigError(f"pipelines.{language}: {name!r} is a pipeline for {pipeline.lang!r}, not for {language!r}")
    pipeline.max_length = _MAX_LENGTH
    return pipeline


def _cause(name: str, error: Exception) -> str:
    """Why a pipeline cannot be loaded, and what to install; spaCy's own words where it is something else."""
    factory = name.partition("+")[2]
    if name.startswith(BLANK) and factory and "[E002]" in str(error):
        return f"no installed package brings a component {factory!r}; install the one that does (pip install ...)"
    if isinstance(error, OSError) and "[E050]" in str(error):
        return (
            f"there is neither such a package nor such a folder; install it (pip install {name}; for one of spaCy's"
            f" own: python -m spacy download {name})"
        )
    return str(error).strip().partition("\n")[0]


def _loaded(name: str, language: Language) -> SpacyPipeline:
    if name.startswith(BLANK):
        own, _, factory = name.removeprefix(BLANK).partition("+")
        pipeline = spacy.blank(own)
        if factory:
            pipeline.add_pipe(factory)
        return pipeline
    folder = pipeline_folder(language, name) if name in SHIPPED else Path(name)
    # numpy's own products of matrices take a third of the time that those of thinc's default, BLIS, take.
    with use_ops("numpy", use_blis=False):
        return spacy.load(folder if folder.is_dir() else name, exclude=_UNUSED)


def _propose(pipeline: SpacyPipeline, wanted: Sequence[tuple[Doc, Request]]) -> None:
    """Let a pipeline propose the names of documents that have tokens only."""
    components = [component for _, component in pipeline.pipeline]
    if len(components) == 1 and isinstance(components[0], EntityComponent):
        chosen = [(doc, _chosen(doc, request)) for doc, request in wanted]
        for group in [chosen] if components[0].steady else [[one] for one in chosen]:
            components[0].read(group)
        return
    for doc, request in wanted:
        if request.wanted is None or request.wanted:
            pipeline(doc)


def _chosen(doc: Doc, request: Request) -> list[list[int]]:
    words = sentence_words(doc, request.pieces)
    return words if request.wanted is None else [words[number] for number in request.wanted]


def _parsed(doc: Doc, request: Request) -> Parsed:
    tokens = [Token(token.idx, token.idx + len(token), token.text) for token in doc if not token.is_space]
    starts = [token.start for token in tokens]
    sentences = []
    for piece in request.pieces:
        first, last = bisect_left(starts, piece.start), bisect_left(starts, piece.end)
        inside = tuple(tokens[first:last])
        sentences.append(Sentence(piece.start, piece.end, piece.paragraph, inside, piece.heading, request.language))
    entities = tuple(Entity(ent.start_char, ent.end_char, label) for ent, label in named(doc))
    return Parsed(request.language, tuple(sentences), entities, doc)
