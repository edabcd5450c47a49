"""Pages from items: template, styles, scripts and data in one file, and the policy that allows no more."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report.embedded import COLUMNS, project_data
from pipeline.report.overview import overview_data
from pipeline.report.sources import Item
from pipeline.report.words import LANGUAGES, words
from pipeline.rulebook import meanings
from schemas import __version__

PER_PAGE = 100
"""Projects on each page of a folder."""
INDEX = "index.html"
_PAGE = re.compile(r"projects-\d{3,}\.html")
_GENERATOR = "factsheet "
STYLES = ("frame.css", "project.css", "overview.css")
SCRIPTS = (
    "frame.js",
    "values.js",
    "facts.js",
    "corrections.js",
    "reading.js",
    "editor.js",
    "panel.js",
    "adding.js",
    "project.js",
    "overview_model.js",
    "overview_parts.js",
    "overview_filters.js",
    "overview_geography.js",
    "overview_map.js",
    "overview_axis.js",
    "overview_timeline.js",
    "overview_table.js",
    "overview_delivered.js",
    "overview.js",
)
"""In the order in which they build on each other."""
LIVE = "live.js"
"""The script of a served page: it asks whether the outputs have changed."""
_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
Placed = tuple[str, str]
"""A project's key, and the file that shows it: empty for the page itself."""


def build(items: Sequence[Item], language: str = "en", live: str | None = None) -> str:
    """One page of all projects.

    `live` is the version of the outputs in a page of `factsheet serve`, which follows them.
    """
    return _page(items, [(item.key, "") for item in items], language, overview=items, live=live)


def build_folder(
    items: Sequence[Item], language: str = "en", live: str | None = None, per_page: int = PER_PAGE
) -> Iterator[tuple[str, str]]:
    """The pages of a folder, name and HTML: those of `per_page` projects each, then the index."""
    starts = range(0, len(items), per_page)
    placed: list[Placed] = []
    for number, start in zip(count(1), starts, strict=False):
        placed += [(item.key, f"projects-{number:03}.html") for item in items[start : start + per_page]]
    for start in starts:
        end = start + per_page
        here = [(key, "") for key, _ in placed[start:end]]
        # The neighbours of its first and last project, so that one can go on to them.
        around = [*placed[max(0, start - 1) : start], *here, *placed[end : end + 1]]
        yield placed[start][1], _page(items[start:end], around, language, live=live)
    yield INDEX, _page([], placed, language, overview=items, live=live)


def stale_pages(folder: Path, written: Collection[str]) -> list[Path]:
    """The pages of an earlier, larger report in a folder, which the new one has not written over."""
    mark = f'<meta name="generator" content="{_GENERATOR}'
    return [
        path
        for path in sorted(folder.iterdir())
        if _PAGE.fullmatch(path.name)
        and path.name not in written
        and mark in path.read_text("utf-8", "replace")
    ]


def frame(
    placed: Sequence[Placed], language: str, live: str | None, index: str, rules: Iterable[str]
) -> dict[str, Any]:
    """What every page embeds as `page-data`.

    language    in which it opens
    strings     {language: {key: text}}
    projects    [[key, file], ...] in order; file is where it is shown, empty for this page
    index       the file of the overview, empty for this page
    columns     `embedded.COLUMNS`
    rules       the ids of the rules that its projects name
    meanings    {rule: what it means}
    live        the version of the outputs where `factsheet serve` stands behind it, else null
    """
    known = meanings()
    return {
        "language": language,
        "strings": {code: words(code) for code in LANGUAGES},
        "projects": [list(place) for place in placed],
        "index": index,
        "columns": COLUMNS,
        "rules": list(rules),
        "meanings": {rule: known[rule] for rule in rules if rule in known},
        "live": live,
    }


def embed(data: Any) -> Markup:
    """Data as JSON that can't end the script element it stands in."""
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))


def _page(
    items: Sequence[Item],
    placed: Sequence[Placed],
    language: str,
    live: str | None,
    overview: Sequence[Item] | None = None,
) -> str:
    here = {item.key: item for item in items}
    rules: dict[str, int] = {}
    # One element a project: the browser reads only the one that is looked at.
    projects = [
        (number, embed(project_data(here[key], rules)))
        for number, (key, _) in enumerate(placed)
        if key in here
    ]
    index = "" if overview is not None else INDEX
    styles = [_static(name) for name in STYLES]
    scripts = [_static(name) for name in (*SCRIPTS, *([LIVE] if live is not None else []))]
    template = _environment().get_template("frame.html.jinja")
    return template.render(
        language=language,
        words=words(language),
        generator=_GENERATOR + __version__,
        policy=_policy(styles, scripts, live is not None),
        styles=styles,
        scripts=scripts,
        page=embed(frame(placed, language, live, index, rules)),
        overview=None if overview is None else embed(overview_data(item.project for item in overview)),
        projects=projects,
    )


def _policy(styles: Sequence[str], scripts: Sequence[str], live: bool) -> str:
    """A Content-Security-Policy: these styles and scripts by their hashes, nothing else."""
    directives = {
        "default-src": "'none'",
        "style-src": " ".join(map(_integrity, styles)),
        "script-src": " ".join(map(_integrity, scripts)),
        **({"connect-src": "'self'"} if live else {}),
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _integrity(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _static(name: str) -> str:
    return (files("pipeline.report") / "static" / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
