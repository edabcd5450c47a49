"""Output that may not be written, from the start or from some file on; the long form is in benchmarks."""

from __future__ import annotations

import pytest

from benchmarks import faults_permission as faults


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    if faults.unprivileged() is None:
        pytest.skip("root may write everywhere, and setpriv can't take that away here")
    folder = tmp_path_factory.mktemp("permission")
    faults.material(folder)
    return folder


@pytest.mark.parametrize(
    ("command", "lost", "after"),
    [
        ("extract", "out", 3),
        ("extract", "out/sub", 5),
        ("extract", "out/.factsheet", 1),
        ("extract to one file", "out", 1),
        ("report of pages", "out", 1),
    ],
)
def test_permission_that_is_lost_costs_nothing(command, lost, after, folder):
    (loss,) = (loss for loss in faults.LOSSES if (loss.command, loss.lost) == (command, lost))
    assert faults.check(loss, folder, after) in (1, 2)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("extract", "-q", "{}/sources", "-o", "{}/locked"), 2),
        (("extract", "-q", "{}/sources", "-o", "{}/locked/new"), 2),
        (("extract", "-q", "{}/sources", "-o", "{}/locked/facts.parquet"), 2),
        (("extract", "-q", "{}/sources/0.txt", "--report", "{}/locked/run.json"), 1),
        (("report", "{}/facts", "-o", "{}/locked/report.html"), 1),
        (("report", "{}/facts", "-o", "{}/locked"), 1),
        (("load", "-q", "{}/facts/0.json", "--to", "{}/locked/facts.db"), 1),
        (("load", "-q", "{}/facts/0.json", "--to", "duckdb:///{}/locked/facts.duckdb"), 1),
        (("load", "-q", "{}/facts/0.json", "--to", "parquet:{}/locked/facts"), 1),
    ],
    ids=lambda value: " ".join(value[:1] + value[-1:]) if isinstance(value, tuple) else str(value),
)
def test_output_that_is_read_only_from_the_start(arguments, status, folder):
    locked = folder / "locked"
    locked.mkdir(exist_ok=True)
    with faults.read_only(locked):
        done = faults.run(*(argument.format(folder) for argument in arguments))
    (said,) = done.stderr.decode().splitlines()
    assert done.returncode == status
    assert said.startswith("factsheet: ")
    assert "ermission denied" in said or "unable to open database file" in said
    assert list(locked.iterdir()) == []
