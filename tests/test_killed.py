"""A run may be killed at any point: the next one finishes it, and no reader takes a half for a whole."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from fake_finders import plain_finder
from folder_reader import is_whole, tables
from killed import BLANK, quick_languages, run_until

import extract.reading.articles
from extract.running import run

ARTICLES = 200
BY_EVENT, WHILE_REPLACING, BY_TIME = 6, 8, 6

pytestmark = pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="quick processes are forked"
)


def write_articles(folder: Path, numbers: range) -> Path:
    folder.mkdir()
    for number in numbers:
        (folder / f"{number:03}.txt").write_text(f"The ministers of both countries met. Message {number}.")
    return folder


def start(source: Path, out: Path, last: int, counted: Path | None = None) -> BaseProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["killed"])
    process = context.Process(target=run_until, args=(source, out, last, counted))
    process.start()
    return process


def test_twenty_kills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract.reading.articles, "read_languages", quick_languages)
    draw = random.Random(7)
    before, source = write_articles(tmp_path / "before", range(150, 180)), write_articles(tmp_path / "in", range(200))
    run([before], tmp_path / "old", BLANK, None, plain_finder)
    old = tables(tmp_path / "old")
    shutil.copytree(tmp_path / "old", tmp_path / "undisturbed")
    start(source, tmp_path / "undisturbed", 0).join()  # the first process of a server has more to load
    shutil.rmtree(tmp_path / "undisturbed")
    shutil.copytree(tmp_path / "old", tmp_path / "undisturbed")
    began = time.monotonic()
    start(source, tmp_path / "undisturbed", 0, tmp_path / "events").join()
    duration = time.monotonic() - began
    events = (tmp_path / "events").read_text().split()
    # All articles are read before the first table is written; the renames are those of the tables, the last but one
    # that of run.json, the last that of last_run.json.
    renames = [number for number, event in enumerate(events, start=1) if event == "os.rename"]
    first, last = renames[0] - 2, renames[-2] + 1
    wanted = tables(tmp_path / "undisturbed")
    assert set(wanted) == set(old)
    assert is_whole(tmp_path / "undisturbed")
    points: list[int | float] = [*draw.sample(range(1, first), BY_EVENT)]
    points += draw.sample(range(first, last + 1), WHILE_REPLACING)
    points += [draw.random() * duration for _ in range(BY_TIME)]
    torn = found = 0
    for place, point in enumerate(points):
        out = tmp_path / f"killed{place}"
        shutil.copytree(tmp_path / "old", out)
        process = start(source, out, point if isinstance(point, int) else 0)
        if isinstance(point, float):
            process.join(point)
            process.kill()
        process.join()
        assert process.exitcode == -9 or isinstance(point, float)
        torn += not is_whole(out)
        assert tables(out) in (old, wanted) or not is_whole(out), f"point {point} of {len(events)}"
        summary = run([source], out, BLANK, None, plain_finder)
        assert tables(out) == wanted, f"point {point} of {len(events)}"
        assert is_whole(out)
        assert not list(out.glob(".*.part"))
        known = int(summary.work.split(" known")[0])
        found += known > 30
        if isinstance(point, int) and point >= first:
            assert known == ARTICLES, "all was found, only the tables were missing"
    assert torn >= 3, "points between the first and the last file that is replaced"
    assert found > WHILE_REPLACING, "work of the killed run is taken over"
