"""Files are written whole or not at all, and read back as they were."""

from __future__ import annotations

import os
import stat
import subprocess

import pytest

from pipeline import extract, store
from pipeline.errors import OutputError, UsageError


@pytest.fixture(scope="module")
def project():
    return extract("WP1: Two workshops organised in Malmö 3/06.")


def test_bytes_are_indented_text_as_it_is_and_end_with_a_line_break(project):
    data = store.to_json(project)
    assert data.startswith(b'{\n  "schema_version": "1.0",\n')
    assert data.endswith(b"}\n")
    assert data == store.to_json(project)


def test_a_line_is_one_line(project):
    assert store.to_json_line(project).count(b"\n") == 1


def test_what_is_written_can_be_read(project, tmp_path):
    path = tmp_path / "sub" / "x.json"
    store.write(path, store.to_json(project))
    assert store.read(path) == project


def test_a_written_file_has_the_permissions_of_any_new_file(tmp_path):
    store.write(tmp_path / "a.json", b"{}")
    (tmp_path / "b.json").touch()
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a.json", "b.json")}
    assert len(modes) == 1


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "x.json"
    path.write_bytes(b"old")

    def no_space(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space left"):
        store.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["x.json"]


def test_an_interrupted_write_leaves_nothing(tmp_path, monkeypatch):
    def interrupt(old, new):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.write(tmp_path / "x.json", b"new")
    assert os.listdir(tmp_path) == []


def test_an_output_folder_is_made(tmp_path):
    store.open_folder(tmp_path / "a" / "b")
    assert os.listdir(tmp_path / "a" / "b") == []


def test_an_output_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "x").touch()
    with pytest.raises(UsageError, match="x is a file"):
        store.open_folder(tmp_path / "x")


def test_an_output_folder_below_a_file_is_refused(tmp_path):
    (tmp_path / "x").touch()
    with pytest.raises(UsageError, match=r"x/out can't be written: not a directory"):
        store.open_folder(tmp_path / "x" / "out")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no output of factsheet extract: the file: Invalid JSON"),
        (b'{"id": "x"}', "is no output of factsheet extract: source: Field required"),
        (b"\xff\xfe", "is no output of factsheet extract"),
    ],
)
def test_a_file_that_is_no_output_is_refused(content, message, tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(OutputError, match=message):
        store.read(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(OutputError, match=r"x\.json: no such file"):
        store.read(tmp_path / "x.json")


def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path):
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    (tmp_path / f".factsheet-{ended.pid}.tmp").write_bytes(b"half")
    mine = tmp_path / f".factsheet-{os.getppid()}.tmp"
    mine.write_bytes(b"of one that runs")
    store.write(tmp_path / "x.json", b"{}")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["x.json", mine.name])
