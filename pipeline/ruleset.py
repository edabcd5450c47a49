"""Rules as data: one TOML file a stage in `rules/`, each rule with an id, a meaning and examples."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import RuleError
from pipeline.resources import cached, in_use

STAGES = ("page", "work_packages", "cities", "dates", "counts", "deliverables")


class Example(BaseModel):
    """A text in which a rule must fire: what it finds, and the value it gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    finds: str
    value: str | int | float | None = None
    language: str = "en"


class Rule(BaseModel):
    """One rule. `params` is what its stage needs: a pattern, a reading, words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z_]+\.[a-z0-9-]+$")
    meaning: str = Field(min_length=10)
    match: list[Example] = Field(min_length=1)
    no_match: list[str] = Field(min_length=1, description="texts in which the rule must find nothing")
    pattern: str | None = None
    params: dict[str, Any] = {}


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: list[Rule]


@cached
def rules(stage: str) -> dict[str, Rule]:
    """The rules of a stage by id, in the order of the file. Raises RuleError on a file that is wrong."""
    resources = in_use()
    if resources is not None and stage in resources.rules:
        return resources.rules[stage]
    path = files("pipeline") / "rules" / f"{stage}.toml"
    try:
        read = _File.model_validate(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(p) for p in first["loc"])
        raise RuleError(f"{path}: {where}: {first['msg']}") from error
    out: dict[str, Rule] = {}
    for rule in read.rule:
        if rule.id in out:
            raise RuleError(f"{path}: the id {rule.id} is used twice")
        if not rule.id.startswith(f"{stage}."):
            raise RuleError(f"{path}: the id {rule.id} does not begin with {stage}.")
        out[rule.id] = rule
    return out
