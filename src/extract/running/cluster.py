"""Batches on a cluster: an engine on Dask distributed, with the function and the results of the local ones.

Workers are others' machines: each states once what program, rules and models it has, and one that differs is refused.
What a worker that dies was at is repeated by Dask; what kills one worker after the other is gone through one by one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Any, TypeVar

from extract.config import BLANK, ConfigError, Settings
from extract.reading import Document
from extract.records import Article
from extract.running.analysing import Finder, FinderFactory, Outcome, describe, process_batch
from extract.running.engines import Batch, Engine, Found
from extract.running.fingerprint import differences, fingerprint, package_mark
from extract.running.pool import deaf

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

# Tasks handed out for each thread of a worker: one in hand, one that waits, and one on its way.
_AHEAD = 3
# Deaths of workers that a task may have been at before it is suspected; the scheduler of others has its own number.
_DEATHS = 1
_PATIENCE = 120.0  # seconds without any worker
_TICK = 5.0
_DIED = "the workers that analysed it died, perhaps for lack of memory"
# Of workers on this machine: nobody looks at their profiles, which take a part of each core.
_LOCAL = {
    "distributed.scheduler.allowed-failures": _DEATHS,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
}
_LARGE = {"distributed.admin.large-graph-warning-threshold": "1GB"}


class ClusterError(ConfigError):
    """A cluster that cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What workers go by.

    Attributes:
        settings: with absolute paths, which must lead to the same on every worker.
        make: builds the finder of claims.
        parts: the fingerprint that a worker must have.
    """

    settings: Settings
    make: FinderFactory
    parts: tuple[tuple[str, str], ...]


def dask_engine(address: str, settings: Settings, make: FinderFactory) -> Engine:
    """The engine for a scheduler, or for processes of this machine where there is no address.

    Raises:
        ClusterError: when Dask distributed is not installed.
    """
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        message = 'engine dask needs the package distributed; run: pip install "extract[dask]"'
        raise ClusterError(message) from error
    return Cluster(settings, make, address)


class Cluster:
    """Workers of a Dask scheduler; they are asked for when the first batch comes."""

    def __init__(self, settings: Settings, make: FinderFactory, address: str = "") -> None:
        """Keep what workers go by; without an address `settings.jobs` processes of this machine are the cluster."""
        self._settings = settings
        self._make = make
        self._address = address
        self._open = ExitStack()
        self._connected: Any = None
        self._given: Orders | None = None

    def __enter__(self) -> Cluster:
        """The engine itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the workers; what they are at is forgotten."""
        self._open.close()
        self._connected = None

    def run(self, batches: Iterator[Batch]) -> Iterator[Found]:
        """See `Engine.run`; what is lost with several workers is repeated, one document after the other.

        Raises:
            ClusterError: also when there is no such scheduler, no worker is left, or one of them has another program,
                other models or other rules.
        """
        lost: list[Batch] = []
        for (number, documents), outcomes in self._carried_out(_process, batches, lambda batch: batch[1]):
            if outcomes is None:
                lost.append((number, documents))
            else:
                yield number, outcomes
        if lost:
            self._demand_start()
        for number, documents in sorted(lost, key=lambda batch: batch[0]):
            yield number, list(self._one_by_one(documents))

    def map(
        self, function: Callable[[S, T], R], shared: S, arguments: Iterator[tuple[int, T]]
    ) -> Iterator[tuple[int, R]]:
        """See `Engine.map`.

        Raises:
            ClusterError: as `run`, and when a part kills the workers.
        """
        call = partial(_call, function, shared)
        for (number, _), result in self._carried_out(call, arguments, lambda argument: argument[1]):
            if result is None:
                raise ClusterError(f"part {number} of the claims kills the workers; give them more memory")
            yield number, result

    def _demand_start(self) -> None:
        """Tell workers that die of pipelines and rules from those that die of a document."""
        for _, started in self._carried_out(_start, iter([0]), lambda _: None):
            if started is None:
                raise ClusterError("workers die before they read an article; run without a cluster to see why")

    def _one_by_one(self, documents: Sequence[Document]) -> Iterator[Outcome]:
        """Nothing else is under way, so that who kills a worker gives himself away."""
        for document in documents:
            for _, outcomes in self._carried_out(_process, iter([[document]]), lambda batch: batch):
                yield outcomes[0] if outcomes else Outcome(
                    Article(document.name, "", None, status="failed", reason=_DIED)
                )  # fmt: skip

    def _carried_out(
        self, function: Callable[[Orders, Any], R], tasks: Iterator[T], argument: Callable[[T], object]
    ) -> Iterator[tuple[T, R | None]]:
        """Tasks with their results, in the order in which they are done; None for one that killed its workers."""
        from distributed import KilledWorker

        under_way: dict[Any, T] = {}
        done: SimpleQueue[Any] = SimpleQueue()
        while True:
            while len(under_way) < self._room(under_way) and (task := next(tasks, None)) is not None:
                future = self._submit(function, argument(task))
                under_way[future] = task
                future.add_done_callback(done.put)
            if not under_way:
                return
            future = self._next(done)
            task = under_way.pop(future)
            try:
                result = future.result()
            except KilledWorker:
                result = None
            except (ImportError, RuntimeError) as error:
                reason = f"{describe(error)}; install the program of the run on scheduler and workers"
                raise ClusterError(f"the scheduler {self._name()} cannot do it: {reason}") from error
            yield task, result

    def _submit(self, function: Callable[[Orders, Any], R], argument: object) -> Any:
        import dask

        client = self._client()
        with dask.config.set(_LARGE):
            return client.submit(function, self._orders(), argument, pure=False)

    def _room(self, under_way: Mapping[Any, object]) -> int:
        """How many tasks may be under way; the first is handed out before it is known who is there."""
        if not under_way:
            return 1
        threads: Mapping[str, int] = self._client().nthreads()
        return _AHEAD * max(1, sum(threads.values()))

    def _next(self, done: SimpleQueue[Any]) -> Any:
        """The next task that is done.

        Raises:
            ClusterError: when nobody is left who could do it.
        """
        since = monotonic()
        while True:
            try:
                return done.get(timeout=_TICK)
            except Empty:
                client = self._client()
                if client.status not in ("running", "connecting"):
                    raise ClusterError(f"the scheduler {self._name()} has gone; run the same command again") from None
                if client.nthreads():
                    since = monotonic()
                elif monotonic() - since > _PATIENCE:
                    raise ClusterError(
                        f"the scheduler {self._name()} has no workers; start some and run again"
                    ) from None

    def _client(self) -> Any:
        if self._connected is None:
            self._connected = self._open.enter_context(self._joined() if self._address else self._started())
        return self._connected

    def _joined(self) -> Any:
        from distributed import Client

        try:
            return Client(self._address, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise ClusterError(f"--scheduler {self._address}: no scheduler answers there: {error}") from error

    def _started(self) -> Any:
        import dask
        from distributed import Client, LocalCluster

        self._open.enter_context(dask.config.set(_LOCAL))
        with deaf():
            cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=self._settings.jobs, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )  # fmt: skip
            self._open.enter_context(cluster)
            return Client(cluster, set_as_default=False)  # type: ignore[no-untyped-call]

    def _name(self) -> str:
        return self._address or "of this machine"

    def _orders(self) -> Orders:
        if self._given is None:
            settings = _absolute(self._settings)
            self._given = Orders(settings, self._make, tuple(sorted(_parts(settings, self._make).items())))
        return self._given


def _absolute(settings: Settings) -> Settings:
    """Settings with paths that do not hang on the folder that a process was started in."""
    return replace(
        settings, english=_absolute_pipeline(settings.english), german=_absolute_pipeline(settings.german),
        rules=settings.rules.absolute(), officials=settings.officials.absolute(),
    )  # fmt: skip


def _absolute_pipeline(name: str) -> str:
    return name if name.startswith(BLANK) or not Path(name).is_dir() else str(Path(name).absolute())


def _parts(settings: Settings, make: FinderFactory) -> dict[str, str]:
    """All that must be the same on a worker; the program as a whole, since workers also merge."""
    return fingerprint(settings, make) | {"program": package_mark()}


def _process(orders: Orders, documents: Sequence[Document]) -> list[Outcome]:
    _demand_same(orders)
    with _turn():
        return process_batch(documents, lambda: _finder(orders))


def _start(orders: Orders, _: None) -> bool:
    _demand_same(orders)
    _finder(orders)
    return True


def _call(function: Callable[[S, T], R], shared: S, orders: Orders, argument: T) -> R:
    _demand_same(orders)
    return function(shared, argument)


@cache
def _demand_same(orders: Orders) -> None:
    """Once in each worker.

    Raises:
        ClusterError: when its program, models or rules are not those of the run.
    """
    from distributed import get_worker

    other = differences(dict(orders.parts), _parts(orders.settings, orders.make))
    if other:
        raise ClusterError(
            f"worker {get_worker().address} has another {', '.join(other)} than the run; install the same version,"
            f" models and libraries there, and see that {orders.settings.rules} and {orders.settings.officials} hold"
            " the same"
        )


@cache
def _finder(orders: Orders) -> Finder:
    """Pipelines and rules, loaded once in each worker."""
    return orders.make(orders.settings)


@cache
def _turn() -> Lock:
    """One thread of a worker at a time: pipelines are not made for more."""
    return Lock()
