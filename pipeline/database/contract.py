"""The output contract as the tables need it, and the check of a project against it.

The types are made from the models in `schemas`: dictionaries instead of objects, which takes less time, and
stricter where a column is: whole numbers that fit, days of the calendar, facts of one type each.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import cache, lru_cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from schemas import Date, Fact, Header, Project

Json = dict[str, Any]
"""An object of the output, with every key of its model."""


class MisfitError(Exception):
    """What does not fit the tables. The message names the field and says what is wrong with it."""


@lru_cache(maxsize=20_000)
def _of_the_calendar(day: str) -> str:
    date.fromisoformat(day)
    return day


_Whole = Annotated[int, Field(ge=0, lt=2**31)]
_Number = Annotated[float, Field(allow_inf_nan=False)]
_Day = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_of_the_calendar)]
# As long as an index of PostgreSQL takes it in any script.
_Key = Annotated[str, Field(min_length=1, max_length=500)]

_VALUES: dict[str, Any] = {
    "budget": _Number,
    "cofinancing_rate": _Number,
    "partner_count": _Whole,
    "stated_work_packages": _Whole,
}
"""The facts of the header that are no text."""


def _model(model: type[BaseModel], **stricter: Any) -> Any:
    """The type of dictionaries with the keys of a model."""
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        more = field.metadata if field.is_required() else (*field.metadata, Field(default=field.default))
        kind = stricter.get(name) or _stricter(cast(Hashable, field.annotation))
        fields[name] = Annotated[(kind, *more)] if more else kind
    typed_dict: Any = TypedDict
    made = typed_dict(model.__name__, fields)
    made.__pydantic_config__ = ConfigDict(extra="forbid", strict=True)
    return made


@cache
def _stricter(kind: Hashable) -> Any:
    """A type of a field as the tables need it."""
    if kind is Date:
        return _model(Date, earliest=_Day, latest=_Day)
    if kind is Header:
        facts = {name: _model(Fact, value=_VALUES.get(name, str)) for name in Header.model_fields}
        return _model(Header, **{name: fact | None for name, fact in facts.items()})
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _model(kind)
    if kind is int:
        return _Whole
    if kind is float:
        return _Number
    members = get_args(kind)
    if get_origin(kind) in (UnionType, Union):
        # A whole number is a number.
        return reduce(or_, (_stricter(one) for one in members if not (one is int and float in members)))
    if get_origin(kind) is tuple:
        return tuple.__class_getitem__((_stricter(members[0]), ...))
    return kind


_PROJECT: TypeAdapter[Json] = TypeAdapter(_model(Project, id=_Key))


def parse(data: bytes, nul: bool = True) -> Json:
    """The project in an output file or a line of one. Raises MisfitError.

    Args:
        nul: whether a text may hold the character NUL.
    """
    try:
        project = _PROJECT.validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise _misfit(".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")) from error
    _check(project)
    # In JSON a NUL is written in one way only.
    if not nul and b"\\u0000" in data and (where := _nul(project)):
        raise _misfit(where, "PostgreSQL's texts hold no NUL character (U+0000)")
    return project


def _misfit(where: str, said: str) -> MisfitError:
    return MisfitError(f"{where}: {said}" if where else said)


def _check(project: Json) -> None:
    """Raise MisfitError where texts and offsets contradict each other, as the models do."""
    for name, fact in project["header"].items():
        if fact and _torn(fact):
            raise _misfit(f"header.{name}.text", _TORN)
    segments: list[Json] = []
    packages = ((f"work_packages.{at}", package) for at, package in enumerate(project["work_packages"]))
    for where, section in (("overview", project["overview"]), *packages):
        segments += section["segments"]
        for name in ("cities", "dates", "counts", "deliverables"):
            for at, mention in enumerate(section[name]):
                if _torn(mention):
                    raise _misfit(f"{where}.{name}.{at}.text", _TORN)
    at = 0
    for start, end in sorted((segment["start"], segment["end"]) for segment in segments):
        if start != at or end < start:
            raise _misfit("segments", f"the sections leave a gap or overlap at offset {at}")
        at = end
    if at != project["source"]["characters"]:
        raise _misfit("segments", f"the sections end at {at}, the text at {project['source']['characters']}")


_TORN = "it is not as long as its offsets say"


def _torn(mention: Json) -> bool:
    return bool(len(mention["text"]) != mention["end"] - mention["start"])


def _nul(value: Any) -> str:
    """Where the first text with a NUL is: names and positions with dots between; empty for none."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for name, member in members:
        if isinstance(member, str):
            if "\0" in member:
                return str(name)
        elif isinstance(member, dict | tuple) and (inner := _nul(member)):
            return f"{name}.{inner}"
    return ""
