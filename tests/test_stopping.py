"""Runs that are asked to stop, meet another run, or find the disk full: what is done is kept, the tables are whole."""

from __future__ import annotations

import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from fake_finders import fake_finder, plain_finder, slow_finder
from folder_reader import is_whole, tables

import extract.running.store
import extract.tables.replacing
from extract.cli import main
from extract.config import Settings
from extract.reading import Document
from extract.running import Done, How, batch, run
from extract.running.engines import Batch, Engine, Found, InProcess
from extract.running.holding import BusyError, FullError, held
from extract.running.pool import Pool
from extract.running.store import CACHE
from extract.tables import read_table
from extract.tables.schema import ARTICLES
from extract.tables.texts import Texts

BLANK = Settings(english="blank:en", german="blank:de", rules=Path("no-such-folder"), review=Path("no-such-folder"))
SENTENCES = (
    "Die Verkehrsminister beider Länder haben am Montag über neue Brücken und Straßen beraten. Bericht {}.",
    "The transport ministers of both countries talked on Monday about new bridges and roads. Report {}.",
)
# Facts, evidence, claims, articles, texts and the seal; then `last_run.json`. The other tables do not change here.
CHANGED = 6


def write_articles(folder: Path, numbers: range) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number:03}.txt").write_text(SENTENCES[number % 2].format(number), encoding="utf-8")
    return folder


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_asked_to_stop_writes_what_is_done_and_the_next_goes_on(tmp_path: Path, jobs: int) -> None:
    source, out = write_articles(tmp_path / "in", range(60)), tmp_path / "out"
    run([write_articles(tmp_path / "known", range(50, 60))], out, BLANK, None, plain_finder)
    seen: list[Done] = []
    how = How(seen.append, stop=lambda: bool(seen) and seen[-1].articles >= 4)
    summary = run([source], out, replace(BLANK, jobs=jobs, batch=2), how, plain_finder)
    done = read_table(out, ARTICLES)["article"].tolist()
    assert 14 <= len(done) < 40
    assert done[-10:] == [f"{number:03}.txt" for number in range(50, 60)], "what is known needs no work"
    assert Texts(out).names() == done
    assert summary.left == 60 - len(done)
    told = json.loads((out / "run.json").read_bytes())
    assert (told["complete"], told["left"]) == (False, 60 - len(done))
    assert is_whole(out)
    assert f"{60 - len(done)} left" in summary.work
    summary = run([source], out, BLANK, None, plain_finder)
    assert summary.work == f"{len(done)} known, {60 - len(done)} new"
    run([source], tmp_path / "full", BLANK, None, plain_finder)
    assert tables(out) == tables(tmp_path / "full")
    assert json.loads((out / "run.json").read_bytes())["complete"] is True


def started(source: Path, out: Path, jobs: int) -> subprocess.Popen[str]:
    """A run of the command line that has found something already."""
    script = Path(__file__).parent / "interrupted.py"
    (source.parent / "extract.toml").write_text("[run]\nbatch = 4\n")
    process = subprocess.Popen(
        [sys.executable, str(script), str(source), str(out), str(jobs)],
        cwd=source.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    for _ in range(1200):
        if entries(out) or process.poll() is not None:
            break
        time.sleep(0.1)
    assert process.poll() is None, process.communicate()
    return process


def entries(out: Path) -> int:
    if not (out / CACHE).is_file():
        return 0
    with closing(sqlite3.connect(out / CACHE)) as database:
        try:
            return int(database.execute("SELECT count(*) FROM entries").fetchone()[0])
        except sqlite3.OperationalError:  # the tables are not there yet
            return 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("jobs", "sent"), [(1, signal.SIGINT), (1, signal.SIGTERM), (2, signal.SIGINT)])
