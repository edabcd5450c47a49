"""Databases of each kind, and what is in them."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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
    """The URL of an empty database."""
    name = f"facts_{next(_numbers)}"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server.url(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind."""
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
        return CliRunner().invoke(app, arguments, input=stdin, prog_name="factsheet", catch_exceptions=False)

    return run
