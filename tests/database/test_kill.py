"""A load that is killed, interrupted or fails in the middle leaves the database as it was."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from benchmarks import faults_permission

from .projects import lines, project
from .reading import contents, facts, query
from .server import PASSWORD, running

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

    def start(url, *options, prefix=()):
        arguments = [*prefix, sys.executable, "-c", SMALL_BATCHES, "load", "-", "--to", url, *options]
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


@pytest.mark.parametrize(("kind", "file"), [("sqlite", "facts.db"), ("duckdb", "f.duckdb"), ("parquet", "f")])
def test_the_folder_of_the_database_becomes_read_only(kind, file, half, load, tmp_path):
    if faults_permission.unprivileged() is None:
        pytest.skip("root may write everywhere, and setpriv can't take that away here")
    (tmp_path / "db").mkdir()
    url = f"{kind}:{'' if kind == 'parquet' else '///'}{tmp_path}/db/{file}"
    load(lines(tmp_path / "a.jsonl", project("old"), project("new-3", warnings=[])), url)
    before = contents(url)
    loading = half(url, "--quiet", prefix=faults_permission.unprivileged())
    with faults_permission.read_only(tmp_path / "db"):
        _, said = loading.communicate()
    last = said.decode().splitlines()[-1]
    assert loading.returncode == 1
    assert re.search("permission denied|may be written", last, re.IGNORECASE)
    assert last.endswith("; nothing was loaded, the database is as it was")
    assert contents(url) == before
    output = lines(tmp_path / "b.jsonl", *(project(f"new-{number}") for number in range(35)))
    assert load(output, url).exit_code == 0
    fresh = f"sqlite:///{tmp_path}/fresh.db"
    load(tmp_path / "a.jsonl", fresh)
    load(output, fresh)
    assert facts(url) == facts(fresh)


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


@pytest.fixture(scope="module")
def own_server(server):
    """A server that no other test needs, so that it may be stopped."""
    with running(server.binaries) as own:
        yield own


class TestTheServerStops:
    @pytest.fixture
    def database(self, own_server):
        with psycopg.connect(own_server.url(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE facts")
        yield own_server.url("facts")
        with psycopg.connect(own_server.url(), autocommit=True) as connection:
            connection.execute("DROP DATABASE facts WITH (FORCE)")

    @pytest.mark.parametrize("mode", ["immediate", "fast"])
    def test_in_the_middle(self, mode, own_server, database, half, load, tmp_path):
        load(lines(tmp_path / "a.jsonl", project("old"), project("new-3", warnings=[])), database)
        before = contents(database)
        loading = half(database, "--quiet")
        own_server.stop(mode)
        more = [project(f"more-{number}") for number in range(10)]
        loading.stdin.write(b"".join(json.dumps(one).encode() + b"\n" for one in more))
        _, said = loading.communicate()
        assert loading.returncode == 1
        self.check_sentence(said, "; nothing was loaded, the database is as it was")
        down = load(tmp_path / "a.jsonl", database)
        assert down.exit_code == 1
        self.check_sentence(down.stderr.encode(), "; nothing was loaded, the database is as it was")
        own_server.start()
        assert contents(database) == before
        output = lines(tmp_path / "b.jsonl", *(project(f"new-{number}") for number in range(35)), *more)
        assert load(output, database).exit_code == 0
        fresh = f"sqlite:///{tmp_path}/fresh.db"
        load(tmp_path / "a.jsonl", fresh)
        load(output, fresh)
        assert facts(database) == facts(fresh)

    def test_at_the_very_end(self, own_server, database, load, tmp_path):
        load(lines(tmp_path / "a.jsonl", project("old")), database)
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(
                "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS "
                "'BEGIN PERFORM pg_advisory_lock(7); PERFORM pg_sleep(60); RETURN NULL; END'"
            )
            connection.execute(
                "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON project DEFERRABLE INITIALLY DEFERRED "
                "FOR EACH ROW EXECUTE FUNCTION wait()"
            )
        before = contents(database)
        output = lines(tmp_path / "b.jsonl", project("old"), project("new"))
        command = [sys.executable, "-c", SMALL_BATCHES, "load", str(output), "--to", database, "--quiet"]
        loading = subprocess.Popen(command, stderr=subprocess.PIPE)
        with psycopg.connect(database, autocommit=True) as connection:
            waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7"
            while connection.execute(waits).fetchone() == (0,):
                assert loading.poll() is None
                time.sleep(0.02)
        own_server.stop("immediate")
        _, said = loading.communicate()
        own_server.start()
        assert loading.returncode == 1
        self.check_sentence(said, "that was at the very end: all was loaded or nothing, load it again")
        assert contents(database) == before

    @staticmethod
    def check_sentence(said, end):
        said = said.decode()
        assert "Traceback" not in said
        assert PASSWORD not in said
        last = said.splitlines()[-1]
        assert last.startswith("factsheet: postgresql://owner:***@/facts: ")
        assert last.endswith(end)
        assert all(": id: Field required" in line for line in said.splitlines()[:-1])


@pytest.mark.parametrize("url", ["sqlite", "duckdb"], indirect=True)
def test_a_first_load_that_fails_leaves_no_file(load, url, tmp_path, monkeypatch):
    def fail(_):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("pipeline.database.loader.Loader.finish", fail)
    with pytest.raises(RuntimeError, match="a fault of ours"):
        load(lines(tmp_path / "a.jsonl", project("a")), url)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl"]
