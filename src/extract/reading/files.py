"""Which files are articles, and what each is called in the tables."""

from __future__ import annotations

import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from extract.reading.registry import ENDINGS, format_of, formats

# Formats of documents that people put among articles; they are listed as turned away rather than passed over.
_OTHER_FORMATS = frozenset({".doc", ".odt", ".rtf", ".epub", ".msg"})
_SKIPPED_FOLDERS = frozenset({"gold", "review"})
_NO_ARTICLES = frozenset({"readme.md", "readme.txt"})
# What a run has written: its tables are no articles.
_TABLES = frozenset({"facts.csv", "evidence.csv", "articles.csv"})
STDIN = Path("-")
_IN_MEMORY = 16_000_000


class PathError(ValueError):
    """A path that does not exist or cannot be an article."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file to read.

    Attributes:
        name: what the tables call it: the file name, with the folders below the given root before it.
        path: where it lies; "-" is standard input.
        problem: why it is not opened, else empty.
    """

    name: str
    path: Path
    problem: str = ""

    @property
    def metadata(self) -> Path:
        """Where its metadata would lie: "x.meta.yaml" for "x.txt"."""
        return self.path.with_name(metadata_name(self.path.name))


def metadata_name(name: str) -> str:
    """The name of the metadata file for that of an article.

    >>> metadata_name("a/x.txt"), metadata_name("crawl.warc.gz")
    ('a/x.meta.yaml', 'crawl.meta.yaml')
    """
    return name[: len(name) - len(format_of(name))] + ".meta.yaml"


def is_article(name: str) -> bool:
    """Whether a file of this name in a folder or an archive is taken for one with articles.

    >>> is_article("talks.TXT"), is_article("README.md"), is_article("picture.png")
    (True, False, False)
    """
    return not name.startswith(".") and name.lower() not in _NO_ARTICLES and format_of(name) in _KNOWN


def list_sources(paths: Sequence[Path]) -> list[Source]:
    """The articles among files, folders and patterns, sorted by name; the same file is listed once.

    Folders are walked; in them the folders `gold` and `review`, hidden files, README files and what a run has written
    are passed over. Links that lead out of a folder are not followed but listed with that problem, as are folders that
    cannot be read. Where two files would have one name, folders above the roots come before it.

    Args:
        paths: files, folders, patterns such as "news/**/*.html", and "-" for standard input.

    Raises:
        PathError: when a path does not exist, or is a file that cannot be an article.
    """
    found: dict[Path, tuple[str, ...]] = {}
    given: dict[Path, tuple[Path, str]] = {}
    for path in paths:
        for file, name, problem in [(path, ("stdin",), "")] if path == STDIN else _listed(path):
            # A link is called and opened as it was given, for its target may have no ending; but it is read once.
            where = file.absolute() if problem or path == STDIN else Path(os.path.realpath(file))
            found.setdefault(where, name)
            given.setdefault(where, (file if path == STDIN else file.absolute(), problem))
    return sorted(Source(name, *given[where]) for where, name in _distinct(found))


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """The bytes of a source, at their start; standard input is kept meanwhile so that it can be sought in.

    Raises:
        OSError: when it cannot be opened.
    """
    if source.path != STDIN:
        with source.path.open("rb") as file:
            yield file
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.seek(0)
        yield cast(BinaryIO, kept)


def _listed(path: Path) -> Iterator[tuple[Path, tuple[str, ...], str]]:
    """The files that a path stands for, with their names in parts and what is wrong with them."""
    if path.is_dir():
        yield from _walk(path)
    elif path.is_file():
        if format_of(path.name) not in _KNOWN:
            ending = path.suffix or "a file without ending"
            raise PathError(f"{path}: {ending} is no article; read are {formats()}")
        yield path, (path.name,), ""
    elif glob.has_magic(str(path)):
        matches = [Path(match) for match in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207
        taken = [each for each in matches if each.is_dir() or format_of(each.name) in _KNOWN]
        if not taken:
            raise PathError(f"{path}: the pattern matches no article; read are {formats()} files")
        # A pattern with ** matches folders and the files in them too.
        for each in (each for each in taken if not (each.is_dir() and "**" in str(path))):
            yield from _listed(each)
    else:
        raise PathError(f"{path}: there is no such file or folder; give files ({formats()}) or folders")


def _walk(root: Path) -> Iterator[tuple[Path, tuple[str, ...], str]]:
    home = os.path.realpath(root)
    unreadable: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=unreadable.append):
        inside = Path(folder).relative_to(root).parts
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS and not name.startswith("."))
        for name in folders:
            if _leads_out(Path(folder, name), home):
                yield Path(folder, name), (*inside, name), _OUTSIDE
        if set(names) >= _TABLES:
            continue
        for name in sorted(names):
            if not is_article(name):
                continue
            file = Path(folder, name)
            problem = _OUTSIDE if _leads_out(file, home) else ""
            if not problem and file.exists() and not file.is_file():
                problem = "unreadable: not a file but a device or a pipe"
            yield file, (*inside, name), problem
    for error in unreadable:
        place = Path(error.filename)
        yield place, place.relative_to(root).parts or (place.name,), f"unreadable: {error.strerror}"


def _leads_out(path: Path, home: str) -> bool:
    return path.is_symlink() and os.path.commonpath([home, os.path.realpath(path)]) != home


def _distinct(found: dict[Path, tuple[str, ...]]) -> Iterable[tuple[Path, str]]:
    """Names that differ: those that collide take one more folder each until they do not."""
    parts = dict(found)
    for depth in range(1, 64):
        groups: dict[tuple[str, ...], list[Path]] = {}
        for path, name in parts.items():
            groups.setdefault(name, []).append(path)
        clashing = [path for group in groups.values() if len(group) > 1 for path in group]
        if not clashing:
            break
        for path in clashing:
            parts[path] = path.parts[-min(len(found[path]) + depth, len(path.parts)) :]
    # File names need not be valid Unicode; tables must be.
    return [(path, "/".join(name).encode("utf-8", "backslashreplace").decode()) for path, name in parts.items()]


_KNOWN = frozenset(ENDINGS) | _OTHER_FORMATS
_OUTSIDE = "a link that leads out of the folder is not followed; give its target as a path of its own"
