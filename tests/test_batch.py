"""Which descriptions inputs stand for, where their output goes, and one outcome for each."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from pipeline import batch, extract
from pipeline.batch import Extracted, Failure, Task
from pipeline.errors import SourceError, UsageError


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/deep/a.txt", "notes.md", ".hidden.txt", ".git/d.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return tmp_path / "in"


def test_a_folder_is_read_recursively_in_order_without_hidden_files(folder):
    tasks, failures = batch.plan([str(folder)])
    assert [str(t.output) for t in tasks] == ["a.json", "b.json", "sub/c.json", "sub/deep/a.json"]
    assert [t.name for t in tasks] == ["a", "b", "c", "a"]
    assert failures == []


def test_inputs_keep_their_order_and_a_named_file_may_have_any_ending(folder):
    tasks, _ = batch.plan(["-", str(folder / "notes.md"), str(folder / "a.txt")])
    assert [(t.shown, str(t.output)) for t in tasks] == [
        ("standard input", "stdin.json"),
        (str(folder / "notes.md"), "notes.json"),
        (str(folder / "a.txt"), "a.json"),
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("missing.txt", "there is no such file or folder"),
        ("", "there is no such file or folder"),
        ("empty", "the folder holds no *.txt files"),
    ],
)
def test_an_input_that_can_not_be_used_is_a_failure_and_the_others_are_planned(
    given, message, folder, monkeypatch
):
    (folder / "empty").mkdir()
    monkeypatch.chdir(folder)
    tasks, failures = batch.plan([given, "a.txt"])
    assert failures == [Failure(given, message)]
    assert [t.shown for t in tasks] == ["a.txt"]


def test_two_inputs_with_one_output_are_refused_by_name(folder):
    tasks, _ = batch.plan([str(folder / "a.txt"), str(folder / "sub" / "deep" / "a.txt")])
    with pytest.raises(
        UsageError, match=r"in/a\.txt and .*sub/deep/a\.txt would both be written to out/a\.json"
    ):
        batch.check_outputs(tasks, Path("out"))


def test_files_of_one_stem_in_two_folders_of_one_input_do_not_clash(folder):
    batch.check_outputs(batch.plan([str(folder)])[0], Path("out"))


def test_an_output_that_is_an_input_is_refused(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("a description in a file with a strange name")
    with pytest.raises(UsageError, match=r"x\.json would write over an input"):
        batch.check_outputs(batch.plan([str(path)])[0], tmp_path)


def test_a_name_that_is_no_text_becomes_an_id_that_is(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("text")
    ((task,), _) = batch.plan([str(path)])
    assert task.name == "caf\N{REPLACEMENT CHARACTER}"
    assert extract("text").model_copy(update={"id": task.name}).model_dump_json()


def failing(error):
    def do(*_):
        raise error

    return do


def taken(*_):
    return None


PROJECT = extract("text")


@pytest.mark.parametrize(
    ("extractor", "deliver", "message"),
    [
        (failing(SourceError("it is binary")), taken, "it is binary"),
        (
            failing(ValueError("odd\nand more")),
            taken,
            "an error in Factsheet, please report it: ValueError: odd",
        ),
        (
            lambda *_: PROJECT,
            failing(OSError(28, "No space left on device")),
            "its output can't be written: no space left on device",
        ),
    ],
)
def test_a_failure_is_one_sentence_and_stops_no_other(extractor, deliver, message, tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("text")
    tasks = [Task(tmp_path / f"{name}.txt", Path(f"{name}.json")) for name in "ab"]
    outcomes = list(batch.run(tasks, extractor, deliver))
    assert outcomes == [Failure(str(tmp_path / f"{name}.txt"), message) for name in "ab"]


def test_an_input_that_can_not_be_read_is_a_failure(tmp_path):
    # A folder that took the place of a file since it was planned: reading it fails for root as well.
    task = Task(tmp_path, Path("x.json"))
    (outcome,) = batch.run([task], lambda *_: PROJECT, taken)
    assert outcome == Failure(str(tmp_path), "it can't be read: is a directory")


def test_a_reader_that_went_away_ends_the_run(tmp_path):
    (tmp_path / "a.txt").write_text("text")
    tasks, _ = batch.plan([str(tmp_path)])
    with pytest.raises(BrokenPipeError):
        list(batch.run(tasks, lambda *_: PROJECT, failing(BrokenPipeError())))


def test_outcomes_come_in_the_order_of_the_tasks(folder):
    tasks, _ = batch.plan([str(folder)])
    outcomes = list(batch.run(tasks, lambda data, name: PROJECT.model_copy(update={"id": name}), taken))
    assert [(o.task, o.project.id) for o in outcomes if isinstance(o, Extracted)] == [
        (task, task.name) for task in tasks
    ]


@pytest.mark.parametrize(
    ("inputs", "lines"), [(["a.txt"], False), (["-"], False), (["a.txt", "b.txt"], True), (["."], True)]
)
def test_a_stream_holds_one_document_or_one_line_a_document(inputs, lines, folder, monkeypatch):
    monkeypatch.chdir(folder)
    stream = io.BytesIO()
    deliver = batch.to_stream(stream, inputs)
    deliver(Task(None, Path("x.json")), PROJECT)
    assert json.loads(stream.getvalue())["id"] == "text"
    assert (stream.getvalue().count(b"\n") == 1) is lines
