"""What a run did, in figures: for the summary line, the table, and the JSON of `--report`."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pipeline.engines import Workers
from pipeline.shards import Counts, Outcome


@dataclass(slots=True)
class Report:
    """The figures of one run."""

    documents: int = 0
    """Extracted and written in this run."""
    unchanged: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    """In this run, by code; inputs that stand for no description are `unusable`."""
    failed_before: int = 0
    """Not tried again."""
    gone: int = 0
    """Outputs whose sources are gone."""
    pruned: int = 0
    found: Counter[str] = field(default_factory=Counter)
    """Work packages, mentions of each class and warnings of the documents of this run."""
    seconds: float = 0.0
    workers: Workers = field(default_factory=Workers)
    engine: str = ""
    settings: dict[str, str | None] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """Count what became of a description."""
        if outcome.failure:
            self.failures[outcome.failure.code] += 1
            return
        self.documents += 1
        counts: Counts = outcome.counts
        for name in Counts._fields:
            self.found[name] += getattr(counts, name)

    @property
    def failed(self) -> int:
        """Failures of this run and of earlier ones that still stand."""
        return self.failures.total() + self.failed_before

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds if self.seconds else 0.0

    @property
    def mentions(self) -> int:
        """Mentions of all classes."""
        return sum(self.found[name] for name in ("cities", "dates", "counts", "deliverables"))

    @property
    def summary(self) -> str:
        """One line."""
        said = [
            many(self.documents, "document"),
            many(self.found["packages"], "work package"),
            many(self.mentions, "mention"),
            many(self.found["warnings"], "warning"),
            many(self.failed, "failure"),
        ]
        if self.unchanged:
            said.append(f"{self.unchanged} unchanged")
        return ", ".join(said)

    def as_json(self) -> dict[str, Any]:
        """All figures."""
        return {
            "documents": self.documents,
            "unchanged": self.unchanged,
            "failures": dict(sorted(self.failures.items())),
            "failed_before": self.failed_before,
            "sources_gone": self.gone,
            "outputs_pruned": self.pruned,
            "found": {name: self.found[name] for name in Counts._fields},
            "seconds": round(self.seconds, 3),
            "documents_per_second": round(self.rate, 1),
            "engine": self.engine,
            "workers": {
                "number": self.workers.number,
                "started": self.workers.started,
                "crashed": self.workers.crashed,
                "most_memory_mb": round(self.workers.memory / 1e6, 1),
            },
            "settings": self.settings,
        }

    def to_json(self) -> bytes:
        """All figures, as a file."""
        return json.dumps(self.as_json(), indent=2, ensure_ascii=False).encode() + b"\n"

    def rows(self) -> list[tuple[str, str]]:
        """The table: what was counted, and the figure."""
        rows = [
            ("documents", f"{self.documents:,}"),
            ("unchanged", f"{self.unchanged:,}"),
            ("failures", f"{self.failures.total():,}"),
            *((f"  {code}", f"{number:,}") for code, number in sorted(self.failures.items())),
            ("failed before", f"{self.failed_before:,}"),
            (
                "sources gone",
                f"{self.gone:,}" + (f" ({self.pruned:,} outputs removed)" if self.pruned else ""),
            ),
            ("work packages", f"{self.found['packages']:,}"),
            *((name, f"{self.found[name]:,}") for name in ("cities", "dates", "counts", "deliverables")),
            ("warnings", f"{self.found['warnings']:,}"),
            ("time", f"{self.seconds:,.1f} s"),
            ("rate", f"{self.rate:,.1f} documents/s"),
            ("workers", f"{self.workers.number} ({self.engine}), {self.workers.crashed} crashed"),
            ("memory of a worker", f"{self.workers.memory / 1e6:,.0f} MB at most"),
        ]
        return [row for row in rows if row[1] != "0" or row[0] in ("documents", "failures")]


def many(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
