"""The report: what its pages embed, what the policy allows, the command. The browser: test_report_page.py."""

from __future__ import annotations

import json
import os
import re
import string
from base64 import b64encode
from hashlib import sha256

import pytest
from typer.testing import CliRunner

from pipeline import store
from pipeline.cli import app
from pipeline.errors import OutputError, UsageError
from pipeline.report import Item, build, build_folder, read_items
from pipeline.report.embedded import COLUMNS, project_data
from pipeline.report.page import embed
from pipeline.report.words import LANGUAGES, words

from .conftest import ROOT
from .report_examples import EVIL, TEXT, hostile, project

RAW, OUTPUT = ROOT / "raw", ROOT / "output"


def embedded(page: str, name: str):
    found = re.findall(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    return json.loads(found[0])


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


class TestItems:
    """The projects of an output folder with their texts."""

    def test_texts_are_those_that_were_extracted(self):
        for item in read_items(OUTPUT, RAW):
            title = item.project.header.title
            assert item.text is not None
            assert item.text[title.start : title.end] == title.text

    def test_without_sources_there_are_no_texts(self):
        assert {item.text for item in read_items(OUTPUT)} == {None}

    def test_a_text_that_has_changed_since_is_not_taken(self, tmp_path):
        store.write(tmp_path / "out" / "harbour.json", store.to_json(project()))
        store.write(tmp_path / "raw" / "harbour.txt", TEXT.encode())
        assert [item.text for item in read_items(tmp_path / "out", tmp_path / "raw")] == [TEXT]
        store.write(tmp_path / "raw" / "harbour.txt", TEXT.encode() + b"more")
        assert [item.text for item in read_items(tmp_path / "out", tmp_path / "raw")] == [None]

    def test_a_text_that_was_taken_from_a_page_lies_beside_its_output(self, tmp_path):
        store.write(tmp_path / "harbour.json", store.to_json(project()))
        store.write(tmp_path / "harbour.txt", TEXT.encode())
        assert [item.text for item in read_items(tmp_path)] == [TEXT]
        store.write(tmp_path / "harbour.txt", TEXT.replace("Riga", "Rige").encode())
        assert [item.text for item in read_items(tmp_path)] == [None]

    def test_keys_are_paths_so_that_stems_may_repeat(self, tmp_path):
        for folder in ("a", "b"):
            store.write(tmp_path / folder / "harbour.json", store.to_json(project()))
        assert [item.key for item in read_items(tmp_path)] == ["a/harbour", "b/harbour"]

    def test_keys_stay_apart_where_file_names_are_no_text(self, tmp_path):
        for name in (b"\xff", b"\xfe"):
            store.write(tmp_path / os.fsdecode(name + b".json"), store.to_json(project()))
        assert [item.key for item in read_items(tmp_path)] == ["\ufffd", "\ufffd~2"]

    def test_an_empty_folder_is_wrong_use(self, tmp_path):
        with pytest.raises(UsageError, match="holds no output"):
            read_items(tmp_path)

    def test_sources_that_are_no_folder_are_wrong_use(self, tmp_path):
        with pytest.raises(UsageError, match="is no folder"):
            read_items(OUTPUT, tmp_path / "none")

    def test_a_file_that_is_no_output_is_named(self, tmp_path):
        (tmp_path / "x.json").write_text("{}")
        with pytest.raises(OutputError, match=r"x\.json is no output"):
            read_items(tmp_path)


class TestData:
    """What a page embeds of a project."""

    def test_rows_hold_the_values_of_their_columns(self):
        package = project_data(Item("harbour", project(), TEXT), {})["sections"][1]
        row = dict(zip(COLUMNS["deliverables"], package["deliverables"][0], strict=True))
        assert (row["head"], row["kind"], row["count"]) == ("workshops", "event", 4)
        assert (row["cities"], row["dates"]) == (["Riga"], ["2006-03"])
        assert TEXT[row["start"] : row["end"]] == "Four workshops in Riga"

    @pytest.mark.parametrize("item", read_items(OUTPUT, RAW), ids=lambda item: item.key)
    def test_without_its_text_a_project_keeps_the_words_of_its_facts(self, item):
        pieces = project_data(Item(item.key, item.project, None), {})["pieces"]
        ends = [0]
        for start, text in pieces:
            assert start > ends[-1] or start == 0
            assert item.text[start : start + len(text)] == text
            ends.append(start + len(text))
        title = item.project.header.title
        assert any(start <= title.start and title.end <= start + len(text) for start, text in pieces)

    def test_data_cannot_end_its_script_element(self):
        shown = embed({"x": EVIL})
        assert not set("<>&\u2028\u2029") & set(shown)
        assert json.loads(shown) == {"x": EVIL}


class TestPage:
    """Pages as text."""

    def test_the_same_outputs_make_the_same_page(self):
        assert build(read_items(OUTPUT, RAW)) == build(read_items(OUTPUT, RAW))

    def test_the_policy_names_every_style_and_script_and_nothing_else(self):
        page = build([Item("harbour", project(), TEXT)])
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1).replace("&#39;", "'")
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        assert rules.pop("default-src") == "'none'"
        assert set(rules) == {
            "style-src",
            "script-src",
            "base-uri",
            "form-action",
            "require-trusted-types-for",
            "trusted-types",
        }
        for name, tag in (("style-src", "style"), ("script-src", "script")):
            parts = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            assert rules[name].split() == [
                f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'" for part in parts
            ]

    def test_a_hostile_project_adds_no_element(self):
        text, evil = hostile()
        plain, harmed = build([Item("x", project(), TEXT)]), build([Item(EVIL, evil, text)])
        tags = re.compile(r"<(?!/)\w+")
        assert tags.findall(harmed) == tags.findall(plain)

    def test_a_folder_has_an_index_and_pages_that_know_their_neighbours(self):
        items = [Item(f"p{number}", project(name=f"p{number}"), TEXT) for number in range(5)]
        pages = dict(build_folder(items, per_page=2))
        assert list(pages) == ["projects-001.html", "projects-002.html", "projects-003.html", "index.html"]
        index = embedded(pages["index.html"], "page-data")["projects"]
        assert [file for _, file in index] == [f"projects-{n:03}.html" for n in (1, 1, 2, 2, 3)]
        second = embedded(pages["projects-002.html"], "page-data")
        assert second["projects"] == [
            ["p1", "projects-001.html"],
            ["p2", ""],
            ["p3", ""],
            ["p4", "projects-003.html"],
        ]
        assert second["index"] == "index.html"
        assert embedded(pages["projects-002.html"], "project-1")["key"] == "p2"
        assert 'id="overview-data"' not in pages["projects-002.html"]

    def test_the_page_says_what_the_rules_mean(self):
        page = build(read_items(OUTPUT))
        data = embedded(page, "page-data")
        assert "dates.month-year" in data["meanings"]
        start, end, rule, value = embedded(page, "project-0")["header"]["acronym"]
        assert (data["rules"][rule].partition(".")[0], value) == ("page", "BaltMet Inno")
        assert end - start == len(value)


