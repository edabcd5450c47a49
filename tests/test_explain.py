"""Explanations in the terminal: the text with its marks, the facts, and why at one place."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest
from rich.console import Console
from typer.testing import CliRunner

from pipeline import explain
from pipeline.cli import app
from pipeline.explain import STYLES
from schemas import Project

TEXT = "WP1: Two workshops in Riga\x1b[31m, 3/06.\r\nNext."


def at(words, **more):
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


PROJECT = Project.model_validate(
    {
        "id": "x",
        "source": {
            "name": "x",
            "sha256": "0" * 64,
            "encoding": "utf-8",
            "characters": len(TEXT),
            "language": "en",
        },
        "header": {"acronym": at("WP1", rule="page.acronym", value="WP1")},
        "overview": {"segments": [{"start": TEXT.index("Next"), "end": len(TEXT)}]},
        "work_packages": [
            {
                "number": "1",
                "label": "WP",
                "title": "Events",
                "segments": [{"start": 0, "end": TEXT.index("Next")}],
                "cities": [
                    at(
                        "Riga",
                        rule="cities.name",
                        name="Riga",
                        country="LV",
                        geonameid=456172,
                        latitude=56.946,
                        longitude=24.106,
                        alternatives=[{"name": "Riga", "country": "US", "geonameid": 1}],
                    )
                ],
                "dates": [
                    at(
                        "3/06",
                        rule="dates.month",
                        value="2006-03",
                        earliest="2006-03-01",
                        latest="2006-03-31",
                        precision="month",
                        modifier="approx",
                    )
                ],
                "counts": [
                    at(
                        "Two workshops",
                        rule="counts.words",
                        value=2,
                        value_max=3,
                        unit="workshops",
                        head="workshops",
                        modifier="at_least",
                    )
                ],
                "deliverables": [
                    at(
                        "Two workshops",
                        rule="deliverables.event",
                        head="workshops",
                        kind="event",
                        status="done",
                        action="organise",
                        count=2,
                        cities=["Riga"],
                        dates=["2006-03"],
                    )
                ],
            }
        ],
        "warnings": [{"code": "packages", "message": "two stated, one found"}],
    }
)


@dataclass
class Near:
    start: int
    end: int
    rule: str
    reason: str


NEAR = [
    Near(27, 29, "dates.x", "no month 31"),
    Near(*(at("3/06")[k] for k in ("start", "end")), "counts.y", "a date"),
]
MEANINGS = {"cities.name": "A place by its name.", "counts.y": "A number of things."}


def printed(renderable, colours=False):
    console = Console(
        file=io.StringIO(), width=200, force_terminal=colours, color_system="truecolor" if colours else None
    )
    console.print(renderable)
    return console.file.getvalue()


def test_without_colours_brackets_name_the_classes():
    marked = explain.marked(TEXT, explain.facts(PROJECT), colours=False).plain
    assert marked == (
        "[header WP1]: [count [deliverable Two workshops]] in [city Riga] [31m, [date 3/06]. \nNext."
    )


def test_with_colours_every_class_has_its_own_at_its_own_characters():
    marked = explain.marked(TEXT, explain.facts(PROJECT), colours=True)
    assert len(marked.plain) == len(TEXT)
    styled = {(marked.plain[s.start : s.end], s.style) for s in marked.spans}
    assert styled == {
        ("WP1", STYLES["header"]),
        ("Two workshops", STYLES["count"]),
        ("Two workshops", STYLES["deliverable"]),
        ("Riga", STYLES["city"]),
        ("3/06", STYLES["date"]),
    }


def test_the_styles_differ():
    assert len(set(STYLES.values())) == len(STYLES)


@pytest.mark.parametrize("colours", [False, True])
def test_control_characters_of_the_text_do_not_reach_the_terminal(colours):
    assert "\x1b[31m" not in explain.marked(TEXT, explain.facts(PROJECT), colours).plain
    assert "\x1b[31m" not in printed(explain.page(PROJECT, TEXT, colours=False))


@pytest.mark.parametrize(
    "row",
    [
        "header header WP1 acronym: WP1 page.acronym 0",
        "WP 1 city Riga Riga, LV (56.95, 24.11) or Riga, US cities.name 22",
        "WP 1 date 3/06 approx 2006-03 (2006-03-01 to 2006-03-31) dates.month 33",
        "WP 1 count Two workshops at least 2 to 3 workshops counts.words 5",
        "WP 1 deliverable Two workshops workshops (event, done); action organise; count 2; Riga; 2006-03 "
        "deliverables.event 5",
    ],
)
def test_the_table_says_each_fact_with_its_rule(row):
    lines = [" ".join(line.split()) for line in printed(explain.page(PROJECT, TEXT, False)).splitlines()]
    assert row in lines


def test_the_page_has_the_legend_and_the_warnings():
    shown = printed(explain.page(PROJECT, TEXT, False))
    assert shown.startswith("Mentions stand in brackets: [header ...]  [city ...]")
    assert shown.rstrip().endswith("Warnings\n  packages: two stated, one found")
    assert "header  city  date  count  deliverable" in explain.legend(colours=True).plain


def test_a_place_tells_what_was_found_and_what_came_near():
    shown = printed(explain.place(PROJECT, TEXT, TEXT.index("3/06") + 1, NEAR, MEANINGS, False))
    assert "in WP 1 (Events)" in shown
    assert (
        "  date '3/06' [33:37] = approx 2006-03 (2006-03-01 to 2006-03-31)\n    rule dates.month\n" in shown
    )
    assert "  '3/06' [33:37] stopped: a date\n    rule counts.y: A number of things.\n" in shown
    assert "no month 31" not in shown


def test_a_place_where_nothing_is():
    shown = printed(explain.place(PROJECT, TEXT, len(TEXT) - 1, NEAR, MEANINGS, False))
    assert "in the overview" in shown
    assert "Nothing was found here." in shown
    assert "No other rule came near." in shown


def test_the_caret_stands_under_the_character():
    lines = printed(explain.place(PROJECT, TEXT, TEXT.index("Riga"), [], MEANINGS, False)).splitlines()
    assert lines[0][lines[1].index("^")] == "R"


@pytest.mark.parametrize("words", ["Riga", "March 2006", "Four workshops"])
def test_the_command_explains_a_real_text_at_each_mention(words, tmp_path):
    text = "Project results\r\n\r\nFour workshops were organised in Riga in March 2006."
    (tmp_path / "x.txt").write_bytes(text.encode())
    done = CliRunner().invoke(app, ["explain", str(tmp_path / "x.txt"), "--at", str(text.index(words))])
    assert done.exit_code == 0
    assert f"{words!r} [{text.index(words)}:{text.index(words) + len(words)}] = " in done.stdout
    assert "    rule " in done.stdout


def test_the_command_explains_what_was_stopped(tmp_path):
    text = "The regulation on Horizon 2020 was read in 2011."
    (tmp_path / "x.txt").write_text(text)
    done = CliRunner().invoke(app, ["explain", str(tmp_path / "x.txt"), "--at", str(text.index("2020"))])
    assert "Came near" in done.stdout
    assert "rule dates.not-name: " in done.stdout


def test_the_command_shows_the_whole_text(tmp_path):
    (tmp_path / "x.txt").write_text("It ended in March 2006.")
    done = CliRunner().invoke(app, ["explain", str(tmp_path / "x.txt")])
    assert "It ended in [date March 2006]." in done.stdout
