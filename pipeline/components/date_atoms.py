"""Words as the parts of a date, each looked up once.

A word becomes a short string of *atoms*, one letter for each part that matters in a date: "12.-14.06.2013" is
"N.-N.Z.Y", "mid-October" is "p-M". Patterns over atoms then read "3.-5. Mai 2013" and "3.–5.5.2013" alike,
however the tokenizer took them apart. The months of every language count in every document, because the
furniture of a page is often in another language than its text.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipeline.lexicon import languages, load
from pipeline.lexicon_parts import Dates
from pipeline.resources import cached
from pipeline.ruleset import rules
from pipeline.symbols import MAX_WORDS

CLASSES: Final = {
    "digit": "n",  # 1-9
    "two": "N",  # 10-31
    "zero": "Z",  # 01-09
    "high": "X",  # 00 and 32-99: only ever the end of a year
    "nth": "O",  # 12th, 1st, 1°, 1er
    "day": "nNZO",
    "number": "nNZ",
    "yy": "NZX",
    "year": "Y",
    "decade": "D",  # 1960s
    "plural": "s",  # the rest of 1960's
    "name": "MB",  # a month, abbreviated or not
    "abbreviation": "B",
    "month": "MBm",  # with words that are ordinary ones in lower case ("may")
    "season": "S",
    "quarter": "Q",  # Q3
    "halfyear": "H",  # H1
    "part": "P",  # "end (of)"
    "early": "p",  # "early", "Ende"
    "approx": "A",
    "ordinal": "1",  # first ... fourth, last
    "half": "he",
    "middle": "e",  # a half that is also a middle: "połowa", "metà"
    "quarternoun": "k",
    "fraction": "w",  # week, days
    "decadenoun": "E",
    "of": "f",
    "article": "d",  # weekdays too: "from Monday, 3 to Friday, 7 June"
    "preposition": "i",
    "to": "tT",
    "until": "uT",
    "and": "c",
    "between": "b",
    "since": "z",
    "as": "a",  # "as" in "as of"
    "origin": "g",
    "onwards": "o",
    "yearnoun": "x",
    "same": "v",
    "dash": "-",
    "slash": "/",
    "dot": ".",
    "comma": ",",
    "open": "(",
    "close": ")",
    "colon": ":",
    "apostrophe": "'",
    "quote": '"',
}
"""Token classes of the patterns in `rules/dates.toml`, each a set of atoms."""

NOTHING: Final = " "
CONNECTOR: Final = "w"
NUMBER: Final = "n"
FRACTION: Final = "f"
YEAR: Final = "y"
SHORT: Final = "s"
TRIGGER: Final = "t"
FIGURE: Final = "#"
NO_DATE: Final = "L"
KEYWORD: Final = "K"
CURRENCY: Final = "$"
"""One symbol a token: dates are looked for around a YEAR, a SHORT ("3/06", "11/2009") or a TRIGGER."""

_MARKS: Final = {
    **dict.fromkeys("-–—‐‑−", "-"),
    **dict.fromkeys("'’‘`", "'"),
    **dict.fromkeys("([", "("),
    **dict.fromkeys(")]", ")"),
    **dict.fromkeys('"“”„«»', '"'),
    **dict.fromkeys("\x91\x92\x93\x94", '"'),  # quotes of Windows-1252 in a text that calls itself Latin-1
    "/": "/",
    ".": ".",
    ",": ",",
    ":": ":",
    ";": ";",
    "'s": "s",
    "’s": "s",
}
_NONE: Final = (" ", 0, False)
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}
_PIECE: Final = re.compile(
    r"(?P<Q>[Qq][1-4](?!\d)|[1-4]Q(?!\w))"
    r"|(?P<H>[Hh][12](?!\d)|[12]H(?!\w))"
    r"|(?P<D>(?:1[5-9]|20)\d0(?:['’]?s|er|ern|er-Jahre[n]?|['’]erne|erne|-tal(?:et|ets)?|-tallet|talet|tallet)(?!\w))"
    r"|(?P<Y>(?:1[5-9]|20)\d\d(?!\d))"
    r"|(?P<O>\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH|er|re|ère|de|ste|e|[°ºª]|:a|:e)(?![^\W\d_]))"
    r"|(?P<n>\d{1,2}(?!\d))"
    r"|(?P<t>T\d\d(?!\w))"
    r"|(?P<w>[^\W\d_]+)"
    r"|(?P<m>[-–—‐‑−/.,:'’\x91-\x94])"
)
_IN_COMPOUNDS: Final = frozenset("MBmSPpxuz1hekAT")
_TRIGGERS: Final = re.compile(
    r"[YDMBSQH]|^[nNZ]/[NZX]|-[nNZ]/[NZX]$|^Z[.-][NZX]$|(?:^|-)[nNZ]([./-])[nNZ]\1[NZX](?:$|-)|-Y"
)
_LONGEST_FIGURE: Final = 60
"""Characters; a longer one is no number of a law, and no expression of a user has to go through it."""
_MODERN: Final = 1900
_SHORT: Final = 3  # a foreign month word of so many letters may be any word

Value = int | str
Span = tuple[int, int]


class Word(NamedTuple):
    """What a word can be in a date: its symbol, and the letters, values and places in it of its atoms."""

    symbol: str
    letters: str
    values: tuple[Value, ...]
    spans: tuple[Span, ...]


def _whole(text: str, symbol: str, letter: str, value: Value) -> Word:
    return Word(symbol, letter, (value,), ((0, len(text)),))


class Words(dict[str, Word]):
    """From a word to its `Word`, in documents of one language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._table = _vocabulary(language if language in languages() else "en")
        known = rules("dates")
        self._keywords = frozenset(known["dates.not-numbering"].params["keywords"])
        self._currencies = frozenset(known["dates.not-money"].params["currencies"])
        self._no_date = re.compile(known["dates.not-law"].pattern or "")

    def __missing__(self, text: str) -> Word:
        if len(self) > MAX_WORDS:
            self.clear()
        word = self[text] = self.read(text)
        return word

    def read(self, text: str) -> Word:
        """The `Word` of a text without blanks; of blanks, nothing or, for a new paragraph, an end."""
        if text.isspace():
            return Word(NOTHING if text.count("\n") > 1 else CONNECTOR, "", (), ())
        lower = text.lower().replace("’", "'")
        bare = lower.rstrip(".") or lower
        if text in self._keywords or (bare in self._keywords and bare not in self._table):
            return _whole(text, KEYWORD, "K", bare)
        if bare in self._currencies:
            return _whole(text, CURRENCY, "$", bare)
        if (mark := _MARKS.get(text)) is not None:
            return _whole(text, CONNECTOR, mark, text)
        if (found := self._word(text, lower)) is not None:
            return _whole(text, _symbol(found[0]), *found)
        return self._pieces(text)

    def _word(self, text: str, lower: str) -> tuple[str, Value] | None:
        if text in _ROMAN and self._table.get(lower, _NONE)[0] != "i":  # "I maj": a preposition in the north
            return "1", _ROMAN[text]
        found = self._table.get(lower) or (self._table.get(lower[:-1]) if lower[-1] == "." else None)
        if found is None:
            return None
        letter, value, weak = found
        if weak and text[0].islower():
            return ("m", value) if letter in "MB" else None
        return letter, value

    def _pieces(self, text: str) -> Word:
        letters: list[str] = []
        values: list[Value] = []
        spans: list[Span] = []
        at = 0
        while at < len(text):
            m = _PIECE.match(text, at)
            piece = self._piece(m) if m is not None else None
            if m is None or piece is None:
                return _whole(text, self._figure(text), " ", text)
            letters.append(piece[0])
            values.append(piece[1])
            spans.append(m.span())
            at = m.end()
        joined = "".join(letters)
        if joined == "Y/Y" and int(values[0]) < _MODERN:  # Real Decreto 1514/2009
            return _whole(text, self._figure(text), " ", text)
        return Word(_symbol(joined), joined, tuple(values), tuple(spans))

    def _figure(self, text: str) -> str:
        if not text[0].isdigit():
            return NOTHING
        return NO_DATE if len(text) <= _LONGEST_FIGURE and self._no_date.fullmatch(text) else FIGURE

    def _piece(self, m: re.Match[str]) -> tuple[str, Value] | None:
        text, kind = m.group(), m.lastgroup
        if kind == "w":
            found = self._word(text, text.lower())
            return found if found is not None and found[0] in _IN_COMPOUNDS else None
        if kind == "m":
            return _MARKS[text], text
        if kind == "t":  # 2012-05-12T10:30
            return ";", text
        if kind in ("Q", "H"):
            return kind, int(text.strip("QqHh"))
        value = int("".join(c for c in text[:4] if c.isdigit()))
        if kind == "n":
            one = len(text) == 1 and value > 0
            return ("n" if one else "X" if not 0 < value < 32 else "Z" if value < 10 else "N"), value
        if kind == "O" and not 0 < value < 32:
            return None
        return str(kind), value


