"""Inputs built to be slow: for every rule, list of words, regular expression and shape of text."""

from __future__ import annotations

import re
import sqlite3
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from itertools import chain, count
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.pumping import Pump, pumps
from pipeline.extractor import Extractor
from pipeline.lexicon import LANGUAGES, load
from pipeline.resources import Resources, using
from pipeline.ruleset import STAGES, rules
from pipeline.source import decode

Make = Callable[[int], str]
"""Makes a text of about so many characters."""
ROOT = Path(__file__).resolve().parents[1]

_GROWING: dict[str, Callable[[int], str]] = {
    "work packages in lines": lambda n: f"WP{n}: Title number {n}\nTwo reports were written.\n",
    "work packages in prose": lambda n: f"In WP{n}, two reports were written in Riga. ",
    "work packages as subjects": lambda n: f"Work Package {n} produced a study. ",
    "work packages in brackets": lambda n: f"A study was written (WP{n}). ",
    "work packages glued": lambda n: f"A study was written.WP{n} (Title) ",
    "work packages in paragraphs": lambda n: f"WP {n} - Title\n\nA study was written.\n\n",
    "work packages in turn": lambda n: f"WP{n % 9}: Title\nA study was written.\n",
    "tasks with dots": lambda n: f"Task {n // 9}.{n % 9}: Title\n",
    "codes of actions": lambda n: f"Action {'ABCDE'[n % 5]}{n} Title\n",
    "numbered sections": lambda n: f"{n}.1 Heading\nA sentence.\n",
    "new words": lambda n: f"w{n:x} ",
    "new capital words": lambda n: f"W{n:x}a ",
    "new acronyms": lambda n: f"ABC{n} ",
    "counted": lambda n: f"{n} workshops ",
    "dates of days": lambda n: f"{1 + n % 28}.{1 + n % 12}.{1990 + n % 40}, ",
    "fields": lambda n: f"Field {n}: value {n}\n",
    "repeated acronym": lambda n: f"project ABCD{n % 7} ",
    "partners counted": lambda n: f"{n} partners took part. ",
    "dates outside": lambda n: f"Start date: 01.01.2006\nEnd: 31.12.2006\nWP{n}: A report came out 3/11.\n",
}  # fmt: skip


def units() -> dict[str, Make]:
    """The shapes of text that somebody thought of."""
    listed = tomllib.loads((ROOT / "benchmarks" / "worst_units.toml").read_text("utf-8"))
    made: dict[str, Make] = {name: Pump("", unit).text for name, unit in listed.items()}
    made |= {name: _growing(piece) for name, piece in _GROWING.items()}
    made["cities by the thousand"] = _cities
    made["one word without end"] = lambda n: "a" * n
    return made


def examples() -> dict[str, Make]:
    """The examples of every rule, those that it must not match too, in lines and in one line."""
    made: dict[str, Make] = {}
    for stage in STAGES:
        for rule in rules(stage).values():
            texts = [*(e.text for e in rule.match), *rule.no_match]
            for shape, glue in (("glued", ""), ("in a line", " "), ("in lines", "\n")):
                made[f"{rule.id}, {shape}"] = Pump("", glue.join([*texts, ""])).text
            made[f"{rule.id}, first"] = Pump("", rule.match[0].text + " ").text
    return made


def words() -> dict[str, Make]:
    """Every list of words of every language, repeated, after words by which the language is recognised."""
    made: dict[str, Make] = {}
    for code in LANGUAGES:
        lexicon = load(code)
        lead = " ".join([*lexicon.function_words[:20], ""]) * 2
        for name, listed in _lists(lexicon.model_dump()):
            for shape, glue in (("in a line", " "), ("in lines", "\n"), ("with commas", ", ")):
                body = glue.join([*(w.strip("*").replace("_", " ") for w in listed[:200]), ""])
                made[f"{code}.{name}, {shape}"] = Pump(lead, body).text
            made[f"{code}.{name}, first"] = Pump(lead, listed[0].strip("*").replace("_", " ") + " ").text
    return made


def expressions() -> dict[str, Make]:
    """Every regular expression over text in the pipeline, driven at each of its repetitions."""
    made: dict[str, Make] = {}
    for name, pattern in sorted(_patterns().items()):
        for n, pump in enumerate(pumps(pattern)):
            if pump.text not in made.values():
                made[f"{name} #{n}"] = pump.text
    return made


def real() -> dict[str, Make]:
    """Descriptions one after the other, sentences shuffled: what users have."""
    texts = [decode(path.read_bytes(), path.stem).text for path in sorted((ROOT / "raw").glob("*.txt"))]
    whole = "\n\n".join(texts)
    sentences = re.split(r"(?<=\.)\s+", whole)
    return {
        "descriptions": Pump("", whole + "\n\n").text,
        "descriptions in one line": Pump("", " ".join(whole.split()) + " ").text,
        "sentences backwards": Pump("", " ".join(reversed(sentences)) + " ").text,
        "sentences in lines": Pump("", "\n".join(sentences) + "\n").text,
        "words in lines": Pump("", "\n".join(whole.split()) + "\n").text,
    }


FAMILIES: dict[str, Callable[[], dict[str, Make]]] = {
    "units": units,
    "examples": examples,
    "words": words,
    "expressions": expressions,
    "real": real,
}


def _growing(piece: Callable[[int], str]) -> Make:
    def make(length: int) -> str:
        out: list[str] = []
        total = 0
        for n in count(1):
            if total >= length:
                break
            out.append(piece(n))
            total += len(out[-1])
        return "".join(out)[:length]

    return make


def _cities(length: int) -> str:
    return Pump("", _city_list()).text(length)


@cache
def _city_list() -> str:
    path = ROOT / "pipeline" / "data" / "gazetteer.sqlite"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return ", ".join(name for (name,) in connection.execute("select name from places order by id")) + ", "


def _lists(data: dict[str, Any], at: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in data.items():
        if isinstance(value, dict):
            if value and all(isinstance(v, int | str) for v in value.values()):
                yield at + key, list(value)
            else:
                yield from _lists(value, f"{at}{key}.")
        elif isinstance(value, list | tuple | frozenset) and value:
            flat = chain.from_iterable([v] if isinstance(v, str) else v for v in value)
            if found := sorted(v for v in flat if isinstance(v, str) and v.strip("*")):
                yield at + key, found


def _patterns() -> dict[str, re.Pattern[str]]:
    """The expressions of the pipeline's modules, and those that it makes from words and rules."""
    found: dict[str, re.Pattern[str]] = {}
    compile_ = re.compile

    def note(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        made = compile_(pattern, flags)
        module = sys._getframe(1).f_globals["__name__"]
        if module.startswith("pipeline.") and module != "pipeline.patterns":  # those are over symbols
            found[f"{module}.{len(found)}"] = made
        return made

    with mock.patch("re.compile", note), using(fresh := Resources({}, {})):
        extractor = Extractor()
        extractor.resources = fresh  # what is made once is made anew for these
        for path in sorted((ROOT / "raw").glob("*.txt")):
            extractor.extract_bytes(path.read_bytes(), "x")
    for name, module in sorted(sys.modules.items()):
        if name.startswith("pipeline."):
            for key, value in vars(module).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    found[f"{name}.{key}"] = value
    distinct = {(p.pattern, p.flags): name for name, p in reversed(found.items())}
    return {name: found[name] for name in distinct.values()}
