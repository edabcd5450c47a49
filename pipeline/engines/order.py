"""Shards that are worked on in any order, and handed back in theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.engines import Done
from pipeline.shards import Outcome, Shard


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a shard: all of it, unless a worker ended at it before."""

    shard: Shard
    """With the number of the whole, and the items of the stretch."""
    first: int = 0
    """The place of its first item in the whole."""
    ended: int = 0
    """How often a worker ended at it."""

    def one_by_one(self) -> Iterator[Piece]:
        """Its items, each alone."""
        for index, item in enumerate(self.shard.items):
            yield Piece(Shard(self.shard.number, (item,)), self.first + index, self.ended + 1)


class Order:
    """The shards that were taken and not handed back, with the outcomes so far."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[Shard, list[Outcome | None]]] = {}

    def __len__(self) -> int:
        return len(self._open)

    def take(self, shard: Shard) -> Piece:
        """Hold a shard, which comes after those that are held."""
        self._open[shard.number] = shard, [None] * len(shard.items)
        return Piece(shard)

    def settle(self, piece: Piece, outcomes: Sequence[Outcome]) -> None:
        """Keep the outcomes of a piece."""
        self._open[piece.shard.number][1][piece.first : piece.first + len(outcomes)] = outcomes

    def finished(self) -> Iterator[Done]:
        """Hand back what is complete, up to the first shard that is not."""
        while self._open:
            number = next(iter(self._open))
            shard, outcomes = self._open[number]
            done = [outcome for outcome in outcomes if outcome is not None]
            if len(done) < len(outcomes):
                return
            del self._open[number]
            yield Done(shard, done)
