"""One file with all descriptions of a run: JSON lines, or Parquet with the tables of mentions beside it."""

from __future__ import annotations

import itertools
import os
import posixpath
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from pipeline.batch.destinations.common import error_record, opened, to_json
from pipeline.batch.ledger import Entry, Ledger
from pipeline.batch.plan import Plan
from pipeline.errors import UsageError, hide
from pipeline.inputs import Item, is_remote
from pipeline.outputs import parquet
from pipeline.outputs.folder import WORK, LocalFolder, open_folder
from pipeline.outputs.targets import PARTS, Parts, Target
from pipeline.shards import Outcome

LINES = (".jsonl", ".ndjson")
PARQUET = (".parquet",)


class ToFile:
    """Keeps what workers write in parts, and puts the file together from them at the end."""

    unique = True
    keeps_others = False

    def __init__(self, path: str) -> None:
        self._path = path
        root, self._name = posixpath.split(path)
        if path.lower().endswith(PARQUET):
            parquet.check_installed()
        stem = posixpath.splitext(self._name)[0]
        self._work = f"{WORK}/{self._name}"
        self._texts = f"{stem}.texts"
        self._errors = f"{stem}.errors.jsonl"
        self._folder = open_folder(root or ".", self._work)
        self._parts: set[str] = set()
        self.target: Target = Parts(root or ".", self._work, self._texts)

    def shown(self, output: str) -> str:
        """The file, and the document in it."""
        return f"{hide(self._path)} as {output}"

    def check(self, plan: Plan) -> None:
        """See that no file that is written is an input. Raises UsageError."""
        if is_remote(self._path):
            files = {f"{self._folder.shown}/{name}" for name in self._files()}
        else:
            files = {os.path.realpath(f"{self._folder.shown}/{name}") for name in self._files()}
        if files & plan.origins:
            raise UsageError(f"the output {hide(self._path)} would write over an input; name another file")
        if os.path.isdir(self._path):
            raise UsageError(f"the output file {self._path} is a folder; name a file")

    @contextmanager
    def opened(self, plan: Plan) -> Iterator[Ledger | None]:
        """Hold the file alone, with its ledger."""
        with opened(self._folder, plan, self._work) as ledger:
            self._drop_parts(ledger)
            yield ledger

    def holds(self, entry: Entry) -> bool:
        """Whether the part with the project is there, and the text of a page where one was kept."""
        if entry.outcome.failure:
            return True
        written = entry.outcome.written
        text = f"{self._texts}/{entry.output}.txt"
        return written.part in self._parts and not (written.text and self._folder.stamp(text) is None)

    def take(self, items: Sequence[Item], outcomes: Sequence[Outcome], stale_texts: set[str]) -> None:
        """Remove the texts of what was a page and is none any more."""
        for item, outcome in zip(items, outcomes, strict=True):
            if item.output in stale_texts and not outcome.written.text:
                self._folder.remove(f"{self._texts}/{item.output}.txt")

    def remove(self, output: str, kept_text: bool) -> None:
        """Remove what lies beside the file for a description that it holds no more."""
        if kept_text:
            self._folder.remove(f"{self._texts}/{output}.txt")

    def finish(self, ledger: Ledger | None) -> None:
        """Put the file together, unless it is there as it would be."""
        assert ledger is not None
        for output, kept_text in ledger.forget_unplanned():
            self.remove(output, kept_text)
        digest = _digest(ledger.planned())
        for name, stamp in ((name, self._folder.stamp(name)) for name in self._files()):
            if ledger.assembled(name) != (digest, *(stamp or (0, 0))):
                self._assemble(ledger, digest)
                break
        self._drop_parts(ledger)

    def _files(self) -> list[str]:
        """The files that make up the output."""
        if self._name.lower().endswith(PARQUET):
            return [*parquet.names(self._name).values(), self._errors]
        return [self._name, self._errors]

    def _drop_parts(self, ledger: Ledger) -> None:
        """Remove the parts that nothing refers to: of runs that were killed, and of what has changed."""
        wanted = ledger.parts()
        there = {posixpath.basename(name) for name in self._folder.names(f"{self._work}/{PARTS}")}
        for name in sorted(there - wanted):
            self._folder.remove(f"{self._work}/{PARTS}/{name}")
        self._parts = there & wanted

    def _assemble(self, ledger: Ledger, digest: str) -> None:
        with self._temporary() as folder:
            made = {name: folder / str(number) for number, name in enumerate(self._files())}
            with made[self._errors].open("wb") as file:
                for entry in ledger.planned():
                    if entry.outcome.failure:
                        file.write(to_json(error_record(entry.shown, entry.output, entry.outcome)))
            if self._name.lower().endswith(PARQUET):
                tables = parquet.names(self._name)
                with parquet.Tables({table: made[name] for table, name in tables.items()}) as writer:
                    for output, line in self._projects(ledger):
                        writer.add(output, line)
            else:
                with made[self._name].open("wb") as file:
                    file.writelines(line for _, line in self._projects(ledger))
            for name, path in made.items():
                stamp: tuple[int, int] = (0, 0)
                if name == self._errors and not path.stat().st_size:
                    self._folder.remove(name)
                else:
                    stamp = self._folder.put_file(name, path)
                ledger.set_assembled(name, digest, *stamp)

    def _projects(self, ledger: Ledger) -> Iterator[tuple[str, bytes]]:
        """The projects as lines of JSON, in the order of the plan; those of a part mostly stand together."""
        done = (entry for entry in ledger.planned() if not entry.outcome.failure)
        for part, entries in itertools.groupby(done, key=lambda entry: entry.outcome.written.part):
            data = self._folder.read(f"{self._work}/{PARTS}/{part}")
            for entry in entries:
                start, size = entry.outcome.written.start, entry.outcome.written.size
                yield entry.output, zlib.decompress(data[start : start + size])

    @contextmanager
    def _temporary(self) -> Iterator[Path]:
        """A folder on the file system of the output, where that is of this machine."""
        where = self._folder.temporary().parent if isinstance(self._folder, LocalFolder) else None
        with tempfile.TemporaryDirectory(dir=where) as name:
            yield Path(name)


def _digest(entries: Iterator[Entry]) -> str:
    """Equal for files of the same content."""
    digest = sha256()
    for entry in entries:
        outcome = entry.outcome
        digest.update(f"{entry.output}\0{entry.shown}\0{outcome.failure}\0{outcome.written}\n".encode())
    return digest.hexdigest()
