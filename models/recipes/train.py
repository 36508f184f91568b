"""From public data to the shipped models, stage by stage; `extract models train` calls this.

    vocabulary   the pieces that are kept                             seconds
    teacher      the deep encoder                                     the longest stage
    silver       some of the raw text, as the teacher reads it
    accurate     the encoder that ships, and its two pipelines
    fast         the CNN pipelines of both languages, and for them the rest of the raw text as the encoder reads it

Each stage leaves its result in the folder for work and is skipped when that is there: delete a file to repeat its
stage. A training of the encoder that was cut off goes on where it was. Needs `pip install "extract[train]"`; minutes
are in the model cards.
"""

from __future__ import annotations

import logging
import os
import random
import shutil
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import accurate
import corpora
import e5
import fast
import network
import numpy as np
import packing
import silver
import spacy
import torch
import vocabulary
from corpora import Sentence
from teaching import Schedule

from extract.finding.encoder.component import FACTORY
from extract.finding.encoder.pieces import Pieces
from extract.finding.encoder.tagging import Tagger
from extract.finding.shipped import write_manifest
from extract.records import LANGUAGES, Language

_LOG = logging.getLogger(__name__)
STAGES = ("vocabulary", "teacher", "silver", "accurate", "fast")
PERSON: Mapping[Language, str] = {"de": "PER", "en": "PERSON"}
_MOST_WORDS = 150  # of a sentence; longer ones are lists
_COMMON = 5  # times a word of the raw text must occur for its pieces to be kept


class Workshop:
    """The folders of one training and what lies in them.

    Attributes:
        data: folder of the corpora.
        work: what the stages hand on.
        out: folder of the shipped models.
        recipe: `recipe.toml`.
    """

    def __init__(self, data: Path, work: Path, out: Path) -> None:
        self.data, self.work, self.out = data, work, out
        self.recipe: Mapping[str, Any] = tomllib.loads(
            Path(__file__).with_name("recipe.toml").read_text(encoding="utf-8")
        )
        work.mkdir(parents=True, exist_ok=True)
        out.mkdir(parents=True, exist_ok=True)

    def sentences(self, language: Language | None, *uses: str) -> list[Sentence]:
        """Sentences of all corpora of a language and of some uses."""
        return [each for corpus in corpora.listed(language, *uses) for each in corpus.sentences(self.data)]

    def raw(self, language: Language) -> tuple[list[Sentence], list[Sentence]]:
        """Text without labels that can be trusted, each sentence once: the share for the teacher, and the rest."""
        every = list({each.words[:_MOST_WORDS]: None for each in self.sentences(language, "raw", "silver")})
        recipe = self.recipe["silver"]
        random.Random(recipe["seed"]).shuffle(every)
        sentences = [Sentence(words) for words in every]
        share = int(recipe[language] * len(sentences))
        return sentences[:share], sentences[share:]

    def held_out(self) -> dict[str, list[Sentence]]:
        """Sentences for figures, by the name of their corpus."""
        return {corpus.name: corpus.sentences(self.data) for corpus in corpora.listed(None, "held-out")}

    def pieces(self) -> Pieces:
        """The tokeniser."""
        return Pieces(self.work / "pieces.model")

    def course(self, part: str) -> accurate.Course:
        """Gold sentences and the numbers of a part of the recipe."""
        recipe = self.recipe[part]
        gold = {language: self.sentences(language, "gold") for language in LANGUAGES}
        schedule = Schedule(rate=recipe["rate"])
        kept = self.work / f"{part}.state"
        return accurate.Course(self.pieces(), gold, self.held_out(), recipe["epochs"], recipe["seed"], schedule, kept)


