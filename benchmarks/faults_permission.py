"""Take away the permission to write after each file that extract and report write.

What was written stays whole, a sentence says what is wrong, and with the permission given back the next run
ends as an undisturbed one. Modes count for all but root: as root, the commands run without that privilege.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.faults import COMMAND, outputs, whole_outputs, whole_page
from pipeline.report import PER_PAGE

TEXTS = [f"WP1 (Events): {n} workshops were organised in Riga in March 2006.\n" for n in range(3)]
_PAUSING = """
import sys
from pipeline import store
from pipeline.outputs.folder import LocalFolder

def pausing(write):
    def and_wait(*arguments, **options):
        written = write(*arguments, **options)
        print(flush=True)
        sys.stdin.readline()
        return written
    return and_wait

store.write = pausing(store.write)
LocalFolder.write = pausing(LocalFolder.write)
from pipeline.cli import main
main()
"""
"""The command, which waits after each file that it has written."""


_ASKED = "import os; raise SystemExit(os.access('/proc/self/maps', os.W_OK))"
"""Whether a process may write to what nobody may write to."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A command, and what it may not write to any more."""

    command: str
    arguments: tuple[str, ...]
    """With {} for the folder of the case."""
    lost: str
    """A file or folder below that of the case."""

    def __str__(self) -> str:
        return f"{self.command}: {self.lost}"


LOSSES = tuple(
    Loss(command, arguments, lost)
    for command, arguments, paths in (
        (
            "extract",
            ("extract", "-q", "{}/sources", "-o", "{}/out"),
            ("out", "out/sub", "out/.factsheet", "out/.factsheet/tmp", "out/.factsheet/ledger.sqlite"),
        ),
        (
            "extract to one file",
            ("extract", "-q", "{}/sources", "-o", "{}/out/facts.jsonl"),
            ("out", "out/.factsheet/facts.jsonl", "out/.factsheet/facts.jsonl/parts"),
        ),
        ("report", ("report", "{}/facts", "-o", "{}/out/report.html"), ("out",)),
        ("report of pages", ("report", "{}/facts", "-o", "{}/out"), ("out",)),
    )
    for lost in paths
)


@cache
def unprivileged() -> tuple[str, ...] | None:
    """What runs a command so that modes count for it; None where there is no such thing."""
    if os.geteuid():
        return ()
    prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    with contextlib.suppress(OSError):
        asked = [*prefix, sys.executable, "-c", _ASKED]
        if subprocess.run(asked, capture_output=True, check=False).returncode == 0:
            return prefix
    return None


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command for which modes count."""
    return subprocess.run([*(unprivileged() or ()), *COMMAND, *arguments], capture_output=True, check=False)


@contextlib.contextmanager
def read_only(path: Path) -> Iterator[None]:
    """Take the permission to write to a file or folder, and give it back."""
    mode = path.stat().st_mode
    path.chmod(mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        yield
    finally:
        path.chmod(mode)


@contextlib.contextmanager
def paused(arguments: Sequence[str], after: int) -> Iterator[subprocess.Popen[bytes] | None]:
    """A command that has written so many files and waits; None where it does not write so many.

    It goes on when its standard input is closed.
    """
    process = subprocess.Popen(
        [*(unprivileged() or ()), sys.executable, "-c", _PAUSING, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for left in reversed(range(after)):
            if not process.stdout.readline():
                yield None
                return
            if left:
                process.stdin.write(b"\n")
                process.stdin.flush()
        yield process


def lose(loss: Loss, folder: Path, after: int) -> tuple[int, bytes] | None:
    """Run a command that loses its permission after so many files: its status and what it said.

    None where it has not written so many.
    """
    with paused([argument.format(folder) for argument in loss.arguments], after) as process:
        if process is None:
            return None
        lost = folder / loss.lost
        with read_only(lost) if lost.exists() else contextlib.nullcontext():
            said = process.communicate()[1]
        return process.returncode, said


def check(loss: Loss, folder: Path, after: int) -> int | None:
    """See that a loss after so many files costs nothing; the status, None where so many were not written."""
    out, fresh = folder / "out", folder / loss.command
    arguments = [argument.format(folder) for argument in loss.arguments]
    if not fresh.exists():
        out.mkdir(exist_ok=True)
        assert run(*arguments).returncode == 0
        out.rename(fresh)
    out.mkdir()
    try:
        ended = lose(loss, folder, after)
        if ended is None:
            return None
        status, said = ended
        where = f"{loss}, after {after} files: {said.decode()}"
        assert status in (0, 1, 2), where
        assert b"Traceback" not in said, where
        assert bool(status) == bool(said), where
        assert all(b"can't be" in line for line in said.splitlines()), where
        whole_outputs(out)
        for page in out.glob("*.html"):
            whole_page(page)
        again = run(*arguments)
        assert again.returncode == 0, f"{where}; then {again.stderr.decode()}"
        assert outputs(out) == outputs(fresh), where
        assert not list(out.rglob("*.tmp")), where
    finally:
        shutil.rmtree(out)
    return status


def material(folder: Path) -> None:
    """Make what the commands read: descriptions in a folder and a sub-folder, and facts."""
    for number, text in enumerate(TEXTS):
        for path in (folder / "sources" / f"{number}.txt", folder / "sources" / "sub" / f"{number}.txt"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    (folder / "sources" / "sub" / "page.html").write_text(f"<p>{TEXTS[0]}", "utf-8")
    done = run("extract", "-q", f"{folder}/sources", "-o", f"{folder}/facts")
    assert done.returncode == 0, done.stderr
    one = (folder / "facts" / "0.json").read_bytes()
    for number in range(PER_PAGE):  # a report of two pages
        (folder / "facts" / f"more-{number:03}.json").write_bytes(one)


def check_all(folder: Path) -> Iterator[tuple[Loss, int, int]]:
    """Check each loss after every file; how often, and how often the command could not do its work."""
    material(folder)
    for loss in LOSSES:
        ended: list[int] = []
        while (status := check(loss, folder, len(ended))) is not None:
            ended.append(status)
        yield loss, len(ended), sum(map(bool, ended))
