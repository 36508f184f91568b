"""Which files are articles, and what each is called in the tables."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FORMATS = frozenset({".txt", ".md"})
# Formats of documents that people put among articles; they are listed as turned away rather than passed over.
OTHER_FORMATS = frozenset({".html", ".htm", ".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub", ".eml", ".msg"})
SKIPPED_FOLDERS = frozenset({"gold", "review"})
_NO_ARTICLES = frozenset({"readme.md", "readme.txt"})


class PathError(ValueError):
    """A path that does not exist or cannot be an article."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file to read.

    Attributes:
        name: what the tables call it: the file name, with the folders below the given root before it.
        path: where it lies.
    """

    name: str
    path: Path

    @property
    def metadata(self) -> Path:
        """Where its metadata would lie: "x.meta.yaml" for "x.txt"."""
        return self.path.with_name(self.path.stem + ".meta.yaml")


def list_sources(paths: Sequence[Path]) -> list[Source]:
    """The articles among files and folders, sorted by name; the same file is listed once.

    Folders are walked; in them the folders `gold` and `review`, hidden files and README files are passed over.
    Where two files would have one name, folders above the roots come before it.

    Raises:
        PathError: when a path does not exist, or is a file that cannot be an article.
    """
    found: dict[Path, tuple[str, ...]] = {}
    for path in paths:
        if path.is_dir():
            for file in _walk(path):
                found.setdefault(file.resolve(), file.relative_to(path).parts)
        elif path.is_file():
            _demand_article(path)
            found.setdefault(path.resolve(), (path.name,))
        else:
            raise PathError(f"{path}: there is no such file or folder; give .txt or .md files, or folders of them")
    return sorted(Source(name, path) for path, name in _distinct(found))


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS and not name.startswith("."))
        for name in sorted(names):
            suffix = Path(name).suffix.lower()
            if name.startswith(".") or name.lower() in _NO_ARTICLES or suffix not in FORMATS | OTHER_FORMATS:
                continue
            yield Path(folder, name)


def _demand_article(path: Path) -> None:
    if path.suffix.lower() not in FORMATS | OTHER_FORMATS:
        known = " and ".join(sorted(FORMATS))
        raise PathError(f"{path}: {path.suffix or 'a file without ending'} is no article; {known} files are read")


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
