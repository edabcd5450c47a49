"""Rules that are switched off: what they find is dropped before later stages read it."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.document import reject

_STAGES = {
    "work_packages": "packages",
    "cities": "cities",
    "dates": "dates",
    "counts": "counts",
    "deliverables": "deliverables",
}
_REASON = "the rule is switched off"


def drop_mentions(doc: Doc, disabled: frozenset[str]) -> None:
    """Take out of the Doc what rules that are switched off have found."""
    for stage, name in _STAGES.items():
        found = doc._.get(name)
        dropped = [f for f in found if f.rule in disabled]
        if not dropped:
            continue
        doc._.set(name, [f for f in found if f.rule not in disabled])
        doc.spans[stage] = [span for span in doc.spans[stage] if span.label_ not in disabled]
        for f in dropped:
            for start, end in f.headings if stage == "work_packages" else [(f.start, f.end)]:
                reject(doc, start, end, f.rule, _REASON)
