"""`factsheet evaluate`: output against gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.common import complain
from pipeline.errors import UsageError


def evaluate(
    gold_dir: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Gold, one JSON file a document.")],
    output_dir: Annotated[
        Path, typer.Argument(metavar="OUTPUT_DIR", help="What extract wrote for its texts.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    by_language: Annotated[
        bool, typer.Option("--by-language", help="Give the figures of each language as well.")
    ] = False,
    errors: Annotated[
        bool, typer.Option("--errors", help="List what was missed and what was spurious, in its sentence.")
    ] = False,
    errors_html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write all errors as a page for the browser, with filters."),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(metavar="OLD_DIR", help="Show what is newly right and newly wrong since this output."),
    ] = None,
    most: Annotated[
        int, typer.Option(metavar="N", min=1, help="List so many errors of each class, kind and rule.")
    ] = 20,
    rules: Annotated[
        bool, typer.Option("--rules", help="List how often each rule fired and how often it was right.")
    ] = False,
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The source texts, for the sentences (default: GOLD_DIR/../texts, else GOLD_DIR/..).",
        ),
    ] = None,
) -> None:
    """Measure an output folder against gold: precision, recall and F1 of each class.

    The overall figure is the mean F1 of the classes marked *.
    """
    import json

    from pipeline import scoreboard, workshop
    from pipeline.evaluate import evaluate as measure
    from pipeline.gold import read_gold

    golds = read_gold(gold_dir)
    for outputs in (output_dir, compare):
        if outputs is not None and not outputs.is_dir():
            raise UsageError(f"{outputs} is no folder")
    folder = workshop.find_texts(gold_dir, sources)
    figures = measure(golds, output_dir)
    if figures.without_output:
        complain(f"no output for {', '.join(figures.without_output)}: counted as nothing found")
    languages = {}
    if by_language:
        for code in sorted({gold.language for gold in golds}):
            languages[code] = measure([gold for gold in golds if gold.language == code], output_dir)
    before = measure(golds, compare) if compare else None
    texts = workshop.read_texts(folder, [gold.doc for gold in golds], output_dir)
    if errors_html:
        workshop.write_page(errors_html, workshop.error_page(figures, texts, before))
    if as_json:
        data = figures.as_json()
        if before:
            data["compared"] = workshop.comparison_json(before, figures)
        if by_language:
            data["languages"] = {code: part.as_json() for code, part in languages.items()}
        typer.echo(json.dumps(data, indent=1))
        return
    typer.echo(scoreboard.table({"all": figures, **languages}))
    if rules:
        typer.echo("\n" + scoreboard.rule_table(figures))
    if errors:
        typer.echo("\n" + workshop.error_list(figures, texts, most))
    if before:
        typer.echo("\n" + workshop.comparison_list(before, figures, texts))
