"""A shard of a batch: a few descriptions that are worked on together, on this machine or on another.

`work` is all that an engine has to call. It can be called anywhere, and again: what it writes for a shard is
the same each time, and is there whole or not at all.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from pipeline.collector import collector_paused
from pipeline.errors import RuleError, SourceError
from pipeline.inputs.item import Item, TooLargeError
from pipeline.outputs.targets import Target, Writer, Written
from pipeline.source import TOGETHER, TOGETHER_CHARACTERS, Source
from pipeline.store import reason
from pipeline.time_limit import TooSlowError, time_limit
from schemas import Project

if TYPE_CHECKING:
    from pipeline.extractor import Extractor


@dataclass(frozen=True, slots=True)
class Settings:
    """How shards are worked on. Can be pickled."""

    target: Target
    rules: str | None = None
    """The folder of the user's rules."""
    model: str | None = None
    fingerprint: str = ""
    """Of rules and model: an extractor that was made of others is not used."""
    max_size: int = 20_000_000
    """Bytes of one description."""
    max_time: float = 300
    """Seconds for one description; 0 is no limit."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Some descriptions that follow one another in the batch."""

    number: int
    """Counts from 0, in the order of the batch."""
    items: tuple[Item, ...]
    alone: bool = False
    """Whether each is worked on by itself, so that it is known at which of them a process ends."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a description has no output."""

    code: str
    """unreadable, too large, too slow, crashed, unwritable, or error (a fault of Factsheet)."""
    message: str
    """One sentence."""


class Counts(NamedTuple):
    """What was found in a description."""

    packages: int = 0
    cities: int = 0
    dates: int = 0
    counts: int = 0
    deliverables: int = 0
    warnings: int = 0

    @property
    def mentions(self) -> int:
        """Mentions of all classes."""
        return self.cities + self.dates + self.counts + self.deliverables


@dataclass(frozen=True)  # no slots: see Item
class Outcome:
    """What became of one description: a small record, in the order of the shard's items."""

    failure: Failure | None = None
    sha256: str | None = None
    """Of the description's bytes; None where they could not be read."""
    counts: Counts = field(default_factory=Counts)
    written: Written = field(default_factory=Written)


@collector_paused()
def work(
    shard: Shard, settings: Settings, starting: Callable[[int, int], None] = lambda index, number: None
) -> list[Outcome]:
    """Read, extract and write the descriptions of a shard. One that fails stops no other.

    Without Python's collector of cycles: it would go through the projects of many descriptions, which have
    none, and through all the words of the languages.

    Args:
        starting: called before items are worked on, with the index of the first and how many they are.

    Raises:
        RuleError, UsageError: nothing can be extracted with these rules or this model.
    """
    extractor = _extractor(settings.rules, settings.model, settings.fingerprint)
    writer = settings.target.writer()
    outcomes: list[Outcome] = []
    alone = len(shard.items) if shard.alone else 0
    """Items before this one are worked on by themselves."""
    while (index := len(outcomes)) < len(shard.items):
        together = [] if index < alone else _read_together(shard.items, index, settings, starting)
        starting(index, max(1, len(together)))
        projects = _extract_together(together, settings, extractor) if len(together) > 1 else None
        if projects is None:
            alone = max(alone, index + len(together))
            outcomes.append(_work_on(shard.items[index], settings, extractor, writer))
        else:
            for item, source, project in zip(shard.items[index:], together, projects, strict=False):
                outcomes.append(_put(item, source, project, writer))
    try:
        writer.finish()
    except OSError as error:
        failure = _unwritable(error)
        outcomes = [o if o.failure else replace(o, failure=failure) for o in outcomes]
    return outcomes


def _work_on(item: Item, settings: Settings, extractor: Extractor, writer: Writer) -> Outcome:
    data: bytes | None = None
    try:
        with time_limit(settings.max_time):
            data = item.read(settings.max_size)
            source = item.source(data)
            project = extractor.extract_source(source)
    except RuleError:  # no description can be extracted then
        raise
    except Exception as error:  # even a fault of ours in one description must not cost the others
        return Outcome(failure_of(error), None if data is None else sha256(data).hexdigest())
    return _put(item, source, project, writer)


def _read_together(
    items: Sequence[Item], first: int, settings: Settings, starting: Callable[[int, int], None]
) -> list[Source]:
    """Items from `first` on, as many as are worked on together, up to one that can't be read."""
    sources: list[Source] = []
    characters = 0
    for index in range(first, min(first + TOGETHER, len(items))):
        starting(index, 1)
        item = items[index]
        try:
            with time_limit(settings.max_time):
                sources.append(item.source(item.read(settings.max_size)))
        except Exception:  # it is read once more by itself, which tells what is wrong
            break
        characters += len(sources[-1].text)
        if characters > TOGETHER_CHARACTERS:
            break
    return sources


def _extract_together(
    sources: list[Source], settings: Settings, extractor: Extractor
) -> list[Project] | None:
    """Their projects; None where one of them fails, whichever it is."""
    try:
        with time_limit(settings.max_time):
            return list(extractor.pipe(sources))
    except RuleError:
        raise
    except Exception:
        return None


def _put(item: Item, source: Source, project: Project, writer: Writer) -> Outcome:
    try:
        written = writer.put(item, project, source.text if item.form == "page" else None)
    except OSError as error:
        return Outcome(_unwritable(error), source.sha256)
    except Exception as error:
        return Outcome(failure_of(error), source.sha256)
    return Outcome(None, source.sha256, _count(project), written)


def failure_of(error: Exception) -> Failure:
    """The failure that an error in reading or extracting a description is."""
    if isinstance(error, TooLargeError):
        return Failure("too large", str(error))
    if isinstance(error, TooSlowError):
        return Failure("too slow", str(error))
    if isinstance(error, SourceError):
        return Failure("unreadable", str(error))
    if isinstance(error, OSError):
        return Failure("unreadable", f"it can't be read: {reason(error)}")
    if isinstance(error, MemoryError):
        return Failure("too large", "there is not enough memory for it")
    said = str(error).partition("\n")[0]
    return Failure("error", f"an error in Factsheet, please report it: {type(error).__name__}: {said}")


def _unwritable(error: OSError) -> Failure:
    return Failure("unwritable", f"its output can't be written: {reason(error)}")


def _count(project: Project) -> Counts:
    sections = (project.overview, *project.work_packages)
    return Counts(
        len(project.work_packages),
        sum(len(s.cities) for s in sections),
        sum(len(s.dates) for s in sections),
        sum(len(s.counts) for s in sections),
        sum(len(s.deliverables) for s in sections),
        len(project.warnings),
    )


@lru_cache(maxsize=1)
def _extractor(rules: str | None, model: str | None, fingerprint: str) -> Extractor:
    """One extractor for each process."""
    from pipeline.extractor import Extractor

    return Extractor(rules, model)


def drop_extractor() -> None:
    """Have the next shard make an extractor anew: what the last one kept of the texts goes."""
    _extractor.cache_clear()
    gc.collect()
