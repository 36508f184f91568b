"""From public data to the shipped models, stage by stage; `extract models train` calls this.

    vocabulary   the pieces that are kept                             seconds
    teacher      the deep encoder                                     the longest stage
    silver       raw text as the teacher reads it
    accurate     the encoder that ships, and its two pipelines
    fast         the CNN pipelines of both languages

Each stage leaves its result in the folder for work and is skipped when that is there: delete a file to repeat its
stage. Needs `pip install "extract[train]"`; minutes are in the model cards.
"""

from __future__ import annotations

import logging
import random
import shutil
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
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
from extract.finding.shipped import write_manifest
from extract.records import LANGUAGES, Language

_LOG = logging.getLogger(__name__)
STAGES = ("vocabulary", "teacher", "silver", "accurate", "fast")
PERSON: Mapping[Language, str] = {"de": "PER", "en": "PERSON"}
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

    def sentences(self, language: Language | None, *uses: str) -> list[Sentence]:
        """Sentences of all corpora of a language and of some uses."""
        return [each for corpus in corpora.listed(language, *uses) for each in corpus.sentences(self.data)]

    def held_out(self) -> dict[str, list[Sentence]]:
        """Sentences for figures, by the name of their corpus."""
        return {corpus.name: corpus.sentences(self.data) for corpus in corpora.listed(None, "held-out")}

    def pieces(self) -> Pieces:
        """The tokeniser."""
        return Pieces(self.work / "pieces.model")

    def schedule(self, part: str) -> Schedule:
        """Rates of a part of the recipe."""
        return Schedule(rate=self.recipe[part]["rate"])


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
    deep = accurate.teacher(
        model, shop.pieces(), shop.sentences(None, "gold"), links, recipe["epochs"], recipe["seed"],
        shop.schedule("teacher"), shop.held_out(),
    )  # fmt: skip
    accurate.save(deep, path)


def _silver(shop: Workshop) -> None:
    model = accurate.load(shop.work / "teacher.pt")
    for language in LANGUAGES:
        path = shop.work / f"silver_{language}"
        if not path.with_suffix(".npz").is_file():
            silver.save(*silver.read(model, shop.pieces(), shop.sentences(language, "raw", "silver")), path)


def _accurate(shop: Workshop) -> None:
    path = shop.work / "student.pt"
    if not path.is_file():
        recipe = shop.recipe["student"]
        deep = accurate.load(shop.work / "teacher.pt")
        shape = network.Shape(
            deep.shape.vocabulary, tuple(recipe["layers"]), recipe["piece_layers"], inner=recipe["inner"]
        )
        both = [silver.load(shop.work / f"silver_{language}")[0] for language in LANGUAGES]
        pairs = [pair for each in both for pair in zip(each.sentences, each.scores, strict=True)]
        pairs = random.Random(recipe["seed"]).sample(pairs, int(recipe["silver_share"] * len(pairs)))
        raw = silver.Silver([sentence for sentence, _ in pairs], [scores for _, scores in pairs])
        model = accurate.student(
            deep, shape, shop.pieces(), shop.sentences(None, "gold"), raw, recipe["epochs"], recipe["seed"],
            shop.schedule("student"), shop.held_out(),
        )  # fmt: skip
        accurate.save(model, path)
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
        fast_pipeline(shop, language)


def fast_pipeline(shop: Workshop, language: Language) -> None:
    """Train the CNN of one language and write its pipeline."""
    recipe = shop.recipe["fast"][language]
    folder = shop.work / f"fast_{language}"
    if not (folder / "trained" / "model-best").is_dir():
        if not (folder / "dev.spacy").is_file():
            _prepare_fast(shop, language, folder)
        fast.train(language, folder, recipe["steps"], recipe["seed"], recipe["rate"])
    nlp = spacy.load(folder / "trained" / "model-best")
    _write_pipeline(nlp, shop.out / f"{language}_fast", "fast", corpora.listed(language))


def _prepare_fast(shop: Workshop, language: Language, folder: Path) -> None:
    recipe = shop.recipe["fast"][language]
    folder.mkdir(exist_ok=True)
    deep = accurate.load(shop.work / "teacher.pt")
    raw, meanings = silver.load(shop.work / f"silver_{language}")
    words, vectors = fast.word_vectors(deep, shop.pieces(), meanings, language, recipe["words"], recipe["width"])
    fast.write_vectors(language, words, vectors, folder / "vectors")
    learnt = shop.sentences(language, "gold") * recipe["gold_times"] + raw.tagged()
    blank = spacy.blank(language)
    fast.write_documents(blank, learnt, PERSON[language], folder / "train.spacy", recipe["seed"])
    held_out = shop.sentences(language, "held-out")
    fast.write_documents(blank, held_out, PERSON[language], folder / "dev.spacy", recipe["seed"])


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
