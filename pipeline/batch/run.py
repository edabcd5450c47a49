"""A batch: what is there to do, done by an engine, and kept as it comes."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain
from typing import Protocol

from pipeline.batch.destinations import Destination
from pipeline.batch.fingerprint import Fingerprint, fingerprint
from pipeline.batch.ledger import Entry, Ledger
from pipeline.batch.plan import Plan
from pipeline.batch.report import Report
from pipeline.engines import Engine, InProcess
from pipeline.errors import SourceError
from pipeline.inputs import Columns, Item, Unusable, find
from pipeline.inputs.files import close_kept
from pipeline.shards import Outcome, Settings, Shard

log = logging.getLogger(__name__)

_SHARD_DOCUMENTS = 32
_SHARD_BYTES = 200_000
_WORTH_WORKERS = 1_500_000
"""Bytes of text that take one process longer than it takes to start workers."""
_SAVE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for."""

    inputs: Sequence[str]
    columns: Columns = field(default_factory=Columns)
    jobs: int = 1
    force: bool = False
    retry_errors: bool = False
    prune: bool = False
    leave_out: str | None = None
    """The real path of a folder that is not looked into."""


class Listener(Protocol):
    """Is told of what happens in a run."""

    def begin(self, total: int) -> None:
        """So many descriptions are planned."""

    def unusable(self, unusable: Unusable) -> None:
        """An input stands for no description."""

    def unchanged(self, entry: Entry) -> None:
        """A description was left as it is."""

    def done(self, item: Item, outcome: Outcome) -> None:
        """A description was worked on."""

    def gone(self, shown: str, pruned: bool) -> None:
        """The source of an output is gone."""


def run(
    options: Options,
    settings: Settings,
    destination: Destination,
    listener: Listener,
    engine: Engine | None = None,
) -> Report:
    """Extract what inputs stand for, as far as it is not done.

    Args:
        engine: by default this process, or workers of this machine where there is enough to do.

    Raises:
        UsageError: inputs or output can't be used together, or another run writes there.
        RuleError: nothing can be extracted with these rules.
        OutputError: what is known of the output can't be read.
        BrokenPipeError: nobody takes what is delivered any more.
    """
    began = time.perf_counter()
    report = Report()
    try:
        _run(options, settings, destination, listener, engine, report)
    finally:
        close_kept()
    report.seconds = time.perf_counter() - began
    return report


def _run(
    options: Options,
    settings: Settings,
    destination: Destination,
    listener: Listener,
    engine: Engine | None,
    report: Report,
) -> None:
    plan = Plan()
    found = find(options.inputs, options.columns, options.leave_out)
    for unusable in plan.add(found, destination.unique, destination.shown):
        report.failures["unusable"] += 1
        listener.unusable(unusable)
    destination.check(plan)
    log.info("planned: %d descriptions", plan.total)
    listener.begin(plan.total)
    if report.failures and not plan.total:
        return
    made = fingerprint(settings.rules, settings.model)
    report.settings = made.described
    settings = replace(settings, fingerprint=made.value)
    with destination.opened(plan) as ledger:
        batch = _Batch(options, settings, destination, listener, plan, ledger, made, report)
        batch.work(engine)
        batch.look_for_gone()
        destination.finish(ledger)


