"""Projects on disk: one JSON file each, written whole or not at all.

Reads and writes `schemas` alone: what stands after extraction (evaluate, and whatever else works on an output
folder) runs without spaCy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep others that write a set of files out of a folder, which is made; the lock ends with the process.

    Raises OSError, and UsageError while another writes there.
    """
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)  # the folder itself: nothing is left in it
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError(
                f"another run writes to {folder}; wait for its end, or name another output"
            ) from error
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(descriptor)


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
    """The outputs in a folder and its sub-folders, in the order of their paths.

    Hidden folders and the files that tell of failures are left out. Raises UsageError where it is no folder,
    OutputError where one can't be looked through.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder")

    def refuse(error: OSError) -> None:
        raise OutputError(f"the folder {error.filename} can't be read: {reason(error)}") from error

    found: list[Path] = []
    try:
        for root, folders, names in os.walk(folder, onerror=refuse):
            folders[:] = [name for name in folders if not name.startswith(".")]
            found += (Path(root, name) for name in names if name.endswith(".json"))
    except RecursionError as error:
        raise UsageError(f"{folder} holds folders that are nested too deep") from error
    return iter(sorted(path for path in found if path.is_file() and is_output(path.relative_to(folder))))


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
            with suppress(OSError):  # another user's, in a folder where only they may remove it
                path.unlink()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass  # another user's
    return True
