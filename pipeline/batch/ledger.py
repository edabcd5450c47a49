"""What an output folder holds and what it was made of: one row for each description, in a small database.

A row is written after the output that it tells of: a run that is killed in between does that description
again. The clock plays no part.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.batch.plan import Plan
from pipeline.errors import OutputError
from pipeline.outputs.folder import WORK, Folder, LocalFolder
from pipeline.outputs.targets import Written
from pipeline.shards import Counts, Failure, Outcome
from pipeline.store import reason

_VERSION = 1
_NAME = "ledger.sqlite"
_AT_WORK = ""
"""A row of this name stands in the table of assembled files while a run is at work."""
_TABLES = """
    create table if not exists ledger.documents (
        output text primary key, origin text not null, shown text not null, sha256 text,
        settings text not null, code text, message text,
        packages integer, cities integer, dates integer, counts integer, deliverables integer,
        warnings integer,
        size integer, modified integer, part text, start integer, kept_text integer
    ) without rowid;
    create index if not exists ledger.documents_by_part on documents (part);
    create table if not exists ledger.settings (fingerprint text primary key, described text) without rowid;
    create table if not exists ledger.assembled (
        name text primary key, digest text, size integer, modified integer
    ) without rowid;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one description."""

    output: str
    origin: str
    shown: str
    settings: str
    outcome: Outcome


class Gone(NamedTuple):
    """An output whose source is gone."""

    output: str
    shown: str
    kept_text: bool


class Ledger:
    """The ledger of an output, joined to the plan of a run. Raises OutputError where it is damaged."""

    def __init__(self, folder: Folder, plan: Plan, work: str = WORK) -> None:
        self._folder = folder
        self._name = f"{work}/{_NAME}"
        self._plan = plan
        self._database = plan.database
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        if isinstance(folder, LocalFolder):
            path = folder.kept(self._name)
            # Git and what goes by its rules leave out the whole folder.
            ignore = folder.root / WORK / ".gitignore"
            if not ignore.exists():
                folder.write(f"{WORK}/.gitignore", b"*\n")
        else:
            self._copy = tempfile.TemporaryDirectory(prefix="factsheet-")
            path = Path(self._copy.name, _NAME)
            if folder.stamp(self._name) is not None:
                path.write_bytes(folder.read(self._name))
        self._path = path
        self._shown = f"{folder.shown}/{self._name}"
        self._open()

    def _open(self) -> None:
        try:
            if self._path.exists():
                # SQLite would open what can't be written as well, and leave files beside it that can't.
                self._path.open("r+b").close()
            self._database.execute("attach ? as ledger", (str(self._path),))
            # What a loss of power undoes is done again, for stamps don't match then.
            self._database.execute(f"pragma ledger.synchronous = {'off' if self._copy else 'normal'}")
            if self._copy is None:
                # Without a wait for the disk after each shard. The lock is ours: what other processes would
                # share of the log, which a network's file system can't, is not needed.
                self._database.execute("pragma ledger.locking_mode = exclusive")
                self._database.execute("pragma ledger.journal_mode = wal")
            (version,) = self._database.execute("pragma ledger.user_version").fetchone()
            if version not in (0, _VERSION):
                raise OutputError(
                    f"{self._shown} is of another version; delete it, and everything is extracted again"
                )
            self._database.executescript(_TABLES)
            self._database.execute(f"pragma ledger.user_version = {_VERSION}")
        except OSError as error:
            raise OutputError(f"{self._shown} can't be written: {reason(error)}") from error
        except sqlite3.OperationalError as error:
            raise OutputError(f"{self._shown} can't be written: {error}") from error
        except sqlite3.DatabaseError as error:
            raise OutputError(
                f"{self._shown} can't be read ({error}); delete it, and everything is extracted again"
            ) from error

    def describe(self, fingerprint: str, described: dict[str, str | None]) -> None:
        """Keep what a fingerprint stands for."""
        self._database.execute(
            "insert or replace into ledger.settings values (?, ?)", (fingerprint, json.dumps(described))
        )

    def entries(self, positions: range) -> dict[int, Entry]:
        """What is known of the descriptions at these positions of the plan."""
        rows = self._database.execute(
            "select position, d.* from plan p join ledger.documents d on d.output = p.output "
            "where position between ? and ?",
            (positions.start, positions.stop - 1),
        )
        return {position: _entry(row) for position, *row in rows}

    def record(self, entries: Iterable[Entry]) -> None:
        """Keep what became of descriptions, all or none of them."""
        self._database.execute("begin")
        self._database.executemany(
            f"insert or replace into ledger.documents values ({', '.join('?' * 18)})", map(_row, entries)
        )
        self._database.execute("commit")

    def kept_texts(self, outputs: Sequence[str]) -> set[str]:
        """Those of the outputs beside which the text of a page is kept."""
        places = ", ".join("?" * len(outputs))
        rows = self._database.execute(
            f"select output from ledger.documents where kept_text and output in ({places})", outputs
        )
        return {output for (output,) in rows}

    def gone(self) -> Iterator[Gone]:
        """The outputs whose sources are gone: found by an input of this run earlier, and not any more.

        An input that could not be looked through tells nothing of what it holds.
        """
        origins = sorted(self._plan.origins - self._plan.incomplete)
        self._database.execute("create temp table origins (origin text primary key)")
        self._database.executemany("insert into origins values (?)", ((origin,) for origin in origins))
        rows = self._database.execute(
            "select output, shown, kept_text from ledger.documents "
            "where origin in (select origin from origins) and output not in (select output from plan) "
            "order by output"
        ).fetchall()
        self._database.execute("drop table origins")
        return (Gone(output, shown, bool(text)) for output, shown, text in rows)

    def forget(self, outputs: Iterable[str]) -> None:
        """Drop the rows of outputs that are removed."""
        self._database.execute("begin")
        self._database.executemany(
            "delete from ledger.documents where output = ?", ((output,) for output in outputs)
        )
        self._database.execute("commit")

    def planned(self) -> Iterator[Entry]:
        """What is known of the descriptions of the plan, in its order."""
        rows = self._database.execute(
            "select d.* from plan p join ledger.documents d on d.output = p.output order by position"
        )
        return map(_entry, rows)

    def forget_unplanned(self) -> list[tuple[str, bool]]:
        """Drop the rows of what is not in the plan: their outputs, and whether a page's text was kept."""
        rows = self._database.execute(
            "delete from ledger.documents where output not in (select output from plan) "
            "returning output, kept_text"
        ).fetchall()
        return [(output, bool(text)) for output, text in rows]

    def parts(self) -> set[str]:
        """The parts that rows refer to."""
        rows = self._database.execute("select distinct part from ledger.documents where part is not null")
        return {part for (part,) in rows}

    def assembled(self, name: str) -> tuple[str, int, int] | None:
        """The digest of what a file was put together from, and the stamp that it had."""
        row: tuple[str, int, int] | None = self._database.execute(
            "select digest, size, modified from ledger.assembled where name = ?", (name,)
        ).fetchone()
        return row

    def set_assembled(self, name: str, digest: str, size: int, modified: int) -> None:
        """Keep what a file was put together from."""
        self._database.execute(
            "insert or replace into ledger.assembled values (?, ?, ?, ?)", (name, digest, size, modified)
        )

    def begin_work(self) -> bool:
        """Note that work has begun; whether the last run began and did not come to its end."""
        killed = self.assembled(_AT_WORK) is not None
        self.set_assembled(_AT_WORK, "", 0, 0)
        return killed

    def end_work(self) -> None:
        """Note that work has come to its end."""
        self._database.execute("delete from ledger.assembled where name = ?", (_AT_WORK,))

    def save(self) -> None:
        """Bring the ledger to where the outputs are, when it is worked on elsewhere."""
        if self._copy is not None:
            self._folder.write(self._name, self._path.read_bytes())

    def close(self) -> None:
        """Save, and close it."""
        if self._database.in_transaction:
            self._database.execute("rollback")
        self._database.execute("detach ledger")
        self.save()
        if self._copy is not None:
            self._copy.cleanup()


def _row(entry: Entry) -> tuple[str | int | None, ...]:
    outcome = entry.outcome
    failure, written = outcome.failure, outcome.written
    return (
        entry.output,
        entry.origin,
        entry.shown,
        outcome.sha256,
        entry.settings,
        *((None, None) if failure is None else (failure.code, failure.message)),
        *outcome.counts,
        *(written.size, written.modified, written.part, written.start, int(written.text)),
    )


def _entry(row: list[str | int | None]) -> Entry:
    output, origin, shown, sha256, settings, code, message = row[:7]
    failure = None if code is None else Failure(str(code), str(message))
    size, modified, part, start, text = row[13:]
    written = Written(size, modified, part, start, bool(text))  # type: ignore[arg-type]
    outcome = Outcome(failure, sha256, Counts(*row[7:13]), written)  # type: ignore[arg-type]
    return Entry(str(output), str(origin), str(shown), str(settings), outcome)
