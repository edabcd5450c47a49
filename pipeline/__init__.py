"""Factsheet: raw project descriptions in, structured and checked facts out.

>>> from pipeline import extract
>>> project = extract("WP1: Two workshops organised in Riga 3/06.")
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline import native

if TYPE_CHECKING:
    from pipeline.extractor import Extractor
    from schemas import Project

__all__ = ["Extractor", "extract"]

native.choose()


def extract(text: str) -> Project:
    """The facts of one description; see `Extractor` for many."""
    return _shared().extract(text)


@cache
def _shared() -> Extractor:
    from pipeline.extractor import Extractor

    return Extractor()


def __getattr__(name: str) -> object:
    # spaCy takes over a second to import: commands that do without it must not pay for it.
    if name == "Extractor":
        from pipeline.extractor import Extractor

        return Extractor
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
