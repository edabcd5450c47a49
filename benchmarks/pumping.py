"""Texts that keep a regular expression busy, made from its own parse tree.

Each repetition in an expression is a place where matching may go on for long: a text is made that leads
there and then gives it more and more to repeat. Whole matches repeated are the other kind.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from pipeline.user_rules.explosive import trees_inside

_LONG = 4
"""Repetitions of fewer times than this can't go on for long."""
_LETTERS = "a\u00e9Z5 .,-\n(\u2013"
"""What stands for "any character" and for the members of negated sets, the first that fits."""
_CATEGORIES = {
    code.CATEGORY_DIGIT: "7",
    code.CATEGORY_NOT_DIGIT: "a",
    code.CATEGORY_SPACE: " ",
    code.CATEGORY_NOT_SPACE: "a",
    code.CATEGORY_WORD: "b",
    code.CATEGORY_NOT_WORD: "-",
}


@dataclass(frozen=True, slots=True)
class Pump:
    """A text that begins with `lead` and goes on with `body` over and over."""

    lead: str
    body: str

    def text(self, length: int) -> str:
        """The text of so many characters."""
        return (self.lead + self.body * (length // len(self.body) + 1))[:length]


def pumps(pattern: re.Pattern[str], seed: int = 0) -> Iterator[Pump]:
    """Whole matches repeated (glued, in a line, in lines), then each repetition of the expression."""
    chance = random.Random(seed)
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    if whole := _sample(tree, chance):
        for glue in ("", " ", "\n"):
            yield Pump("", whole + glue)
    for lead, body in _repetitions(tree, "", chance):
        if body:
            yield Pump(lead, body)


def _repetitions(tree: Any, lead: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    for operator, argument in tree:
        for inner in trees_inside(operator, argument):
            if operator in _REPEATS and argument[1] >= _LONG:
                yield lead, _sample(inner, chance)
            yield from _repetitions(inner, lead, chance)
        lead += _sample([(operator, argument)], chance)


_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


def _sample(tree: Any, chance: random.Random) -> str:
    """A text that the tree matches, or nearly: looks around are left out."""
    out = []
    for operator, argument in tree:
        if operator is code.LITERAL:
            out.append(chr(argument))
        elif operator is code.NOT_LITERAL:
            out.append(next(c for c in _LETTERS if ord(c) != argument))
        elif operator is code.ANY:
            out.append("x")
        elif operator is code.IN:
            out.append(_member(argument, chance))
        elif operator in _REPEATS:
            least, most, inner = argument
            times = chance.randint(least, min(most, max(least, 2)))
            out += [_sample(inner, chance) for _ in range(times)]
        elif operator is code.BRANCH:
            out.append(_sample(chance.choice(argument[1]), chance))
        elif operator in (code.SUBPATTERN, code.ATOMIC_GROUP):
            out.append(_sample(trees_inside(operator, argument)[0], chance))
    return "".join(out)


def _member(members: Any, chance: random.Random) -> str:
    """A character of a set."""
    if members[0][0] is code.NEGATE:
        return next((c for c in _LETTERS if not any(_holds(m, c) for m in members[1:])), "\u2603")
    operator, argument = chance.choice(members)
    if operator is code.LITERAL:
        return chr(argument)
    if operator is code.RANGE:
        return chr(chance.randint(*argument))
    return _CATEGORIES[argument]


def _holds(member: Any, character: str) -> bool:
    operator, argument = member
    if operator is code.LITERAL:
        return ord(character) == int(argument)
    if operator is code.RANGE:
        return bool(argument[0] <= ord(character) <= argument[1])
    found = {
        code.CATEGORY_DIGIT: r"\d",
        code.CATEGORY_NOT_DIGIT: r"\D",
        code.CATEGORY_SPACE: r"\s",
        code.CATEGORY_NOT_SPACE: r"\S",
        code.CATEGORY_WORD: r"\w",
        code.CATEGORY_NOT_WORD: r"\W",
    }[argument]
    return re.match(found, character) is not None
