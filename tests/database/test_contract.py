"""What fits the tables, and what is refused by the name of its field."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from pipeline.database.contract import MisfitError, parse
from schemas import Project

from ..conftest import ROOT
from .projects import TEXT, lines, project
from .reading import query

CITY = "work_packages__0__cities__0"
DATE = "work_packages__0__dates__0"
COUNT = "work_packages__0__counts__0"


@pytest.mark.parametrize("path", sorted((ROOT / "output").glob("*.json")), ids=lambda path: path.stem)
def test_what_is_extracted_is_read_as_the_models_read_it(path):
    data = path.read_bytes()
    assert parse(data) == Project.model_validate_json(data).model_dump()


def test_what_may_be_left_out_is_there():
    read = parse(json.dumps(project()).encode())
    assert read == Project.model_validate(project()).model_dump()
    assert read["header"]["acronym"] is None
    assert read["credits"] == ()


@pytest.mark.parametrize(
    ("field", "value", "model"),
    [
        ("id", "", True),
        ("id", "x" * 501, True),
        ("id", 7, False),
        ("extra", 1, False),
        ("schema_version", "2.0", False),
        ("source__characters", len(TEXT) + 1, False),
        ("source__characters", 2**31, False),
        ("source__sha256", "0", False),
        ("header__title__value", 1, True),
        ("header__budget__value", "much", True),
        ("header__partner_count__value", 4.5, True),
        ("header__partner_count__value", -1, True),
        ("header__partner_count__end", 2, False),
        ("header__unknown", None, False),
        ("work_packages__0__number", None, False),
        ("work_packages__0__segments__0__end", 3, False),
        ("work_packages__0__segments", [{"start": 0, "end": 5}, {"start": 4, "end": len(TEXT)}], False),
        (f"{CITY}__start", -1, False),
        (f"{CITY}__start", "22", True),
        (f"{CITY}__end", 2, False),
        (f"{CITY}__country", "lv", False),
        (f"{CITY}__geonameid", 2**31, True),
        (f"{CITY}__latitude", float("nan"), True),
        (f"{CITY}__alternatives__0__geonameid", True, True),
        (f"{DATE}__earliest", "2006-02-30", True),
        (f"{DATE}__earliest", "20060301", True),
        (f"{DATE}__latest", "2006-W10-1", True),
        (f"{DATE}__latest", "٢٠٠٦-٠٣-٠١", True),
        (f"{DATE}__precision", "hour", False),
        (f"{COUNT}__value", float("inf"), True),
        (f"{COUNT}__value_max", "6", True),
        (f"{COUNT}__modifier", "some", False),
        ("work_packages__0__deliverables__0__kind", "party", False),
        ("work_packages__0__deliverables__0__count", [], False),
        ("warnings__0__start", 2**40, True),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(load, tmp_path, field, value, model):
    """`model`: whether the output contract alone would take it."""
    data = json.dumps(project("bad", **{field: value})).encode()
    with pytest.raises(MisfitError) as refused:
        parse(data)
    where = str(refused.value).partition(": ")[0]
    expected = field.replace("__", ".")
    whole = {"source.characters": "segments", "work_packages.0.segments": "segments"}
    nearby = (expected, whole.get(expected), "segments", expected.rpartition(".")[0] + ".text")
    assert where in nearby
    if not model:
        with pytest.raises(ValidationError):
            Project.model_validate_json(data, strict=True)


def test_the_rest_is_loaded(load, tmp_path):
    output = lines(
        tmp_path / "a.jsonl", project("a"), project("b", **{f"{DATE}__latest": "soon"}), project("c")
    )
    with output.open("a") as file:
        file.write('{"id": "d", \n')
    done = load(output, str(tmp_path / "facts.db"))
    assert done.exit_code == 1
    wrong_day, no_json, last = done.stderr.splitlines()
    assert wrong_day.startswith(f"factsheet: {output}, line 2: work_packages.0.dates.0.latest: ")
    assert no_json.startswith(f"factsheet: {output}, line 4: Invalid JSON: ")
    assert last.endswith(": 2 added, 0 replaced, 0 unchanged, 0 removed, 2 refused")
    assert query(f"sqlite:///{tmp_path}/facts.db", "SELECT id FROM project ORDER BY id") == [("a",), ("c",)]
