"""The error workshop: errors in their sentences, the page for the browser, what a change gained and lost."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from typer.testing import CliRunner

from pipeline import store, workshop
from pipeline.cli import app
from pipeline.errors import OutputError, UsageError
from pipeline.figures import Error, Figures

from .test_evaluate import CITY, EVENT, HEAD, JUNE, PLACE, TEXT, at, figures, gold, project

US = {**PLACE, "country": "US"}


def error(task="cities", kind="missed", start=32, end=36, document="x", says="Riga", rule=""):
    return Error(task, document, kind, start, end, TEXT[start:end], says, rule)


def having(*errors):
    made = Figures()
    made.errors += errors
    return made


class TestErrors:
    """What counts against a link, an attribute or a field is an error as well."""

    def listed(self, g, p):
        return [(e.task, e.kind, e.text, e.says, e.rule) for e in figures(g, p).errors]

    def test_links(self):
        g = gold(deliverables=[at("Two workshops", **EVENT, **HEAD, cities=["Riga"], dates=["2006-06"])])
        found = {**EVENT, "cities": ["Tartu"], "dates": ["2006-06"]}
        assert self.listed(g, project(deliverables=[at("Two workshops", **found)])) == [
            ("deliverable_cities", "missed", "Two workshops", "riga", ""),
            ("deliverable_cities", "spurious", "Two workshops", "tartu", "deliverables.test"),
        ]

    def test_attributes(self):
        g = gold(deliverables=[at("Two workshops", **EVENT, **HEAD, count=2)])
        found = {**EVENT, "kind": "document", "status": "planned"}
        p = project(deliverables=[at("Two workshops organised", **found)])
        rule = "deliverables.test"
        assert self.listed(g, p) == [
            ("deliverable_kind", "wrong", "Two workshops organised", "document, not event", rule),
            ("deliverable_status", "wrong", "Two workshops organised", "planned, not done", rule),
            ("deliverable_count", "wrong", "Two workshops organised", "None, not 2", rule),
            ("deliverable_span_exact", "wrong", "Two workshops organised", "not Two workshops", rule),
        ]

    def test_the_package_of_a_mention(self):
        parts = [{"number": "1", "start": 0, "end": 49}]
        g, p = gold(work_packages=parts, cities=[at("Riga", **CITY)]), project(cities=[at("Riga", **PLACE)])
        assert ("mention_in_right_work_package", "wrong", "Riga", "overview, not 1", "") in self.listed(g, p)

    def test_ends_and_titles_of_packages(self):
        g = gold(work_packages=[{"number": "1", "title": "Events", "start": 0, "end": 49}])
        p = project([{"number": "1", "title": "Event", "start": 0, "end": 40}])
        assert self.listed(g, p) == [
            ("work_package_ends", "wrong", "1", "40, not 49", ""),
            ("work_package_title", "wrong", "1", "Event, not Events", ""),
        ]

    @pytest.mark.parametrize(
        ("got", "listed"),
        [
            ({}, [("header_fields", "missed", "", "budget 1000", "")]),
            ({"budget": 10}, [("header_fields", "wrong", "", "budget 10, not 1000", "page.test")]),
            ({"budget": 1000}, []),
        ],
    )
    def test_fields(self, got, listed):
        assert self.listed(gold(fields={"budget": 1000}), project(header=got)) == listed


class TestSentence:
    def test_words_and_what_is_around(self):
        assert workshop.sentence({"x": TEXT}, error()) == workshop.Sentence(
            "WP1: Two workshops organised in ", "Riga", ", June 2006"
        )

    def test_none_without_text_or_place(self):
        assert workshop.sentence({}, error()) is None
        assert workshop.sentence({"x": TEXT}, error(start=0, end=0)) is None
        assert workshop.sentence({"x": "short"}, error()) is None

    def test_a_long_stretch_is_cut_in_the_middle(self):
        shown = workshop.sentence({"x": "a" * 500 + "b" * 500}, error(start=0, end=1000))
        assert shown is not None
        assert shown.words == "a" * 160 + " … " + "b" * 160


class TestComparison:
    def test_gained_and_lost(self):
        was = error("dates", start=38, end=47, says="2006-06")
        new = error(kind="spurious", says="Riga, US", rule="cities.test")
        changes = workshop.compare(having(was, error()), having(new, error()))
        assert changes == {
            "cities": workshop.Comparison((), (new,)),
            "dates": workshop.Comparison((was,), ()),
        }

    def test_another_rule_is_no_change(self):
        one, other = (having(error(kind="spurious", rule=f"cities.{n}")) for n in "ab")
        assert workshop.compare(one, other) == {}

    def test_errors_that_look_alike_are_counted(self):
        changes = workshop.compare(having(error(), error()), having(error()))
        assert changes == {"cities": workshop.Comparison((error(),), ())}


class TestPage:
    def page(self, *errors, texts=None, before=None):
        return workshop.error_page(having(*errors), texts or {"x": TEXT}, before)

    def test_the_words_are_marked_in_their_sentence(self):
        page = self.page(error(rule="cities.test"))
        assert "WP1: Two workshops organised in <mark>Riga</mark>, June 2006" in page
        assert 'data-task="cities" data-kind="missed" data-document="x" data-rule="cities.test"' in page

    def test_each_filter_offers_what_there_is_with_its_number(self):
        page = self.page(error(), error(), error("dates", "spurious", document="y", rule="dates.test"))
        for option in ("cities (2)", "dates (1)", "missed (2)", "spurious (1)", "y (1)", "dates.test (1)"):
            assert f'<option value="{option.split()[0]}">{option}\n' in page

    def test_text_is_no_markup(self):
        nasty = "<script>alert(1)</script> & \"x\" 'y'"
        row = Error("cities", 'a"b', "missed", 0, len(nasty), nasty, nasty, "")
        page = self.page(row, texts={'a"b': nasty})
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert 'data-document="a&#34;b"' in page

    def test_it_loads_nothing_and_runs_only_its_own_script(self):
        page = self.page(error())
        (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
        rules = dict(rule.strip().split(" ", 1) for rule in html.unescape(policy).split(";"))
        assert rules["default-src"] == "'none'"
        for tag, directive in (("script", "script-src"), ("style", "style-src")):
            (inline,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            digest = b64encode(sha256(inline.encode()).digest()).decode()
            assert rules[directive] == f"'sha256-{digest}'"
        assert not re.search(r"\b(?:src|href|style|on\w+)=", page)

    def test_new_errors_are_marked(self):
        old, new = error(), error("dates", start=38, end=47)
        page = self.page(old, new, before=having(old))
        assert page.count('data-since="new"') == 1
        assert 'data-task="dates" data-kind="missed" data-document="x" data-rule="" data-since="new"' in page
        assert 'name="since"' in page
        assert 'name="since"' not in self.page(old)

    def test_no_errors(self):
        assert "0 errors" in self.page()

    def test_a_place_that_takes_no_page(self, tmp_path):
        with pytest.raises(OutputError, match="can't be written"):
            workshop.write_page(tmp_path, "x")


class TestTexts:
    def test_beside_the_gold_or_around_it(self, tmp_path):
        (tmp_path / "gold").mkdir()
        assert workshop.find_texts(tmp_path / "gold", None) is None
        (tmp_path / "x.txt").write_text(TEXT)
        assert workshop.find_texts(tmp_path / "gold", None) == tmp_path
        store.write(tmp_path / "texts" / "x.txt", b"")
        assert workshop.find_texts(tmp_path / "gold", None) == tmp_path / "texts"
        assert workshop.find_texts(tmp_path / "gold", tmp_path) == tmp_path
        with pytest.raises(UsageError, match="is no folder"):
            workshop.find_texts(tmp_path, tmp_path / "none")

    def test_decoded_as_they_were_when_extracted(self, tmp_path):
        for name in "xy":
            store.write(tmp_path / f"{name}.txt", "Kraków".encode("cp1250" if name == "x" else "utf-8"))
        p = project()
        source = p.source.model_copy(update={"encoding": "cp1250"})
        store.write(tmp_path / "out" / "x.json", store.to_json(p.model_copy(update={"source": source})))
        texts = workshop.read_texts(tmp_path, ["x", "y", "z"], tmp_path / "out")
        assert texts == {"x": "Kraków", "y": "Kraków"}
        assert workshop.read_texts(None, ["x"], tmp_path / "out") == {}


class TestCommand:
    @pytest.fixture
    def run(self, tmp_path):
        g = gold(cities=[at("Riga", **CITY)], dates=[at("June 2006", value="2006-06")])
        old = project(cities=[at("Riga", **US)], dates=[at("June 2006", **JUNE)])
        new = project(cities=[at("Riga", **PLACE)])
        store.write(tmp_path / "gold" / "x.json", g.model_dump_json().encode())
        store.write(tmp_path / "old" / "x.json", store.to_json(old))
        store.write(tmp_path / "new" / "x.json", store.to_json(new))
        store.write(tmp_path / "raw" / "x.txt", TEXT.encode())

        def run(*arguments):
            folders = [str(tmp_path / name) for name in ("gold", "new")]
            return CliRunner().invoke(app, ["evaluate", *folders, *map(str, arguments)])

        return run

    def test_compare(self, run, tmp_path):
        shown = run("--compare", tmp_path / "old", "--sources", tmp_path / "raw").stdout
        assert shown.endswith(
            "against the earlier output: 2 newly right, 1 newly wrong; overall 0.200 → 0.200\n"
            "\n"
            "cities: 2 newly right, 0 newly wrong; 0.000 → 1.000\n"
            "  + was missed: x 32: Riga = Riga, LV\n"
            "      WP1: Two workshops organised in ⟦Riga⟧, June 2006\n"
            "  + was spurious: x 32: Riga = Riga, US\n"
            "      WP1: Two workshops organised in ⟦Riga⟧, June 2006\n"
            "\n"
            "dates: 0 newly right, 1 newly wrong; 1.000 → 0.000\n"
            "  - now missed: x 38: June 2006 = 2006-06\n"
            "      WP1: Two workshops organised in Riga, ⟦June 2006⟧\n"
        )

    def test_compare_as_json(self, run, tmp_path):
        compared = json.loads(run("--compare", tmp_path / "old", "--json").stdout)["compared"]
        assert compared["overall"] == [0.2, 0.2]
        assert [row["kind"] for row in compared["tasks"]["cities"]["newly_right"]] == ["missed", "spurious"]
        assert compared["tasks"]["dates"]["newly_wrong"] == [
            {
                "document": "x",
                "kind": "missed",
                "start": 38,
                "end": 47,
                "text": "June 2006",
                "says": "2006-06",
                "rule": "",
            }
        ]

    def test_page(self, run, tmp_path):
        page = tmp_path / "pages" / "errors.html"
        done = run("--errors-html", page, "--sources", tmp_path / "raw", "--compare", tmp_path / "old")
        assert done.exit_code == 0
        assert "in Riga, <mark>June 2006</mark>" in page.read_text("utf-8")

    @pytest.mark.parametrize("option", ["--compare", "--sources"])
    def test_a_folder_that_is_none(self, run, tmp_path, option):
        done = run(option, tmp_path / "none")
        assert done.exit_code == 2
        assert done.stderr == f"factsheet: {tmp_path / 'none'} is no folder\n"
