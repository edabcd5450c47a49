"""Where the shards of a batch are worked on: in this process, in processes of this machine, or elsewhere."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Protocol

from pipeline.shards import Outcome, Settings, Shard, work

__all__ = ["Done", "Engine", "InProcess", "cores"]


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that was worked on: one outcome for each of its items, in their order."""

    shard: Shard
    outcomes: list[Outcome]


@dataclass(slots=True)
class Workers:
    """What an engine has to say of its workers, for the report of the run."""

    number: int = 1
    started: int = 0
    crashed: int = 0
    memory: int = 0
    """Bytes: the most that one worker held."""


class Engine(Protocol):
    """Works on shards."""

    workers: Workers

    def run(self, shards: Iterator[Shard], settings: Settings) -> Generator[Done, None, None]:
        """Work on shards, and hand them back in the order in which they came.

        Shards are taken one by one as they can be worked on: only so many are held at any time. Closing the
        iterator ends all work.

        Raises:
            RuleError, UsageError: nothing can be extracted with these settings.
        """


class InProcess:
    """Works on shards in this process, one after the other."""

    def __init__(self) -> None:
        self.workers = Workers()

    def run(self, shards: Iterator[Shard], settings: Settings) -> Generator[Done, None, None]:
        """Work on shards one by one."""
        from pipeline.engines.worker import memory

        for shard in shards:
            self.workers.started = 1
            yield Done(shard, work(shard, settings))
            self.workers.memory = max(self.workers.memory, memory())


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
