"""Disturb extract, load and report, and see that nothing is lost or halved.

They are killed at random moments (here), their sources change (`faults_sources`), they lose the permission to
write (`faults_permission`), and their database stops (`faults_server`). After each fault, what stands in the
output is whole; after a last run that nothing disturbs, it equals what an undisturbed one writes: byte for
byte, and row for row.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.mutations import mutate, seeds
from pipeline import store

COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
_IN_A_ROW = 5
"""Kills before an undisturbed run has to set things right."""
_DOCUMENTS = 120
Seen = dict[str, Any]


@dataclass(slots=True)
class Target:
    """A command, where it writes, and what it has written there."""

    name: str
    arguments: list[str]
    output: Path
    seen: Callable[[Path], Seen]
    half: Callable[[Path], None]
    """Raises AssertionError where something in the output is not whole."""
    kills: int = 0
    finished: int = 0
    seconds: float = 0.0
    reference: Seen = field(default_factory=dict)


def targets(scratch: Path, documents: int = _DOCUMENTS) -> list[Target]:
    """The three commands on descriptions made for the purpose."""
    sources, facts = scratch / "sources", scratch / "facts"
    sources.mkdir()
    chance, texts = Random(7), seeds()
    for n in range(documents):
        text = mutate(chance, texts, 4000)
        (sources / f"{n:04}.txt").write_text(text if text.strip() else "Riga", "utf-8", newline="")
    run(["extract", "-q", str(sources), "-o", str(facts)])
    out, database, page = scratch / "out", scratch / "facts.db", scratch / "report.html"
    return [
        Target(
            "extract", ["extract", "-q", str(sources), "-o", str(out)], out, outputs, whole_outputs
        ),
        Target(
            "load", ["load", "-q", str(facts), "--to", str(database)], database, rows, whole_database
        ),
        Target(
            "report",
            ["report", str(facts), "-o", str(page), "--sources", str(sources)], page, page_bytes, whole_page,
        ),
    ]  # fmt: skip


def run(arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end. Raises CalledProcessError where more than a text fails."""
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise subprocess.CalledProcessError(done.returncode, arguments, done.stdout, done.stderr)
    return done


def outputs(folder: Path) -> Seen:
    """The bytes of all that an output folder shows; what is hidden is the ledger."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    shown = ((path.relative_to(folder), path) for path in files)
    return {
        str(name): path.read_bytes() for name, path in shown if not name.parts[0].startswith(".factsheet")
    }


def whole_outputs(folder: Path) -> None:
    """See that each file is a whole project, or a whole account of what failed."""
    for path in folder.glob("*.json"):
        if not path.name.endswith(".error.json"):
            store.read(path)
        assert path.read_bytes().endswith(b"}\n"), path


def rows(database: Path) -> Seen:
    """The rows of each table, in order; without the one that keeps a log of loads."""
    with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        names = [n for (n,) in connection.execute("select name from sqlite_master where type = 'table'")]
        names.remove("load")
        return {
            name: sorted(map(repr, connection.execute(f'select * from "{name}"'))) for name in sorted(names)
        }


def whole_database(database: Path) -> None:
    """See that the database is sound, and holds whole projects."""
    if not database.exists():
        return
    with contextlib.closing(sqlite3.connect(database)) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        tables = {n for (n,) in connection.execute("select name from sqlite_master where type = 'table'")}
        if "project" in tables:
            (projects,) = connection.execute("select count(*) from project").fetchone()
            (told,) = connection.execute("select count(distinct project_id) from segment").fetchone()
            assert projects == told


def page_bytes(page: Path) -> Seen:
    """The page."""
    return {page.name: page.read_bytes()}


def whole_page(page: Path) -> None:
    """See that there is no page or a whole one."""
    if page.exists():
        assert page.read_bytes().rstrip().endswith(b"</html>"), page


def clean(target: Target) -> None:
    """Take away what the command has written."""
    if target.output.is_dir():
        shutil.rmtree(target.output)
    for path in target.output.parent.glob(f"{target.output.name}*"):
        path.unlink()


def undisturbed(target: Target) -> None:
    """What the command writes when nothing disturbs it, and how long it takes."""
    clean(target)
    began = time.monotonic()
    run(target.arguments)
    target.seconds = time.monotonic() - began
    target.reference = target.seen(target.output)
    assert target.reference
    clean(target)


def kill(target: Target, chance: Random, everything: bool) -> None:
    """Start the command and kill it at a moment of chance; with its workers, or without."""
    began = time.monotonic()
    process = subprocess.Popen(
        [*COMMAND, *target.arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(chance.uniform(0, 1.05 * target.seconds))
        target.finished += 1
        target.seconds = min(target.seconds, time.monotonic() - began)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL) if everything else process.kill()
        process.wait()
        target.kills += 1
        target.half(target.output)
    finally:
        with contextlib.suppress(ProcessLookupError):  # workers that a kill has left alone
            os.killpg(process.pid, signal.SIGKILL)


def check(target: Target, chance: Random, kills: int) -> None:
    """Kill the command so many times, some in a row, and compare what comes out in the end."""
    undisturbed(target)
    while target.kills < kills:
        for _ in range(chance.randint(1, _IN_A_ROW)):
            kill(target, chance, everything=chance.random() < 0.5)
        run(target.arguments)
        assert target.seen(target.output) == target.reference, f"{target.name}: another result after kills"
        left = [p.name for p in target.output.parent.rglob("*.tmp")]
        assert not left, f"{target.name} left {left}"
        clean(target)


@contextlib.contextmanager
def small_disk(size: str = "512k") -> Iterator[Path | None]:
    """A disk of our own that is soon full; None where it can't be mounted (that takes root)."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
        try:
            mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
        except FileNotFoundError:
            mounted = False
        try:
            yield Path(folder) if mounted else None
        finally:
            if mounted:
                subprocess.run(["umount", "--lazy", folder], check=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Disturb, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fault", choices=("kills", "sources", "permission", "server"), default="kills")
    parser.add_argument("--kills", type=int, default=200, help="for each command")
    parser.add_argument(
        "--rounds", type=int, default=20, help="runs with changing sources, stops of the server"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--command", action="append", choices=("extract", "load", "report"))
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        if options.fault == "kills":
            for target in targets(Path(scratch)):
                if options.command and target.name not in options.command:
                    continue
                check(target, Random(f"{options.seed}:{target.name}"), options.kills)
                print(
                    f"{target.name}: killed {target.kills} times, finished before it {target.finished} "
                    f"times; the same as an undisturbed run of {target.seconds:.1f} s",
                    flush=True,
                )
        else:
            for line in _others(options.fault, Path(scratch), options.rounds, options.seed):
                print(line, flush=True)
    return 0


def _others(fault: str, scratch: Path, rounds: int, seed: int) -> Iterator[str]:
    """Have the faults that have modules of their own, and tell what was seen."""
    if fault == "permission":
        from benchmarks import faults_permission

        for loss, times, failed in faults_permission.check_all(scratch):
            yield f"{loss}: taken away {times} times, of which {failed} runs could not do their work"
        return
    if fault == "sources":
        from benchmarks import faults_sources

        seen = faults_sources.check(scratch, rounds, seed)
    else:
        from benchmarks import faults_server

        targets(scratch)
        seen = faults_server.check(scratch / "facts", rounds, seed)
    yield from (f"{what}: {times}" for what, times in sorted(seen.items()))


if __name__ == "__main__":
    raise SystemExit(main())
