"""`factsheet extract` over many descriptions, as a user calls it: what it says, the report, the log."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.commands.batches import parse_size
from pipeline.errors import UsageError

from .test_cli import COMMAND, TEXT, one_sentence


@pytest.fixture
def raw(tmp_path, monkeypatch):
    (tmp_path / "raw").mkdir()
    for name in "abc":
        (tmp_path / "raw" / f"{name}.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "raw"


def run(*arguments):
    return CliRunner().invoke(app, ["extract", *map(str, arguments)], prog_name="factsheet")


def test_a_report_is_a_table_and_a_file(raw):
    (raw / "b.txt").write_bytes(b"")
    done = run("raw", "-o", "out", "--report", "reports/run.json")
    assert done.exit_code == 1
    table = [line.split() for line in done.stderr.splitlines()]
    assert ["documents", "2"] in table
    assert ["unreadable", "1"] in table
    report = json.loads(Path("reports/run.json").read_bytes())
    assert (report["documents"], report["unchanged"], report["failures"]) == (2, 0, {"unreadable": 1})
    assert report["found"]["packages"] == 2
    assert report["workers"]["started"] == 1
    assert report["seconds"] > 0
    assert report["settings"]["version"]


def test_a_second_run_says_what_was_left_and_what_had_failed(raw):
    (raw / "b.txt").write_bytes(b"")
    run("raw", "-o", "out")
    again = run("raw", "-o", "out")
    assert again.exit_code == 1
    assert one_sentence(again.stderr) == (
        "1 description failed before and did not change since: not tried again without --retry-errors"
    )
    assert again.stderr.splitlines()[-1].endswith("1 failure, 2 unchanged")
    assert one_sentence(run("raw", "-q", "-o", "out", "--retry-errors").stderr).endswith("the input is empty")


def test_sources_that_are_gone(raw):
    run("raw", "-o", "out")
    (raw / "a.txt").unlink()
    assert (
        "raw/a.txt: the source is gone, its output stays; --prune removes it"
        in run("raw", "-o", "out").stderr
    )
    assert (
        "raw/a.txt: the source is gone, its output was removed" in run("raw", "-o", "out", "--prune").stderr
    )


@pytest.mark.parametrize(
    ("options", "levels"),
    [
        ([], set()),
        (["-v"], {"INFO"}),
        (["-vv"], {"INFO", "DEBUG"}),
        (["--log-level", "info"], {"INFO"}),
        (["--log-level", "error", "-vv"], set()),
    ],
)
def test_the_log_goes_to_standard_error(options, levels, raw):
    done = run("raw", "-o", "out", *options)
    said = {line.partition(": ")[0] for line in done.stderr.splitlines()}
    assert said & {"DEBUG", "INFO", "WARNING", "ERROR"} == levels
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--log-level", "loud"], "loud is no level; the levels are error, warning, info, debug"),
        (["--max-size", "big"], "big is no size; write bytes, or 500kB, 20MB, 1GB"),
        (["-o", "raw/a.txt/x.jsonl"], "raw/a.txt is a file; name a folder after -o"),
        (["-q", "--report", "raw/a.txt/x"], "the report raw/a.txt/x can't be written: "),
        (["-o", "nosuch://x"], "nosuch:// can't be used: "),
        (["-o", "raw/a.txt"], "raw/a.txt is a file; name a folder after -o"),
    ],
)
def test_wrong_use_is_one_sentence(options, says, raw):
    done = run("raw", *options)
    assert done.exit_code == (1 if "--report" in options else 2)
    assert says in one_sentence(done.stderr)


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_jobs_are_a_number_of_workers(jobs, raw):
    assert run("raw", "--jobs", jobs).exit_code == 2


def test_a_name_with_control_characters_is_shown_on_one_line(raw):
    (raw / "x\n\x1b[31m.txt").write_bytes(b"")
    assert "raw/x\\n\\x1b[31m.txt: the input is empty" in one_sentence(run("raw", "-q").stderr)


def test_an_option_for_columns(raw):
    (raw / "t.jsonl").write_text(json.dumps({"body": TEXT, "code": "x/1"}) + "\n")
    done = run("raw/t.jsonl", "--text-column", "body", "--id-column", "code")
    assert json.loads(done.stdout)["id"] == "x/1"
    assert one_sentence(run("raw/t.jsonl").stderr).startswith("raw/t.jsonl has no column text; ")


@pytest.mark.parametrize(
    ("given", "size"),
    [("5", 5), ("500kB", 500_000), ("1.5 MB", 1_500_000), ("2g", 2 * 10**9), ("0", sys.maxsize)],
)
def test_sizes(given, size):
    assert parse_size(given) == size


@pytest.mark.parametrize("given", ["", "x", "-1", "5TB", "MB"])
def test_what_is_no_size(given):
    with pytest.raises(UsageError):
        parse_size(given)


def test_a_dash_is_standard_output(raw):
    assert run("raw/a.txt", "-o", "-").stdout == run("raw/a.txt").stdout != ""
    assert not Path("-").exists()


def test_a_pipe_that_nobody_writes_to_costs_its_time_only(raw):
    os.mkfifo(raw / "pipe.txt")
    done = run("raw/pipe.txt", "-o", "out", "--max-time", "0.5")
    assert one_sentence(done.stderr) == (
        "raw/pipe.txt: it took longer than 0.5 seconds; raise --max-time to give it more"
    )
    assert json.loads((raw.parent / "out" / "pipe.error.json").read_bytes())["code"] == "too slow"


def test_workers_end_with_a_run_that_is_killed(raw):
    for n in range(2000):
        (raw / f"{n}.txt").write_text(TEXT * 20)
    process = subprocess.Popen([*COMMAND, "extract", "raw", "-o", "out", "-q", "-j", "2"])

    def workers():
        with open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="ascii") as file:
            return file.read().split()

    until = time.monotonic() + 60
    while not list((raw.parent / "out").glob("*.json")):
        assert time.monotonic() < until
        time.sleep(0.05)
    children = workers()
    assert len(children) >= 2
    process.send_signal(signal.SIGKILL)
    process.wait()
    while any(os.path.exists(f"/proc/{child}/exe") for child in children):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert list((raw.parent / "out").rglob("*.tmp")) == []
