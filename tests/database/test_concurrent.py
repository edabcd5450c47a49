"""Loads at the same time."""

from __future__ import annotations

import subprocess
import sys
import time

import psycopg
import pytest

from .projects import lines, project
from .reading import contents, facts, query
from .test_kill import SMALL_BATCHES


def _start(output, url):
    command = [sys.executable, "-c", SMALL_BATCHES, "load", output, "--to", url]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)
def test_loads_at_the_same_time_are_as_loads_one_after_another(load, url, tmp_path):
    """They meet in an empty database, and have projects and places in common, in different orders."""

    def some(name, order, **changes):
        return lines(tmp_path / name, *(project(f"p{n}", **changes) for n in order))

    place = {"work_packages__0__cities__0__latitude": 1.0}
    outputs = [
        some("up.jsonl", range(60)),
        some("down.jsonl", range(59, -1, -1)),
        some("changed.jsonl", range(20, 80), **place),
    ]
    running = [_start(output, url) for output in outputs]
    said = [one.communicate()[1] for one in running]
    assert [one.returncode for one in running] == [0, 0, 0], said
    assert query(url, "SELECT count(*) FROM project") == [(80,)]
    orders = query(url, "SELECT source FROM load ORDER BY id")
    again = f"sqlite:///{tmp_path}/again.db"
    for (output,) in orders:
        load(output, again)
    assert facts(url) == facts(again)
    untimed = [[(row[0], *row[3:]) for row in contents(one)["load"]] for one in (url, again)]
    assert untimed[0] == untimed[1]


def test_a_load_that_waits_says_so(postgresql, tmp_path, load):
    output = lines(tmp_path / "a.jsonl", project("a"))
    load(output, postgresql)
    with psycopg.connect(postgresql) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [0x46414354])
        waiting = _start(lines(output, project("b")), postgresql)
        assert "waiting for another load to end" in waiting.stderr.readline()
        time.sleep(0.2)
        assert waiting.poll() is None
    assert waiting.communicate()[1].endswith(": 1 added, 0 replaced, 0 unchanged, 0 removed, 0 refused\n")
    assert waiting.returncode == 0


def test_schemas_of_a_database_do_not_wait_for_each_other(postgresql, tmp_path, load):
    output = lines(tmp_path / "a.jsonl", project("a"))
    load(output, postgresql)
    with psycopg.connect(postgresql) as connection:
        connection.execute("CREATE SCHEMA other")
        connection.commit()
        connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext('public'))", [0x46414354])
        other = f"{postgresql}&options=-csearch_path%3Dother"
        done = load(output, other)
    assert "waiting" not in done.stderr
    assert query(other, "SELECT id FROM project") == [("a",)]


@pytest.mark.parametrize("url", ["duckdb", "parquet"], indirect=True)
def test_a_file_that_another_load_has_open_is_one_sentence(url, load, tmp_path, factsheet):
    from pipeline.database import target
    from pipeline.database.loading import open_database

    output = lines(tmp_path / "a.jsonl", project("a"))
    load(output, url)
    with open_database(target(url), print):
        done = factsheet("load", output, "--to", url)
    assert done.returncode == 1
    said = done.stderr.decode().strip().splitlines()
    assert len(said) == 1
    assert "lock" in said[0]
    assert said[0].endswith("nothing was loaded, the database is as it was")
