"""A batch: one place for each output, one outcome for each description, and what is done stays done."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline import batch, shards
from pipeline.batch import Options, Report
from pipeline.batch.plan import Plan
from pipeline.errors import OutputError, SourceError, UsageError
from pipeline.inputs import find
from pipeline.outputs.targets import Files
from pipeline.shards import Failure, Settings, Shard

TEXT = "WP1 (Events): Four workshops were organised in Riga in March 2006.\n"


class Ran(NamedTuple):
    report: Report
    heard: list[tuple[str, str, object]]
    stream: bytes


class Heard:
    """A listener that remembers."""

    def __init__(self):
        self.total = 0
        self.said = []

    def begin(self, total):
        self.total = total

    def unusable(self, unusable):
        self.said.append(("unusable", unusable.shown, unusable.message))

    def unchanged(self, entry):
        self.said.append(("unchanged", entry.shown, None))

    def done(self, item, outcome):
        self.said.append(("done", item.shown, outcome.failure and outcome.failure.message))

    def gone(self, shown, pruned):
        self.said.append(("gone", shown, pruned))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    return Path("in")


@pytest.fixture
def run(folder):
    def run(*inputs, output="out", settings=None, **options):
        stream = io.BytesIO()
        inputs = [str(given) for given in inputs or (folder,)]
        destination = batch.to_output(output, inputs, stream)
        heard = Heard()
        leave_out = None if output is None else os.path.realpath(output)
        report = batch.run(
            Options(inputs, leave_out=leave_out, **options),
            Settings(destination.target, **(settings or {})),
            destination,
            heard,
        )
        return Ran(report, heard.said, stream.getvalue())

    return run


def written(folder="out"):
    """Every file of an output folder with its bytes, without what runs keep for themselves."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and ".factsheet" not in path.parts
    }


def planned(*inputs):
    plan = Plan()
    unusable = list(
        plan.add(find(map(str, inputs)), unique=True, shown_output=lambda output: f"out/{output}.json")
    )
    return [item.output for page in plan.pages() for _, item in page], unusable


def failing(error):
    def do(*_):
        raise error

    return do


class TestPlan:
    def test_two_inputs_with_one_output_are_refused_by_name(self, folder):
        (folder / "sub" / "a.txt").write_text(TEXT)
        with pytest.raises(
            UsageError, match=r"in/a\.txt and in/sub/a\.txt would both be written to out/a\.json"
        ):
            planned(folder / "a.txt", folder / "sub" / "a.txt")

    def test_files_of_one_stem_in_two_folders_of_one_input_do_not_clash(self, folder):
        (folder / "sub" / "a.txt").write_text(TEXT)
        assert planned(folder) == (["a", "b", "sub/a", "sub/c"], [])

    @pytest.mark.parametrize("twin", ["A.txt", "a\u0301.txt"])
    def test_names_that_some_systems_take_for_one_are_told_apart(self, twin, folder):
        (folder / "\u00e1.txt").write_text(TEXT)
        (folder / twin).write_text(TEXT)
        outputs, _ = planned(folder)
        assert len(outputs) == 5
        assert sum("~" in output for output in outputs) == 1

    def test_an_output_that_is_an_input_is_refused(self, run, folder):
        (folder / "x.json").write_text("a description in a file with a strange name")
        with pytest.raises(UsageError, match=r"in/x\.json would write over an input"):
            run(folder / "x.json", output="in")
        assert not (folder / ".factsheet").exists()

    def test_the_text_of_a_page_is_not_kept_among_the_inputs(self, run, folder):
        (folder / "page.html").write_text(f"<p>{TEXT}")
        with pytest.raises(UsageError, match=r"the text of in/page\.html would be written among the inputs"):
            run(output="in")


class TestOutcomes:
    def test_outcomes_come_in_the_order_of_the_inputs(self, run, folder):
        heard = run("in/sub", "in/b.txt", "in/a.txt").heard
        assert [shown for _, shown, _ in heard] == ["in/sub/c.txt", "in/b.txt", "in/a.txt"]

    @pytest.mark.parametrize(
        ("error", "code", "message"),
        [
            (SourceError("it is binary"), "unreadable", "it is binary"),
            (
                ValueError("odd\nand more"),
                "error",
                "an error in Factsheet, please report it: ValueError: odd",
            ),
            (MemoryError(), "too large", "there is not enough memory for it"),
            (OSError(5, "Input/output error"), "unreadable", "it can't be read: input/output error"),
        ],
    )
    def test_a_failure_is_one_sentence_and_stops_no_other(self, error, code, message, run, monkeypatch):
        class Failing:
            def extract_source(self, source):
                raise error

        monkeypatch.setattr(shards, "_extractor", lambda *_: Failing())
        report, heard, _ = run()
        assert heard == [("done", f"in/{name}.txt", message) for name in ("a", "b", "sub/c")]
        assert report.failures == {code: 3}
        assert list(written()) == ["a.error.json", "b.error.json", "sub/c.error.json"]

    def test_an_output_that_can_not_be_written(self, run, monkeypatch):
        run("in/sub")
        monkeypatch.setattr(os, "replace", failing(OSError(28, "No space left on device")))
        report, heard, _ = run()
        assert heard[0] == ("done", "in/a.txt", "its output can't be written: no space left on device")
        assert report.failures == {"unwritable": 3}
        assert list(written()) == ["c.json"]  # there is no room for what tells of the failures

    def test_an_output_folder_that_can_not_be_written(self, run, monkeypatch):
        monkeypatch.setattr(os, "replace", failing(OSError(28, "No space left on device")))
        with pytest.raises(OutputError, match="the output out can't be written: no space left on device"):
            run()

    def test_a_file_that_was_replaced_by_a_folder_is_a_failure(self, folder):
        # Reading it fails for root as well.
        (item,) = find(["in/a.txt"])
        (folder / "a.txt").unlink()
        (folder / "a.txt").mkdir()
        (outcome,) = shards.work(Shard(0, (item,)), Settings(Files("out")))
        assert outcome.failure == Failure("unreadable", "it can't be read: is a directory")

    def test_a_reader_that_went_away_ends_the_run(self, folder):
        class Closed(io.BytesIO):
            def write(self, data):
                raise BrokenPipeError

        destination = batch.to_output(None, ["in"], Closed())
        with pytest.raises(BrokenPipeError):
            batch.run(Options(["in"]), Settings(destination.target), destination, Heard())

    @pytest.mark.parametrize(
        ("inputs", "lines"), [(["in/a.txt"], False), (["in/a.txt", "in/b.txt"], True), (["in/sub"], True)]
    )
    def test_a_stream_holds_one_document_or_one_line_a_document(self, inputs, lines, run):
        stream = run(*inputs, output=None).stream
        assert json.loads(stream.splitlines()[0] if lines else stream)["source"]["characters"] == len(TEXT)
        assert (stream.count(b"\n") == len(inputs)) is lines
