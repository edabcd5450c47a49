"""`factsheet diff`: what changed between two extractions."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.common import complain
from pipeline.errors import UsageError, visible

if TYPE_CHECKING:
    from contextlib import ExitStack

    from pipeline.diff.filters import Filters
    from pipeline.diff.given import Given
    from pipeline.diff.show import View

DIFFERENT = 1
TROUBLE = 2


class Class(StrEnum):
    """What a change is about."""

    PROJECT = "project"
    SOURCE = "source"
    HEADER = "header"
    WORK_PACKAGE = "work_package"
    CITY = "city"
    DATE = "date"
    COUNT = "count"
    DELIVERABLE = "deliverable"
    WARNING = "warning"


class Format(StrEnum):
    """The forms of output."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Color(StrEnum):
    """When to colour text."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def diff(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="OLD NEW", help="Two outputs, or two folders of them; one with --against."),
    ],
    against: Annotated[
        str | None,
        typer.Option(metavar="REV", help="Compare a file or folder with itself in this git revision."),
    ] = None,
    sources: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", help="Source texts, old and new, for the words around a fact. May be repeated."
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="The form of the output.")] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write into this file.")
    ] = None,
    stat: Annotated[bool, typer.Option("--stat", help="One line a project, as git has it.")] = False,
    classes: Annotated[
        list[Class] | None, typer.Option("--class", help="Only changes of this class. May be repeated.")
    ] = None,
    projects: Annotated[
        list[str] | None,
        typer.Option("--project", metavar="PATTERN", help="Only projects whose id matches, * for any."),
    ] = None,
    rules: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="PATTERN", help="Only facts that a matching rule found, then or now."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing; the status tells.")] = False,
    color: Annotated[Color, typer.Option(help="Colours in text.")] = Color.AUTO,
    git: Annotated[
        bool, typer.Option("--git", help="Serve as the command of a git diff driver: docs/diff.md.")
    ] = False,
) -> None:
    """Show what changed between two extractions, by meaning.

    Work packages are paired by number and label, mentions by what they say and where in their section; what
    only moved is told as moved. + is added, - removed, ~ changed, > moved.

    Exit status: 0 the same, 1 different, 2 trouble (a file that is no output; the others are compared).
    """
    import contextlib

    from pipeline.diff import given, show
    from pipeline.diff.filters import Filters
    from pipeline.diff.projects import differences

    if stat and form != Format.TEXT:
        raise UsageError("--stat is text; leave --format out")
    filters = Filters(tuple(kind.value for kind in classes or ()), tuple(projects or ()), tuple(rules or ()))
    with contextlib.ExitStack() as open_ones:
        pair = _pair(paths, against, git, open_ones)
        if pair is None:
            typer.echo(visible(f"{paths[0]} is not merged"))
            return
        texts = given.texts(sources or [], against, open_ones)
        view = (
            show.SilentView()
            if quiet
            else _view(pair, filters, form, stat, _colours(color, git, output), git)
        )
        compared = differences(pair.old, pair.new, texts, filters)
        tally = show.gather(compared, view, _say if git else complain)
    if not git and projects and not tally.projects.total():
        raise UsageError(f"no project matches {' or '.join(projects)}")
    _deliver(view.whole(tally), output)
    if not git and (tally.projects["refused"] or tally.differs):
        raise typer.Exit(TROUBLE if tally.projects["refused"] else DIFFERENT)


def _pair(paths: list[str], against: str | None, git: bool, open_ones: ExitStack) -> Given | None:
    """What is to be compared; None where git names a path that is not merged. Raises UsageError."""
    from pipeline.diff import given

    if git:
        return given.handed_over(paths)
    if against is not None:
        if len(paths) != 1:
            raise UsageError("with --against, name one file or folder; it is compared with itself")
        return given.against(Path(paths[0]), against, open_ones)
    if len(paths) != 2:
        raise UsageError("name two files or two folders, OLD and NEW, or one with --against REV")
    return given.two(Path(paths[0]), Path(paths[1]))


def _say(message: str) -> None:
    typer.echo(visible(message))


def _view(pair: Given, filters: Filters, form: Format, stat: bool, colours: bool, git: bool) -> View:
    from pipeline.diff import show
    from pipeline.diff.text import Style

    if form == Format.JSON:
        return show.JsonView(pair, filters)
    if form == Format.HTML:
        from pipeline.diff.page import PageView

        return PageView(pair)
    style = Style(colours)
    return show.StatView(style) if stat else show.TextView(style, pair.single, counts=not git)


def _colours(color: Color, git: bool, output: Path | None) -> bool:
    """Whether text is coloured: by itself on a terminal, and in the pager that git shows it in."""
    if color != Color.AUTO:
        return color == Color.ALWAYS
    if output is not None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty() or (git and os.environ.get("GIT_PAGER_IN_USE") == "true")


def _deliver(text: str, output: Path | None) -> None:
    from pipeline import store

    if output is None:
        sys.stdout.write(text)
        return
    try:
        store.write(output, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UsageError(f"{output} can't be written: {store.reason(error)}") from error
