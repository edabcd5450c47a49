"""Numbers as languages write them: figures with their separators, number words, ranges, collectives."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from pipeline.lexicon import Lexicon

_BLANKS: Final = "[ \xa0\u202f\u2009]"
_BLANK: Final = re.compile(_BLANKS)
_FIGURE: Final = re.compile(
    rf"\d{{1,3}}(?:{_BLANKS}\d{{3}}){{1,5}}(?!{_BLANKS}\d{{3}}(?!\d))(?:[.,]\d{{1,2}})?(?!\d)"
    r"|\d{1,3}(?:([,.'’])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?(?![\d])"
    r"|\d+(?:[.,]\d{1,3})?"
)
_MILLION: Final = 1_000_000
_TOO_GREAT: Final = 10**15
"""What nobody counts: a row of digits without end is no number, and JSON keeps integers below this exact."""
_TOO_LONG: Final = 40
"""Characters of figures that need not be read to be too great."""
_LOOK: Final = _TOO_LONG + 20
"""Characters after which a figure is not read on: a row of digits without end begins at many places."""
_NEAR: Final = 30
_HYPHENS: Final = "-‐‑–"
_HYPHEN: Final = re.compile("[-‐]")
_SEPARATOR: Final = re.compile(r"[,.'’]")
_CURRENCY: Final = (
    r"(?:€|\$|£|¥|(?:EUR|USD|GBP|PLN|CHF|SEK|DKK|NOK|CZK|HUF|RON|BGN|HRK|LTL|LVL|EEK|ECU)\b"
    r"|(?i:euros?|złot\w+|zł|dollars?|pounds|francs?|kronor|kroner)\b|[kM]r\b|lei\b|Kč)"
)
_SCALE: Final = (
    r"(?:[kmMT]|bn|(?i:mio\.?|mrd\.?|mln|mld|tys\.?|tsd\.?|milli?[oa]\w*|milj\w+|mil[ij]?on\w*|thousand|tausend"
    r"|mille|mil|mila))"
)
_AMOUNT_AFTER: Final = re.compile(
    rf"\s?(?:{_SCALE}\s?(?:d['’]\s?|di\s|de\s|of\s)?|(?:d['’]|di\s|de\s))?{_CURRENCY}"
)
_AMOUNT_BEFORE: Final = re.compile(rf"(?<!\w)M?{_CURRENCY}$")
_CURRENCY_ENDS: Final = frozenset("€$£¥RDPNFKULosłhričZ")
"""Last letters of currencies, before which nothing need be looked for."""
_AMOUNT_BEGINS: Final = frozenset("€$£¥EUGPCSDNHRBLKMTFZkmtbezdpfl%‰")
"""First characters of scales, currencies and percents, without which nothing need be looked for."""
_PERCENT: Final = re.compile(
    r"\s?(?:[%‰]|(?i:per ?cent|percent|prozent|procent|pour cent|por ciento|per cento|proc\.|pct\.?)(?!\w))"
)


class Number:
    """A number at characters [start, end)."""

    __slots__ = ("collective", "end", "figure", "large", "modifier", "start", "value", "value_max")

    def __init__(
        self,
        start: int,
        end: int,
        value: float | int,
        value_max: float | int | None = None,
        figure: bool = False,
        collective: bool = False,
        large: bool = False,
        modifier: str | None = None,
    ) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.value_max = value_max
        self.figure = figure
        """True where it is written in figures."""
        self.collective = collective
        """True for a noun that counts ("a dozen", "une vingtaine")."""
        self.large = large
        """True for millions and more, which may take an "of" before what they count."""
        self.modifier = modifier


class NumberReader:
    """Reads numbers of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        numbers = lexicon.numbers
        self._numbers = numbers
        self._decimal = numbers.decimal
        self._units = {**numbers.words, **numbers.tens}
        self._measures = frozenset(numbers.measures)
        joiner = "|".join(map(re.escape, numbers.joiner))
        self._word = _alternatives(self._units)
        self._times = re.compile(rf"(?:\s|[-‐])?({_choice(numbers.multipliers)})(?!\w)", re.I)
        self._rest = re.compile(
            rf"(?:\s|[-‐])(?:(?:{joiner})\s)?(?={_choice(self._units)})" if joiner else r"[\s‐-]", re.I
        )
        self._multiplier = _alternatives(numbers.multipliers)
        self._collective = _alternatives(numbers.collective)
        self._range = re.compile(
            rf"\s?[{_HYPHENS}]\s?|\s(?:{_choice([r for r in numbers.range if r.isalpha()])})\s", re.I
        )
        dates = lexicon.dates
        self._phrases = {w: v for w, v in self._units.items() if " " in w}
        self._opening = re.compile(rf"(?:{_choice({w.rpartition(' ')[0] for w in self._phrases})})\s$", re.I)
        self._between = re.compile(rf"\b(?:{_choice(dates.between)})\s$", re.I)
        self._and = re.compile(rf"\s(?:{_choice(dates.conjunction)})\s", re.I)
        self._after = re.compile(rf"\s?({_choice(numbers.after)})(?!\w)", re.I)
        lists = {
            "at_least": numbers.at_least, "at_most": numbers.at_most, "more_than": numbers.more_than,
            "less_than": numbers.less_than, "approx": numbers.approx,
        }  # fmt: skip
        self._modifiers = {phrase: name for name, phrases in lists.items() for phrase in phrases}
        after_it = (
            *numbers.range,
            *numbers.after,
            *numbers.multipliers,
            *dates.conjunction,
            *self._units,
            joiner,
        )
        self._going_on = frozenset(first for word in after_it for first in (word[:1], word[:1].upper()))
        """First characters of what a number may go on with; before others nothing need be looked for."""
        self._articles = frozenset(lexicon.grammar.determiners) - frozenset(self._modifiers)

    def starts(self, word: str) -> str | None:
        """What a lower-case word begins: a number "word", a "noun" that counts (dozen, million), or None."""
        if word in self._numbers.collective or self._numbers.multipliers.get(word, 0) >= _MILLION:
            return "noun"
        if word in self._units or word in self._numbers.multipliers:
            return "word"
        first = _HYPHEN.split(word, maxsplit=1)[0]
        if first != word and first in self._units and self._word.fullmatch(word[len(first) + 1 :]):
            return "word"
        return None

    def read(self, text: str, at: int) -> Number | None:
        """The number that begins at `at`, with its range and what modifies it."""
        number = self._one(text, at) if text[at].isdecimal() else self._spelt(text, at)
        if number is None:
            return None
        end = number.end
        following = text[end : end + 1].strip() or text[end + 1 : end + 2]
        goes_on = following in self._going_on or following in _HYPHENS
        if goes_on and not number.collective:
            self._range_of(text, number)
        if max(number.value, number.value_max or 0) >= _TOO_GREAT:
            return None
        if text.startswith(("(", " ("), number.end):  # "five (5) workshops"
            inside = text.index("(", number.end) + 1
            again = self._one(text, inside)
            if again is not None and again.value == number.value and text.startswith(")", again.end):
                number.end = again.end + 1
        after = self._after.match(text, number.end) if goes_on or number.end != end else None
        if after is not None:
            phrase = after[0].lower()
            number.modifier = self._numbers.after.get(phrase) or self._numbers.after.get(phrase.strip())
            number.end = after.end()
        return number

    def modifier(self, text: str, number: Number) -> str | None:
        """What the words before a number, or after it, make of it: "at_least", "approx", ..."""
        words = text[max(0, number.start - _NEAR) : number.start].lower().replace("(", " ").split()
        if words and words[-1] in self._articles:  # "over the 20 villages"
            words.pop()
        for count in range(min(4, len(words)), 0, -1):
            found = self._modifiers.get(" ".join(words[-count:]))
            if found is not None:
                return found
        return number.modifier

    def _spelt(self, text: str, at: int) -> Number | None:
        """A number in words; "half a" and the like before it belong to it."""
        opening = self._opening.search(text, max(0, at - 20), at)
        whole = self._one(text, opening.start()) if opening is not None else None
        return whole or self._one(text, at)

    def _range_of(self, text: str, number: Number) -> None:
        link = self._range.match(text, number.end)
        if link is None:
            link = self._and.match(text, number.end)
            if link is None or not self._between.search(text, max(0, number.start - 12), number.start):
                return
        other = self._one(text, link.end())
        if other is not None and other.value > number.value:
            number.value_max = other.value
            number.end, number.large = other.end, other.large

    def _one(self, text: str, at: int) -> Number | None:
        if text[at : at + 1].isdecimal():
            figure = _FIGURE.match(text, at, at + _LOOK)
            assert figure is not None
            if figure.end() - at > _TOO_LONG:
                return None
            value = self._figure(figure[0], text[figure.end() : figure.end() + 12])
            number = Number(at, figure.end(), value, figure=True)
            times = self._times.match(text, number.end)
            if times is not None:
                factor = self._numbers.multipliers[times[1].lower()]
                number.value, number.end = _exact(value * factor), times.end()
                number.large = factor >= _MILLION
            return number
        collective = self._collective.match(text, at)
        if collective is not None:
            return Number(
                at, collective.end(), self._numbers.collective[collective[0].lower()], collective=True
            )
        return self._words(text, at)

    def _words(self, text: str, at: int) -> Number | None:
        word = self._word.match(text, at)
        if word is None:
            multiplier = self._multiplier.match(text, at)
            if multiplier is None:
                return None
            current, end = self._numbers.multipliers[multiplier[0].lower()], multiplier.end()
        else:
            current, end = self._units[_key(word[0])], word.end()
        total, large, limit = 0, current >= _MILLION, _room(current)
        while total + current < _TOO_GREAT:
            times = self._times.match(text, end)
            if times is not None:
                factor = self._numbers.multipliers[times[1].lower()]
                if factor > 100:
                    total, current = total + current * factor, 0
                else:
                    current *= factor
                large, limit, end = factor >= _MILLION, factor, times.end()
                continue
            rest = self._rest.match(text, end) if limit > 1 else None
            more = self._word.match(text, rest.end()) if rest is not None else None
            if more is None or self._units[_key(more[0])] >= limit:
                break
            value = self._units[_key(more[0])]
            current, limit, end = current + value, _room(value), more.end()
        number = Number(at, end, total + current, large=large)
        half = self._collective.match(text, end + 1) if text[end : end + 1] == " " else None
        if half is not None:  # "two dozen"
            number.value *= self._numbers.collective[half[0].lower()]
            number.end = half.end()
        return number

    def _figure(self, written: str, after: str) -> float | int:
        """The value of figures; three digits after one separator are thousands where a thing is counted."""
        if written.isdecimal():
            return int(written)
        plain = _BLANK.sub("", written)
        seps = [c for c in plain if not c.isdecimal()]
        if not seps:
            return int(plain)
        last = seps[-1]
        groups = _SEPARATOR.split(plain)
        if last in ".,":
            decimals = len(groups[-1]) != 3 or groups[0] == "0" or (len(seps) > 1 and seps[0] != last)
            if not decimals and len(seps) == 1 and last == self._decimal and groups[-1] != "000":
                decimals = (
                    after.split(" ")[0].strip(" .,;)") in self._measures
                    or after.strip(" ").split(" ")[0] in self._measures
                )
            if decimals:
                return float("".join(groups[:-1]) + "." + groups[-1])
        return int("".join(groups))


