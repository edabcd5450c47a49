"""The errors of an evaluation in their sentences, as text and as a page, and what a change gained and lost.

A page is one HTML file that loads nothing; it reads well without its script, which only filters the list.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.errors import CONTROLS, OutputError, UsageError
from pipeline.figures import Error, Figures
from pipeline.store import read, reason, write

Texts = Mapping[str, str]
"""Source texts by document."""

_AROUND = 160
"""Characters of a sentence that are shown on each side of an error."""
_BREAK = re.compile(r"[.!?](?=\s)|[\r\n]+")
_SPACE = re.compile(r"\s+")
_PAGE = "report_errors.html.jinja"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of an error and what stands around them, each on one line."""

    before: str
    words: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}⟦{self.words}⟧{self.after}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a change gained and lost in one class: errors of before that are gone, and errors that are new."""

    gained: tuple[Error, ...]
    lost: tuple[Error, ...]


def find_texts(gold: Path, named: Path | None) -> Path | None:
    """The folder of source texts: the one named, else `texts` beside the gold, else the one that gold is in.

    None where there is none; UsageError where the named one is no folder.
    """
    if named is not None:
        if not named.is_dir():
            raise UsageError(f"{named} is no folder")
        return named
    around = gold.resolve().parent
    likely = (around / "texts", around)
    return next((folder for folder in likely if any(folder.glob("*.txt"))), None)


def read_texts(folder: Path | None, documents: Iterable[str], output: Path) -> dict[str, str]:
    """The source texts of documents, decoded as they were when they were extracted (else as UTF-8)."""
    texts: dict[str, str] = {}
    if folder is None:
        return texts
    for document in documents:
        path = folder / f"{document}.txt"
        if path.is_file():
            extracted = output / f"{document}.json"
            encoding = read(extracted).source.encoding if extracted.exists() else "utf-8"
            texts[document] = path.read_bytes().decode(encoding, "replace")
    return texts


def sentence(texts: Texts, error: Error) -> Sentence | None:
    """The sentence around an error, cut at `_AROUND` characters; None without its text or its place."""
    text = texts.get(error.document, "")[: error.end + _AROUND]
    if error.start == error.end or len(text) < error.end:
        return None
    before = _BREAK.split(text[max(0, error.start - _AROUND) : error.start])[-1]
    after = _BREAK.split(text[error.end :])[0]
    words = _one_line(text[error.start : error.end])
    if len(words) > 2 * _AROUND:  # a work package
        words = f"{words[:_AROUND]} … {words[-_AROUND:]}"
    return Sentence(_SPACE.sub(" ", before.lstrip()), words, _SPACE.sub(" ", after.rstrip()))


def error_list(figures: Figures, texts: Texts, most: int) -> str:
    """What was missed, spurious and wrong by class and rule, at most so many of each, with its sentence."""
    lines: list[str] = []
    for (task, kind, rule), errors in _groups(figures.errors):
        lines.append(f"\n{task}: {len(errors)} {kind}" + (f" by {rule}" if rule else ""))
        for error in errors[:most]:
            lines += _shown(error, texts, "  ")
        if len(errors) > most:
            lines.append(f"  ... and {len(errors) - most} more")
    return "\n".join(lines).lstrip("\n") or "no errors"


def compare(before: Figures, after: Figures) -> dict[str, Comparison]:
    """What a change gained and lost, by class, where it did. The rule is no part of it."""
    old, new = _by_what(before.errors), _by_what(after.errors)
    gained = _groups_of_task(_without(old, new))
    lost = _groups_of_task(_without(new, old))
    tasks = [*after.tasks, *after.shares]
    return {
        task: Comparison(tuple(gained.get(task, ())), tuple(lost.get(task, ())))
        for task in tasks
        if task in gained or task in lost
    }


def comparison_list(before: Figures, after: Figures, texts: Texts) -> str:
    """What a change gained (+) and lost (-), class by class, with document and sentence."""
    changes = compare(before, after)
    gained = sum(len(change.gained) for change in changes.values())
    lost = sum(len(change.lost) for change in changes.values())
    overall = _moved(before.overall, after.overall)
    lines = [f"against the earlier output: {gained} newly right, {lost} newly wrong; overall {overall}"]
    for task, change in changes.items():
        figure = _moved(_figure(before, task), _figure(after, task))
        lines.append(f"\n{task}: {len(change.gained)} newly right, {len(change.lost)} newly wrong; {figure}")
        for error in change.gained:
            lines += _shown(error, texts, f"  + was {error.kind}: ")
        for error in change.lost:
            lines += _shown(error, texts, f"  - now {error.kind}: ")
    return "\n".join(lines)


def comparison_json(before: Figures, after: Figures) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "overall": [round(before.overall, 4), round(after.overall, 4)],
        "tasks": {
            task: {
                "newly_right": [_row(error) for error in change.gained],
                "newly_wrong": [_row(error) for error in change.lost],
            }
            for task, change in compare(before, after).items()
        },
    }


def error_page(figures: Figures, texts: Texts, before: Figures | None = None) -> str:
    """The errors as an HTML page with filters; with the figures of before, the new errors are marked."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pipeline", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sha256"] = _integrity
    changes = compare(before, figures) if before else {}
    new = {id(error) for change in changes.values() for error in change.lost}
    errors = [error for _, group in _groups(figures.errors) for error in group]
    rows = [(error, sentence(texts, error), id(error) in new) for error in errors]
    return environment.get_template(_PAGE).render(
        figures=figures, rows=rows, compared=before is not None, counted=_counted(figures.errors)
    )


