"""What is in a database, of whatever kind."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from pipeline.database.schema import TABLES

from ..conftest import ROOT

Rows = list[tuple[Any, ...]]
BALTMET = ROOT / "output" / "baltmet-inno.json"


def query(url: str, sql: str) -> Rows:
    """The rows of a query; days and times as text."""
    with _opened(url) as run:
        return run(sql)


def contents(url: str) -> dict[str, Rows]:
    """All rows of all tables, in the order of their keys."""
    with _opened(url) as run:
        return {
            table.name: sorted(run(f"SELECT * FROM {table.name}"), key=_first(len(table.primary_key)))
            for table in TABLES
        }


def facts(url: str) -> dict[str, Rows]:
    """The same without what tells of loads."""
    found = contents(url)
    del found["load"]
    return found | {"project": [row[:-1] for row in found["project"]]}


@contextmanager
def _opened(url: str) -> Iterator[Callable[[str], Rows]]:
    """Something that runs queries in the database."""
    with _connect(url) as connection:
        if url.startswith("parquet:"):
            for path in Path(url.removeprefix("parquet:")).glob("*.parquet"):
                connection.read_parquet(str(path)).create_view(path.stem)
        yield lambda sql: [tuple(map(_plain, row)) for row in connection.execute(sql).fetchall()]


def _first(number: int) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    return itemgetter(slice(number))


def _connect(url: str) -> Any:
    if url.startswith("postgresql:"):
        return psycopg.connect(url)
    if url.startswith("sqlite:"):
        return closing(sqlite3.connect(url.removeprefix("sqlite:///")))
    if url.startswith("duckdb:"):
        return duckdb.connect(url.removeprefix("duckdb:///"), read_only=True)
    return duckdb.connect()


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
