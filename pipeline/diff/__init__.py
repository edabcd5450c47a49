"""What changed between two extractions, by meaning: `factsheet diff`, and the same for programs.

`compare` tells the differences of one project, `differences` those of two sets of outputs.
"""

from pipeline.diff.changes import DIFF_VERSION, Change, FieldChange, ProjectDiff, Refusal, Tally, Words
from pipeline.diff.compare import compare
from pipeline.diff.document import json_schema
from pipeline.diff.filters import Filters
from pipeline.diff.projects import differences
from pipeline.diff.side import Side
from pipeline.diff.texts import Texts

__all__ = [
    "DIFF_VERSION",
    "Change",
    "FieldChange",
    "Filters",
    "ProjectDiff",
    "Refusal",
    "Side",
    "Tally",
    "Texts",
    "Words",
    "compare",
    "differences",
    "json_schema",
]
