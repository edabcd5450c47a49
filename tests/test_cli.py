"""The commands as a user calls them: what they print, what they write, and how they fail."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import store
from pipeline.cli import app
from schemas import Project, __version__, json_schema

TEXT = "Project closed. WP1 (Events): Four workshops were organised in Riga in March 2006.\n"
# pytest turns faults in the interpreter's own shutdown into nothing: the command is run as it is installed.
COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()"]


@pytest.fixture
def run():
    def run(*arguments, stdin=None):
        return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin, prog_name="factsheet")

    return run


@pytest.fixture
def raw(tmp_path):
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, "utf-8")
    return tmp_path / "raw"


def one_sentence(stderr):
    """What went wrong, which must be said in one line and without a traceback."""
    lines = [line for line in stderr.splitlines() if line.startswith("factsheet: ")]
    assert "Traceback" not in stderr
    assert len(lines) == 1
    return lines[0].removeprefix("factsheet: ")


class TestExtract:
    def test_a_folder_becomes_a_folder_of_json_with_its_sub_folders(self, run, raw, tmp_path):
        done = run("extract", raw, "-o", tmp_path / "out")
        assert done.exit_code == 0
        assert done.stdout == ""
        out = sorted(p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*.json"))
        assert out == ["a.json", "b.json", "sub/c.json"]
        project = store.read(tmp_path / "out" / "sub" / "c.json")
        assert project.id == "c"
        assert project.source.characters == len(TEXT)

    def test_the_summary_counts_what_the_files_hold(self, run, raw, tmp_path):
        done = run("extract", raw, raw / "missing", "-o", tmp_path / "out")
        projects = [store.read(p) for p in store.files(tmp_path / "out")]
        sections = [s for p in projects for s in (p.overview, *p.work_packages)]
        mentions = sum(len(s.cities) + len(s.dates) + len(s.counts) + len(s.deliverables) for s in sections)
        packages = sum(len(p.work_packages) for p in projects)
        warnings = sum(len(p.warnings) for p in projects)
        expected = (
            f"3 documents, {packages} work packages, {mentions} mentions, {warnings} warnings, 1 failure"
        )
        assert done.stderr.splitlines()[-1] == expected
        assert mentions > 0

    def test_every_document_is_a_plain_line_where_there_is_no_terminal(self, run, raw, tmp_path):
        lines = run("extract", raw, "-o", tmp_path / "out").stderr.splitlines()
        assert [line.split(": ")[0] for line in lines[:3]] == [
            str(raw / "a.txt"),
            str(raw / "b.txt"),
            str(raw / "sub" / "c.txt"),
        ]

    def test_one_file_goes_to_standard_output_as_the_file_would_be(self, run, raw, tmp_path):
        run("extract", raw / "a.txt", "-o", tmp_path / "out")
        assert run("extract", raw / "a.txt").stdout_bytes == (tmp_path / "out" / "a.json").read_bytes()

    def test_several_go_to_standard_output_one_a_line(self, run, raw):
        lines = run("extract", raw / "b.txt", raw / "a.txt").stdout.splitlines()
        assert [Project.model_validate_json(line).id for line in lines] == ["b", "a"]

    def test_standard_input_is_read_as_bytes(self, run):
        project = json.loads(run("extract", "-", stdin="Malmö".encode("utf-16")).stdout)
        assert project["id"] == "stdin"
        assert project["source"]["encoding"] == "utf-16"
        assert project["source"]["characters"] == 5

    def test_quiet_says_nothing_but_what_went_wrong(self, run, raw, tmp_path):
        done = run("extract", raw, raw / "missing", "-q", "-o", tmp_path / "out")
        assert done.stderr == f"factsheet: {raw / 'missing'}: there is no such file or folder\n"

    def test_a_second_run_writes_the_same_bytes(self, run, raw, tmp_path):
        run("extract", raw, "-o", tmp_path / "one")
        run("extract", raw, "-o", tmp_path / "two")
        for path in store.files(tmp_path / "one"):
            assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


class TestBadInput:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "empty"),
            (b" \r\n\t ", "empty"),
            (b"\x00\x01\x02\x03" * 50, "binary"),
            (b"%PDF-1.7\n" + bytes(range(256)) * 4, "binary"),
            (b"\xff\xfeA\x00\x00\xd8", "decode"),
        ],
    )
    def test_what_is_no_text_is_one_sentence_and_the_others_are_done(self, content, says, run, raw, tmp_path):
        (raw / "bad.txt").write_bytes(content)
        done = run("extract", raw, "-o", tmp_path / "out")
        assert done.exit_code == 1
        sentence = one_sentence(done.stderr)
        assert sentence.startswith(f"{raw / 'bad.txt'}: ")
        assert says in sentence
        assert len(list(store.files(tmp_path / "out"))) == 3

    def test_a_folder_without_texts(self, run, tmp_path):
        (tmp_path / "empty").mkdir()
        done = run("extract", tmp_path / "empty", "-o", tmp_path / "out")
        assert done.exit_code == 1
        assert one_sentence(done.stderr) == f"{tmp_path / 'empty'}: the folder holds no *.txt or *.html files"

    def test_a_file_that_even_root_can_not_read(self, run, raw, tmp_path):
        (raw / "loop.txt").symlink_to("loop.txt")
        done = run("extract", raw, "-o", tmp_path / "out")
        assert done.exit_code == 1
        assert "loop.txt: it can't be read: too many levels of symbolic links" in one_sentence(done.stderr)
        assert len(list(store.files(tmp_path / "out"))) == 3

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be another")
    def test_a_file_and_a_folder_without_permission(self):
        code = (
            "import os, sys; from typer.testing import CliRunner; from pipeline.cli import app;"
            "run = lambda name: CliRunner().invoke(app, ['extract', '-q', name]);"
            "run(sys.argv[1] + '/b.txt'); os.setuid(65534);"  # what has to be imported, only root may read
            "done = run(sys.argv[1]); print(done.stdout, end=''); print(done.stderr, end='', file=sys.stderr)"
        )
        with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
            folder = Path(name)
            folder.chmod(0o755)
            (folder / "a.txt").touch(0)
            (folder / "b.txt").write_text("text")
            (folder / "sub").mkdir(0)
            done = subprocess.run(
                [sys.executable, "-c", code, name], capture_output=True, text=True, check=False
            )
        assert done.stderr.splitlines() == [
            f"factsheet: {name}/sub: the folder can't be read: permission denied",
            f"factsheet: {name}/a.txt: it can't be read: permission denied",
        ]
        assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["b"]

    @pytest.mark.parametrize(
        ("output", "says"),
        [
            ("raw/a.txt", "raw/a.txt is a file; name a folder after -o"),
            ("raw/a.txt/out", "raw/a.txt/out can't be written: not a directory"),
        ],
    )
    def test_an_output_folder_that_can_not_be_written(self, output, says, run, raw, tmp_path):
        done = run("extract", raw, "-o", tmp_path / output)
        assert done.exit_code == 2
        assert one_sentence(done.stderr).endswith(says)
        assert (raw / "a.txt").read_text() == TEXT

    def test_an_output_that_can_not_be_written_fails_alone(self, run, raw, tmp_path):
        (tmp_path / "out" / "b.json").mkdir(parents=True)
        done = run("extract", raw, "-o", tmp_path / "out")
        assert done.exit_code == 1
        assert one_sentence(done.stderr) == f"{raw / 'b.txt'}: its output can't be written: is a directory"
        left = sorted(
            p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("[!.]*.json")
        )
        assert left == ["a.json", "b.error.json", "b.json", "sub/c.json"]

    def test_two_inputs_for_one_output_write_nothing(self, run, raw, tmp_path):
        done = run("extract", raw / "a.txt", raw, "-o", tmp_path / "out")
        assert done.exit_code == 2
        assert "would both be written to" in one_sentence(done.stderr)
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize(
        "arguments",
        [
            ["extract"],
            ["extract", "--no-such"],
            ["no-such"],
            ["explain", "x", "--at", "word"],
            ["evaluate", "x"],
        ],
    )
    def test_wrong_use_is_status_2(self, arguments, run):
        done = run(*arguments)
        assert done.exit_code == 2
        assert "Usage: factsheet" in done.stderr


class TestProcess:
    """What only a process of its own shows."""

    def test_a_closed_pipe_is_one_sentence(self, raw):
        for arguments in (["extract", str(raw)], ["rules"], ["schema"]):
            process = subprocess.Popen(
                [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            stderr = process.stderr.read()
            process.stderr.close()
            assert process.wait(60) == 1
            assert one_sentence(stderr) == "standard output was closed before everything was written"

    def test_an_interrupt_is_status_130_and_no_half_file(self, raw, tmp_path):
        for n in range(3000):
            (raw / f"{n:04}.txt").write_text(TEXT * 20)
        out = tmp_path / "out"
        process = subprocess.Popen(
            [*COMMAND, "extract", str(raw), "-o", str(out)],
            stderr=subprocess.PIPE,
            text=True,
            # A run in the background has interrupts ignored, and hands that down.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        assert process.stderr
        process.stderr.readline()  # the first document is done
        process.send_signal(signal.SIGINT)
        stderr = process.stderr.read()
        process.stderr.close()
        assert process.wait(60) == 130
        assert one_sentence(stderr) == "interrupted; every file that was written is complete"
        written = list(store.files(out))
        assert 0 < len(written) < 3000
        assert all(store.read(path) for path in written)

    def test_a_terminal_has_a_progress_bar_and_the_summary(self, raw, tmp_path):
        (raw / "bad.txt").write_bytes(b"")
        terminal, other = pty.openpty()
        command = [*COMMAND, "extract", str(raw), "-o", str(tmp_path / "out")]
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
        process = subprocess.Popen(command, stderr=other, env=environment)
        os.close(other)
        shown = b""
        with contextlib.suppress(OSError):  # how a pseudo-terminal says that it was closed
            while piece := os.read(terminal, 4096):
                shown += piece
        os.close(terminal)
        assert process.wait(60) == 1
        text = shown.decode()
        assert "Extracting" in text
        assert "4/4" in text
        assert "a.txt: " not in text
        assert "bad.txt: the input is empty" in text
        assert "3 documents, " in text.splitlines()[-1]

    def test_other_hash_seeds_write_the_same_bytes(self, raw):
        outputs = {
            subprocess.run(
                [*COMMAND, "extract", "-q", str(raw)],
                capture_output=True,
                check=True,
                env={**os.environ, "PYTHONHASHSEED": seed},
            ).stdout
            for seed in ("1", "2")
        }
        assert len(outputs) == 1

    def test_a_terminal_that_knows_ascii_only_is_no_reason_to_fail(self, tmp_path):
        (tmp_path / "a.txt").write_text("Łódź – Malmö", "utf-8")
        done = subprocess.run(
            [*COMMAND, "explain", str(tmp_path / "a.txt")],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        )
        assert rb"Malm\xf6" in done.stdout

    @pytest.mark.slow
    def test_help_answers_in_less_than_04_seconds(self):
        def seconds():
            began = time.perf_counter()
            subprocess.run([*COMMAND, "--help"], capture_output=True, check=True)
            return time.perf_counter() - began

        assert min(seconds() for _ in range(5)) < 0.4


class TestOtherCommands:
    def test_version(self, run):
        assert run("--version").stdout == f"factsheet {__version__}\n"

    def test_schema(self, run):
        assert json.loads(run("schema").stdout) == json_schema()

    def test_completion_is_offered_for_the_shell(self, factsheet):
        shown = factsheet("--show-completion", "bash").stdout.decode()
        assert "complete -o default -F _factsheet_completion factsheet" in shown

    def test_rules_of_an_unknown_stage(self, run):
        done = run("rules", "--stage", "towns")
        assert done.exit_code == 2
        assert one_sentence(done.stderr).startswith(
            "there is no stage towns; the stages are page, work_packages"
        )

    def test_explain_of_an_offset_beyond_the_text(self, run, raw):
        done = run("explain", raw / "a.txt", "--at", len(TEXT))
        assert done.exit_code == 2
        assert (
            one_sentence(done.stderr)
            == f"offset {len(TEXT)} is beyond the text, which has {len(TEXT)} characters"
        )

    @pytest.mark.parametrize(("name", "status"), [("missing.txt", 1), (".", 2)])
    def test_explain_of_what_is_no_file(self, name, status, run, raw):
        done = run("explain", raw / name)
        assert done.exit_code == status
        one_sentence(done.stderr)
