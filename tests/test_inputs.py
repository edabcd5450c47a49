"""Which descriptions inputs stand for, what they are called, and how they are read."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from pipeline.errors import SourceError, UsageError
from pipeline.inputs import Item, Unusable, find, read_source
from pipeline.inputs.naming import safe_name, safe_path
from pipeline.source import decode

PLENTY = 1_000_000


def found(*inputs, **options):
    """The descriptions, each as its output and what it is called, and why inputs can't be used."""
    return [
        (one.output, one.shown) if isinstance(one, Item) else one.message
        for one in find([str(given) for given in inputs], **options)
    ]


def texts(*inputs):
    return {one.output: one.source(one.read(PLENTY)).text for one in find(map(str, inputs))}


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/deep/a.txt", "notes.md", ".hidden.txt", ".git/d.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return tmp_path / "in"


class TestFiles:
    def test_a_folder_is_read_recursively_in_order_without_hidden_files(self, folder):
        items = list(find([str(folder)]))
        assert [i.output for i in items] == ["a", "b", "sub/c", "sub/deep/a"]
        assert [i.id for i in items] == ["a", "b", "c", "a"]
        assert [i.shown for i in items][:1] == [str(folder / "a.txt")]

    def test_inputs_keep_their_order_and_a_named_file_may_have_any_ending(self, folder, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"text")))
        assert found("-", folder / "notes.md", folder / "a.txt") == [
            ("stdin", "standard input"),
            ("notes", str(folder / "notes.md")),
            ("a", str(folder / "a.txt")),
        ]

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ("missing.txt", "there is no such file or folder"),
            ("", "there is no such file or folder"),
            ("empty", "the folder holds no *.txt or *.html files"),
        ],
    )
    def test_what_can_not_be_used_is_told_and_the_others_are_found(self, given, message, folder, monkeypatch):
        (folder / "empty").mkdir()
        monkeypatch.chdir(folder)
        assert next(find([given, "a.txt"])) == Unusable(given, message, os.path.realpath(given))
        assert found(given, "a.txt")[1:] == [("a", "a.txt")]

    def test_the_folder_of_the_outputs_is_not_looked_into(self, folder):
        assert [f[0] for f in found(folder, leave_out=os.path.realpath(folder / "sub"))] == ["a", "b"]

    def test_a_name_that_is_no_text_becomes_an_id_that_is(self, tmp_path):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
        path.write_text("text")
        (item,) = find([str(path)])
        assert item.id == "caf\N{REPLACEMENT CHARACTER}"
        assert item.output.startswith("caf_~")
        assert item.read(PLENTY) == b"text"

    def test_a_file_that_is_too_large_is_not_read(self, folder):
        (item,) = find([str(folder / "a.txt")])
        assert item.read(4) == b"text"
        with pytest.raises(SourceError, match=r"larger than 3 bytes; raise --max-size"):
            item.read(3)


class TestReadSource:
    def test_one_file(self, folder):
        assert read_source(str(folder / "a.txt")) == decode(b"text", "a")

    @pytest.mark.parametrize(
        ("given", "error", "message"),
        [(".", UsageError, "is a folder; name one file"), ("gone.txt", SourceError, "gone.txt: it can't be")],
    )
    def test_what_is_none(self, given, error, message, folder, monkeypatch):
        monkeypatch.chdir(folder)
        with pytest.raises(error, match=message):
            read_source(given)


class TestNames:
    @pytest.mark.parametrize("name", ["a", "WP 1 (final)", "Łódź", "a.b", "urn:x:1", "~", "a~b"])
    def test_a_name_that_can_be_one_stays(self, name):
        assert safe_name(name) == name

    @pytest.mark.parametrize(
        "name",
        [
            *(
                "",
                ".",
                "..",
                "../x",
                "/etc/passwd",
                "a/b",
                "a\\b",
                "a\nb",
                "a\0b",
                ".hidden",
                "a\x9bb",
                "\ud800",
            ),
            *("x.error", "X.ERROR", "x" * 300, "ż" * 150, "x" * 170 + "\N{GRINNING FACE}" * 20),
        ],
    )
    def test_any_other_becomes_a_file_name_of_its_own(self, name, tmp_path):
        safe = safe_name(name)
        assert safe == safe_name(name)
        assert safe != name
        path = tmp_path / f"{safe}.error.json"
        path.touch()
        assert os.listdir(tmp_path) == [path.name]
        assert not safe.startswith(".")

    def test_names_that_become_alike_are_told_apart(self):
        assert len({safe_name(name) for name in ("a/b", "a\\b", "a\nb", "a_b", "a\tb")}) == 5

    @pytest.mark.parametrize("path", ["../a", "/etc/a", "a/../../b", "a//b", "./a", ""])
    def test_a_path_that_leads_elsewhere_becomes_one_name(self, path):
        assert "/" not in safe_path(path.split("/"))

    def test_a_path_keeps_its_folders(self):
        assert safe_path(["a", "b.c", "d"]) == "a/b.c/d"