def test_the_first_signal_ends_the_command_with_tables(tmp_path: Path, jobs: int, sent: signal.Signals) -> None:
    source, out = write_articles(tmp_path / "in", range(400)), tmp_path / "out"
    process = started(source, out, jobs)
    os.killpg(process.pid, sent)  # as a terminal does: the worker processes get it as well
    _, talk = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "press Ctrl-C again" in talk
    assert "left; run the same command again to go on" in talk
    assert "Traceback" not in talk
    rows = read_table(out, ARTICLES)
    assert 0 < len(rows) < 400
    assert set(rows["status"]) == {"processed"}
    assert is_whole(out)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_second_signal_ends_it_at_once_and_what_was_found_stays(tmp_path: Path, jobs: int) -> None:
    source, out = write_articles(tmp_path / "in", range(400)), tmp_path / "out"
    process = started(source, out, jobs)
    for _ in range(2):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.02)
    _, talk = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "the same command goes on" in talk
    assert "Traceback" not in talk
    assert not (out / "run.json").exists()
    assert entries(out) > 0


def test_a_second_run_into_the_folder_is_told_who_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = write_articles(tmp_path / "in", range(2)), tmp_path / "out"
    monkeypatch.chdir(tmp_path)
    with held(out):
        with pytest.raises(BusyError, match=rf"out: another run \(process {os.getpid()}\) writes there"):
            run([source], out, BLANK, None, plain_finder)
        assert main(["run", str(source), "--out", str(out)]) == 2
        assert "--wait" in capsys.readouterr().err
        assert not (out / "run.json").exists()
    run([source], out, BLANK, None, plain_finder)
    assert is_whole(out)


def test_a_run_can_wait_for_another(tmp_path: Path) -> None:
    source, out = write_articles(tmp_path / "in", range(2)), tmp_path / "out"
    ready, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with held(out):
            ready.set()
            let_go.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    ready.wait(60)
    threading.Timer(0.3, let_go.set).start()
    began = time.monotonic()
    run([source], out, BLANK, How(wait=True), plain_finder)
    other.join()
    assert time.monotonic() - began >= 0.3
    assert is_whole(out)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_run_that_was_killed_keeps_nobody_out(tmp_path: Path) -> None:
    source, out = write_articles(tmp_path / "in", range(400)), tmp_path / "out"
    process = started(source, out, 1)
    with pytest.raises(BusyError, match=str(process.pid)):
        run([source], out, BLANK, None, plain_finder)
    process.kill()
    process.communicate()
    summary = run([source], out, BLANK, None, plain_finder)
    assert sum(summary.articles.values()) == 400


@pytest.mark.parametrize("file", range(CHANGED + 1))
def test_a_full_disk_leaves_a_whole_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: int) -> None:
    """Whichever file of the set it is that no more fits on it."""
    out = tmp_path / "out"
    run([write_articles(tmp_path / "in", range(4))], out, BLANK, None, plain_finder)
    old = tables(out)
    source = write_articles(tmp_path / "in", range(9))
    run([source], tmp_path / "full", BLANK, None, plain_finder)
    (tmp_path / "in" / "junk.txt").write_bytes(bytes(range(256)))
    written = 0

    def sync(part: Path) -> None:
        nonlocal written
        if written == file:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(part))
        written += 1

    with monkeypatch.context() as full:
        full.setattr(extract.tables.replacing, "_sync", sync)
        with pytest.raises(FullError) as told:
            run([source], out, BLANK, None, plain_finder)
    assert str(told.value).startswith(str(out))
    assert "no space left on the disk" in str(told.value)
    assert f"bytes free in {out}" in str(told.value)
    assert is_whole(out)
    assert (tables(out) == old) == (file < CHANGED), "either no table is touched or all are"
    assert not list(out.glob(".*.part"))
    (tmp_path / "in" / "junk.txt").unlink()
    summary = run([source], out, BLANK, None, plain_finder)
    assert summary.work.startswith("9 known"), "what was found is kept"
    assert tables(out) == tables(tmp_path / "full")


