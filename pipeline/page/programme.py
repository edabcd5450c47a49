"""The funding programme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.page.facts import Candidate, FoundFact
from pipeline.page.keys import Beginnings
from pipeline.page.layout import LEAD, Page
from pipeline.page.period import PROGRAMME_PERIOD
from pipeline.resources import cached
from pipeline.ruleset import rules
from pipeline.symbols import SymbolTable

KEY: Final = "page.programme-key"
NAME: Final = "page.programme-name"
PERIOD: Final = "page.programme-period"
CALL: Final = "page.programme-call"
PROSE: Final = "page.programme-in-prose"
_CALL: Final = re.compile(r"(?:FP[67]|H2020|HORIZON|ERC|LIFE\d\d)-[A-Z0-9][\w-]*\d[\w-]*\b(?:-two-stage)?")
_ENDS: Final = re.compile(r"\n| \| |[|·•;►]|\s/\s|:(?=\s)|\.\s(?=[^\W\d_a-z])|\.?$|\s{2,}")
_NO_NAME: Final = re.compile(r"\d|:")
_FEW_WORDS: Final = 2
_DASH: Final = re.compile(r"\s(?:--|[–—-])\s(?!\d{4})")
_BEGINS: Final = re.compile(r"[|·•;►(:./](?:(?<![./])|(?=\s))")
_LONGEST: Final = 110
_LONGEST_LINE: Final = 250
_LEAST: Final = 3
_ORDINAL: Final = r"(?:\d{1,2}(?:\.|[a-zºª]{1,2})?|first|second|third|fourth|erster?|zweiter?|dritter?)"
_ARTICLES: Final = frozenset(
    (
        *(
            "the",
            "a",
            "an",
            "der",
            "des",
            "dem",
            "den",
            "die",
            "das",
            "le",
            "la",
            "l'",
            "l’",
            "el",
            "il",
            "lo",
        ),
        *("gli", "dello", "della", "dell'", "dell’", "het", "de", "et", "eu", "eu's", "eu’s"),
    )
)
"""Words that may stand between those that tell of funding and the name."""
_NEAR: Final = 60
"""Characters in which words that tell of funding stand before a name."""
_JOINING: Final = "na|of|the|for|de|del|della|la|et|y|e|i|and|und|och|für|des|–|-"
_NAME: Final = re.compile(
    r"\w[\w+./’'–-]*(?:,? (?:[A-ZÀ-ÖØ-ÞŁŚŻ0-9][\w+./’'–-]*|\([A-Z][^()]{1,30}\)|program\w*|lata"
    rf"|{_JOINING})(?![\w’']))*"
)
_CONNECTORS: Final = re.compile(rf"(?: (?:{_JOINING}))+\Z")
_SHORT_CODE: Final = re.compile(
    r" \((?:[A-Z0-9]{2,6}|(?![^()]*\d{4} ?[-–/] ?\d{4})[^()]*[A-Z]{2}[^()]*\d{3}[^()]*)\)\Z"
)
"""A short name or a contract's number after the name."""
_PREFIX: Final = re.compile(r"[ *•►]*(?:[Pp]rogramm?e? (?=\d{4}))?")


@cached
def _cuts() -> re.Pattern[str]:
    words = rules("page")[KEY].params["cuts"]
    either = "|".join(re.escape(w[:-1]) + r"\w*" if w.endswith("*") else re.escape(w) + r"\b" for w in words)
    return re.compile(
        rf",?\s\((?:[^()]*\s)?(?:{either})[^()]*\)|[,;]?\s(?:{_ORDINAL}\s)?(?:{either})", re.IGNORECASE
    )


@cached
def programme_names() -> Beginnings:
    """The names of known programmes and funds."""
    return Beginnings(rules("page")[NAME].params["names"])


