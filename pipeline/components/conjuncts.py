"""Conjuncts: the parts of a clause that "and" joins and that have a subject and a finite verb each."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

_SUBJECT: Final = re.compile(r"&(?=[DNXCjnYLgOPAZu'«»\"-]{1,16}[bBMFhIpf])")
"""Before a subject and its verb: "…, and a course is due to start"."""
_PREDICATE: Final = re.compile(r"&(?=[QA!u]{0,3}[bBhMFfpa]+[AvbBu]*(?:PD?[YZ])?[DNXC])")
"""The same where subjects follow their verbs: "… y se han instalado 300 paneles"."""
_FINITE: Final = re.compile("[bBMFhIpfvi](?:(?<!v)|(?<=[XCQ]v)(?=[DN]))")


def conjuncts(symbols: str, clause: tuple[int, int], free_order: bool) -> list[int]:
    """Where the conjuncts of a clause begin, the first one with it, and last where the clause ends.

    Only after a verb does "and" join clauses: "a manual and a film were made" is one.

    Args:
        symbols: one a token, as `grammar` gives them.
        free_order: whether subjects may follow their verbs.
    """
    first, last = clause
    starts: set[int] = set()
    if symbols.find("&", first, last) >= 0 and (finite := _FINITE.search(symbols, first, last)) is not None:
        for pattern in (_SUBJECT, _PREDICATE) if free_order else (_SUBJECT,):
            starts.update(m.end() for m in pattern.finditer(symbols, finite.end(), last))
    return [first, *sorted(starts), last]


def conjunct(bounds: list[int], at: int) -> tuple[int, int]:
    """The tokens of the conjunct that holds a token."""
    n = bisect_right(bounds, at, 1, len(bounds) - 1)
    return bounds[n - 1], bounds[n]
