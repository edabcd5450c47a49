"""A folder as it stands in a git revision, read through the command `git`."""

from __future__ import annotations

import subprocess
from functools import partial
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from pipeline.diff.trees import Entry
from pipeline.errors import UsageError

_REGULAR = ("100644", "100755")


class Revision:
    """The files that a folder had, or one file, in a revision: a commit, tag or tree. Close it after use."""

    def __init__(self, path: Path, name: str) -> None:
        """Raises UsageError where path is in no git repository, or the revision is unknown."""
        self._folder = path if path.is_dir() else path.parent
        self.name = name
        if name.startswith("-"):
            raise UsageError(f"{name!r} is no git revision")
        top = self._git("rev-parse", "--show-prefix").decode(errors="surrogateescape").rstrip("\n")
        try:
            tree = self._git("rev-parse", "--verify", "--quiet", f"{name}^{{tree}}").decode().strip()
        except UsageError as error:
            raise UsageError(f"{name!r} is no revision of the git repository that holds {path}") from error
        self._ids = self._listed(tree, top if path.is_dir() else f"{top}{path.name}")
        self._reader: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process that reads from the repository."""
        if self._reader is not None:
            self._reader.communicate()
            self._reader = None

    def entries(self) -> dict[PurePosixPath, Entry]:
        """The regular files, by their path below the folder; the one file by its name."""
        return {
            path: Entry(f"{self.name}:{path}", partial(self._read, id_)) for path, id_ in self._ids.items()
        }

    def _read(self, id_: str) -> bytes:
        if self._reader is None:
            self._reader = subprocess.Popen(
                self._command("cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        asked, answer = self._reader.stdin, self._reader.stdout
        assert asked is not None
        assert answer is not None
        asked.write(id_.encode() + b"\n")
        asked.flush()
        said = answer.readline().split()
        if len(said) != 3 or said[1] != b"blob":
            raise OSError(f"git can't read the object {id_}")
        data = answer.read(int(said[2]))
        answer.read(1)
        return data

    def _listed(self, tree: str, prefix: str) -> dict[PurePosixPath, str]:
        """Object ids by path below the prefix, which is a folder (with its slash), a file, or empty."""
        where = ["--", prefix] if prefix else []
        listing = self._git("ls-tree", "-r", "-z", "--full-tree", tree, *where)
        below = prefix if prefix.endswith("/") else str(PurePosixPath(prefix).parent) + "/"
        if below == "./":
            below = ""
        found: dict[PurePosixPath, str] = {}
        for entry in listing.decode(errors="surrogateescape").split("\0")[:-1]:
            about, _, path = entry.partition("\t")
            mode, _, id_ = about.split()
            if mode in _REGULAR:
                found[PurePosixPath(path.removeprefix(below))] = id_
        return found

    def _git(self, *arguments: str) -> bytes:
        try:
            return subprocess.run(self._command(*arguments), capture_output=True, check=True).stdout
        except FileNotFoundError as error:
            raise UsageError("a git revision can be read where git is installed; it is not found") from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode(errors="replace").strip().removeprefix("fatal: ").partition("\n")[0]
            raise UsageError(f"git can't read {self._folder}: {said}") from error

    def _command(self, *arguments: str) -> list[str]:
        return ["git", "-C", str(self._folder), *arguments]
