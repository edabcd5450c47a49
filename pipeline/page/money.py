"""Budget, currency and co-financing rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pipeline.document import findings
from pipeline.page.facts import Candidate, FoundFact, plain
from pipeline.page.keys import REST, Beginnings
from pipeline.page.layout import Page
from pipeline.resources import cached
from pipeline.ruleset import rules

TOTAL: Final = "page.total-budget"
CONTRIBUTION: Final = "page.contribution"
AMOUNT: Final = "page.amount"
BESIDE: Final = "page.amount-beside-rate"
RATE: Final = "page.cofinancing-rate"
CURRENCY: Final = "page.currency"
_KEYS: Final = frozenset((TOTAL, CONTRIBUTION, RATE))
_FIGURE: Final = r"\d{1,3}(?:[ .,'’]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?(?!\d)"
_NUMBER: Final = re.compile(_FIGURE)
_DECIMAL: Final = re.compile(r"\d+[.,]\d+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SIGN: Final = re.compile("€|£|[$]|EUR|Euro|euro|GBP|PLN|zł|SEK|DKK|NOK|CHF|USD|CZK|HUF|kr")
_FREE: Final = re.compile(r"\d(?<![\w.,/-]\d)(?=[\d .,'’]*[\d .,'’€£$EMmk])")
_BEFORE: Final = re.compile(r"([€£$]|(?<![^\W\d_])[^\W\d_]+)\.?\s?(?:\(\w+\))?([mM]\b)?[\s:)]{0,3}\Z")
_AFTER: Final = re.compile(r" ?\(?([€£$]|[^\W\d_]+)\.?")
_RATE_FIGURE: Final = r"\d{1,3}(?:[.,]\d+)?"
_PERCENT: Final = r" ?(?:%|per ?cent\b|prozent\b|procents?\b|pour cent\b|por ciento\b|per cento\b|proc\.)"
_FILLERS: Final = (
    "ca|approx|about|around|approximately|of|is|was|amounts?|to|in|de|d|von|över|på|van|af|około|circa|env|environ|"
    "rund|net|max|up|be|will|estimated|est|är|er|wynosi|beträgt"
)
_FILL: Final = rf"(?:[\s:=(–—~≈,-]|\.{{3}}|[“\"„«][^”\"“»\n]{{1,200}}[”\"“»]|\b(?:{_FILLERS})\b\.?){{0,10}}"
_SHARE: Final = r"(?:(?:of which|dont|davon|varav|di cui|de los cuales|w tym|waarvan|heraf)\s)?"
_RATE_AFTER_AMOUNT: Final = re.compile(rf"[\s,;(]{{0,3}}{_SHARE}\(?({_RATE_FIGURE}){_PERCENT}", re.IGNORECASE)
_PERCENTAGE: Final = re.compile(_PERCENT, re.IGNORECASE)
_TO_FIGURE: Final = re.compile(
    rf"{_FILL}(?:(?:(?:US|AU|CA)?[€£$]|[^\W\d_]{{2,5}}\.?)(?:m\b)?[\s:)(]{{0,3}})?(?=\d)", re.IGNORECASE
)
_RATE: Final = re.compile(rf"{_FILL}(?P<n>{_RATE_FIGURE}){_PERCENT}", re.IGNORECASE)
_RATE_BEFORE: Final = re.compile(rf"(?<![\d.,])({_RATE_FIGURE}) ?\Z")
_BESIDE: Final = re.compile(
    rf"(?P<rate>(?<![\d.,]){_RATE_FIGURE}\s?%)\s(?:[•|·€£$] ?|EUR )?(?P<n>(?:{_FIGURE}))"
)
_GROUPING: Final = re.compile(r"[\s'’]")
_SEPARATED: Final = re.compile(r"[.,]")
_JOINED: Final = {"m": "m", "k": "k", "t": "tsd"}
_TOO_GREAT: Final = 10**15
"""A row of digits without end is no amount."""
_LEAST: Final = 1000
_HEAD: Final = 5
_LONGEST_LINE: Final = 250
_LEAD: Final = 700
"""Characters of the text's beginning in which a percentage before its key word is the project's own."""


class Amount:
    """An amount of money at characters [start, end); the currency as its place and ISO code, if written."""

    __slots__ = ("after", "currency", "end", "start", "value")

    def __init__(
        self, value: float, start: int, end: int, after: int, currency: tuple[int, int, str] | None
    ) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.after = after
        """Where the whole expression ends, currency and multiplier included."""
        self.currency = currency

    @property
    def before(self) -> int:
        """Where the whole expression begins."""
        return min(self.start, self.currency[0]) if self.currency else self.start


class _Currencies:
    """Words for currencies and for millions."""

    def __init__(self, params: dict[str, Any]) -> None:
        self._codes = {word: code for code, words in params["codes"].items() for word in words}
        self._local: dict[str, list[str]] = params["by_language"]
        self.factors = {
            word: int(factor) for factor, words in params["multipliers"].items() for word in words
        }
        words = [*self._codes, *(word for several in self._local.values() for word in several)]
        self._ends = frozenset("mM.(") | {c for word in words for c in (word[-1], word[-1].upper())}

    def code(self, word: str, language: str) -> str | None:
        """The ISO code of a currency's word; some mean another currency in another language."""
        code = self._codes.get(word)
        if code is None and word in self._local.get(language, ()):
            code = self._local[language][-1]
        return code

    def may_end(self, before: str) -> bool:
        """Whether a currency may stand at the end of what comes before a figure: soon told, and rarely so."""
        return before.rstrip(" \n:)")[-1:] in self._ends or "(" in before


