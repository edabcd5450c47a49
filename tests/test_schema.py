"""The contract: the models, and the JSON Schema exported from them."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from schemas import Header, Mention, Project, Section, json_schema

from .conftest import ROOT

SHA = "0" * 64


def project(characters=10, overview=((0, 10),), packages=(), **more):
    def section(segments):
        return {"segments": [{"start": s, "end": e} for s, e in segments]}

    return {
        "id": "x",
        "source": {
            "name": "x",
            "sha256": SHA,
            "encoding": "utf-8",
            "characters": characters,
            "language": "en",
        },
        "header": {},
        "overview": section(overview),
        "work_packages": [section(p) | {"number": str(n), "label": "WP"} for n, p in enumerate(packages)],
        **more,
    }


@pytest.mark.golden
def test_the_committed_schema_is_that_of_the_models(factsheet, golden):
    printed = factsheet("schema").stdout
    assert json.loads(printed) == json_schema()
    golden(ROOT / "schemas" / "project.schema.json", printed)


@pytest.mark.parametrize(
    ("overview", "packages"),
    [
        ([(0, 10)], []),
        ([], [[(0, 10)]]),
        ([(2, 3), (8, 10)], [[(0, 2), (3, 5)], [(5, 8)]]),
    ],
)
def test_sections_that_cover_the_text_are_taken(overview, packages):
    made = Project.model_validate(project(overview=overview, packages=packages))
    assert [len(p.segments) for p in made.work_packages] == [len(p) for p in packages]


@pytest.mark.parametrize(
    ("overview", "packages", "message"),
    [
        ([(0, 9)], [], "sections end at 9, the text at 10"),
        ([(1, 10)], [], "gap or overlap at offset 0"),
        ([(0, 4)], [[(5, 10)]], "gap or overlap at offset 4"),
        ([(0, 6)], [[(5, 10)]], "gap or overlap at offset 6"),
        ([(0, 11)], [], "sections end at 11, the text at 10"),
    ],
)
def test_sections_with_a_gap_or_an_overlap_are_refused(overview, packages, message):
    with pytest.raises(ValidationError, match=message):
        Project.model_validate(project(overview=overview, packages=packages))


@pytest.mark.parametrize(
    ("mention", "message"),
    [
        ({"start": -1, "end": 0, "text": "R", "rule": "r"}, "greater than or equal to 0"),
        ({"start": 0, "end": 1, "text": "R", "rule": "r", "ruel": 1}, "Extra inputs"),
        ({"start": 0, "end": 1, "text": "R"}, "Field required"),
    ],
)
def test_a_mention_that_is_none_is_refused(mention, message):
    with pytest.raises(ValidationError, match=message):
        Mention.model_validate(mention)


@pytest.mark.parametrize(
    ("start", "end", "text", "message"),
    [
        (0, 4, "Rig", "'Rig' has 3 characters, its offsets 4"),
        (4, 0, "", "'' has 0 characters, its offsets -4"),
    ],
)
def test_evidence_that_is_not_exact_is_refused(start, end, text, message):
    evidence = {"start": start, "end": end, "text": text, "rule": "r"}
    with pytest.raises(ValidationError, match=message):
        Header.model_validate({"title": evidence | {"value": "Riga"}})
    date = {"value": "2006", "earliest": "2006-01-01", "latest": "2006-12-31", "precision": "year"}
    with pytest.raises(ValidationError, match=message):
        Section.model_validate({"segments": [], "dates": [evidence | date]})


def test_a_project_can_be_written_and_read_without_loss():
    made = Project.model_validate(project(warnings=[{"code": "c", "message": "m"}]))
    assert Project.model_validate_json(made.model_dump_json()) == made


def test_a_project_can_not_be_changed():
    made = Project.model_validate(project())
    with pytest.raises(ValidationError, match="frozen"):
        made.id = "y"
