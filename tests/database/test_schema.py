"""The tables that migrations make are those that the metadata describes, with their comments."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import duckdb
import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, make_url

from pipeline.database import migrate, target
from pipeline.database.comments import CommentedDDL
from pipeline.database.loading import open_database
from pipeline.database.schema import REVISION, TABLES, VERSION_TABLE, metadata
from pipeline.database.views import VIEWS

from .projects import lines, project
from .reading import query


@pytest.fixture
def migrated(url):
    """A database with the tables and nothing else."""
    with open_database(target(url), print):
        pass
    return url


def _engine(url):
    return create_engine(make_url(url).set(drivername="sqlite" if "sqlite" in url else "postgresql+psycopg"))


def test_there_is_one_newest_migration():
    assert migrate.SCRIPTS.get_heads() == [REVISION]


@pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)
def test_alembic_finds_nothing_to_migrate(migrated):
    engine = _engine(migrated)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_sqlite_has_the_tables_to_the_letter(migrated, tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/direct.db")
    engine.dialect.ddl_compiler = CommentedDDL
    with engine.begin() as connection:
        metadata.create_all(connection)
        for view in VIEWS:
            connection.exec_driver_sql(view.create(engine.dialect)[0])
    engine.dispose()
    made = f"SELECT name, sql FROM sqlite_master WHERE tbl_name <> '{VERSION_TABLE}' ORDER BY name"
    found, expected = (
        # The order of constraints in a table means nothing.
        [(name, sorted(line.strip(" \t,") for line in sql.splitlines())) for name, sql in query(url, made)]
        for url in (migrated, f"sqlite:///{tmp_path}/direct.db")
    )
    assert found == expected


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_has_the_views_of_the_metadata(migrated):
    shown = "SELECT viewname, definition FROM pg_views WHERE schemaname = '{}' ORDER BY viewname"
    engine = _engine(f"{migrated}&options=-csearch_path%3Ddirect")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA direct")
        metadata.create_all(connection)
        for view in VIEWS:
            for statement in view.create(engine.dialect):
                connection.exec_driver_sql(statement)
    engine.dispose()
    direct = [(name, text.replace("direct.", "")) for name, text in query(migrated, shown.format("direct"))]
    assert query(migrated, shown.format("public")) == direct
    assert len(direct) == len(VIEWS)


@pytest.mark.parametrize("url", ["duckdb"], indirect=True)
def test_duckdb_has_the_tables_without_foreign_keys(migrated):
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() "
        f"WHERE NOT internal AND table_name <> '{VERSION_TABLE}' ORDER BY table_name, column_index"
    )
    found = query(migrated, columns)
    expected = [
        (table.name, column.name, column.nullable, column.comment)
        for table in sorted(TABLES, key=lambda table: table.name)
        for column in table.columns
    ]
    views = {view.name for view in VIEWS}
    assert [(t, c, null, comment) for t, c, _, null, comment in found if t not in views] == expected
    types = {(t, c): kind for t, c, kind, *_ in found}
    assert types["date_mention", "earliest"] == "DATE"
    assert types["project", "budget"] == "DOUBLE"
    assert types["load", "started"] == "TIMESTAMP"
    keys = query(migrated, "SELECT DISTINCT constraint_type FROM duckdb_constraints()")
    assert sorted(keys) == [("NOT NULL",), ("PRIMARY KEY",)]
    indexes = {name for (name,) in query(migrated, "SELECT index_name FROM duckdb_indexes()")}
    assert indexes == {index.name for table in TABLES for index in table.indexes}


@pytest.mark.parametrize("url", ["postgresql", "duckdb"], indirect=True)
def test_tables_columns_and_views_have_comments(migrated):
    if migrated.startswith("postgresql"):
        tables = query(migrated, "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class")
        columns = query(
            migrated,
            "SELECT table_name, column_name, col_description(table_name::regclass, ordinal_position) "
            "FROM information_schema.columns WHERE table_schema = 'public'",
        )
    else:
        tables = query(
            migrated,
            "SELECT table_name, comment FROM duckdb_tables() "
            "UNION SELECT view_name, comment FROM duckdb_views() WHERE NOT internal",
        )
        columns = query(migrated, "SELECT table_name, column_name, comment FROM duckdb_columns()")
    said = dict(tables)
    assert [said[table.name] for table in TABLES] == [table.comment for table in TABLES]
    assert [said[view.name] for view in VIEWS] == [view.comment for view in VIEWS]
    of_columns = {(table, column): comment for table, column, comment in columns}
    for table in TABLES:
        for column in table.columns:
            assert column.comment
            assert of_columns[table.name, column.name] == column.comment


@pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)
def test_foreign_keys_hold_and_cascade(load, url, tmp_path):
    load(lines(tmp_path / "a.jsonl", project("a")), url)
    engine = _engine(url)
    with engine.begin() as connection:
        if "sqlite" in url:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        connection.exec_driver_sql("DELETE FROM project")
    engine.dispose()
    left = [table.name for table in TABLES if query(url, f"SELECT 1 FROM {table.name}")]
    assert sorted(left) == ["load", "place"]


def _run(url, *statements):
    if url.startswith("postgresql"):
        opened = psycopg.connect(url)
    elif url.startswith("sqlite"):
        opened = closing(sqlite3.connect(url.removeprefix("sqlite:///")))
    else:
        opened = duckdb.connect(url.removeprefix("duckdb:///"))
    with opened as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("url", ["sqlite", "postgresql", "duckdb"], indirect=True)
def test_tables_of_another_program_are_left_alone(load, url, tmp_path):
    _run(url, "CREATE TABLE project (name TEXT)", "INSERT INTO project VALUES ('mine')")
    done = load(lines(tmp_path / "a.jsonl", project("a")), url)
    assert done.exit_code == 1
    assert "has tables of another program under the names of Factsheet's (project)" in done.stderr
    assert query(url, "SELECT * FROM project") == [("mine",)]


@pytest.mark.parametrize("url", ["sqlite", "postgresql", "duckdb"], indirect=True)
def test_tables_of_a_newer_version_are_left_alone(load, url, tmp_path):
    output = lines(tmp_path / "a.jsonl", project("a"))
    load(output, url)
    _run(url, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    done = load(output, url)
    assert done.exit_code == 1
    assert "was made by a newer version of Factsheet: install that one" in done.stderr


@pytest.mark.parametrize("url", ["sqlite", "postgresql", "duckdb", "parquet"], indirect=True)
def test_views_are_made_anew_where_they_are_missing(load, url, tmp_path, monkeypatch):
    """A database at an older revision gets what is newer, and keeps its rows."""
    load(lines(tmp_path / "a.jsonl", project("a")), url)
    if url.startswith("parquet"):
        (tmp_path / "facts" / "events.parquet").unlink()
    else:
        # As a first migration would leave it that knew no views.
        _run(url, "DROP VIEW events")
        monkeypatch.setattr("pipeline.database.databases.REVISION", "later")
    load(lines(tmp_path / "b.jsonl", project("b")), url)
    events = query(url, "SELECT project_id, event, city, month FROM events ORDER BY project_id")
    assert events == [(key, "Four workshops", "Riga", "2006-03") for key in "ab"]
