"""F1 on the held-out corpora and words per second of any pipelines: `extract models measure`. Needs no torch."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpora import Sentence, listed
from scoring import Scores, score_sentences
from spacy.language import Language as SpacyPipeline
from spacy.tokens import Doc

from extract.config import SHIPPED, ConfigError
from extract.finding.nlp import load_pipeline, named
from extract.records import LANGUAGES

_TOGETHER = 15  # sentences in a text for the measure of speed: about a short article


def measure(names: Sequence[str], data: Path) -> Iterator[str]:
    """A line for each language, pipeline and held-out corpus; a pipeline of another language is passed over.

    Args:
        names: of pipelines, as in the settings; those that are shipped by default.
        data: folder of the corpora.
    """
    yield "language  pipeline  corpus  F1 (by label)  words/s"
    for language in LANGUAGES:
        for name in names or SHIPPED:
            try:
                nlp = load_pipeline(name, language)
            except ConfigError as error:
                if not names:
                    raise
                yield f"{language}  {name}  -  {error}"
                continue
            for corpus in listed(language, "held-out"):
                sentences = corpus.sentences(data)
                yield f"{language}  {name}  {corpus.name}  {f1(nlp, sentences)}  {speed(nlp, sentences):.0f}"


def f1(nlp: SpacyPipeline, sentences: Sequence[Sentence]) -> Scores:
    """F1 with the tokens of the corpus; the labels of the pipeline are mapped as at the border."""
    docs = [Doc(nlp.vocab, words=list(each.words)) for each in sentences]
    for doc in docs:
        # A sentence of the corpus is one sentence, whatever stops it has.
        for token in doc:
            token.is_sent_start = token.i == 0
    found = [[(ent.start, ent.end, label) for ent, label in named(doc)] for doc in nlp.pipe(docs)]
    return score_sentences(sentences, found)


def speed(nlp: SpacyPipeline, sentences: Sequence[Sentence]) -> float:
    """Words (tokens of the corpus) per second of processor time from plain texts of 15 sentences each."""
    groups = [sentences[first : first + _TOGETHER] for first in range(0, len(sentences), _TOGETHER)]
    texts = [" ".join(word for each in group for word in each.words) for group in groups]
    list(nlp.pipe(texts[:5]))
    began = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return sum(len(each.words) for each in sentences) / (time.process_time() - began)
