"""What the documentation says is so: its examples run, its files are there, its pages are up to date."""

from __future__ import annotations

import doctest
import re

import pytest

from pipeline.cli import app

from .conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = [command.callback.__name__ for command in app.registered_commands]


@pytest.mark.golden
def test_the_page_of_commands_is_what_help_says(factsheet, golden, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    parts = ["# Commands\n\nThis page is written from `--help` by `make golden`.\n"]
    for command in ([], *([name] for name in COMMANDS)):
        shown = factsheet(*command, "--help").stdout.decode()
        parts.append(f"## {' '.join(['factsheet', *command])}\n\n```text\n{shown.strip()}\n```\n")
    golden(ROOT / "docs" / "commands.md", "\n".join(parts).encode())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_run(page):
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert failed == 0
    if page.name == "README.md":
        assert tried > 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_file_that_a_page_names_is_there(page):
    named = re.findall(
        r"`((?:pipeline|schemas|tests|benchmarks|docs|raw|output|\.ci)/[\w./-]*)`", page.read_text("utf-8")
    )
    for name in named:
        assert (ROOT / name).exists(), name


def test_the_architecture_names_every_module():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    modules = {path.name for path in (ROOT / "pipeline").glob("*.py")} - {"__init__.py", "errors.py"}
    assert {name for name in modules if f"`{name}`" not in text} == set()


def test_the_readme_mentions_every_command():
    text = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"factsheet {name}" not in text] == []
