"""`factsheet load`: output into a database."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.common import FAILED, INTERRUPTED, complain


def load(
    output: Annotated[
        str,
        typer.Argument(
            metavar="OUTPUT", help="What extract wrote: a folder, a file of JSON or JSON lines, or -."
        ),
    ],
    to: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="A file of SQLite, postgresql://USER@HOST/DATABASE, duckdb:///FILE or parquet:DIR.",
        ),
    ] = "facts.db",
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the projects that are not in OUTPUT any more.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")] = False,
) -> None:
    """Load output into the tables of a database.

    A project that the database has as it is, is left alone; one that changed replaces its rows. All of it is
    one transaction: a load that fails or is killed leaves the database as it was.

    Exit status: 0, 1 when some files were refused (the others are loaded) or the database failed, 2 for wrong
    use.
    """
    from pipeline.database import Documents, load, target
    from pipeline.database.progress import Progress

    database = target(to)
    documents = Documents(output)
    try:
        with Progress(documents.total, quiet) as progress:
            counts = load(documents, database, prune=prune, say=progress.say, done=progress.add)
            progress.end(database.shown, counts)
    except KeyboardInterrupt as error:
        complain(f"interrupted; {database.shown} is as it was")
        raise typer.Exit(INTERRUPTED) from error
    if counts.refused:
        raise typer.Exit(FAILED)
