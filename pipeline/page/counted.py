"""How many partners and work packages the page states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pipeline.document import findings
from pipeline.lexicon import languages, load
from pipeline.page.facts import Candidate, FoundFact
from pipeline.page.keys import Key
from pipeline.page.layout import Page
from pipeline.ruleset import rules

PARTNERS: Final = "page.partner-count"
PARTNERS_KEY: Final = "page.partner-count-key"
PACKAGES: Final = "page.stated-work-packages"
_FIGURE: Final = re.compile(r"\d{1,3}(?!\d)")
_AFTER_KEY: Final = re.compile(r"(?: ?(?::|\.\.\.)\s?|\n| ?\((?=\d+\)))(\d{1,3})\s?(?=[()|·;,.\n]|\Z)")
_IN_PROSE: Final = 2500
"""Characters in which a text introduces its partnership."""
_FEW: Final = 3
_SHORT_WORD: Final = 3
_SHORT: Final = 110
"""A longer line of head or foot is more likely a sentence."""
_MANY: Final = 60
_MOST: Final = 300
_MOST_PACKAGES: Final = 30


def _number(word: str, language: str) -> int:
    """The value of a number word of the language; of any other, where it is too long to be mistaken."""
    codes = (language, *languages()) if len(word) > _SHORT_WORD else (language,)
    return next((v for code in codes if (v := load(code).numbers.words.get(word))), 0)


def read_counted(page: Page) -> Iterator[tuple[str, Candidate]]:
    """Candidates for `partner_count` and `stated_work_packages`."""
    known = rules("page")
    partners, packages = known[PARTNERS].params, known[PACKAGES].params
    for key in page.keys:
        if PARTNERS_KEY in key.rules and page.begins_chunk(key.start) and page.is_general(key.start):
            m = _AFTER_KEY.match(page.text, key.end)
            if m and int(m[1]) > 1:
                fact = FoundFact(m.start(1), m.end(1), PARTNERS_KEY, int(m[1]))
                yield "partner_count", Candidate(1, fact)
        if PARTNERS in key.rules and (counted := _counted(page, key, partners, PARTNERS)):
            furniture = page.in_furniture(counted.start) and page.line_length(counted.start) < _SHORT
            if furniture and page.begins_chunk(counted.start):
                yield "partner_count", Candidate(0, counted)
            elif key.phrase in partners["furniture"] and not _is_definite(page, counted, partners):
                continue
            elif counted.start < _IN_PROSE and int(counted.value) >= _FEW and not page.in_package(key.start):
                yield "partner_count", Candidate(2, counted)
        if (
            PACKAGES in key.rules
            and (counted := _counted(page, key, packages, PACKAGES))
            and int(counted.value) <= _MOST_PACKAGES
        ):
            yield "stated_work_packages", Candidate(page.in_package(key.start), counted)


def _is_definite(page: Page, counted: FoundFact, params: dict[str, Any]) -> bool:
    """The eleven beneficiaries are the partners; eleven beneficiaries, or hundreds, may be anybody."""
    before = page.text[max(0, counted.start - 12) : counted.start].lower().split()
    return bool(before) and before[-1] in params["determiners"] and int(counted.value) <= _MANY


def _counted(page: Page, key: Key, params: dict[str, Any], rule: str) -> FoundFact | None:
    """The number right before the key, adjectives between them allowed, with what it counts."""
    words, at = page.view.words, key.token - 1
    while at >= 0 and key.token - at <= 2 and words[at].lower() in params["adjectives"]:
        at -= 1
    if at < 0:
        return None
    word = words[at].lower()
    value = int(word) if _FIGURE.fullmatch(word) else _number(word, findings(page.doc).language)
    if not 1 < value <= _MOST or (at and words[at - 1].lower() in params["not_before"]):
        return None
    start = page.view.starts[at]
    if "\n" in page.text[start : key.start]:
        return None
    return FoundFact(start, key.end, rule, value)