def _symbol(letters: str) -> str:
    if letters == "Y":
        return YEAR
    if _TRIGGERS.search(letters):
        return SHORT if len(letters) == 3 and letters[0] in "nNZ" and letters[2] in "NZXY" else TRIGGER
    if letters[0] in "nNZXO" and letters.strip("nNZXO-/.,:'") == "":
        return FRACTION if "/" in letters and len(letters) == 3 else NUMBER
    return CONNECTOR


@cached
def _vocabulary(language: str) -> dict[str, tuple[str, Value, bool]]:
    """From a word in lower case to its atom, its value, and whether it is weak (an ordinary word too)."""
    own = load(language).dates
    table: dict[str, tuple[str, Value, bool]] = {}
    weak = set(own.weak)
    for word, letter, value in _names(own):
        table.setdefault(word, (letter, value, word in weak))
    for word, letter, value in _connectors(own):
        table.setdefault(word, (letter, value, False))
    for other in languages():
        if other != language:
            dates = load(other).dates
            for word, letter, value in _names(dates):
                table.setdefault(word, (letter, value, word in weak or len(word) <= _SHORT))
            for word in (*dates.of, *dates.to):
                if len(word) > 1:
                    table.setdefault(word, ("f" if word in dates.of else "t", word, False))
    return table


