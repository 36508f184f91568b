"""Files of an export, replaced all or none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export.

    Attributes:
        name: below the folder, with "/" where it lies deeper.
        write: writes it whole to the path that it is given, which does not exist yet.
    """

    name: str
    write: Callable[[Path], None]


def write_parts(folder: Path, parts: Iterable[Part]) -> list[Path]:
    """Write all files beside their places, then put each in its place at once.

    Args:
        folder: made where it is missing; other files in it stay.
        parts: the files.

    Returns:
        The paths written, in the order of the parts.
    """
    parts = list(parts)
    folder.mkdir(parents=True, exist_ok=True)
    workshop = folder / ".export.part"
    shutil.rmtree(workshop, ignore_errors=True)
    try:
        for part in parts:
            made = workshop / part.name
            made.parent.mkdir(parents=True, exist_ok=True)
            part.write(made)
        for part in parts:
            place = folder / part.name
            place.parent.mkdir(parents=True, exist_ok=True)
            (workshop / part.name).replace(place)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return [folder / part.name for part in parts]
