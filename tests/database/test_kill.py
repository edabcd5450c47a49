"""A load that is killed, interrupted or fails in the middle leaves the database as it was."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from .projects import lines, project
from .reading import contents, facts, query

# Of a cache that is too small SQLite writes pages to the file before the transaction ends.
SMALL_BATCHES = (
    "import pipeline.database.loader as loader; loader.MOST = 10; "
    "import pipeline.database.sql as sql; sql.CACHE = 16; "
    "from pipeline.cli import main; main()"
)


@pytest.fixture
def half():
    """Starts a load of 40 projects that has written 30 of them and waits for the rest."""
    started = []

    def start(url, *options):
        arguments = [sys.executable, "-c", SMALL_BATCHES, "load", "-", "--to", url, *options]
        load = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        started.append(load)
        for number in range(35):
            load.stdin.write(json.dumps(project(f"new-{number}")).encode() + b"\n")
        # Refused, which is said when the batches before it are written.
        load.stdin.write(b"{}\n" * 5)
        load.stdin.flush()
        assert b"line 36: " in load.stderr.readline()
        return load

    yield start
    for load in started:
        load.kill()
        load.communicate()


def test_killed(half, load, url, tmp_path):
    load(lines(tmp_path / "a.jsonl", project("new-3", warnings=[]), project("old")), url)
    before = contents(url)
    size = _size(url)
    killed = half(url)
    assert _size(url) > size or not url.startswith("sqlite")
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    _settle(url)
    assert contents(url) == before
    again = lines(tmp_path / "b.jsonl", project("old"), project("new-3"))
    assert load(again, url, "--prune").exit_code == 0
    assert query(url, "SELECT added, replaced, unchanged, removed FROM load WHERE id = 2") == [(0, 1, 1, 0)]


def _size(url):
    path = Path(url.removeprefix("sqlite:///"))
    return path.stat().st_size if path.is_file() else 0


@pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)
def test_killed_with_nothing_there_before(half, load, url, tmp_path):
    half(url).kill()
    _settle(url)
    output = lines(tmp_path / "a.jsonl", project("a"))
    assert load(output, url).exit_code == 0
    fresh = f"sqlite:///{tmp_path}/fresh.db"
    load(output, fresh)
    assert facts(url) == facts(fresh)


def _settle(url):
    """Wait until PostgreSQL has noticed that its client is gone."""
    if url.startswith("postgresql:"):
        with psycopg.connect(url, autocommit=True) as connection:
            for _ in range(200):
                others = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'factsheet load'"
                if connection.execute(others).fetchone() == (0,):
                    return
                time.sleep(0.05)
        raise AssertionError("the server still has the load's session")


@pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)
def test_interrupted(half, load, url, tmp_path):
    load(lines(tmp_path / "a.jsonl", project("old")), url)
    before = contents(url)
    interrupted = half(url)
    interrupted.send_signal(signal.SIGINT)
    _, said = interrupted.communicate()
    assert interrupted.returncode == 130
    assert said.decode().splitlines()[-1].endswith(" is as it was")
    assert b"Traceback" not in said
    assert contents(url) == before


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_the_server_ends_the_session(half, load, url, tmp_path):
    load(lines(tmp_path / "a.jsonl", project("old")), url)
    before = contents(url)
    loading = half(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'factsheet load'"
        )
    for number in range(10):
        loading.stdin.write(json.dumps(project(f"more-{number}")).encode() + b"\n")
    _, said = loading.communicate()
    assert loading.returncode == 1
    assert b"nothing was loaded, the database is as it was" in said
    assert b"Traceback" not in said
    assert contents(url) == before


@pytest.mark.parametrize("url", ["sqlite", "duckdb"], indirect=True)
def test_a_first_load_that_fails_leaves_no_file(load, url, tmp_path, monkeypatch):
    def fail(_):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("pipeline.database.loader.Loader.finish", fail)
    with pytest.raises(RuntimeError, match="a fault of ours"):
        load(lines(tmp_path / "a.jsonl", project("a")), url)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl"]
