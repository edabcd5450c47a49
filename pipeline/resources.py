"""Words and rules other than the shipped ones: an Extractor holds its own, and nothing else sees them.

`cached` functions make what they make once for the shipped words and rules, and once more for each
`Resources` in whose `using` they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from pipeline.lexicon import Lexicon
    from pipeline.ruleset import Rule

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


@dataclass(frozen=True, slots=True, eq=False)
class Resources:
    """What a user's folder makes of the languages and rules that it touches."""

    lexicons: Mapping[str, Lexicon]
    """By code."""
    rules: Mapping[str, dict[str, Rule]]
    """By stage: all rules of the stage by id."""
    disabled: frozenset[str] = frozenset()
    """Ids of rules whose mentions are dropped."""
    made: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What `cached` functions have made of them."""


_IN_USE: Final[ContextVar[Resources | None]] = ContextVar("factsheet_resources", default=None)
in_use = _IN_USE.get
"""The Resources in use, None where they are those that Factsheet ships."""


@contextmanager
def using(resources: Resources | None) -> Iterator[None]:
    """Read words and rules from these Resources, in this thread."""
    token = _IN_USE.set(resources)
    try:
        yield
    finally:
        _IN_USE.reset(token)


def cached(make: Callable[[*Ts], T]) -> Callable[[*Ts], T]:
    """`functools.cache` for what depends on words or rules: kept apart for each Resources."""
    shipped = cache(make)

    @wraps(make)
    def get(*args: *Ts) -> T:
        resources = in_use()
        if resources is None:
            return shipped(*args)
        key = make, args
        if key not in resources.made:
            resources.made[key] = make(*args)
        value: T = resources.made[key]
        return value

    return get
