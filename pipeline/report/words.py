"""The words of the page, one TOML file a language and part in `strings/`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "fr", "de")


@cache
def words(language: str) -> dict[str, str]:
    """The words of a language by their dotted key: `<table>.<name>`."""
    found: dict[str, str] = {}
    folder = files("pipeline.report") / "strings"
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.removesuffix(".toml").rpartition(".")[2] == language:
            for table, strings in tomllib.loads(path.read_text("utf-8")).items():
                found.update({f"{table}.{name}": text for name, text in strings.items()})
    return found
