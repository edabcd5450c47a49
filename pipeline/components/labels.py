"""Where labels of work packages stand in a text ("WP 2", "Arbeitspaket 3", "Action A1", "O1")."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from spacy.tokens import Doc

from pipeline.document import Claim, View, view
from pipeline.lexicon import load
from pipeline.resources import cached
from pipeline.symbols import SymbolTable

STRONG: Final = "WP"
"""The family of packages proper; others divide a text only by headings."""
OUTPUT: Final = "Intellectual Output"
ACTIVITY: Final = "Activity"
TASK: Final = "Task"

_NUMBER: Final = r"\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?|[A-Z]{1,2}\.?\d{1,2}(?:\.\d{1,2}){0,2}"
_GAP: Final = r"[ \xa0]{1,2}"
_LETTERS: Final = r"[A-Z]{1,2}|[IVX]{1,4}"
_KINDS: Final = "CILMPT"
"""Packages by their kind, in one letter: WPM (management), WPC (communication), ..."""
_MARK: Final = r"(?:[Nn](?:o|r|um|úm|º|°|\.º)\.?|№|#)"
_AND: Final = r"\s*(?:&|/|\+|(?:and|und|et|y|e|i|och|og|en|oraz|sowie|to|bis|à|or|oder|ou)(?=\s))\s*"
_CODE: Final = re.compile(r"(?:IO|[A-FOT])\d{1,2}(?:\.\d{1,2})?\.?$")
_MOST: Final = 19
"""Activities of one letter that a project may have."""
_STARTS: Final = re.compile("[LC]")
_LETTERED: Final = re.compile(r"^([A-H])(?= [–—-] [^\W\d_a-z])", re.M)
_CODE_AT: Final = re.compile(
    r"((?:IO|[A-FOT])\d{1,2}(?:\.\d{1,2})?)(?=\s+[–—-]\s|\s*[.:]\s|\s\(|\s[“„«\"]|\s[^\W\d_a-z]|,\s(?![A-Z]+\d))"
)


class Label:
    """A label with its number at characters [start, end)."""

    __slots__ = ("end", "family", "form", "lettered", "number", "several", "start")

    def __init__(
        self,
        family: str,
        number: str,
        start: int,
        end: int,
        several: bool = False,
        form: str = "word",
        lettered: bool = False,
    ) -> None:
        self.family = family
        self.number = number
        self.start = start
        self.end = end
        self.several = several
        """True where it stands for more than one package ("WPs 1 and 2", "WP2 and WP4")."""
        self.form = form
        """How it is written: "word", "code" ("B2."), "letter" ("A – ...")."""
        self.lettered = lettered
        """True where the number is letters only ("WP C")."""

    def in_brackets(self) -> Label:
        """The label with the brackets around it."""
        return Label(
            self.family, self.number, self.start - 1, self.end + 1, self.several, self.form, self.lettered
        )


@cached
def finder(code: str) -> Finder:
    """The finder of labels in texts of a language, and in English."""
    return Finder(dict.fromkeys(("en", code)))


class Finder:
    """Finds labels in the words of some languages."""

    def __init__(self, codes: Iterable[str]) -> None:
        families: dict[str, list[str]] = {}
        for code in codes:
            for family, forms in load(code).labels.items():
                families.setdefault(family, []).extend(forms)
        self._families = list(families)
        family_names, groups, firsts = self._families, [], []
        for at, forms in enumerate(families.values()):
            words = sorted({f for f in forms if not f.isupper()}, key=lambda f: (-len(f), f))
            short = [rf"{re.escape(f)}s?" for f in sorted({f for f in forms if f.isupper()})]
            options = [f"(?i:{'|'.join(map(_expression, words))})"] if words else []
            options += short
            groups.append(f"(?P<f{at}>{'|'.join(options)})")
            if family_names[at] == STRONG:
                self._strong = re.compile("|".join(options))
            firsts += [f"(?i:{_expression(w.split()[0])})" for w in words] + short
        label = f"(?:{'|'.join(groups)})"
        self._first = re.compile(rf"(?:{'|'.join(firsts)})(?:[-_./]?[A-Z]{{0,2}}\d.*)?$|WP[{_KINDS}]$")
        unnamed = re.sub(r"\?P<f\d+>", "?:", label)
        again = rf"(?:{unnamed}\s?)?"
        self._pattern = re.compile(
            rf"{label}(?:(?:{_GAP}|[-_.](?=\w))?(?:{_GAP}?{_MARK}{_GAP}?)?(?P<number>{_NUMBER})"
            rf"|{_GAP}(?:{_MARK}{_GAP}?)?(?P<letters>{_LETTERS})|(?<=WP)(?P<kind>[{_KINDS}]))"
            r"(?!\w|[.,]\d)"
            rf"(?P<more>(?:(?:[-–]|{_AND}){again}{_AND_NUMBER})*)"
        )
        self._list = re.compile(
            rf"(?:\s*,\s*{again}{_AND_NUMBER})*(?:{_AND}|[-–]|\s[-–]\s){again}{_AND_NUMBER}"
        )

    def table(self) -> SymbolTable:
        """The symbols of words: which of them may begin a label."""
        return SymbolTable(self._classify)

    def _classify(self, word: str) -> str:
        if self._first.match(word):
            return "L"
        return "C" if _CODE.match(word) else "."

    def find(self, doc: Doc, table: SymbolTable) -> list[Label]:
        """All labels of the Doc, in order; their tokens are claimed."""
        seen = view(doc)
        symbols = seen.symbols(table).decode("latin-1")
        out: list[Label] = []
        if "L" not in symbols and "C" not in symbols:
            return out
        done = 0
        for m in _STARTS.finditer(symbols):
            at = seen.starts[m.start()]
            if at < done:
                continue
            found = self._word(seen, at) if m[0] == "L" else _code(seen.text, at)
            if found is not None:
                done = found[1]
                out.append(found[0])
                _claim(seen, found[0].start, done)
        letters = _letters(seen.text)
        if letters and self._strong.search(seen.text):
            out = sorted(out + letters, key=lambda label: label.start)
        return out

    def _word(self, seen: View, at: int) -> tuple[Label, int] | None:
        m = self._pattern.match(seen.text, at)
        if m is None:
            return None
        family = next(f for i, f in enumerate(self._families) if m[f"f{i}"] is not None)
        word = m[f"f{self._families.index(family)}"]
        if m["letters"] and word.isupper() and len(word) > 4:
            return None  # "ACTIVITY BY ACTIVITY": a line in capitals
        part = next(name for name in ("number", "letters", "kind") if m[name])
        number, number_end = m[part], m.end(part)
        end = m.end()
        several = end > number_end
        plural = word[-1] == "s" and (word[:-1].isupper() or "package" in word.lower())
        if not several and plural and (rest := self._list.match(seen.text, end)):
            several, end = True, rest.end()
        label = Label(family, number, at, number_end, several, lettered=part != "number")
        return label, end


_AND_NUMBER: Final = r"(?:[A-Z]{0,2}\d{1,2}(?:\.\d{1,2}){0,2}(?!\w|[.,]\d|\s?%))"


def _expression(form: str) -> str:
    # An ending has a bound: a word without end begins many labels, and each would read it to its end.
    return re.escape(form).replace(r"\*", r"[^\W\d_]{0,40}").replace(r"\ ", r"\s+")


def _code(text: str, at: int) -> tuple[Label, int] | None:
    """A bare code that begins a heading ("B2. Purchase of land", "O1 First Pages")."""
    m = _CODE_AT.match(text, at)
    if m is None:
        return None
    number = m[1]
    if number[0] == "D" and "." in number:  # the number of a deliverable, not of an activity
        return None
    if int(number.lstrip("IOABCDEFT").partition(".")[0]) > _MOST:  # that of an indicator
        return None
    family = OUTPUT if number[0] in "IO" else TASK if number[0] == "T" else ACTIVITY
    return Label(family, number, at, m.end(1), form="code"), m.end(1)


def _letters(text: str) -> list[Label]:
    """Lettered packages ("A – Specification"), where the letters are in order from A."""
    if "\nB " not in text:  # nearly always, and told at once
        return []
    found = list(_LETTERED.finditer(text))
    if len(found) < 2 or [m[1] for m in found] != [chr(65 + i) for i in range(len(found))]:
        return []
    return [Label(STRONG, m[1], m.start(), m.end(), form="letter") for m in found]


def _claim(seen: View, start: int, end: int) -> None:
    at = bisect_left(seen.starts, start)
    while at < len(seen.starts) and seen.starts[at] < end:
        seen.claims[at] = Claim.LABEL
        at += 1
