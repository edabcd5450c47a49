"""A batch at scale: rate, memory over time, a second run, runs that are killed again and again.

    python -m benchmarks.scale --documents 100000 --write docs/benchmark-scale.md
    python -m benchmarks.scale --documents 20000 --engine dask

Descriptions are made of paragraphs of those in `raw/`, with invented words among them: what is kept of each
new word would show in the memory of workers. Everything is made, and compared, in a temporary folder.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.engines import cores
from pipeline.source import decode

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()", "extract", "--quiet"]
_IN_A_FOLDER = 1000
_LETTERS = "abcdefghijklmnoprstuvz"


@dataclass(slots=True)
class Run:
    """One run of the command."""

    seconds: float
    report: dict[str, Any]
    memory: list[tuple[float, int, int]] = field(default_factory=list)
    """Seconds since the start, and the bytes that the largest worker and the parent held."""

    @property
    def rate(self) -> float:
        """Descriptions a second, start and all."""
        return float((self.report["documents"] + self.report["unchanged"]) / self.seconds)


def make(folder: Path, number: int, new_words: float = 0.01, seed: int = 1) -> int:
    """Write so many descriptions, 1000 in each sub-folder; their bytes.

    Args:
        new_words: the share of words that no other description has.
    """
    chance = random.Random(seed)
    texts = [decode(path.read_bytes(), "x").text for path in sorted((ROOT / "raw").rglob("*.txt"))]
    paragraphs = [text.replace("\r\n", "\n").split("\n\n") for text in texts]
    size = 0
    for n in range(number):
        first, second = chance.choice(paragraphs), chance.choice(paragraphs)
        text = "\n\n".join(first[: len(first) // 2] + second[len(second) // 2 :])
        words = text.split(" ")
        for _ in range(int(len(words) * new_words)):
            invented = "".join(chance.choice(_LETTERS) for _ in range(9))
            words.insert(chance.randrange(len(words)), invented)
        data = " ".join(words).encode()
        path = folder / f"{n // _IN_A_FOLDER:04}" / f"{n:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        size += len(data)
    return size


def run(arguments: Sequence[str | Path], report: Path, sample: float = 0.0) -> Run:
    """Run the command to its end; every `sample` seconds, look how much memory its processes hold."""
    began = time.perf_counter()
    process = subprocess.Popen([*COMMAND, *map(str, arguments), "--report", str(report)])
    memory = []
    while process.poll() is None:
        if sample:
            held = [_memory(child) for child in _children(process.pid)]
            memory.append((time.perf_counter() - began, max(held, default=0), _memory(process.pid)))
        time.sleep(sample or 0.02)
    if process.returncode:
        raise SystemExit(f"the run ended with status {process.returncode}")
    return Run(time.perf_counter() - began, json.loads(report.read_bytes()), memory)


def run_killed(arguments: Sequence[str | Path], output: Path, every: float, seed: int = 1) -> int:
    """Run the command until it gets to its end; before, it is killed after about so many seconds. How often.

    A run that was killed before it wrote anything makes the next one live longer.
    """
    chance = random.Random(seed)
    kills = written = 0
    arguments = [*arguments, "-o", output]
    while True:
        process = subprocess.Popen([*COMMAND, *map(str, arguments)])
        try:
            status = process.wait(every * chance.uniform(0.5, 1.5))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
            before, written = written, sum(1 for path in output.rglob("*.json"))
            every *= 1.0 if written > before else 1.5
            continue
        if status:
            raise SystemExit(f"the run ended with status {status}")
        return kills


def kill_workers(arguments: Sequence[str | Path], every: float, most: int = 1000, seed: int = 1) -> int:
    """Run the command once; meanwhile one of its workers is killed every so many seconds. How often."""
    chance = random.Random(seed)
    process = subprocess.Popen([*COMMAND, *map(str, arguments)], stderr=subprocess.DEVNULL)
    kills = 0
    while process.poll() is None:
        time.sleep(every)
        if kills < most and (found := workers(process.pid)):
            try:
                os.kill(chance.choice(found), signal.SIGKILL)
                kills += 1
            except ProcessLookupError:
                pass
    if process.returncode:
        raise SystemExit(f"the run ended with status {process.returncode}")
    return kills


def digest(folder: Path) -> tuple[int, str]:
    """How many files an output folder holds, and the hash of their names and bytes."""
    whole = hashlib.sha256()
    number = 0
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not relative.parts[0].startswith("."):
            whole.update(f"{relative}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
            number += 1
    return number, whole.hexdigest()[:16]


def workers(pid: int) -> list[int]:
    """The worker processes of a run."""
    return [child for child in _children(pid) if _is_worker(child)]


def _children(pid: int) -> list[int]:
    """Those of all its threads."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, path.read_text("ascii").split())
    return found


