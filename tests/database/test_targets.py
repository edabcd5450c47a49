"""Where a load goes, and that no password is ever shown."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from pipeline.database import target
from pipeline.errors import UsageError

from .projects import lines, project
from .server import PASSWORD


@pytest.mark.parametrize(
    ("given", "kind", "path", "shown"),
    [
        ("facts.db", "sqlite", "facts.db", "facts.db"),
        ("some/folder/f", "sqlite", "some/folder/f", "some/folder/f"),
        ("sqlite:///facts.db", "sqlite", "facts.db", "facts.db"),
        ("sqlite:////tmp/facts.db", "sqlite", "/tmp/facts.db", "/tmp/facts.db"),
        ("duckdb:///facts.duckdb", "duckdb", "facts.duckdb", "facts.duckdb"),
        ("duckdb:////tmp/f", "duckdb", "/tmp/f", "/tmp/f"),
        ("parquet:facts", "parquet", "facts", "facts"),
        ("parquet:/tmp/facts", "parquet", "/tmp/facts", "/tmp/facts"),
        ("parquet:///tmp/facts", "parquet", "/tmp/facts", "/tmp/facts"),
        ("postgresql://me@host/facts", "postgresql", "", "postgresql://me@host/facts"),
        ("postgresql://me:pw@host:5/facts", "postgresql", "", "postgresql://me:***@host:5/facts"),
        ("postgres://me:pw@host/facts", "postgresql", "", "postgres://me:***@host/facts"),
        ("postgresql:///facts?host=/run/pg&password=pw", "postgresql", "", "postgresql:///facts"),
    ],
)
def test_what_is_named(given, kind, path, shown):
    found = target(given)
    assert (found.kind, found.path, found.shown) == (kind, path, shown)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("mysql://me:s3cret@host/facts", "mysql is no database that can be loaded into"),
        ("", "--to names no file"),
        ("sqlite://", "--to names no file"),
        ("sqlite:///:memory:", "--to names no file"),
        ("duckdb:///", "--to names no file"),
        ("parquet:", "--to names no file"),
        ("postgresql://me:s3cret@host:port/facts", "the URL after --to can't be read"),
        ("postgresql://me:s3@cret@host/facts", "the URL after --to can't be read"),
        ("postgresql://me:s3/cret@host/fa@cts", "the URL after --to can't be read"),
        ("s3cret:s3cret@x://", "that is no database"),
    ],
)
def test_what_is_none(load, given, says, tmp_path):
    with pytest.raises(UsageError, match=says):
        target(given)
    done = load(lines(tmp_path / "a.jsonl", project()), given)
    assert done.exit_code == 2
    assert done.output.count("\n") == 1
    assert "cret" not in done.output


@pytest.mark.parametrize(
    "given", [{"host": "nowhere.invalid"}, {"port": 1}, {"user": "stranger"}, {"password": "s3cret"}]
)
def test_a_server_that_can_not_be_reached(load, server, given, tmp_path):
    parts = {"user": "owner", "password": PASSWORD, "host": server.folder, "port": 5432} | given
    password = quote(parts["password"], safe="")
    url = f"postgresql://{parts['user']}:{password}@/facts?host={parts['host']}&port={parts['port']}"
    done = load(lines(tmp_path / "a.jsonl", project()), url)
    assert done.exit_code == 1
    assert done.output.startswith(f"factsheet: postgresql://{parts['user']}:***@/facts: ")
    assert done.output.endswith("; nothing was loaded, the database is as it was\n")
    assert done.output.count("\n") == 1
    for secret in (parts["password"], password):
        assert secret not in done.output


def test_a_password_that_a_driver_repeats_is_hidden():
    found = target("postgresql://me:p%40ss%2Fw@h/d?sslpassword=other%20one")
    said = "bad: p@ss/w, p%40ss%2Fw, p%40ss%2fw, other one, other+one, other%20one"
    assert "ss" not in found.hide(said).replace("pass", "")
    assert "other" not in found.hide(said)


@pytest.mark.parametrize(
    ("make", "to", "says"),
    [
        (lambda path: path.write_text("no database at all, " * 100), "{}", "not a database"),
        (lambda path: path.mkdir(), "{}", "unable to open database file"),
        (lambda path: None, "{}/in/no/folder.db", "unable to open database file"),
        (
            lambda path: path.write_text("no database at all, " * 100),
            "duckdb:///{}",
            "not a valid DuckDB database",
        ),
        (lambda path: path.write_text("x"), "parquet:{}", "not a directory"),
    ],
)
def test_a_file_that_is_none(load, make, to, says, tmp_path):
    make(tmp_path / "file")
    done = load(lines(tmp_path / "a.jsonl", project()), to.format(tmp_path / "file"))
    assert done.exit_code in (1, 2)
    assert says in done.output
    assert done.output.count("\n") == 1


def test_a_folder_with_other_files_is_left_alone(load, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    done = load(lines(tmp_path / "a.jsonl", project()), f"parquet:{mine}")
    assert done.exit_code == 2
    assert "holds what is no table of Factsheet's (notes.txt): name another folder" in done.output
    assert [path.name for path in mine.iterdir()] == ["notes.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "mine"]


def test_a_database_that_does_not_hold_every_text(load, server, tmp_path):
    import psycopg

    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    done = load(lines(tmp_path / "a.jsonl", project()), server.url("latin"))
    assert done.exit_code == 1
    assert "is encoded in LATIN1, which does not hold every text" in done.output
