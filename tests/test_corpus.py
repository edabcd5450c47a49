"""The annotated texts beside the project: the figures they give, and that both scorers agree on them."""

from __future__ import annotations

import importlib.util
import json
import random

import pytest

from pipeline import store
from pipeline.evaluate import evaluate
from pipeline.gold import read_gold

from .conftest import SHARED

pytestmark = pytest.mark.corpus
GOLD = SHARED / "gold" / "dev"


@pytest.fixture(scope="module")
def projects(extractor):
    texts = sorted((SHARED / "gold" / "texts").glob("*.txt"))
    return [extractor.extract_bytes(path.read_bytes(), path.stem) for path in texts]


@pytest.fixture(scope="module")
def output(projects, tmp_path_factory):
    folder = tmp_path_factory.mktemp("output")
    for project in projects:
        store.write(folder / f"{project.id}.json", store.to_json(project))
    return folder


@pytest.fixture(scope="module")
def score():
    """The scorer that the project's figures are compared by."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda folder: module.score(GOLD, folder)[0]


def test_both_scorers_agree(output, score):
    assert evaluate(read_gold(GOLD), output).as_json() == score(output)


@pytest.mark.parametrize("seed", range(5))
def test_both_scorers_agree_on_output_that_is_wrong(seed, projects, score, tmp_path):
    """Mentions dropped, doubled, moved to another section and given other values; documents missing."""
    chance = random.Random(seed)
    for project in projects:
        if chance.random() < 0.05:
            continue
        data = json.loads(store.to_json(project))
        sections = [data["overview"], *data["work_packages"]]
        for section in sections:
            spoil(chance, section, sections)
        for package in data["work_packages"]:
            if chance.random() < 0.2:
                package["number"] = chance.choice(["01", "2", "A1", "3.1"])
        store.write(tmp_path / f"{project.id}.json", json.dumps(data).encode())
    assert evaluate(read_gold(GOLD), tmp_path).as_json() == score(tmp_path)


def spoil(chance, section, sections):
    for name in ("cities", "dates", "counts", "deliverables"):
        for row in list(section[name]):
            fate = chance.random()
            if fate < 0.1:
                section[name].remove(row)
            elif fate < 0.2:
                chance.choice(sections)[name].append(row)
            elif fate < 0.3:
                row["start"] += 1
                row["text"] = row["text"][1:]
            elif fate < 0.4:
                change = {
                    "country": "XX",
                    "latest": "2011-01-01",
                    "value_max": 99,
                    "status": "planned",
                    "head": "x",
                }
                row.update({key: value for key, value in change.items() if key in row})
