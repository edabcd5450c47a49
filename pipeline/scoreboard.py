"""Evaluations as text for people: the figures, and the rules. The errors are shown by `workshop`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.figures import OVERALL, Figures


def table(columns: Mapping[str, Figures]) -> str:
    """Precision, recall and F1 of the first column's figures, and the F1 of each further one (a language)."""
    (_, figures), *more = columns.items()
    head = f"{'task':32}{'P':>8}{'R':>8}{'F1':>8}{'gold':>7}{'found':>7}"
    lines = [head + "".join(f"{name:>8}" for name, _ in more)]
    for name, tally in figures.tasks.items():
        star = "*" if name in OVERALL else ""
        lines.append(
            f"{star + name:32}{tally.precision:8.3f}{tally.recall:8.3f}{tally.f1:8.3f}"
            f"{tally.tp + tally.fn:7}{tally.tp + tally.fp:7}"
            + "".join(_figure(f.tasks[name].f1 if _any(f, name) else None) for _, f in more)
        )
    for name, share in figures.shares.items():
        lines.append(
            f"{name:48}{_figure(share.share)}{share.of:7}{'':7}"
            + "".join(_figure(f.shares[name].share) for _, f in more)
        )
    overall = "".join(_figure(f.overall) for _, f in more)
    lines.append(f"{'overall (mean F1 of *)':48}{_figure(figures.overall)}{'':14}{overall}")
    documents = "".join(f"{f.documents:8}" for _, f in more)
    lines.append(f"{'documents':48}{figures.documents:8}{'':14}{documents}")
    return "\n".join(line.rstrip() for line in lines)


def rule_table(figures: Figures) -> str:
    """How often each rule fired where gold could judge it, and how often it was right; the wrongest first."""
    lines = [f"{'rule':48}{'fired':>7}{'right':>7}{'wrong':>7}{'precision':>11}"]
    rows = sorted(figures.rules.items(), key=lambda row: (row[1].right - row[1].of, row[0]))
    lines += [
        f"{rule:48}{share.of:7}{share.right:7}{share.of - share.right:7}{share.right / share.of:11.3f}"
        for rule, share in rows
    ]
    return "\n".join(lines)


def _any(figures: Figures, task: str) -> bool:
    tally = figures.tasks[task]
    return bool(tally.tp + tally.fp + tally.fn)


def _figure(value: float | None) -> str:
    return f"{'-':>8}" if value is None else f"{value:8.3f}"
