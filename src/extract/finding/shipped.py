"""The models that come with the project: where they lie, and whether their files are the ones that were measured."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import extract
from extract.config import ConfigError
from extract.records import Language

MANIFEST = "MANIFEST.toml"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file of the manifest.

    Attributes:
        path: below the folder of the models, with forward slashes.
        size: bytes.
        sha256: digest of the content, in hexadecimal digits.
    """

    path: str
    size: int
    sha256: str


def models_folder() -> Path:
    """The folder of the models: within the package where it was installed from a wheel, else of the source tree."""
    package = Path(extract.__file__).parent
    within = package / "models"
    return within if within.is_dir() else package.parents[1] / "models"


def pipeline_folder(language: Language, name: str) -> Path:
    """The folder of a shipped pipeline.

    Raises:
        ConfigError: when it is not there.
    """
    folder = models_folder() / f"{language}_{name}"
    if not (folder / "config.cfg").is_file():
        raise ConfigError(f"{folder} is missing; restore it (git checkout models), or install the package anew")
    return folder


def recorded(folder: Path) -> tuple[Recorded, ...]:
    """The files that the manifest of a folder of models names.

    Raises:
        ConfigError: when there is no manifest, or it cannot be read.
    """
    path = folder / MANIFEST
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(Recorded(**each) for each in content["file"])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}; restore it (git checkout models)") from error


def damages(folder: Path) -> Iterator[str]:
    """What is wrong with the files of a folder of models, a line each.

    Raises:
        ConfigError: when there is no manifest, or it cannot be read.
    """
    known = {each.path: each for each in recorded(folder)}
    for name, record in known.items():
        path = folder / name
        if not path.is_file():
            yield f"{path} is missing"
        elif path.stat().st_size != record.size or digest(path) != record.sha256:
            yield f"{path} is not the file that was measured"
    yield from (f"{folder / name} is not in {MANIFEST}" for name in model_files(folder) if name not in known)


def describe(folder: Path) -> Iterator[str]:
    """The pipelines and the encoder of a folder of models with their sizes and components, a line each."""
    for part in _parts(folder):
        size = sum(file.stat().st_size for file in part.rglob("*") if file.is_file()) / 1e6
        meta = part / "meta.json"
        content = json.loads(meta.read_text(encoding="utf-8")) if meta.is_file() else {}
        said = content.get("description", "the encoder that both accurate pipelines use")
        labels = sorted({label for each in content.get("labels", {}).values() for label in each})
        yield f"{part.name:14}{size:6.1f} MB  {said}{': ' if labels else ''}{', '.join(labels)}"


def model_files(folder: Path) -> list[str]:
    """Files of the shipped models below a folder: the pipelines and the encoder, sorted."""
    files = (file for part in _parts(folder) for file in part.rglob("*") if file.is_file())
    return sorted(file.relative_to(folder).as_posix() for file in files)


def write_manifest(folder: Path) -> None:
    """Record the files of the shipped models as they are now."""
    lines = ["# Written by `extract models train`; `extract doctor` and the tests compare the files with it.\n"]
    for name in model_files(folder):
        path = folder / name
        lines.append(f'[[file]]\npath = "{name}"\nsize = {path.stat().st_size}\nsha256 = "{digest(path)}"\n')
    (folder / MANIFEST).write_text("\n".join(lines), encoding="utf-8")


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _parts(folder: Path) -> list[Path]:
    parts = (each for each in folder.iterdir() if each.name == "encoder" or (each / "config.cfg").is_file())
    return sorted(parts)
