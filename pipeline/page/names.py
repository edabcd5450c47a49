"""Title and acronym, from key words and from the layout of the first lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.document import findings
from pipeline.page.facts import Candidate, FoundFact
from pipeline.page.keys import Beginnings
from pipeline.page.layout import Line, Page
from pipeline.page.pieces import after_project, pieces
from pipeline.page.programme import programme_names
from pipeline.resources import cached
from pipeline.ruleset import rules

TITLE_KEY: Final = "page.title-key"
ACRONYM_KEY: Final = "page.acronym-key"
IN_BRACKETS: Final = "page.title-and-acronym"
BEFORE_TITLE: Final = "page.acronym-before-title"
OWN_LINE: Final = "page.acronym-line"
FIRST_LINE: Final = "page.first-line"
REPEATED: Final = "page.repeated-acronym"
HEADLINE: Final = "page.headline"
_HEAD: Final = 8
_NAMED_LINES: Final = 6
_LONGEST_TITLE: Final = 300
_BRACKETS: Final = re.compile(r"(?P<title>[^\n]{8,300}?)\s?\((?P<acronym>[^()\n]{2,30})\)\W*\Z")
_KEYED: Final = re.compile(r"[^\W\d_][^\s:]*(?: [^\s:]+){0,3} ?: ")
_DASH: Final = re.compile(
    r"(?P<acronym>[^\n:]{2,32}?)(?: \([^()\n]{4,200}\))?(?:\s?:|\s[–—/-]|\.)\s(?P<title>[^\n]{8,300})"
)
_TITLE_IN_BRACKETS: Final = re.compile(
    r"(?:[^\n()]{3,60}\s[-–]\s)?(?P<acronym>[^\s()]{2,20})\s\((?P<title>[A-ZÀ-Þ][^()\n]{20,300})\)\Z"
)
_TITLE_END: Final = re.compile(
    r"\s\((?=[^()]{31,})|\s?[|·•]|\s\((?=[^()]*;)"
    r"|\s(?:(?:progress|final|interim|periodic|annual) report|page \d)\b",
    re.IGNORECASE,
)
_LAST_DASH: Final = re.compile(r"(.*?)(?:(\s[–—-]\s)([^–—]{2,30}))?\Z", re.DOTALL)
_BREADCRUMB: Final = re.compile(r"\s(?:[>»›→]|::)\s")
_REFERENCE: Final = re.compile(r"[A-Z0-9 ]*/[A-Z0-9/ -]*\d")
_QUOTES: Final = '«„“"'
_ITEM: Final = re.compile(r"[•►▪■●*]|[-–]\s|\d{1,2}[.)]\s")
_INNER_CAPITAL: Final = re.compile(r"[^\W\d_][^\W_]*[A-ZÀ-ÖØ-Þ]|\d[^\W_]*[A-ZÀ-ÖØ-Þ]|[A-ZÀ-ÖØ-Þ][^\W_]*\d")
_WORDS: Final = re.compile(r"[^\W_]+(?:[-+'’.][^\W_]+)*\+?")
_SENTENCE: Final = re.compile(r"[.!?](?:\Z|(?<=[^\W\d_]{3}[.!?])\s+[^\W\d_a-z])")
_CODE: Final = re.compile(r"[^\W\d]*+\d[\w-]*-|[A-Z0-9]+-[A-Z0-9-]*\d")
_TWO_DIGITS: Final = re.compile(r"\d\d")
_REPEATED: Final = 2
_MOST_WORDS: Final = 100
"""Words beside "project" that are looked for in the whole text."""
_NAVIGATION_WORDS: Final = 6


def is_acronym(words: str) -> bool:
    """A few words of which one has a capital or a figure inside: "BaltMet Inno", "ME2", "GREEN FARM"."""
    parts = words.split()
    return (
        1 <= len(parts) <= 4
        and len(words) <= 30
        and not any(c in words for c in ':;,()/"“„»|')
        and any(_INNER_CAPITAL.match(p) for p in parts)
        and all(p[0].isupper() or p[0].isdigit() or _INNER_CAPITAL.match(p) for p in parts)
    )


def read_names(page: Page) -> Iterator[tuple[str, Candidate]]:
    """Candidates for `title` and `acronym`."""
    acronyms: set[str] = set()
    for key in page.keys:
        if not key.rules & {TITLE_KEY, ACRONYM_KEY} or not page.begins_chunk(key.start):
            continue
        start = page.value_start(key)
        if start is None or not page.is_general(key.start):
            continue
        end = page.chunk_end(start)
        value = page.text[start:end].strip(" .")
        if TITLE_KEY in key.rules and page.text[key.start - 1 : key.start] in ("", "\n") and len(value) > 5:
            yield from _title(page, 0, start, value, TITLE_KEY)
        elif ACRONYM_KEY in key.rules and 1 < len(value) <= 30 and len(value.split()) <= 4:
            acronyms.add(value)
            yield _fact("acronym", 0, start, value, ACRONYM_KEY)
    keyed = {k.start for k in page.keys if page.text[k.end : k.end + 2].lstrip(" ")[:1] == ":"}
    all_pieces = (piece for line in page.head[:_HEAD] for piece in pieces(page.text, *line))
    lines = [
        piece for piece in all_pieces if piece[0] not in keyed and not _is_other(page.text[slice(*piece)])
    ]
    if not any(TITLE_KEY in key.rules and key.start in keyed for key in page.keys):
        yield from _from_lines(page, lines, acronyms)
    yield from _repeated(page)


def _from_lines(page: Page, lines: list[Line], acronyms: set[str]) -> Iterator[tuple[str, Candidate]]:
    text = page.text
    for n, (start, end) in enumerate(lines):
        m = _BRACKETS.match(text, start, end) if text.find("(", start, end) >= 0 else None
        if m and n and _KEYED.match(text, start, end) and text.count(m["acronym"]) < _REPEATED:
            continue  # "Client: Ministry of Transport (MOT)"
        if m and _fits_brackets(page, m["acronym"]) and programme_names().match(m["title"]) is None:
            yield _fact("title", 1 + n, start, m["title"].rstrip(" .,:–-"), IN_BRACKETS)
            yield _fact("acronym", 1 + n, m.start("acronym"), m["acronym"], IN_BRACKETS)
            return
    for n, (start, end) in enumerate(lines[:2]):
        quoted = any(text.find(mark, start, end) >= 0 for mark in _QUOTES)
        if quoted and (m := _headline().search(text, start, end)):
            group = "before" if m["before"] else "after"
            yield _fact("title", 1 + n, m.start(group), m[group], HEADLINE)
            return
    for n, (start, end) in enumerate(lines[:_NAMED_LINES]):
        start = after_project(text, start)
        m = _TITLE_IN_BRACKETS.match(text, start, end) if text[end - 1] == ")" else None
        m = m or _DASH.match(text, start, end)
        if m and n and text[m.end("acronym")] == ":" and not _is_named(page, m["acronym"], lines[:n]):
            continue
        if (
            m
            and (is_acronym(m["acronym"]) or m["acronym"] in acronyms)
            and not _is_label(page, start)
            and _is_name(page, m["acronym"])
        ):
            title = m["title"]
            if cut := _TITLE_END.search(title):
                title = title[: cut.start()]
            yield _fact("title", 1 + n, m.start("title"), title.rstrip(" .,:–-"), BEFORE_TITLE)
            yield _fact("acronym", 1 + n, m.start("acronym"), m["acronym"], BEFORE_TITLE)
            return
    lines = [line for line in lines if not _is_programme(text[slice(*line)])]
    if not lines:
        return
    start, end = lines[0]
    if is_acronym(text[start:end]) and len(lines) > 1 and not _is_programme(text[start:end]):
        yield _fact("acronym", 10, start, text[start:end], OWN_LINE)
        start, end = lines[1]
        if len(text[start:end].split()) > 2 and not _SENTENCE.search(text, start, end):
            yield _fact("title", 10, start, text[start:end], OWN_LINE)
    elif _is_title(page, start, end):
        yield from _title(page, 11, start, text[start:end].rstrip(" .,:–-"), FIRST_LINE)
        below = text[slice(*lines[1])] if len(lines) > 1 else ""
        if is_acronym(below) and text.count(below) >= _REPEATED:
            yield _fact("acronym", 11, lines[1][0], below, OWN_LINE)


def _title(page: Page, rank: int, start: int, line: str, rule: str) -> Iterator[tuple[str, Candidate]]:
    """The title in a line, and the acronym that stands after a dash at its end, if the text repeats it."""
    title, dash, last = _LAST_DASH.match(line).groups()  # type: ignore[union-attr]
    if dash and is_acronym(last) and page.text.count(last) >= _REPEATED:
        yield _fact("title", rank, start, title, rule)
        yield _fact("acronym", rank, start + len(title) + len(dash), last, rule)
    else:
        yield _fact("title", rank, start, line, rule)


def _is_named(page: Page, words: str, above: list[Line]) -> bool:
    """Words before a colon are a name and no key in capitals: they recur, or only the record stands above."""
    return page.text.count(words) >= _REPEATED or all(
        _is_programme(page.text[slice(*line)]) for line in above
    )


def _fact(field: str, rank: int, start: int, value: str, rule: str) -> tuple[str, Candidate]:
    start += len(value) - len(value.lstrip())
    value = value.strip()
    return field, Candidate(rank, FoundFact(start, start + len(value), rule, value))


def _fits_brackets(page: Page, words: str) -> bool:
    excluded = rules("page")[IN_BRACKETS].params["not_acronyms"]
    if words.lower().split()[0] in excluded or programme_names().match(words):
        return False
    if is_acronym(words):
        return True
    return words[0].isupper() and len(words.split()) == 1 and page.text.count(words) > _REPEATED


def _is_label(page: Page, offset: int) -> bool:
    return any(start <= offset < end for p in findings(page.doc).packages for start, end in p.headings)


def _is_name(page: Page, words: str) -> bool:
    """Words in the shape of an acronym are one: no programme, and no code unless the text repeats it."""
    if programme_names().match(words) is not None:
        return False
    return (
        _CODE.match(words) is None or _TWO_DIGITS.search(words) is None or page.text.count(words) >= _REPEATED
    )


def _is_date(page: Page, start: int, end: int) -> bool:
    """A line that is chiefly a date."""
    dated = sum(d.end - d.start for d in findings(page.doc).dates if start <= d.start and d.end <= end)
    return 2 * dated > end - start


def _is_programme(words: str) -> bool:
    return programme_names().match(words) is not None or _CODE.match(words) is not None


def _is_title(page: Page, start: int, end: int) -> bool:
    """A line that could be a title: some words, no sentence, no item of a list, no package's heading."""
    line = page.text[start:end]
    return (
        1 < len(line.split()) <= 40
        and end - start <= _LONGEST_TITLE
        and _WORDS.search(line) is not None
        and (end < len(page.text.rstrip()))
        and not _SENTENCE.search(line)
        and not line.endswith((":", ";", ","))
        and not _ITEM.match(line)
        and not _is_label(page, start)
        and not _is_date(page, start, end)
        and programme_names().match(line) is None
        and not line[0].islower()
        and not _CODE.match(line)
    )


