"""What is to be compared: files, folders, one of either with a git revision, or what git hands over."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.diff.git import Revision
from pipeline.diff.projects import Outputs
from pipeline.diff.texts import Texts
from pipeline.diff.trees import Entry, of_outputs, of_texts, project_id, projects
from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Given:
    """Two sets of outputs and how messages name them; `single` where each is one file."""

    old_name: str
    new_name: str
    old: Outputs
    new: Outputs
    single: bool


def two(old: Path, new: Path) -> Given:
    """Two files or two folders; the null device stands for a file that is not there. Raises UsageError."""
    for path in (old, new):
        if not os.path.lexists(path):
            raise UsageError(f"{path}: there is no such file or folder")
    if old.is_dir() != new.is_dir():
        file, folder = (old, new) if new.is_dir() else (new, old)
        raise UsageError(f"{file} is a file and {folder} a folder; name two files or two folders")
    if old.is_dir():
        return Given(str(old), str(new), projects(of_outputs(old)), projects(of_outputs(new)), single=False)
    key = project_id(PurePosixPath((old if _is_nothing(new) else new).name))
    return Given(str(old), str(new), _one(key, old), _one(key, new), single=True)


def against(path: Path, revision: str, open_ones: ExitStack) -> Given:
    """A file or folder as it was in a git revision, and as it is. Raises UsageError."""
    if not path.exists():
        raise UsageError(f"{path}: there is no such file or folder")
    before = projects(open_ones.enter_context(Revision(path, revision)).entries())
    single = not path.is_dir()
    now = _one(project_id(PurePosixPath(path.name)), path) if single else projects(of_outputs(path))
    return Given(f"{revision}:{path}", str(path), before, now, single)


def handed_over(arguments: Sequence[str]) -> Given | None:
    """What git gives: path, old file, hex and mode, new file, hex and mode; if renamed, new path and more.

    None where a path alone is given, which git does for one that is not merged. Raises UsageError.
    """
    if len(arguments) == 1:
        return None
    if len(arguments) not in (7, 9):
        raise UsageError("with --git, git gives the arguments: set it as the command of a diff driver")
    path, old, new = arguments[0], Path(arguments[1]), Path(arguments[4])
    key = project_id(PurePosixPath(path))
    shown = key if len(arguments) == 7 else f"{key} → {project_id(PurePosixPath(arguments[7]))}"
    return Given(
        path, arguments[-2] if len(arguments) == 9 else path, _one(shown, old), _one(shown, new), single=True
    )


def texts(sources: Sequence[Path], revision: str | None, open_ones: ExitStack) -> Texts:
    """The source texts, those of the revision included where their folder is in git. Raises UsageError."""
    found = []
    for path in sources:
        if not path.exists():
            raise UsageError(f"{path}: there is no such file or folder with source texts")
        found.append(of_texts(path))
        if revision is not None:
            try:
                found.append(open_ones.enter_context(Revision(path, revision)).entries())
            except UsageError:  # texts that git does not keep
                continue
    return Texts(found)


def _one(key: str, path: Path) -> dict[str, Entry]:
    return {} if _is_nothing(path) else {key: Entry(str(path), path.read_bytes)}


def _is_nothing(path: Path) -> bool:
    return str(path) == os.devnull
