"""Kills and full disks, in short; benchmarks.faults has the long form (docs/reliability.md)."""

from __future__ import annotations

import re
import subprocess
from random import Random

import pytest

from benchmarks import faults


@pytest.fixture(scope="module")
def targets(tmp_path_factory):
    return {target.name: target for target in faults.targets(tmp_path_factory.mktemp("faults"), documents=12)}


@pytest.mark.parametrize("name", ["report"])  # extract: test_scale; load: database/test_kill
def test_what_was_killed_comes_out_as_if_nothing_had_happened(targets, name):
    faults.check(targets[name], Random(3), kills=2)
    assert targets[name].kills >= 2


def test_the_check_sees_what_a_kill_has_changed(tmp_path, monkeypatch):
    seen = [{"page": b"one"}, {"page": b"another"}]
    target = faults.Target("x", [], tmp_path / "x", lambda path: seen.pop(0), lambda path: None)
    monkeypatch.setattr(faults, "run", lambda arguments: None)
    monkeypatch.setattr(faults, "kill", lambda target, chance, everything: None)
    with pytest.raises(AssertionError, match="x: another result after kills"):
        faults.check(target, Random(3), kills=1)


def test_a_full_disk_costs_no_output_and_is_made_up_for(targets, factsheet):
    target = targets["extract"]
    sources = target.arguments[2]
    reference = faults.outputs(target.output.parent / "facts")
    with faults.small_disk("64k") as disk:
        if disk is None:
            pytest.skip("mounting a disk takes root")
        full = factsheet("extract", "-q", sources, "-o", disk / "out")
        assert full.returncode in (1, 2)
        assert re.search(b"no space left|disk is full", full.stderr)
        assert b"Traceback" not in full.stderr
        faults.whole_outputs(disk / "out")
        assert len(faults.outputs(disk / "out")) < len(reference)
        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        assert factsheet("extract", "-q", sources, "-o", disk / "out").returncode in (0, 1)
        assert faults.outputs(disk / "out") == reference
