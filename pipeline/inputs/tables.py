"""Descriptions that are records: a column of JSON lines, CSV or Parquet, one project a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from pipeline.errors import SourceError
from pipeline.inputs import csv_rows, json_lines, parquet_rows
from pipeline.inputs.item import Item, Unusable
from pipeline.inputs.records import Columns, Table
from pipeline.store import reason

__all__ = ["Columns", "in_table", "is_table"]

LINES = (".jsonl", ".ndjson")
CSV = (".csv", ".tsv")
PARQUET = (".parquet",)


def is_table(path: str) -> bool:
    """Whether a file is a table, by its ending."""
    return path.lower().endswith(LINES + CSV + PARQUET)


def in_table(path: str, columns: Columns, origin: str) -> Iterator[Item | Unusable]:
    """The records of a table in their order. Raises UsageError where a column is missing."""
    lower = path.lower()
    reader = json_lines if lower.endswith(LINES) else csv_rows if lower.endswith(CSV) else parquet_rows
    table = Table(path, columns, origin)
    try:
        yield from reader.records(table)
    except OSError as error:
        yield Unusable(path, f"it can't be read: {reason(error)}", origin)
        return
    except (SourceError, csv.Error) as error:
        yield Unusable(path, str(error), origin)
        return
    if not table.rows:
        yield Unusable(path, "the table holds no records", origin)
