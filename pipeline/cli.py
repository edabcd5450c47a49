"""Commands and nothing else: each imports what it needs when it runs, so that `--help` answers at once."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline.errors import FactsheetError, OutputError, SourceError, UsageError

if TYPE_CHECKING:
    from pipeline.extractor import Extractor

FAILED = 1
WRONG_USE = 2
INTERRUPTED = 130


class _Commands(TyperGroup):
    """The commands, with no traceback for what a user can cause."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; its errors become one sentence and an exit status."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except FactsheetError as error:
            _complain(str(error))
            raise typer.Exit(FAILED if isinstance(error, SourceError | OutputError) else WRONG_USE) from error
        except BrokenPipeError as error:
            # What Python flushes at exit has nowhere to go either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            _complain("standard output was closed before everything was written")
            raise typer.Exit(FAILED) from error
        except KeyboardInterrupt as error:
            _complain("interrupted; every file that was written is complete")
            raise typer.Exit(INTERRUPTED) from error
        return result


_Rules = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        help="Words and rules of your own, on top (default: what factsheet.toml or pyproject.toml names).",
    ),
]

_Model = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="NAME", help="An installed spaCy model, to tag and parse texts in its language."
    ),
]

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


def _version(wanted: bool) -> None:
    if wanted:
        from schemas import __version__

        typer.echo(f"factsheet {__version__}")
        raise typer.Exit


@app.callback()
def factsheet(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Raw project descriptions in, structured and checked facts out."""


@app.command()
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
    rules: _Rules = None,
    model: _Model = None,
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
            for outcome in batch.run(tasks, _extractor(rules, model).extract_bytes, deliver):
                progress.add(outcome)
    if progress.failures:
        raise typer.Exit(FAILED)


@app.command()
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A description, or - for standard input.")],
    at: Annotated[
        int | None,
        typer.Option(
            metavar="OFFSET", min=0, help="Explain what was found at this character, and what was not."
        ),
    ] = None,
    rules: _Rules = None,
    model: _Model = None,
) -> None:
    """Show a description with its mentions marked, and the facts with the rule that found each.

    With --at: what was found at that character (offsets count from 0), by which rule, and which rules came
    near and what stopped them.
    """
    from pipeline import batch
    from pipeline import explain as explanation
    from pipeline.resources import using
    from pipeline.rulebook import meanings
    from pipeline.terminal import Terminal

    source = batch.read_source(file)
    if at is not None and at >= len(source.text):
        raise UsageError(f"offset {at} is beyond the text, which has {len(source.text)} characters")

    extractor = _extractor(rules, model)
    project, near = extractor.trace(source)
    console = Terminal()
    colours = console.color_system is not None
    if at is None:
        console.print(explanation.page(project, source.text, colours))
    else:
        with using(extractor.resources):
            known = meanings()
        console.print(explanation.place(project, source.text, at, near, known, colours))


@app.command()
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
        _complain(f"no output for {', '.join(figures.without_output)}: counted as nothing found")
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


@app.command()
def schema() -> None:
    """Print the JSON Schema of the output."""
    import json

    from schemas import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@app.command()
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


def _extractor(rules: Path | None, model: str | None) -> Extractor:
    """The Extractor with a model, and the user's rules: the folder given, or else the configured one."""
    from pipeline.extractor import Extractor
    from pipeline.user_rules import configured

    return Extractor(rules or configured(Path()), model)


def _complain(message: str) -> None:
    print(f"factsheet: {message}", file=sys.stderr)
