"""`factsheet report`: the page where people look."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.common import complain


def report(
    output_dir: Annotated[Path, typer.Argument(metavar="OUTPUT", help="A folder that extract wrote.")],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE.html|DIR", help="One file, or a folder with an index and pages."
        ),
    ],
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The source texts: what extract read. Without: the words of the facts."
        ),
    ] = None,
    language: Annotated[
        str, typer.Option(metavar="en|fr|de", help="The language in which the page opens.")
    ] = "en",
) -> None:
    """Make the page where people look: every fact beside the words that it came from.

    One HTML file that opens with a double click and loads nothing: all projects in a table, on a map and on
    a timeline; each project's text with its mentions marked; and a way to correct what is wrong and download
    it as gold for evaluate. For thousands of projects name a folder: an index and pages of 100 projects.
    """
    from pipeline import report as pages
    from pipeline import store
    from pipeline.errors import OutputError, UsageError

    if language not in pages.LANGUAGES:
        raise UsageError(f"there is no language {language}; the page speaks {', '.join(pages.LANGUAGES)}")
    items = pages.read_items(output_dir, sources)
    missing = [item.key for item in items if item.text is None]
    if sources is not None and missing:
        shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        complain(
            f"{sources} does not hold the text that was extracted for {len(missing)} of {len(items)} "
            f"projects ({shown}): their facts are shown without it"
        )
    try:
        if output.suffix.lower() in (".html", ".htm"):
            store.write(output, pages.build(items, language).encode())
        else:
            for name, page in pages.build_folder(items, language):
                store.write(output / name, page.encode())
    except OSError as error:
        raise OutputError(f"the page {output} can't be written: {store.reason(error)}") from error
