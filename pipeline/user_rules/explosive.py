"""Regular expressions whose matching could take time without measure: they are refused, not tried.

Matching explodes where one text can be shared out among repetitions in many ways: `(a+)+`, `(a|aa)+`,
`a*a*a*`. What an expression can match is asked of it, node by node, for a set of sample characters.
"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT)
_IN_A_ROW = 2
"""Repetitions of the same characters one after the other: more make a high power of the length."""
_OPTIONAL = 8
"""Optional parts that one character may stand in: each more doubles the time."""
_SAMPLE = string.ascii_letters + string.digits + string.punctuation + " \n\xa0äÅł–٣"
Characters = frozenset[str]


def explosive(pattern: str, alphabet: Iterable[str] = _SAMPLE) -> bool:
    """Whether matching may explode. Raises re.error where the pattern is none.

    Args:
        pattern: the regular expression.
        alphabet: the characters that it will meet, or a sample of them.
    """
    return _explosive(parser.parse(pattern), tuple(alphabet))


def _explosive(tree: Any, alphabet: Sequence[str]) -> bool:
    row: list[Characters] = []
    optional: Counter[str] = Counter()
    for operator, argument in _flat(tree):
        if operator in _REPEATS and argument[1] == 1:
            optional.update(_any(argument[2], alphabet))
            if optional and max(optional.values()) > _OPTIONAL:
                return True
        if operator in _REPEATS and argument[1] > 1:
            body = argument[2]
            least, most = body.getwidth()
            if least != most and _first(body, alphabet) & _later(body, alphabet):
                return True
            if least == 0 or _ambiguous(body, alphabet):
                return True
            if argument[0] != argument[1]:
                row.append(_any(body, alphabet))
            if len(row) > _IN_A_ROW and frozenset.intersection(*row[-_IN_A_ROW - 1 :]):
                return True
        elif not _may_be_empty(operator, argument):
            row = []
        if any(_explosive(inner, alphabet) for inner in trees_inside(operator, argument)):
            return True
    return False


def _ambiguous(tree: Any, alphabet: Sequence[str]) -> bool:
    """Whether what is repeated may match one text in two ways: each time that it does doubles the time."""
    nodes = list(_flat(tree))
    for at, (operator, argument) in enumerate(nodes):
        if operator is code.BRANCH:
            seen: Characters = frozenset()
            for branch in argument[1]:
                first = _first(branch, alphabet)
                if seen & first:
                    return True
                seen |= first
        varies = operator in _REPEATS and argument[0] != argument[1]
        if varies and _one_any(operator, argument, tree, alphabet) & frozenset().union(
            *(_one_any(*other, tree, alphabet) for other in nodes[:at] + nodes[at + 1 :])
        ):
            return True
        if any(_ambiguous(inner, alphabet) for inner in trees_inside(operator, argument)):
            return True
    return False


def _one_any(operator: Any, argument: Any, tree: Any, alphabet: Sequence[str]) -> Characters:
    """The characters that can stand anywhere in what a node matches."""
    return _any(parser.SubPattern(tree.state, [(operator, argument)]), alphabet)


def _flat(tree: Any) -> Iterator[tuple[Any, Any]]:
    """The nodes of a tree, groups taken apart."""
    for operator, argument in tree:
        if operator is code.SUBPATTERN:
            yield from _flat(argument[3])
        else:
            yield operator, argument


def trees_inside(operator: Any, argument: Any) -> list[Any]:
    """The trees inside a node."""
    if operator in (*_REPEATS, code.POSSESSIVE_REPEAT):
        return [argument[2]]
    if operator is code.SUBPATTERN:
        return [argument[3]]
    if operator is code.BRANCH:
        return list(argument[1])
    if operator is code.ATOMIC_GROUP:
        return [argument]
    if operator in (code.ASSERT, code.ASSERT_NOT):
        return [argument[1]]
    return []


def _may_be_empty(operator: Any, argument: Any) -> bool:
    if operator in (code.AT, code.ASSERT, code.ASSERT_NOT):
        return True
    inner = trees_inside(operator, argument)
    if operator in (*_REPEATS, code.POSSESSIVE_REPEAT) and argument[0] == 0:
        return True
    return bool(inner) and any(tree.getwidth()[0] == 0 for tree in inner)


def _any(tree: Any, alphabet: Sequence[str]) -> Characters:
    """The characters that can stand anywhere in what the tree matches."""
    found: set[str] = set()
    for operator, argument in tree:
        if operator in (code.ASSERT, code.ASSERT_NOT, code.AT):
            continue
        if inner := trees_inside(operator, argument):
            found.update(*(_any(one, alphabet) for one in inner))
        else:
            found |= _one(tree.state, operator, argument, alphabet)
    return frozenset(found)


def _first(tree: Any, alphabet: Sequence[str]) -> Characters:
    """The characters that what the tree matches can begin with."""
    found: set[str] = set()
    for operator, argument in tree:
        if operator in (code.ASSERT, code.ASSERT_NOT, code.AT):
            continue
        if inner := trees_inside(operator, argument):
            found.update(*(_first(one, alphabet) for one in inner))
        else:
            found |= _one(tree.state, operator, argument, alphabet)
        if not _may_be_empty(operator, argument):
            break
    return frozenset(found)


def _later(tree: Any, alphabet: Sequence[str]) -> Characters:
    """The characters that can stand in it after the first one."""
    found: set[str] = set()
    begun = False
    for operator, argument in tree:
        if operator in (code.ASSERT, code.ASSERT_NOT, code.AT):
            continue
        inner = trees_inside(operator, argument)
        repeated = operator in (*_REPEATS, code.POSSESSIVE_REPEAT) and argument[1] > 1
        if begun or repeated:
            whole = (_any(one, alphabet) for one in inner) if inner else ()
            found.update(*whole)
            if not inner:
                found |= _one(tree.state, operator, argument, alphabet)
        else:
            found.update(*(_later(one, alphabet) for one in inner))
        begun = True
    return frozenset(found)


def _one(state: Any, operator: Any, argument: Any, alphabet: Sequence[str]) -> Characters:
    """The characters that a node for a single one matches."""
    if operator in (code.GROUPREF, code.GROUPREF_EXISTS):
        return frozenset(alphabet)  # whatever the group has matched
    node = parser.SubPattern(state, [(operator, argument)])
    return frozenset(filter(compiler.compile(node, state.flags).fullmatch, alphabet))
