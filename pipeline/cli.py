"""The command `factsheet`. Each command imports what it needs when it runs: `--help` answers at once."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline.commands.common import FAILED, INTERRUPTED, WRONG_USE, complain
from pipeline.commands.diff import diff
from pipeline.commands.evaluate import evaluate
from pipeline.commands.explain import explain
from pipeline.commands.extract import extract
from pipeline.commands.load import load
from pipeline.commands.report import report
from pipeline.commands.rules import rules
from pipeline.commands.schema import schema
from pipeline.commands.serve import serve
from pipeline.errors import DatabaseError, FactsheetError, OutputError, SourceError, WorkerError


class _Commands(TyperGroup):
    """The commands, with no traceback for what a user can cause."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; its errors become one sentence and an exit status."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except FactsheetError as error:
            complain(str(error))
            failed = isinstance(error, SourceError | OutputError | DatabaseError | WorkerError)
            raise typer.Exit(FAILED if failed else WRONG_USE) from error
        except BrokenPipeError as error:
            # What Python flushes at exit has nowhere to go either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            complain("standard output was closed before everything was written")
            raise typer.Exit(FAILED) from error
        except KeyboardInterrupt as error:
            complain("interrupted; every file that was written is complete")
            raise typer.Exit(INTERRUPTED) from error
        return result


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Without rich, help answers in half the time.
    rich_markup_mode=None,
)


def main() -> None:
    """The command `factsheet`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="factsheet")


@app.callback(invoke_without_command=True)
def factsheet(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="With --version: those of rules, places and libraries too.")
    ] = False,
) -> None:
    """Raw project descriptions in, structured and checked facts out."""
    if version:
        import schemas

        typer.echo(f"factsheet {schemas.__version__}")
        if verbose:
            from pipeline.versions import versions

            for name, found in versions():
                typer.echo(f"{name:<20} {found}")
        raise typer.Exit
    if verbose:
        context.fail("--verbose goes with --version.")
    if context.invoked_subcommand is None:
        context.fail("Missing command.")


for command in (extract, explain, evaluate, diff, load, schema, rules, report, serve):
    app.command()(command)
