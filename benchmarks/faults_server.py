"""Stop a PostgreSQL server at random moments of a load, start it again, and load once more.

What a load has not finished is not there at all; after the next, the tables are as after an undisturbed one.
"""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from benchmarks.faults import COMMAND
from tests.database.server import PASSWORD, programs, running

Rows = dict[str, list[str]]
_KEPT = "nothing was loaded, the database is as it was"
_UNKNOWN = "all was loaded or nothing, load it again"


def check(facts: Path, stops: int, seed: int) -> Counter[str]:
    """Stop the server so many times; how the loads ended. Raises RuntimeError without PostgreSQL."""
    binaries = programs()
    if binaries is None:
        raise RuntimeError("no PostgreSQL server is installed (Debian's package postgresql)")
    chance, ended = Random(seed), Counter[str]()
    with running(binaries) as server:
        command = [*COMMAND, "load", "-q", str(facts), "--to", server.url("facts")]
        _make_anew(server.url())
        began = time.monotonic()
        subprocess.run(command, check=True)
        seconds = time.monotonic() - began
        reference = _rows(server.url("facts"))
        while sum(ended.values()) < stops:
            _make_anew(server.url())
            loading = subprocess.Popen(command, stderr=subprocess.PIPE)
            time.sleep(chance.uniform(0.1, 1.0) * seconds)
            mode = chance.choice(("immediate", "fast"))
            server.stop(mode)
            said = loading.communicate()[1].decode()
            server.start()
            there = _rows(server.url("facts"))
            if loading.returncode == 0:
                ended["done before"] += 1
                assert there == reference
            else:
                assert loading.returncode == 1, said
                assert said.count("\n") == 1, said
                assert "Traceback" not in said, said
                assert PASSWORD not in said, said
                ended[f"{mode}: {'at its end' if _UNKNOWN in said else 'nothing loaded'}"] += 1
                assert not there or (_UNKNOWN in said and there == reference), said
                assert there or said.endswith((f"{_KEPT}\n", f"{_UNKNOWN}\n")), said
            subprocess.run(command, check=True)
            assert _rows(server.url("facts")) == reference, "another result after the server was stopped"
    return ended


def _make_anew(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS facts WITH (FORCE)")
        connection.execute("CREATE DATABASE facts")


def _rows(url: str) -> Rows:
    """The rows of each table, in order; without the one that keeps a log of loads."""
    tables: Any = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'load'"
    with psycopg.connect(url) as connection:
        names = [name for (name,) in connection.execute(tables)]
        return {
            name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'.encode())))
            for name in sorted(names)
        }
