"""Runs on a Dask cluster: the tables of the local run, whatever becomes of the workers."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from claim_maker import trade
from fake_finders import fake_finder, plain_finder
from folder_reader import tables
from test_running import BLANK, spoil, write_articles

from extract.cli import main
from extract.config import ConfigError, Settings
from extract.merging import merge
from extract.running import Done, How, run
from extract.running.cluster import ClusterError, dask_engine
from extract.running.merged import Merged
from extract.running.merging import merge_partitions
from extract.running.partitions import Partitions
from extract.tables import read_table
from extract.tables.schema import FACTS

if "CI" not in os.environ:
    pytest.importorskip("distributed")

import dask
import pyarrow.parquet
from distributed import Client, LocalCluster


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two workers, which start again when they die."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=60) as cluster,
    ):
        yield cluster.scheduler_address


class Killer:
    """Kills one worker of a cluster when half of 200 articles are done."""

    def __init__(self, scheduler: str) -> None:
        self.killed = 0
        self._scheduler = scheduler

    def __call__(self, done: Done) -> None:
        if done.articles < 100 or self.killed:
            return
        with Client(self._scheduler, set_as_default=False) as client:
            self.killed = next(iter(client.run(os.getpid).values()))
        os.kill(self.killed, signal.SIGKILL)


def test_a_worker_is_killed_half_way_and_the_bytes_are_the_same(tmp_path: Path, scheduler: str) -> None:
    write_articles(tmp_path / "in", 200)
    run([tmp_path / "in"], tmp_path / "local", BLANK, None, fake_finder)
    kill_one = Killer(scheduler)
    how = How(kill_one, engine=partial(dask_engine, scheduler))
    summary = run([tmp_path / "in"], tmp_path / "dask", BLANK, how, fake_finder)
    assert kill_one.killed
    assert sum(summary.articles.values()) == 200
    assert not summary.failed
    assert summary.claims > 0
    assert tables(tmp_path / "local") == tables(tmp_path / "dask")


def test_a_worker_is_killed_half_way_and_an_article_kills_others(tmp_path: Path, scheduler: str) -> None:
    write_articles(tmp_path / "in", 200)
    spoil(tmp_path / "in", "042.txt", "kills")
    spoil(tmp_path / "in", "007.txt", "breaks")
    run([tmp_path / "in"], tmp_path / "local", replace(BLANK, jobs=2), None, fake_finder)
    kill_one = Killer(scheduler)
    how = How(kill_one, engine=partial(dask_engine, scheduler))
    summary = run([tmp_path / "in"], tmp_path / "dask", BLANK, how, fake_finder)
    assert kill_one.killed
    assert sum(summary.articles.values()) == 200
    assert dict(summary.failed).keys() == {"007.txt", "042.txt"}
    assert "workers" in dict(summary.failed)["042.txt"]
    one, other = tables(tmp_path / "local"), tables(tmp_path / "dask")
    differing = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    assert differing == {"articles.csv", "run.json"}, "the reason that 042.txt failed is told in other words"


def test_workers_of_this_machine_give_the_same_bytes(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 40)
    run([tmp_path / "in"], tmp_path / "local", BLANK, None, plain_finder)
    summary = run(
        [tmp_path / "in"], tmp_path / "dask", BLANK, How(engine=partial(dask_engine, ""), shards=True), plain_finder
    )
    assert sum(summary.articles.values()) == 40
    assert tables(tmp_path / "local") == tables(tmp_path / "dask")
    facts = read_table(tmp_path / "dask", FACTS)
    shards = sorted((tmp_path / "dask" / "shards").glob("facts-*.parquet"))
    assert [row["fact_id"] for shard in shards for row in pyarrow.parquet.read_table(shard).to_pylist()] == list(
        facts["fact_id"]
    )
    assert (tmp_path / "dask" / "shards" / "_SUCCESS").exists()
    again = run([tmp_path / "in"], tmp_path / "dask", BLANK, None, plain_finder)
    assert again.work == "40 known"


def test_a_worker_that_has_other_rules_is_refused(
    tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_articles(tmp_path / "in", 4)
    monkeypatch.setattr("extract.running.cluster._parts", lambda settings, make: {"rules": "others", "program": "x"})
    with pytest.raises(ClusterError, match=r"worker tcp://.* has another .*program, rules.* than the run"):
        run([tmp_path / "in"], tmp_path / "out", BLANK, How(engine=partial(dask_engine, scheduler)), plain_finder)
    assert not (tmp_path / "out" / "facts.csv").exists()


def test_claims_are_merged_on_workers(tmp_path: Path, scheduler: str) -> None:
    codes = ("KZ", "FR", "PL", "US", "CN")
    claims = [replace(trade("3.9", article=f"{code}{place}.txt"), countries=("DE", code)) for code in codes
              for place in range(3)]  # fmt: skip
    with (
        Partitions(tmp_path / "p.sqlite") as partitions,
        Merged(tmp_path / "m.sqlite") as merged,
        dask_engine(scheduler, Settings(), plain_finder) as engine,
    ):
        for one in claims:
            partitions.add([one])
        merging = merge_partitions(partitions, merged, mapper=engine.map, size=1)
        assert len(merging.tasks) > 3
        assert list(merged.facts(merging.tasks)) == merge(claims)


def test_no_scheduler_answers(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 2)
    how = How(engine=partial(dask_engine, "tcp://127.0.0.1:1"))
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(ClusterError, match=r"--scheduler tcp://127.0.0.1:1: no scheduler answers there"),
    ):
        run([tmp_path / "in"], tmp_path / "out", BLANK, how, plain_finder)


def test_without_the_package_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ConfigError, match=r'pip install "extract\[dask\]"'):
        dask_engine("", Settings(), plain_finder)


def test_a_scheduler_is_asked_for_by_dask_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--scheduler", "tcp://host:8786"]) == 2
    assert "--engine dask" in capsys.readouterr().err
