"""Outputs that others wrote: whatever stands in them, load, report and diff refuse it or show it as text."""

from __future__ import annotations

import copy
import json
import random
import sqlite3

import pytest
from typer.testing import CliRunner

from pipeline.cli import app

from .conftest import ROOT

BASE = json.loads(
    (ROOT / "output").joinpath(sorted(p.name for p in (ROOT / "output").glob("*.json"))[0]).read_text()
)
EVIL = [
    *(None, True, 0, -1, 1e308, 10**30, float("nan"), float("inf"), 1.5, [], {}, [[]], "", "\0", "\ud800"),
    *(
        "</script><script>alert(1)</script>",
        "'; DROP TABLE project; --",
        "=1+1",
        "\u202e\x1b[31m",
        "x" * 5000,
    ),
    *("__proto__", "2011-02-30", "9999-99-99", "0000", "-1"),
]
Place = tuple[str | int, ...]


def places(value, at=()):
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*at, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*at, key))


def spoilt(seed):
    """An output with a field that is missing or evil."""
    chance = random.Random(seed)
    data = copy.deepcopy(BASE)
    *above, last = chance.choice(list(places(BASE)))
    inner = data
    for key in above:
        inner = inner[key]
    if chance.random() < 0.1:
        del inner[last]
    else:
        inner[last] = chance.choice(EVIL)
    return json.dumps(data).encode()


WHOLE = json.dumps(BASE).encode()
FILES = {
    **{f"field {seed}": spoilt(seed) for seed in range(16)},
    "deep": b"[" * 200_000,
    "deep inside": WHOLE.replace(b'"overview":', b'"overview": ' + b'{"a":' * 100_000, 1),
    "twice": WHOLE.replace(b'"id":', b'"id": "other", "id":', 1),
    "long number": WHOLE.replace(b'"characters": ', b'"characters": 1' + b"0" * 5000, 1),
    "cut": WHOLE[: len(WHOLE) // 2],
    "no text": b"\xff\xfe\x00",
    "empty": b"",
}


@pytest.mark.parametrize("name", FILES)
def test_every_command_refuses_it_in_a_sentence_or_takes_it(name, tmp_path):
    for folder, data in (("new", FILES[name]), ("old", WHOLE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.json").write_bytes(data)
    new, old = tmp_path / "new", tmp_path / "old"
    for arguments in (
        ["load", new, "--to", tmp_path / "facts.db"],
        ["report", new, "-o", tmp_path / "page.html"],
        ["diff", old, new],
        ["diff", new, old, "--format", "json"],
        ["diff", old, new, "--format", "html", "-o", tmp_path / "diff.html"],
    ):
        done = CliRunner().invoke(app, list(map(str, arguments)), prog_name="factsheet")
        assert done.exception is None or isinstance(done.exception, SystemExit), arguments
        assert done.exit_code in (0, 1, 2)
        assert "\x1b" not in done.output
    for page in tmp_path.glob("*.html"):
        assert "<script>alert" not in page.read_text("utf-8")
    with sqlite3.connect(tmp_path / "facts.db") as database:
        tables = database.execute("select count(*) from sqlite_master where name = 'project'").fetchone()
    database.close()
    assert tables in ((0,), (1,))


def test_markup_and_sql_in_every_text_is_text(tmp_path):
    """What the contract takes as any text comes out of the database as it went in."""
    evil = "</script><img src=x onerror=alert(1)>'; DROP TABLE project; --\"=1+1"
    data = copy.deepcopy(BASE)
    data["id"] = data["source"]["name"] = data["source"]["encoding"] = evil
    for section in (data["overview"], *data["work_packages"]):
        if "title" in section:
            section["title"] = section["label"] = evil
        for city in section["cities"]:
            city["name"] = evil
        for count in section["counts"]:
            count["head"] = evil
        for told in section["deliverables"]:
            told["head"] = told["action"] = evil
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x.json").write_text(json.dumps(data))
    done = CliRunner().invoke(app, ["load", str(tmp_path / "out"), "--to", str(tmp_path / "facts.db")])
    assert done.exit_code == 0, done.output
    with sqlite3.connect(tmp_path / "facts.db") as database:
        assert database.execute("select id from project").fetchall() == [(evil,)]
        cities = sum(len(s["cities"]) for s in (data["overview"], *data["work_packages"]))
        assert database.execute("select count(*) from city_mention").fetchone() == (cities,)
    database.close()
    assert (
        CliRunner().invoke(app, ["report", str(tmp_path / "out"), "-o", str(tmp_path / "p.html")]).exit_code
        == 0
    )
    page = (tmp_path / "p.html").read_text("utf-8")
    assert "<img src=x" not in page
    assert "\\u003cimg src=x" in page
