"""`extract run` with a slow finder, in a process of its own that is sent signals: folder, output folder, jobs."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fake_finders import slow_finder

import extract.running
from extract.cli import main

if __name__ == "__main__":
    extract.running.run = functools.partial(extract.running.run, make=slow_finder)  # type: ignore[assignment]
    sys.exit(main(["run", sys.argv[1], "--out", sys.argv[2], "--jobs", sys.argv[3]]))
