"""How long comparing two outputs takes, and what it says, beside deepdiff on the same pairs.

The pairs are made of `output/`: as many projects as wanted, of which a share is edited as texts are in life.
deepdiff gets the same JSON, parsed, and fewer pairs, because it takes longer; times are given for each pair.
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from deepdiff import DeepDiff

from pipeline.diff import Filters, Side, Tally, Texts, compare, differences
from pipeline.diff.trees import of_outputs, projects
from schemas import Project

ROOT = Path(__file__).resolve().parents[1]
_SHIFT = 40
_CLASSES = ("cities", "dates", "counts", "deliverables")

PEERS: dict[str, dict[str, Any]] = {
    "DeepDiff(old, new)": {},
    "DeepDiff(old, new, ignore_order=True)": {"ignore_order": True},
}
T = TypeVar("T")
Json = dict[str, Any]
Pair = tuple[Json, Json]


def shifted(project: Json) -> None:
    """Put a sentence in front of the text: every offset grows."""
    project["source"]["characters"] += _SHIFT
    project["source"]["sha256"] = project["source"]["sha256"][::-1]
    for fact in filter(None, project["header"].values()):
        fact["start"] += _SHIFT
        fact["end"] += _SHIFT
    for section in _sections(project):
        for span in (*section["segments"], *(m for name in _CLASSES for m in section[name])):
            span["start"] += _SHIFT
            span["end"] += _SHIFT
    first = min((s for section in _sections(project) for s in section["segments"]), key=lambda s: s["start"])
    first["start"] = 0


def redated(project: Json) -> None:
    """Read the first date as a day."""
    date = next((date for section in _sections(project) for date in section["dates"]), None)
    if date is not None:
        date["value"], date["precision"] = date["latest"], "day"


def shortened(project: Json) -> None:
    """Find the first deliverable of the richest section no longer."""
    richest = max(_sections(project), key=lambda section: len(section["deliverables"]))
    richest["deliverables"] = richest["deliverables"][1:]


def swapped(project: Json) -> None:
    """Tell the second work package before the first."""
    packages = project["work_packages"]
    packages[:2] = reversed(packages[:2])


EDITS: dict[str, Callable[[Json], None]] = {
    "a sentence in front of the text": shifted,
    "a date read as a day": redated,
    "a deliverable less": shortened,
    "two work packages in the other order": swapped,
}


def edited(project: Json, edit: Callable[[Json], None]) -> Json:
    """A project after an edit, as extraction would write it."""
    new: Json = deepcopy(project)
    edit(new)
    return new


def pairs(number: int, every: int) -> Iterator[Pair]:
    """So many projects before and after; one in `every` was edited."""
    seeds = [json.loads(path.read_bytes()) for path in sorted((ROOT / "output").glob("*.json"))]
    edits = list(EDITS.values())
    for index in range(number):
        old = seeds[index % len(seeds)]
        yield old, edited(old, edits[index // every % len(edits)]) if index % every == 0 else old


def folders(number: int, every: int, where: Path) -> tuple[Path, Path]:
    """The pairs as two folders of files."""
    old, new = where / "old", where / "new"
    for index, sides in enumerate(pairs(number, every)):
        for folder, project in zip((old, new), sides, strict=True):
            path = folder / f"{index // 1000:03}" / f"{index:06}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(project, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return old, new


def ours(old: Path, new: Path) -> Tally:
    """A whole comparison of two folders: reading, checking against the schema, comparing."""
    tally = Tally()
    for told in differences(projects(of_outputs(old)), projects(of_outputs(new)), Texts(), Filters()):
        tally.add(told)
    return tally


def deep(sides: list[Pair], **options: Any) -> int:
    """How many differences deepdiff tells of all pairs, which are parsed already."""
    return sum(len(group) for old, new in sides for group in DeepDiff(old, new, **options).values())


def _sections(project: Json) -> list[Json]:
    return [project["overview"], *project["work_packages"]]


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def page(numbers: list[int], peer_pairs: int) -> str:
    """Measure, and write the page of the documentation."""
    peer = f"deepdiff {version('deepdiff')}"
    return (
        "\n\n".join(
            (
                "# Comparing: speed, and what is told",
                "Written by `python -m benchmarks.diff --write docs/benchmark-diff.md`; the seconds are\n"
                "those of one processor of one machine, the ratios hold on others. The pairs are made of\n"
                f"`output/`. Python {platform.python_version()}, {peer}.",
                "## `factsheet diff` on two folders",
                "Reading, checking every file against the schema, and comparing.",
                "\n".join(_folder_rows(numbers)),
                f"## Beside deepdiff, on {peer_pairs} edited pairs",
                "deepdiff gets them parsed and unchecked; what it tells is counted as it groups it.",
                "\n".join(_peer_rows(peer_pairs)),
                "## What is told of one edit",
                "Of `output/baltmet-inno.json`; deepdiff is asked in the same two ways.",
                "\n".join(_edit_rows()),
            )
        )
        + "\n"
    )


def _folder_rows(numbers: list[int]) -> Iterator[str]:
    yield "| projects on each side | edited | seconds | ms a project | changes told |"
    yield "|---:|---:|---:|---:|---:|"
    for every in (10, 1):
        for number in numbers:
            seconds, tally = _from_files(number, every)
            cells = (
                f"{number:,}",
                f"{number // every:,}",
                f"{seconds:.1f}",
                f"{1000 * seconds / number:.2f}",
            )
            yield f"| {' | '.join(cells)} | {tally.total.total():,} |"


def _peer_rows(number: int) -> Iterator[str]:
    yield "| | ms a pair | differences told |"
    yield "|---|---:|---:|"
    seconds, tally = _from_files(number, 1)
    yield f"| `factsheet diff`, from files | {1000 * seconds / number:.2f} | {tally.total.total():,} |"
    sides = list(pairs(number, 1))
    for name, options in PEERS.items():
        seconds, told = _timed(partial(deep, sides, **options))
        yield f"| `{name}` | {1000 * seconds / number:.2f} | {told:,} |"


def _edit_rows() -> Iterator[str]:
    yield f"| edit | `factsheet diff` | {' | '.join(f'`{name}`' for name in PEERS)} |"
    yield "|---|---|" + "---:|" * len(PEERS)
    project = json.loads((ROOT / "output" / "baltmet-inno.json").read_bytes())
    for name, edit in EDITS.items():
        new = edited(project, edit)
        changes = compare(Side(Project.model_validate(project)), Side(Project.model_validate(new)))
        told = Counter(f"{change.kind.replace('_', ' ')} {change.turn}" for change in changes)
        ours_said = ", ".join(f"{count} {what}" for what, count in told.items())
        peers = (f"{deep([(project, new)], **options):,}" for options in PEERS.values())
        yield f"| {name} | {ours_said} | {' | '.join(peers)} |"


def _from_files(number: int, every: int) -> tuple[float, Tally]:
    with tempfile.TemporaryDirectory() as where:
        return _timed(partial(ours, *folders(number, every, Path(where))))


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--pairs", type=int, default=84, help="pairs that deepdiff compares")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables into this page as well")
    options = parser.parse_args()
    written = page(options.projects, options.pairs)
    print(written)
    if options.write:
        options.write.write_text(written, "utf-8")


if __name__ == "__main__":
    main()