def test_a_disk_that_is_full_for_the_store_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    run([write_articles(tmp_path / "in", range(4))], out, BLANK, None, plain_finder)
    old = tables(out)
    source = write_articles(tmp_path / "in", range(200))
    whole = extract.running.store._prepared

    def small(file: str) -> sqlite3.Connection:
        connection = whole(file)
        connection.execute("PRAGMA max_page_count = 20")
        return connection

    with monkeypatch.context() as full:
        full.setattr(extract.running.store, "_prepared", small)
        with pytest.raises(FullError, match="no space left on the disk"):
            run([source], out, BLANK, None, plain_finder)
    assert tables(out) == old
    summary = run([source], out, BLANK, None, plain_finder)
    assert int(summary.work.split(" known")[0]) > 4, "what was found is kept"
    run([source], tmp_path / "full", BLANK, None, plain_finder)
    assert tables(out) == tables(tmp_path / "full")


def some_documents(*texts: str, name: str = "") -> list[Document]:
    return [
        Document(name or f"{place}.txt", text.encode(), ".txt", weight=len(text)) for place, text in enumerate(texts)
    ]


def test_the_same_text_is_analysed_once_and_listed_as_often_as_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    class Counting(InProcess):
        def run(self, batches: Iterator[Batch]) -> Iterator[Found]:
            for number, documents in batches:
                asked.append(len(documents))
                yield from super().run(iter([(number, documents)]))

    german, english = SENTENCES[0].format(1), SENTENCES[1].format(2)
    twins = some_documents(german, english, german, f"{english} It breaks.", english, f"{english} It breaks.")
    monkeypatch.setattr(batch, "documents", lambda *_: twins)
    summary = run([], tmp_path / "out", BLANK, How(engine=Counting), fake_finder)
    assert sum(asked) == 3
    assert summary.articles == {("failed", "en"): 2, ("processed", "de"): 2, ("processed", "en"): 2}
    assert [name for name, _ in summary.failed] == ["3.txt", "5.txt"]
    assert summary.claims == 4
    rows = read_table(tmp_path / "out", ARTICLES)
    assert rows["copy_of"].tolist() == ["", "", "0.txt", "", "1.txt", ""]


def test_should_a_reader_give_a_name_twice_both_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [SENTENCES[number % 2].format(number) for number in range(3)]
    monkeypatch.setattr(batch, "documents", lambda *_: some_documents(*texts, name="news.txt"))
    summary = run([], tmp_path / "out", BLANK, None, plain_finder)
    assert read_table(tmp_path / "out", ARTICLES)["article"].tolist() == ["news.txt", "news.txt (2)", "news.txt (3)"]
    assert summary.claims == 3


@pytest.mark.parametrize("kind", [InProcess, Pool])
def test_an_engine_reads_no_more_than_a_few_batches_ahead(kind: type[Engine]) -> None:
    settings = replace(BLANK, jobs=2)
    ahead = taken = 0

    def batches() -> Iterator[tuple[int, list[Document]]]:
        nonlocal taken
        for number in range(20):
            taken += 1
            yield number, some_documents(SENTENCES[number % 2].format(number))

    found: list[int] = []
    with kind(settings, plain_finder) as engine:  # type: ignore[call-arg]
        for number, outcomes in engine.run(batches()):
            ahead = max(ahead, taken - len(found))
            found.append(number)
            assert [outcome.article.name for outcome in outcomes] == ["0.txt"]
    assert sorted(found) == list(range(20))
    assert ahead <= 4


def test_an_error_ends_the_processes_without_waiting_for_their_work() -> None:
    settings = replace(BLANK, jobs=2)
    batches = ((number, some_documents(*[SENTENCES[0].format(number)] * 100)) for number in range(8))
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Pool(settings, slow_finder) as pool:
        for _ in pool.run(iter([(0, some_documents(SENTENCES[1].format(0)))])):
            began = time.monotonic()
        pool._submit(next(batches)[1], 2)
        raise KeyboardInterrupt
    assert time.monotonic() - began < 9, "a batch takes ten seconds"
