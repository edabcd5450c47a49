"""Databases at places where links, patterns and names of servers stand."""

from __future__ import annotations

import pytest

from .projects import lines, project

duckdb = pytest.importorskip("duckdb")


@pytest.fixture
def output(tmp_path):
    return lines(tmp_path / "a.jsonl", project())


@pytest.mark.parametrize("name", ["facts[1]", "facts*", "{a,b}", "~", "md:x", "a'b\"c", "x; DROP TABLE y"])
@pytest.mark.parametrize("form", ["parquet:{}", "duckdb:///{}"])
def test_a_name_is_a_name(load, output, tmp_path, monkeypatch, name, form):
    monkeypatch.chdir(tmp_path)
    for expected in ("1 added", "1 unchanged"):
        done = load(output, form.format(name))
        assert done.exit_code == 0, done.output
        assert expected in done.output
    assert (tmp_path / name).exists()


def test_a_folder_that_is_named_by_a_link_is_the_one_it_leads_to(load, output, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    for expected in ("1 added", "1 unchanged"):
        done = load(output, f"parquet:{tmp_path}/link")
        assert expected in done.output
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "project.parquet").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "link", "real"]


@pytest.mark.parametrize("place", [".facts.duckdb", ".facts.new", ".facts.old"])
@pytest.mark.parametrize("what", ["file", "folder", "database", "dangling"])
def test_what_lies_beside_a_folder_is_left_alone(load, output, tmp_path, place, what):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "precious").write_text("precious")
    with duckdb.connect(mine / "base.duckdb") as connection:
        connection.execute("CREATE TABLE precious AS SELECT 1 AS one")
    before = {path.name: path.read_bytes() for path in mine.iterdir()}
    leads = {"file": "precious", "folder": "", "database": "base.duckdb", "dangling": "new"}[what]
    (tmp_path / place).symlink_to(mine / leads)
    done = load(output, f"parquet:{tmp_path}/facts")
    assert done.exit_code == 2
    assert f"{place} is in the way: remove it, or name another folder" in done.output
    assert {path.name: path.read_bytes() for path in mine.iterdir()} == before
    assert (tmp_path / place).is_symlink()
    assert not (tmp_path / "facts").exists()


def test_a_database_and_a_folder_of_others_are_not_removed(load, output, tmp_path):
    with duckdb.connect(tmp_path / ".facts.duckdb") as connection:
        connection.execute("CREATE TABLE precious AS SELECT 1 AS one")
    done = load(output, f"parquet:{tmp_path}/facts")
    assert done.exit_code == 2
    assert "is a database in the way" in done.output
    with duckdb.connect(tmp_path / ".facts.duckdb") as connection:
        assert connection.table("precious").fetchall() == [(1,)]
    (tmp_path / ".facts.duckdb").unlink()
    (tmp_path / ".facts.old").mkdir()
    (tmp_path / ".facts.old" / "precious").write_text("precious")
    assert load(output, f"parquet:{tmp_path}/facts").exit_code == 2
    assert (tmp_path / ".facts.old" / "precious").exists()


@pytest.mark.parametrize(
    "given",
    [
        "postgresql:me:s3cret@h/d",
        "postgresql:/me:s3cret@h/d",
        "host=h password=s3cret dbname=d",
        "md:base?motherduck_token=s3cret",
        "jdbc:postgresql://h/d?password=s3cret",
        "sqlite://me:s3cret@h/facts.db",
        "duckdb://me:s3cret@h/facts.duckdb",
        "postgresql+asyncpg://me:s3cret@h/d",
        "POSTGRESQL://me:s3cret@h/d",
        "postgresql://me:s3cret@127.0.0.1:1/d?nosuch=1",
        "postgresql://me:pw@127.0.0.1:1/d?passwd=s3cret",
        "postgresql://me:s3%63ret@127.0.0.1:1/d?sslpassword=s3cret",
        "postgresql://me@127.0.0.1:1/d?password=s3cret&passfile=/nowhere",
        "postgresql://127.0.0.1:1/d?user=me&password=s3cret",
    ],
)
@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_no_secret_of_a_url_is_told_or_kept(load, output, tmp_path, monkeypatch, given, quiet):
    monkeypatch.chdir(tmp_path)
    done = load(output, given, *quiet)
    assert done.exit_code in (1, 2)
    assert done.output.count("\n") == 1
    assert "s3cret" not in done.output
    assert "s3%63ret" not in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
