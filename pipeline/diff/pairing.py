"""Pairing what stands in two texts, in linear time.

Whatever is paired is a `Node` in a chain: mentions in their section, work packages in their project. Pairs
have equal keys, and nothing is compared with everything: first come keys that occur once on each side with
their neighbours, or with the nearer one, then keys that occur once, then the neighbours of what is paired,
then the rest in the order of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Generic, Self, TypeVar


class Node:
    """Something in a text: its neighbours, its place among them, its partner on the other side."""

    __slots__ = ("next", "partner", "place", "previous")

    def __init__(self) -> None:
        self.place = 0
        self.previous: Self | None = None
        self.next: Self | None = None
        self.partner: Self | None = None

    @property
    def look(self) -> Hashable:
        """By what a neighbour is known."""
        raise NotImplementedError

    @property
    def company(self) -> Hashable | None:
        """The neighbour that it belongs with rather than with the other: its side and its look."""
        return None


N = TypeVar("N", bound=Node)
Key = Callable[[N], Hashable | None]
"""By what nodes are paired; None pairs with nothing."""


def chain(nodes: Sequence[N]) -> None:
    """Make the nodes neighbours in this order."""
    before: N | None = None
    for place, node in enumerate(nodes):
        node.place = place
        node.previous = before
        if before is not None:
            before.next = node
        before = node


def join(old: N, new: N) -> None:
    """Make a pair."""
    old.partner, new.partner = new, old


class Pairing(Generic[N]):
    """The nodes of two sides, and the ways to pair those that are still alone."""

    def __init__(self, old: Sequence[N], new: Sequence[N]) -> None:
        self._old, self._new = old, new

    def equal(self, key: Key[N]) -> None:
        """Pair nodes of equal keys: neighbourhood first, order last."""
        old, new = alone(self._old, key), alone(self._new, key)
        if not old or not new:
            return
        _pair_unique(_neighbourhoods(old), _neighbourhoods(new))
        _pair_unique(_companies(_still_alone(old)), _companies(_still_alone(new)))
        _pair_unique(_still_alone(old), _still_alone(new))
        self._spread(key)
        _pair_in_order(_still_alone(old), _still_alone(new))

    def in_place(self, key: Key[N]) -> None:
        """Pair nodes that stand between the same pairs, where each side has one of a key there."""
        places = (_gaps(self._old, old_side=True), _gaps(self._new, old_side=False))
        old, new = (
            [(node, (gap, said)) for node, gap in side if (said := key(node)) is not None] for side in places
        )
        _pair_unique(old, new)

    def _spread(self, key: Key[N]) -> None:
        """Pair the neighbours of pairs, and theirs, forwards and backwards."""
        for node in self._old:
            if node.partner is not None:
                _pair_neighbours(node.next, node.partner.next, key)
        for node in reversed(self._old):
            if node.partner is not None:
                _pair_neighbours(node.previous, node.partner.previous, key)


def alone(nodes: Iterable[N], key: Key[N]) -> list[tuple[N, Hashable]]:
    """The nodes without a partner, each with its key."""
    return [(node, said) for node in nodes if node.partner is None and (said := key(node)) is not None]


def in_order(nodes: Iterable[N]) -> set[N]:
    """The most nodes of a side whose partners stand in the same order: the longest increasing run."""
    paired = [(node, node.partner.place) for node in nodes if node.partner is not None]
    tails: list[int] = []  # the least place that ends a run of each length
    ends: list[int] = []  # and which node that is
    before: list[int] = []
    for index, (_, place) in enumerate(paired):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(place)
            ends.append(index)
        else:
            tails[length], ends[length] = place, index
    kept: set[N] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(paired[at][0])
        at = before[at]
    return kept


_Keyed = Iterable[tuple[N, Hashable]]


def _neighbourhoods(keyed: Iterable[tuple[N, Hashable]]) -> list[tuple[N, Hashable]]:
    return [
        (
            node,
            (
                node.previous.look if node.previous is not None else None,
                said,
                node.next.look if node.next is not None else None,
            ),
        )
        for node, said in keyed
    ]


def _companies(keyed: Iterable[tuple[N, Hashable]]) -> list[tuple[N, Hashable]]:
    return [(node, (said, node.company)) for node, said in keyed if node.company is not None]


def _still_alone(keyed: Iterable[tuple[N, Hashable]]) -> list[tuple[N, Hashable]]:
    return [(node, said) for node, said in keyed if node.partner is None]


def _pair_unique(old: Iterable[tuple[N, Hashable]], new: Iterable[tuple[N, Hashable]]) -> None:
    others = _unique(new)
    for said, node in _unique(old).items():
        other = others.get(said)
        if node is not None and other is not None:
            join(node, other)


def _unique(keyed: Iterable[tuple[N, Hashable]]) -> dict[Hashable, N | None]:
    """Nodes by key; None where several have it."""
    found: dict[Hashable, N | None] = {}
    for node, said in keyed:
        found[said] = None if said in found else node
    return found


def _pair_neighbours(old: N | None, new: N | None, key: Key[N]) -> None:
    if old is None or new is None or old.partner is not None or new.partner is not None:
        return
    said = key(old)
    if said is not None and said == key(new):
        join(old, new)


def _pair_in_order(old: Iterable[tuple[N, Hashable]], new: Iterable[tuple[N, Hashable]]) -> None:
    waiting: dict[Hashable, list[N]] = {}
    for node, said in new:
        waiting.setdefault(said, []).append(node)
    for queue in waiting.values():
        queue.reverse()
    for node, said in old:
        if queue := waiting.get(said, []):
            join(node, queue.pop())


def _gaps(nodes: Sequence[N], old_side: bool) -> list[tuple[N, Hashable]]:
    """The nodes that are alone, each with the places, on the new side, of the pairs around it."""
    befores: list[int] = []
    last = -1
    for node in nodes:
        befores.append(last)
        if node.partner is not None:
            last = node.partner.place if old_side else node.place
    found: list[tuple[N, Hashable]] = []
    following = -1
    for node, before in zip(reversed(nodes), reversed(befores), strict=True):
        if node.partner is None:
            found.append((node, (before, following)))
        else:
            following = node.partner.place if old_side else node.place
    return found


def merged(old: Sequence[N], new: Sequence[N]) -> Iterator[tuple[N | None, N | None]]:
    """The pairs and what is new, in the new order; what is gone comes after what it stood behind.

    What is paired with a node of another sequence is told there.
    """
    gone: dict[int, list[N]] = {}
    last = -1
    for node in old:
        if node.partner is None:
            gone.setdefault(last, []).append(node)
        elif node.partner.place < len(new) and new[node.partner.place] is node.partner:
            last = node.partner.place
    yield from ((node, None) for node in gone.get(-1, ()))
    for node in new:
        yield node.partner, node
        yield from ((other, None) for other in gone.get(node.place, ()))
