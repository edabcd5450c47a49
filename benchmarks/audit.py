"""Known holes in what the lock pins, from a copy of OSV's advisories: no network is asked.

The copy is ``https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip``, or a folder with its files.
"""

from __future__ import annotations

import argparse
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parents[1]
_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.M)


@dataclass(frozen=True, slots=True, order=True)
class Hole:
    """An advisory that speaks of a pinned version."""

    package: str
    version: str
    advisory: str
    summary: str


def pinned(lock: Path) -> dict[str, set[str]]:
    """The versions of each package in a lock."""
    found: dict[str, set[str]] = {}
    for name, version in _PINNED.findall(lock.read_text("utf-8")):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def advisories(path: Path) -> Iterator[dict[str, Any]]:
    """The advisories in a zip of OSV, or in a folder of its JSON files; those withdrawn are left out."""
    if path.is_dir():
        texts: Iterator[bytes] = (file.read_bytes() for file in sorted(path.glob("*.json")))
    else:
        archive = zipfile.ZipFile(path)
        texts = (archive.read(name) for name in sorted(archive.namelist()) if name.endswith(".json"))
    for text in texts:
        advisory: dict[str, Any] = json.loads(text)
        if "withdrawn" not in advisory:
            yield advisory


def holes(packages: dict[str, set[str]], known: Iterator[dict[str, Any]]) -> list[Hole]:
    """What is known to be open in these versions."""
    found = set()
    for advisory in known:
        for affected in advisory.get("affected", ()):
            package = affected.get("package", {})
            if package.get("ecosystem") != "PyPI":
                continue
            name = canonicalize_name(package["name"])
            for version in packages.get(name, ()):
                if _affects(affected, version):
                    found.add(Hole(name, version, advisory["id"], advisory.get("summary", "")))
    return sorted(found)


def _affects(affected: dict[str, Any], version: str) -> bool:
    if version in affected.get("versions", ()):
        return True
    ranges = (r for r in affected.get("ranges", ()) if r.get("type") == "ECOSYSTEM")
    return any(_within(r.get("events", ()), Version(version)) for r in ranges)


def _within(events: Sequence[dict[str, str]], version: Version) -> bool:
    """Whether the version lies in a range, told as the versions where it begins and ends."""
    inside = False
    for event in sorted(events, key=lambda e: _version(next(iter(e.values())))):
        ((kind, at),) = event.items()
        if kind == "introduced" and version >= _version(at):
            inside = True
        elif (kind == "fixed" and version >= _version(at)) or (
            kind == "last_affected" and version > _version(at)
        ):
            inside = False
    return inside


def _version(written: str) -> Version:
    try:
        return Version(written)
    except InvalidVersion:
        return Version("0")


def main(arguments: Sequence[str] | None = None) -> int:
    """List the holes; status 1 where there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("advisories", type=Path)
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements.lock")
    options = parser.parse_args(arguments)
    packages = pinned(options.lock)
    found = holes(packages, advisories(options.advisories))
    for hole in found:
        print(f"{hole.package} {hole.version}: {hole.advisory} {hole.summary}")
    print(f"{len(packages)} packages, {len(found)} known holes")
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
