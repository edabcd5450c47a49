"""The gazetteer: which places bear a name, and where they are.

`data/gazetteer.sqlite` holds places of GeoNames (https://www.geonames.org, CC BY 4.0), prepared by
`data/build_gazetteer.py`. It is read lazily: opening it takes no time, a word is looked up once a process.
Names are kept folded: lower case, without diacritics and punctuation, all spellings of "Saint" alike.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Final

from pipeline.found import Place
from pipeline.lexicon import LANGUAGES
from pipeline.symbols import MAX_WORDS

_LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ə": "e",
    }
    | dict.fromkeys("-‐‑‒–—/.,'’‘ʼʻ`´()\u00ad\x92", " ")
)
NEAR: Final = frozenset(
    (
        "AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GL GR HR HU IE IM IS IT JE "
        "LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK "
        "DZ EG IL JO LB LY MA PS SY TN"
    ).split()
)
"""Countries all of whose places are in the gazetteer, and more likely meant: Europe and around it."""
_SAINT: Final = re.compile(r"\b(?:saint|sankt|sainte|sint|st|ste)\b")
_BLANKS: Final = re.compile(r"\s+")


def fold_name(name: str) -> str:
    """The key of a name: "Saint-Lô" → "st lo", "Frankfurt (Oder)" → "frankfurt oder"."""
    text = name.casefold()
    if not text.isascii():
        text = "".join(
            c for c in unicodedata.normalize("NFD", text.translate(_LETTERS)) if c < "\u0300" or c > "\u036f"
        )
    text = text.translate(_LETTERS)
    return _SAINT.sub("st", _BLANKS.sub(" ", text).strip())


@dataclass(slots=True)
class Name:
    """A name and what it may stand for.

    Attributes:
        words: the folded words after the first.
        places: places that are chiefly called so, by falling population.
        alternates: places that are also called so: exonyms, old names, spellings.
        countries: ISO codes of the countries that it names or whose adjective it is.
        regions: ISO codes, with that of the state in the USA after a dot, of the regions that it names.
        other: true where it is a sea, a month, or another well-known thing before it is a place.
        ordinary: the languages in which it is an ordinary word too.
        person: true where it is a given name too.
    """

    words: tuple[str, ...]
    places: tuple[int, ...]
    alternates: tuple[int, ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    other: bool
    ordinary: frozenset[str]
    person: bool


@dataclass(slots=True)
class Entry:
    """The names that begin with a folded word: it alone, and longer ones by their second word."""

    single: Name | None
    longer: dict[str, list[Name]]


PERSON: Final = 1 << len(LANGUAGES)
"""Bit after those of the languages in a name's flags."""


def _name(line: str) -> Name:
    rest, flags, senses = line.split("\t")
    bits = int(flags)
    by_kind: dict[str, list[str]] = {"": [], "~": [], "=": [], "@": [], "!": []}
    for sense in senses.split(" "):
        kind = sense[0] if sense[0] in by_kind else ""
        by_kind[kind].append(sense.lstrip("~=@!"))
    return Name(
        tuple(rest.split(" ")) if rest else (),
        tuple(map(int, by_kind[""])),
        tuple(map(int, by_kind["~"])),
        tuple(by_kind["="]),
        tuple(by_kind["@"]),
        bool(by_kind["!"]),
        frozenset(code for i, code in enumerate(LANGUAGES) if bits >> i & 1),
        bool(bits & PERSON),
    )


class Gazetteer:
    """Read access to a prepared file, with a cache. Open it after a fork: its connection can't be shared."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._db.execute("pragma mmap_size = 268435456")  # a text of a thousand names reads all over the file
        self._entries: dict[str, Entry | None] = {}
        self._places: dict[int, Place] = {}

    def entry(self, word: str) -> Entry | None:
        """The names that begin with a folded word, or None."""
        try:
            return self._entries[word]
        except KeyError:
            pass
        if len(self._entries) > MAX_WORDS:
            self._entries.clear()
        row = self._db.execute("select names from words where word = ?", (word,)).fetchone()
        entry = self._entries[word] = self._read(row[0]) if row else None
        return entry

    def name(self, folded: str) -> Name | None:
        """The whole name with this key, or None."""
        first, _, rest = folded.partition(" ")
        entry = self.entry(first)
        if entry is None:
            return None
        if not rest:
            return entry.single
        words = tuple(rest.split(" "))
        return next((n for n in entry.longer.get(words[0], ()) if n.words == words), None)

    @staticmethod
    def _read(names: str) -> Entry:
        single = None
        longer: dict[str, list[Name]] = {}
        for line in names.split("\n"):
            name = _name(line)
            if name.words:
                longer.setdefault(name.words[0], []).append(name)
            else:
                single = name
        for several in longer.values():
            several.sort(key=lambda n: -len(n.words))
        return Entry(single, longer)

    def place(self, geonameid: int) -> Place:
        """The place with this id. Raises KeyError where there is none."""
        place = self._places.get(geonameid)
        if place is None:
            query = (
                "select name, country, admin, latitude, longitude, population, fame from places where id = ?"
            )
            row = self._db.execute(query, (geonameid,)).fetchone()
            if row is None:
                raise KeyError(geonameid)
            name, country, admin, latitude, longitude, population, fame = row
            place = Place(name, country, geonameid, latitude / 1e5, longitude / 1e5, population, admin, fame)
            self._places[geonameid] = place
        return place


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package."""
    with as_file(files("pipeline") / "data" / "gazetteer.sqlite") as path:
        return Gazetteer(str(path))
