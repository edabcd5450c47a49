"""Whether what a clause delivers is a deliverable, and of which kind: the noun decides, then the verb."""

from __future__ import annotations

from typing import Final

from pipeline.components.clauses import Event
from pipeline.components.sentence import Sentence

_TAKING: Final = ("deliverables.active", "deliverables.gerund", "deliverables.nominal")
_MISMATCHED: Final = {
    ("body", "data"),
    ("works", "event"),
    ("tool", "event"),
    ("body", "event"),
    ("data", "event"),
}
_EVENTFUL: Final = ("event", "pilot")
_OVERRULED: Final = {
    ("document", "agreement"): "agreement",
    ("event", "body"): "body",
    ("body", "works"): "works",
    ("tool", "works"): "works",
    ("pilot", "works"): "works",
}
"""What the noun says and what the verb delivers: a charter that is signed is an agreement."""


def judge(sentence: Sentence, event: Event, in_package: bool) -> tuple[str | None, str]:
    """The kind of an event's phrase, or None and what stopped it."""
    kind = event.phrase.kind
    if kind == "none":
        return None, "the head noun never names a deliverable"
    if kind in (None, "works") and _maybe_present(event):
        return None, 'a verb of now ("wagons run on rails")'
    if _existed(sentence, event):
        return None, "it existed before"
    return _known(event, kind, in_package) if kind is not None else _unknown(sentence, event, in_package)


def _existed(sentence: Sentence, event: Event) -> bool:
    """Whether an adjective says that a thing was there before, which only works make new."""
    if event.verb is None or event.verb.kind == "works":
        return False
    existing, words = sentence.grammar.existing, sentence.view.words
    return any(words[at].lower() in existing for at in range(event.phrase.first, event.phrase.base))


def _maybe_present(event: Event) -> bool:
    """Whether a participle without an auxiliary is as good a present of a verb that says little."""
    verb = event.verb
    if verb is None or not verb.weak or event.rule != "deliverables.bare-passive":
        return False
    return verb.part in verb.inf.split()


def _known(event: Event, kind: str, in_package: bool) -> tuple[str | None, str]:
    """A noun that a word list knows as a deliverable."""
    verb = event.verb
    if verb is None:
        if event.rule == "deliverables.unforeseen" and not in_package:
            return None, "a verb that no word list knows, outside the work packages"
        return kind, ""
    if verb.kind == "none" and kind == "document":
        return None, "the verb is done to people (guides, readers)"
    if event.rule == "deliverables.intransitive" and verb.kind == "event" and kind not in _EVENTFUL:
        return None, "the verb tells how long an event takes, the noun names none"
    if event.rule in _TAKING:
        if (kind, verb.kind) in _MISMATCHED:
            return None, f"the verb delivers {verb.kind}, the noun is {kind}"
        expected = event.status == "planned" and event.rule != "deliverables.nominal"
        if verb.weak and not event.phrase.determined and not expected:
            return None, "a weak verb with a bare noun"
    return _OVERRULED.get((kind, verb.kind), kind), ""


def _unknown(sentence: Sentence, event: Event, in_package: bool) -> tuple[str | None, str]:
    """A noun that no word list knows: the verb has to be enough of a sign."""
    phrase, verb = event.phrase, event.verb
    symbols = sentence.symbols[phrase.first : phrase.base]
    if not any(s in "Xng" for s in symbols) and not sentence.grammar.capitalised:
        return None, "a name that no word list knows as a deliverable"
    if "noun" in sentence.entry(phrase.head).forms and event.rule != "deliverables.nominal":
        return None, "an action noun: its complement is what counts"
    counted = symbols[:1] == "N"
    if verb is None:
        kind = "other" if counted and in_package else None
        return kind, "neither the noun nor the verb is known, and no number or package vouches for it"
    if event.rule == "deliverables.intransitive":
        article = sentence.view.words[phrase.first - 1].lower() if phrase.first else ""
        new = not verb.weak and (counted or article in sentence.grammar.indefinite)
        return "other" if new else None, "nothing says that it is new"
    if verb.weak:
        return None, "neither the verb nor the noun is enough of a sign"
    if event.rule in _TAKING:
        taken = (counted and event.rule != "deliverables.gerund") or (
            verb.kind == "works" and phrase.determined
        )
        if not taken:
            return None, "neither the verb nor the noun is enough of a sign"
    return verb.kind or "other", ""
