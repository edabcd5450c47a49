"""What an output depends on besides its source: version, rules, gazetteer, model. Known without spaCy."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import schemas

_ROOT = Path(__file__).resolve().parents[1]
_GAZETTEER = _ROOT / "data" / "gazetteer.sqlite"
_NO_EXTRACTION = frozenset(("batch", "commands", "database", "diff", "engines", "report", "serve"))
"""Packages that extraction does without: a change there leaves outputs as they are."""
_LIBRARIES = ("spacy", "charset-normalizer", "selectolax")
"""Those that read texts: another version may read them otherwise."""


@dataclass(frozen=True)
class Fingerprint:
    """Equal where the same source gives the same output."""

    described: dict[str, str | None]

    @cached_property
    def value(self) -> str:
        """For outputs."""
        return _hash(f"{key}={value}" for key, value in self.described.items())

    def with_limits(self, max_size: int, max_time: float) -> str:
        """For failures: other limits are a reason to try again."""
        return f"{self.value} {max_size} {max_time:g}"


def fingerprint(rules: str | None, model: str | None) -> Fingerprint:
    """The fingerprint of this installation with a folder of rules and a model."""
    libraries = ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    return Fingerprint(
        {
            "version": schemas.__version__,
            "schema": schemas.SCHEMA_VERSION,
            "code": _hash_files(p for p in _files(_ROOT) if p.suffix == ".py")
            + _hash_files(_files(Path(schemas.__file__).parent)),
            "rules": _hash_files(p for p in _files(_ROOT) if p.suffix == ".toml"),
            "gazetteer": _hash_files([_GAZETTEER]),
            "libraries": libraries,
            "user rules": None if rules is None else _hash_files(_files(Path(rules))),
            "model": None if model is None else _model(model),
        }
    )


def _files(folder: Path) -> Iterable[Path]:
    for root, folders, names in os.walk(folder):
        left_out = {"__pycache__"} | (_NO_EXTRACTION if folder == Path(root) == _ROOT else set())
        folders[:] = sorted(name for name in folders if name not in left_out and not name.startswith("."))
        yield from (Path(root, name) for name in sorted(names) if not name.endswith(".pyc"))


def _hash_files(paths: Iterable[Path]) -> str:
    digest = sha256()
    for path in paths:
        digest.update(f"{path.name} {path.stat().st_size}\n".encode("utf-8", "surrogateescape"))
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _hash(lines: Iterable[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _model(name: str) -> str:
    """An installed model by its version, one in a folder by its files."""
    installed = _version(name)
    if installed is None and Path(name).is_dir():
        return _hash_files(_files(Path(name)))
    return f"{name} {installed}"
