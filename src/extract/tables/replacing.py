"""Files of a folder replaced as a set: a reader can tell at any moment whether what lies there belongs together."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import zip_longest
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# The file that states the digests of all others. It goes first and comes last: while it is missing, the others are
# being replaced, or their replacement was cut off.
SEAL = "run.json"

# Writes a file that is too large to be held: given its path, and that of the present file, which need not exist. It may
# write nothing where the present one has that content already.
Writer = Callable[[Path, Path], None]

_PIECE = 1 << 20


class LockedError(Exception):
    """Another process holds a file."""


def replace_files(folder: Path, files: Mapping[str, bytes | Writer]) -> list[Path]:
    """Write files into a folder, each at once; others in it stay as they are.

    All are written under other names before the first is touched, so that neither a full disk nor a crash leaves half
    a file. Where the set holds `run.json`, that is removed before the others are replaced and put in place after them.
    Files that have the content already are not touched. What a killed process left is cleared away. Two processes
    that write into one folder take turns.

    Args:
        folder: made where it is missing.
        files: content by name, or what writes it; they are written in this order.

    Returns:
        The paths, in the order given.

    Raises:
        OSError: when something cannot be written; the files are as before then, unless renaming itself failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _folder_locked(folder):
        _clear(folder)
        try:
            changed = [name for name, content in files.items() if _differs(folder, name, content)]
            if SEAL in files and changed:
                (folder / SEAL).unlink(missing_ok=True)
                if SEAL not in changed:
                    _differs(folder, SEAL, files[SEAL])
                    changed.append(SEAL)
            for name in sorted(changed, key=lambda name: name == SEAL):
                _part(folder, name).replace(folder / name)
        finally:
            _clear(folder)
    return [folder / name for name in files]


@contextmanager
def locked(descriptor: int, *, wait: bool = True) -> Iterator[None]:
    """Hold an open file for this process alone; the end of the process lets go of it as well.

    Args:
        descriptor: of the file.
        wait: for others to let go of it.

    Raises:
        LockedError: when another process holds it, and is not waited for.
    """
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if wait:
            raise
        raise LockedError(str(error)) from error
    try:
        yield
    finally:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def _folder_locked(folder: Path) -> Iterator[None]:
    """Hold a folder; Windows cannot open one, there two runs into one folder are the user's to avoid."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with locked(descriptor):
            yield
    finally:
        os.close(descriptor)


def _part(folder: Path, name: str) -> Path:
    return folder / f".{name}.part"


def _clear(folder: Path) -> None:
    for part in folder.glob(".*.part"):
        if part.is_file():
            part.unlink(missing_ok=True)


def _differs(folder: Path, name: str, content: bytes | Writer) -> bool:
    """Write a file under its other name, unless the present one is the same."""
    part, present = _part(folder, name), folder / name
    if isinstance(content, bytes):
        if not _has(present, content):
            _write(part, content)
    else:
        content(part, present)
        if part.exists() and present.is_file() and _same(part, present):
            part.unlink()
    if part.exists():
        _sync(part)
    return part.exists()


def _same(one: Path, other: Path) -> bool:
    with one.open("rb") as first, other.open("rb") as second:
        pieces = (iter(partial(file.read, _PIECE), b"") for file in (first, second))
        return all(piece == its for piece, its in zip_longest(*pieces))


def _has(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
