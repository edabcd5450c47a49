"""What the index is told of all projects."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from pipeline import store
from pipeline.report.overview import KINDS, STATUSES, overview_data
from schemas import Project
from tests.conftest import ROOT

EPOCH = date(1970, 1, 1)


def day(value: str) -> int:
    return (date.fromisoformat(value) - EPOCH).days


def project(text: str = "Four workshops in Riga in 2006", **changes: Any) -> Project:
    """A project of one sentence, with parts of its sections or header put in."""
    section = {
        "segments": [{"start": 0, "end": len(text)}],
        "cities": [place("Riga", text.index("Riga"), 456172)] if "Riga" in text else [],
        "dates": changes.pop("dates", []),
        "deliverables": changes.pop("deliverables", []),
    }
    return Project.model_validate(
        {
            "id": "one",
            "source": source(text),
            "header": {name: fact(value) for name, value in changes.items()},
            "overview": section,
        }
    )


def source(text: str) -> dict[str, Any]:
    return {
        "name": "one.txt",
        "sha256": "0" * 64,
        "encoding": "utf-8",
        "characters": len(text),
        "language": "en",
    }


def fact(value: Any) -> dict[str, Any]:
    return {"value": value, "text": "x", "start": 0, "end": 1, "rule": "page.test"}


def place(name: str, start: int, geonameid: int, **changes: Any) -> dict[str, Any]:
    return {
        "text": name,
        "start": start,
        "end": start + len(name),
        "rule": "cities.test",
        "name": name,
        "country": "LV",
        "geonameid": geonameid,
        "latitude": 56.946,
        "longitude": 24.10589,
        **changes,
    }


def when(value: str, earliest: str, latest: str) -> dict[str, Any]:
    return {
        "text": "2006",
        "start": 26,
        "end": 30,
        "rule": "dates.test",
        "value": value,
        "earliest": earliest,
        "latest": latest,
        "precision": "month",
    }


def workshops(**changes: Any) -> dict[str, Any]:
    return {
        "text": "Four workshops",
        "start": 0,
        "end": 14,
        "rule": "deliverables.test",
        "head": "workshops",
        "kind": "event",
        "status": "done",
        "count": 4,
        "cities": ["Riga"],
        "dates": ["2006"],
        **changes,
    }


def test_a_deliverable_is_told_by_position() -> None:
    told = project(dates=[when("2006", "2006-01-01", "2006-12-31")], deliverables=[workshops()])
    data = overview_data([told])
    (deliverable,) = data["projects"][0]["deliverables"]
    start, end, text, kind, status, count, cities, days = deliverable
    assert (start, end, text, count) == (0, 14, "Four workshops", 4)
    assert (KINDS[kind], STATUSES[status]) == ("event", "done")
    assert [data["cities"][at][:3] for at in cities] == [[456172, "Riga", "LV"]]
    assert days == [(day("2006-01-01"), day("2006-12-31"))]


@pytest.mark.parametrize(
    ("value", "earliest", "latest"),
    [
        ("2006-03/2006-05", "2006-03-01", "2006-05-31"),
        ("2010-Q2", "2010-04-01", "2010-06-30"),
        ("2006-autumn", "2006-09-01", "2006-11-30"),
        ("1650/1900", "1650-01-01", "1900-12-31"),
    ],
)
def test_a_date_is_its_first_and_last_day(value: str, earliest: str, latest: str) -> None:
    told = project(dates=[when(value, earliest, latest)], deliverables=[workshops(dates=[value])])
    assert overview_data([told])["projects"][0]["deliverables"][0][7] == [(day(earliest), day(latest))]


@pytest.mark.parametrize(
    ("earliest", "latest"),
    [
        ("2006-02-30", "2006-03-01"),
        ("soon", "later"),
        ("2006-05-01", "2006-04-01"),
        ("", ""),
        ("0000-01-01", "9"),
    ],
)
def test_a_day_that_is_none_is_left_out(earliest: str, latest: str) -> None:
    told = project(dates=[when("x", earliest, latest)], deliverables=[workshops(dates=["x", "unknown"])])
    assert overview_data([told])["projects"][0]["deliverables"][0][7] == []


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2006", "2006-01-01", "2006-12-31"),
        ("2008-02", "2008-02-01", "2008-02-29"),
        ("2008-02-03", "2008-02-03", "2008-02-03"),
        ("2008/2010", "2008-01-01", "2010-12-31"),
        ("2010-Q2", "2010-01-01", "2010-12-31"),
        (2006, "2006-01-01", "2006-12-31"),
    ],
)
def test_a_period_reaches_as_far_as_its_dates_can_mean(value: str | int, start: str, end: str) -> None:
    (told,) = overview_data([project(start_date=value, end_date=value)])["projects"]
    assert (told["start"], told["end"]) == (day(start), day(end))


@pytest.mark.parametrize("value", ["soon", "", "2006-13", "2006-02-30", "20061", "<script>", 9.5])
def test_a_period_that_is_no_date_is_unknown(value: str | float) -> None:
    (told,) = overview_data([project(start_date=value)])["projects"]
    assert told["start"] is None


def test_one_name_means_the_place_of_its_own_section() -> None:
    text = "Four workshops in Riga in 2006. Riga again"
    first, second = text.split(". ")
    split = len(first) + 2
    made = Project.model_validate(
        {
            "id": "two",
            "source": {
                "name": "t",
                "sha256": "0" * 64,
                "encoding": "utf-8",
                "characters": len(text),
                "language": "en",
            },
            "header": {},
            "overview": {
                "segments": [{"start": 0, "end": split}],
                "cities": [place("Riga", 18, 1)],
                "deliverables": [workshops()],
            },
            "work_packages": [
                {
                    "number": "1",
                    "label": "WP",
                    "segments": [{"start": split, "end": len(text)}],
                    "cities": [place("Riga", split, 2)],
                    "deliverables": [workshops(start=split, end=split + 14)],
                }
            ],
        }
    )
    assert second.startswith("Riga")
    data = overview_data([made])
    places = [told[6] for told in data["projects"][0]["deliverables"]]
    assert [[data["cities"][at][0] for at in cities] for cities in places] == [[1], [2]]
    assert data["projects"][0]["cities"] == [0, 1]


def test_a_city_outside_the_world_is_left_out() -> None:
    told = project()
    lost = told.overview.cities[0].model_copy(update={"latitude": 95.0})
    told = told.model_copy(update={"overview": told.overview.model_copy(update={"cities": (lost,)})})
    data = overview_data([told])
    assert data["cities"] == []
    assert data["projects"][0]["cities"] == []


def test_what_is_no_number_is_unknown() -> None:
    (told,) = overview_data([project(budget=float("inf"))])["projects"]
    assert told["budget"] is None
    assert overview_data([project(budget="much")])["projects"][0]["budget"] is None
    assert overview_data([project(budget=12.5)])["projects"][0]["budget"] == 12.5


def test_names_are_told_once() -> None:
    data = overview_data([project(programme="INTERREG"), project(programme="INTERREG"), project()])
    assert data["programmes"] == ["INTERREG"]
    assert [told["programme"] for told in data["projects"]] == [0, 0, None]
    assert len(data["cities"]) == 1


def test_the_shipped_projects_are_told_completely_and_small() -> None:
    projects = [store.read(path) for path in store.files(ROOT / "output")]
    data = overview_data(projects)
    for told, made in zip(data["projects"], projects, strict=True):
        sections = (made.overview, *made.work_packages)
        assert len(told["deliverables"]) == sum(len(section.deliverables) for section in sections)
        assert {data["cities"][at][0] for at in told["cities"]} == {
            city.geonameid for section in sections for city in section.cities
        }
        assert [kinds[3] for kinds in told["deliverables"]] == [
            KINDS.index(deliverable.kind) for section in sections for deliverable in section.deliverables
        ]
    without = {name: value for name, value in data.items() if name != "outlines"}
    assert len(json.dumps(without, allow_nan=False)) < 2500 * len(projects)
