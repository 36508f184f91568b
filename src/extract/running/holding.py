"""One run at a time for an output folder, and a plain word when its disk is full."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.tables.replacing import LockedError, locked

LOCK = ".lock"  # in the output folder; it stays there, empty while nobody runs
CACHE_FOLDER = ".cache"
# The byte that is locked, beyond what is written: Windows lets nobody read a byte that is.
_PLACE = 1 << 20


class BusyError(ValueError):
    """Another run writes into the folder."""


class FullError(OSError):
    """The disk is full; the message names the folder and says what to do."""


@contextmanager
def held(folder: Path, wait: bool = False) -> Iterator[None]:
    """Keep other runs out of a folder; the end of the process, however it comes, lets them in.

    Args:
        folder: made where it is missing.
        wait: until another run is done.

    Raises:
        BusyError: when another run is there, and is not waited for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / LOCK
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        os.lseek(descriptor, _PLACE, os.SEEK_SET)
        with locked(descriptor, wait=wait):
            _write(descriptor, str(os.getpid()))
            try:
                yield
            finally:
                _write(descriptor, "")
    except LockedError:
        who = file.read_text(encoding="ascii", errors="replace").strip()
        process = f" (process {who})" if who else ""
        raise BusyError(
            f"{folder}: another run{process} writes there; let it finish, wait for it with --wait, or choose another"
            " folder with --out"
        ) from None
    finally:
        os.close(descriptor)


def _write(descriptor: int, content: str) -> None:
    """Say who holds the file; the lock is left where it is."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.truncate(descriptor, 0)
    os.write(descriptor, content.encode())
    os.lseek(descriptor, _PLACE, os.SEEK_SET)


@contextmanager
def disk_troubles_told(folder: Path) -> Iterator[None]:
    """Say what to do when a disk is full, or what was found can neither be written nor read back.

    Raises:
        FullError: when it is full.
        OSError: when something else is wrong with the files of the store.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if is_full(error):
            place = getattr(error, "filename", None) or folder
            free = f"{_free(folder)}, {_free(Path(tempfile.gettempdir()))}"
            raise FullError(
                f"{place}: no space left on the disk ({free}). The tables are whole, mostly those of the run before;"
                " what was found so far is kept. Make room and run the same command again"
            ) from error
        if isinstance(error, OSError):
            raise
        raise OSError(f"{folder / CACHE_FOLDER}: {error}; delete that folder and run the same command again") from error


def is_full(error: Exception) -> bool:
    """Whether an error of the system or of a database says that there is no space left."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def _free(folder: Path) -> str:
    return f"{shutil.disk_usage(folder).free:,} bytes free in {folder}"
