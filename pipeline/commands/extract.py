"""`factsheet extract`: descriptions to facts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.common import FAILED, ModelOption, RulesOption, make_extractor


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT", help="Files, folders (every *.txt below them), or - for standard input."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Write one JSON file a description into this folder."
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")] = False,
    rules: RulesOption = None,
    model: ModelOption = None,
) -> None:
    """Extract the facts of descriptions.

    With -o, every description becomes one JSON file of the same stem; files from a folder keep their
    sub-folders. Without it, the JSON goes to standard output: indented for a single file, one line a
    description for more inputs or a folder.

    Exit status: 0, 1 when some inputs failed (the others are done), 2 for wrong use.
    """
    from pipeline import batch, store
    from pipeline.progress import Progress

    tasks, failures = batch.plan(inputs)
    if output is None:
        deliver = batch.to_stream(sys.stdout.buffer, inputs)
    else:
        batch.check_outputs(tasks, output)
        store.open_folder(output)
        deliver = batch.to_folder(output)
    bar = sys.stderr.isatty() and not (output is None and sys.stdout.isatty())
    with Progress(len(tasks), bar=bar, quiet=quiet) as progress:
        for failure in failures:
            progress.add(failure)
        if tasks:
            for outcome in batch.run(tasks, make_extractor(rules, model).extract_bytes, deliver):
                progress.add(outcome)
    if progress.failures:
        raise typer.Exit(FAILED)
