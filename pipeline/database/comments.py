"""Comments in SQLite."""

from __future__ import annotations

from typing import Any

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
