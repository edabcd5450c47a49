"""Budget, currency and co-financing rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.page.facts import Candidate, FoundFact, plain
from pipeline.page.layout import Page
from pipeline.ruleset import rules

TOTAL, CONTRIBUTION, AMOUNT, BESIDE = (
    "page.total-budget",
    "page.contribution",
    "page.amount",
    "page.amount-beside-rate",
)
RATE, CURRENCY = "page.cofinancing-rate", "page.currency"
_NUMBER = r"\d{1,3}(?:[ .,'’]\d{3})+(?:[.,]\d{1,2})?(?![\d])|\d+(?:[.,]\d+)?(?!\d)"
_PERCENT = r" ?(?:%|percent\b|per cent\b|Prozent\b|procent\b|procents\b|pour cent\b|por ciento\b|per cento\b|proc\.)"
_FILL = r"(?:[\s:=(–—~≈,-]|\b(?:ca|approx|about|around|approximately|of|is|was|amounts?|to|in|de|d|von|över|på|van|af|około|circa|env|environ|rund|net|max|up|be|will|estimated|est|är|er|wynosi|beträgt)\b\.?){0,10}"
_RATE_AFTER_AMOUNT = re.compile(
    rf"[\s,;(]{{0,3}}(?:(?:of which|dont|davon|varav|di cui|de los cuales|w tym|waarvan|heraf)\s)?\(?(\d{{1,3}}(?:[.,]\d+)?){_PERCENT}"
)
_RATE = re.compile(rf"{_FILL}(?P<n>\d{{1,3}}(?:[.,]\d+)?){_PERCENT}", re.IGNORECASE)
_ANY_RATE = re.compile(rf"(?<![\d.,])(?P<n>\d{{1,3}}(?:[.,]\d+)?){_PERCENT}")
_BESIDE = re.compile(rf"(?P<rate>(?<![\d.,])\d{{1,3}}(?:[.,]\d+)?\s?%)\s(?P<n>(?:{_NUMBER}))")
_SEPARATED = re.compile(r"[.,]")
_LEAST = 1000
_LEAD = 700
"""Characters of the text's beginning in which a percentage before its key word is the project's own."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money at characters [start, end), and the currency's ISO code with its own place, if written."""

    value: float
    start: int
    end: int
    after: int
    """Where the whole expression ends, currency and multiplier included."""
    currency: tuple[int, int, str] | None


@dataclass(frozen=True, slots=True)
class _Money:
    codes: dict[str, str]
    factors: dict[str, int]
    keyed: re.Pattern[str]
    free: re.Pattern[str]
    by_language: dict[str, list[str]]


@cache
def _money() -> _Money:
    params = rules("page")[CURRENCY].params
    codes = {word: code for code, words in params["codes"].items() for word in words}
    local: dict[str, list[str]] = params["by_language"]
    for words in local.values():
        for word in words[:-1]:
            codes.setdefault(word, "")
    factors = {word: int(factor) for factor, words in params["multipliers"].items() for word in words}

    def either(words: dict[str, str] | dict[str, int]) -> str:
        longest = sorted(words, key=lambda w: (-len(w), w))
        return "|".join(rf"(?<![^\W\d_]){re.escape(w)}(?!\w)" if w.isalpha() else re.escape(w) for w in longest)

    currency = either(codes)
    factor = "|".join(sorted(map(re.escape, factors), key=lambda w: (-len(w), w)))
    before = rf"(?P<before>{currency})\.?\s?(?:\((?:\w+)\))?(?P<unit>m\b|M\b)?[\s:)]{{0,3}}"
    after = rf"(?:\s?(?P<factor>{factor})(?![^\W\d_])\.?)?(?:\s?\(?(?P<after>{currency}))?"
    number = rf"(?P<n>(?:{_NUMBER}))"
    keyed = re.compile(rf"{_FILL}(?:{before})?{number}{after}(?!{_PERCENT})", re.IGNORECASE)
    free = re.compile(rf"(?:{before}|(?<![\w.,/])){number}{after}", re.IGNORECASE)
    return _Money(codes, factors, keyed, free, local)


def number_value(written: str) -> float:
    """The value of a figure as any of the languages writes it."""
    written = re.sub(r"[\s'’]", "", written)
    marks = _SEPARATED.findall(written)
    if not marks:
        return float(written)
    last = written.rfind(marks[-1])
    decimals = len(written) - last - 1
    grouped = decimals == 3 and len(set(marks)) == 1 and not written.startswith("0")
    if grouped or (len(marks) > 1 and len(set(marks)) == 1):
        return float(_SEPARATED.sub("", written))
    return float(_SEPARATED.sub("", written[:last]) + "." + written[last + 1 :])


