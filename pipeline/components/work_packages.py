"""Stage: work_packages."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class WorkPackages:
    """Finds work_packages."""

    def __call__(self, doc: Doc) -> Doc:
        """Work on one Doc."""
        return doc


@Language.factory("factsheet_work_packages")
def make_work_packages(nlp: Language, name: str) -> WorkPackages:
    """The component, as spaCy calls for it."""
    return WorkPackages()
