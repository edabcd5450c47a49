"""The figures that an evaluation counts, and the errors behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

OVERALL = ("work_packages", "cities", "dates", "counts", "deliverables")
"""The tasks whose mean F1 is the overall figure."""
TASKS = (
    "work_packages",
    "work_package_ends",
    "cities_found",
    "cities",
    "dates_found",
    "dates",
    "counts",
    "deliverables",
    "deliverable_cities",
    "deliverable_dates",
)
SHARES = (
    "mention_in_right_work_package",
    "work_package_title",
    "deliverable_kind",
    "deliverable_status",
    "deliverable_count",
    "deliverable_span_exact",
    "header_fields",
    "date_modifier",
)


@dataclass(slots=True)
class Tally:
    """True positives, false positives, false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """Share of the predictions that are right."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(slots=True)
class Share:
    """How many of those that could be judged are right."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """One more that was judged."""
        self.right += right
        self.of += 1

    @property
    def share(self) -> float | None:
        """The right ones among them, None where there was nothing to judge."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Error:
    """Gold that was missed, or a prediction that is spurious or wrong, with the rule that made it."""

    task: str
    """The task or share that it counts in."""
    document: str
    kind: str
    """"missed", "spurious", or "wrong": found, with a wrong attribute."""
    start: int
    end: int
    text: str
    says: str
    """The value, name or kind; of what is wrong, what was found and what gold has."""
    rule: str = ""


@dataclass(slots=True)
class Figures:
    """What was counted over some documents."""

    documents: int = 0
    without_output: list[str] = field(default_factory=list)
    tasks: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in TASKS})
    shares: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in SHARES})
    errors: list[Error] = field(default_factory=list)
    rules: dict[str, Share] = field(default_factory=dict)
    """How often each rule fired where gold could judge it, and how often it was right."""

    @property
    def overall(self) -> float:
        """Mean F1 of the `OVERALL` tasks, each to four decimals."""
        return sum(round(self.tasks[name].f1, 4) for name in OVERALL) / len(OVERALL)

    def as_json(self) -> dict[str, Any]:
        """The figures as plain data; a star marks the tasks that the overall figure is made of."""
        return {
            "documents": self.documents,
            "tasks": {("*" if name in OVERALL else "") + name: _row(t) for name, t in self.tasks.items()},
            "accuracy": {
                name: {
                    "right": s.right,
                    "of": s.of,
                    "accuracy": None if s.share is None else round(s.share, 4),
                }
                for name, s in self.shares.items()
            },
            "overall": round(self.overall, 4),
        }


def _row(tally: Tally) -> dict[str, float | int]:
    return {
        "precision": round(tally.precision, 4),
        "recall": round(tally.recall, 4),
        "f1": round(tally.f1, 4),
        "gold": tally.tp + tally.fn,
        "predicted": tally.tp + tally.fp,
    }