def read_programme(page: Page) -> Iterator[tuple[str, Candidate]]:
    """Candidates for `programme`."""
    text = page.text
    for key in page.keys:
        if KEY in key.rules and page.begins_chunk(key.start) and page.is_general(key.start):
            start = page.value_start(key)
            if start is not None:
                yield from _fact(page, 0, start, KEY, split=False)
    names = programme_names()
    told = _told(page)
    for start in told:
        yield from _in_prose(text, start)
    for line, (start, end) in enumerate(page.furniture):
        if end - start > _LONGEST_LINE and line:
            continue
        for m in PROGRAMME_PERIOD.finditer(text, start, end):
            begin = start
            for b in _BEGINS.finditer(text, start, m.start()):
                if b[0] != "(" or ")" not in text[b.end() : m.start()]:
                    begin = b.end()
            begin = max([begin, *(name for name in told if name < m.start())])
            rank = 2 if line < len(page.head) else 5
            yield from _fact(page, rank, begin, PERIOD, split=False, holds=m.end())
        for begin in _chunk_starts(text, start, end):
            if (name := names.match(text, begin)) and text[name.end() : name.end() + 2].strip()[:1] != ":":
                rank = 1 if 0 < line < len(page.head) else 3 if line == 0 else 6
                yield from _fact(page, rank, begin, NAME, split=True, holds=name.end())
        if line < len(page.head) and (call := _CALL.search(text, start, end)):
            yield "programme", Candidate(4, FoundFact(call.start(), call.end(), CALL, call[0]))


@cached
def _first_words() -> SymbolTable:
    """n: words with which the name of a programme may begin."""
    return SymbolTable(lambda word: "n" if programme_names().may_begin(word) else " ")


@cached
def _funded() -> tuple[str, ...]:
    """Words that tell of funding before a programme's name, a blank before each."""
    return tuple(f" {words}" for words in rules("page")[PROSE].params["funded"])


def _told(page: Page) -> list[int]:
    """Where the names of known programmes begin that the first sentences tell ("co-financed by the ...")."""
    found = []
    text, starts = page.text, page.view.starts
    symbols, at = page.view.symbols(_first_words()), -1
    while (at := symbols.find(b"n", at + 1)) >= 0 and (start := starts[at]) < LEAD:
        if programme_names().match(text, start) is None:
            continue
        before = f" {text[max(0, start - _NEAR) : start].lower().rstrip()}"
        rest, _, last = before.rpartition(" ")
        while last in _ARTICLES and not before.endswith(_funded()):
            before = rest
            rest, _, last = before.rpartition(" ")
        if before.endswith(_funded()):
            found.append(start)
    return found


def _in_prose(text: str, start: int) -> Iterator[tuple[str, Candidate]]:
    """The name that begins at `start` in a sentence: words with capitals, and what joins them."""
    m = _NAME.match(text, start, start + _LONGEST)
    value = _CONNECTORS.sub("", m[0].rstrip(" .,;:–-")) if m is not None else ""
    if len(value) >= _LEAST:
        yield "programme", Candidate(7, FoundFact(start, start + len(value), PROSE, value))


def _chunk_starts(text: str, start: int, end: int) -> list[int]:
    starts = [start, *[m.end() for m in _BEGINS.finditer(text, start, end)]]
    for n, offset in enumerate(starts):
        while offset < end and text[offset] in ' *“"':
            offset += 1
        starts[n] = offset
    return starts


def _fact(
    page: Page, rank: int, start: int, rule: str, split: bool, holds: int = 0
) -> Iterator[tuple[str, Candidate]]:
    """The name that begins at `start`, without what follows it in its line; it must reach to `holds`."""
    text = page.text
    start = _PREFIX.match(text, start).end()  # type: ignore[union-attr]
    after = max(start + 1, holds)
    m = _ENDS.search(text, after)
    end = m.start() if m else len(text)
    if cut := _cuts().search(text, after, end):
        end = cut.start()
    dash = _DASH.search(text, after, end) if split else None
    if dash and (_NO_NAME.search(text, dash.end(), end) or text.count(" ", start, dash.start()) < _FEW_WORDS):
        end = dash.start()
    value = text[start:end]
    if value.count(")") > value.count("("):
        end = text.index(")", start) if "(" not in value else end
    value = _SHORT_CODE.sub("", text[start:end].rstrip(" ,;:–-"))
    if _LEAST <= len(value) <= _LONGEST and any(c.isupper() for c in value):
        yield "programme", Candidate(rank, FoundFact(start, start + len(value), rule, value))