@cached
def _headline() -> re.Pattern[str]:
    words = "|".join(map(re.escape, rules("page")[FIRST_LINE].params["projects"]))
    return re.compile(
        rf"\b(?:{words})\s[«„“\"](?P<after>[^«»„“”\"\n]{{5,160}})[»”“\"]"
        rf"|[«„“\"](?P<before>[^«»„“”\"\n]{{5,160}})[»”“\"],?\s(?:[–—-]\s)?(?:{words})\b",
        re.IGNORECASE,
    )


@cached
def _furniture() -> tuple[Beginnings, Beginnings, frozenset[str]]:
    """Beginnings of lines of navigation, keys whose values are no header facts, and names of pages."""
    params = rules("page")[FIRST_LINE].params
    return Beginnings(params["navigation"]), Beginnings(params["keys"]), frozenset(params["pages"])


def _is_other(line: str) -> bool:
    """A breadcrumb, the name of the site, or another key with its value."""
    navigation, keys, pages = _furniture()
    if _BREADCRUMB.search(line) or line.lower() in pages or _REFERENCE.fullmatch(line):
        return True
    if (key := keys.match(line)) and line[key.end() :].lstrip(" ")[:1] == ":":
        return True
    return navigation.match(line) is not None and len(line.split()) <= _NAVIGATION_WORDS


