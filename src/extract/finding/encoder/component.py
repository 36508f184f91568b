"""The encoder as a component of spaCy, found by `spacy.load` through an entry point of the package."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from spacy.language import Language as SpacyPipeline
from spacy.tokens import Doc, Span
from spacy.util import minibatch

from extract.finding.encoder.labels import spans
from extract.finding.encoder.tagging import AUTOMATIC, Tagger
from extract.finding.sentences import Piece, split_sentences
from extract.records import LANGUAGES, Language

FACTORY = "extract_entities"

Words = list[int]  # a sentence as numbers of tokens


@SpacyPipeline.factory(
    FACTORY,
    assigns=["doc.ents", "token.ent_iob", "token.ent_type", "token.is_sent_start"],
    default_config={"encoder": "../encoder", "person": "PER", "backend": AUTOMATIC, "threads": 1},
)
def make_component(
    nlp: SpacyPipeline, name: str, encoder: str, person: str, backend: str, threads: int
) -> EntityComponent:
    """What spaCy calls to make the component; see `EntityComponent` for the settings."""
    return EntityComponent(encoder, person, backend, threads)


class EntityComponent:
    """Fills `doc.ents` with PER (or PERSON), LOC, ORG and MISC, and sentence ends where there are none yet."""

    def __init__(self, encoder: str, person: str, backend: str = AUTOMATIC, threads: int = 1) -> None:
        """Take the settings; nothing is loaded before `from_disk`.

        Args:
            encoder: folder of the encoder, from the folder of the pipeline.
            person: label of persons.
            backend: "onnx", "numpy" or "auto".
            threads: for ONNX Runtime.
        """
        self._encoder = encoder
        self._person = person
        self._backend = backend
        self._threads = threads
        self._tagger: Tagger | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that entities can have."""
        return (self._person, "LOC", "ORG", "MISC")

    def __call__(self, doc: Doc) -> Doc:
        """Fill one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 128) -> Iterator[Doc]:
        """Fill documents; the sentences of so many documents are sorted by length and read together."""
        for docs in minibatch(stream, size=batch_size):  # type: ignore[no-untyped-call]
            self.read([(doc, _sentences(doc)) for doc in docs])
            yield from docs

    @property
    def steady(self) -> bool:
        """Whether what is found in a sentence is the same to the last bit whatever is read together with it."""
        return self._loaded().steady

    def read(self, chosen: Sequence[tuple[Doc, Sequence[Words]]]) -> None:
        """Fill documents from some of their sentences only; the encoder sees each sentence by itself.

        Args:
            chosen: documents with their sentences, each as numbers of tokens without white space.
        """
        sentences = [(doc, words) for doc, of_doc in chosen for words in of_doc]
        found = self._loaded().tags([[doc[index].text for index in words] for doc, words in sentences])
        entities: dict[int, list[Span]] = {id(doc): [] for doc, _ in chosen}
        for (doc, words), tags in zip(sentences, found, strict=True):
            for first, last, label in spans(tags):
                shown = self._person if label == "PER" else label
                entities[id(doc)].append(Span(doc, words[first], words[last - 1] + 1, label=shown))
        for doc, _ in chosen:
            doc.ents = entities[id(doc)]

    def _loaded(self) -> Tagger:
        if self._tagger is None:
            raise ValueError(f"{FACTORY}: no encoder is loaded; load the pipeline from its folder with spacy.load")
        return self._tagger

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Nothing: the encoder has a folder of its own, which several pipelines share."""

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> EntityComponent:
        """Load the encoder from its folder beside the pipeline's.

        Args:
            path: where spaCy keeps the component, in the folder of the pipeline.
            exclude: not used.

        Raises:
            OSError: when a file of the encoder is missing.
            ValueError: when a file is damaged.
        """
        self._tagger = Tagger(Path(path).parent / self._encoder, self._backend, self._threads)
        return self


def _sentences(doc: Doc) -> list[Words]:
    """The sentences of a document as numbers of its tokens, without white space."""
    if not len(doc):
        return []
    if not doc.has_annotation("SENT_START"):
        _mark_sentences(doc)
    return [[token.i for token in sentence if not token.is_space] for sentence in doc.sents]


def sentence_words(doc: Doc, pieces: Sequence[Piece]) -> list[Words]:
    """The same where the sentences of the text are known: one entry a piece, without marking them in the document."""
    if not pieces:
        return []
    offsets = [token.idx for token in doc]
    starts = [0, *(bisect_left(offsets, piece.start) for piece in pieces[1:]), len(doc)]
    spaces = {token.i for token in doc if token.is_space}
    return [[index for index in range(low, high) if index not in spaces] for low, high in pairwise(starts)]


def _mark_sentences(doc: Doc) -> None:
    language: Language = next((each for each in LANGUAGES if each == doc.vocab.lang), "en")
    offsets = [token.idx for token in doc]
    starts = {bisect_left(offsets, piece.start) for piece in split_sentences(doc.text, language)}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.i in starts
