"""What lies in the folder of a run, for tests that compare runs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from extract.running.incremental import LAST_RUN


def tables(folder: Path) -> dict[str, bytes]:
    """What must be the same for the same articles, however a run came to it."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and path.name[0] != "." and path.name != LAST_RUN
    }


def is_whole(folder: Path) -> bool:
    """Whether `run.json` is there and has the digests of the files beside it."""
    seal = folder / "run.json"
    if not seal.is_file():
        return False
    stated = json.loads(seal.read_bytes())["tables"]
    return all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha for name, sha in stated.items())
