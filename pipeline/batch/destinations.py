"""What an output is to a run: what it holds already, and what is kept of each outcome."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from pipeline.batch.ledger import Entry, Ledger
from pipeline.batch.lock import locked
from pipeline.batch.plan import Plan
from pipeline.errors import OutputError, UsageError
from pipeline.inputs.item import Item
from pipeline.outputs.folder import WORK, Folder, LocalFolder, open_folder
from pipeline.outputs.targets import Files, Parts, Stream, Target
from pipeline.shards import Failure, Outcome
from pipeline.store import ERROR, reason


class Destination(Protocol):
    """Where the projects of a run go."""

    target: Target
    unique: bool
    """Whether each description needs an output of its own."""

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


class ToStream:
    """Standard output, or any stream."""

    unique = False

    def __init__(self, stream: BinaryIO, indented: bool) -> None:
        self.target: Target = Stream(indented)
        self._stream = stream

    def shown(self, output: str) -> str:
        """Never asked for: outputs of a stream need no names."""
        return output

    def check(self, plan: Plan) -> None:
        """Nothing is written over."""

    def opened(self, plan: Plan) -> AbstractContextManager[Ledger | None]:
        """There is nothing to know of it."""
        return nullcontext()

    def holds(self, entry: Entry) -> bool:
        """What was written to a stream is gone."""
        return False

    def take(self, items: Sequence[Item], outcomes: Sequence[Outcome], stale_texts: set[str]) -> None:
        """Write the projects of a shard. Raises BrokenPipeError where nobody reads them."""
        for outcome in outcomes:
            self._stream.write(outcome.written.data)
        self._stream.flush()

    def remove(self, output: str, kept_text: bool) -> None:
        """Nothing can be taken back."""

    def finish(self, ledger: Ledger | None) -> None:
        """Nothing is left to do."""


class ToFolder:
    """A folder with one JSON file a description."""

    unique = True

    def __init__(self, root: str) -> None:
        self.target: Target = Files(root)
        self._root = root
        self._folder = open_folder(root)
        self._inputs: set[str] = set()

    def shown(self, output: str) -> str:
        """The path of the file."""
        return f"{self._folder.shown}/{output}.json"

    def check(self, plan: Plan) -> None:
        """See that neither an output nor the kept text of a page is an input. Raises UsageError."""
        self._inputs = plan.origins
        real = PurePosixPath(os.path.realpath(self._root))
        for origin in sorted(plan.origins):
            path = PurePosixPath(origin)
            if path != real and real not in path.parents:
                continue
            inside = path.relative_to(real)
            if path.suffix == ".json" and plan.has(str(inside.with_suffix(""))):
                raise UsageError(
                    f"the output {self._folder.shown}/{inside} would write over an input; name another folder"
                )
            page = plan.page_below("" if path == real else f"{inside}/") if os.path.isdir(origin) else None
            if page:
                raise UsageError(
                    f"the text of {page} would be written among the inputs; name another output folder"
                )

    @contextmanager
    def opened(self, plan: Plan) -> Iterator[Ledger | None]:
        """Hold the folder alone, with its ledger."""
        with _opened(self._folder, plan, WORK) as ledger:
            yield ledger

    def holds(self, entry: Entry) -> bool:
        """Whether the file is there as it was written."""
        failure, written = entry.outcome.failure, entry.outcome.written
        if failure:
            return self._folder.stamp(f"{entry.output}{ERROR}.json") is not None
        if written.text and self._folder.stamp(f"{entry.output}.txt") is None:
            return False
        return self._folder.stamp(f"{entry.output}.json") == (written.size, written.modified)

    def take(self, items: Sequence[Item], outcomes: Sequence[Outcome], stale_texts: set[str]) -> None:
        """Put a file that tells of the failure in the place of the output of what failed."""
        for item, outcome in zip(items, outcomes, strict=True):
            if outcome.failure:
                self._quarantine(item, outcome)
            if item.output in stale_texts and not outcome.written.text:
                self._remove_text(item.output)

    def remove(self, output: str, kept_text: bool) -> None:
        """Remove the files of a description."""
        self._folder.remove(f"{output}.json")
        self._folder.remove(f"{output}{ERROR}.json")
        if kept_text:
            self._remove_text(output)

    def finish(self, ledger: Ledger | None) -> None:
        """Nothing is left to do."""

    def _quarantine(self, item: Item, outcome: Outcome) -> None:
        try:
            self._folder.write(f"{item.output}{ERROR}.json", error_json(item, outcome) + b"\n")
        except OSError:
            return  # where nothing can be written; the failure is reported in any case
        self._folder.remove(f"{item.output}.json")

    def _remove_text(self, output: str) -> None:
        if os.path.realpath(f"{self._root}/{output}.txt") not in self._inputs:
            self._folder.remove(f"{output}.txt")


@contextmanager
def _opened(folder: Folder, plan: Plan, work: str) -> Iterator[Ledger]:
    """Hold a work folder alone, with its ledger."""
    lock: AbstractContextManager[None] = nullcontext()
    if isinstance(folder, LocalFolder):
        folder.open()
        lock = locked(folder.root / work / "lock", folder.shown)
    with lock:
        for name in list(folder.names(f"{WORK}/tmp")) if work == WORK else ():
            folder.remove(name)
        try:
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


def error_json(item: Item, outcome: Outcome, indent: int | None = 2) -> bytes:
    """What is kept of a failure."""
    failure = outcome.failure or Failure("", "")
    said = {
        "id": item.id,
        "source": item.shown,
        "sha256": outcome.sha256,
        "code": failure.code,
        "message": failure.message,
    }
    return json.dumps(said, indent=indent, ensure_ascii=False).encode("utf-8", "backslashreplace")


def to_output(output: str | None, inputs: Sequence[str], stream: BinaryIO) -> Destination:
    """The destination that an output names: a folder, a file by its ending, or the stream."""
    if output is None:
        one = len(inputs) == 1 and is_one_description(inputs[0])
        return ToStream(stream, indented=one)
    return ToFolder(output)


def is_one_description(given: str) -> bool:
    """Whether an input is a single description, and no folder."""
    return not os.path.isdir(given)


__all__ = ["Destination", "Parts", "Path", "to_output"]
