"""What a report is made of: the projects of an output folder, each with its text where that is at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count
from pathlib import Path

from pipeline import store
from pipeline.errors import UsageError
from schemas import Mention, Project, Source


@dataclass(frozen=True, slots=True)
class Item:
    """A project, its key (the path below the output folder, without .json) and its text (None: missing)."""

    key: str
    project: Project
    text: str | None


def read_items(output: Path, sources: Path | None = None) -> list[Item]:
    """The projects of an output folder and its sub-folders, in the order of their paths.

    A text is the one that extract wrote beside the output, or the file of the same name in the sources. It is
    taken only where it is what was extracted: offsets into any other would lie.

    Raises UsageError where a folder is none or holds nothing, OutputError where a file is no output.
    """
    if sources is not None and not sources.is_dir():
        raise UsageError(f"{sources} is no folder")
    paths = list(store.files(output))
    if not paths:
        raise UsageError(f"the folder {output} holds no output of factsheet extract (*.json)")
    keys: set[str] = set()
    return [_item(path, output, sources, keys) for path in paths]


def without_text(items: Sequence[Item], sources: Path | None) -> str | None:
    """A sentence on the projects whose text the sources do not hold; None where they hold all."""
    missing = [item.key for item in items if item.text is None]
    if sources is None or not missing:
        return None
    named = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
    return (
        f"{sources} does not hold the text that was extracted for {len(missing)} of {len(items)} projects "
        f"({named}): only the words of their facts are shown"
    )


def _item(path: Path, output: Path, sources: Path | None, keys: set[str]) -> Item:
    project = store.read(path)
    below = path.relative_to(output).with_suffix("")
    name = os.fsencode(below.as_posix()).decode("utf-8", "replace")
    # Names that are no text can look the same once they are.
    key = next(key for n in count(1) if (key := name if n == 1 else f"{name}~{n}") not in keys)
    keys.add(key)
    texts = chain(_taken(path), () if sources is None else _sources(sources / below, project.source))
    return Item(key, project, next((text for text in texts if _fits(project, text)), None))


def _taken(path: Path) -> Iterator[str]:
    """The text beside an output: extract writes it there where it took it from a page or a table."""
    beside = path.with_suffix(".txt")
    if beside.is_file():
        yield beside.read_bytes().decode("utf-8", "replace")


def _sources(likely: Path, source: Source) -> Iterator[str]:
    """What the files of that stem hold, whatever their suffix, where they are what was extracted."""
    if not likely.parent.is_dir():
        return
    for path in sorted(likely.parent.iterdir()):
        if path.stem == likely.name and path.is_file():
            data = path.read_bytes()
            if sha256(data).hexdigest() == source.sha256:
                yield data.decode(source.encoding, "replace")


def _fits(project: Project, text: str) -> bool:
    return len(text) == project.source.characters and all(
        text[mention.start : mention.end] == mention.text for mention in mentions(project)
    )


def mentions(project: Project) -> Iterator[Mention]:
    """Every mention and header fact."""
    for _, fact in project.header:
        if fact is not None:
            yield fact
    for section in (project.overview, *project.work_packages):
        yield from (*section.cities, *section.dates, *section.counts, *section.deliverables)
