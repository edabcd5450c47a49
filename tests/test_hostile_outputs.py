"""Output folders that hold links: nothing outside of them is written or removed, by any command."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from pipeline import store
from pipeline.errors import OutputError, UsageError
from pipeline.outputs.folder import WORK, LocalFolder

from .test_batch import TEXT, folder, run

__all__ = ["folder", "run"]


@pytest.fixture
def elsewhere(tmp_path):
    """A folder that nothing may change."""
    path = tmp_path / "elsewhere"
    path.mkdir()
    (path / "precious.txt").write_text("precious")
    (path / "precious.json").write_text("{}")
    yield path
    assert sorted(path.iterdir()) == [path / "precious.json", path / "precious.txt"]
    assert (path / "precious.txt").read_text() == "precious"


@pytest.mark.parametrize("output", ["out", "out/all.jsonl", "out/all.parquet"])
@pytest.mark.parametrize("place", ["", "tmp", "lock", "ledger.sqlite", ".gitignore"])
@pytest.mark.parametrize("target", ["", "precious.txt", "new.txt"])
def test_a_link_where_runs_keep_what_they_know(run, elsewhere, output, place, target):
    work = Path("out", WORK) if output == "out" or place == ".gitignore" else Path("out", WORK, "all")
    work = work.with_name(f"{work.name}{Path(output).suffix}") if work.name == "all" else work
    link = work / place if place else work
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(elsewhere / target)
    if place == ".gitignore" and target == "precious.txt":  # a file is there: nothing is to be done
        run(output=output)
    elif place == ".gitignore":
        run(output=output)
        assert (Path("out", WORK) / place).exists()
    else:
        with pytest.raises((OutputError, UsageError), match=r"can't be written: .* is a link; remove it"):
            run(output=output)


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
def test_a_link_beside_the_ledger(run, elsewhere, suffix):
    run()
    Path("out", WORK, f"ledger.sqlite{suffix}").symlink_to(elsewhere / "precious.txt")
    with contextlib.suppress(OutputError):
        run()


def test_temporary_files_of_a_run_that_was_killed_are_removed_and_nothing_that_a_link_leads_to(run):
    run()
    before = sorted(Path("out").rglob("*.json"))
    tmp = Path("out", WORK, "tmp")
    tmp.rmdir()
    tmp.symlink_to("..")
    with pytest.raises(OutputError, match="is a link; remove it"):
        run()
    assert sorted(Path("out").rglob("*.json")) == before


def test_no_folder_is_made_where_a_link_leads(run, folder, elsewhere):
    (folder / "sub" / "deep").mkdir()
    (folder / "sub" / "deep" / "d.txt").write_text(TEXT)
    (folder / "sub" / "page.html").write_text(f"<p>{TEXT}")
    Path("out").mkdir()
    Path("out", "sub").symlink_to(elsewhere)
    report, heard, _ = run()
    told = "its output can't be written: a link leads out of the output folder"
    assert {shown: said for kind, shown, said in heard if said} == {
        f"in/sub/{name}": told for name in ("c.txt", "deep/d.txt", "page.html")
    }
    assert report.documents == 2


def test_links_in_the_place_of_outputs_are_replaced_and_what_is_pruned_is_the_link(run, folder, elsewhere):
    (folder / "page.html").write_text(f"<p>{TEXT}")
    (folder / "bad.txt").write_bytes(b"\0\1\2\3" * 50)
    Path("out").mkdir()
    for name in ("a.json", "page.txt", "page.json", "bad.error.json"):
        Path("out", name).symlink_to(elsewhere / "precious.txt")
    run()
    assert not [path for path in Path("out").iterdir() if path.is_symlink()]
    Path("out", "a.json").unlink()
    Path("out", "a.json").symlink_to(elsewhere / "precious.json")
    (folder / "a.txt").unlink()
    assert run(prune=True).report.pruned == 1
    assert not os.path.lexists("out/a.json")


def test_pruning_goes_through_no_link(run, folder, elsewhere):
    (folder / "sub" / "precious.txt").write_text(TEXT)
    run()
    for path in Path("out", "sub").iterdir():
        path.unlink()
    Path("out", "sub").rmdir()
    Path("out", "sub").symlink_to(elsewhere)
    (folder / "sub" / "precious.txt").unlink()
    assert run(prune=True).report.gone == 1


@pytest.mark.parametrize("name", ["all.jsonl", "all.errors.jsonl", "all.parquet", "all.cities.parquet"])
def test_links_in_the_place_of_files_of_all(run, folder, elsewhere, name):
    (folder / "bad.txt").write_bytes(b"\0\1\2\3" * 50)
    Path("out").mkdir()
    Path("out", name).symlink_to(elsewhere / "precious.txt")
    run(output=f"out/all.{'parquet' if name.endswith('parquet') else 'jsonl'}")
    assert not Path("out", name).is_symlink()
    assert Path("out", name).stat().st_size


def test_texts_of_pages_beside_a_file_of_all_go_through_no_link(run, folder, elsewhere):
    (folder / "page.html").write_text(f"<p>{TEXT}")
    Path("made").mkdir()
    Path("made", "all.texts").symlink_to(elsewhere)
    _, heard, _ = run(output="made/all.jsonl")
    told = "its output can't be written: a link leads out of the output folder"
    assert ("done", "in/page.html", told) in heard


def test_a_link_in_the_place_of_the_temporary_file_is_not_written_to(tmp_path, elsewhere):
    (tmp_path / f".factsheet-{os.getpid()}.tmp").symlink_to(elsewhere / "precious.txt")
    store.write(tmp_path / "page.html", b"page")
    assert (tmp_path / "page.html").read_bytes() == b"page"
    (tmp_path / f".factsheet-{os.getpid()}.tmp").symlink_to(elsewhere / "new.txt")
    store.open_folder(tmp_path)
    assert not os.path.lexists(tmp_path / f".factsheet-{os.getpid()}.tmp")


@pytest.mark.parametrize("name", ["../x", "sub/../../x", "a/../../elsewhere/x"])
def test_no_name_leads_out(tmp_path, elsewhere, name):
    (tmp_path / "out" / "sub").mkdir(parents=True)
    with pytest.raises(OSError, match="a link leads out of the output folder"):
        LocalFolder(str(tmp_path / "out")).write(name, b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "out"]
