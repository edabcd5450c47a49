"""`factsheet extract`: descriptions to facts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.commands.common import FAILED, ModelOption, RulesOption


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files, folders (every *.txt and *.html below them), patterns such as 'raw/**/*.txt', "
            "tables (.jsonl, .csv, .parquet), archives (.zip), URLs such as s3://bucket/raw, or - for "
            "standard input.",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR|FILE",
            help="Write one JSON file a description into this folder, or all into one .jsonl or .parquet.",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="N", min=1, help="Worker processes (default: the cores)."),
    ] = None,
    engine: Annotated[
        Literal["local", "dask"],
        typer.Option(help="Work in processes of this machine, or with Dask on a cluster."),
    ] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="With --engine dask: a running scheduler, tcp://host:8786, or its file (default: a cluster "
            "on this machine).",
        ),
    ] = None,
    text_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="The column of a table that holds the text (text).")
    ] = None,
    id_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="The column of a table that holds the id (id).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Extract what is unchanged as well.")] = False,
    retry_errors: Annotated[
        bool, typer.Option("--retry-errors", help="Try again what failed before and is unchanged.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the outputs whose sources are gone.")
    ] = False,
    max_size: Annotated[
        str,
        typer.Option(metavar="SIZE", help="Refuse descriptions of more bytes: 500kB, 20MB; 0 is no limit."),
    ] = "20MB",
    max_time: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0, help="Give up a description after this time; 0 is no limit."),
    ] = 300,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the figures of the run as JSON.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")] = False,
    verbose: Annotated[int, typer.Option("--verbose", "-v", count=True, help="Log more; twice: all.")] = 0,
    log_level: Annotated[
        str | None, typer.Option(metavar="LEVEL", help="Log to standard error: debug, info, warning, error.")
    ] = None,
    rules: RulesOption = None,
    model: ModelOption = None,
) -> None:
    """Extract the facts of descriptions.

    With -o DIR, every description becomes one JSON file of the same stem; files from a folder keep their
    sub-folders. What is unchanged since the last run into this folder is left as it is; a description that
    fails leaves NAME.error.json. With -o FILE.jsonl or FILE.parquet, all go into one file. Without -o, the
    JSON goes to standard output: indented for a single file, one line a description for more inputs.

    Exit status: 0, 1 when some inputs failed (the others are done), 2 for wrong use.
    """
    import os

    from pipeline import batch, store
    from pipeline.commands.batches import choose_engine, log_to, parse_size
    from pipeline.engines import cores
    from pipeline.errors import OutputError
    from pipeline.inputs import Columns
    from pipeline.progress import Progress
    from pipeline.shards import Settings
    from pipeline.user_rules import configured

    if output == "-":
        output = None
    destination = batch.to_output(output, inputs, sys.stdout.buffer)
    folder = rules or configured(Path())
    settings = Settings(
        destination.target,
        None if folder is None else str(folder),
        model,
        max_size=parse_size(max_size),
        max_time=max_time,
    )
    options = batch.Options(
        inputs,
        Columns(text_column, id_column),
        jobs or cores(),
        force,
        retry_errors,
        prune,
        leave_out=None if output is None else os.path.realpath(output),
    )
    chosen = choose_engine(engine, scheduler, jobs)
    bar = sys.stderr.isatty() and not (output is None and sys.stdout.isatty())
    with Progress(bar=bar, quiet=quiet) as progress, log_to(progress.console, log_level, verbose):
        done = batch.run(options, settings, destination, progress, chosen)
    progress.end(done, table=output is not None)
    if report is not None:
        try:
            store.write(report, done.to_json())
        except OSError as error:
            raise OutputError(f"the report {report} can't be written: {store.reason(error)}") from error
    if done.failed:
        raise typer.Exit(FAILED)
