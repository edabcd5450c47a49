"""Every rule's own examples, through the whole pipeline: what it must match and what it must not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipeline.errors import RuleError
from pipeline.folding import fold
from pipeline.found import FoundCity, FoundCount, FoundDate, FoundDeliverable
from pipeline.page import read_page
from pipeline.ruleset import STAGES, Rule, rules

RULES = [rule for stage in STAGES for rule in rules(stage).values()]
MATCHES = [pytest.param(r, example, id=f"{r.id}: {example.text}") for r in RULES for example in r.match]
MISSES = [pytest.param(r, text, id=f"{r.id}: {text}") for r in RULES for text in r.no_match]


@dataclass(frozen=True)
class Fired:
    """A place where a rule fired, and what it said there."""

    rule: str
    text: str
    says: tuple[object, ...]


def is_anti(rule: Rule) -> bool:
    """An anti-rule names what looks like a mention and is none: it yields nothing and shows in the trace."""
    return rule.id.partition(".")[2].startswith("not-")


def fired(extractor, text, language):
    """Every firing of every rule in a text."""
    doc = extractor.read(fold(text), language, trace=True)
    facts = read_page(doc)
    out = [
        Fired(found.rule, doc.text[found.start : found.end], says(found))
        for name in ("cities", "dates", "counts", "deliverables")
        for found in doc._.get(name)
    ]
    out += [Fired(f.rule, doc.text[f.start : f.end], (f.value,)) for f in facts.values()]
    for package in doc._.packages:
        said = (package.number, package.title, package.label)
        out += [Fired(package.rule, doc.text[start:end], said) for start, end in package.headings]
    anti = {rule.id for rule in RULES if is_anti(rule)}
    near = doc.user_data["factsheet.trace"]
    out += [Fired(r.rule, doc.text[r.start : r.end], ()) for r in near if r.rule in anti]
    return out


def says(found):
    match found:
        case FoundCity():
            return (found.place.name, found.place.country)
        case FoundDate():
            return (found.value,)
        case FoundCount():
            return (found.value, f"{found.value}-{found.value_max}", found.unit, found.head)
        case FoundDeliverable():
            return (found.kind, found.status, found.head, found.action)


@pytest.mark.parametrize(("rule", "example"), MATCHES)
def test_a_rule_finds_what_its_examples_say(rule, example, extractor):
    assert example.finds in example.text
    every = fired(extractor, example.text, example.language)
    here = [f for f in every if f.rule == rule.id]
    if is_anti(rule):
        assert any(f.text in example.finds or example.finds in f.text for f in here), every
    else:
        assert example.finds in [f.text for f in here], every
        if example.value is not None:
            assert any(f.text == example.finds and example.value in f.says for f in here), here


@pytest.mark.parametrize(("rule", "text"), MISSES)
def test_a_rule_leaves_alone_what_it_must_not_match(rule, text, extractor):
    for language in sorted({example.language for example in rule.match}):
        assert [f for f in fired(extractor, text, language) if f.rule == rule.id] == []


def test_every_stage_has_rules():
    assert {stage: len(rules(stage)) > 0 for stage in STAGES} == dict.fromkeys(STAGES, True)


GOOD = """
[[rule]]
id = "dates.x"
meaning = "An example of a rule."
match = [{ text = "In 2010.", finds = "2010" }]
no_match = ["In ten."]
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("[[rule]]", "[[rule"), "dates.toml"),
        (("meaning =", "mening ="), "rule.0.meaning: Field required"),
        (
            ("no_match", "params = {}\nunknown = 1\nno_match"),
            "rule.0.unknown: Extra inputs are not permitted",
        ),
        (("finds =", "find ="), "rule.0.match.0.finds: Field required"),
        (('["In ten."]', "[]"), "rule.0.no_match: List should have at least 1 item"),
        (('"dates.x"', '"x"'), "rule.0.id: String should match pattern"),
        (('"dates.x"', '"cities.x"'), "the id cities.x does not begin with dates."),
        ((GOOD, GOOD + GOOD), "the id dates.x is used twice"),
    ],
)
def test_a_rule_file_that_is_wrong_is_refused_with_its_name_and_key(change, message, tmp_path, monkeypatch):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "dates.toml").write_text(GOOD.replace(*change))
    monkeypatch.setattr("pipeline.ruleset.files", lambda package: tmp_path)
    with pytest.raises(RuleError) as raised:
        rules.__wrapped__("dates")
    assert "dates.toml" in str(raised.value)
    assert message in str(raised.value)
