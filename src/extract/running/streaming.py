"""Documents through an engine into the store, a few at a time: what a run holds does not grow with its input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.reading import Document, Source
from extract.records import digest
from extract.running.engines import Batch, Engine
from extract.running.store import Store

# Bytes of a batch, beyond its first document: a few seconds of work of a costly pipeline.
_MOST_BYTES = 100_000
# The first batches are small, so that a few articles are shared out evenly and something shows soon; then each
# few are twice as large, because a model works faster on many sentences.
_GROWS_AFTER = 4
_TOLD_EVERY = 256


@dataclass(frozen=True, slots=True)
class Done:
    """How far a run is.

    Attributes:
        articles: done so far, those that were known among them.
        words: of the texts that were analysed.
        weight: bytes of the input that are done with.
        total: bytes of the input, None where nobody knows.
    """

    articles: int
    words: int
    weight: int
    total: int | None


# Told how far a run is, in the process that was asked to run.
Progress = Callable[[Done], None]


@dataclass(frozen=True, slots=True)
class Orders:
    """How to go through documents.

    Attributes:
        mark: fingerprint of all that bears on an outcome but the document.
        batch: documents handed to an engine at a time, at most.
        fresh: take nothing from earlier runs.
        stop: asked before each document; once true, no more of them are analysed.
        progress: told how far the run is.
        total: bytes of the input, None where nobody knows.
    """

    mark: str
    batch: int
    fresh: bool = False
    stop: Callable[[], bool] = lambda: False
    progress: Progress | None = None
    total: int | None = None


def process(documents: Iterable[Document], store: Store, engine: Engine, orders: Orders) -> None:
    """Note every document in the store, and have those processed of which it knows nothing.

    Args:
        documents: looked at once, in their order, and not further ahead than the engine asks for.
        store: takes each outcome at once, so that a run that is killed loses little.
        engine: processes batches of what is not known.
        orders: how to go about it.

    Raises:
        ConfigError, RuleError: when settings or rules cannot be used.
    """
    stream = _Stream(documents, store, orders)
    for number, outcomes in engine.run(stream.batches()):
        keys, weight = stream.handed.pop(number)
        store.put(zip(keys, outcomes, strict=True))
        stream.count(len(outcomes), weight, sum(len(each.article.text.split()) for each in outcomes))
        stream.tell()
    stream.tell()


def weight_of(sources: Sequence[Source]) -> int | None:
    """Bytes of files, None where one has no size."""
    try:
        return sum(source.path.stat().st_size for source in sources)
    except OSError:
        return None


class _Stream:
    """The documents of one run on their way."""

    def __init__(self, documents: Iterable[Document], store: Store, orders: Orders) -> None:
        self.handed: dict[int, tuple[Sequence[str], int]] = {}  # keys and weight of batches that an engine has
        self._documents = documents
        self._store = store
        self._orders = orders
        self._done = Done(0, 0, 0, orders.total)

    def batches(self) -> Iterator[Batch]:
        """Batches of what is not known; after a stop the rest is only looked up, so that what is known counts."""
        number = size = 0
        batch: list[tuple[Document, str]] = []
        for document in self._documents:
            key = self._needed(document)
            if key is None or self._orders.stop():
                continue
            batch.append((document, key))
            size += len(document.data)
            if len(batch) >= min(self._orders.batch, 2 ** min(number // _GROWS_AFTER, 16)) or size >= _MOST_BYTES:
                yield self._handed(number, batch)
                number, size, batch = number + 1, 0, []
        if batch and not self._orders.stop():
            yield self._handed(number, batch)

    def count(self, articles: int, weight: int, words: int = 0) -> None:
        """Add what is done."""
        done = self._done
        self._done = Done(done.articles + articles, done.words + words, done.weight + weight, done.total)

    def tell(self) -> None:
        """Say how far the run is."""
        if self._orders.progress is not None:
            self._orders.progress(self._done)

    def _handed(self, number: int, batch: Sequence[tuple[Document, str]]) -> Batch:
        documents, keys = zip(*batch, strict=True)
        self.handed[number] = (keys, sum(document.weight for document in documents))
        return number, documents

    def _needed(self, document: Document) -> str | None:
        """Note a document; its key when it must be processed, None when it is known or its like is under way."""
        content = document.content
        # What cannot be opened is like nothing else.
        key = digest("entry", content, self._orders.mark) if content else digest("unopened", document.name)
        twin = self._store.noted(key)
        known = twin if twin is not None else bool(content) and not self._orders.fresh and self._store.has(key)
        self._note(document.name, content, key, known)
        if twin is None and not known:
            return key
        self.count(1, document.weight)
        if self._done.articles % _TOLD_EVERY == 0:
            self.tell()
        return None

    def _note(self, name: str, content: str, key: str, known: bool) -> None:
        """Note an article under its name; readers give each another one, and should one not, its row is not lost."""
        name = name.encode("utf-8", "backslashreplace").decode()
        again = 1
        while not self._store.note(name if again == 1 else f"{name} ({again})", content, key, known):
            again += 1