def train(stages: Sequence[str], data: Path, work: Path, out: Path) -> None:
    """Run stages in their order.

    Args:
        stages: some of `STAGES`; what an earlier stage left is used.
        data: folder of the corpora.
        work: folder for what the stages hand on.
        out: folder of the shipped models; `accurate` and `fast` write there.

    Raises:
        corpora.CorpusError: when a corpus is missing or damaged.
        FileNotFoundError: when a stage finds nothing of the stage before it.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.use_deterministic_algorithms(True, warn_only=True)
    shop = Workshop(data, work, out)
    steps: Mapping[str, Callable[[Workshop], None]] = {
        "vocabulary": _vocabulary, "teacher": _teacher, "silver": _silver, "accurate": _accurate, "fast": _fast,
    }  # fmt: skip
    for stage in STAGES:
        if stage in stages:
            began = time.monotonic()
            steps[stage](shop)
            _LOG.info("%s: %.1f minutes", stage, (time.monotonic() - began) / 60)
    write_manifest(out)


def _vocabulary(shop: Workshop) -> None:
    if (shop.work / "kept.npy").is_file():
        return
    words = {word for each in shop.sentences(None, "gold", "silver") for word in each.words}
    counts: dict[str, int] = {}
    for each in shop.sentences(None, "raw"):
        for word in each.words:
            counts[word] = counts.get(word, 0) + 1
    words.update(word for word, count in counts.items() if count >= _COMMON)
    source = e5.read(e5.find())
    kept = vocabulary.cut(source, words)
    vocabulary.write(source, kept, shop.work / "pieces.model")
    np.save(shop.work / "kept.npy", kept)


def _teacher(shop: Workshop) -> None:
    path = shop.work / "teacher.pt"
    if path.is_file():
        return
    recipe = shop.recipe["teacher"]
    kept = np.load(shop.work / "kept.npy")
    shape = network.Shape(len(kept), tuple(recipe["layers"]), recipe["piece_layers"])
    torch.manual_seed(recipe["seed"])
    model = network.from_source(e5.read(e5.find()), kept, shape)
    links = shop.sentences(None, "silver")
    links = random.Random(recipe["seed"]).sample(links, int(recipe["silver_share"] * len(links)))
    accurate.save(accurate.teacher(model, shop.course("teacher"), links, recipe["swapped"]), path)


def _silver(shop: Workshop) -> None:
    model = accurate.load(shop.work / "teacher.pt")
    for language in LANGUAGES:
        path = shop.work / f"silver_{language}"
        if not path.with_suffix(".npz").is_file():
            silver.save(*silver.read(model, shop.pieces(), shop.raw(language)[0]), path)


def _accurate(shop: Workshop) -> None:
    path = shop.work / "student.pt"
    if not path.is_file():
        recipe = shop.recipe["student"]
        deep = accurate.load(shop.work / "teacher.pt")
        shape = network.Shape(
            deep.shape.vocabulary, tuple(recipe["layers"]), recipe["piece_layers"], inner=recipe["inner"]
        )
        both = [silver.load(shop.work / f"silver_{language}")[0] for language in LANGUAGES]
        raw = silver.Silver(
            [sentence for each in both for sentence in each.sentences], [of for each in both for of in each.scores]
        )
        accurate.save(accurate.student(deep, shape, shop.course("student"), raw, recipe["swapped"]), path)
    write_accurate(shop, accurate.load(path))


def write_accurate(shop: Workshop, model: network.Encoder) -> None:
    """Write the encoder and the pipelines of both languages that use it."""
    folder = shop.out / "encoder"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(shop.work / "pieces.model", folder / "pieces.model")
    packing.write_encoder(model, folder)
    for language in LANGUAGES:
        nlp = spacy.blank(language)
        nlp.add_pipe(FACTORY, config={"encoder": "../encoder", "person": PERSON[language]})
        _write_pipeline(nlp, shop.out / f"{language}_accurate", "accurate", corpora.listed())


def _fast(shop: Workshop) -> None:
    for language in LANGUAGES:
        if not _documents(shop, language).is_file():
            _prepare_fast(shop, language)
    # One core each: the arithmetic of spaCy uses no more.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with ProcessPoolExecutor(len(LANGUAGES), get_context("spawn")) as pool:
        for done in [pool.submit(_train_fast, shop, language) for language in LANGUAGES]:
            done.result()
    for language in LANGUAGES:
        nlp = spacy.load(_best(shop, language))
        _write_pipeline(nlp, shop.out / f"{language}_fast", "fast", corpora.listed(language))


def _train_fast(shop: Workshop, language: Language) -> None:
    logging.basicConfig(level=logging.INFO, format=f"{language} %(message)s")
    recipe = shop.recipe["fast"][language]
    if not _best(shop, language).is_dir():
        fast.train(language, shop.work / f"fast_{language}", recipe["steps"], recipe["seed"], recipe["rate"])


def _best(shop: Workshop, language: Language) -> Path:
    return shop.work / f"fast_{language}" / "trained" / "model-best"


def _documents(shop: Workshop, language: Language) -> Path:
    return shop.work / f"fast_{language}" / "dev.spacy"


def _prepare_fast(shop: Workshop, language: Language) -> None:
    recipe = shop.recipe["fast"][language]
    folder = _documents(shop, language).parent
    folder.mkdir(exist_ok=True)
    deep = accurate.load(shop.work / "teacher.pt")
    read, meanings = silver.load(shop.work / f"silver_{language}")
    words, vectors = fast.word_vectors(deep, shop.pieces(), meanings, language, recipe["words"], recipe["width"])
    fast.write_vectors(language, words, vectors, folder / "vectors")
    rest = silver.tagged(Tagger(shop.out / "encoder", threads=os.cpu_count() or 1), shop.raw(language)[1])
    learnt = shop.sentences(language, "gold") * recipe["gold_times"] + read.tagged() + rest
    blank = spacy.blank(language)
    fast.write_documents(blank, learnt, PERSON[language], folder / "train.spacy", recipe["seed"])
    held_out = shop.sentences(language, "held-out")
    fast.write_documents(blank, held_out, PERSON[language], _documents(shop, language), recipe["seed"])


def _write_pipeline(nlp: spacy.language.Language, folder: Path, name: str, used: Sequence[corpora.Corpus]) -> None:
    nlp.meta.update(
        name=name,
        version="1.0.0",
        description="Persons, places, organisations and other names, and sentence ends, in news",
        license="CC BY-SA 4.0",
        sources=[{"name": each.name, "author": each.source, "license": each.licence} for each in used],
    )
    # The paths of the training are of no use elsewhere.
    nlp.config["paths"] = dict.fromkeys(nlp.config.get("paths", {}))
    if folder.exists():
        shutil.rmtree(folder)
    nlp.to_disk(folder)
