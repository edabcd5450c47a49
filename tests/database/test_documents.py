"""What a load reads."""

from __future__ import annotations

import pytest

from pipeline.database import Documents
from pipeline.errors import UsageError

from .projects import lines, project


def _shown(given, tmp_path):
    return [document.shown.replace(f"{tmp_path}/", "") for document in Documents(str(given))]


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path):
    for name in (
        "b.json",
        "a.json",
        "sub/c.JSON",
        "c/d.ndjson",
        ".hidden.json",
        ".factsheet/x.json",
        "e.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}\n\n  \n{}", "utf-8")
    (tmp_path / "f.error.json").write_text("{}", "utf-8")
    expected = ["a.json", "b.json", "c/d.ndjson, line 1", "c/d.ndjson, line 4", "sub/c.JSON"]
    assert _shown(tmp_path, tmp_path) == expected


def test_lines_are_read_without_their_ends(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a":1}\r\n{"b":2}')
    documents = Documents(str(path))
    assert documents.total == 16
    assert [(one.data, one.size) for one in documents] == [(b'{"a":1}', 9), (b'{"b":2}', 7)]


@pytest.mark.parametrize(("name", "says"), [("nothing", "there is no such file"), (".", "holds no output")])
def test_nothing_to_load(load, name, says, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=says):
        Documents(str(tmp_path / "empty" / name))
    done = load(tmp_path / "empty" / name, str(tmp_path / "facts.db"))
    assert done.exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty"]


def test_what_can_not_be_read_is_refused_and_the_rest_loaded(load, tmp_path):
    output = tmp_path / "output"
    output.mkdir()
    lines(output / "z.jsonl", project("a"))
    (output / "loop.json").symlink_to("loop.json")
    done = load(output, str(tmp_path / "facts.db"))
    assert done.exit_code == 1
    first, last = done.stderr.splitlines()
    assert first == f"factsheet: {output}/loop.json: it can't be read: too many levels of symbolic links"
    assert last.endswith(": 1 added, 0 replaced, 0 unchanged, 0 removed, 1 refused")
