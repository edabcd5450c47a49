"""Loading, in every kind of database."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from ..conftest import ROOT
from .projects import TEXT, folder, lines, project
from .reading import BALTMET, contents, facts, query

HOSTILE = "'; DROP TABLE project; -- \" ` \\ \\N \t \r\n \u2028 \ufeff %s %(a)s {x} $1 ? :b 日本 🏗️ \x7f \x01"


def says(result):
    return result.stderr.strip().splitlines()


def test_everything_of_the_output_is_there(load, url):
    done = load(ROOT / "output", url)
    assert (done.exit_code, done.stdout) == (0, "")
    assert says(done)[-1].endswith(": 21 added, 0 replaced, 0 unchanged, 0 removed, 0 refused")
    tables = contents(url)
    for path in sorted((ROOT / "output").glob("*.json")):
        assert _rebuilt(tables, path.stem) == json.loads(path.read_bytes())


def _rebuilt(tables, key):
    """A project, made from its rows."""
    (row,) = (row for row in tables["project"] if row[0] == key)
    places = {row[0]: row for row in tables["place"]}
    of = {
        name: [row[1:] for row in rows if row[0] == key]
        for name, rows in tables.items()
        if name not in ("project", "place", "load")
    }
    evidence = {row[0]: row[1:] for row in of["header_fact"]}
    names = ("title", "acronym", "status", "start_date", "end_date", "programme", "budget", "currency")
    names += ("cofinancing_rate", "partner_count", "stated_work_packages")
    header = {
        name: {**_named("start end text rule", evidence[name]), "value": value} if name in evidence else None
        for name, value in zip(names, row[7:18], strict=True)
    }

    def section(package):
        cities, dates, counts, deliverables = [], [], [], []
        for at, within, *rest, place in of["city_mention"]:
            if within == package:
                others = [other[2:] for other in of["city_alternative"] if other[0] == at]
                alternatives = [_named("geonameid name country", other) for other in others]
                cities.append(
                    _named("start end text rule", rest)
                    | _named("geonameid name country latitude longitude", places[place])
                    | {"alternatives": alternatives}
                )
        for _, within, *rest in of["date_mention"]:
            if within == package:
                dates.append(_named("start end text rule value earliest latest precision modifier", rest))
        for _, within, *rest in of["count_mention"]:
            if within == package:
                counts.append(_named("start end text rule value value_max unit head modifier", rest))
        for at, within, *rest in of["deliverable"]:
            if within == package:
                deliverables.append(
                    _named("start end text rule head kind status action count", rest)
                    | {"cities": [city[3] for city in of["deliverable_city"] if city[0] == at]}
                    | {"dates": [date[3] for date in of["deliverable_date"] if date[0] == at]}
                )
        segments = [_named("start end", rest) for _, within, *rest in of["segment"] if within == package]
        return {
            "segments": segments,
            "cities": cities,
            "dates": dates,
            "counts": counts,
            "deliverables": deliverables,
        }

    return {
        "schema_version": row[6],
        "id": row[0],
        "source": _named("name sha256 encoding characters language", row[1:6]),
        "header": header,
        "overview": section(None),
        "work_packages": [
            _named("number label title", rest) | section(at) for at, *rest in of["work_package"]
        ],
        "warnings": [_named("code message start end", row[1:]) for row in of["warning"]],
        "credits": [row[1] for row in of["credit"]],
    }


def _named(names, values):
    return dict(zip(names.split(), values, strict=True))


def test_the_same_output_twice_changes_nothing(load, url):
    load(ROOT / "output", url)
    before, files = contents(url), _files(url)
    done = load(ROOT / "output", url)
    assert says(done)[-1].endswith(": 0 added, 0 replaced, 21 unchanged, 0 removed, 0 refused")
    assert contents(url) == before
    assert _files(url) == files


def _files(url):
    """The bytes of what is a file; DuckDB stamps its own with every opening."""
    path = Path(re.sub(r"^(sqlite:///|parquet:)", "", url))
    return {p: p.read_bytes() for p in sorted(path.glob("*") if path.is_dir() else [path]) if p.is_file()}


def test_a_project_that_changed_replaces_its_rows_and_no_others(load, url, tmp_path):
    load(lines(tmp_path / "old.jsonl", project("a"), project("b"), project("c")), url)
    changed = project("b", work_packages__0__deliverables=[], work_packages__0__label="Action")
    done = load(lines(tmp_path / "new.jsonl", project("a"), changed), url)
    assert says(done)[-1].endswith(": 0 added, 1 replaced, 1 unchanged, 0 removed, 0 refused")
    assert query(url, "SELECT id, load_id FROM project ORDER BY id") == [("a", 1), ("b", 2), ("c", 1)]
    assert query(url, "SELECT label FROM work_package ORDER BY project_id") == [("WP",), ("Action",), ("WP",)]
    for table in ("deliverable", "deliverable_city", "deliverable_date"):
        assert query(url, f"SELECT project_id FROM {table} ORDER BY project_id") == [("a",), ("c",)]


def test_each_load_that_changes_something_is_written_down(load, url, tmp_path):
    output = lines(tmp_path / "a.jsonl", project("a"), project("b", overview__segments=[{"start": 1}]))
    for _ in range(2):
        load(output, url)
    load(lines(output, project("c")), url, "--prune")
    columns = "id, source, factsheet_version, schema_version, added, replaced, unchanged, removed, refused"
    assert query(url, f"SELECT {columns} FROM load ORDER BY id") == [
        (1, str(output), "0.1.0", "1.0", 1, 0, 0, 0, 1),
        (2, str(output), "0.1.0", "1.0", 1, 0, 0, 1, 0),
    ]
    for started, finished in query(url, "SELECT started, finished FROM load"):
        assert re.match(r"20\d\d-\d\d-\d\d.\d\d:\d\d:\d\d", started)
        assert started <= finished


def test_what_is_gone_stays_until_it_is_pruned(load, url, tmp_path):
    output = folder(tmp_path / "output", project("a"), project("b"))
    load(output, url)
    (output / "a.json").unlink()
    load(output, url)
    assert query(url, "SELECT id FROM project ORDER BY id") == [("a",), ("b",)]
    done = load(output, url, "--prune")
    assert says(done)[-1].endswith(": 0 added, 0 replaced, 1 unchanged, 1 removed, 0 refused")
    assert {row[0] for rows in facts(url).values() for row in rows} == {"b", 456172}


def test_nothing_is_pruned_where_something_was_refused(load, url, tmp_path):
    output = folder(tmp_path / "output", project("a"), project("b"))
    load(output, url)
    (output / "a.json").write_text("{", "utf-8")
    done = load(output, url, "--prune")
    assert done.exit_code == 1
    assert "nothing was removed" in done.stderr
    assert query(url, "SELECT id FROM project ORDER BY id") == [("a",), ("b",)]


def test_a_database_that_has_a_history_is_as_one_that_has_none(load, url, tmp_path):
    other = {"work_packages__0__cities__0__geonameid": 7, "work_packages__0__cities__0__latitude": -1.5}
    load(lines(tmp_path / "a.jsonl", project("a", **other), project("b"), project("gone", **other)), url)
    moved = {"work_packages__0__cities__0__latitude": 57.0}
    now = lines(tmp_path / "b.jsonl", project("a", **moved), project("b", **moved), project("new", **moved))
    load(now, url, "--prune")
    fresh = f"sqlite:///{tmp_path}/fresh.db"
    load(now, fresh)
    assert facts(url) == facts(fresh)
    assert query(url, "SELECT geonameid, latitude FROM place") == [(456172, 57.0)]


def test_text_arrives_as_it_is(load, url, tmp_path):
    evil = project(HOSTILE, work_packages__0__label=HOSTILE, work_packages__0__title=HOSTILE)
    evil["source"]["name"] = evil["header"]["title"]["value"] = HOSTILE
    evil["warnings"][0]["message"] = HOSTILE
    package = evil["work_packages"][0]
    package["counts"][0] |= {"unit": HOSTILE, "head": HOSTILE, "rule": HOSTILE}
    package["deliverables"][0] |= {"action": HOSTILE, "cities": [HOSTILE], "dates": [HOSTILE]}
    package["cities"][0]["name"] = HOSTILE
    package["dates"][0]["value"] = HOSTILE
    for _ in range(2):
        assert load(lines(tmp_path / "a.jsonl", evil), url).exit_code == 0
        evil["warnings"].append(evil["warnings"][0])
    for selected in (
        "id FROM project",
        "source_name FROM project",
        "title FROM project",
        "label FROM work_package",
        "title FROM work_package",
        "unit FROM count_mention",
        "head FROM count_mention",
        "rule FROM count_mention",
        "action FROM deliverable",
        "name FROM deliverable_city",
        "value FROM deliverable_date",
        "name FROM place",
        "value FROM date_mention",
        "message FROM warning WHERE position = 2",
    ):
        assert query(url, f"SELECT {selected}") == [(HOSTILE,)]


def test_a_nul_arrives_or_is_refused_by_name(load, url, tmp_path):
    output = lines(tmp_path / "a.jsonl", project("a", work_packages__0__title="a\0b"), project("b\\u0000"))
    done = load(output, url)
    if url.startswith("postgresql:"):
        assert done.exit_code == 1
        where = f"{output}, line 1: work_packages.0.title"
        assert f"factsheet: {where}: PostgreSQL's texts hold no NUL character (U+0000)" in says(done)
        assert query(url, "SELECT id FROM project") == [("b\\u0000",)]
    else:
        assert done.exit_code == 0
        assert query(url, "SELECT title FROM work_package ORDER BY title") == [("a\0b",), (None,)] or query(
            url, "SELECT title FROM work_package WHERE title IS NOT NULL"
        ) == [("a\0b",)]


def test_what_comes_twice_is_refused(load, url, tmp_path):
    output = folder(tmp_path / "output", project("a"))
    (output / "sub").mkdir()
    lines(output / "sub" / "x.jsonl", project("b"), project("a", warnings=[]))
    done = load(output, url)
    assert done.exit_code == 1
    first, second = output / "a.json", output / "sub" / "x.jsonl"
    assert says(done)[0] == f"factsheet: {second}, line 2: id: the project 'a' came before, in {first}"
    assert query(url, "SELECT count(*) FROM warning WHERE project_id = 'a'") == [(1,)]
    assert load(output, url).exit_code == 1
    assert query(url, "SELECT count(*) FROM load") == [(1,)]


def test_more_than_a_batch(load, url, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.database.loader.MOST", 3)
    monkeypatch.setattr("pipeline.database.loader._VALUES", 2)
    projects = [project(f"p{n}", **{"work_packages__0__cities__0__geonameid": n % 5 + 1}) for n in range(20)]
    load(lines(tmp_path / "a.jsonl", *projects[:13]), url)
    done = load(lines(tmp_path / "b.jsonl", *projects, projects[1]), url)
    assert says(done)[-1].endswith(": 7 added, 0 replaced, 13 unchanged, 0 removed, 1 refused")
    assert len(query(url, "SELECT * FROM place")) == 5
    assert query(url, "SELECT count(*) FROM events WHERE month = '2006-03'") == [(20,)]


def test_standard_input_and_one_file(load, url, tmp_path):
    data = lines(tmp_path / "a.jsonl", project("a"), project("b")).read_bytes()
    assert load("-", url, stdin=data + b"\n\n{\n").exit_code == 1
    assert query(url, "SELECT source FROM load") == [("standard input",)]
    done = load(BALTMET, url, "-q")
    assert (done.exit_code, done.output) == (0, "")
    assert query(url, "SELECT count(*) FROM project") == [(3,)]


def test_what_the_text_says():
    """The project of these tests is one that extraction could have made."""
    assert [TEXT[m["start"] : m["end"]] for m in project()["work_packages"][0]["cities"]] == ["Riga"]


def test_a_terminal_has_a_bar(tmp_path):
    output = lines(tmp_path / "a.jsonl", *(project(f"p{n}") for n in range(30)))
    main, side = pty.openpty()
    try:
        code = "from pipeline.cli import main; main()"
        command = [sys.executable, "-c", code, "load", output, "--to", tmp_path / "facts.db"]
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
        subprocess.run(command, stderr=side, env=environment, timeout=60, check=True)
        os.set_blocking(main, False)
        data = b""
        with contextlib.suppress(BlockingIOError):
            while True:
                data += os.read(main, 4096)
        said = data.decode()
    finally:
        os.close(main)
        os.close(side)
    assert "Loading" in said
    assert "30 projects" in said
    assert "30 added" in said


def test_a_load_does_without_spacy(tmp_path):
    output = lines(tmp_path / "a.jsonl", project())
    code = (
        "import sys; from pipeline.cli import app; app(sys.argv[1:], standalone_mode=False); "
        "sys.exit('spacy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, "load", output, "--to", tmp_path / "facts.db"], check=True)
