"""The short form of the benchmark, with a loose bound for machines that are busy; and what memory holds."""

from __future__ import annotations

import itertools
import json

import pytest

from benchmarks import load as benchmark
from pipeline.database import target
from pipeline.database.documents import Document
from pipeline.database.loader import Loader
from pipeline.database.loading import open_database

from .projects import project


@pytest.mark.slow
def test_a_load_takes_not_much_longer_than_plain_inserts(tmp_path):
    benchmark.multiply(tmp_path / "output", 600)
    numbers = itertools.count()
    measured = benchmark.measure(
        tmp_path / "output", lambda: f"sqlite:///{tmp_path}/{next(numbers)}.db", benchmark.executemany
    )
    assert measured.ratio < 2 * benchmark.BOUND
    assert measured.again < measured.load


def test_projects_of_the_benchmark_have_ids_of_their_own(tmp_path):
    benchmark.multiply(tmp_path, 50)
    assert len({path.stem for path in tmp_path.rglob("*.json")}) == 50


def test_memory_holds_one_batch(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.database.loader.MOST", 10)
    given = 0

    def documents():
        nonlocal given
        for given in range(1, 96):
            data = json.dumps(project(f"p{given}")).encode()
            yield Document(str(given), data, len(data))

    most = 0
    with open_database(target(str(tmp_path / "facts.db")), print) as database:
        loader = Loader(database, "a test", print)
        for done, _ in enumerate(loader.add(documents())):
            most = max(most, given - done)
    assert most == 10
    assert loader.counts.added == 95


def test_a_batch_ends_before_it_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.database.loader._BYTES", 3000)
    sizes = (Document(str(n), b"{}", 1000) for n in range(9))
    with open_database(target(str(tmp_path / "facts.db")), print) as database:
        loader = Loader(database, "a test", lambda _: None)
        next(loader.add(sizes))
    assert next(sizes).shown == "3"
