"""Extracted projects as rows of a database: SQLite, PostgreSQL, DuckDB, or a folder of Parquet files."""

from pipeline.database.documents import Documents
from pipeline.database.loader import Counts
from pipeline.database.loading import load
from pipeline.database.targets import target

__all__ = ["Counts", "Documents", "load", "target"]
