"""Processes of this machine. A worker that crashes costs the description that it was at, and is replaced.

A pool of the standard library is of no use here: when one of its workers is killed, it hangs or ends.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import pickle
import time
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from pipeline.engines import Done, Workers
from pipeline.engines.worker import INDEX, ITEMS, NUMBER, SINCE, Reply, serve
from pipeline.errors import FactsheetError, WorkerError
from pipeline.shards import Failure, Outcome, Settings, Shard
from pipeline.time_limit import TooSlowError

log = logging.getLogger(__name__)

_AHEAD = 2
"""Shards that a worker has: one to work on, and one that it need not wait for."""
_WINDOW = 64
"""Shards for each worker between the first that is not done and the last that is given out."""
_GRACE = 10.0
"""Seconds after which a worker that does not stop by itself at the time limit is killed."""
_GROWTH = 150_000_000
"""Bytes by which a worker may grow: spaCy keeps every new word. It is replaced then."""
_TICK = 1.0
"""Seconds between two looks at the time limits."""
_PIPE = 30_000
"""Bytes that a pipe takes without a reader."""
_TRIES = 4
"""Workers for each that is wanted, until it is given up to start them."""


@dataclass(slots=True)
class _Piece:
    """A stretch of a shard that is given to a worker: all of it, unless a worker crashed on it before."""

    shard: Shard
    first: int = 0
    crashes: int = 0


@dataclass(slots=True)
class _Worker:
    process: Any
    connection: Connection
    at_work: Any
    pieces: deque[_Piece] = field(default_factory=deque)
    memory_at_first: int = 0
    leaving: bool = False
    too_slow: bool = False


class LocalEngine:
    """Worker processes, started afresh (spawned), each with one extractor."""

    def __init__(self, jobs: int) -> None:
        self.workers = Workers(number=jobs)
        self._context = multiprocessing.get_context("spawn")

    def run(self, shards: Iterator[Shard], settings: Settings) -> Generator[Done, None, None]:
        """Work on shards, and hand them back in the order in which they came."""
        batch = _Batch(self.workers, self._context, settings)
        try:
            yield from batch.run(shards)
        finally:
            batch.stop()


class _Batch:
    """The state of one run."""

    def __init__(self, workers: Workers, context: Any, settings: Settings) -> None:
        self._count = workers
        self._context = context
        self._settings = settings
        self._workers: list[_Worker] = []
        self._again: deque[_Piece] = deque()
        self._open: dict[int, tuple[Shard, list[Outcome | None]]] = {}
        """By number: shards that were taken and not handed back, with the outcomes so far."""
        self._in_vain = 0
        """Workers that ended one after the other before they had done anything."""

    def run(self, shards: Iterator[Shard]) -> Generator[Done, None, None]:
        waiting: Iterator[Shard] | None = shards
        while True:
            waiting = self._give_out(waiting)
            yield from self._finished()
            if waiting is None and not self._open:
                return
            self._take_replies()

    def stop(self) -> None:
        """End all workers: at once where they are at work."""
        for worker in self._workers:
            if worker.pieces:
                worker.process.kill()
            else:
                self._dismiss(worker)
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
            worker.process.close()
        self._workers.clear()

    def _give_out(self, waiting: Iterator[Shard] | None) -> Iterator[Shard] | None:
        """Give every worker enough to do; the shards that are left, None where there are none."""
        for depth in range(_AHEAD):
            for n in range(self._count.number):
                worker = self._workers[n] if n < len(self._workers) else None
                if worker is not None and (worker.leaving or len(worker.pieces) > depth):
                    continue
                piece = self._again.popleft() if self._again else None
                if piece is None and waiting is not None and self._may_take():
                    shard = next(waiting, None)
                    if shard is None:
                        waiting = None
                    else:
                        self._open[shard.number] = shard, [None] * len(shard.items)
                        piece = _Piece(shard)
                if piece is None or not self._send(worker or self._start(), piece):
                    return waiting
        return waiting

    def _may_take(self) -> bool:
        return len(self._open) < _WINDOW * self._count.number

    def _finished(self) -> Generator[Done, None, None]:
        while self._open:
            number = next(iter(self._open))
            shard, outcomes = self._open[number]
            done = [outcome for outcome in outcomes if outcome is not None]
            if len(done) < len(outcomes):
                return
            del self._open[number]
            yield Done(shard, done)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        at_work = self._context.RawArray("d", [-1, 0, 0, 0])
        process = self._context.Process(target=serve, args=(theirs, self._settings, at_work), daemon=True)
        process.start()
        theirs.close()
        self._count.started += 1
        log.info("worker %d started", process.pid)
        worker = _Worker(process, ours, at_work)
        self._workers.append(worker)
        return worker

    def _send(self, worker: _Worker, piece: _Piece) -> bool:
        """Give a piece to a worker. What is too large to wait in the pipe is kept until it is idle."""
        data = pickle.dumps(piece.shard)
        if worker.pieces and len(data) > _PIPE:
            self._again.appendleft(piece)
            return False
        worker.pieces.append(piece)
        with contextlib.suppress(OSError):  # a worker that is gone is found dead at the next look
            worker.connection.send_bytes(data)
        return True

    def _take_replies(self) -> None:
        by_handle: dict[Any, _Worker] = {}
        for worker in self._workers:
            by_handle[worker.connection] = worker
            by_handle[worker.process.sentinel] = worker
        ready = {id(by_handle[handle]): by_handle[handle] for handle in wait(list(by_handle), _TICK)}
        for worker in ready.values():
            if not self._read(worker):
                self._bury(worker)
        for worker in list(self._workers):
            self._check_time(worker)

    def _read(self, worker: _Worker) -> bool:
        """Take what a worker has sent; whether it is still there."""
        try:
            while worker.connection.poll():
                reply = worker.connection.recv()
                if isinstance(reply, FactsheetError):
                    raise reply
                self._settle(worker, reply)
        except (EOFError, OSError):
            return False
        return bool(worker.process.is_alive())

    def _settle(self, worker: _Worker, reply: Reply) -> None:
        self._in_vain = 0
        piece = worker.pieces.popleft()
        number = piece.shard.number
        self._open[number][1][piece.first : piece.first + len(reply.outcomes)] = reply.outcomes
        self._count.memory = max(self._count.memory, reply.memory)
        worker.memory_at_first = worker.memory_at_first or reply.memory
        log.debug("worker %d holds %d MB", worker.process.pid, reply.memory // 1_000_000)
        if reply.memory > worker.memory_at_first + _GROWTH and not worker.leaving:
            log.info("worker %d has grown to %d MB: replaced", worker.process.pid, reply.memory // 1_000_000)
            self._dismiss(worker)

    def _dismiss(self, worker: _Worker) -> None:
        worker.leaving = True
        with contextlib.suppress(OSError):
            worker.connection.send(None)

    def _bury(self, worker: _Worker) -> None:
        """Find out what a worker that is gone was at, and have the rest worked on again."""
        self._workers.remove(worker)
        worker.process.join()
        ending = _ending(worker.process.exitcode)
        worker.connection.close()
        worker.process.close()
        if not worker.pieces:
            return
        self._count.crashed += 1
        piece = worker.pieces.popleft()
        self._again.extendleft(reversed(worker.pieces))
        if int(worker.at_work[NUMBER]) != piece.shard.number:
            self._retry_whole(piece, ending)
            return
        index = int(worker.at_work[INDEX])
        if worker.too_slow and worker.at_work[ITEMS] == 1:
            failure = Failure("too slow", str(TooSlowError(self._settings.max_time)))
        elif len(piece.shard.items) == 1 and piece.crashes:
            failure = Failure("crashed", f"the process that read it ended twice ({ending})")
        else:
            log.warning(
                "a worker ended (%s) at %s: tried again, alone", ending, piece.shard.items[index].shown
            )
            self._retry(piece, slice(index + 1, None))
            self._retry(piece, slice(index, index + 1), crashes=1)
            self._retry(piece, slice(0, index))
            return
        self._open[piece.shard.number][1][piece.first + index] = Outcome(failure)
        self._retry(piece, slice(index + 1, None))
        self._retry(piece, slice(0, index))

    def _retry_whole(self, piece: _Piece, ending: str) -> None:
        # Between two shards, or before the first: no description is at fault.
        log.warning("a worker ended (%s) before it began a shard: tried again", ending)
        self._in_vain += 1
        if self._in_vain > _TRIES * self._count.number:
            raise WorkerError(f"the worker processes end before they begin ({ending})")
        self._again.appendleft(piece)

    def _retry(self, piece: _Piece, some: slice, crashes: int = 0) -> None:
        items = piece.shard.items[some]
        if items:
            shard = Shard(piece.shard.number, items, alone=True)
            self._again.appendleft(_Piece(shard, piece.first + some.start, crashes))

    def _check_time(self, worker: _Worker) -> None:
        """Kill a worker that the time limit could not stop: it is in code that does not listen."""
        limit = self._settings.max_time
        if not limit or not worker.pieces or worker.at_work[NUMBER] < 0 or worker.too_slow:
            return
        if time.monotonic() - worker.at_work[SINCE] > limit + _GRACE:
            log.warning("worker %d does not stop at the time limit: killed", worker.process.pid)
            worker.too_slow = True
            worker.process.kill()


def _ending(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
