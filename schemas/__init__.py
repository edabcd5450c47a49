"""The output contract of Factsheet: frozen models, and the JSON Schema exported from them."""

from schemas.models import (
    SCHEMA_VERSION,
    City,
    Count,
    Date,
    Deliverable,
    Fact,
    Header,
    Mention,
    Project,
    ProjectWarning,
    Section,
    Segment,
    Source,
    WorkPackage,
    json_schema,
)

__version__ = "0.1.0"

__all__ = [
    "SCHEMA_VERSION",
    "City",
    "Count",
    "Date",
    "Deliverable",
    "Fact",
    "Header",
    "Mention",
    "Project",
    "ProjectWarning",
    "Section",
    "Segment",
    "Source",
    "WorkPackage",
    "__version__",
    "json_schema",
]
