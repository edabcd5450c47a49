"""Evaluations as text for people: the figures, the rules, and the errors with their sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from pipeline.figures import OVERALL, Error, Figures
from pipeline.store import read

_AROUND = 160
"""Characters of a sentence that are shown on each side of an error."""
_BREAK = re.compile(r"[.!?](?=\s)|[\r\n]+")


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
    lines = [f"{'rule':48}{'fired':>7}{'right':>7}{'wrong':>7}"]
    rows = sorted(figures.rules.items(), key=lambda row: (row[1].right - row[1].of, row[0]))
    lines += [f"{rule:48}{share.of:7}{share.right:7}{share.of - share.right:7}" for rule, share in rows]
    return "\n".join(lines)


def error_list(figures: Figures, texts: Mapping[str, str], most: int) -> str:
    """What was missed and what was spurious by class and rule, at most so many of each, with its sentence."""
    groups: dict[tuple[str, str, str], list[Error]] = defaultdict(list)
    for error in figures.errors:
        groups[error.task, error.kind, error.rule].append(error)
    lines: list[str] = []
    for (task, kind, rule), errors in sorted(groups.items(), key=lambda g: (g[0][:2], -len(g[1]), g[0])):
        lines.append(f"\n{task}: {len(errors)} {kind}" + (f" by {rule}" if rule else ""))
        for error in errors[:most]:
            says = f" = {error.says}" if error.says else ""
            lines.append(f"  {error.document} {error.start}: {_one_line(error.text)}{says}")
            if error.document in texts:
                lines.append(f"      {_sentence(texts[error.document], error.start, error.end)}")
        if len(errors) > most:
            lines.append(f"  ... and {len(errors) - most} more")
    return "\n".join(lines).lstrip("\n") or "no errors"


def read_texts(folder: Path, output: Path) -> dict[str, str]:
    """The source texts of an output folder, by document, decoded as they were when they were extracted."""
    texts = {}
    for path in sorted(folder.glob("*.txt")):
        extracted = output / f"{path.stem}.json"
        if extracted.exists():
            texts[path.stem] = path.read_bytes().decode(read(extracted).source.encoding, "replace")
    return texts


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around [start, end), cut at `_AROUND` characters, with the mention in ⟦ ⟧."""
    before = _BREAK.split(text[max(0, start - _AROUND) : start])[-1]
    after = _BREAK.split(text[end : end + _AROUND])[0]
    return _one_line(f"{before}⟦{text[start:end]}⟧{after}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _any(figures: Figures, task: str) -> bool:
    tally = figures.tasks[task]
    return bool(tally.tp + tally.fp + tally.fn)


def _figure(value: float | None) -> str:
    return f"{'-':>8}" if value is None else f"{value:8.3f}"
