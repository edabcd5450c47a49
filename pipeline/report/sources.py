"""What a report is made of: the projects of an output folder, each with its text where that is at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipeline import store
from pipeline.errors import UsageError
from schemas import Project


@dataclass(frozen=True, slots=True)
class Item:
    """A project, its key (the path below the output folder, without .json) and its text (None: missing)."""

    key: str
    project: Project
    text: str | None


def read_items(output: Path, sources: Path | None = None) -> list[Item]:
    """The projects of an output folder and its sub-folders, in the order of their paths.

    A text is taken only where its bytes are those that were extracted: offsets into any other would lie.

    Raises UsageError where a folder is none or holds nothing, OutputError where a file is no output.
    """
    if sources is not None and not sources.is_dir():
        raise UsageError(f"{sources} is no folder")
    paths = list(store.files(output))
    if not paths:
        raise UsageError(f"the folder {output} holds no output of factsheet extract (*.json)")
    return [_item(path, output, sources) for path in paths]


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


def _item(path: Path, output: Path, sources: Path | None) -> Item:
    project = store.read(path)
    below = path.relative_to(output).with_suffix("")
    key = os.fsencode(below.as_posix()).decode("utf-8", "replace")
    return Item(key, project, None if sources is None else _text(project, sources / below))


def _text(project: Project, likely: Path) -> str | None:
    for path in _candidates(likely):
        data = path.read_bytes()
        if sha256(data).hexdigest() == project.source.sha256:
            text = data.decode(project.source.encoding, "replace")
            return text if len(text) == project.source.characters else None
    return None


def _candidates(likely: Path) -> Iterator[Path]:
    """The files of that stem, whatever their suffix."""
    try:
        return iter(
            sorted(path for path in likely.parent.iterdir() if path.stem == likely.name and path.is_file())
        )
    except OSError:
        return iter(())