def _is_worker(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _memory(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def measure(folder: Path, documents: int, jobs: int, every: float, engine: str = "local") -> Iterator[str]:
    """Make, run, and compare; the lines of the page."""
    texts = folder / "in"
    size = make(texts, documents)
    yield f"{documents:,} descriptions of {size / documents:,.0f} bytes on average, {jobs} workers."
    yield ""
    yield "| run | seconds | descriptions a second | ratio |"
    yield "|---|---|---|---|"
    one = run([texts, "-o", folder / "one", "--jobs", "1"], folder / "report")
    many = run([texts, "-o", folder / "many", "--jobs", str(jobs)], folder / "report", sample=1.0)
    again = run([texts, "-o", folder / "many"], folder / "report")
    for name, done in (("one worker", one), (f"{jobs} workers", many), ("again, unchanged", again)):
        yield f"| {name} | {done.seconds:,.1f} | {done.rate:,.0f} | {one.seconds / done.seconds:.2f} |"
    yield ""
    yield "Memory over time, with all workers:"
    yield ""
    yield "| seconds | largest worker, MB | parent, MB |"
    yield "|---|---|---|"
    step = max(1, len(many.memory) // 10)
    for seconds, worker, parent in many.memory[step - 1 :: step]:
        yield f"| {seconds:,.0f} | {worker / 1e6:,.0f} | {parent / 1e6:,.0f} |"
    yield ""
    expected = digest(folder / "one")
    same = _same(folder / "many", expected)
    yield f"One worker wrote {expected[0]:,} files (`{expected[1]}`); {jobs} workers wrote {same}."
    shutil.rmtree(folder / "many")
    kills = run_killed([texts, "--jobs", str(jobs)], folder / "killed", every)
    same = _same(folder / "killed", expected)
    yield f"Killed (SIGKILL) {kills} times, about every {every:g} seconds, and started again: {same}."
    shutil.rmtree(folder / "killed")
    kills = kill_workers([texts, "-o", folder / "workers", "--jobs", str(jobs)], every)
    same = _same(folder / "workers", expected)
    yield f"One run in which {kills} times a worker was killed: {same}."
    if engine == "local":
        return
    shutil.rmtree(folder / "workers")
    elsewhere: list[str | Path] = [texts, "--engine", engine, "--jobs", str(jobs)]
    done = run([*elsewhere, "-o", folder / engine], folder / "report")
    same = _same(folder / engine, expected)
    yield ""
    yield (
        f"With `--engine {engine}`, {jobs} workers: {done.seconds:,.1f} seconds, {done.rate:,.0f} "
        f"descriptions a second ({one.seconds / done.seconds:.2f} times one worker), {same}."
    )
    kills = kill_workers([*elsewhere, "-o", folder / "elsewhere"], every)
    same = _same(folder / "elsewhere", expected)
    yield f"The same with a worker killed {kills} times: {same}."


def _same(folder: Path, expected: tuple[int, str]) -> str:
    found = digest(folder)
    return "the same bytes" if found == expected else f"OTHER BYTES ({found[0]:,} files)"


def main() -> None:
    """Measure, print, and write the page where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--engine", choices=["local", "dask"], default="local", help="show another as well")
    parser.add_argument("--kill-every", type=float, default=5.0, metavar="SECONDS")
    parser.add_argument("--folder", type=Path, help="work here, and leave everything")
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        lines = ["# A batch at scale", "", "Written by `python -m benchmarks.scale`.", ""]
        for line in measure(folder, given.documents, given.jobs, given.kill_every, given.engine):
            print(line, flush=True)
            lines.append(line)
    if given.write:
        given.write.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
