"""What several commands share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import visible

if TYPE_CHECKING:
    from pipeline.extractor import Extractor

FAILED = 1
WRONG_USE = 2
INTERRUPTED = 130

RulesOption = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        help="Words and rules of your own, on top (default: what factsheet.toml or pyproject.toml names).",
    ),
]

ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="NAME", help="An installed spaCy model, to tag and parse texts in its language."
    ),
]


def make_extractor(rules: Path | None, model: str | None) -> Extractor:
    """The Extractor with a model, and the user's rules: the folder given, or else the configured one."""
    from pipeline.extractor import Extractor
    from pipeline.user_rules import configured

    return Extractor(rules or configured(Path()), model)


def complain(message: str) -> None:
    """Say on standard error what went wrong."""
    print(f"factsheet: {visible(message)}", file=sys.stderr)
