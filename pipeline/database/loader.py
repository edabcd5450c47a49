"""The load: what is new or changed goes in, what is unchanged stays, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Column, MetaData, Select, Table, Text, delete, exists, func, select, update
from sqlalchemy.schema import CreateTable

from pipeline.database.contract import MisfitError, parse
from pipeline.database.databases import Database
from pipeline.database.documents import Document
from pipeline.database.rows import Row, Rows
from pipeline.database.schema import TABLES, city_mention, load, place, project
from schemas import SCHEMA_VERSION, __version__

MOST = 500
"""Projects of a batch. It is written at once; memory holds no more."""
_BYTES = 16_000_000
"""Bytes of JSON that end a batch before that."""
_VALUES = 500
"""Values that a statement looks up at once: databases bound their number."""

_seen = Table(
    "seen",
    MetaData(),
    Column("project_id", Text, primary_key=True),
    Column("shown", Text, nullable=False),
    prefixes=["TEMPORARY"],
)
"""The projects of this load: a table, since they may be too many for memory."""
_OF_PROJECTS = [table for table in reversed(TABLES) if table not in (load, place)]
"""The tables that hold rows of a project, each before those that it refers to."""


@dataclass(slots=True)
class Counts:
    """What a load did."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: int = 0


@dataclass(slots=True)
class _Found:
    """A document, and what is known of it."""

    document: Document
    id: str
    rows: Rows | None
    """None where the database has it as it is."""


@dataclass
class Loader:
    """Loads documents into an open database.

    Attributes:
        source: what is loaded, for the table of loads.
        say: takes a sentence on each document that does not fit.
    """

    database: Database
    source: str
    say: Callable[[str], None]
    counts: Counts = field(default_factory=Counts)

    def __post_init__(self) -> None:
        self._started = datetime.now(UTC)
        self._number = (self.database.execute(select(func.max(load.c.id)))[0][0] or 0) + 1
        self._opened = False
        self.database.execute(CreateTable(_seen))

    def add(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Load documents; each is given back when it is in the database."""
        for batch in _batches(documents):
            self._add(batch)
            yield from batch

    def prune(self) -> None:
        """Remove the projects that were not among the documents."""
        old = project.alias("old")
        gone = select(old.c.id).where(~exists().where(_seen.c.project_id == old.c.id))
        self.counts.removed = self.database.execute(select(func.count()).select_from(gone.subquery()))[0][0]
        if self.counts.removed:
            self._open()
            self._remove(gone)

    def finish(self) -> None:
        """Write down what was done. Places that nothing mentions any more go."""
        if not self._opened:
            return
        counts = self.counts
        if counts.replaced or counts.removed:
            mentioned = exists().where(city_mention.c.geonameid == place.c.geonameid)
            self.database.execute(delete(place).where(~mentioned))
        self.database.execute(
            update(load).where(load.c.id == self._number).values(finished=datetime.now(UTC), **asdict(counts))
        )

    def _add(self, batch: list[Document]) -> None:
        found = self._unseen(self._read(batch))
        changed = [one for one in found if one.rows]
        self.counts.unchanged += len(found) - len(changed)
        if changed:
            self._write(changed)
        if found:
            self.database.append(_seen, [(one.id, one.document.shown) for one in found])

    def _read(self, batch: list[Document]) -> list[_Found]:
        """What can be read; only what has changed is parsed."""
        hashes = [hashlib.sha256(document.data).hexdigest() for document in batch]
        known = dict(self._look_up(project.c.json_sha256, hashes, project.c.json_sha256, project.c.id))
        found = []
        for document, sha256 in zip(batch, hashes, strict=True):
            try:
                if document.trouble:
                    raise MisfitError(document.trouble)
                if sha256 in known:
                    found.append(_Found(document, known[sha256], None))
                else:
                    read = parse(document.data, nul=self.database.takes_nul)
                    found.append(_Found(document, read["id"], Rows(read, sha256, self._number)))
            except MisfitError as error:
                self._refuse(document, str(error))
        return found

    def _unseen(self, found: list[_Found]) -> list[_Found]:
        """Those whose project did not come before."""
        seen = dict(self._look_up(_seen.c.project_id, [one.id for one in found], *_seen.c))
        unseen = []
        for one in found:
            if one.id in seen:
                self._refuse(one.document, f"id: the project {one.id!r} came before, in {seen[one.id]}")
            else:
                seen[one.id] = one.document.shown
                unseen.append(one)
        return unseen

    def _write(self, changed: list[_Found]) -> None:
        self._open()
        ids = [one.id for one in changed]
        old = [key for (key,) in self._look_up(project.c.id, ids, project.c.id)]
        if old:
            self._remove(old)
        self.counts.replaced += len(old)
        self.counts.added += len(changed) - len(old)
        for table in TABLES:
            rows = [row for one in changed if one.rows for row in one.rows[table.name]]
            if table is place:
                rows = self._new_places(rows)
            if rows:
                self.database.append(table, rows)

    def _new_places(self, rows: list[Row]) -> list[Row]:
        """Those that are not there yet. Places that are told otherwise now are changed."""
        told = {row[0]: row for row in rows}
        for old in self._look_up(place.c.geonameid, list(told), *place.c):
            row = told.pop(old[0])
            if row != tuple(old):
                values = dict(zip(place.c.keys(), row, strict=True))
                self.database.execute(update(place).where(place.c.geonameid == row[0]).values(values))
        return list(told.values())

    def _remove(self, keys: Sequence[str] | Select[Any]) -> None:
        """Remove the rows of projects."""
        for table in _OF_PROJECTS:
            key = table.c.id if table is project else table.c.project_id
            self.database.execute(delete(table).where(key.in_(keys)))

    def _look_up(self, key: Column[Any], values: Iterable[Any], *columns: Column[Any]) -> Iterator[Any]:
        """The rows with one of these values."""
        for some in _batched(values, _VALUES):
            yield from self.database.execute(select(*columns).where(key.in_(some)))

    def _open(self) -> None:
        """Write down this load, when the first change comes."""
        if not self._opened:
            start = (self._number, self._started, self._started, self.source, __version__, SCHEMA_VERSION)
            self.database.append(load, [(*start, *astuple(self.counts))])
            self._opened = True

    def _refuse(self, document: Document, reason: str) -> None:
        self.counts.refused += 1
        self.say(f"{document.shown}: {reason}")


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += document.size
        if len(batch) == MOST or size >= _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _batched(values: Iterable[Any], size: int) -> Iterator[list[Any]]:
    every = iter(values)
    while some := list(islice(every, size)):
        yield some
