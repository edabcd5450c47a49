"""How long a command takes from a cold process: the medians of several starts, the commands in turn."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Start:
    """A command, and the seconds that it may take."""

    name: str
    command: tuple[str, ...]
    bound: float | None = None


STARTS = (
    Start("`factsheet --help`", (*_COMMAND, "--help"), 0.3),
    Start(
        "`factsheet extract`, one description",
        (*_COMMAND, "extract", "--quiet", str(ROOT / "raw" / "baltmet-inno.txt")),
        1.5,
    ),
    Start("Python alone", (sys.executable, "-c", "pass")),
    Start("`import spacy`", (sys.executable, "-c", "import spacy")),
    Start("spaCy as Factsheet imports it", (sys.executable, "-c", "import pipeline.quick_spacy")),
)


@dataclass(frozen=True, slots=True)
class Started:
    """Medians over the starts, in seconds."""

    start: Start
    wall: float
    processor: float

    @property
    def holds(self) -> bool:
        """Whether it stays within its bound."""
        return self.start.bound is None or self.wall <= self.start.bound


def measure(rounds: int, starts: Sequence[Start] = STARTS) -> list[Started]:
    """Start each command so many times, and once before, so that its files are in memory."""
    spent: list[list[tuple[float, float]]] = [[] for _ in starts]
    for round in range(rounds + 1):
        for start, times in zip(starts, spent, strict=True):
            seconds = _run(start.command)
            if round:
                times.append(seconds)
    return [
        Started(start, statistics.median(w for w, _ in times), statistics.median(p for _, p in times))
        for start, times in zip(starts, spent, strict=True)
    ]


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Seconds on the wall and of processor time."""
    before = os.times()
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    wall = time.perf_counter() - began
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, processor


def table(measured: Sequence[Started]) -> str:
    """The starts as a Markdown table."""
    rows = [
        "### Start-up",
        "",
        "| from a cold process | seconds | of processor time | at most | |",
        "|---|---:|---:|---:|---|",
    ]
    for one in measured:
        bound = one.start.bound
        holds = "| |" if bound is None else f"{bound} | {'holds' if one.holds else 'missed'} |"
        rows.append(f"| {one.start.name} | {one.wall:.2f} | {one.processor:.2f} | {holds}")
    return "\n".join(rows)
