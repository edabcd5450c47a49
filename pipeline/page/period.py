"""Start and end of the project, from the dates that the dates stage has found, and its status."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from pipeline.document import findings
from pipeline.found import FoundDate
from pipeline.page.facts import Candidate, FoundFact
from pipeline.page.keys import REST, Key
from pipeline.page.layout import LEAD, Page
from pipeline.resources import cached
from pipeline.ruleset import rules

START: Final = "page.start-date"
END: Final = "page.end-date"
PERIOD: Final = "page.period"
BARE: Final = "page.bare-period"
STATUS: Final = "page.status"
_GAP: Final = re.compile(
    r"[^\d.;!?\n]{0,18}(?:(?<=:)\n)?\Z|\s?\n\Z|\s?:\s?\d{1,3}\s\w{3,9}\.?\s?[(,]\s?\Z"
    rf"|{REST.pattern}\Z"
)
_IN_PROSE: Final = re.compile(r"\s?[(,:–-]\s?\Z|\s(?:in|im|en|w|i|à)\s\Z")
_TO: Final = re.compile(
    r"\s?(?:[-–—/]|\b(?:to|until|till|bis|au|al|a|do|tot|til|till och med)\b:?)\s?(?:the |den )?\Z"
)
_OPEN: Final = "\n|·;•/"
_CLOSE: Final = "\n|·;•/,"
_HEAD: Final = 6
_REACH: Final = 60
_BEFORE_KEY: Final = re.compile(r"[^|·;,(\n:.]*\Z")
_NEAR: Final = 24
PROGRAMME_PERIOD: Final = re.compile(
    r"(?:1994|2000|2004|2007|2009|2014|2021)(?<!\d{5})\s?[-–/]\s?(?:(?:19|20)?(?:99|06|09|13|14|20|21|27))(?!\d|[-./]\d)"
)


def read_period(page: Page) -> Iterator[tuple[str, Candidate]]:
    """Candidates for `start_date` and `end_date`."""
    dates: list[FoundDate] = findings(page.doc).dates
    starts = [d.start for d in dates]
    strong, after_number = _strong()
    for key in page.keys:
        at = bisect_left(starts, key.end)
        if at == len(dates) or starts[at] > key.end + _REACH:
            continue
        date, gap = dates[at], page.text[key.end : starts[at]]
        for rule in sorted(key.rules & {START, END, PERIOD}):
            if key.phrase in after_number:
                if gap != " " or not page.text[max(0, key.start - 8) : key.start].rstrip(" ")[-1:].isdigit():
                    continue
            elif key.phrase in strong.get(rule, ()):
                if gap != " " and not (rule == END and _IN_PROSE.match(gap)):
                    continue
                if rule == PERIOD and key.start > LEAD:
                    continue
            elif not _is_key(page, key, gap):
                continue
            if rule != PERIOD:
                if not _is_programme(page, date):
                    value = _ends(date)[0 if rule == START else 1]
                    rank = 3 if key.phrase in strong[rule] else 0
                    yield ("start_date" if rule == START else "end_date"), _candidate(rank, date, rule, value)
                continue
            yield from _both(page, dates, at, rule)
    head_end = (page.head[:_HEAD] or [(0, 0)])[-1][1]
    for at, date in enumerate(dates):
        if date.start >= LEAD:
            break
        if _after_preposition(page, date):
            yield from _both(page, dates, at, PERIOD)
        if (
            date.start < head_end
            and "/" in date.value
            and _stands_alone(page, date)
            and not _is_programme(page, date)
        ):
            first, last = _ends(date)
            yield "start_date", _candidate(2, date, BARE, first)
            yield "end_date", _candidate(2, date, BARE, last)


@cached
def _strong() -> tuple[dict[str, set[str]], set[str]]:
    """By rule: keys that need no page around them; and those that hold after a number."""
    known = rules("page")
    strong = {rule: set(known[rule].params["in_prose"]) for rule in (START, END, PERIOD)}
    return strong, set(known[START].params["after_number"])


@cached
def _others() -> re.Pattern[str]:
    """Words for what has a period, a start and an end of its own: a report, a programme."""
    words = rules("page")[PERIOD].params["of_others"]
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)


@cached
def _prepositions() -> tuple[frozenset[str], re.Pattern[str]]:
    """Two letters with which what stands before a range must end, nearly always missing, and all of it."""
    words = rules("page")[PERIOD].params["before_range"]
    either = "|".join(map(re.escape, words))
    ends = frozenset(word[-2:] for word in words)
    return ends, re.compile(rf"(?:\A|[\n(|·;,/]) ?(?:{either}) \Z", re.IGNORECASE)


def _after_preposition(page: Page, date: FoundDate) -> bool:
    """Only a preposition ("from") stands between the date and a bracket, separator or line's beginning."""
    ends, pattern = _prepositions()
    before = page.text[max(0, date.start - 10) : date.start]
    opening = pattern.search(before) if before[-3:-1].lower() in ends else None
    return opening is not None and (page.in_furniture(date.start) or opening[0][0] == "(")