def write_page(path: Path, page: str) -> None:
    """Write the page. Raises OutputError where it can't be written."""
    try:
        write(path, page.encode())
    except OSError as error:
        raise OutputError(f"the page {path} can't be written: {reason(error)}") from error


def _counted(errors: Sequence[Error]) -> dict[str, Counter[str]]:
    """The number of errors by what one may choose in each filter of the page."""
    return {
        "task": Counter(error.task for error in errors),
        "kind": Counter(error.kind for error in errors),
        "document": Counter(error.document for error in errors),
        "rule": Counter(error.rule for error in errors if error.rule),
    }


def _groups(errors: Iterable[Error]) -> list[tuple[tuple[str, str, str], list[Error]]]:
    """Errors by class, kind and rule, the most frequent rule of a class first, in the order of the text."""
    groups: dict[tuple[str, str, str], list[Error]] = defaultdict(list)
    for error in sorted(errors, key=lambda error: (error.document, error.start)):
        groups[error.task, error.kind, error.rule].append(error)
    return sorted(groups.items(), key=lambda group: (group[0][:2], -len(group[1]), group[0]))


def _groups_of_task(errors: Iterable[Error]) -> dict[str, list[Error]]:
    groups: dict[str, list[Error]] = defaultdict(list)
    for error in sorted(errors, key=lambda error: (error.document, error.start, error.kind)):
        groups[error.task].append(error)
    return groups


_What = tuple[str, str, str, int, int, str]


def _by_what(errors: Iterable[Error]) -> dict[_What, list[Error]]:
    """Errors by all but their rule."""
    found: dict[_What, list[Error]] = defaultdict(list)
    for e in errors:
        found[e.task, e.document, e.kind, e.start, e.end, e.says].append(e)
    return found


def _without(some: Mapping[_What, list[Error]], others: Mapping[_What, list[Error]]) -> list[Error]:
    return [error for what, errors in some.items() for error in errors[len(others.get(what, ())) :]]


def _shown(error: Error, texts: Texts, lead: str) -> list[str]:
    says = f" = {error.says}" if error.says else ""
    lines = [f"{lead}{error.document} {error.start}: {_one_line(error.text)}{says}"]
    around = sentence(texts, error)
    lines += [] if around is None else [f"      {around}"]
    return [line.translate(CONTROLS) for line in lines]


def _row(error: Error) -> dict[str, str | int]:
    return {
        "document": error.document,
        "kind": error.kind,
        "start": error.start,
        "end": error.end,
        "text": error.text,
        "says": error.says,
        "rule": error.rule,
    }


def _figure(figures: Figures, task: str) -> float | None:
    return figures.tasks[task].f1 if task in figures.tasks else figures.shares[task].share


def _moved(before: float | None, after: float | None) -> str:
    return " → ".join("-" if figure is None else f"{figure:.3f}" for figure in (before, after))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _integrity(text: str) -> str:
    """What a Content-Security-Policy names an inline script or style by."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