@cached
def _currencies() -> _Currencies:
    return _Currencies(rules("page")[CURRENCY].params)


def number_value(written: str) -> float:
    """The value of a figure as any of the languages writes it."""
    if written.isdecimal():
        return float(written)
    written = _GROUPING.sub("", written)
    marks = _SEPARATED.findall(written)
    if not marks:
        return float(written)
    last = written.rfind(marks[-1])
    decimals = len(written) - last - 1
    grouped = decimals == 3 and len(set(marks)) == 1 and not written.startswith("0")
    if grouped or (len(marks) > 1 and len(set(marks)) == 1):
        return float(_SEPARATED.sub("", written))
    return float(_SEPARATED.sub("", written[:last]) + "." + written[last + 1 :])


def amount_at(text: str, offset: int, language: str) -> Amount | None:
    """The amount whose figure begins at the offset; without a currency only one that can be nothing else."""
    m = _NUMBER.match(text, offset)
    if m is None:
        return None
    currencies = _currencies()
    factors = currencies.factors
    value, after, factor, currency = number_value(m[0]), m.end(), None, None
    shift = max(0, offset - 12)
    near = text[shift:offset]
    before = _BEFORE.search(near) if currencies.may_end(near) else None
    if before and (iso := currencies.code(before[1].lower(), language)):
        currency = (shift + before.start(1), shift + before.end(1), iso)
        factor = 1_000_000 if before[2] and value < 10_000 else None
    for _ in range(2):
        word = _AFTER.match(text, after)
        if word is None:
            break
        joined = factors.get(_JOINED.get(word[1][0].lower(), ""))
        if factor is None and joined and (iso := currencies.code(word[1][1:].lower(), language)):  # MEUR, Mkr
            factor, currency = joined, (word.start(1) + 1, word.end(1), iso)
        elif factor is None and word[1].lower() in factors:
            factor = factors[word[1].lower()]
        elif currency is None and (iso := currencies.code(word[1].lower(), language)):
            currency = (*word.span(1), iso)
        else:
            break
        after = word.end()
    if _PERCENTAGE.match(text, m.end()):
        return None
    if factor:
        value = factor * (float(m[0].replace(",", ".")) if _DECIMAL.fullmatch(m[0]) else value)
    elif currency is None and (value < _LEAST or _YEAR.fullmatch(m[0])):
        return None
    return Amount(round(value, 2), m.start(), m.end(), after, currency) if 0 < value < _TOO_GREAT else None


def read_money(page: Page) -> Iterator[tuple[str, Candidate]]:
    """Candidates for `budget`, `currency` (of the same rank and amount) and `cofinancing_rate`."""
    text, language = page.text, findings(page.doc).language
    for key in page.keys:
        if key.rules.isdisjoint(_KEYS) or not page.is_general(key.start):
            continue
        rule = TOTAL if TOTAL in key.rules else CONTRIBUTION if CONTRIBUTION in key.rules else None
        rest = REST.match(text, key.end) if page.begins_chunk(key.start) else None
        ends = [key.end] if rest is None else [key.end, rest.end()]
        for rank, end in enumerate(ends):
            m = _TO_FIGURE.match(text, end) if rule else None
            amount = amount_at(text, m.end(), language) if m else None
            if rule and amount and (amount.currency or page.begins_chunk(key.start)):
                yield from _budget(page, rank + (rule == CONTRIBUTION), rule, amount)
                break
        for rank, end in enumerate(ends):
            if rule != TOTAL and (m := _RATE.match(text, end)):
                yield from _rate(rank + (RATE not in key.rules), RATE, m["n"], m.start("n"), m.end())
                break
    for start, end in dict.fromkeys(page.head[:_HEAD] + page.foot):
        if end - start > _LONGEST_LINE or not _SIGN.search(text, start, end):
            continue
        for m in _FREE.finditer(text, start, end):
            amount = amount_at(text, m.start(), language)
            if amount and amount.currency and amount.value >= _LEAST and page.begins_chunk(amount.before):
                after = text[amount.after : amount.after + 2].lstrip(" ")[:1]
                if not after or after in "\n|·;•,/().–-":
                    yield from _budget(page, 3, AMOUNT, amount)
    for start, end in page.foot:
        if "%" not in text[start:end]:
            continue
        for m in _BESIDE.finditer(text, start, end):
            amount = amount_at(text, m.start("n"), language)
            if amount and amount.value >= _LEAST:
                yield from _budget(page, 2, BESIDE, amount)
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


@cached
def _after() -> Beginnings:
    return Beginnings(rules("page")[RATE].params["after"])


def _rates_before_key(page: Page) -> Iterator[tuple[str, Candidate]]:
    """Percentages that the key word follows: "50 % co-financing"."""
    text = page.text
    for start, end in [(0, min(_LEAD, len(text))), *page.head, *page.foot]:
        at = text.find("%", start, end)
        while at >= 0:
            if _after().match(text, at + 2) and (m := _RATE_BEFORE.search(text[max(0, at - 10) : at])):
                first = max(0, at - 10) + m.start(1)
                yield from _rate(2, RATE, m[1], first, at + 1)
            at = text.find("%", at + 1, end)
