"""`factsheet explain`: what was found in a description, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.common import ModelOption, RulesOption, make_extractor
from pipeline.errors import UsageError


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A description, or - for standard input.")],
    at: Annotated[
        int | None,
        typer.Option(
            metavar="OFFSET", min=0, help="Explain what was found at this character, and what was not."
        ),
    ] = None,
    rules: RulesOption = None,
    model: ModelOption = None,
) -> None:
    """Show a description with its mentions marked, and the facts with the rule that found each.

    With --at: what was found at that character (offsets count from 0), by which rule, and which rules came
    near and what stopped them.
    """
    from pipeline import explain as explanation
    from pipeline.inputs import read_source
    from pipeline.resources import using
    from pipeline.rulebook import meanings
    from pipeline.terminal import Terminal

    source = read_source(file)
    if at is not None and at >= len(source.text):
        raise UsageError(f"offset {at} is beyond the text, which has {len(source.text)} characters")

    extractor = make_extractor(rules, model)
    project, near = extractor.trace(source)
    console = Terminal()
    colours = console.color_system is not None
    if at is None:
        console.print(explanation.page(project, source.text, colours))
    else:
        with using(extractor.resources):
            known = meanings()
        console.print(explanation.place(project, source.text, at, near, known, colours))
