"""Chunks are told by sorts of symbols where those decide: the same as by the expression that defines them."""

from __future__ import annotations

from random import Random

import pytest

from pipeline.components import chunks

SYMBOLS = "DNOPTMSRQ!bBeihamFIvpfngjAuXCLYyZ,;.:()«»\"'-/&*\nx"
USUAL = "XXXXCDPNOvjuZ,&bT"
SINGLE = {",": "comma", "O": "of", "&": "also", "P": "preposition"}


def by_expression(symbols: str) -> list[tuple[str, int, int]]:
    found, at = [], 0
    while at < len(symbols):
        m = chunks._CHUNK.match(symbols, at)
        kind, end = chunks._KINDS[m.lastindex], m.end()
        if kind == "other":
            kind = SINGLE.get(symbols[at], kind)
        while kind == "preposition" and symbols[at] == "P" and symbols[end : end + 1] == "P":
            end += 1
        found.append((kind, at, end))
        at = end
    return found


@pytest.mark.parametrize("seed", range(5))
def test_sorts_of_symbols_tell_the_same_chunks_as_the_expression(seed):
    chance = Random(seed)
    for _ in range(2000):
        rare = (chance.random() < 0.4 for _ in range(chance.randint(1, 14)))
        symbols = "".join(chance.choice(SYMBOLS if one else USUAL) for one in rare)
        sorts = symbols.encode("latin-1").translate(chunks._SORTS)
        told = chunks._chunks(symbols, sorts, 0, len(symbols))
        assert [(c.type, c.first, c.last) for c in told] == by_expression(symbols), symbols
