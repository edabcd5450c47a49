"""The second run and those after it: what is skipped, done again or removed, and who may write."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from pipeline.batch import fingerprint
from pipeline.batch.lock import locked
from pipeline.errors import OutputError, UsageError
from pipeline.outputs.folder import WORK, LocalFolder

from .test_batch import TEXT, folder, run, written

__all__ = ["folder", "run"]
FILES = ["out", "out.jsonl", "out.parquet"]


def kinds(heard):
    return [(kind, shown) for kind, shown, _ in heard]


def made(output):
    """The bytes of what a run wrote, without names that begin with a dot."""
    path = Path(output)
    if path.is_dir():
        return written(path)
    return {p.name: p.read_bytes() for p in sorted(path.parent.glob("out*")) if p.is_file()}


class TestSkipped:
    @pytest.mark.parametrize("output", FILES)
    def test_what_is_unchanged_is_left_alone(self, output, run):
        assert run(output=output).report.documents == 3
        before = {path: path.stat().st_mtime_ns for path in Path().rglob("out*") if path.is_file()}
        report, heard, _ = run(output=output)
        assert (report.documents, report.unchanged) == (0, 3)
        assert kinds(heard) == [("unchanged", f"in/{name}.txt") for name in ("a", "b", "sub/c")]
        assert before == {path: path.stat().st_mtime_ns for path in Path().rglob("out*") if path.is_file()}

    @pytest.mark.parametrize("output", FILES)
    def test_what_has_changed_is_done_again_and_ends_as_a_first_run_would(self, output, run, folder):
        run(output=output)
        (folder / "b.txt").write_text(TEXT.replace("Riga", "Malmö"))
        (folder / "0.txt").write_text(TEXT)
        _, heard, _ = run(output=output)
        assert sorted(kinds(heard)) == [
            ("done", "in/0.txt"),
            ("done", "in/b.txt"),
            ("unchanged", "in/a.txt"),
            ("unchanged", "in/sub/c.txt"),
        ]
        again = made(output)
        assert len(again) == {"out": 4, "out.jsonl": 1, "out.parquet": 5}[output]
        run(output=f"fresh/{output}")
        assert made(f"fresh/{output}") == again

    @pytest.mark.parametrize(
        "change",
        [
            lambda out: out.unlink(),
            lambda out: out.write_bytes(b""),
            lambda out: out.write_bytes(out.read_bytes()[:-2] + b" \n"),
        ],
        ids=["removed", "emptied", "edited"],
    )
    def test_an_output_that_is_not_as_it_was_written_is_written_again(self, change, run):
        run()
        before = written()
        change(Path("out/b.json"))
        assert run().report.documents == 1
        assert written() == before

    def test_force_does_everything_again(self, run):
        run()
        assert run(force=True).report.documents == 3

    def test_other_settings_do_everything_again(self, run, tmp_path):
        run()
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "rules.toml").write_text('disable = ["dates.year"]')
        assert run(settings={"rules": "rules"}).report.documents == 3
        assert run(settings={"rules": "rules"}).report.documents == 0
        (tmp_path / "rules" / "rules.toml").write_text('disable = ["dates.month-year"]\n')
        assert run(settings={"rules": "rules"}).report.documents == 3

    def test_a_run_that_ended_before_its_ledger_was_written_is_done_again(self, run):
        run()
        before = written()
        for path in Path("out", WORK).glob("ledger*"):
            path.unlink()
        Path("out", WORK, "tmp", "123-4").write_bytes(b"half a fi")
        assert run().report.documents == 3
        assert written() == before
        assert list(Path("out", WORK, "tmp").iterdir()) == []

    def test_a_part_without_a_row_is_removed_and_one_that_is_lost_is_made_again(self, run):
        run(output="out.jsonl")
        before = Path("out.jsonl").read_bytes()
        parts = Path(WORK, "out.jsonl", "parts")
        (part,) = parts.iterdir()
        part.rename(parts / "other.part")
        assert run(output="out.jsonl").report.documents == 3
        assert Path("out.jsonl").read_bytes() == before
        assert len(list(parts.iterdir())) == 1

    def test_git_leaves_out_what_runs_keep(self, run):
        run()
        subprocess.run(["git", "init", "-q"], check=True)
        status = subprocess.run(
            ["git", "status", "--porcelain", "-uall", "out"], capture_output=True, text=True, check=True
        )
        assert status.stdout.split() == ["??", "out/a.json", "??", "out/b.json", "??", "out/sub/c.json"]

    @pytest.mark.parametrize("data", [b"no database, but longer than a header of one" * 50, None])
    def test_a_ledger_that_is_none_is_told(self, data, run):
        run()
        path = Path("out", WORK, "ledger.sqlite")
        if data is None:
            with sqlite3.connect(path) as database:
                database.execute("pragma user_version = 99")
            database.close()
        else:
            path.write_bytes(data)
        with pytest.raises(
            OutputError, match=r"ledger\.sqlite .*; delete it, and everything is extracted again"
        ):
            run()


class TestGone:
    @pytest.fixture
    def gone(self, run, folder):
        (folder / "page.html").write_text(f"<p>{TEXT}")
        run()
        for name in ("a.txt", "page.html"):
            (folder / name).unlink()

    def test_sources_that_are_gone_are_told_and_pruned_where_that_is_asked_for(self, gone, run):
        Path("out/page.json.orig").write_text("not ours")
        told = [("gone", "in/a.txt", False), ("gone", "in/page.html", False)]
        report, heard, _ = run()
        assert [h for h in heard if h[0] == "gone"] == told
        assert (report.gone, report.pruned) == (2, 0)
        assert {"a.json", "page.json", "page.txt"} <= set(written())
        report, heard, _ = run(prune=True)
        assert (report.gone, report.pruned) == (2, 2)
        assert list(written()) == ["b.json", "page.json.orig", "sub/c.json"]
        assert run().report.gone == 0

    def test_what_another_input_holds_is_not_gone(self, run, folder):
        run()
        (folder / "a.txt").unlink()
        report, _, _ = run("in/sub", prune=True)
        assert report.gone == 0
        assert "a.json" in written()

    def test_a_folder_that_can_not_be_looked_through_prunes_nothing(self, run, folder):
        run()
        folder.rename("elsewhere")
        assert run(prune=True).report.gone == 0
        Path("in").mkdir()
        assert run(prune=True).report.gone == 0
        assert list(written()) == ["a.json", "b.json", "sub/c.json"]

    def test_a_file_of_all_holds_what_the_run_is_about(self, run, folder):
        run(output="out.jsonl")
        (folder / "a.txt").unlink()
        assert [h for h in run(output="out.jsonl").heard if h[0] == "gone"] == [("gone", "in/a.txt", True)]
        assert [json.loads(line)["id"] for line in Path("out.jsonl").read_text().splitlines()] == ["b", "c"]


class TestQuarantine:
    @pytest.fixture
    def bad(self, run, folder):
        run()
        (folder / "b.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
        return run

    def test_a_failure_takes_the_place_of_the_output(self, bad):
        _, heard, _ = bad()
        assert heard[-1] == ("done", "in/b.txt", "the input is binary, not text")
        assert list(written()) == ["a.json", "b.error.json", "sub/c.json"]
        assert json.loads(written()["b.error.json"]) == {
            "id": "b",
            "source": "in/b.txt",
            "sha256": "79ea51b0bec9f4e5c92a82936a174466b8a560130aaed251ba9da0efc85bbf30",
            "code": "unreadable",
            "message": "the input is binary, not text",
        }

    def test_it_is_counted_and_tried_again_only_where_that_is_asked_for(self, bad):
        bad()
        report, heard, _ = bad()
        assert ("unchanged", "in/b.txt", None) in heard
        assert (report.failed_before, report.failed, report.unchanged) == (1, 1, 2)
        report, heard, _ = bad(retry_errors=True)
        assert (report.failed_before, report.failed, report.unchanged) == (0, 1, 2)

    def test_one_that_is_mended_has_its_output_again(self, bad, folder):
        bad()
        (folder / "b.txt").write_text(TEXT)
        assert bad().report.documents == 1
        assert list(written()) == ["a.json", "b.json", "sub/c.json"]

    def test_other_limits_are_a_reason_to_try_again(self, run, folder):
        assert run(settings={"max_size": len(TEXT) - 1}).report.failures == {"too large": 3}
        assert run(settings={"max_size": len(TEXT) - 1}).report.failed_before == 3
        assert run(settings={"max_size": len(TEXT)}).report.documents == 3
        assert run(settings={"max_size": len(TEXT) + 1}).report.unchanged == 3

    def test_a_file_of_all_has_failures_beside_it(self, run, folder):
        (folder / "b.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
        run(output="out.jsonl")
        (line,) = Path("out.errors.jsonl").read_text().splitlines()
        assert json.loads(line)["message"] == "the input is binary, not text"
        (folder / "b.txt").write_text(TEXT)
        run(output="out.jsonl")
        assert not Path("out.errors.jsonl").exists()

    @pytest.mark.parametrize("output", ["out", "out.jsonl"])
    def test_the_text_of_a_page_is_kept_while_it_is_one(self, output, run, folder):
        (folder / "b.txt").unlink()
        (folder / "b.html").write_text(f"<h1>Page</h1><p>{TEXT}")
        run(output=output)
        text = Path("out/b.txt" if output == "out" else "out.texts/b.txt")
        data = (
            Path("out/b.json").read_text()
            if output == "out"
            else Path("out.jsonl").read_text().splitlines()[1]
        )
        (city,) = json.loads(data)["work_packages"][0]["cities"]
        assert text.read_text()[city["start"] : city["end"]] == city["text"] == "Riga"
        text.unlink()
        assert run(output=output).report.documents == 1
        assert text.exists()
        (folder / "b.html").unlink()
        (folder / "b.txt").write_text(TEXT)
        run(output=output)
        assert not text.exists()


def test_a_description_that_kills_a_small_run_is_found_by_the_next(run, folder):
    # Small runs go without workers, so that the whole run ends; the next takes workers.
    run()
    (folder / "b.txt").write_text(TEXT + TEXT)
    with sqlite3.connect(f"out/{WORK}/ledger.sqlite") as database:
        database.execute("insert into assembled values ('', '', 0, 0)")
    database.close()
    assert run(jobs=2).report.engine == "LocalEngine"
    (folder / "b.txt").write_text(TEXT)
    assert run().report.engine == "InProcess"


class TestLock:
    def test_one_run_at_a_time(self, run):
        run()
        with (
            locked(Path("out", WORK, "lock"), "out"),
            pytest.raises(
                UsageError, match=rf"another run \(process {os.getpid()}\) writes to out; wait for its end"
            ),
        ):
            run()
        run()

    def test_a_process_that_is_killed_holds_nothing(self, run):
        run()
        code = (
            "import sys, time; from pathlib import Path; from pipeline.batch.lock import locked\n"
            "with locked(Path('out/.factsheet/lock'), 'out'): print(flush=True); time.sleep(100)"
        )
        environment = {**os.environ, "PYTHONPATH": str(Path(fingerprint.__file__).parents[2])}
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment)
        assert process.stdout
        process.stdout.readline()
        with pytest.raises(UsageError, match=rf"process {process.pid}"):
            run()
        process.kill()
        process.wait()
        process.stdout.close()
        assert run().report.unchanged == 3


class TestFolder:
    def test_a_link_out_of_the_output_folder_is_not_followed(self, run, tmp_path):
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "sub").symlink_to(tmp_path / "elsewhere")
        report, heard, _ = run()
        assert heard[-1][2] == "its output can't be written: a link leads out of the output folder"
        assert report.documents == 2
        assert list((tmp_path / "elsewhere").iterdir()) == []

    def test_a_file_that_is_a_link_is_replaced_not_followed(self, run, tmp_path):
        (tmp_path / "precious").write_text("precious")
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "a.json").symlink_to(tmp_path / "precious")
        run()
        assert (tmp_path / "precious").read_text() == "precious"
        assert json.loads((tmp_path / "out" / "a.json").read_bytes())["id"] == "a"

    def test_nothing_outside_is_removed(self, tmp_path):
        (tmp_path / "x").touch()
        (tmp_path / "out").mkdir()
        assert not LocalFolder(str(tmp_path / "out")).remove("../x")
        assert (tmp_path / "x").exists()


def test_a_part_holds_what_a_file_would(run):
    run(output="out.jsonl")
    (part,) = Path(WORK, "out.jsonl", "parts").iterdir()
    first = zlib.decompressobj().decompress(part.read_bytes())
    assert first == Path("out.jsonl").read_bytes().splitlines(keepends=True)[0]


def test_parquet_has_a_row_a_document_and_a_row_a_mention(run):
    from pyarrow import parquet

    run(output="out.parquet")
    run(output="out.jsonl")
    projects = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    documents = parquet.read_table("out.parquet").to_pylist()
    assert [row["document"] for row in documents] == ["a", "b", "sub/c"]
    assert [json.loads(row["json"]) for row in documents] == projects
    assert [row["sha256"] for row in documents] == [p["source"]["sha256"] for p in projects]
    for name in ("cities", "dates", "counts", "deliverables"):
        mentions = [
            {"document": d["document"], "work_package": w["number"] and f"{w['label']} {w['number']}", **m}
            for d, p in zip(documents, projects, strict=True)
            for w in ({"number": None, **p["overview"]}, *p["work_packages"])
            for m in w[name]
        ]
        rows = parquet.read_table(f"out.{name}.parquet").to_pylist()
        for row in rows:
            assert row.pop("work_package_title") == "Events"
        assert rows == mentions
        assert [row[name] for row in documents] == [1, 1, 1]
