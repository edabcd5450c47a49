"""A process that works on the shards that it is sent, until there are none or its parent is gone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import MutableSequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.errors import FactsheetError
from pipeline.shards import Outcome, Settings, work

NUMBER, INDEX, ITEMS, SINCE = range(4)
"""Of what a worker shares with its parent: the shard, the first of its items that it is at, how many there
are, and when they were begun."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker sends for a shard."""

    outcomes: list[Outcome]
    memory: int
    """Bytes that the worker holds."""


def serve(connection: Connection, settings: Settings, at_work: MutableSequence[float]) -> None:
    """Work on shards as they are sent; a reply for each. None is the last."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    threading.Thread(target=_end_with_parent, daemon=True).start()

    while (shard := connection.recv()) is not None:
        number = shard.number

        def starting(index: int, items: int, number: int = number) -> None:
            at_work[SINCE] = time.monotonic()
            at_work[INDEX], at_work[ITEMS] = index, items
            at_work[NUMBER] = number

        try:
            outcomes = work(shard, settings, starting)
        except FactsheetError as error:
            connection.send(error)
            return
        at_work[NUMBER] = -1
        connection.send(Reply(outcomes, memory()))
    # All is written and sent. To free, piece by piece, what the process holds would take it half a second.
    os._exit(0)


def memory() -> int:
    """Bytes of memory that this process holds now; the most that it held, where that is all that is known."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def _end_with_parent() -> None:
    """End this process when its parent does, even when that was killed: its place may be taken at once."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
