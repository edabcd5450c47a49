"""What modifies a number opens the phrase of the number: "more than forty workshops", "over 300 trees"."""

from __future__ import annotations

import re
from typing import Final

from spacy.tokens import Doc

from pipeline.components.grammar import Grammar
from pipeline.document import findings, view

_LONGEST: Final = 4  # words of "in the region of", "not less than"
_NO_AMOUNT: Final = re.compile("(?:[XCYju»)]|[bBea]v)$")


def join_amounts(doc: Doc, grammar: Grammar, symbols: bytearray) -> None:
    """Make determiners of the words that modify a counted number: they are no complement of another phrase.

    A preposition after a noun stays one ("trails around four villages"), and so it does in the passive.
    """
    words = view(doc).words
    for count in findings(doc).counts:
        if count.modifier is None or count.rule == "counts.measure":
            continue
        at = count.first
        for length in range(min(_LONGEST, at), 0, -1):
            first = at - length
            if " ".join(words[first:at]).lower() in grammar.amounts:
                before = symbols[max(0, first - 2) : first].decode("latin-1")
                if length > 1 or _NO_AMOUNT.search(before) is None:
                    symbols[first:at] = b"D" * length
                break
