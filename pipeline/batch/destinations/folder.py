"""A folder with one JSON file a description."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath

from pipeline.batch.destinations.common import error_record, opened, to_json
from pipeline.batch.ledger import Entry, Ledger
from pipeline.batch.plan import Plan
from pipeline.errors import UsageError, hide
from pipeline.inputs import Item, is_remote
from pipeline.outputs.folder import WORK, open_folder
from pipeline.outputs.targets import Files, Target
from pipeline.shards import Outcome
from pipeline.store import ERROR


class ToFolder:
    """Writes a JSON file for each description."""

    unique = True
    keeps_others = True

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
        if is_remote(self._root):
            if hide(self._root) in plan.origins and plan.page_below(""):
                raise UsageError("the texts of pages would be written among the inputs; name another folder")
            return
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
        with opened(self._folder, plan, WORK) as ledger:
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
        said = to_json(error_record(item.shown, item.id, outcome), indent=2)
        try:
            self._folder.write(f"{item.output}{ERROR}.json", said)
        except OSError:
            return  # where nothing can be written; the failure is reported in any case
        self._folder.remove(f"{item.output}.json")

    def _remove_text(self, output: str) -> None:
        if os.path.realpath(f"{self._root}/{output}.txt") not in self._inputs:
            self._folder.remove(f"{output}.txt")
