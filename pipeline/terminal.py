"""The console that commands write to: text as it is, and a closed pipe left to the command."""

from __future__ import annotations

import sys

from rich.console import Console

_WIDTH = 160
"""Columns of what goes into a file or a pipe."""


class Terminal(Console):
    """Takes no markup from the text; wraps lines on a terminal only."""

    def __init__(self, stderr: bool = False) -> None:
        stream = sys.stderr if stderr else sys.stdout
        plain = not stream.isatty()
        super().__init__(
            stderr=stderr,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=plain,
            width=_WIDTH if plain else None,
        )

    def on_broken_pipe(self) -> None:
        """Let the BrokenPipeError through; rich would end the process without a word."""
        raise BrokenPipeError
