"""Inputs made to lead out, to run round in circles, to unpack without end, or to keep a parser busy."""

from __future__ import annotations

import io
import json
import os
import socket
import time
import unicodedata
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.inputs import Item, Unusable, find, pages
from pipeline.inputs.naming import DEEPEST, safe_path, same_file_key
from pipeline.inputs.pages import page_text
from pipeline.time_limit import TooSlowError, time_limit

from .test_batch import TEXT, folder, run, written

__all__ = ["folder", "run"]
PLENTY = 20_000_000
OUT = "it is a link that leads out of the folder; name it to have it read"


def told(*inputs):
    """Each description with its text, or why there is none."""
    found = {}
    for one in find(map(str, inputs)):
        try:
            found[one.shown] = one.source(one.read(PLENTY)).text if isinstance(one, Item) else one.message
        except SourceError as error:
            found[one.shown] = str(error)
    return found


class TestLinks:
    @pytest.fixture
    def secret(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        Path("outside").mkdir()
        Path("outside/secret.txt").write_text("secret")
        Path("in/sub").mkdir(parents=True)
        Path("in/a.txt").write_text("text")
        Path("in-2").mkdir()
        Path("in-2/b.txt").write_text("secret")
        return Path("outside").resolve()

    def test_links_out_of_the_folder_are_not_followed(self, secret):
        Path("in/abs.txt").symlink_to(secret / "secret.txt")
        Path("in/sub/rel.txt").symlink_to("../../outside/secret.txt")
        Path("in/chain.txt").symlink_to("sub/rel.txt")
        Path("in/beside.txt").symlink_to("../in-2/b.txt")
        Path("in/folder").symlink_to(secret)
        Path("in/inside.txt").symlink_to("a.txt")
        Path("in/round").symlink_to(".")
        expected = {
            **dict.fromkeys(("in/abs.txt", "in/beside.txt", "in/chain.txt", "in/sub/rel.txt"), OUT),
            **{"in/a.txt": "text", "in/inside.txt": "text"},
        }
        assert told("in") == expected
        assert told("in/**/*.txt") == expected
        assert told("in/*.txt", "in/*/*.txt") == {
            **expected,
            "in/folder/secret.txt": OUT,
            "in/round/abs.txt": OUT,
            "in/round/beside.txt": OUT,
            "in/round/chain.txt": OUT,
            "in/round/a.txt": "text",
            "in/round/inside.txt": "text",
        }
        # What is named is read.
        assert told("in/abs.txt") == {"in/abs.txt": "secret"}

    def test_a_folder_that_is_itself_a_link_is_one(self, secret):
        Path("link").symlink_to("in")
        assert told("link") == {"link/a.txt": "text"}
        assert told("link/**/*.txt") == {"link/a.txt": "text"}

    def test_circles_of_links_end(self, secret):
        for name in ("one", "two", "three"):
            Path("in", name).symlink_to(".")
            Path("in/sub", name).symlink_to("..")
        began = time.process_time()
        assert told("in/**/*.txt", "in") == {"in/a.txt": "text"}
        assert time.process_time() - began < 2

    def test_what_is_no_file_is_not_opened(self, secret, monkeypatch):
        os.mkfifo("in/pipe.txt")
        Path("in/zero.txt").symlink_to("/dev/zero")
        Path("in/sub/folder.txt").mkdir()
        monkeypatch.chdir("in")
        with socket.socket(socket.AF_UNIX) as unix:
            unix.bind("socket.txt")
        monkeypatch.chdir("..")
        nothing = "it is no file but a pipe, a socket, a device or a folder"
        assert told("in") == {
            "in/a.txt": "text",
            **{"in/pipe.txt": nothing, "in/socket.txt": nothing, "in/zero.txt": OUT},
        }


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("**/*.txt", {"a.txt": "a", "s/b.txt": "s/b", "s/t/c.txt": "s/t/c"}),
        ("**", {"a.txt": "a", "s/b.txt": "s/b", "s/t/c.txt": "s/t/c"}),
        ("s/**", {"s/b.txt": "b", "s/t/c.txt": "t/c"}),
        ("./**/c.txt", {"./s/t/c.txt": "s/t/c"}),
        ("*/**/*.txt", {"s/b.txt": "s/b", "s/t/c.txt": "s/t/c"}),
        ("**/**/t/*", {"s/t/c.txt": "s/t/c"}),
        ("../x/**/[bc].txt", {"../x/s/b.txt": "s/b", "../x/s/t/c.txt": "s/t/c"}),
        ("{}/**/*.txt", {"{}/a.txt": "a", "{}/s/b.txt": "s/b", "{}/s/t/c.txt": "s/t/c"}),
    ],
)
def test_patterns_find_what_glob_finds(tmp_path, monkeypatch, pattern, expected):
    for name in ("a.txt", "s/b.txt", "s/t/c.txt", ".hidden/d.txt", "s/.e.txt"):
        (tmp_path / "x" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "x" / name).write_text("text")
    monkeypatch.chdir(tmp_path / "x")
    here = os.getcwd()
    found = {one.shown: one.output for one in find([pattern.format(here)])}
    assert found == {name.format(here): output for name, output in expected.items()}


