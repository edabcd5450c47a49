"""The pages on the database: the tables as they are, the queries with the answers that databases give."""

from __future__ import annotations

import re

import pytest

from pipeline.database.schema import TABLES
from pipeline.database.views import VIEWS

from ..conftest import ROOT
from .reading import answer

PAGE = ROOT / "docs" / "database.md"
QUERY = re.compile(r"(```sql\n(.*?)```\n\n)((?:\|[^\n]*\n)+)", re.DOTALL)


@pytest.mark.golden
@pytest.mark.parametrize("url", ["sqlite", "postgresql", "duckdb", "parquet"], indirect=True)
def test_queries_give_what_the_page_says(load, url, golden):
    load(ROOT / "output", url)

    def answered(match):
        columns, rows = answer(url, match[2].strip().rstrip(";"))
        return match[1] + _table(columns, rows)

    page = PAGE.read_text("utf-8")
    assert len(QUERY.findall(page)) == page.count("```sql") > 5
    golden(PAGE, QUERY.sub(answered, page).encode())


@pytest.mark.golden
def test_the_page_of_tables_is_what_the_metadata_says(golden):
    parts = ["# Tables\n\nThis page is written from `pipeline/database/schema.py` by `make golden`.\n"]
    for table in sorted(TABLES, key=lambda table: table.name):
        rows = []
        for column in table.columns:
            keys = ["key"] if column.primary_key else []
            keys += sorted(
                f"→ `{key.referred_table.name}`"
                for key in table.foreign_key_constraints
                if column.name == key.column_keys[-1]
            )
            kind = str(column.type).lower() + ("" if not column.nullable else ", null")
            rows.append((f"`{column.name}`", kind, "; ".join(keys), column.comment))
        parts.append(f"## {table.name}\n\n{table.comment}.\n\n{_table(('column', 'type', 'key', ''), rows)}")
    parts.append("# Views\n")
    parts += [
        f"## {view.name}\n\n{view.comment}.\n\nColumns: "
        + ", ".join(f"`{column.name}`" for column in view.select.selected_columns)
        + ".\n"
        for view in VIEWS
    ]
    golden(ROOT / "docs" / "tables.md", "\n".join(parts).encode())


def _table(columns, rows):
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(value):
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).replace("|", "\\|").split())
