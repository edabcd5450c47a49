"""What a worker of Dask does: see that it is like the machine that runs the batch, then work on shards."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from distributed import get_worker

from pipeline.engines.worker import Reply, memory
from pipeline.errors import FactsheetError, WorkerError
from pipeline.inputs.files import first_line
from pipeline.outputs.folder import WORK, open_folder
from pipeline.shards import Settings, Shard, drop_extractor, work

_GROWTH = 200_000_000
"""Bytes by which a worker may grow: spaCy keeps every new word. The extractor is made anew then."""
_TICK = 1.0
"""Seconds by which the last time limit may come late."""
_at_work = threading.Lock()
"""One shard at a time, however many threads a worker has: it has one extractor."""


class Installation(Protocol):
    """What an installation of Factsheet is made of."""

    @property
    def described(self) -> Mapping[str, str | None]:
        """Its parts, each by its version or hash."""


Describe = Callable[[str | None, str | None], Installation]
"""The installation on this machine, with a folder of rules and a model."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A file in the output folder, which a worker has to see if it sees the same folder."""

    root: str
    name: str
    content: bytes

    @classmethod
    def write(cls, root: str, work: str = WORK) -> Mark:
        """Leave one in a folder, below that for what is not complete. Raises OSError."""
        mark = cls(root, f"{work}/tmp/{uuid.uuid4().hex}", uuid.uuid4().bytes)
        open_folder(root).write(mark.name, mark.content)
        return mark

    def is_seen(self) -> bool:
        """Whether it is there."""
        try:
            return open_folder(self.root).read(self.name) == self.content
        except OSError:
            return False

    def remove(self) -> None:
        """Take it away."""
        open_folder(self.root).remove(self.name)


@dataclass(frozen=True, slots=True)
class Job:
    """What workers have to know of a run. Sent with each shard."""

    settings: Settings
    describe: Describe
    described: tuple[tuple[str, str | None], ...]
    """The installation that the run was started with; empty where there is no other."""
    mark: Mark | None
    grace: float
    """Seconds after which a worker that does not stop by itself at the time limit ends."""


def dask_setup(worker: object) -> None:
    """Called by Dask when a worker of this machine starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the batch decides when to stop


def work_on(shard: Shard, job: Job) -> tuple[str, Reply]:
    """Work on a shard; also the address of the worker.

    Raises:
        WorkerError: this worker is not fit for the run.
        RuleError, UsageError: nothing can be extracted with these settings.
    """
    address = get_worker().address
    try:
        with _at_work:
            fault = _fault(job)
            if fault:
                raise WorkerError(f"the worker {address} {fault}")
            with _Watch(job) as watch:
                outcomes = work(shard, job.settings, watch.starting)
            held = memory()
            if held > _size_at_first() + _GROWTH:
                drop_extractor()
                _size_at_first.cache_clear()
    except FactsheetError:
        raise
    except Exception as error:  # in words: not every error can be sent
        said = f"{type(error).__name__}: {first_line(error)}"
        raise WorkerError(f"the worker {address} can't do this work: {said}") from None
    return address, Reply(outcomes, held)


@lru_cache(maxsize=4)
def _fault(job: Job) -> str:
    """Why this worker can't be used for a run, for the end of a sentence; empty where it can."""
    try:
        here = job.describe(job.settings.rules, job.settings.model).described if job.described else {}
        differs = [name for name, value in job.described if here.get(name) != value]
        if differs:
            return (
                f"has another installation than this machine (other {', '.join(differs)}); "
                "install the same version of Factsheet on both, with the same rules and libraries"
            )
        if job.mark and not job.mark.is_seen():
            return (
                f"does not see the output folder {job.mark.root} as this machine does; "
                "name a folder that all machines share, or a URL such as s3://bucket/facts"
            )
    except (FactsheetError, OSError) as error:
        return f"can't be used: {error}"
    return ""


@lru_cache(maxsize=1)
def _size_at_first() -> int:
    """Bytes that this process held when it had done a shard with a new extractor."""
    return memory()


class _Watch:
    """Ends this process when a description goes on after the time limit: it is in code that does not listen.

    The interpreter's own watch needs no turn of the interpreter, which that code may hold.
    """

    def __init__(self, job: Job) -> None:
        self._seconds = job.settings.max_time + job.grace + _TICK if job.settings.max_time else 0
        self._since = float("-inf")

    def __enter__(self) -> _Watch:
        return self

    def __exit__(self, *_: object) -> None:
        faulthandler.cancel_dump_traceback_later()

    def starting(self, index: int, items: int) -> None:
        """Count from now on."""
        now = time.monotonic()
        if self._seconds and now > self._since + _TICK:
            self._since = now
            faulthandler.dump_traceback_later(self._seconds, exit=True, file=_nowhere())


@lru_cache(maxsize=1)
def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)