@dataclass(slots=True)
class _Batch:
    """The state of one run."""

    options: Options
    settings: Settings
    destination: Destination
    listener: Listener
    plan: Plan
    ledger: Ledger | None
    made: Fingerprint
    report: Report
    saved: float = field(default_factory=time.monotonic)

    def work(self, engine: Engine | None) -> None:
        """Work on what is not done."""
        if self.ledger:
            self.ledger.describe(self.made.value, self.made.described)
        pending = self._pending()
        killed = self.ledger is not None and self.ledger.begin_work()
        if engine is None:
            engine, pending = self._choose_engine(pending, killed)
        self.report.engine = type(engine).__name__
        log.info("worked on by %s", self.report.engine)
        self.report.workers = engine.workers
        running = engine.run(_shards(pending), self.settings)
        try:
            for done in running:
                self._take(done.shard.items, done.outcomes)
        finally:
            running.close()
        if self.ledger:
            self.ledger.end_work()

    def look_for_gone(self) -> None:
        """Tell of outputs whose sources are gone, and remove them where that is asked for."""
        if not self.ledger:
            return
        for output, shown, kept_text in self.ledger.gone():
            self.report.gone += 1
            pruned = self.options.prune or not self.destination.keeps_others
            if pruned:
                self.destination.remove(output, kept_text)
                self.ledger.forget([output])
                self.report.pruned += 1
            self.listener.gone(shown, pruned)

    def _pending(self) -> Iterator[Item]:
        """The descriptions that are to be worked on."""
        for page in self.plan.pages():
            known: dict[int, Entry] = {}
            if self.ledger and not self.options.force:
                known = self.ledger.entries(range(page[0][0], page[-1][0] + 1))
            moved = []
            for position, item in page:
                entry = known.get(position)
                why = "new" if entry is None else self._why_again(item, entry)
                log.debug("%s: %s", item.shown, why or "unchanged")
                if entry is None or why:
                    yield item
                    continue
                if entry.outcome.failure:
                    self.report.failed_before += 1
                else:
                    self.report.unchanged += 1
                if (entry.origin, entry.shown) != (item.origin, item.shown):
                    moved.append(replace(entry, origin=item.origin, shown=item.shown))
                self.listener.unchanged(entry)
            if self.ledger and moved:
                self.ledger.record(moved)

    def _why_again(self, item: Item, entry: Entry) -> str | None:
        """Why a description is worked on again; None where neither it nor anything else has changed."""
        failure = entry.outcome.failure
        if entry.settings != self._settings_of(entry.outcome):
            return "done with other settings"
        if not self.destination.holds(entry):
            return "the output is not as it was written"
        if failure and (self.options.retry_errors or failure.code == "unwritable"):
            return "failed before"
        try:
            digest = sha256(item.read(self.settings.max_size)).hexdigest()
        except (OSError, SourceError):
            digest = None
        return None if digest == entry.outcome.sha256 else "the source has changed"

    def _settings_of(self, outcome: Outcome) -> str:
        if outcome.failure:
            return self.made.with_limits(self.settings.max_size, self.settings.max_time)
        return self.made.value

    def _choose_engine(self, pending: Iterator[Item], killed: bool) -> tuple[Engine, Iterator[Item]]:
        """Workers, unless starting them takes longer than they save.

        Where the last run was killed, a description may have killed it: a worker is at risk then, not this
        process.
        """
        first: list[Item] = []
        size = 0
        for item in pending:
            first.append(item)
            size += item.size if item.size <= self.settings.max_size else 0
            if killed or (size > _WORTH_WORKERS and len(first) > 1):
                from pipeline.engines.local import LocalEngine

                return LocalEngine(self.options.jobs), chain(first, pending)
        return InProcess(), iter(first)

    def _take(self, items: Sequence[Item], outcomes: Sequence[Outcome]) -> None:
        texts = self.ledger.kept_texts([item.output for item in items]) if self.ledger else set()
        self.destination.take(items, outcomes, texts)
        if self.ledger:
            self.ledger.record(
                Entry(item.output, item.origin, item.shown, self._settings_of(outcome), outcome)
                for item, outcome in zip(items, outcomes, strict=True)
            )
            if time.monotonic() - self.saved > _SAVE_SECONDS:
                self.ledger.save()
                self.saved = time.monotonic()
        for item, outcome in zip(items, outcomes, strict=True):
            self.report.add(outcome)
            self.listener.done(item, outcome)


def _shards(items: Iterator[Item]) -> Iterator[Shard]:
    """Items that follow one another, as many as take a worker some tenths of a second."""
    number = size = 0
    some: list[Item] = []
    for item in items:
        some.append(item)
        size += item.size
        if len(some) == _SHARD_DOCUMENTS or size > _SHARD_BYTES:
            yield Shard(number, tuple(some))
            number, size, some = number + 1, 0, []
    if some:
        yield Shard(number, tuple(some))
