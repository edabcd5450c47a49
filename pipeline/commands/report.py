"""`factsheet report`: the page where people look."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.common import complain

SourcesOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="The texts that extract read (else only the words of facts are shown)."),
]
LanguageOption = Annotated[
    str, typer.Option(metavar="en|fr|de", help="The language in which the page opens; it can be switched.")
]

_LARGE = 20_000_000
"""Bytes of one file from which it takes a few seconds to open."""


def report(
    output_dir: Annotated[Path, typer.Argument(metavar="OUTPUT", help="A folder that extract wrote.")],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE.html|DIR", help="One file, or a folder: an index and its pages."
        ),
    ],
    sources: SourcesOption = None,
    language: LanguageOption = "en",
) -> None:
    """Make the page where people look: every fact beside the words that it came from.

    One HTML file that opens with a double click and loads nothing: all projects in a table, on a map and on
    a timeline; each project's text with its facts marked; and a way to correct what is wrong, and to
    download the corrections as gold for evaluate. For thousands of projects name a folder: it gets an index
    and pages of 100 projects.
    """
    from pipeline import report as pages
    from pipeline import store
    from pipeline.errors import OutputError

    pages.check_language(language)
    items = pages.read_items(output_dir, sources)
    if said := pages.without_text(items, sources):
        complain(said)
    try:
        if output.suffix.lower() in (".html", ".htm"):
            page = pages.build(items, language).encode()
            store.write(output, page)
            if len(page) > _LARGE:
                complain(f"{output} has {len(page) / 1e6:.0f} MB; a folder after -o opens faster")
        else:
            with store.alone(output):
                written = []
                for name, text in pages.build_folder(items, language):
                    store.write(output / name, text.encode())
                    written.append(name)
                for path in pages.stale_pages(output, written):
                    path.unlink()
    except OSError as error:
        raise OutputError(f"the report {output} can't be written: {store.reason(error)}") from error
