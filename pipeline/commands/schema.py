"""`factsheet schema`: the output contract."""

from __future__ import annotations

import typer


def schema() -> None:
    """Print the JSON Schema of the output."""
    import json

    from schemas import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
