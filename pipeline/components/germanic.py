"""Where clauses begin in languages with the verb second or last, told by symbols (see `grammar`)."""

from __future__ import annotations

import re
from typing import Final

_FINAL_CLAUSE: Final = re.compile(
    r"T(?:(?=[DNXCYjAPQ«])(?:(?<=[,.;:*\n]T)|(?<=\AT))|(?=[DNXCYjAPOQ«»]{1,14}+T[fn]))"
)
"""Where a clause of purpose begins, whose verb stands at its end ("um … zu")."""
_RELATIVE: Final = re.compile(r",(?:D|P(?=D))(?=D?(?:[PQDZ]|A++[DPQ]|j++D))")
"""An article after a comma that begins no noun phrase, but a relative clause ("ein Film, der im Mai …")."""
_RESUMED: Final = re.compile(r",(?<=[fpvnbBhaMF],)(?=[fpbBhaMF]|vD)")
"""A comma between the last verb of an inserted clause and the finite verb of the main clause."""
_NEXT_CLAUSE: Final = re.compile(r",(?=&?[DNXCYZjOP]{1,8}+[bBhaMF])|,(?=&?[PZ][DNXCYZjOP]{0,7}+[fp])")
"""A comma after which one phrase and an auxiliary in second place begin another main clause."""


def inserted_clauses(symbols: str) -> str:
    """The symbols with the openings of purposes and relative clauses, and with a stop behind these."""
    opened = _RELATIVE.sub(",R", _FINAL_CLAUSE.sub("S", symbols))
    return _RESUMED.sub(";", opened)


def next_clauses(symbols: str) -> str:
    """The symbols with a stop for each comma between two main clauses."""
    return _NEXT_CLAUSE.sub(";", symbols)
