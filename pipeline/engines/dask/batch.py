"""The state of one run on Dask."""

from __future__ import annotations

import logging
import os
import time
import uuid
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any

from distributed import Client, Future, KilledWorker, LocalCluster

from pipeline.engines import Done, Workers
from pipeline.engines.dask.worker import Job, work_on
from pipeline.engines.order import Order, Piece
from pipeline.errors import FactsheetError, WorkerError
from pipeline.inputs import Item, is_remote
from pipeline.inputs.files import first_line
from pipeline.shards import Failure, Outcome, Shard

log = logging.getLogger(__name__)

_AHEAD = 3
"""Shards that are given out for each worker: one to work on, and those that it need not wait for."""
_WINDOW = 64
"""Shards for each worker between the first that is not done and the last that is given out."""
_TICK = 1.0
"""Seconds between two looks at the workers."""
_ALONE = 2
"""So often has a worker ended at a description, with its shard and by itself, that it is accused."""
_LOST = "the scheduler is gone; what was done is kept: start it again, and the same command"


@dataclass(frozen=True, slots=True)
class _Ended:
    """A task that came to its end."""

    key: str
    result: Any
    """What it handed back, or the error it ended with."""


class Batch:
    """The state of one run."""

    def __init__(
        self, client: Client, own: LocalCluster | None, job: Job, workers: Workers, patience: float
    ) -> None:
        self._client = client
        self._own = own
        """The cluster, where it was started for this run."""
        self._job = job
        self._count = workers
        self._patience = patience
        self._name = f"factsheet-{uuid.uuid4().hex}"
        self._numbers = count()
        self._order = Order()
        self._in_flight: dict[str, tuple[Piece, Future[Any]]] = {}
        self._again: deque[Piece] = deque()
        self._accused: deque[Piece] = deque()
        """Descriptions to be tried with nothing else at work: it is theirs alone if a worker ends then."""
        self._ended: SimpleQueue[_Ended] = SimpleQueue()
        self._seen: set[str] = set()
        """Addresses of workers: one that is started again has another."""
        self._present = 0
        self._looked = float("-inf")
        self._had_workers = time.monotonic()
        client.subscribe_topic("all", self._hear)

    def run(self, shards: Iterator[Shard]) -> Generator[Done, None, None]:
        """Work on shards, and hand them back in their order. Raises WorkerError, RuleError or UsageError."""
        waiting: Iterator[Shard] | None = shards
        while True:
            self._look_after_workers()
            waiting = self._give_out(waiting)
            yield from self._order.finished()
            if waiting is None and not self._order:
                return
            self._take_results()

    def stop(self) -> None:
        """End all work that was given out."""
        self._client.unsubscribe_topic("all")
        self._client.cancel([future for _, future in self._in_flight.values()], force=True)
        self._in_flight.clear()

    def _give_out(self, waiting: Iterator[Shard] | None) -> Iterator[Shard] | None:
        """Give the workers enough to do; the shards that are left, None where there are none."""
        while len(self._in_flight) < _AHEAD * max(1, self._present):
            if any(piece.ended == _ALONE for piece, _ in self._in_flight.values()):
                break
            if self._again:
                self._submit(self._again.popleft())
            elif self._accused:
                if self._in_flight:
                    break
                self._submit(self._accused.popleft())
            elif waiting is None or len(self._order) >= _WINDOW * max(1, self._present):
                break
            elif (shard := next(waiting, None)) is None:
                waiting = None
            else:
                self._submit(self._order.take(shard))
        return waiting

    def _submit(self, piece: Piece) -> None:
        shard = replace(piece.shard, items=tuple(map(_anywhere, piece.shard.items)))
        key = f"{self._name}-{next(self._numbers)}"
        future = self._client.submit(work_on, shard, self._job, key=key, pure=False)
        self._in_flight[key] = piece, future
        future.add_done_callback(self._end)

    def _end(self, future: Future[Any]) -> None:
        # Called in a thread of its own, where the result is fetched while this batch goes on. One that has
        # gone with its worker is waited for: it is made again.
        try:
            result = future.result()
        except Exception as error:
            result = error
        self._ended.put(_Ended(str(future.key), result))

    def _take_results(self) -> None:
        try:
            self._settle(self._ended.get(timeout=_TICK))
            while True:
                self._settle(self._ended.get_nowait())
        except Empty:
            pass

    def _settle(self, ended: _Ended) -> None:
        piece, _ = self._in_flight.pop(ended.key)
        result = ended.result
        if isinstance(result, KilledWorker):
            self._suspect(piece)
        elif isinstance(result, FactsheetError):
            raise result
        elif isinstance(result, CancelledError):
            raise WorkerError(_LOST) from result
        elif isinstance(result, Exception):
            said = f"{type(result).__name__}: {first_line(result)}"
            raise WorkerError(f"the workers can't do this work: {said}") from result
        else:
            address, reply = result
            if address not in self._seen:
                self._seen.add(address)
                self._count.started += 1
            self._count.memory = max(self._count.memory, reply.memory)
            self._see_that_inputs_are_shared(address, piece.shard.items, reply.outcomes)
            self._order.settle(piece, reply.outcomes)

    def _suspect(self, piece: Piece) -> None:
        """Workers ended with a piece. It may be without fault, and only have waited for its turn there."""
        if piece.ended == _ALONE:
            failure = Failure("crashed", "the process that read it ended each time that it was tried")
            self._order.settle(piece, [Outcome(failure)])
        elif piece.ended:
            self._accused.extend(piece.one_by_one())
        else:
            log.warning(
                "a worker ended at %s or near it: tried again, one by one", piece.shard.items[0].shown
            )
            self._again.extend(piece.one_by_one())

    def _see_that_inputs_are_shared(
        self, address: str, items: tuple[Item, ...], outcomes: list[Outcome]
    ) -> None:
        for item, outcome in zip(items, outcomes, strict=True):
            failure = outcome.failure
            if failure is None or failure.code != "unreadable" or outcome.sha256 or _path(item) is None:
                continue
            try:
                item.read(self._job.settings.max_size)
            except Exception:  # it is no better here
                continue
            raise WorkerError(
                f"the worker {address} can't read {item.shown}, which this machine can; "
                "inputs have to lie in a folder that all machines share, or in a store"
            )

    def _hear(self, event: tuple[float, Any]) -> None:
        """Count the workers that end while they have work of this run."""
        said = event[1]
        if not isinstance(said, dict) or said.get("action") != "remove-worker" or said.get("expected"):
            return
        if any(str(key).startswith(self._name) for key in said.get("processing-tasks", ())):
            self._count.crashed += 1

    def _look_after_workers(self) -> None:
        now = time.monotonic()
        if now < self._looked + _TICK:
            return
        self._looked = now
        try:
            self._present = len(self._client.nthreads())
        except (OSError, TimeoutError) as error:
            raise WorkerError(_LOST) from error
        if self._own is not None and self._present < self._count.number:
            self._own.scale(self._count.number)  # what watches over a worker may have ended as well
        if self._present:
            self._had_workers = now
            self._count.number = max(self._count.number, self._present)
        elif now - self._had_workers > self._patience:
            raise WorkerError(
                f"there have been no workers for {self._patience:g} seconds; "
                "start some for this scheduler with: dask worker"
            )


def _path(item: Item) -> str | None:
    """The path of the file of this machine that holds an item."""
    path: str | None = getattr(item.place, "path", None)
    return None if path is None or is_remote(path) else path


def _anywhere(item: Item) -> Item:
    """The item as it can be read with another current folder."""
    path = _path(item)
    if path is None or os.path.isabs(path):
        return item
    return replace(item, place=replace(item.place, path=os.path.abspath(path)))  # type: ignore[type-var]
