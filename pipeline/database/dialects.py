"""What the dialects of SQL need beyond SQLAlchemy's own: comments in SQLite, and DuckDB."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects.postgresql.base import PGDDLCompiler, PGDialect, PGTypeCompiler
from sqlalchemy.dialects.sqlite.base import SQLiteDDLCompiler


class CommentedDDL(SQLiteDDLCompiler):
    """Writes comments into the statement that makes a table: SQLite keeps it, and `.schema` shows it."""

    def visit_create_table(self, create: Any, **kw: Any) -> str:
        """The statement, with the table's comment."""
        statement: str = super().visit_create_table(create, **kw)  # type: ignore[no-untyped-call]
        comment = create.element.comment
        return statement.replace("(", f"( /* {comment} */", 1) if comment else statement

    def visit_create_column(self, create: Any, first_pk: bool = False, **kw: Any) -> str | None:
        """One column of it, with its comment."""
        column: str | None = super().visit_create_column(  # type: ignore[no-untyped-call]
            create, first_pk=first_pk, **kw
        )
        comment = create.element.comment
        return f"{column} /* {comment} */" if column and comment else column


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
