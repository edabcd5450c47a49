"""One load from beginning to end: the database is opened, filled and left whole, or left as it was."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline.database.databases import Database
from pipeline.database.documents import Document, Documents
from pipeline.database.loader import Counts, Loader
from pipeline.database.targets import Target
from pipeline.errors import DatabaseError
from pipeline.store import reason


def load(
    documents: Documents,
    to: Target,
    *,
    prune: bool = False,
    say: Callable[[str], None] = print,
    done: Callable[[Document], None] = lambda _: None,
) -> Counts:
    """Load an output into a database, in one transaction.

    Args:
        documents: the output.
        to: the database.
        prune: remove the projects that are not in the output; only where all of it could be read.
        say: takes a sentence on each document that was refused, and on what else a user should know.
        done: takes each document that is dealt with.

    Raises:
        DatabaseError: the database can't be opened or written; it is as it was.
        UsageError: the database is none that can be loaded into.
    """
    database = open_database(to, say)
    ended = False
    try:
        with database, _few_collections():
            loader = Loader(database, documents.shown, say)
            for document in loader.add(documents):
                done(document)
            if prune and loader.counts.refused:
                say("nothing was removed: what was refused may be what seems to be gone")
            elif prune:
                loader.prune()
            loader.finish()
            ended = True
    except database.errors as error:
        said = to.hide(_sentence(error))
        if ended and to.kind == "postgresql":  # what a server did last, one may never hear
            raise DatabaseError(
                f"{to.shown}: {said}; that was at the very end: all was loaded or nothing, load it again"
            ) from None
        raise DatabaseError(f"{to.shown}: {said}; nothing was loaded, the database is as it was") from None
    return loader.counts


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let Python seldom look for cycles: rows have none, and looking takes as long as all else."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def open_database(to: Target, say: Callable[[str], None]) -> Database:
    """The database that a target names, to be entered. Raises UsageError where its packages are missing."""
    if to.kind in ("duckdb", "parquet"):
        from pipeline.database.duck import DuckDB, Parquet

        return Parquet(to) if to.kind == "parquet" else DuckDB(to)
    from pipeline.database.sql import PostgreSQL, SQLite

    if to.kind == "sqlite":
        return SQLite(to)
    return PostgreSQL(to, lambda: say(f"{to.shown}: waiting for another load to end"))


def _sentence(error: Exception) -> str:
    """What a driver says, on one line, without the statement and the parameters that SQLAlchemy adds."""
    if isinstance(error, OSError):
        return reason(error)
    cause = getattr(error, "orig", None) or error
    said = str(cause)
    if getattr(cause, "sqlite_errorname", None) == "SQLITE_IOERR_DELETE":
        said += ": the journal can't be removed, see that the folder may be written"
    return " ".join(said.split()).rstrip(".") or type(error).__name__
