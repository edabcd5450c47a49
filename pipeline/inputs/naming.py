"""Names of outputs, made of names that others chose: always below the output folder, and always the same."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from hashlib import sha256

from pipeline.store import ERROR

DEEPEST = 100
"""Folders, one in the other, that are looked into or made."""
_LONGEST = 180
"""Bytes of a name; file systems take 255, and endings are to come."""
_LONGEST_PATH = 2000
"""Bytes of a path below the output folder; systems take 4096 with all that stands before."""
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\u2028\u2029\ud800-\udfff]")


def safe_name(name: str) -> str:
    """A file name for any string. One that had to be changed ends with a hash of what it was."""
    safe = _FORBIDDEN.sub("_", name)
    if not safe or safe.startswith("."):
        safe = f"_{safe[1:]}"
    if safe.casefold().endswith(ERROR):
        safe = f"{safe[: -len(ERROR)]}_error"
    while len(safe.encode()) > _LONGEST:
        safe = safe[:-1]
    return safe if safe == name else with_hash(safe, name)


def safe_path(parts: Sequence[str]) -> str:
    """A path below a folder for the parts of any path.

    One that leads upwards, or is deeper or longer than systems take, becomes a single name.
    """
    if not 0 < len(parts) <= DEEPEST + 1 or any(part in ("", ".", "..") for part in parts):
        return safe_name("/".join(parts))
    path = "/".join(map(safe_name, parts))
    return path if len(path.encode()) <= _LONGEST_PATH else safe_name("/".join(parts))


def with_hash(name: str, what: str) -> str:
    """The name with a hash of something that tells it from others."""
    return f"{name}~{sha256(what.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def same_file_key(path: str) -> str:
    """Equal for paths that some file system takes for one."""
    return unicodedata.normalize("NFC", path).casefold()


def printable(name: str) -> str:
    """The name as text: bytes that are none are replaced."""
    return os.fsencode(name).decode("utf-8", "replace")
