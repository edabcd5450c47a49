"""A user's `rules.toml`: rules switched off, rules changed, rules for dates added."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from spacy.tokens import Doc

from pipeline.components.date_points import ALPHABET
from pipeline.components.date_readings import READERS
from pipeline.document import findings
from pipeline.errors import RuleError
from pipeline.patterns import PatternError
from pipeline.ruleset import STAGES, Rule, rules
from pipeline.user_rules.explosive import explosive
from pipeline.user_rules.file import File
from pipeline.user_rules.merge import merge, take_out

_EXTENSIBLE = "dates"
"""The stage that finds what its rules' patterns say; the rules of others name what code finds."""
_OVER_TEXT = "dates.not-law"
"""Its pattern is a regular expression over a word, not over token classes."""
_SYMBOLS = "".join(sorted(set().union(*ALPHABET.classes.values())))
_LONGEST = 2000
"""Characters of a pattern; those that ship have 200."""
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")


class _Change(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    pattern: str | None = None
    params: dict[str, Any] = {}
    remove: dict[str, Any] = {}


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    disable: list[str] = []
    change: dict[str, _Change] = {}
    rule: list[Rule] = []


Stages = dict[str, dict[str, Rule]]


def read_rules(file: File) -> tuple[Stages, frozenset[str], list[Rule]]:
    """The stages that the file changes, the ids that it switches off, and the rules that it adds.

    Raises RuleError.
    """
    try:
        read = _File.model_validate(file.data)
    except ValidationError as error:
        raise file.invalid(error, _File) from error
    known = {rule.id: rule for stage in STAGES for rule in rules(stage).values()}
    added: dict[str, Rule] = {}
    for n, rule in enumerate(read.rule):
        _check_added(file, n, rule, {**known, **added})
        added[rule.id] = rule
    changed: dict[str, Rule] = {}
    for name, change in read.change.items():
        _known(file, ("change", name), name, known)
        changed[name] = _changed(file, known[name], change)
    for name in read.disable:
        _known(file, ("disable",), name, {**known, **added})
        if name.partition(".")[2].startswith("not-"):
            said = f"{name} finds nothing that could be dropped; take words out of it under [change]"
            raise file.error(("disable",), said, name)
    stages = {
        stage: {**(added if stage == _EXTENSIBLE else {}), **rules(stage), **_of(stage, changed)}
        for stage in STAGES
        if _of(stage, changed) or (added and stage == _EXTENSIBLE)
    }
    return stages, frozenset(read.disable), list(added.values())


def check_examples(file: File, added: list[Rule], read: Callable[[str, str], Doc]) -> None:
    """See that rules find what their examples say. Raises RuleError."""
    for n, rule in enumerate(added):
        for example in rule.match:
            try:
                doc = read(example.text, example.language)
            except RuleError as error:
                raise file.error(("rule", n, "pattern"), str(error)) from error
            found = [(doc.text[d.start : d.end], d.value) for d in findings(doc).dates if d.rule == rule.id]
            if not any(t == example.finds and example.value in (None, value) for t, value in found):
                said = f"{rule.id} does not find what its example says in {example.text!r}"
                raise file.error(("rule", n, "match"), said, example.text)
        for text in rule.no_match:
            if any(d.rule == rule.id for d in read(text, rule.match[0].language)._.dates):
                said = f"{rule.id} finds something in {text!r}, where it must not"
                raise file.error(("rule", n, "no_match"), said, text)


def _of(stage: str, some: dict[str, Rule]) -> dict[str, Rule]:
    return {name: rule for name, rule in some.items() if name.startswith(f"{stage}.")}


def _known(file: File, at: tuple[str, ...], name: str, known: dict[str, Rule]) -> None:
    if name not in known:
        near = get_close_matches(name, known, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`factsheet rules` lists them"
        raise file.error(at, f"there is no rule {name}; {hint}", name)


def _check_added(file: File, n: int, rule: Rule, known: dict[str, Rule]) -> None:
    stage = rule.id.partition(".")[0]
    if rule.id in known:
        raise file.error(("rule", n, "id"), f"there is a rule {rule.id} already; change it under [change]")
    if stage != _EXTENSIBLE:
        said = (
            f"{rule.id}: only rules of {_EXTENSIBLE} can be added, what other stages find is code and words"
        )
        raise file.error(("rule", n, "id"), said)
    if rule.pattern is None or set(rule.params) != {"kind"}:
        raise file.error(("rule", n), f"{rule.id} needs a pattern, and params with a kind and nothing else")
    _check_kind(file, ("rule", n, "params"), rule.params["kind"])
    _check_pattern(file, ("rule", n, "pattern"), rule.id, rule.pattern)


def _check_kind(file: File, at: tuple[str | int, ...], kind: Any) -> None:
    if kind not in READERS:
        raise file.error(at, f"unknown kind {kind}; allowed: {', '.join(READERS)}")


def _check_pattern(file: File, at: tuple[str | int, ...], name: str, pattern: str) -> None:
    if len(pattern) > _LONGEST:
        raise file.error(at, f"the pattern of {name} is longer than {_LONGEST:,} characters")
    try:
        compiled = re.compile(pattern) if name == _OVER_TEXT else ALPHABET.compile(pattern)
    except (PatternError, re.error) as error:
        raise file.error(at, str(error)) from error
    except (OverflowError, RecursionError) as error:
        raise file.error(at, f"the pattern of {name} nests too deep, or repeats too often") from error
    if compiled.match("") is not None:
        raise file.error(at, f"the pattern of {name} matches where there is nothing, so never a date")
    if name != _OVER_TEXT and _UNBOUNDED.search(pattern):
        raise file.error(
            at, f"the pattern of {name} repeats without bound; write {{0,4}} for * and {{1,4}} for +"
        )
    if explosive(pattern) if name == _OVER_TEXT else explosive(compiled.pattern, _SYMBOLS):
        said = "can be matched in too many ways, which may take for ever; let no two repetitions share a text"
        raise file.error(at, f"the pattern of {name} {said}")


def _changed(file: File, rule: Rule, change: _Change) -> Rule:
    at = ("change", rule.id)
    if change.pattern is not None:
        if rule.pattern is None:
            raise file.error((*at, "pattern"), f"{rule.id} has no pattern that could be changed")
        _check_pattern(file, (*at, "pattern"), rule.id, change.pattern)
    for key in change.params:
        if key not in rule.params:
            allowed = ", ".join(rule.params) or "none"
            raise file.error((*at, "params", key), f"{rule.id} has no param {key}; allowed: {allowed}")
    params = take_out(rule.params, change.remove, file, (*at, "remove"))
    for key, value in change.params.items():
        if not _alike(rule.params[key], value):
            raise file.error((*at, "params", key), f"{rule.id}: {key} must be like the one that it changes")
    if "kind" in change.params:
        _check_kind(file, (*at, "params", "kind"), change.params["kind"])
    return rule.model_copy(
        update={"params": merge(params, change.params), "pattern": change.pattern or rule.pattern}
    )


def _alike(shipped: Any, given: Any) -> bool:
    """Whether a value has the shape of the shipped one: its type, and that of what it holds."""
    if type(shipped) is not type(given):
        return False
    if isinstance(shipped, dict):
        return all(any(_alike(other, value) for other in shipped.values()) for value in given.values())
    if isinstance(shipped, list):
        return all(any(_alike(other, value) for other in shipped[:1]) and value != "" for value in given)
    return True
