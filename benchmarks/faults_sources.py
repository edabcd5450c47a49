"""Change sources all the time while extract reads them.

A process rewrites, cuts, appends to, replaces and removes them. Each output has to be of a state that its
source was in; with the sources at rest, the next run ends as an undisturbed one.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import multiprocessing
import shutil
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random

import pyarrow
from pyarrow import parquet

from benchmarks.faults import COMMAND, outputs, run
from pipeline import store
from pipeline.errors import SourceError
from pipeline.inputs import Item, find
from pipeline.report.sources import mentions

_FILES = [f"{n:02}.txt" for n in range(20)]
_TABLES = ("t.csv", "t.jsonl", "t.parquet", "t.zip")
_PLACES = ("Riga", "Oslo", "Bonn", "Turin", "Gdynia", "Aarhus")
_STORM = 3.0
"""Seconds for which, in each round, files are read as fast as they can be."""


def check(scratch: Path, rounds: int, seed: int) -> Counter[str]:
    """So many runs whose sources change, and after each a quiet one; how often what was seen."""
    seen: Counter[str] = Counter()
    sources, out, fresh = (scratch / name for name in ("sources", "out", "fresh"))
    states = scratch / "states"
    for folder in (sources, states):
        folder.mkdir()
    given = ["extract", "-q", str(sources), *(str(sources / name) for name in _TABLES)]
    for number in range(rounds):
        with _disturbed(sources, states, f"{seed} {number}"):
            seen.update(_storm(sources, states))
            seen["runs"] += 1
            seen["of them refused: a table had lost its header"] += _disturbed_run([*given, "-o", str(out)])
        seen.update(_check_outputs(out, states))
        run([*given, "-o", str(out), "--prune"])
        run([*given, "-o", str(fresh)])
        assert outputs(out) == outputs(fresh), f"round {number}: another result than that of a first run"
        shutil.rmtree(fresh)
    return seen


def _disturbed_run(arguments: list[str]) -> bool:
    """Whether it was refused."""
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert done.returncode in (0, 1) or b"has no column" in done.stderr, done.stderr.decode()
    return done.returncode == 2


def _check_outputs(out: Path, states: Path) -> Iterator[str]:
    for path in out.glob("*.json"):
        if path.name.endswith(store.ERROR + ".json"):
            said = json.loads(path.read_bytes())["message"]
            assert "error in Factsheet" not in said, f"{path}: {said}"
            yield "quarantined: changed" if "was changed during the run" in said else "quarantined: other"
            continue
        project = store.read(path)
        state = states / project.id / project.source.sha256
        assert state.exists(), f"{path} is of no state that its source was in"
        text = state.read_bytes().decode(project.source.encoding)
        assert len(text) == project.source.characters, path
        assert all(text[mention.start : mention.end] == mention.text for mention in mentions(project)), path
        yield "outputs"


def _storm(sources: Path, states: Path) -> Iterator[str]:
    """Read files for some seconds; each has to be one that was there."""
    read: set[tuple[str, str]] = set()
    until = time.monotonic() + _STORM
    items = [one for one in find([str(sources)]) if isinstance(one, Item)]
    while time.monotonic() < until:
        for item in items:
            try:
                read.add((item.id, sha256(item.read(1 << 30)).hexdigest()))
                yield "reads"
            except (OSError, SourceError):
                yield "reads that failed"
    time.sleep(0.5)  # a state is kept before it is there, or right after
    for id, digest in read:
        assert (states / id / digest).exists(), f"{id} was read as it never was"


@contextlib.contextmanager
def _disturbed(sources: Path, states: Path, seed: str) -> Iterator[None]:
    """Change the sources until the block ends, and leave all of them there."""
    context = multiprocessing.get_context("spawn")
    stop, ready = context.Event(), context.Event()
    process = context.Process(target=_disturb, args=(sources, states, seed, stop, ready))
    process.start()
    try:
        assert ready.wait(60)
        yield
    finally:
        stop.set()
        process.join()
    assert process.exitcode == 0


def _disturb(sources: Path, states: Path, seed: str, stop: object, ready: object) -> None:
    chance = Random(seed)
    for name in (*_FILES, *_TABLES):
        _replace(sources / name, _new(sources / name, states, chance))
    ready.set()  # type: ignore[attr-defined]
    while not stop.is_set():  # type: ignore[attr-defined]
        path = sources / chance.choice((*_FILES, *_TABLES))
        data = _new(path, states, chance)
        how = chance.choice(("write over", "write over", "cut", "append", "replace", "remove"))
        if how == "replace" or not path.exists():
            _replace(path, data)
        elif how == "remove":
            path.unlink()
        else:
            _change(path, how, data, states, chance)
        time.sleep(chance.uniform(0, 0.02))
    for name in (*_FILES, *_TABLES):
        _replace(sources / name, _new(sources / name, states, chance))


def _change(path: Path, how: str, data: bytes, states: Path, chance: Random) -> None:
    """Change a file in its place, by a single call."""
    before = path.read_bytes()
    length = chance.randrange(len(before) + 1)
    after = {"cut": before[:length], "append": before + data}.get(how, data + before[len(data) :])
    if path.suffix == ".txt":
        _keep(states, path.stem, after)
    with path.open("ab" if how == "append" else "r+b", buffering=0) as file:
        file.truncate(length) if how == "cut" else file.write(data)


def _replace(path: Path, data: bytes) -> None:
    new = path.with_name(".new")
    new.write_bytes(data)
    new.replace(path)


def _new(path: Path, states: Path, chance: Random) -> bytes:
    """New bytes for a source; what texts they hold is kept."""
    if path.suffix == ".txt":
        data = _text(chance).encode()
        _keep(states, path.stem, data)
        return data
    ids = [f"{path.suffix[1:]}-{n}" for n in range(12)]
    rows = {id: _text(chance, 40) for id in chance.sample(ids, chance.randint(1, 12))}
    for id, text in rows.items():
        _keep(states, id, text.encode())
    return _table(path.suffix, rows)


def _text(chance: Random, longest: int = 3000) -> str:
    """A description of one number and one place: a mixture of two is none."""
    line = f"WP1 (Events): {chance.randint(2, 99)} workshops were organised in {chance.choice(_PLACES)}.\n"
    return line * chance.randint(1, longest)


def _keep(states: Path, id: str, data: bytes) -> None:
    path = states / id / sha256(data).hexdigest()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def _table(suffix: str, rows: dict[str, str]) -> bytes:
    if suffix == ".csv":
        lines = io.StringIO(newline="")
        csv.writer(lines).writerows([("id", "text"), *rows.items()])
        return lines.getvalue().encode()
    if suffix == ".jsonl":
        return "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in rows.items()).encode()
    made = io.BytesIO()
    if suffix == ".parquet":
        table = pyarrow.table({"id": list(rows), "text": list(rows.values())})
        parquet.write_table(table, made, row_group_size=4)
    else:
        with zipfile.ZipFile(made, "w") as file:
            for id, text in rows.items():
                file.writestr(f"{id}.txt", text)
    return made.getvalue()
