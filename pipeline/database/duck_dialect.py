"""DuckDB's dialect of SQL, which SQLAlchemy does not bring."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects.postgresql.base import PGDDLCompiler, PGDialect, PGTypeCompiler


class _DuckDBTypes(PGTypeCompiler):
    def visit_TIMESTAMP(self, type_: Any, **kw: Any) -> str:  # noqa: N802 (SQLAlchemy's name)
        """Without a time zone: reading one from Python takes a package more."""
        return "TIMESTAMP"


class _DuckDBDDL(PGDDLCompiler):
    def visit_foreign_key_constraint(self, constraint: Any, **kw: Any) -> None:  # type: ignore[override]
        """Nothing: DuckDB with foreign keys refuses to replace a row within one transaction."""


class DuckDBDialect(PGDialect):
    """DuckDB, which speaks PostgreSQL's SQL. Writes statements only; DuckDB's own client runs them."""

    name = "duckdb"
    default_paramstyle = "qmark"
    ddl_compiler = _DuckDBDDL
    type_compiler_cls = _DuckDBTypes
    supports_statement_cache = True
