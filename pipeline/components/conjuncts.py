"""Conjuncts: the parts of a clause that "and" joins and that have a subject and a finite verb each."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

_SUBJECT: Final = re.compile(r",?&(?=[DNXCjnYLgOPAZu'«»\"-]{1,16}[bBMFhIpf])")
"""Before a subject and its verb: "…, and a course is due to start"."""
_PREDICATE: Final = re.compile(r",?&(?=[QA!u]{0,3}[bBhMFfpa]+[AvbBu]*[DNXC])")
"""The same where subjects follow their verbs: "… y se han instalado 300 paneles"."""
_FINITE: Final = re.compile("[bBMFhIpf]|(?<=[XCQ])v(?=[DN])")


def conjunct(symbols: str, clause: tuple[int, int], at: int, free_order: bool) -> tuple[int, int]:
    """The tokens of the conjunct of a clause that holds a token.

    Only after a verb does "and" join clauses: "a manual and a film were made" is one.

    Args:
        symbols: one a token, as `grammar` gives them.
        free_order: whether subjects may follow their verbs.
    """
    first, last = clause
    finite = _FINITE.search(symbols, first, last)
    if finite is None:
        return clause
    starts = [m.end() for m in _SUBJECT.finditer(symbols, finite.end(), last)]
    if free_order:
        starts = sorted({*starts, *(m.end() for m in _PREDICATE.finditer(symbols, finite.end(), last))})
    n = bisect_right(starts, at)
    return starts[n - 1] if n else first, starts[n] if n < len(starts) else last
