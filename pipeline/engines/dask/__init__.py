"""Dask distributed: the workers of a cluster that runs already, or a small cluster on this machine.

Dask gives shards to workers, restarts these, and does again what one had that is gone. Which description ends
its worker, it can't say: that is found out here.
"""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain

from pipeline.engines import Done, Workers
from pipeline.errors import UsageError, WorkerError
from pipeline.inputs import is_remote
from pipeline.outputs.targets import Files, Parts
from pipeline.shards import Settings, Shard

try:
    import dask
    from distributed import Client, LocalCluster

    from pipeline.engines.dask.batch import Batch
    from pipeline.engines.dask.worker import Describe, Job, Mark
except ImportError as missing:
    raise UsageError(
        "the engine dask needs the library distributed; install it with: pip install 'factsheet[dask]'"
    ) from missing

__all__ = ["DaskEngine"]

log = logging.getLogger(__name__)

_TRIES = 3
"""To start workers on this machine."""
_CONNECT = 10.0
"""Seconds for the scheduler to answer."""
_CONFIGURATION = {
    # No pages: nothing answers at the ports that are opened for them.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.admin.large-graph-warning-threshold": "1GB",
}


class DaskEngine:
    """Workers of Dask, each with one extractor.

    Args:
        describe: what an installation is made of; workers are asked as well.
        scheduler: the address of a running scheduler, or its file; None for a cluster on this machine.
        jobs: the worker processes of a cluster on this machine.
        patience: seconds to wait for workers when there are none.
        grace: seconds after which a worker that does not stop at the time limit by itself is ended.
    """

    def __init__(
        self,
        describe: Describe,
        scheduler: str | None = None,
        jobs: int = 1,
        patience: float = 300.0,
        grace: float = 10.0,
    ) -> None:
        self.workers = Workers(number=0 if scheduler else jobs)
        self._describe = describe
        self._scheduler = scheduler
        self._patience = patience
        self._grace = grace

    def run(self, shards: Iterator[Shard], settings: Settings) -> Generator[Done, None, None]:
        """Work on shards, and hand them back in the order in which they came.

        Raises:
            WorkerError: the scheduler can't be reached, or the workers can't do this work.
            RuleError, UsageError: nothing can be extracted with these settings.
        """
        first = next(shards, None)
        if first is None:
            return
        with ExitStack() as stack:
            stack.enter_context(dask.config.set(_CONFIGURATION))
            cluster = None
            if self._scheduler is None:
                cluster = self._start_cluster(stack)
                client = Client(cluster, set_as_default=False)
            else:
                client = self._connect(self._scheduler)
            stack.callback(client.close)
            job = self._job(settings, stack)
            batch = Batch(client, cluster, job, self.workers, self._patience)
            stack.callback(batch.stop)
            yield from batch.run(chain([first], shards))

    def _start_cluster(self, stack: ExitStack) -> LocalCluster:
        """Start a cluster on this machine."""
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="factsheet-"))
        tries = 0
        while True:
            try:
                cluster = LocalCluster(
                    n_workers=self.workers.number,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address=None,
                    memory_limit=0,
                    local_directory=scratch,
                    preload="pipeline.engines.dask.worker",
                    silence_logs=logging.CRITICAL,
                    scheduler_kwargs={"allowed_failures": 0, "dashboard_address": "127.0.0.1:0"},
                )
                stack.callback(cluster.close)
                return cluster
            except RuntimeError as error:
                tries += 1
                said = error.__cause__ or error
                if tries == _TRIES:
                    raise WorkerError(f"no workers can be started on this machine: {said}") from error
                log.warning("the workers could not be started (%s): tried again", said)

    def _connect(self, scheduler: str) -> Client:
        """Connect to a running scheduler, by its address or its file."""
        given = {"scheduler_file" if os.path.isfile(scheduler) else "address": scheduler}
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            try:
                client = Client(**given, timeout=_CONNECT, set_as_default=False)
            except OSError as error:
                raise WorkerError(
                    f"no scheduler answers at {scheduler}; start one with: dask scheduler"
                ) from error
            except ValueError as error:
                raise UsageError(
                    f"{scheduler} is no address of a scheduler ({error}); write tcp://host:8786"
                ) from error
        for warning in said:
            log.info("%s", warning.message)
        return client

    def _job(self, settings: Settings, stack: ExitStack) -> Job:
        """What workers are told. Theirs is another current folder: paths are absolute."""
        if settings.rules:
            settings = replace(settings, rules=os.path.abspath(settings.rules))
        target, mark = settings.target, None
        if isinstance(target, Files | Parts):
            target = replace(target, root=_absolute(target.root))
            settings = replace(settings, target=target)
            mark = Mark.write(target.root, *([target.work] if isinstance(target, Parts) else []))
            stack.callback(mark.remove)
        described: tuple[tuple[str, str | None], ...] = ()
        if self._scheduler is not None:
            described = tuple(self._describe(settings.rules, settings.model).described.items())
        return Job(settings, self._describe, described, mark, self._grace)


def _absolute(path: str) -> str:
    return path if is_remote(path) else os.path.abspath(path)
