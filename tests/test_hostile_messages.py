"""What a terminal would obey, in names and texts that others chose, is told as text, on one line."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app

from .conftest import ROOT
from .test_batch import TEXT

EVIL = "a\x1b[31m\x1b]0;title\x07\rb\x9b2J\u202e"
"""Colours, the title of the window, a return, a control of eight bits, a turn of the direction."""


def invoke(*arguments):
    return CliRunner().invoke(app, list(map(str, arguments)), prog_name="factsheet")


@pytest.fixture
def evil(tmp_path, monkeypatch):
    """A working folder in which everything has such names."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for folder, name, text in (
        ("in", f"{EVIL}.txt", TEXT.encode()),
        ("in", f"bad{EVIL}\n.txt", b"\0\1\2\3" * 50),
        ("out", f"{EVIL}.json", b"{}"),
        ("gold", "g.json", b"{}"),
        (f"rules{EVIL}", "rules.toml", b"no toml"),
    ):
        Path(folder).mkdir(exist_ok=True)
        Path(folder, name).write_bytes(text)


COMMANDS = [
    (["extract", "in", "-o", "facts", "-vv"], 1),
    (["extract", "in", "-o", f"in/{EVIL}.txt"], 2),
    (["extract", EVIL, f"{EVIL}*", f"s3{EVIL}://x"], 1),
    (["extract", "in", "--log-level", EVIL], 2),
    (["extract", "in", "--max-size", EVIL], 2),
    (["extract", "in", "--rules", f"rules{EVIL}"], 2),
    (["explain", EVIL], 1),
    (["load", EVIL], 2),
    (["load", "out", "--to", "facts.db"], 1),
    (["load", "out", "--to", f"{EVIL}/facts.db"], 1),
    (["report", EVIL, "-o", "page.html"], 2),
    (["report", "out", "-o", "page.html"], 1),
    (["diff", EVIL, "out"], 2),
    (["diff", "out", "in"], 2),
    (["evaluate", EVIL, "out"], 2),
    (["rules", EVIL], 2),
]


@pytest.mark.parametrize(("arguments", "status"), COMMANDS, ids=lambda value: str(value)[:30])
def test_messages_hold_no_control_characters(evil, arguments, status):
    done = invoke(*arguments)
    said = done.output
    assert done.exit_code == status, said
    assert [c for c in said if not c.isprintable() and c != "\n"] == []
    assert isinstance(done.exception, SystemExit)
    assert "\\x1b[31m" in said or arguments[0] in ("evaluate", "diff")


def test_a_terminal_is_sent_no_controls_of_others(evil):
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "extract", "in", "-o", "facts"]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    said = b""
    while True:
        try:
            chunk = os.read(ours, 1 << 16)
        except OSError:
            break
        if not chunk:
            break
        said += chunk
    os.close(ours)
    assert process.wait() == 1
    assert b"Extracting" in said or b"unreadable" in said
    for wrong in (b"\x1b[31m", b"\x1b]0;", b"\x07", "\x9b".encode(), "\u202e".encode()):
        assert wrong not in said


def test_texts_are_shown_without_control_characters(tmp_path):
    """`explain`, `diff` and `evaluate --errors` quote descriptions."""
    evil = "\x1b[31m\x9b2J\u202e"
    text = f"Four {evil}workshops were held in Riga{evil} on 3 June 2011 for {evil} 30 people.\n" + TEXT * 3
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(text, newline="")
    assert invoke("extract", tmp_path / "texts", "-o", tmp_path / "out", "-q").exit_code == 0
    fields = ("title", "acronym", "start", "end", "programme", "budget", "currency", "cofinancing_rate")
    gold = {"doc": "a", "language": "en", "fields": dict.fromkeys((*fields, "partner_count"))}
    gold |= {name: [] for name in ("work_packages", "cities", "dates", "counts", "deliverables")}
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold))
    path = tmp_path / "texts" / "a.txt"
    for arguments in (
        ["explain", path],
        ["explain", path, "--at", text.index("Riga")],
        ["diff", os.devnull, tmp_path / "out" / "a.json", "--sources", tmp_path / "texts"],
        ["evaluate", tmp_path / "gold", tmp_path / "out", "--errors", "--sources", tmp_path / "texts"],
    ):
        said = invoke(*arguments).stdout
        assert "Riga" in said
        assert [c for c in said if ord(c) < 32 and c != "\n"] == []
        assert "\x9b" not in said


def test_names_that_are_not_utf8_are_loaded_reported_and_refused_as_outputs(tmp_path):
    odd = os.fsdecode(b"odd\xe9")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"{odd}.txt").write_text(TEXT)
    assert invoke("extract", tmp_path / "in", "-o", tmp_path / "out").exit_code == 0
    (written,) = (tmp_path / "out").glob("*.json")
    written.rename(tmp_path / "out" / f"{odd}.json")
    (tmp_path / "out").rename(tmp_path / odd)
    for arguments in (
        ["load", tmp_path / odd, "--to", tmp_path / "facts.db"],
        ["load", tmp_path / odd, "--to", f"duckdb:///{tmp_path}/facts.duckdb"],
        ["report", tmp_path / odd, "-o", tmp_path / f"{odd}.html"],
    ):
        done = invoke(*arguments)
        assert done.exit_code == 0, done.output
    with sqlite3.connect(tmp_path / "facts.db") as database:
        (source,) = database.execute("select source from load").fetchone()
    database.close()
    assert source == f"{tmp_path}/odd\N{REPLACEMENT CHARACTER}"
    for arguments in (
        *(["extract", tmp_path / "in", "-o", tmp_path / f"{odd}{suffix}"] for suffix in (".d", ".jsonl")),
        *(["load", tmp_path / odd, "--to", f"{kind}{tmp_path}/{odd}"] for kind in ("", "parquet:")),
    ):
        done = invoke(*arguments)
        assert done.exit_code == 2
        assert "is not UTF-8; give the output another" in done.output
