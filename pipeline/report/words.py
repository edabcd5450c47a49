"""The words of the page, one TOML file a language and part in `strings/`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pipeline.errors import UsageError

LANGUAGES = ("en", "fr", "de")


def check_language(language: str) -> None:
    """Raise UsageError where the page does not speak a language."""
    if language not in LANGUAGES:
        raise UsageError(f"the page does not speak {language}; choose one of {', '.join(LANGUAGES)}")


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
