"""Passwords and keys in URLs: needed where a file is read or written, told and kept nowhere."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import hide, visible

from .test_batch import TEXT

fsspec = pytest.importorskip("fsspec")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("s3://KEY:s3cret@bucket/x.txt", "s3://KEY:***@bucket/x.txt"),
        ("s3:/KEY:s3cret@bucket/x.txt is no folder", "s3:/KEY:***@bucket/x.txt is no folder"),
        ("https://me:s3%63ret@host/x?a=1&X-Amz-Signature=s3cret&b=2", "https://me:***@host/x?a=1&X-Amz-Signature=***&b=2"),
        ("no 'postgresql://me:s3c@r/et@h/d' there", "no 'postgresql://me:***@h/d' there"),
        ("invalid address 'me:s3cret@host:1'", "invalid address 'me:***@host:1'"),
        ("host=h password=s3cret dbname=d", "host=h password=*** dbname=d"),
        ("sqlite:///x.db?passwd=s3cret", "sqlite:///x.db?passwd=***"),
        ("://:s3cret@h", "://:***@h"),
        ("nothing: a@b.example, 12:30, s3://bucket/a:b@c?version=1", None),
        ("C:/x, in/a:b@c.txt, monkey=1", None),
    ],
)  # fmt: skip
def test_what_is_secret_is_hidden(given, shown):
    assert hide(given) == (shown or given)
    assert "s3c" not in visible(given)


@pytest.fixture
def store():
    """A store whose paths hold what looks like a login, as those of stores with logins would."""
    system = fsspec.filesystem("memory")
    for name in ("x.txt", "sub/y.txt"):
        system.pipe_file(f"/me:s3cret@host/{name}", TEXT.encode())
    yield system
    system.rm("/", recursive=True)


@pytest.mark.parametrize("given", ["memory://me:s3cret@host/x.txt", "memory://me:s3cret@host"])
@pytest.mark.parametrize("output", ["out", "out.jsonl", "memory://me:s3cret@host/out"])
def test_a_login_is_used_and_told_and_kept_nowhere(store, tmp_path, monkeypatch, given, output):
    monkeypatch.chdir(tmp_path)
    logging.getLogger("fsspec").setLevel(logging.WARNING)
    arguments = [
        "extract",
        given,
        "memory://me:s3cret@host/none.txt",
        "-o",
        output,
        "-vv",
        "--report",
        "run.json",
    ]
    for again in ([], ["--force"], ["--prune"]):
        done = CliRunner().invoke(app, [*arguments, *again], prog_name="factsheet")
        assert done.exit_code == 1, done.output
        assert "there is no such file or folder" in done.output
        assert "me:***@host" in done.output
        assert "s3cret" not in done.output
    assert json.loads(Path("run.json").read_bytes())["failures"] == {"unusable": 1}
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept_there = [name for name in store.find("/") if "/out/" in name]
    assert len(kept) + len(kept_there) > 2
    for data in (*(path.read_bytes() for path in kept), *(store.cat_file(name) for name in kept_there)):
        assert b"s3cret" not in data
