"""Databases of each kind, and what is in them."""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app

from .server import Server, programs, running

KINDS = ("sqlite", "postgresql", "duckdb", "parquet")
_numbers = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    binaries = programs()
    if binaries is None:
        missing = "no PostgreSQL server is installed (Debian's package postgresql)"
        if "CI" in os.environ:
            pytest.fail(missing)
        pytest.skip(missing)
    with running(binaries) as server:
        yield server


@pytest.fixture
def postgresql(server: Server) -> Iterator[str]:
    """A URL of an empty database."""
    name = f"facts_{next(_numbers)}"
    with psycopg.connect(_conninfo(server.url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield server.url(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A URL of an empty database of each kind."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql")
    return {
        "sqlite": f"sqlite:///{tmp_path}/facts.db",
        "duckdb": f"duckdb:///{tmp_path}/facts.duckdb",
        "parquet": f"parquet:{tmp_path}/facts",
    }[request.param]


@pytest.fixture
def load() -> Callable[..., Result]:
    """Runs the command."""

    def run(output: Any, to: str, *options: str, stdin: bytes | None = None) -> Result:
        arguments = ["load", str(output), "--to", to, *options]
        return CliRunner().invoke(app, arguments, input=stdin, prog_name="factsheet")

    return run


def query(url: str, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query; days as text."""
    if url.startswith("postgresql:"):
        with psycopg.connect(_conninfo(url)) as connection:
            rows = connection.execute(sql).fetchall()
    elif url.startswith("sqlite:"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        rows = connection.execute(sql).fetchall()
        connection.close()
    elif url.startswith("duckdb:"):
        with duckdb.connect(url.removeprefix("duckdb:///"), read_only=True) as connection:
            rows = connection.execute(sql).fetchall()
    else:
        with duckdb.connect() as connection:
            for path in Path(url.removeprefix("parquet:")).glob("*.parquet"):
                connection.read_parquet(str(path)).create_view(path.stem)
            rows = connection.execute(sql).fetchall()
    return [tuple(v.isoformat() if hasattr(v, "isoformat") else v for v in row) for row in rows]


def _conninfo(url: str) -> str:
    return url
