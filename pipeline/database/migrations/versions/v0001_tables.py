"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "load",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="1, 2, 3, ..."),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False, comment="when, UTC"),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=False, comment="when, UTC"),
        sa.Column("source", sa.Text(), nullable=False, comment="the output that was loaded, as it was named"),
        sa.Column(
            "factsheet_version", sa.Text(), nullable=False, comment="version of Factsheet that loaded it"
        ),
        sa.Column("schema_version", sa.Text(), nullable=False, comment="version of the output contract"),
        sa.Column("added", sa.Integer(), nullable=False, comment="projects that were new"),
        sa.Column("replaced", sa.Integer(), nullable=False, comment="projects that had changed"),
        sa.Column("unchanged", sa.Integer(), nullable=False, comment="projects that were left as they were"),
        sa.Column("removed", sa.Integer(), nullable=False, comment="projects that were gone from the output"),
        sa.Column("refused", sa.Integer(), nullable=False, comment="files or lines that did not fit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load")),
        comment="Runs of factsheet load that changed something",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "place",
        sa.Column("geonameid", sa.Integer(), autoincrement=False, nullable=False, comment="id in GeoNames"),
        sa.Column("name", sa.Text(), nullable=False, comment="usual English name"),
        sa.Column("country", sa.Text(), nullable=False, comment="ISO 3166-1 alpha-2"),
        sa.Column("latitude", sa.Double(), nullable=False, comment="degrees north"),
        sa.Column("longitude", sa.Double(), nullable=False, comment="degrees east"),
        sa.PrimaryKeyConstraint("geonameid", name=op.f("pk_place")),
        comment="Entries of the gazetteer that city mentions refer to",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "project",
        sa.Column(
            "id", sa.Text(), nullable=False, comment="stem of the description's file, or the record's own id"
        ),
        sa.Column("source_name", sa.Text(), nullable=False, comment="name of the description"),
        sa.Column("source_sha256", sa.Text(), nullable=False, comment="SHA-256 of the description's bytes"),
        sa.Column("encoding", sa.Text(), nullable=False, comment="encoding that the description was read in"),
        sa.Column(
            "characters", sa.Integer(), nullable=False, comment="length of the source text in code points"
        ),
        sa.Column(
            "language", sa.Text(), nullable=True, comment="ISO 639-1; null where it was not recognised"
        ),
        sa.Column("schema_version", sa.Text(), nullable=False, comment="version of the output contract"),
        sa.Column("title", sa.Text(), nullable=True, comment="title"),
        sa.Column("acronym", sa.Text(), nullable=True, comment="acronym"),
        sa.Column("status", sa.Text(), nullable=True, comment="closed or ongoing"),
        sa.Column(
            "start_date", sa.Text(), nullable=True, comment="ISO 8601, only the precision that is written"
        ),
        sa.Column(
            "end_date", sa.Text(), nullable=True, comment="ISO 8601, only the precision that is written"
        ),
        sa.Column("programme", sa.Text(), nullable=True, comment="funding programme"),
        sa.Column("budget", sa.Double(), nullable=True, comment="total budget"),
        sa.Column("currency", sa.Text(), nullable=True, comment="ISO 4217, of the budget"),
        sa.Column("cofinancing_rate", sa.Double(), nullable=True, comment="percent"),
        sa.Column("partner_count", sa.Integer(), nullable=True, comment="how many partners"),
        sa.Column(
            "stated_work_packages",
            sa.Integer(),
            nullable=True,
            comment="how many work packages the text says there are",
        ),
        sa.Column(
            "json_sha256",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the bytes of JSON that these rows were made from",
        ),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the load that wrote these rows"),
        sa.ForeignKeyConstraint(["load_id"], ["load.id"], name=op.f("fk_project_load_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        comment="Projects, one for each description, with the facts of its header",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_project_json_sha256"), "project", ["json_sha256"], unique=False)
    op.create_index(op.f("ix_project_load_id"), "project", ["load_id"], unique=False)
    op.create_table(
        "credit",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="1, 2, 3, ... in the order of the output"
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="as they want to be named"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_credit_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "position", name=op.f("pk_credit")),
        comment="Whom to name where a project is published: owners of the data in it",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "header_fact",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column("field", sa.Text(), nullable=False, comment="its name in the output"),
        sa.Column("start_char", sa.Integer(), nullable=False, comment="first code point in the source text"),
        sa.Column("end_char", sa.Integer(), nullable=False, comment="code point after the last"),
        sa.Column("text", sa.Text(), nullable=False, comment="the words of the source text"),
        sa.Column("rule", sa.Text(), nullable=False, comment="id of the rule that found them"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_header_fact_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "field", name=op.f("pk_header_fact")),
        comment="Where the facts in the columns of project come from",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "warning",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="1, 2, 3, ... in the order of the output"
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="kind of warning"),
        sa.Column("message", sa.Text(), nullable=False, comment="a sentence"),
        sa.Column("start_char", sa.Integer(), nullable=True, comment="the place it speaks of"),
        sa.Column("end_char", sa.Integer(), nullable=True, comment="code point after its last"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_warning_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "position", name=op.f("pk_warning")),
        comment="What a reader should look at",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "work_package",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="1, 2, 3, ... in the order of the output"
        ),
        sa.Column("number", sa.Text(), nullable=False, comment="as written: 1, A1, 2.1"),
        sa.Column("label", sa.Text(), nullable=False, comment="what the text calls it: WP, Action, Task"),
        sa.Column("title", sa.Text(), nullable=True, comment="null where none is given"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_work_package_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "position", name=op.f("pk_work_package")),
        comment="Work packages",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "city_mention",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="1, 2, 3, ... in the order of the output"
        ),
        sa.Column(
            "work_package",
            sa.Integer(),
            nullable=True,
            comment="position of the work package in the project; null in the overview",
        ),
        sa.Column("start_char", sa.Integer(), nullable=False, comment="first code point in the source text"),
        sa.Column("end_char", sa.Integer(), nullable=False, comment="code point after the last"),
        sa.Column("text", sa.Text(), nullable=False, comment="the words of the source text"),
        sa.Column("rule", sa.Text(), nullable=False, comment="id of the rule that found them"),
        sa.Column("geonameid", sa.Integer(), nullable=False, comment="the place"),
        sa.ForeignKeyConstraint(["geonameid"], ["place.geonameid"], name=op.f("fk_city_mention_geonameid")),
        sa.ForeignKeyConstraint(
            ["project_id", "work_package"],
            ["work_package.project_id", "work_package.position"],
            name=op.f("fk_city_mention_project_id_work_package"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_city_mention_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "position", name=op.f("pk_city_mention")),
        comment="Mentions of cities",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_city_mention_geonameid"), "city_mention", ["geonameid"], unique=False)
    op.create_table(
        "count_mention",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="1, 2, 3, ... in the order of the output"
        ),
        sa.Column(
            "work_package",
            sa.Integer(),
            nullable=True,
            comment="position of the work package in the project; null in the overview",
        ),
        sa.Column("start_char", sa.Integer(), nullable=False, comment="first code point in the source text"),
        sa.Column("end_char", sa.Integer(), nullable=False, comment="code point after the last"),
        sa.Column("text", sa.Text(), nullable=False, comment="the words of the source text"),
        sa.Column("rule", sa.Text(), nullable=False, comment="id of the rule that found them"),
        sa.Column("value", sa.Double(), nullable=False, comment="the number"),
        sa.Column("value_max", sa.Double(), nullable=True, comment="upper end of a range"),
        sa.Column("unit", sa.Text(), nullable=False, comment="the counted noun phrase"),
        sa.Column("head", sa.Text(), nullable=False, comment="its head noun, as written"),
        sa.Column(
            "modifier", sa.Text(), nullable=True, comment="at_least, at_most, approx, more_than or less_than"
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "work_package"],
            ["work_package.project_id", "work_package.position"],
            name=op.f("fk_count_mention_project_id_work_package"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_count_mention_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "position", name=op.f("pk_count_mention")),
        comment="Mentions of a number of things",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "date_mention",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="1, 2, 3, ... in the order of the output"
        ),
        sa.Column(
            "work_package",
            sa.Integer(),
            nullable=True,
            comment="position of the work package in the project; null in the overview",
        ),
        sa.Column("start_char", sa.Integer(), nullable=False, comment="first code point in the source text"),
        sa.Column("end_char", sa.Integer(), nullable=False, comment="code point after the last"),
        sa.Column("text", sa.Text(), nullable=False, comment="the words of the source text"),
        sa.Column("rule", sa.Text(), nullable=False, comment="id of the rule that found them"),
        sa.Column(
            "value",
            sa.Text(),
            nullable=False,
            comment="ISO 8601 with reduced precision; also A/B, 2010-Q2, 2010-H1, 2006-autumn",
        ),
        sa.Column("earliest", sa.Date(), nullable=False, comment="first day"),
        sa.Column("latest", sa.Date(), nullable=False, comment="last day"),
        sa.Column(
            "precision",
            sa.Text(),
            nullable=False,
            comment="day, month, season, quarter, half-year, year or decade",
        ),
        sa.Column("modifier", sa.Text(), nullable=True, comment="start, mid, end, approx, before or after"),
        sa.ForeignKeyConstraint(
            ["project_id", "work_package"],
            ["work_package.project_id", "work_package.position"],
            name=op.f("fk_date_mention_project_id_work_package"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_date_mention_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "position", name=op.f("pk_date_mention")),
        comment="Mentions of dates",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_date_mention_earliest"), "date_mention", ["earliest"], unique=False)
    op.create_table(
        "deliverable",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="1, 2, 3, ... in the order of the output"
        ),
        sa.Column(
            "work_package",
            sa.Integer(),
            nullable=True,
            comment="position of the work package in the project; null in the overview",
        ),
        sa.Column("start_char", sa.Integer(), nullable=False, comment="first code point in the source text"),
        sa.Column("end_char", sa.Integer(), nullable=False, comment="code point after the last"),
        sa.Column("text", sa.Text(), nullable=False, comment="the words of the source text"),
        sa.Column("rule", sa.Text(), nullable=False, comment="id of the rule that found them"),
        sa.Column("head", sa.Text(), nullable=False, comment="head noun, as written"),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="document, event, body, data, tool, pilot, works, agreement or other",
        ),
        sa.Column("status", sa.Text(), nullable=False, comment="done, planned or ongoing"),
        sa.Column("action", sa.Text(), nullable=True, comment="lemma of the verb that delivers it"),
        sa.Column("count", sa.Double(), nullable=True, comment="how many, where the text says it"),
        sa.ForeignKeyConstraint(
            ["project_id", "work_package"],
            ["work_package.project_id", "work_package.position"],
            name=op.f("fk_deliverable_project_id_work_package"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_deliverable_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "position", name=op.f("pk_deliverable")),
        comment="What a project brought, brings or will bring about",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deliverable_kind_status"), "deliverable", ["kind", "status"], unique=False)
    op.create_table(
        "segment",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="1, 2, 3, ... in the order of the output"
        ),
        sa.Column(
            "work_package",
            sa.Integer(),
            nullable=True,
            comment="position of the work package in the project; null in the overview",
        ),
        sa.Column("start_char", sa.Integer(), nullable=False, comment="first code point in the source text"),
        sa.Column("end_char", sa.Integer(), nullable=False, comment="code point after the last"),
        sa.ForeignKeyConstraint(
            ["project_id", "work_package"],
            ["work_package.project_id", "work_package.position"],
            name=op.f("fk_segment_project_id_work_package"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_segment_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "position", name=op.f("pk_segment")),
        comment="Stretches of the source text that belong to a work package or to the overview",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "city_alternative",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column(
            "city_mention",
            sa.Integer(),
            nullable=False,
            comment="position of the city mention in the project",
        ),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="1, 2, 3, ... in the order of the output"
        ),
        sa.Column(
            "geonameid",
            sa.Integer(),
            nullable=False,
            comment="id in GeoNames; such a place need not be in the table place",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="usual English name"),
        sa.Column("country", sa.Text(), nullable=False, comment="ISO 3166-1 alpha-2"),
        sa.ForeignKeyConstraint(
            ["project_id", "city_mention"],
            ["city_mention.project_id", "city_mention.position"],
            name=op.f("fk_city_alternative_project_id_city_mention"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_city_alternative_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "city_mention", "position", name=op.f("pk_city_alternative")),
        comment="Other places that a city mention could mean",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deliverable_city",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column(
            "deliverable", sa.Integer(), nullable=False, comment="position of the deliverable in the project"
        ),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="1, 2, 3, ... in the order of the output"
        ),
        sa.Column(
            "part",
            sa.Integer(),
            nullable=False,
            comment="cities and dates of one part go together: in Riga 3/06 and Malmö 4/06 there are two",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="usual English name"),
        sa.Column(
            "geonameid",
            sa.Integer(),
            nullable=True,
            comment="the place; null where its section mentions no city of this name",
        ),
        sa.ForeignKeyConstraint(
            ["geonameid"], ["place.geonameid"], name=op.f("fk_deliverable_city_geonameid")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "deliverable"],
            ["deliverable.project_id", "deliverable.position"],
            name=op.f("fk_deliverable_city_project_id_deliverable"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_deliverable_city_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "deliverable", "position", name=op.f("pk_deliverable_city")),
        comment="Cities of a deliverable's clause",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deliverable_city_geonameid"), "deliverable_city", ["geonameid"], unique=False)
    op.create_table(
        "deliverable_date",
        sa.Column("project_id", sa.Text(), nullable=False, comment="the project"),
        sa.Column(
            "deliverable", sa.Integer(), nullable=False, comment="position of the deliverable in the project"
        ),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="1, 2, 3, ... in the order of the output"
        ),
        sa.Column(
            "part",
            sa.Integer(),
            nullable=False,
            comment="cities and dates of one part go together: in Riga 3/06 and Malmö 4/06 there are two",
        ),
        sa.Column("value", sa.Text(), nullable=False, comment="ISO 8601, as in date_mention"),
        sa.Column(
            "earliest",
            sa.Date(),
            nullable=True,
            comment="first day; null where its section mentions no such date",
        ),
        sa.Column(
            "latest",
            sa.Date(),
            nullable=True,
            comment="last day; null where its section mentions no such date",
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "deliverable"],
            ["deliverable.project_id", "deliverable.position"],
            name=op.f("fk_deliverable_date_project_id_deliverable"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_deliverable_date_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "deliverable", "position", name=op.f("pk_deliverable_date")),
        comment="Dates of a deliverable's clause",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deliverable_date_earliest"), "deliverable_date", ["earliest"], unique=False)
