"""The short form of the benchmark at scale: workers, kills at any moment, a second run."""

from __future__ import annotations

import json

import pytest

from benchmarks import scale

DOCUMENTS = 850


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scale") / "in"
    assert scale.make(folder, DOCUMENTS) > 1_500_000  # worth workers
    return folder


@pytest.fixture(scope="module")
def expected(texts):
    out = texts.parent / "out"
    two = scale.run([texts, "-o", out, "--jobs", "2"], texts.parent / "report", sample=0.2)
    assert two.report["documents"] == DOCUMENTS
    assert two.report["workers"]["started"] == 2
    assert max(worker for _, worker, _ in two.memory) > 50_000_000
    return scale.digest(out)


def test_a_second_run_leaves_everything_and_starts_no_worker(texts, expected):
    again = scale.run([texts, "-o", texts.parent / "out"], texts.parent / "report")
    assert (again.report["documents"], again.report["unchanged"]) == (0, DOCUMENTS)
    assert again.report["workers"]["started"] == 0
    assert scale.digest(texts.parent / "out") == expected


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_bytes(texts, expected, tmp_path):
    assert scale.run_killed([texts, "--jobs", "2"], tmp_path / "out", every=3) > 0
    assert scale.digest(tmp_path / "out") == expected


def test_workers_that_are_killed_cost_nothing(texts, expected, tmp_path):
    arguments = [texts, "-o", tmp_path / "out", "--jobs", "2", "--report", tmp_path / "report"]
    kills = scale.kill_workers(arguments, every=2.5, most=2)
    assert scale.digest(tmp_path / "out") == expected
    report = json.loads((tmp_path / "report").read_bytes())
    assert report["documents"] == DOCUMENTS
    assert report["failures"] == {}
    assert kills >= report["workers"]["crashed"]
