"""Many descriptions: which files the inputs name, where each output goes, and one outcome for each."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import RuleError, SourceError, UsageError
from pipeline.source import Source, decode
from pipeline.store import reason, to_json, to_json_line, write
from schemas import Project

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Task:
    """One description to read: its path (None is standard input), its output file below the output folder."""

    path: Path | None
    output: Path

    @property
    def name(self) -> str:
        """The project's id: the file's stem; bytes of a file name that are no text are replaced."""
        return os.fsencode(self.output.stem).decode("utf-8", "replace")

    @property
    def shown(self) -> str:
        """The input as messages name it."""
        return "standard input" if self.path is None else str(self.path)

    def read(self) -> bytes:
        """The bytes of the description. Raises OSError."""
        return sys.stdin.buffer.read() if self.path is None else self.path.read_bytes()


Deliver = Callable[[Task, Project], None]
"""Takes a project to where it goes. Raises OSError."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read or extracted, and why: one sentence."""

    shown: str
    message: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """A description that became a project."""

    task: Task
    project: Project


def plan(inputs: Iterable[str]) -> tuple[list[Task], list[Failure]]:
    """The tasks that inputs stand for, and the inputs that can't be used.

    An input is a file, a folder (its ``*.txt``, recursively, hidden ones left out) or ``-``.
    """
    tasks: list[Task] = []
    failures: list[Failure] = []
    for given in inputs:
        path = Path(given)
        if given == STANDARD_INPUT:
            tasks.append(Task(None, Path("stdin.json")))
        elif os.path.isdir(given):
            troubles: list[Failure] = []
            found = list(_texts(path, troubles))
            if not found and not troubles:
                troubles.append(Failure(given, "the folder holds no *.txt files"))
            tasks += found
            failures += troubles
        elif os.path.lexists(given):
            tasks.append(Task(path, Path(f"{path.stem}.json")))
        else:
            failures.append(Failure(given, "there is no such file or folder"))
    return tasks, failures


def check_outputs(tasks: Iterable[Task], folder: Path) -> None:
    """See that no two tasks write one file and none writes over an input. Raises UsageError."""
    takers: dict[Path, Task] = {}
    inputs = {os.path.realpath(task.path) for task in tasks if task.path is not None}
    for task in tasks:
        other = takers.setdefault(task.output, task)
        if other is not task:
            raise UsageError(
                f"{other.shown} and {task.shown} would both be written to {folder / task.output}; "
                "extract them into two folders"
            )
        if os.path.realpath(folder / task.output) in inputs:
            raise UsageError(
                f"the output {folder / task.output} would write over an input; name another folder"
            )


def to_folder(folder: Path) -> Deliver:
    """Deliver each project as a file of a folder."""

    def deliver(task: Task, project: Project) -> None:
        write(folder / task.output, to_json(project))

    return deliver


def to_stream(stream: BinaryIO, inputs: Sequence[str]) -> Deliver:
    """Deliver to a stream: indented where the only input is no folder, else one line a project."""
    one = len(inputs) == 1 and not os.path.isdir(inputs[0])

    def deliver(task: Task, project: Project) -> None:
        stream.write(to_json(project) if one else to_json_line(project))
        stream.flush()

    return deliver


def read_source(given: str) -> Source:
    """The description in one file, or in standard input. Raises SourceError or UsageError."""
    if os.path.isdir(given):
        raise UsageError(f"{given} is a folder; name one file")
    task = Task(None if given == STANDARD_INPUT else Path(given), Path(f"{Path(given).stem}.json"))
    try:
        return decode(task.read(), task.name)
    except OSError as error:
        raise SourceError(f"{task.shown}: it can't be read: {reason(error)}") from error
    except SourceError as error:
        raise SourceError(f"{task.shown}: {error}") from error


def run(
    tasks: Iterable[Task], extract: Callable[[bytes, str], Project], deliver: Deliver
) -> Iterator[Extracted | Failure]:
    """Read, extract and deliver each task in order; one outcome for each. A task that fails stops no other.

    Raises BrokenPipeError where nobody takes what is delivered any more.
    """
    for task in tasks:
        yield _outcome(task, extract, deliver)


def _outcome(task: Task, extract: Callable[[bytes, str], Project], deliver: Deliver) -> Extracted | Failure:
    try:
        data = task.read()
    except OSError as error:
        return Failure(task.shown, f"it can't be read: {reason(error)}")
    try:
        project = extract(data, task.name)
    except SourceError as error:
        return Failure(task.shown, str(error))
    except RuleError:  # no description can be extracted then
        raise
    except Exception as error:  # a fault of ours in one description must not cost the others
        said = str(error).partition("\n")[0]
        return Failure(task.shown, f"an error in Factsheet, please report it: {type(error).__name__}: {said}")
    try:
        deliver(task, project)
    except BrokenPipeError:
        raise
    except OSError as error:
        return Failure(task.shown, f"its output can't be written: {reason(error)}")
    return Extracted(task, project)


def _texts(folder: Path, troubles: list[Failure]) -> Iterator[Task]:
    def unreadable(error: OSError) -> None:
        troubles.append(Failure(str(error.filename), f"the folder can't be read: {reason(error)}"))

    for root, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if path.suffix.lower() == ".txt" and not name.startswith("."):
                yield Task(path, path.relative_to(folder).with_suffix(".json"))