class TestNames:
    NAMES = (
        *(
            "../up",
            "/etc/passwd",
            "a\nb",
            "a\tb",
            "\x1b[31m",
            "nul\0",
            "x" * 255,
            "ż" * 127,
            ".",
            "..",
            "...",
            "",
        ),
        *(
            "Riga",
            "riga",
            "RIGA",
            "caf\u00e9",
            "cafe\u0301",
            "\ufb01",
            "fi",
            "a.error",
            "A.Error",
            ".factsheet",
        ),
        *(
            "con",
            "-rf",
            "~",
            "$HOME",
            "`id`",
            "a'b\"c",
            "<b>",
            "; drop table project; --",
            "\u202etxt",
            "index",
        ),
    )

    @pytest.mark.parametrize("output", ["out", "all.jsonl"])
    def test_ids_of_all_kinds_are_kept_and_stay_inside(self, run, tmp_path, output):
        lines = [json.dumps({"id": name, "text": TEXT}) for name in self.NAMES]
        Path("t.jsonl").write_text("\n".join(lines))
        before = {path.name for path in tmp_path.iterdir()}
        report, heard, _ = run("t.jsonl", output=output)
        assert [said for _, _, said in heard if said] == []
        assert report.documents == len(self.NAMES)
        made = {path.name for path in tmp_path.iterdir()} - before
        assert made == ({"out"} if output == "out" else {"all.jsonl", ".factsheet"})
        if output == "out":
            files = written()
            assert not [name for name in files if "/" in name]
            ids = [json.loads(data)["id"] for data in files.values()]
            assert len({same_file_key(name) for name in files}) == len(files)
        else:
            ids = [json.loads(line)["id"] for line in Path("all.jsonl").read_bytes().splitlines()]
        assert sorted(ids) == sorted(name or f"t-{n}" for n, name in enumerate(self.NAMES, 1))

    def test_files_whose_names_some_systems_take_for_one(self, run, folder):
        for name in ("Riga", "riga", "caf\u00e9", "cafe\u0301", "x" * 251):
            (folder / f"{name}.txt").write_text(TEXT)
        assert run().report.documents == 3 + 5
        names = list(written())
        assert len({unicodedata.normalize("NFD", name).casefold() for name in names}) == len(names)

    def test_paths_that_are_deeper_or_longer_than_systems_take_become_names(self, run):
        with zipfile.ZipFile("t.zip", "w") as file:
            for depth in (DEEPEST, DEEPEST + 1, 1500, 30_000):
                file.writestr("a/" * depth + "x.txt", TEXT)
            file.writestr("/".join(["b" * 150] * 20) + "/x.txt", TEXT)
            file.writestr("/".join(["b" * 150] * 12) + "/x.txt", TEXT)
        report, heard, _ = run("t.zip")
        assert [said for _, _, said in heard if said] == []
        assert report.documents == 6
        assert sum("/" in name for name in written()) == 2

    def test_folders_are_looked_into_so_deep_and_no_deeper(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        for depth in range(DEEPEST + 20):
            if depth == 3:
                Path("x.txt").write_text(TEXT)
            os.mkdir("d")
            os.chdir("d")
        Path("deep.txt").write_text(TEXT)
        os.chdir(tmp_path)
        found = list(find(["d"]))
        assert [one.output for one in found if isinstance(one, Item)] == ["d/d/x"]
        (refused,) = (one for one in found if isinstance(one, Unusable))
        assert refused.message == f"folders in it are nested deeper than {DEEPEST}: name them by themselves"
        assert [one.output for one in find(["d/**/*.txt"])] == ["d/d/x"]

    def test_a_long_path_in_any_script(self):
        assert "/" in safe_path(["ż" * 60] * 10 + ["x"])
        assert "/" not in safe_path(["ż" * 60] * 20 + ["x"])


class TestArchives:
    def test_entries_that_share_their_bytes_are_not_unpacked(self, tmp_path):
        """A small archive that unpacks to terabytes is made of entries that lie in one another."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("0.txt", "x" * 1_000_000)
            file.writestr("last.txt", "text")
            one = file.infolist()[0]
            for number in range(1, 1000):
                twin = zipfile.ZipInfo("0.txt")
                for name in ("CRC", "compress_size", "file_size", "compress_type", "header_offset"):
                    setattr(twin, name, getattr(one, name))
                twin.filename = f"{number}.txt"
                file.filelist.append(twin)
        path = tmp_path / "t.zip"
        path.write_bytes(buffer.getvalue())
        found = list(told(path).values())
        assert len(found) == 1001
        assert found.count("it shares its bytes with another") == 999
        assert "text" in found

    def test_archives_in_archives_and_a_hundred_thousand_entries(self, tmp_path):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as file:
            file.writestr("a.txt", "text")
        path = tmp_path / "t.zip"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("inner.zip", inner.getvalue())
            for number in range(20_000):
                file.writestr(zipfile.ZipInfo(f"{number}.txt"), "")
        began = time.process_time()
        assert sum(isinstance(one, Item) for one in find([str(path)])) == 20_000
        assert time.process_time() - began < 10


BOMBS = {
    "styles": lambda n: "".join(f"<font size={i}><p>x" for i in range(n)),
    "links": lambda n: "".join(f"<b id={i}><div>x" for i in range(n)),
    "mended": lambda n: "".join(f"<div><i id={i}>x</div>" for i in range(n)),
    "tables": lambda n: "<table><tr><td><b><i>x" * n,
    "nested": lambda n: "<div>" * n + "x",
    "lists": lambda n: "<dl><dd>" * n + "x",
    "attributes": lambda n: "<p " + " ".join(f"a{i}" for i in range(n)) + ">x",
    "svg": lambda n: "<svg><foreignObject>" * n + "x",
    "comments": lambda n: "<!--" * n + "-->x",
    "meta": lambda n: "<meta charset=" * n + ">x",
}


class TestPages:
    @pytest.mark.parametrize("name", BOMBS)
    def test_what_is_built_to_be_slow_or_large(self, name):
        import resource

        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.process_time()
        shown = pages.shown(BOMBS[name](6000))
        assert not shown or "x" in shown
        assert time.process_time() - began < 3
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000

    def test_a_parser_that_is_lost_is_stopped_at_the_time_limit(self):
        began = time.monotonic()
        with pytest.raises(TooSlowError), time_limit(2):
            page_text(("<dl><dd>" * 500_000 + "x").encode(), "page")
        assert time.monotonic() - began < 10

    def test_a_large_page_shows_what_it_would_show_here(self, monkeypatch):
        part = "<h1>Łódź</h1><p>Four <b>work<i>shops</b> in</i> <a href=x>Malmö</a><br>\N{GRINNING FACE}</p>"
        html = f"{part}\ud800" * 3000
        apart = pages._shown_apart(html)
        assert apart == pages.shown(html)
        assert "Four workshops in Malmö\n\N{GRINNING FACE}" in apart

    def test_a_parser_that_ends_is_told(self, monkeypatch):
        monkeypatch.setattr(pages, "_LARGE", 10)
        monkeypatch.setattr(pages.sys, "executable", "/bin/false")
        with pytest.raises(SourceError, match="the page can't be parsed"):
            page_text(b"<p>some text", "page")

    @pytest.mark.parametrize(
        "html",
        [
            '<meta http-equiv=refresh content="0; url=javascript:alert(1)">text',
            "<script>document.write('more')</script>text<noscript>more</noscript>",
            '<p onclick="x()">text<img src=x onerror=x()><iframe srcdoc="more"></iframe>',
            "<base href=//evil.example><link rel=stylesheet href=//evil.example><p>text",
            "<style>p:after{content:'more'}</style><p>text<object>more</object>",
            "<!DOCTYPE html [<!ENTITY x 'more'>]><p>text",
        ],
    )
    def test_nothing_of_a_page_is_run_or_fetched(self, html, monkeypatch):
        monkeypatch.setattr(socket, "socket", None)
        assert page_text(html.encode(), "page").text.replace("]>", "").strip() == "text"
