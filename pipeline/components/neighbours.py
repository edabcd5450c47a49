"""Words that can be two things, as the words beside them show."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from pipeline.components.grammar import Grammar, Word

_MAYBE_PARTICIPLE: Final = re.compile(r"j(?:(?<=[he]j)|(?<=[he]Aj)|(?<=&j)(?=[DN]))")
_MAYBE_OUTPUT: Final = re.compile(r"v(?:(?<=Dv)(?![XCgnjN«])|(?=:)(?:(?<=[.\n:;*]v)|(?<=\Av)))")
_NOUN_NOT_BEEN: Final = re.compile("e(?![vj])(?<=[DO]e)")
"""A participle of "be" that is a noun where it has an article ("el estado", "lo stato", "d'été")."""
_MAYBE_RUN: Final = re.compile("v(?=O)(?<=[XC]v)")
_CLAUSE_AFTER: Final = re.compile(
    r"P(?=[DN]{0,2}[jXC]{1,6}(?:[PO][DN]{0,2}[jXC]{1,6}){0,3}(?:[hB]|he)v)(?:(?<=[.\n:;*]P)|(?<=\AP))"
)
_COLLECTIVE: Final = re.compile("O(?=[XCj])(?<=NO)")
_PLACE_APART: Final = re.compile("Y(?=X)(?<=PY)")


def by_neighbours(symbols: str, words: Sequence[str], grammar: Grammar, entry: Callable[[int], Word]) -> str:
    """The symbols of a text, with those changed that neighbours decide; `entry` is that of a token."""

    def participle(found: re.Match[str]) -> str:
        """Of a word after "have", "been" or "and" that is an adjective elsewhere ("ha aperto una scuola")."""
        return "v" if "part" in entry(found.start()).forms else "j"

    def run(found: re.Match[str]) -> str:
        """Of a participle before "of" that can be a noun ("a test run of the shuttle")."""
        return "v" if entry(found.start()).kind in (None, "none") else "X"

    def conjunction(found: re.Match[str]) -> str:
        """Of a preposition that opens a clause of its own ("After a survey had been made, …")."""
        return "S" if words[found.start()].lower() in grammar.since else "P"

    def output(found: re.Match[str]) -> str:
        """Of a participle that may name what was delivered ("i risultati sono", "Prodotti:")."""
        return "X" if words[found.start()].lower() in grammar.outputs else "v"

    def of_number(found: re.Match[str]) -> str:
        """Of "of", perhaps between a noun that counts and what it counts ("une dizaine de panneaux")."""
        return "D" if words[found.start() - 1].lower() in grammar.collective else "O"

    symbols = _NOUN_NOT_BEEN.sub("X", symbols)
    symbols = _MAYBE_PARTICIPLE.sub(participle, symbols)
    if grammar.head_last:
        symbols = _CLAUSE_AFTER.sub(conjunction, _MAYBE_RUN.sub(run, symbols))
    symbols = _MAYBE_OUTPUT.sub(output, symbols)
    if grammar.collective:
        symbols = _COLLECTIVE.sub(of_number, symbols)
    return symbols if grammar.head_last else _PLACE_APART.sub("y", symbols)