class TestWords:
    """The user interface in its languages."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_language_says_everything(self, language):
        def blanks(text):
            return {name for _, name, _, _ in string.Formatter().parse(text) if name}

        english, other = words("en"), words(language)
        assert other.keys() == english.keys()
        assert {key for key in english if blanks(english[key]) != blanks(other[key])} == set()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_part_says_what_another_has_said(self, language):
        folder = ROOT / "pipeline" / "report" / "strings"
        tables = [
            table
            for path in (folder / f"{language}.toml", folder / f"overview.{language}.toml")
            for table in re.findall(r"^\[(.+)\]$", path.read_text("utf-8"), re.MULTILINE)
        ]
        assert len(tables) == len(set(tables))

    def test_what_scripts_and_templates_say_is_there(self):
        folder = ROOT / "pipeline" / "report"
        key = re.compile(r'(?:words\(|say\(|words\[)["\']([a-z-]+\.[\w-]+)["\'](?=[,)\]])')
        said = set()
        for path in (*(folder / "static").glob("*.js"), *(folder / "templates").iterdir()):
            said |= set(key.findall(path.read_text("utf-8")))
        assert len(said) > 50
        assert {key for key in said if key not in words("en")} == set()


class TestCommand:
    """`factsheet report`."""

    def test_one_file(self, tmp_path):
        path = tmp_path / "new" / "report.html"
        done = run("report", OUTPUT, "--sources", RAW, "-o", path, "--language", "de")
        assert (done.exit_code, done.output) == (0, "")
        page = path.read_text("utf-8")
        assert '<html lang="de">' in page
        assert embedded(page, "page-data")["language"] == "de"
        assert [path.name for path in (tmp_path / "new").iterdir()] == ["report.html"]

    def test_a_folder(self, tmp_path):
        assert run("report", OUTPUT, "-o", tmp_path / "pages").exit_code == 0
        names = sorted(path.name for path in (tmp_path / "pages").iterdir())
        assert names == ["index.html", "projects-001.html"]

    def test_pages_of_an_earlier_report_are_removed_and_nothing_else(self, tmp_path):
        pages = dict(build_folder(read_items(OUTPUT), per_page=5))
        for name, page in pages.items():
            store.write(tmp_path / name, page.encode())
        store.write(tmp_path / "projects-999.html", b"of somebody else")
        assert run("report", OUTPUT, "-o", tmp_path).exit_code == 0
        names = sorted(path.name for path in tmp_path.iterdir())
        assert names == ["index.html", "projects-001.html", "projects-999.html"]

    def test_texts_that_are_not_there_are_told_of(self, tmp_path):
        (tmp_path / "raw").mkdir()
        done = run("report", OUTPUT, "--sources", tmp_path / "raw", "-o", tmp_path / "r.html")
        assert done.exit_code == 0
        assert "the text that was extracted for 21 of 21 projects (baltmet-inno, " in done.stderr

    @pytest.mark.parametrize(
        ("arguments", "status", "says"),
        [
            (["{tmp}/none", "-o", "{tmp}/r.html"], 2, "none is no folder"),
            ([str(OUTPUT), "-o", "{tmp}/r.html", "--language", "tlh"], 2, "choose one of en, fr, de"),
            ([str(OUTPUT), "-o", "{tmp}/file/r.html"], 1, "can't be written"),
            ([str(OUTPUT), "-o", "{tmp}/file"], 1, "can't be written"),
        ],
    )
    def test_what_cannot_work_is_one_sentence(self, tmp_path, arguments, status, says):
        (tmp_path / "file").touch()
        done = run("report", *(argument.format(tmp=tmp_path) for argument in arguments))
        assert done.exit_code == status
        assert says in done.stderr
        assert done.stderr.count("\n") == 1
