"""A user's language file: words for a language that is known, or a new language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import ValidationError

from pipeline.lexicon import LANGUAGES, Lexicon, load
from pipeline.user_rules.file import File
from pipeline.user_rules.merge import merge, take_out
from schemas.models import Kind

_CODE = re.compile(r"[a-z]{2,3}")
_KINDS = (*get_args(Kind), "none")
_SEASONS = ("spring", "summer", "autumn", "winter")
_MONTHS = 12
_ORDINALS = 5
_FUNCTION_WORDS = 20
"""With fewer, a language would hardly ever be recognised."""


def read_language(file: File) -> Lexicon:
    """The lexicon that the file makes, by the code that is its name. Raises RuleError."""
    code = file.path.stem
    if not _CODE.fullmatch(code):
        raise file.error(
            (), f"a language file is named by its ISO 639 code, like pt.toml, not {file.path.name}"
        )
    added = dict(file.data)
    removed = added.pop("remove", {})
    if added.setdefault("code", code) != code:
        raise file.error(("code",), f"the code {added['code']} is not that of the file's name, {code}")
    base = take_out(load(code).model_dump() if code in LANGUAGES else {}, removed, file, ("remove",))
    for section in ("kinds", "labels"):
        base = _moved(base, added, section)
    try:
        lexicon = Lexicon.model_validate(merge(base, added))
    except ValidationError as error:
        raise file.invalid(error, Lexicon) from error
    _check(file, lexicon, added)
    return lexicon


def _moved(base: dict[str, Any], added: dict[str, Any], section: str) -> dict[str, Any]:
    """A word stands for one kind or label: where the user gives it to another, it leaves the one it had."""
    shipped, new = base.get(section), added.get(section)
    if not isinstance(shipped, dict):
        return base
    if not isinstance(new, dict):
        new = {}
    taken = {word for words in new.values() if isinstance(words, list) for word in words}
    kept = {key: [w for w in words if w not in taken] for key, words in shipped.items()}
    return {**base, section: {key: words for key, words in kept.items() if words}}


def _check(file: File, lexicon: Lexicon, added: dict[str, Any]) -> None:
    """What the schema can't say."""
    for section, keys, allowed in (
        (("kinds",), lexicon.kinds, _KINDS),
        (("dates", "seasons"), lexicon.dates.seasons, _SEASONS),
    ):
        for key in keys:
            if key not in allowed:
                where = ".".join((*section, key))
                raise file.error((*section, key), f"unknown key {where}; allowed: {', '.join(allowed)}")
    for name, verb in lexicon.verbs.items():
        if verb.kind and verb.kind not in _KINDS:
            raise file.error(
                ("verbs", name, "kind"), f"unknown kind {verb.kind}; allowed: {', '.join(_KINDS)}"
            )
    for key, lists, length in (
        ("months", lexicon.dates.months, _MONTHS),
        ("ordinals", lexicon.dates.ordinals, _ORDINALS),
    ):
        if len(lists) not in (0, length) or (key == "months" and not all(lists)):
            raise file.error(("dates", key), f"dates.{key} must be {length} lists of words, not {len(lists)}")
    known = len(lexicon.function_words)
    if known < _FUNCTION_WORDS:
        raise file.error(
            ("function_words",),
            f"a language is recognised by {_FUNCTION_WORDS} or more function_words, not {known}",
        )
    for at, word in _words({key: value for key, value in added.items() if key not in ("name", "labels")}):
        if word != word.lower():
            raise file.error(at, f"words are written in lower case: {word.lower()!r}, not {word!r}", word)
    for family, forms in lexicon.labels.items():
        if not forms:
            raise file.error(("labels", family), f"labels.{family} has no words, so it can never match")
    for at, word in _words(added):
        if not word.strip("* ") and at != ("numbers", "thousands") and at[0] != "inflection":
            raise file.error(at, "an entry without a letter would fit every word", word)


def _words(data: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts in lists, and the sections that hold them."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _words(value, (*at, key))
    elif isinstance(data, list):
        for entry in data:
            if isinstance(entry, str):
                yield at, entry
            else:
                yield from _words(entry, at)
