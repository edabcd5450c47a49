"""Projects on disk: one JSON file each, written whole or not at all.

Reads and writes `schemas` alone: what stands after extraction (evaluate, and whatever else works on an output
folder) runs without spaCy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePath

import pydantic_core
from pydantic import ValidationError

from pipeline.errors import OutputError, UsageError
from schemas import Project

ERROR = ".error"
"""What stands before ``.json`` in the name of a file that says why a description has no output."""


def to_json(project: Project) -> bytes:
    """The bytes of an output file: keys in the order of the models, text as it is, a last line break."""
    return pydantic_core.to_json(project, indent=2) + b"\n"


def to_json_line(project: Project) -> bytes:
    """The same on one line, for many projects in one stream."""
    return pydantic_core.to_json(project) + b"\n"


def write(path: Path, data: bytes) -> None:
    """Write a file, and the folders it needs, so that it is there whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(path.parent)
    _sweep(path.parent)
    try:
        temporary.unlink(missing_ok=True)
        with temporary.open("xb") as file:  # whatever stands there, a link among others, is not written to
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def open_folder(folder: Path) -> None:
    """Make an output folder where there is none, and see that it takes files. Raises UsageError."""
    probe = _temporary(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.unlink(missing_ok=True)
        probe.touch(exist_ok=False)
        probe.unlink()
    except FileExistsError as error:
        raise UsageError(f"the output folder {folder} is a file; name a folder after -o") from error
    except OSError as error:
        raise UsageError(f"the output folder {folder} can't be written: {reason(error)}") from error


def check_name(given: str) -> None:
    """See that the name of an output is text, so that databases can keep it. Raises UsageError."""
    try:
        given.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"the name {given} is not UTF-8; give the output another") from error


def read(path: Path) -> Project:
    """The project in an output file. Raises OutputError where the file is none."""
    try:
        return Project.model_validate_json(path.read_bytes())
    except OSError as error:
        raise OutputError(f"{path}: {reason(error)}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise OutputError(f"{path} is no output of factsheet extract: {where}: {first['msg']}") from error


def files(folder: Path) -> Iterator[Path]:
    """The outputs in a folder and its sub-folders, in the order of their paths. Raises UsageError.

    Hidden folders and the files that tell of failures are left out.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder")
    try:
        found = [p for p in folder.rglob("*.json") if p.is_file() and is_output(p.relative_to(folder))]
    except RecursionError as error:
        raise UsageError(f"{folder} holds folders that are nested too deep") from error
    return iter(sorted(found))


def is_output(path: PurePath) -> bool:
    """Whether a JSON file is an output, by its path below the output folder."""
    hidden = any(part.startswith(".") for part in path.parts[:-1])
    return not hidden and not path.stem.casefold().endswith(ERROR)


def reason(error: OSError) -> str:
    """What the operating system says is wrong, for the end of a sentence."""
    said = error.strerror or str(error)
    return said[:1].lower() + said[1:]


def _temporary(folder: Path) -> Path:
    return folder / f".factsheet-{os.getpid()}.tmp"


@cache
def _sweep(folder: Path) -> None:
    """Remove, once a process, the temporary files in a folder whose processes were killed."""
    for path in folder.glob(".factsheet-*.tmp"):
        process = path.stem.rpartition("-")[2]
        if process.isdecimal() and not _runs(int(process)):
            path.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass  # another user's
    return True
