"""The rules as people read them: each with its meaning, what it matches and what it must not."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from rich.text import Text

from pipeline.errors import UsageError
from pipeline.ruleset import STAGES, Rule, rules


def every_rule() -> list[Rule]:
    """The rules of all stages, in the order of the stages and of their files."""
    return [rule for stage in STAGES for rule in rules(stage).values()]


def meanings() -> dict[str, str]:
    """What each rule means, by its id."""
    return {rule.id: rule.meaning for rule in every_rule()}


def choose(rule: str | None, stage: str | None) -> list[Rule]:
    """The rules of a stage, or the one of that id, or all. Raises UsageError where there is none such."""
    if stage is not None and stage not in STAGES:
        raise UsageError(f"there is no stage {stage}; the stages are {', '.join(STAGES)}")
    chosen = every_rule() if stage is None else list(rules(stage).values())
    if rule is None:
        return chosen
    named = [r for r in chosen if r.id == rule]
    if not named:
        near = get_close_matches(rule, [r.id for r in chosen], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`factsheet rules` lists them"
        raise UsageError(f"there is no rule {rule}; {hint}")
    return named


def show(chosen: Iterable[Rule]) -> Text:
    """Rules as text: ``+`` is an example that it matches, with what it finds, ``-`` one it must not match."""
    out = Text()
    for rule in chosen:
        out.append(rule.id, style="bold").append(f"  {rule.meaning}\n")
        if rule.pattern:
            out.append(f"    pattern  {rule.pattern}\n", style="dim")
        for example in rule.match:
            value = "" if example.value is None else f" = {example.value}"
            out.append("  + ", style="green").append(_highlit(example.text, example.finds))
            out.append(f"  \u2192 {example.finds}{value}\n")
        for text in rule.no_match:
            out.append("  - ", style="red").append(f"{text}\n")
        out.append("\n")
    out.right_crop(2)
    return out


def _highlit(text: str, finds: str) -> Text:
    out = Text(text)
    start = text.find(finds)
    if start >= 0:
        out.stylize("underline", start, start + len(finds))
    return out
