"""A TOML file of a user, and where in it something stands: errors name file and line."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from pipeline.errors import RuleError

Loc = Sequence[str | int]
"""The keys and indices that lead to a value."""

_MOST = 1_000_000
"""Bytes of a file: many times what the largest that ships has."""
_MOST_PARTS = 200
_STRING = re.compile(r"""\"[^"]*"|'[^']*'""")
_KEY = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_KEYS = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEYS})\s*\]")
_ENTRY = re.compile(rf"\s*({_KEYS})\s*=")
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class File:
    """A file that has been read; `data` is what it says."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = _read(path)
        except (OSError, UnicodeDecodeError) as error:
            said = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise RuleError(f"{path}: it can't be read: {said}") from error
        if (overgrown := _overgrown(self.text)) is not None:
            raise RuleError(f"{path}:{overgrown}: a key of more than {_MOST_PARTS} parts")
        try:
            self.data: dict[str, Any] = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            m = _PLACE.search(str(error))
            line = m[1] if m is not None and m[1] else len(self.text.splitlines())
            raise RuleError(f"{path}:{line}: no TOML: {_PLACE.sub('', str(error))}") from error
        except (RecursionError, ValueError) as error:
            raise RuleError(
                f"{path}: no TOML that can be read: it nests too deep, or a number is too long"
            ) from error

    def error(self, loc: Loc, message: str, word: str | None = None) -> RuleError:
        """The error to raise for what stands at `loc`; `word` is the entry of a list or table there."""
        return RuleError(f"{self.path}:{self._line(loc, word)}: {message}")

    def invalid(self, error: ValidationError, model: type[BaseModel]) -> RuleError:
        """The error to raise where a model does not take the data."""
        first = error.errors()[0]
        loc = first["loc"]
        key = ".".join(map(str, loc))
        if first["type"] == "extra_forbidden":
            allowed = ", ".join(sorted(_fields(model, loc[:-1])))
            return self.error(loc, f"unknown key {key}; allowed: {allowed}")
        return self.error(loc, f"{key}: {first['msg']}")

    def _line(self, loc: Loc, word: str | None) -> int:
        lines = self.text.splitlines()
        best, line = 0, 1
        for number, keys in _places(lines):
            shared = 0
            while shared < min(len(keys), len(loc)) and keys[shared] == loc[shared]:
                shared += 1
            if shared > best:
                best, line = shared, number
        if word is not None:
            quoted = re.compile(rf"""["']{re.escape(word)}["']|^\s*{re.escape(word)}\s*=""")
            return next((n for n in range(line, len(lines) + 1) if quoted.search(lines[n - 1])), line)
        return line


def _read(path: Path) -> str:
    """The text of a file. Raises OSError, UnicodeDecodeError or RuleError."""
    # What is no file (a pipe, a device) may never end.
    if not stat.S_ISREG(path.stat().st_mode):
        raise RuleError(f"{path}: it is no file")
    with path.open("rb") as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise RuleError(f"{path}: it is larger than {_MOST:,} bytes")
    return data.decode("utf-8").replace("\r\n", "\n")


def _overgrown(text: str) -> int | None:
    """The number of the first line whose keys could nest so deep that reading takes for ever."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > _MOST_PARTS and _STRING.sub("", line).count(".") > _MOST_PARTS:
            return number
    return None


def _places(lines: list[str]) -> Iterator[tuple[int, list[str | int]]]:
    """The lines that begin a table or an entry, with the keys that lead there."""
    table: list[str | int] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if (m := _HEADER.match(line)) is not None:
            table = list(_split(m[2]))
            if m[1] == "[[":
                seen[m[2]] = seen.get(m[2], -1) + 1
                table.append(seen[m[2]])
            yield number, table
        elif (m := _ENTRY.match(line)) is not None:
            yield number, [*table, *_split(m[1])]


def _split(keys: str) -> list[str]:
    return [key.strip("\"'") for key in re.findall(_KEY, keys)]


def _fields(model: type[BaseModel], loc: Loc) -> list[str]:
    """The names of the fields of the model at `loc` below another."""
    at: Any = model
    for step in loc:
        if isinstance(at, type) and issubclass(at, BaseModel):
            at = at.model_fields[str(step)].annotation
        else:
            at = get_args(at)[-1]
    return list(at.model_fields)
