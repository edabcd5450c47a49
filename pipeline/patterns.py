"""Token patterns: sequences of token classes, as rules write them, compiled to one regular expression.

A stage gives every token one symbol (a character) by looking its word up in a table; a document is then a
short string of symbols, and a pattern a regular expression over it: ``month of? year`` says what spaCy's
Matcher would say with three dictionaries, and costs nothing where no trigger is. Symbols of a stage are
letters that it chooses itself; a class is a named set of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_ITEM: Final = re.compile(r"\s+|(!?)([a-z][a-z0-9_-]*)|([()|?*+]|\{\d*,?\d*\})|(.)")


class PatternError(ValueError):
    """A pattern that can't be compiled; the message says where and what is allowed."""


class Alphabet:
    """The named token classes of a stage, each a set of symbols."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        self.classes = dict(classes)

    def expression(self, pattern: str) -> str:
        """The regular expression over symbols for a pattern of class names.

        Between names stand blanks; ``?``, ``*``, ``+``, ``{1,3}``, ``( | )`` mean what they do in regular
        expressions, and ``!name`` is a token outside the class.

        Raises PatternError on an unknown class or a stray character.
        """
        out = []
        for m in _ITEM.finditer(pattern):
            negation, name, operator, stray = m.groups()
            if stray is not None:
                raise PatternError(f"{stray!r} at {m.start()} in pattern {pattern!r} means nothing")
            if name is not None:
                if name not in self.classes:
                    known = ", ".join(sorted(self.classes))
                    raise PatternError(f"unknown token class {name!r} in pattern {pattern!r}; known: {known}")
                if not self.classes[name]:
                    raise PatternError(f"token class {name!r} has no symbols: {pattern!r} can never match")
                out.append(f"[{'^' if negation else ''}{re.escape(self.classes[name])}]")
            elif operator is not None:
                out.append("(?:" if operator == "(" else operator)
        return "".join(out)

    def compile(self, pattern: str) -> re.Pattern[str]:
        """`expression`, compiled."""
        try:
            return re.compile(self.expression(pattern))
        except re.error as error:
            raise PatternError(f"pattern {pattern!r}: {error}") from error
