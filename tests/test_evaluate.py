"""Figures against gold: which mention is right, what is counted, and what is shown of the errors."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from pipeline import store, workshop
from pipeline.cli import app
from pipeline.errors import OutputError, UsageError
from pipeline.evaluate import count
from pipeline.figures import Figures, Tally
from pipeline.gold import Date, Gold, read_gold
from schemas import Project

TEXT = "WP1: Two workshops organised in Riga, June 2006. WP2: A report."


def at(words, **more):
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


def gold(**classes):
    empty = {"work_packages": [], "cities": [], "dates": [], "counts": [], "deliverables": []}
    return Gold.model_validate({"doc": "x", "language": "en", "fields": {}, **empty, **classes})


def project(packages=(), header=None, **classes):
    """A project with the given mentions, all in the overview or, with packages, all in the first."""
    rows = {name: [{"rule": f"{name}.test", **row} for row in rows] for name, rows in classes.items()}
    covered = sorted(packages, key=lambda p: p["start"])
    rest = [{"start": covered[-1]["end"] if covered else 0, "end": len(TEXT)}]
    made = [
        {
            "number": p["number"],
            "label": "WP",
            "title": p.get("title"),
            "segments": [{"start": p["start"], "end": p["end"]}],
        }
        for p in packages
    ]
    if made:
        made[0].update(rows)
    return Project.model_validate(
        {
            "id": "x",
            "source": {
                "name": "x",
                "sha256": "0" * 64,
                "encoding": "utf-8",
                "characters": len(TEXT),
                "language": "en",
            },
            "header": {
                name: {"start": 0, "end": 0, "text": "", "rule": "page.test", "value": value}
                for name, value in (header or {}).items()
            },
            "overview": {"segments": rest if rest[0]["start"] < len(TEXT) else [], **({} if made else rows)},
            "work_packages": made,
        }
    )


def figures(gold_, project_):
    out = Figures()
    count(out, gold_, project_)
    return out


def tally(task, gold_, project_):
    t = figures(gold_, project_).tasks[task]
    return t.tp, t.fp, t.fn


CITY = {"name": "Riga", "country": "LV"}
PLACE = {**CITY, "geonameid": 456172, "latitude": 56.9, "longitude": 24.1}
JUNE = {"value": "2006-06", "earliest": "2006-06-01", "latest": "2006-06-30", "precision": "month"}
TWO = {"value": 2, "unit": "workshops", "head": "workshops"}
EVENT = {"head": "workshops", "kind": "event", "status": "done", "action": "organise"}
HEAD = {"head_start": TEXT.index("workshops"), "head_end": TEXT.index("workshops") + 9}


class TestWhatIsRight:
    def test_a_city_with_other_characters_is_both_missed_and_spurious(self):
        g = gold(cities=[at("Riga", **CITY)])
        assert tally("cities", g, project(cities=[at("Riga", **PLACE)])) == (1, 0, 0)
        assert tally("cities", g, project(cities=[at("in Riga", **PLACE)])) == (0, 1, 1)

    def test_a_city_in_another_country_is_found_and_wrong(self):
        g, p = gold(cities=[at("Riga", **CITY)]), project(cities=[at("Riga", **{**PLACE, "country": "US"})])
        assert tally("cities_found", g, p) == (1, 0, 0)
        assert tally("cities", g, p) == (0, 1, 1)

    def test_a_date_is_right_by_its_first_and_last_day(self):
        g = gold(dates=[at("June 2006", value="2006-06")])
        assert tally("dates", g, project(dates=[at("June 2006", **JUNE)])) == (1, 0, 0)
        assert tally("dates", g, project(dates=[at("2006", **JUNE)])) == (1, 0, 0)
        assert tally("dates", g, project(dates=[at("June 2006", **{**JUNE, "latest": "2006-06-01"})])) == (
            0,
            1,
            1,
        )

    @pytest.mark.parametrize(
        ("found", "expected"),
        [
            (TWO, (1, 0, 0)),
            ({**TWO, "unit": "thematic workshops"}, (1, 0, 0)),
            ({**TWO, "value": 3}, (0, 1, 1)),
            ({**TWO, "value_max": 3}, (0, 1, 1)),
            ({**TWO, "unit": "seminars"}, (0, 1, 1)),
        ],
    )
    def test_a_count_is_right_by_its_number_and_noun(self, found, expected):
        g = gold(counts=[at("Two workshops", value=2, head="workshops")])
        assert tally("counts", g, project(counts=[at("Two workshops", **found)])) == expected

    def test_a_range_has_to_have_both_ends(self):
        g = gold(counts=[at("Two workshops", value=[2, 3], head="workshops")])
        assert tally("counts", g, project(counts=[at("Two workshops", **TWO, value_max=3)])) == (1, 0, 0)

    def test_a_deliverable_is_right_by_a_head_noun_inside_it(self):
        g = gold(deliverables=[at("Two workshops", **EVENT, **HEAD)])
        assert tally("deliverables", g, project(deliverables=[at("Two workshops", **EVENT)])) == (1, 0, 0)
        assert tally("deliverables", g, project(deliverables=[at("Two", **EVENT)])) == (0, 1, 1)
        other = {**EVENT, "head": "seminars"}
        assert tally("deliverables", g, project(deliverables=[at("Two workshops", **other)])) == (0, 1, 1)

    def test_a_package_may_begin_three_characters_off_and_have_leading_zeros(self):
        g = gold(work_packages=[{"number": "1", "start": 0, "end": 49}])
        assert tally("work_packages", g, project([{"number": "01", "start": 0, "end": 40}])) == (1, 0, 0)
        assert tally("work_package_ends", g, project([{"number": "01", "start": 0, "end": 40}])) == (0, 1, 1)
        far = gold(work_packages=[{"number": "1", "start": 4, "end": 49}])
        assert tally("work_packages", far, project([{"number": "1", "start": 0, "end": 49}])) == (0, 1, 1)

    def test_optional_gold_is_neither_required_nor_punished(self):
        g = gold(cities=[at("Riga", **CITY, opt=True)])
        assert tally("cities", g, project()) == (0, 0, 0)
        assert tally("cities", g, project(cities=[at("Riga", **PLACE)])) == (0, 0, 0)
        assert tally("cities", g, project(cities=[at("in Riga", **PLACE)])) == (0, 0, 0)

    def test_each_gold_row_goes_to_one_prediction_the_larger_overlap_first(self):
        g = gold(dates=[at("June 2006", value="2006-06")])
        p = project(dates=[at("June", **JUNE), at("June 2006", **JUNE)])
        assert tally("dates", g, p) == (1, 1, 0)
        (error,) = figures(g, p).errors
        assert error.text == "June"


class TestAttributes:
    def shares(self, g, p):
        return {name: (s.right, s.of) for name, s in figures(g, p).shares.items() if s.of}

    def test_kind_status_count_and_span_of_deliverables_that_were_found(self):
        g = gold(deliverables=[at("Two workshops", **EVENT, **HEAD, count=2)])
        found = {**EVENT, "status": "planned", "count": 2}
        assert self.shares(g, project(deliverables=[at("Two workshops", **found)])) == {
            "deliverable_kind": (1, 1),
            "deliverable_status": (0, 1),
            "deliverable_count": (1, 1),
            "deliverable_span_exact": (1, 1),
        }

    def test_links_of_a_deliverable_that_was_missed_are_missed(self):
        g = gold(deliverables=[at("Two workshops", **EVENT, **HEAD, cities=["Riga"], dates=["2006-06"])])
        assert tally("deliverable_cities", g, project()) == (0, 0, 1)
        found = {**EVENT, "cities": ["Riga"], "dates": ["2006"]}
        p = project(deliverables=[at("Two workshops", **found)])
        assert tally("deliverable_cities", g, p) == (1, 0, 0)
        assert tally("deliverable_dates", g, p) == (0, 1, 1)

    def test_a_linked_city_goes_by_the_mention_it_was_found_at(self):
        event = {**EVENT, "cities": ["Ryga"]}
        g = gold(
            cities=[at("Riga", **CITY)], deliverables=[at("Two workshops", **EVENT, **HEAD, cities=["Riga"])]
        )
        p = project(
            cities=[at("Riga", **{**PLACE, "name": "Ryga"})], deliverables=[at("Two workshops", **event)]
        )
        assert tally("deliverable_cities", g, p) == (1, 0, 0)

    def test_the_package_that_a_mention_stands_in(self):
        parts = [{"number": "1", "start": 0, "end": 49}]
        g = gold(work_packages=parts, cities=[at("Riga", **CITY)])
        for packages, right in ((parts, 1), ([], 0)):
            shares = self.shares(g, project(packages, cities=[at("Riga", **PLACE)]))
            assert shares["mention_in_right_work_package"] == (right, 1)

    @pytest.mark.parametrize(
        ("want", "got", "right"),
        [
            ({"title": "BALT-Net"}, {"title": "balt net"}, 1),
            ({"budget": 1000}, {"budget": 1000.004}, 1),
            ({"budget": 1000}, {"budget": "1000"}, 0),
            ({"start": "2006-06"}, {"start_date": "2006-06"}, 1),
            ({"end": "2006-06"}, {}, 0),
        ],
    )
    def test_header_fields(self, want, got, right):
        assert self.shares(gold(fields=want), project(header=got)) == {"header_fields": (right, 1)}


@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        ("2006", ("2006-01-01", "2006-12-31")),
        ("2008-02", ("2008-02-01", "2008-02-29")),
        ("2006-03-05", ("2006-03-05", "2006-03-05")),
        ("2010-Q4", ("2010-10-01", "2010-12-31")),
        ("2010-H1", ("2010-01-01", "2010-06-30")),
        ("2006-autumn", ("2006-09-01", "2006-11-30")),
        ("2007/2013-06", ("2007-01-01", "2013-06-30")),
    ],
)
def test_gold_dates_have_a_first_and_a_last_day(value, bounds):
    assert Date(start=0, end=1, text="x", value=value).bounds == bounds


@pytest.mark.parametrize(
    ("counted", "figures_"),
    [((3, 1, 2), (0.75, 0.6, 2 / 3)), ((0, 0, 0), (0, 0, 0)), ((0, 2, 2), (0, 0, 0)), ((2, 0, 0), (1, 1, 1))],
)
def test_precision_recall_and_f1(counted, figures_):
    made = Tally(*counted)
    assert (made.precision, made.recall, made.f1) == pytest.approx(figures_)


@pytest.fixture
def folders(tmp_path):
    g = gold(cities=[at("Riga", **CITY)], dates=[at("June 2006", value="2006-06")])
    p = project(cities=[at("Riga", **{**PLACE, "country": "US"})], dates=[at("June 2006", **JUNE)])
    for name, data in (("gold/x.json", g.model_dump_json().encode()), ("out/x.json", store.to_json(p))):
        store.write(tmp_path / name, data)
    store.write(
        tmp_path / "gold" / "y.json", g.model_copy(update={"language": "de"}).model_dump_json().encode()
    )
    store.write(tmp_path / "texts" / "x.txt", TEXT.encode())
    return tmp_path


class TestCommand:
    def run(self, *arguments):
        return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])

    def test_json(self, folders):
        done = self.run(folders / "gold", folders / "out", "--json", "--by-language")
        figures = json.loads(done.stdout)
        assert figures["documents"] == 2
        assert figures["tasks"]["*dates"] == {
            "precision": 1.0,
            "recall": 0.5,
            "f1": 0.6667,
            "gold": 2,
            "predicted": 1,
        }
        assert figures["tasks"]["*cities"]["f1"] == 0
        assert figures["overall"] == 0.1333
        assert figures["languages"]["en"]["tasks"]["*dates"]["f1"] == 1
        assert figures["languages"]["de"]["tasks"]["*dates"]["f1"] == 0
        assert done.stderr == "factsheet: no output for y: counted as nothing found\n"

    def test_table(self, folders):
        shown = self.run(folders / "gold", folders / "out", "--by-language").stdout
        rows = [line.split() for line in shown.splitlines()]
        assert rows[0] == ["task", "P", "R", "F1", "gold", "found", "de", "en"]
        assert ["*dates", "1.000", "0.500", "0.667", "2", "1", "0.000", "1.000"] in rows

    def test_errors_come_with_class_rule_and_sentence(self, folders):
        shown = self.run(folders / "gold", folders / "out", "--errors").stdout
        assert "cities: 1 spurious by cities.test\n  x 32: Riga = Riga, US\n" in shown
        assert "      WP1: Two workshops organised in ⟦Riga⟧, June 2006\n" in shown
        assert "dates: 1 missed\n  y 38: June 2006 = 2006-06" in shown

    def test_errors_are_cut_at_the_number_wanted(self, folders):
        shown = self.run(folders / "gold", folders / "out", "--errors", "--most", "1").stdout
        assert "cities: 2 missed\n  x 32" in shown
        assert "  ... and 1 more" in shown

    def test_rules_are_counted(self, folders):
        shown = self.run(folders / "gold", folders / "out", "--rules").stdout
        assert ["cities.test", "1", "0", "1", "0.000"] in [line.split() for line in shown.splitlines()]
        assert ["dates.test", "1", "1", "0", "1.000"] in [line.split() for line in shown.splitlines()]

    @pytest.mark.parametrize(
        ("gold_dir", "output_dir", "status", "says"),
        [
            ("none", "out", 2, "none is no folder"),
            ("texts", "out", 2, "holds no gold"),
            ("gold", "none", 2, "none is no folder"),
            ("out", "out", 1, "x.json is no gold: doc: Field required"),
            ("gold", "gold", 1, "x.json is no output of factsheet extract"),
        ],
    )
    def test_folders_that_are_wrong(self, gold_dir, output_dir, status, says, folders):
        done = self.run(folders / gold_dir, folders / output_dir)
        assert done.exit_code == status
        assert says in done.stderr
        assert done.stderr.count("\n") == 1


def test_gold_that_is_no_gold(tmp_path):
    with pytest.raises(UsageError, match="is no folder"):
        read_gold(tmp_path / "x")
    store.write(tmp_path / "x.json", b"[]")
    with pytest.raises(OutputError, match="is no gold"):
        read_gold(tmp_path)


@pytest.mark.parametrize(
    "value", ["", "June", "2006-13", "2006-02-30", "2006-Q", "2006-", "2006/", "0", "10000"]
)
def test_a_gold_date_that_is_none_is_refused(value):
    with pytest.raises(ValidationError, match="is no date"):
        Date(start=0, end=1, text="x", value=value)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("It ended. In ", ", as planned. Then", "In ⟦June 2006⟧, as planned"),
        ("Dates:\n", "\r\nPlaces", "⟦June 2006⟧"),
        ("Version 2.1 of  ", "", "Version 2.1 of ⟦June 2006⟧"),
        ("x" * 500, "y" * 500, "x" * 160 + "⟦June 2006⟧" + "y" * 160),
    ],
)
def test_an_error_is_shown_in_its_sentence_on_one_line(before, after, shown):
    row = {"start": len(before), "end": len(before) + 9, "text": "June 2006", "value": "2006-06"}
    missed = figures(gold(dates=[row]), None)
    lines = workshop.error_list(missed, {"x": f"{before}June 2006{after}"}, 5).splitlines()
    assert lines[-1].strip() == shown
