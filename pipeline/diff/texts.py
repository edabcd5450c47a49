"""The source texts of the projects that are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from pipeline.diff.trees import Entries, Entry, project_id
from schemas import Project


class Texts:
    """Files that may hold source texts, by what they are called below their folder."""

    def __init__(self, sources: Iterable[Entries] = ()) -> None:
        self._by_id: dict[str, list[Entry]] = defaultdict(list)
        self._by_stem: dict[str, list[Entry]] = defaultdict(list)
        for entries in sources:
            for path, entry in entries.items():
                self._by_id[project_id(path)].append(entry)
                self._by_stem[path.stem].append(entry)

    def of(self, key: str, project: Project) -> str | None:
        """The text that a project was extracted from: of that name, and byte by byte the same.

        Offsets into any other text would lie. None where there is none, or it can't be read.
        """
        for entry in (*self._by_id.get(key, ()), *self._by_stem.get(key.rpartition("/")[2], ())):
            try:
                data = entry.read()
            except OSError:
                continue
            if sha256(data).hexdigest() == project.source.sha256:
                text = data.decode(project.source.encoding, "replace")
                return text if len(text) == project.source.characters else None
        return None
