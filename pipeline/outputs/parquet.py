"""Projects as Parquet: a table with one row a document, and a flat one for each class of mention."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pipeline.errors import UsageError

CLASSES = ("cities", "dates", "counts", "deliverables")
_ROWS = 10_000
"""Rows of a row group: tables are written by so many."""
_HEADER = {
    **dict.fromkeys(("title", "acronym", "status", "start_date", "end_date", "programme"), "string"),
    **{"budget": "double", "currency": "string", "cofinancing_rate": "double"},
    **{"partner_count": "int64", "stated_work_packages": "int64"},
}
_DOCUMENT = {
    **{"document": "string", "id": "string", "sha256": "string", "encoding": "string"},
    **{"characters": "int64", "language": "string"},
    **_HEADER,
    **dict.fromkeys(("work_packages", *CLASSES, "warnings"), "int64"),
    "json": "string",
}
_PLACE = {
    **dict.fromkeys(("document", "work_package", "work_package_title"), "string"),
    **{"start": "int64", "end": "int64", "text": "string", "rule": "string"},
}
_OF_CLASS = {
    "cities": {
        **{"name": "string", "country": "string", "geonameid": "int64"},
        **{"latitude": "double", "longitude": "double", "alternatives": "places"},
    },
    "dates": dict.fromkeys(("value", "earliest", "latest", "precision", "modifier"), "string"),
    "counts": {
        **{"value": "double", "value_max": "double"},
        **dict.fromkeys(("unit", "head", "modifier"), "string"),
    },
    "deliverables": {
        **dict.fromkeys(("head", "kind", "status", "action"), "string"),
        **{"count": "double", "cities": "strings", "dates": "strings"},
    },
}


def check_installed() -> None:
    """Raises UsageError where pyarrow is missing."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "Parquet needs the library pyarrow; install it with: pip install 'factsheet[parquet]'"
        ) from error


def names(path: str) -> dict[str, str]:
    """The files of the tables: ``x.parquet`` of the documents, ``x.cities.parquet`` and so on beside it."""
    stem = path.removesuffix(".parquet")
    return {"documents": path, **{name: f"{stem}.{name}.parquet" for name in CLASSES}}


class Tables:
    """Writes the tables as projects come, so many rows at a time. Raises OSError."""

    def __init__(self, paths: dict[str, Path]) -> None:
        from pyarrow import parquet

        self._schemas = {name: _schema(name) for name in paths}
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in paths}
        self._writers = {
            name: parquet.ParquetWriter(path, self._schemas[name], compression="zstd")
            for name, path in paths.items()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, writer in self._writers.items():
            if kind is None:
                self._flush(name)
            writer.close()

    def add(self, document: str, line: bytes) -> None:
        """Add a project, given as its line of JSON."""
        project = json.loads(line)
        header = {name: fact and fact["value"] for name, fact in project["header"].items()}
        source = {key: project["source"][key] for key in ("sha256", "encoding", "characters", "language")}
        found = dict.fromkeys(CLASSES, 0)
        for name, row in _mentions(project, document):
            found[name] += 1
            self._rows[name].append(row)
        whole = {"document": document, "id": project["id"], **source, **header, **found}
        whole["work_packages"] = len(project["work_packages"])
        whole["warnings"] = len(project["warnings"])
        whole["json"] = line.decode().rstrip("\n")
        self._rows["documents"].append(whole)
        for name, rows in self._rows.items():
            if len(rows) >= _ROWS:
                self._flush(name)

    def _flush(self, name: str) -> None:
        import pyarrow

        rows = self._rows[name]
        if rows:
            self._writers[name].write_table(pyarrow.Table.from_pylist(rows, schema=self._schemas[name]))
            rows.clear()


def _mentions(project: dict[str, Any], document: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for section in (project["overview"], *project["work_packages"]):
        where = {"document": document, "work_package": None, "work_package_title": section.get("title")}
        if "number" in section:
            where["work_package"] = f"{section['label']} {section['number']}"
        for name in CLASSES:
            for mention in section[name]:
                yield name, {**where, **mention}


def _schema(name: str) -> Any:
    import pyarrow

    place = {"name": pyarrow.string(), "country": pyarrow.string(), "geonameid": pyarrow.int64()}
    kinds = {
        "string": pyarrow.string(),
        "int64": pyarrow.int64(),
        "double": pyarrow.float64(),
        "strings": pyarrow.list_(pyarrow.string()),
        "places": pyarrow.list_(pyarrow.struct(list(place.items()))),
    }
    columns = _DOCUMENT if name == "documents" else {**_PLACE, **_OF_CLASS[name]}
    return pyarrow.schema([(column, kinds[kind]) for column, kind in columns.items()])