def _names(dates: Dates) -> list[tuple[str, str, Value]]:
    rows: list[tuple[str, str, Value]] = []
    for number, words in enumerate(dates.months, start=1):
        for word in words:
            short = word != words[0] and (len(word) <= 4 or words[0].startswith(word))
            rows.append((word, "B" if short else "M", number))
    for season, words in dates.seasons.items():
        rows += [(word, "S", season) for word in words]
    return rows


def _connectors(dates: Dates) -> list[tuple[str, str, Value]]:
    rows: list[tuple[str, str, Value]] = []
    halves = set(dates.half)
    for modifier, phrases in (("start", dates.start), ("mid", dates.mid), ("end", dates.end)):
        for phrase in phrases:
            word, _, of = phrase.partition(" ")
            rows.append((word, "e" if word in halves else "P" if of else "p", modifier))
    rows += [(word, "A", "approx") for word in dates.approx]
    for number, words in enumerate(dates.ordinals, start=1):
        rows += [(word, "1", number) for word in words]
    rows += [(word, "T", word) for word in dates.to if word in dates.until]
    rows += [(word.split()[0], "a" if " " in word else "z", word) for word in dates.since]
    for letter, words in (
        ("h", dates.half),
        ("k", dates.quarter),
        ("w", dates.fraction),
        ("b", dates.between),
        ("g", dates.origin),
        ("t", dates.to),
        ("u", dates.until),
        ("c", dates.conjunction),
        ("E", dates.decade),
        ("x", dates.year),
        ("v", dates.same),
        ("o", dates.onwards),
        ("f", dates.of),
        ("d", dates.articles),
        ("d", dates.weekdays),
        ("i", dates.prepositions),
    ):
        rows += [(word, letter, word) for word in words]
    return rows