@cached
def _not_acronyms() -> frozenset[str]:
    return frozenset(rules("page")[IN_BRACKETS].params["not_acronyms"])


def _repeated(page: Page) -> Iterator[tuple[str, Candidate]]:
    """Words in the shape of an acronym that the text repeats: in the first line, or beside "project"."""
    if not page.lines:
        return
    text = page.text
    start, end = page.lines[0]
    record = _CODE.match(text, start, end) or programme_names().match(text[start:end])
    for m in _WORDS.finditer(text, start, min(end, start + 200)) if record else ():
        numbered = text[max(0, m.start() - 4) : m.start()].strip().isdigit() and m.end() == end
        if _may_be_acronym(m[0]) and (numbered or text.count(m[0]) > _REPEATED):
            yield _fact("acronym", 20, m.start(), m[0], REPEATED)
    seen: set[str] = set()
    for key in page.keys:
        if REPEATED not in key.rules or page.in_package(key.start):
            continue
        before = text[max(0, key.start - 32) : max(0, key.start - 1)].rpartition(" ")[2]
        after = _WORDS.match(text, key.end + 1)
        for word, at in ((before, key.start - 1 - len(before)), (after[0] if after else "", key.end + 1)):
            if word in seen or not _may_be_acronym(word) or len(seen) > _MOST_WORDS:
                continue
            seen.add(word)
            if text.count(word) > _REPEATED or _is_initials(word, page):
                yield _fact("acronym", 21, at, word, REPEATED)


def _is_initials(word: str, page: Page) -> bool:
    """The word is made of the initials of a line of the head: "LLEEP"."""
    for start, end in page.head[:4]:
        initials = "".join(w[0] for w in _WORDS.findall(page.text[start:end]) if w[0].isupper())
        if initials == word:
            return True
    return False


def _may_be_acronym(word: str) -> bool:
    return (
        3 < len(word) <= 24
        and is_acronym(word)
        and word.lower() not in _not_acronyms()
        and not _is_programme(word)
    )
