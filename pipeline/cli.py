"""Commands and nothing else."""

from __future__ import annotations


def main() -> None:
    """The command `factsheet`."""