def is_amount(text: str, start: int, end: int) -> bool:
    """Whether the number at [start, end) is an amount of money or a percentage."""
    following = text[end : end + 1].strip() or text[end + 1 : end + 2]
    if following in _AMOUNT_BEGINS and (_AMOUNT_AFTER.match(text, end) or _PERCENT.match(text, end)):
        return True
    before = text[max(0, start - 9) : start].rstrip()
    return before[-1:] in _CURRENCY_ENDS and _AMOUNT_BEFORE.search(before) is not None


def _room(value: int) -> int:
    """Numbers below which may follow a number word: after "twenty" a unit, after a unit nothing."""
    if value < 20:
        return 0
    power = 10
    while value % (power * 10) == 0:
        power *= 10
    return power if value % 10 == 0 else 0


def _exact(value: float) -> float | int:
    rounded = round(value)
    return rounded if abs(value - rounded) < 1e-6 else value


def _key(word: str) -> str:
    return " ".join(word.lower().split())


def _choice(words: object) -> str:
    """An expression for any of the words, by their first characters and the longest first, or for nothing."""
    by_first = defaultdict[str, list[str]](list)
    for word in sorted(map(str, words), key=lambda w: (-len(w), w)):  # type: ignore[call-overload]
        by_first[word[:1]].append(re.escape(word[1:]).replace(r"\ ", r"\s"))
    return "|".join(f"{re.escape(f)}(?:{'|'.join(rest)})" for f, rest in by_first.items()) or r"(?!)"


def _alternatives(words: object) -> re.Pattern[str]:
    return re.compile(rf"(?:{_choice(words)})(?!\w)", re.I)
