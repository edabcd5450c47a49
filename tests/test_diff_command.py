"""`factsheet diff` as a user calls it, and as git does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256

import pytest
from pydantic import TypeAdapter
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.commands import diff as command
from pipeline.diff import json_schema
from pipeline.diff.changes import CLASSES
from pipeline.diff.document import Document
from pipeline.store import to_json

from .conftest import ROOT
from .diff_examples import read

OLD = {
    "a": "Riga and Malmö.",
    "sub/b": "Budget 5.\nWP 1: Events\nThere were four workshops in Riga 2/07.\n",
    "gone": "A report.",
}
NEW = {
    "a": "Riga and Malmö.",
    "sub/b": "Budget 6.\nWP 1: Events\nThere were five workshops in Riga 3/07, and a website.\n",
    "came": "In Turku 1/05.",
}


@pytest.fixture
def run():
    def run(*arguments):
        return CliRunner().invoke(app, ["diff", *map(str, arguments)], prog_name="factsheet")

    return run


def write(folder, texts, suffix=".json"):
    for key, text in texts.items():
        path = folder / f"{key}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_json(read(text, path.stem)) if suffix == ".json" else text.encode())
    return folder


@pytest.fixture
def folders(tmp_path):
    return write(tmp_path / "old", OLD), write(tmp_path / "new", NEW)


def test_counts_come_first_then_the_projects(run, folders):
    done = run(*folders)
    assert done.exit_code == 1
    assert done.stderr == ""
    assert done.stdout == (
        "4 projects: 1 same, 1 changed, 1 added, 1 removed\n"
        "\n"
        "                added  removed  changed    moved\n"
        "source              ·        ·        1        ·\n"
        "header              ·        ·        1        ·\n"
        "city                1        ·        ·        ·\n"
        "date                1        ·        1        ·\n"
        "count               ·        ·        1        ·\n"
        "deliverable         1        1        1        ·\n"
        "\n"
        "came  added: 1 city, 1 date\n"
        "\n"
        "gone  removed: 1 deliverable\n"
        "\n"
        "sub/b  1 added, 5 changed\n"
        "  ~ source: characters 63 → 78\n"
        "  ~ header budget: 5 → 6\n"
        "      [page.amount]\n"
        "  WP 1 (Events)\n"
        '    ~ count "four workshops" → "five workshops": 4 → 5\n'
        "        ⟦five workshops⟧ … Riga  [counts.word]\n"
        '    ~ deliverable "four workshops" → "five workshops": count 4 → 5\n'
        "        ⟦five workshops⟧ … Riga  [deliverables.passive]\n"
        '    ~ date "2/07" → "3/07": 2007-02 → 2007-03\n'
        "        Riga … ⟦3/07⟧ … website  [dates.month-yy]\n"
        "    + deliverable added: website (tool, done)\n"
        "        3/07 … ⟦website⟧  [deliverables.passive]\n"
    )


def test_sources_give_the_words_of_both_sides(run, folders, tmp_path):
    write(tmp_path / "texts" / "old", OLD, ".txt")
    write(tmp_path / "texts" / "new", NEW, ".txt")
    texts = ("--sources", tmp_path / "texts" / "old", "--sources", tmp_path / "texts" / "new")
    done = run(*folders, *texts)
    assert "There were five workshops in Riga ⟦3/07⟧, and a website.  [dates.month-yy]" in done.stdout
    (project,) = (
        p
        for p in json.loads(run(*folders, *texts, "--format", "json").stdout)["projects"]
        if p["id"] == "sub/b"
    )
    (date,) = (change for change in project["changes"] if change["class"] == "date")
    assert date["old_words"] == {
        "before": "WP 1: Events There were four workshops in Riga ",
        "words": "2/07",
        "after": ".",
    }


def test_stat_has_a_sign_for_each_change(run, folders):
    assert run(*folders, "--stat").stdout == (
        " came (new)  | 2 ++\n"
        " gone (gone) | 1 -\n"
        " sub/b       | 6 +~~~~~\n"
        " 3 projects changed, 3 facts added(+), 1 fact removed(-), 5 facts changed(~)\n"
    )


def test_stat_of_many_changes_stays_on_a_line(run, tmp_path):
    old, new = write(tmp_path / "old", {"a": "."}), write(tmp_path / "new", {"a": "Riga. " * 500})
    bar = run(old, new, "--stat").stdout.splitlines()[0]
    assert " 501 " in bar
    assert len(bar) < 80


def test_two_files_are_compared_and_what_came_is_told_whole(run, folders):
    old, new = folders
    assert run(old / "sub" / "b.json", new / "sub" / "b.json").stdout.startswith(
        "1 project: 0 same, 1 changed"
    )
    done = run(os.devnull, new / "came.json")
    assert done.exit_code == 1
    assert "  overview\n    + city added: Turku (FI)\n" in done.stdout


@pytest.mark.parametrize(
    ("options", "classes", "projects"),
    [
        (("--class", "date"), {"date"}, {"came", "sub/b"}),
        (("--class", "date", "--class", "header"), {"date", "header"}, {"came", "sub/b"}),
        (("--project", "sub/*"), {"source", "header", "count", "deliverable", "date"}, {"sub/b"}),
        (("--rule", "dates.*", "--project", "[a-d]*"), {"date"}, {"came"}),
    ],
)
def test_filters(run, folders, options, classes, projects):
    told = json.loads(run(*folders, *options, "--format", "json").stdout)
    assert {p["id"] for p in told["projects"]} == projects
    assert (
        {c["class"] for p in told["projects"] for c in p["changes"]}
        == classes
        == set(told["counts"]["changes"])
    )


def test_the_classes_of_the_filter_are_those_of_changes():
    assert tuple(kind.value for kind in command.Class) == CLASSES


def test_what_is_the_same_has_status_0(run, folders):
    old, _ = folders
    done = run(old, old)
    assert (done.exit_code, done.stdout) == (0, "3 projects: 3 same, 0 changed, 0 added, 0 removed\n")
    assert run(*folders, "--class", "warning").exit_code == 0
    assert run(old, old, "--stat").stdout == ""


def test_quiet_leaves_it_to_the_status(run, folders):
    done = run(*folders, "-q")
    assert (done.exit_code, done.output) == (1, "")


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_a_file_that_is_no_output_is_named_with_its_field_and_the_others_are_compared(run, folders, form):
    old, new = folders
    broken = new / "a.json"
    broken.write_bytes(broken.read_bytes().replace(b'"LV"', b"5"))
    done = run(old, new, "--format", form)
    assert done.exit_code == 2
    assert done.stderr == (
        f"factsheet: {broken}: overview.cities.0.country: it is no output of factsheet extract: "
        "Input should be a valid string\n"
    )
    assert "sub/b" in done.stdout
    if form == "json":
        refused = json.loads(done.stdout)["projects"][0]
        assert (refused["change"], refused["refusals"][0]["field"]) == (
            "refused",
            "overview.cities.0.country",
        )
    elif form == "text":
        assert "1 refused" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("{old}",), "name two files or two folders"),
        (("{old}", "{new}", "{new}"), "name two files or two folders"),
        (("{old}", "{tmp}/nothing"), "no such file or folder"),
        (("{old}", "{new}/a.json"), "name two files or two folders"),
        (("{old}", "{new}", "--against", "HEAD"), "with --against, name one"),
        (("{old}", "--against", "HEAD"), "git"),
        (("{old}", "{new}", "--project", "x*"), "no project matches x*"),
        (("{old}", "{new}", "--stat", "--format", "json"), "--stat is text"),
        (("{old}", "{new}", "--sources", "{tmp}/nothing"), "source texts"),
        (("{old}", "{new}", "-o", "{old}"), "can't be written"),
        (("{old}", "{new}", "--git"), "git gives the arguments"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(run, folders, tmp_path, arguments, says):
    old, new = folders
    done = run(*(a.format(old=old, new=new, tmp=tmp_path) for a in arguments))
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


def test_the_json_is_what_its_schema_says(run, folders):
    told = run(*folders, "--format", "json").stdout
    document = TypeAdapter(Document).validate_json(told)
    assert document.counts.projects == {"same": 1, "changed": 1, "added": 1, "removed": 1, "refused": 0}
    assert [p.id for p in document.projects] == ["came", "gone", "sub/b"]
    plain = json.loads(told)
    for name, part in (("Document", plain), ("ProjectDiff", plain["projects"][2])):
        schema = json_schema()
        schema = schema if name == "Document" else schema["$defs"][name]
        assert set(part) == set(schema["properties"])


@pytest.mark.golden
def test_the_schema_of_the_documentation_is_up_to_date(golden):
    schema = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    golden(ROOT / "docs" / "diff.schema.json", schema.encode())


HOSTILE = "<script>alert(1)</script> \"' {{ 7 * 7 }} \x1b[31m \u202e"


def test_the_page_loads_nothing_and_escapes_what_it_shows(run, folders, tmp_path):
    old, new = folders
    project = read(NEW["sub/b"])
    title = {"title": HOSTILE}
    packages = tuple(package.model_copy(update=title) for package in project.work_packages)
    (new / "sub" / "b.json").write_bytes(to_json(project.model_copy(update={"work_packages": packages})))
    page = tmp_path / "page.html"
    assert run(old, new, "--format", "html", "-o", page).exit_code == 1
    html = page.read_text("utf-8")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert not set(html) & {"\x1b", "\u202e"}
    assert not re.search(r'(?:src|href)=|https?://|url\(|@import| style="| on\w+="', html)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for tag in ("style", "script"):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert f"'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'" in policy
    assert "<del>2007-02</del>" in html
    assert "<ins>2007-03</ins>" in html
    assert "prefers-color-scheme: dark" in html


def test_text_obeys_no_control_character_of_a_project(run, folders):
    old, new = folders
    project = read(NEW["sub/b"])
    packages = tuple(package.model_copy(update={"title": HOSTILE}) for package in project.work_packages)
    (new / "sub" / "b.json").write_bytes(to_json(project.model_copy(update={"work_packages": packages})))
    done = run(old, new)
    assert "<script>alert(1)</script>" in done.stdout
    assert not set(done.stdout) & {"\x1b", "\u202e"}


@pytest.mark.parametrize(("when", "coloured"), [("always", True), ("never", False), ("auto", False)])
def test_colours(run, folders, when, coloured):
    assert ("\x1b[32m" in run(*folders, "--color", when).stdout) == coloured


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with the old projects committed in `out` and the new ones there; how to call git in it."""
    for name, value in (("HOME", tmp_path), ("GIT_CONFIG_NOSYSTEM", 1), ("GIT_PAGER", "cat")):
        monkeypatch.setenv(name, str(value))
    top = tmp_path / "repository"

    def git(*arguments):
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        command = ["git", "-C", str(top), *identity, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    write(top / "out", OLD)
    write(top / "raw", OLD, ".txt")
    git("init", "-q")
    (top / ".gitattributes").write_text("out/**/*.json diff=factsheet\n")
    git("add", ".")
    git("commit", "-qm", "old")
    git("tag", "before")
    for key in OLD:
        (top / "out" / f"{key}.json").unlink()
    write(top / "out", NEW)
    write(top / "raw", NEW, ".txt")
    return top, git


def test_a_folder_against_a_revision_of_itself(run, repository):
    top, git = repository
    done = run(top / "out", "--against", "before", "--sources", top / "raw")
    assert done.exit_code == 1
    assert done.stdout.startswith("4 projects: 1 same, 1 changed, 1 added, 1 removed\n")
    told = json.loads(
        run(top / "out", "--against", "HEAD", "--sources", top / "raw", "--format", "json").stdout
    )
    assert told["old"] == f"HEAD:{top / 'out'}"
    (date,) = (
        c for p in told["projects"] if p["id"] == "sub/b" for c in p["changes"] if c["class"] == "date"
    )
    assert date["old_words"]["before"].endswith("four workshops in Riga ")
    assert date["new_words"]["before"].endswith("five workshops in Riga ")
    git("add", ".")
    git("commit", "-qm", "new")
    assert run(top / "out", "--against", "HEAD").exit_code == 0
    assert run(top / "out" / "sub" / "b.json", "--against", "HEAD~1").stdout.startswith(
        "1 project: 0 same, 1 ch"
    )


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD:out/a.json"])
def test_a_revision_that_is_none_is_a_sentence(run, repository, revision):
    top, _ = repository
    done = run(top / "out", f"--against={revision}")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "revision" in done.stderr
    assert not (top / "x").exists()


def test_git_shows_the_meaning_through_the_driver(repository):
    top, git = repository
    factsheet = f"'{sys.executable}' -c 'from pipeline.cli import main; main()'"
    git("config", "diff.factsheet.command", f"{factsheet} diff --git")
    (top / "out" / "a.json").write_text('{"id": 3}')
    git("add", "-N", "out/came.json")
    shown = git("diff", "out")
    assert '    ~ date "2/07" → "3/07": 2007-02 → 2007-03\n' in shown
    assert "out/came  added: 1 city, 1 date\n" in shown
    assert "out/gone  removed: 1 deliverable\n" in shown
    assert "a.json" in shown
    assert "no output of factsheet extract" in shown
    assert "@@" not in shown
    git("checkout", "-q", "out/a.json")
    git("add", ".")
    git("commit", "-qm", "new")
    assert "2007-02 → 2007-03" in git("show", "--ext-diff", "HEAD", "--", "out")


def test_git_shows_a_project_under_its_new_name(repository):
    top, git = repository
    factsheet = f"'{sys.executable}' -c 'from pipeline.cli import main; main()'"
    git("config", "diff.factsheet.command", f"{factsheet} diff --git")
    git("checkout", "-q", "out/sub/b.json")
    git("mv", "out/sub/b.json", "out/b.json")
    project = read(OLD["sub/b"].replace("2/07", "4/07"), "b")
    (top / "out" / "b.json").write_bytes(to_json(project))
    shown = git("diff", "-M20%", "HEAD", "--", "out/sub", "out/b.json")
    assert "out/sub/b → out/b" in shown
    assert "2007-02 → 2007-04" in shown


def test_the_example_of_the_documentation_is_what_is_printed(run, tmp_path, extractor):
    text = (ROOT / "raw" / "baltmet-inno.txt").read_text("utf-8")
    moved = " Riga hosted two seminars on place marketing."
    edited = (
        text.replace(moved, "")
        .replace("report of its own.", "report of its own." + moved)
        .replace(", and a brochure was printed", "")
        .replace("Tallinn, 2/07", "Tallinn, 3/07")
        .replace("A working group with", "A toolkit for mayors appeared in Turku. A working group with")
    )
    for folder, told in (("before", text), ("after", edited)):
        for name, suffix, data in (
            ("output", ".json", to_json(extractor.extract_bytes(told.encode(), "baltmet-inno"))),
            ("raw", ".txt", told.encode()),
        ):
            path = tmp_path / name / folder / f"baltmet-inno{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    shown = run(
        tmp_path / "output" / "before", tmp_path / "output" / "after", "--sources", tmp_path / "raw"
    ).stdout
    assert f"```text\n{shown}```" in (ROOT / "docs" / "diff.md").read_text("utf-8")
