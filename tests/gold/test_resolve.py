"""The gold is what its annotations say, and the resolver names what is wrong with an annotation."""

import json
from pathlib import Path
from typing import Any

import pytest
from resolve import FIELDS, HERE, RAW, decode, resolve

SOURCES = sorted((HERE / "src").glob("*.json"))
TEXT = "WP1 Maps: a map of Riga printed in 3/06. WP2 Talks: a map of Turku drawn."


def source(**parts: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        key: [] for key in ("work_packages", "cities", "dates", "counts", "deliverables")
    }
    return {"doc": "x", "language": "en", "fields": dict.fromkeys(FIELDS)} | empty | parts


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_gold_is_up_to_date(path: Path) -> None:
    text = decode((RAW / f"{path.stem}.txt").read_bytes())
    gold, problems = resolve(json.loads(path.read_text("utf-8")), text)
    assert problems == []
    assert json.loads((HERE / path.name).read_text("utf-8")) == gold
    for kind in ("cities", "dates", "counts", "deliverables"):
        for mention in gold[kind]:
            assert text[mention["start"] : mention["end"]] == mention["text"]


def test_packages_run_to_the_next_heading_and_to_the_end() -> None:
    packages = [
        {"number": "1", "title": "Maps", "heading": {"q": "WP1 Maps"}},
        {"number": "2", "title": "Talks", "heading": {"q": "WP2 Talks"}},
    ]
    gold, problems = resolve(source(work_packages=packages), TEXT)
    assert problems == []
    assert [(row["start"], row["heading_end"], row["end"]) for row in gold["work_packages"]] == [
        (0, 8, 41),
        (41, 50, len(TEXT)),
    ]


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ({"cities": [{"q": "Turky", "name": "Turku", "country": "FI"}]}, "occurs 0 times"),
        ({"counts": [{"q": "a map", "value": 1, "head": "map"}]}, "occurs 2 times"),
        ({"cities": [{"q": "Riga", "name": "Riga", "country": "Latvia"}]}, "country 'Latvia'"),
        ({"dates": [{"q": "3/06", "value": "March 2006", "mod": None}]}, "value 'March 2006'"),
        ({"counts": [{"q": "map of Riga", "value": 1, "head": "plan"}]}, "head: 'plan' occurs 0 times"),
        ({"cities": [{"q": "Riga", "name": "Riga"}]}, "missing keys ['country']"),
        ({"cities": [{"q": "Riga", "name": "Riga", "country": "LV", "c": 1}]}, "unknown keys ['c']"),
    ],
)
def test_what_is_wrong_is_said(parts: dict[str, Any], complaint: str) -> None:
    _, problems = resolve(source(**parts), TEXT)
    assert any(complaint in problem for problem in problems), problems


def test_links_must_be_annotated() -> None:
    row = {"q": "map of Riga", "head": "map", "kind": "data", "status": "done", "action": "print"}
    row |= {"count": None, "cities": ["Riga"], "dates": []}
    _, problems = resolve(source(deliverables=[row]), TEXT)
    assert problems == ["deliverable 'map of Riga': linked to ['Riga'], which are not annotated"]
