"""What Factsheet knows of a language: one TOML file a language in `languages/`, read into a `Lexicon`.

Words are written in lower case. An entry ending in ``*`` stands for every word that begins so, one
beginning with ``*`` for every word that ends so (compounds: ``*studie``); `pipeline.wordset` looks them up.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import Field, ValidationError

from pipeline.errors import RuleError
from pipeline.lexicon_parts import Dates, Grammar, Numbers, Part, Places, Verb
from pipeline.resources import cached, in_use

LANGUAGES = ("en", "de", "fr", "es", "it", "pl", "sv", "nl", "da")


class Lexicon(Part):
    """One language."""

    code: str
    name: str
    function_words: list[str]
    """Some 60 frequent words by which the language is recognised; words that few other languages have."""
    numbers: Numbers = Numbers()
    dates: Dates = Dates()
    grammar: Grammar = Grammar()
    verbs: dict[str, Verb] = Field(default_factory=dict)
    kinds: dict[str, list[str]] = Field(default_factory=dict)
    """document, event, body, data, tool, pilot, works, agreement, other: head nouns, all inflected forms or
    `*`; none: nouns that are never deliverables (people, aims, abstract things). Two words with a blank
    between decide before the head noun alone ("round table")."""
    labels: dict[str, list[str]] = Field(default_factory=dict)
    """Families of work packages: canonical label ("WP", "Action", "Task", ...) to how the language writes
    it."""
    places: Places = Places()
    inflection: dict[str, list[str]] = Field(default_factory=dict)
    """Endings of place names in oblique cases to those that they may stand for ("ie": "", "a": Lublinie,
    Warszawie)."""


@cached
def languages() -> tuple[str, ...]:
    """The codes of all languages: ours, and those that a user's folder adds."""
    resources = in_use()
    return LANGUAGES if resources is None else tuple(dict.fromkeys((*LANGUAGES, *resources.lexicons)))


@cached
def load(code: str) -> Lexicon:
    """The lexicon of a language by its ISO 639-1 code.

    Raises RuleError where there is no such file or the file is wrong; the message names the key.
    """
    resources = in_use()
    if resources is not None and code in resources.lexicons:
        return resources.lexicons[code]
    return read(files("pipeline") / "languages" / f"{code}.toml")


def read(path: Traversable) -> Lexicon:
    """The lexicon in a TOML file. Raises RuleError with the file and key that is wrong."""
    try:
        return Lexicon.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError as error:
        raise RuleError(f"no language file {path}; known languages: {', '.join(LANGUAGES)}") from error
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(p) for p in first["loc"])
        raise RuleError(f"{path}: {where}: {first['msg']}") from error
