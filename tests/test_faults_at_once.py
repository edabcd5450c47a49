"""Two runs at once: one output has one writer, and who reads it meanwhile reads whole files."""

from __future__ import annotations

import stat

import pytest

from benchmarks import faults_permission as faults
from benchmarks.faults import outputs
from pipeline.store import alone


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("at-once")
    faults.material(folder)
    return folder


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("extract", "-q", "{}/sources", "-o", "{}/out"), "another run (process {}) writes to {}/out"),
        (
            ("extract", "-q", "{}/sources", "-o", "{}/out/a.jsonl"),
            "another run (process {}) writes to {}/out",
        ),
        (("report", "{}/facts", "-o", "{}/out"), "another run writes to {1}/out"),
    ],
    ids=["extract", "extract to one file", "report of pages"],
)
def test_the_second_is_told_to_wait_and_the_first_goes_on(command, says, folder, tmp_path):
    arguments = [argument.format(folder) for argument in command]
    arguments[-1] = arguments[-1].replace(str(folder), str(tmp_path))
    with faults.paused(arguments, after=1) as first:
        second = faults.run(*arguments)
        told = says.format(first.pid, tmp_path)
        assert second.stderr.decode() == f"factsheet: {told}; wait for its end, or name another output\n"
        assert second.returncode == 2
        first.communicate()
    assert first.returncode == 0
    shown = outputs(tmp_path / "out")
    again = faults.run(*arguments)
    assert (again.returncode, again.stderr) == (0, b"")
    assert outputs(tmp_path / "out") == shown


def test_who_reads_what_is_being_written_reads_whole_files(folder, tmp_path):
    extract = ("extract", "-q", f"{folder}/sources", "-o", f"{tmp_path}/out")
    with faults.paused(extract, after=4) as first:
        report = faults.run("report", f"{tmp_path}/out", "-o", f"{tmp_path}/report.html")
        load = faults.run("load", f"{tmp_path}/out", "--to", f"{tmp_path}/facts.db")
        first.communicate()
    assert (report.returncode, report.stderr) == (0, b"")
    assert load.returncode == 0
    assert b": 3 added, 0 replaced" in load.stderr  # .gitignore was the first of the four files


def test_two_reports_into_one_file_leave_one_of_them_whole(folder, tmp_path):
    page = tmp_path / "report.html"
    with faults.paused(("report", f"{folder}/facts", "-o", str(page)), after=1) as first:
        whole = page.read_bytes()
        assert faults.run("report", f"{folder}/facts", "-o", str(page)).returncode == 0
        first.communicate()
    assert page.read_bytes() == whole


def test_a_folder_is_free_again_and_nothing_is_left_in_it(tmp_path):
    for _ in range(2):
        with alone(tmp_path / "new"):
            pass
    assert list((tmp_path / "new").iterdir()) == []


class TestOutputsThatCanNotBeLookedThrough:
    @pytest.fixture
    def out(self, folder, tmp_path):
        if faults.unprivileged() is None:
            pytest.skip("root may read everywhere, and setpriv can't take that away here")
        (tmp_path / "out" / "sub").mkdir(parents=True)
        for name in ("0.json", "sub/1.json"):
            (tmp_path / "out" / name).write_bytes((folder / "facts" / name).read_bytes())
        yield tmp_path / "out"
        (tmp_path / "out" / "sub").chmod(stat.S_IRWXU)

    def test_no_report_is_made_of_a_part(self, out, tmp_path):
        (out / "sub").chmod(0)
        done = faults.run("report", str(out), "-o", f"{tmp_path}/report.html")
        assert done.stderr.decode() == f"factsheet: the folder {out}/sub can't be read: permission denied\n"
        assert done.returncode == 1
        assert not (tmp_path / "report.html").exists()

    def test_nothing_is_pruned(self, out, tmp_path):
        load = ("load", str(out), "--to", f"{tmp_path}/facts.db", "--prune")
        assert faults.run(*load).stderr.endswith(
            b": 2 added, 0 replaced, 0 unchanged, 0 removed, 0 refused\n"
        )
        (out / "sub").chmod(0)
        done = faults.run(*load)
        assert done.returncode == 1
        said = done.stderr.decode().splitlines()
        assert said[0] == f"factsheet: {out}/sub: the folder can't be read: permission denied"
        assert "nothing was removed" in said[1]
        assert said[2].endswith(": 0 added, 0 replaced, 1 unchanged, 0 removed, 1 refused")