def _amount(m: re.Match[str], language: str) -> Amount | None:
    money = _money()
    value = number_value(m["n"])
    factor = money.factors.get((m["factor"] or "").lower())
    if factor:
        value = float(m["n"].replace(",", ".").replace(" ", "")) if _is_decimal(m["n"]) else value
        value *= factor
    elif m["unit"] and value < 10_000:
        value *= 1_000_000
    group = "before" if m["before"] else "after" if m["after"] else None
    currency = None
    if group:
        code = money.codes[m[group].lower()] or _local(m[group].lower(), language)
        currency = (m.start(group), m.end(group), code) if code else None
    elif not factor and (value < _LEAST or re.fullmatch(r"(?:19|20)\d\d", m["n"])):
        return None
    return Amount(round(value, 2), m.start("n"), m.end("n"), m.end(), currency) if value else None


def _is_decimal(written: str) -> bool:
    return len(_SEPARATED.findall(written)) == 1


def _local(word: str, language: str) -> str | None:
    words = _money().by_language.get(language, [])
    return words[-1] if word in words else None


def read_money(page: Page) -> Iterator[tuple[str, Candidate]]:
    """Candidates for `budget`, `currency` (of the same rank and amount) and `cofinancing_rate`."""
    money, text, language = _money(), page.text, page.doc._.language
    for key in page.keys:
        if not page.is_general(key.start):
            continue
        rule = TOTAL if TOTAL in key.rules else CONTRIBUTION if CONTRIBUTION in key.rules else None
        m = money.keyed.match(text, key.end) if rule else None
        amount = _amount(m, language) if m else None
        if rule and amount:
            yield from _budget(page, 0 if rule == TOTAL else 1, rule, amount)
        if RATE in key.rules and (m := _RATE.match(text, key.end)):
            yield from _rate(0, RATE, m["n"], m.start("n"), m.end())
    for start, end in page.head[:5] + page.foot:
        for m in money.free.finditer(text, start, end):
            amount = _amount(m, language)
            if amount and amount.currency and amount.value >= _LEAST and page.begins_chunk(m.start()):
                after = text[amount.after : amount.after + 2].lstrip(" ")[:1]
                if not after or after in "\n|·;•,/().–-":
                    yield from _budget(page, 3, AMOUNT, amount)
    for start, end in page.foot:
        for m in _BESIDE.finditer(text, start, end):
            value = number_value(m["n"])
            if value >= _LEAST:
                yield "budget", Candidate(2, FoundFact(m.start("n"), m.end("n"), BESIDE, plain(value)))
                yield from _rate(1, BESIDE, m["rate"].rstrip("% "), *m.span("rate"))
    yield from _rates_before_key(page)


def _budget(page: Page, rank: int, rule: str, amount: Amount) -> Iterator[tuple[str, Candidate]]:
    yield "budget", Candidate(rank, FoundFact(amount.start, amount.end, rule, plain(amount.value)))
    if amount.currency:
        start, end, code = amount.currency
        yield "currency", Candidate(rank, FoundFact(start, end, CURRENCY, code))
    if m := _RATE_AFTER_AMOUNT.match(page.text, amount.after):
        yield from _rate(1, RATE, m[1], m.start(1), m.end())


def _rate(rank: int, rule: str, written: str, start: int, end: int) -> Iterator[tuple[str, Candidate]]:
    value = number_value(written)
    if 0 < value <= 100:
        yield "cofinancing_rate", Candidate(rank, FoundFact(start, end, rule, plain(value)))


@cache
def _after() -> re.Pattern[str]:
    words = sorted(rules("page")[RATE].params["after"], key=lambda w: (-len(w), w))
    return re.compile(rf"\s(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _rates_before_key(page: Page) -> Iterator[tuple[str, Candidate]]:
    """Percentages that the key word follows: "50 % co-financing"."""
    for start, end in [(0, min(_LEAD, len(page.text))), *page.head, *page.foot]:
        for m in _ANY_RATE.finditer(page.text, start, end):
            if _after().match(page.text, m.end()):
                yield from _rate(2, RATE, m["n"], m.start("n"), m.end())