def _is_key(page: Page, key: Key, gap: str) -> bool:
    """The words before a date are a key, not part of a sentence."""
    gap = gap.replace("...", ":")  # a row of dots leads to the value as a colon does
    if not _GAP.match(gap):
        return False
    before = _BEFORE_KEY.search(page.text[max(0, key.start - _NEAR) : key.start])
    assert before is not None
    if _others().search(before[0] + page.text[key.start : key.end] + gap):
        return False
    if ":" in gap:
        return page.in_furniture(key.start) or (page.begins_chunk(key.start) and page.is_general(key.start))
    if not page.begins_chunk(key.start):
        return False
    return page.in_furniture(key.start) or (0 < key.start < LEAD and page.text[key.start - 1] == "(")


def _both(page: Page, dates: list[FoundDate], at: int, rule: str) -> Iterator[tuple[str, Candidate]]:
    """Start and end from one range, or from two dates with a dash or a word between them."""
    date = dates[at]
    if "/" in date.value:
        if not _is_programme(page, date):
            first, last = _ends(date)
            yield "start_date", _candidate(1, date, rule, first)
            yield "end_date", _candidate(1, date, rule, last)
    elif at + 1 < len(dates) and _TO.match(page.text[date.end : dates[at + 1].start]):
        yield "start_date", _candidate(1, date, rule, date.value)
        yield "end_date", _candidate(1, dates[at + 1], rule, _ends(dates[at + 1])[1])


def _ends(date: FoundDate) -> tuple[str, str]:
    first, _, last = date.value.partition("/")
    return first, last or first


def _is_programme(page: Page, date: FoundDate) -> bool:
    """Years like 2007-2013 are a programme's, even beside a key word."""
    return (
        PROGRAMME_PERIOD.fullmatch(page.text, date.start, date.end) is not None and date.precision == "year"
    )


def _stands_alone(page: Page, date: FoundDate) -> bool:
    before = page.text[: date.start].rstrip(" ")[-1:] or "\n"
    after = page.text[date.end : date.end + 2].lstrip(" ")[:1] or "\n"
    return before in _OPEN and after in _CLOSE


def _candidate(rank: int, date: FoundDate, rule: str, value: str) -> Candidate:
    return Candidate(rank, FoundFact(date.start, date.end, rule, value))


@cached
def _status_words() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """Status by word, and what must stand before or after such a word."""
    params = rules("page")[STATUS].params
    value = {word: status for status in ("closed", "ongoing") for word in params[status]}
    words = rules("page")["page.repeated-acronym"].params["words"].values()
    project = "|".join(sorted({re.escape(word) for language in words for word in language}))
    keys = "|".join(map(re.escape, params["keys"]))
    before = re.compile(
        rf"\b(?:(?:{keys})\s?:?|(?:{project})\s?[:–-]?)\s?(?:(?:in|en|i|w) )?\Z", re.IGNORECASE
    )
    return value, before, re.compile(rf" (?:{project})\b", re.IGNORECASE)


def read_status(page: Page) -> Iterator[tuple[str, Candidate]]:
    """Candidates for `status`: words of the head and foot that say closed or ongoing."""
    value, before, after = _status_words()
    for key in page.keys:
        if STATUS not in key.rules or key.phrase not in value or not page.in_furniture(key.start):
            continue
        if before.search(page.text[max(0, key.start - 24) : key.start]) or after.match(page.text, key.end):
            yield "status", Candidate(0, FoundFact(key.start, key.end, STATUS, value[key.phrase]))
