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
    return answer(url, sql)[1]


def answer(url: str, sql: str) -> tuple[list[str], Rows]:
    """The names of the columns of a query, and its rows."""
    with _opened(url) as execute:
        result = execute(sql)
        return [column[0] for column in result.description], _plain(result.fetchall())


def contents(url: str) -> dict[str, Rows]:
    """All rows of all tables, in the order of their keys."""
    with _opened(url) as execute:
        return {
            table.name: sorted(
                _plain(execute(f"SELECT * FROM {table.name}").fetchall()),
                key=itemgetter(slice(len(table.primary_key))),
            )
            for table in TABLES
        }


def facts(url: str) -> dict[str, Rows]:
    """The same without what tells of loads."""
    found = contents(url)
    del found["load"]
    return found | {"project": [row[:-1] for row in found["project"]]}


@contextmanager
def _opened(url: str) -> Iterator[Callable[[str], Any]]:
    """What runs queries in the database, and gives something to fetch rows from."""
    with _connect(url) as connection:
        if url.startswith("parquet:"):
            for path in Path(url.removeprefix("parquet:")).glob("*.parquet"):
                connection.read_parquet(str(path)).create_view(path.stem)
        yield connection.execute


def _connect(url: str) -> Any:
    if url.startswith("postgresql:"):
        return psycopg.connect(url)
    if url.startswith("sqlite:"):
        return closing(sqlite3.connect(url.removeprefix("sqlite:///")))
    if url.startswith("duckdb:"):
        return duckdb.connect(url.removeprefix("duckdb:///"), read_only=True)
    return duckdb.connect()


def _plain(rows: Rows) -> Rows:
    return [tuple(v.isoformat() if hasattr(v, "isoformat") else v for v in row) for row in rows]
