"""Files of a folder replaced as a set: a reader can tell at any moment whether what lies there belongs together."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# The file that states the digests of all others. It goes first and comes last: while it is missing, the others are
# being replaced, or their replacement was cut off.
SEAL = "run.json"


def replace_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, each at once; others in it stay as they are.

    All are written under other names before the first is touched, so that neither a full disk nor a crash leaves half
    a file. Where the set holds `run.json`, that is removed before the others are replaced and put in place after them.
    Files that have the content already are not touched. What a killed process left is cleared away. Two processes
    that write into one folder take turns.

    Args:
        folder: made where it is missing.
        files: content by name.

    Returns:
        The paths, in the order given.

    Raises:
        OSError: when something cannot be written; the files are as before then, unless renaming itself failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _folder_locked(folder):
        _clear(folder)
        changed = {name: data for name, data in files.items() if not _has(folder / name, data)}
        try:
            for name, data in changed.items():
                _write(_part(folder, name), data)
            if SEAL in files and changed:
                (folder / SEAL).unlink(missing_ok=True)
                if SEAL not in changed:
                    _write(_part(folder, SEAL), files[SEAL])
                    changed[SEAL] = files[SEAL]
            for name in sorted(changed, key=lambda name: name == SEAL):
                _part(folder, name).replace(folder / name)
        finally:
            _clear(folder)
    return [folder / name for name in files]


@contextmanager
def locked(descriptor: int) -> Iterator[None]:
    """Hold an open file for this process alone, waiting for others to let go; the end of a process lets go as well."""
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
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


def _has(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
