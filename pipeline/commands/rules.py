"""`factsheet rules`: what is looked for."""

from __future__ import annotations

from typing import Annotated

import typer


def rules(
    rule: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show this rule only.")] = None,
    stage: Annotated[
        str | None, typer.Option(metavar="STAGE", help="Show the rules of this stage only.")
    ] = None,
) -> None:
    """Show every rule with its meaning and its examples."""
    from pipeline.rulebook import choose, show
    from pipeline.terminal import Terminal

    Terminal().print(show(choose(rule, stage)))
