"""What `extract doctor` reports: versions, pipelines, rule packs and folders, and what is wrong with them."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extract.config import ConfigError, Settings
from extract.finding.nlp import load_pipeline
from extract.finding.officials import load_register
from extract.finding.shipped import damages, models_folder, recorded
from extract.merging.rates import load_rates
from extract.reading import READERS
from extract.records import LANGUAGES, Language
from extract.rules.loader import RuleError, load_rules
from extract.rules.packfile import user_packs

_PACKAGES = (
    "extract", "spacy", "sentencepiece", "langdetect", "py3langid", "dateparser", "price-parser", "text2num", "babel",
    "pandas", "pydantic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report.

    Attributes:
        subject: what was looked at.
        finding: what was found.
        good: whether it can be worked with.
    """

    subject: str
    finding: str
    good: bool = True


def examine(settings: Settings) -> Iterator[Check]:
    """Look at everything that a run needs, one line after the other."""
    yield Check("python", f"{platform.python_version()} on {platform.system()} {platform.machine()}",
                sys.version_info >= (3, 11))  # fmt: skip
    for package in _PACKAGES:
        yield _package(package)
    yield from _formats()
    yield _models()
    for language in LANGUAGES:
        yield _pipeline(settings, language)
    yield _rules(settings.rules)
    yield _officials(settings.officials)
    yield _rates(settings.rates)
    yield _corpus(settings.corpus)
    yield _out(settings.out)


def _package(name: str) -> Check:
    try:
        return Check(name, version(name))
    except PackageNotFoundError:
        return Check(name, "not installed; run `make run` once, or install the project anew", good=False)


def _formats() -> Iterator[Check]:
    """What can be read; a library that is missing is no fault, for not everyone needs every format."""
    listed = sorted((item for item in READERS.items() if item[0].startswith(".")), key=lambda item: item[0])
    yield Check("formats", f"read are {', '.join(ending for ending, reader in listed if not reader.missing)}")
    lacking: dict[str, list[str]] = {}
    for ending, reader in listed:
        if reader.missing:
            lacking.setdefault(reader.missing, []).append(ending)
    for missing, endings in lacking.items():
        yield Check("formats", f"not read are {', '.join(endings)}: {missing}")


def _models() -> Check:
    folder = models_folder()
    try:
        wrong = list(damages(folder))
    except ConfigError as error:
        return Check("models", str(error), good=False)
    if wrong:
        return Check("models", f"{wrong[0]}, {len(wrong)} such; restore them (git checkout models)", good=False)
    return Check("models", f"{len(recorded(folder))} files of {folder} are as they were measured")


def _pipeline(settings: Settings, language: Language) -> Check:
    subject = f"pipeline {language}"
    name = settings.pipeline(language)
    try:
        pipeline = load_pipeline(name, language)
    except ConfigError as error:
        return Check(subject, str(error), good=False)
    parts = ", ".join(pipeline.pipe_names) or "tokens only; persons come from titles alone"
    return Check(subject, f"{name} {pipeline.meta.get('version', '')} ({parts})")


def _rules(folder: Path) -> Check:
    try:
        rules = load_rules(folder)
    except RuleError as error:
        return Check("rules", str(error), good=False)
    own = len(user_packs(folder))
    return Check("rules", f"{len(rules.rules)} rules in force, {own} packs of your own in {folder}")


def _officials(file: Path) -> Check:
    try:
        register = load_register(file)
    except ConfigError as error:
        return Check("officials", str(error), good=False)
    own = f"and your own of {file}" if file.is_file() else f"no rows of your own in {file}"
    return Check("officials", f"{len(register.officials)} officials in the register, {own}")


def _rates(file: Path) -> Check:
    try:
        rates = load_rates(file)
    except ConfigError as error:
        return Check("rates", str(error), good=False)
    return Check("rates", rates.name if file.is_file() else f"{rates.name}; no rates of your own in {file}")


def _corpus(folder: Path) -> Check:
    if folder.is_dir():
        return Check("corpus", f"{folder} can be read", os.access(folder, os.R_OK))
    return Check("corpus", f"there is no folder {folder}; give paths to `extract run`, or make it")


def _out(folder: Path) -> Check:
    existing = next((each for each in (folder, *folder.absolute().parents) if each.exists()), Path.cwd())
    if existing.is_dir() and os.access(existing, os.W_OK):
        return Check("outputs", f"{folder} can be written")
    return Check("outputs", f"{folder} cannot be written; choose another with --out or in extract.toml", good=False)
