"""What destinations share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from pipeline.batch.ledger import Entry, Ledger
from pipeline.batch.lock import locked
from pipeline.batch.plan import Plan
from pipeline.errors import OutputError
from pipeline.inputs import Item
from pipeline.outputs.folder import Folder, LocalFolder
from pipeline.outputs.targets import Target
from pipeline.shards import Outcome
from pipeline.store import reason


class Destination(Protocol):
    """Where the projects of a run go."""

    target: Target
    unique: bool
    """Whether each description needs an output of its own."""
    keeps_others: bool
    """Whether outputs of sources that are gone stay, unless they are pruned."""

    def shown(self, output: str) -> str:
        """What messages call the output of a description."""

    def check(self, plan: Plan) -> None:
        """See that no input is written over. Raises UsageError."""

    def opened(self, plan: Plan) -> AbstractContextManager[Ledger | None]:
        """Hold the output alone, with what is known of it. Raises UsageError or OutputError."""

    def holds(self, entry: Entry) -> bool:
        """Whether what was written is still there as it was."""

    def take(self, items: Sequence[Item], outcomes: Sequence[Outcome], stale_texts: set[str]) -> None:
        """Do what is left to be done for the outcomes of a shard.

        Args:
            stale_texts: outputs beside which the text of a page was kept in an earlier run.
        """

    def remove(self, output: str, kept_text: bool) -> None:
        """Remove the output of a description."""

    def finish(self, ledger: Ledger | None) -> None:
        """Complete the output. Raises OSError."""


@contextmanager
def opened(folder: Folder, plan: Plan, work: str) -> Iterator[Ledger]:
    """Hold a work folder alone, with its ledger."""
    lock: AbstractContextManager[None] = nullcontext()
    try:
        if isinstance(folder, LocalFolder):
            folder.open()
            lock = locked(folder.kept(f"{work}/lock"), folder.shown)
            folder.temporary()
        with lock:
            for name in list(folder.names(f"{work}/tmp")):
                folder.remove(name)
            ledger = Ledger(folder, plan, work)
            try:
                yield ledger
            finally:
                ledger.close()
    except BrokenPipeError:
        raise
    except (OSError, sqlite3.Error) as error:
        said = reason(error) if isinstance(error, OSError) else str(error)
        raise OutputError(f"the output {folder.shown} can't be written: {said}") from error


def error_record(shown: str, id: str, outcome: Outcome) -> dict[str, str | None]:
    """What is kept of a failure."""
    failure = outcome.failure
    assert failure is not None
    return {
        "id": id,
        "source": shown,
        "sha256": outcome.sha256,
        "code": failure.code,
        "message": failure.message,
    }


def to_json(record: dict[str, str | None], indent: int | None = None) -> bytes:
    """A record as JSON, with a last line break."""
    return json.dumps(record, indent=indent, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
