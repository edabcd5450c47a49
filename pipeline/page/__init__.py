"""What the page says of the project as a whole: header facts, from page furniture and first sentences."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Doc

from pipeline.document import reject
from pipeline.page.counted import read_counted
from pipeline.page.facts import Candidate, FoundFact, best
from pipeline.page.layout import read_layout
from pipeline.page.money import read_money
from pipeline.page.names import read_names
from pipeline.page.period import read_period, read_status
from pipeline.page.programme import read_programme
from pipeline.resources import in_use

__all__ = ["FoundFact", "read_page"]

_READERS: Final = (read_names, read_status, read_period, read_programme, read_money, read_counted)


def read_page(doc: Doc) -> dict[str, FoundFact]:
    """The header facts of a Doc that has been through the components, by field of `schemas.Header`."""
    page = read_layout(doc)
    resources = in_use()
    disabled = frozenset[str]() if resources is None else resources.disabled
    candidates: dict[str, list[Candidate]] = {}
    for reader in _READERS:
        for field, candidate in reader(page):
            fact = candidate.fact
            if fact.start == fact.end:  # nothing but marks was left of it
                continue
            if fact.rule in disabled:
                reject(doc, fact.start, fact.end, fact.rule, "the rule is switched off")
            else:
                candidates.setdefault(field, []).append(candidate)
    found = {field: best(proposed) for field, proposed in candidates.items()}
    return {field: fact for field, fact in found.items() if fact is not None}
