"""Standard output, or any stream."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO

from pipeline.batch.ledger import Entry, Ledger
from pipeline.batch.plan import Plan
from pipeline.inputs import Item
from pipeline.outputs.targets import Stream, Target
from pipeline.shards import Outcome


class ToStream:
    """Hands projects on as they come."""

    unique = False
    keeps_others = True

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
