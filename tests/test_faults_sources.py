"""Sources that change during a run: an output belongs to what was really there, or there is none.

benchmarks.faults_sources has the long form.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import threading
import zipfile
from hashlib import sha256
from pathlib import Path
from random import Random

import pyarrow
import pytest
from pyarrow import parquet

from pipeline import batch
from pipeline.batch import Options
from pipeline.errors import SourceError, UsageError
from pipeline.inputs import Unusable, find, folders
from pipeline.inputs.pages import page_text
from pipeline.report.sources import mentions
from pipeline.shards import Settings
from pipeline.store import read

from .test_batch import TEXT, Heard, written

PLENTY = 1_000_000
LONG = TEXT * 150
"""More than what is read of a file at once."""
OTHER = LONG.replace("Riga", "Oslo").replace("Four", "Nine")
CHANGED = "was changed during the run; extract it again when it is complete"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def extract(given, output="out", change=lambda: None):
    """Extract, with a change after the inputs were looked through; what the run has told."""

    class Changing(Heard):
        def begin(self, total):
            change()

    heard = Changing()
    destination = batch.to_output(output, given, io.BytesIO())
    batch.run(Options(given, prune=True), Settings(destination.target), destination, heard)
    return {shown: said for kind, shown, said in heard.said if kind != "unchanged"}


def check(texts, output="out"):
    """See that each output was made of one of the states that its source was in, and tells no lie of it."""
    found = sorted(path for path in Path(output).rglob("*.json") if not path.name.endswith(".error.json"))
    for path in found:
        project = read(path)
        states = {sha256(state).hexdigest(): state for state in texts[project.id]}
        data = states[project.source.sha256]
        kept = path.with_suffix(".txt")
        text = kept.read_bytes().decode() if kept.exists() else data.decode(project.source.encoding)
        if kept.exists():
            assert text == page_text(data, "").text
        assert len(text) == project.source.characters
        assert all(text[m.start : m.end] == m.text for m in mentions(project))
    return [str(path.relative_to(output)) for path in found]


def rewrite(path, data):
    """Write over what is there, in one go and in its place."""
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()


def replace(path, data):
    new = path.with_name(".new")
    new.write_bytes(data)
    new.replace(path)


def append(path, data):
    with path.open("ab") as file:
        file.write(data)


def remove(path, data):
    path.unlink()


def make_a_folder(path, data):
    path.unlink()
    path.mkdir()


def see_that_a_quiet_run_sets_it_right(*given):
    """Whatever the run before has left, the next leaves what a first one does."""
    extract(list(given))
    extract(list(given), "fresh")
    assert written() == written(Path("fresh"))


FILES = {
    "rewritten": (rewrite, OTHER.encode(), ""),
    "replaced": (replace, OTHER.encode(), ""),
    "appended to": (append, OTHER.encode(), ""),
    "cut": (rewrite, LONG.encode()[:-1000], ""),
    "emptied": (rewrite, b"", "is empty"),
    "overwritten with what is no text": (rewrite, b"\x00\x01\x02\x03" * 9000, "binary, not text"),
    "removed": (remove, b"", "it can't be read: no such file or directory"),
    "made a folder": (make_a_folder, b"", "it can't be read: is a directory"),
}


@pytest.fixture
def sources():
    for name in ("a.txt", "b.txt"):
        path = Path("in", name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(LONG)
    Path("in/d.html").write_text(f"<h1>Page</h1><p>{LONG}")
    return Path("in")


def states(folder):
    return {path.stem: [path.read_bytes()] for path in folder.iterdir() if path.is_file()}


def tear(monkeypatch, change, times=1):
    """Have a change come after the first bytes of b.txt were read."""
    whole = folders.read_within
    left = [change] * times

    def read_within(file, limit):
        start = file.read(10) if file.name.endswith("b.txt") else b""
        if start and left:
            left.pop()()
        return start + whole(file, limit)

    monkeypatch.setattr(folders, "read_within", read_within)


class TestFiles:
    @pytest.mark.parametrize("name", ["b.txt", "d.html"])
    @pytest.mark.parametrize(("how", "data", "says"), FILES.values(), ids=FILES)
    def test_between_planning_and_reading(self, how, data, says, name, sources):
        path = sources / name
        heard = extract([str(sources)], change=lambda: how(path, data))
        outputs = check(states(sources))
        said = heard.pop(f"in/{name}")
        assert set(heard.values()) == {None}
        if says:
            assert said.endswith(says)
        else:
            assert said is None
        assert (f"{path.stem}.json" in outputs) == (not says)
        assert Path(f"out/{path.stem}.error.json").exists() == bool(says)
        see_that_a_quiet_run_sets_it_right(str(sources))

    @pytest.mark.parametrize(("how", "data", "says"), FILES.values(), ids=FILES)
    def test_while_it_is_read(self, how, data, says, sources, monkeypatch):
        were = states(sources)
        with monkeypatch.context() as patched:
            tear(patched, lambda: how(sources / "b.txt", data))
            heard = extract([str(sources)])
        now = states(sources)
        check({name: [*were[name], *now.get(name, [])] for name in were})
        said = heard.pop("in/b.txt")
        assert set(heard.values()) == {None}
        assert said is None or (says and said.endswith(says))
        see_that_a_quiet_run_sets_it_right(str(sources))

    def test_one_that_does_not_hold_still_is_left_for_another_time(self, sources, monkeypatch):
        path = sources / "b.txt"
        with monkeypatch.context() as patched:
            tear(patched, lambda: append(path, OTHER.encode()), times=99)
            assert extract([str(sources)])["in/b.txt"] == f"the file {CHANGED}"
        record = json.loads(Path("out/b.error.json").read_bytes())
        assert (record["code"], record["sha256"]) == ("unreadable", None)
        assert check(states(sources)) == ["a.json", "d.json"]
        see_that_a_quiet_run_sets_it_right(str(sources))

    def test_a_change_within_a_tick_of_the_clock_is_seen(self, sources, monkeypatch):
        path = sources / "b.txt"
        (item,) = find([str(path)])
        with monkeypatch.context() as patched:
            tear(patched, lambda: rewrite(path, OTHER.encode()))
            rewrite(path, LONG.encode())
            assert item.read(PLENTY) == OTHER.encode()

    def test_a_pipe_is_read_once(self):
        os.mkfifo("pipe.txt")
        writer = threading.Thread(target=lambda: Path("pipe.txt").write_bytes(b"text"))
        writer.start()
        (item,) = find(["pipe.txt"])
        assert item.read(PLENTY) == b"text"
        writer.join()


TEXTS = {f"p{n}": TEXT.replace("four", str(n)) * 3 for n in range(6)}


def write_csv(path, texts):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("id", "text"), *texts.items()])


def write_lines(path, texts):
    path.write_text("".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in texts.items()))


def write_parquet(path, texts):
    table = pyarrow.table({"id": list(texts), "text": list(texts.values())})
    parquet.write_table(table, path, row_group_size=2)


def write_archive(path, texts):
    with zipfile.ZipFile(path, "w") as file:
        for id, text in texts.items():
            file.writestr(f"{id}.txt", text)


TABLES = {"t.csv": write_csv, "t.jsonl": write_lines, "t.parquet": write_parquet, "t.zip": write_archive}
ROWS = {
    "a row goes": (rewrite, dict(list(TEXTS.items())[1:])),
    "a row comes before the others": (replace, {"new": TEXT * 3, **TEXTS}),
    "a row comes after the others": (rewrite, {**TEXTS, "new": TEXT * 3}),
    "rows change places": (replace, dict(reversed(TEXTS.items()))),
    "texts change places": (rewrite, dict(zip(TEXTS, reversed(TEXTS.values()), strict=True))),
    "one text is another": (rewrite, {**TEXTS, "p2": TEXTS["p2"].replace("Riga", "Oslo")}),
    "one row is left": (replace, {"p3": TEXTS["p3"]}),
}


class TestTables:
    @pytest.mark.parametrize(("change", "rows"), ROWS.values(), ids=ROWS)
    @pytest.mark.parametrize("name", TABLES)
    def test_between_planning_and_reading(self, name, change, rows, sources):
        (sources / "b.txt").unlink()
        path, other = Path(name), Path(f"new.{name}")
        TABLES[name](path, TEXTS)
        TABLES[name](other, rows)
        heard = extract([name, str(sources)], change=lambda: change(path, other.read_bytes()))
        there = {id: [text.encode() for text in (TEXTS.get(id), rows.get(id)) if text] for id in TEXTS | rows}
        check(there | states(sources))
        assert {heard[f"in/{one}"] for one in ("a.txt", "d.html")} == {None}
        kind = "archive" if name == "t.zip" else "table"
        assert {said for said in heard.values() if said} <= {f"the {kind} {CHANGED}"}
        see_that_a_quiet_run_sets_it_right(name, str(sources))

    @pytest.mark.parametrize("cut", [0, 30, 200, -30])
    @pytest.mark.parametrize("name", TABLES)
    def test_cut(self, name, cut, sources):
        path = Path(name)
        TABLES[name](path, TEXTS)
        heard = extract(
            [name, str(sources)], change=lambda: rewrite(path, path.read_bytes()[: cut or None] * bool(cut))
        )
        check({id: [text.encode()] for id, text in TEXTS.items()} | states(sources))
        said = [said for said in heard.values() if said]
        assert not any("\n" in one or "error in Factsheet" in one for one in said)

    @pytest.mark.parametrize("name", TABLES)
    def test_removed(self, name, sources):
        path = Path(name)
        TABLES[name](path, TEXTS)
        heard = extract([name, str(sources)], change=path.unlink)
        said = {said for shown, said in heard.items() if shown.startswith(name)}
        assert said == {"it can't be read: no such file or directory"}
        assert check(states(sources)) == ["a.json", "b.json", "d.json"]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("late", [False, True])
def test_damage_is_told_in_a_sentence(name, late):
    chance, path = Random(f"{name} {late}"), Path(name)
    TABLES[name](path, TEXTS)
    whole = path.read_bytes()
    for _ in range(60):
        path.write_bytes(whole)
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(whole))] = chance.randrange(256)
        if not late:
            path.write_bytes(damaged)
        try:
            found = list(find([name]))
        except UsageError:  # a column has lost its name
            continue
        if late:
            path.write_bytes(damaged)
        for one in found:
            if isinstance(one, Unusable):
                assert "\n" not in one.message
                continue
            with contextlib.suppress(SourceError, OSError):
                one.source(one.read(PLENTY))
