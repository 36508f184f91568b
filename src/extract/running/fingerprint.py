"""What else than the article bears on its claims: program, rules, register, models, libraries.

Two runs with the same fingerprint find the same claims in the same article, so what one found the other may take over.
"""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution, entry_points
from pathlib import Path

import extract
from extract.config import BLANK, SHIPPED, Settings
from extract.finding.shipped import models_folder
from extract.records import LANGUAGES, digest

# The rooms below the claims, by the contract that imports go upward only; merging and tables are done anew in each run.
_ROOMS = ("values", "records", "config.py", "reading", "finding", "rules", "running/analysing.py")
# Extras that change what is read and found where they are installed; the others serve training and comparison.
_EXTRAS = ("onnx", "html", "office", "feeds", "warc", "parquet")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NOTHING = "none"


def fingerprint(settings: Settings, make: Callable[..., object]) -> dict[str, str]:
    """Digests by what they cover: a name that a user can make sense of.

    Args:
        settings: pipelines, rules and register are looked up where they say.
        make: builds the finder of claims; another one finds other claims.
    """
    package = Path(extract.__file__).parent
    parts = {
        "program": digest(extract.__version__, *_contents(package, (package / room for room in _ROOMS))),
        "rules": digest(*_contents(settings.rules, [settings.rules])),
        "officials": digest(*_contents(settings.officials.parent, [settings.officials])),
        "libraries": digest(platform.python_version(), *_libraries()),
        "finder": f"{make.__module__}.{make.__qualname__}",
    }
    return parts | {f"model_{language}": _model(settings.pipeline(language), language) for language in LANGUAGES}


def package_mark() -> str:
    """Digest of the whole program, whatever of it bears on claims."""
    package = Path(extract.__file__).parent
    return digest(extract.__version__, *_contents(package, [package]))


def joined(parts: Mapping[str, str]) -> str:
    """One digest of all."""
    return digest(*(text for entry in sorted(parts.items()) for text in entry))


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The parts that are not the same, sorted.

    >>> differences({"rules": "1", "program": "2"}, {"rules": "3", "program": "2"})
    ['rules']
    """
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def _model(name: str, language: str) -> str:
    """Name and content of a pipeline; what cannot be found fails when it is loaded, not here."""
    if name.startswith(BLANK):
        factory = name.partition("+")[2]
        found = [each.dist for each in entry_points(group="spacy_factories", name=factory)] if factory else []
        return " ".join([name, *(_versioned(dist) for dist in found if dist)])
    folder = models_folder() / f"{language}_{name}" if name in SHIPPED else Path(name)
    if folder.is_dir():
        # The component of the encoder names its folder relative to the pipeline's.
        content = _contents(folder.parent, [folder, folder.parent / "encoder"])
        return f"{folder.name} {digest(*content)}"
    try:
        return _versioned(distribution(name))
    except PackageNotFoundError:
        return f"{name} {_NOTHING}"


def _contents(root: Path, places: Iterable[Path]) -> Iterator[str]:
    """Path and digest of each file of folders and files, in one order; a place that is missing says so."""
    for place in places:
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            inside = file.relative_to(root)
            if file.is_dir() or file.suffix == ".pyc" or any(part.startswith(".") for part in inside.parts):
                continue
            yield inside.as_posix()
            yield _content(file)


def _content(file: Path) -> str:
    try:
        with file.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except OSError:
        return _NOTHING


def _libraries() -> list[str]:
    """Name and version of every installed package that ours needs, theirs included."""
    found: dict[str, str] = {}
    waiting = [name for name, extra in _needs("extract") if extra in ("", *_EXTRAS)]
    while waiting:
        name = waiting.pop().lower().replace("_", "-").replace(".", "-")
        if name in found:
            continue
        try:
            found[name] = distribution(name).version
        except PackageNotFoundError:
            found[name] = _NOTHING
            continue
        waiting += [need for need, extra in _needs(name) if not extra]
    return [f"{name} {version}" for name, version in sorted(found.items()) if version != _NOTHING]


def _needs(package: str) -> Iterator[tuple[str, str]]:
    """The packages that one asks for, each with the extra that asks for it."""
    try:
        needs = distribution(package).requires or []
    except PackageNotFoundError:  # run from the source tree without being installed
        needs = []
    for need in needs:
        name = _NAME.match(need)
        extra = re.search(r"extra\s*==\s*['\"]([^'\"]+)", need)
        if name:
            yield name[0], extra[1] if extra else ""


def _versioned(dist: Distribution) -> str:
    return f"{dist.name} {dist.version}"
