"""The page where people look: facts beside the words they came from, in one HTML file that loads nothing.

`build` makes one page of all projects; `build_folder` an index and pages of some projects each, for large
sets. A page holds two views, told apart by the part of its address after `#`: over all projects (`#/`) and a
single one (`#/project/<key>`). What it shows is embedded as JSON (`embedded`) and drawn in the browser by the
scripts in `static/`; its words are in `strings/`, one file a language. `server` shows it on loopback.
"""

from __future__ import annotations

from pipeline.report.page import PER_PAGE, build, build_folder, stale_pages
from pipeline.report.sources import Item, read_items, without_text
from pipeline.report.words import LANGUAGES, check_language

__all__ = [
    "LANGUAGES",
    "PER_PAGE",
    "Item",
    "build",
    "build_folder",
    "check_language",
    "read_items",
    "stale_pages",
    "without_text",
]
