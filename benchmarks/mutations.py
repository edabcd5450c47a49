"""Descriptions damaged in the ways that texts get damaged, and some more: for the fuzzers.

Every mutation takes a source of chance, a text and all texts; the same seed gives the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from pipeline.source import decode

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT / "raw", ROOT.parent / "shared" / "gold" / "texts")
"""Descriptions to start from; those beside the project only where they are there."""
PIECES = (
    "WP1|WP 2 (|):|Work Package no. 3|Action A1|O1/IO2|Task 2.1|Arbeitspaket 4 –|"
    "published.WP 2 (|WPs 1-4|lot 5|3/06|24/7|12.-14.05.2009|2007-2013|March|Q3 2011|31/02/2010|"
    "99999999999|0|9²|①|٣/٠٦|½|३|Ⅷ|二〇一〇|1 586 944,89|61.1%|€|1e999|0x10|-0|1.000.000.000.000.000|"
    "million million|dozen dozen|hundert|quatre-vingt-dix|Riga|St.|Petersburg|Frankfurt (Oder)|"
    "Reading|Łódź|Zu\u0308rich|’s-Hertogenbosch|San José|two|dozens of|Start:|Budget|End date:|"
    "Programme:|Title:|Acronym:|workshops|report|were organised|will be|wurde erstellt|a été|in|"
    "on|and|the|of|.|,|;|(|)|[|„|“|”|\"|'|’s|-|–|/|%|•|*|…|......|->|<b>|&amp;|=HYPERLINK(1)|"
    "';--|\\|{{x}}|\u00ad|\u200b|\u200d|\u2060|\n|\r\n|\r|\t|  |\u000b|\f|\u001c|\u0085|\u2028|"
    "\ufeff|\u202e|\u2066|\u0000|\u001a|\u007f|😀|👨\u200d👩\u200d👧|a\u0301|\u0301\u0301|ﬁ|İ|ı|ß|ẞ|"
    "ǅ|ŉ|Σς|\U0010ffff|�|שלום|مرحبا|項目|проект|πρόγραμμα"
).split("|")
"""What descriptions are made of, and what breaks programs: put in anywhere."""
_LETTERS = str.maketrans("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ")  # Latin to Cyrillic of the same look
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1250", "latin-1",
    "iso-8859-2", "cp1251", "shift_jis", "gb18030", "cp437", "utf-7",
)  # fmt: skip
Mutation = Callable[[Random, str, Sequence[str]], str]


def seeds() -> list[str]:
    """The texts to start from."""
    files = [path for folder in FOLDERS for path in sorted(folder.glob("*.txt"))]
    return [decode(path.read_bytes(), path.stem).text for path in files]


def mutate(chance: Random, texts: Sequence[str], longest: int) -> str:
    """A text of at most so many characters: a part of one of the texts, mutated one to eight times."""
    text = chance.choice(texts)
    start = chance.randrange(max(1, len(text) - longest // 2))
    text = text[start : start + chance.randint(1, longest)]
    for _ in range(chance.randint(1, 8)):
        text = chance.choice(MUTATIONS)(chance, text, texts)[: 2 * longest]
    start = chance.randrange(max(1, len(text) - longest + 1))
    return text[start : start + longest]


def encode(chance: Random, text: str) -> bytes:
    """The text as bytes of some encoding, one in four damaged."""
    encoding = chance.choice(_ENCODINGS) if chance.random() < 0.5 else "utf-8"
    data = text.encode(encoding, chance.choice(("replace", "ignore")))
    if chance.random() < 0.25 and data:
        at = chance.randrange(len(data))
        data = chance.choice(
            (
                data[:at],
                data[at:],
                data[:at] + bytes((chance.randrange(256),)) + data[at + 1 :],
                data[:at] + chance.randbytes(chance.randint(1, 6)) + data[at:],
                data[:at] + data[:at],
                chance.randbytes(chance.randint(1, 200)),
            )
        )
    return data


def _range(chance: Random, text: str) -> tuple[int, int]:
    """A part of the text."""
    start = chance.randrange(len(text) + 1)
    return start, min(len(text), start + chance.choice((1, 5, 40, 200)))


def _within(change: Callable[[Random, str], str]) -> Mutation:
    """The mutation that changes a part of the text."""

    def mutation(chance: Random, text: str, texts: Sequence[str]) -> str:
        start, end = _range(chance, text)
        return text[:start] + change(chance, text[start:end]) + text[end:]

    return mutation


def _glue(chance: Random, text: str, texts: Sequence[str]) -> str:
    other = chance.choice(texts)
    start, end = _range(chance, other)
    at = chance.randrange(len(text) + 1)
    return text[:at] + other[start:end] + text[at:]


def _insert(chance: Random, text: str, texts: Sequence[str]) -> str:
    at = chance.randrange(len(text) + 1)
    blank = chance.choice(("", " "))
    return text[:at] + blank + chance.choice(PIECES) + blank + text[at:]


def _swap_lines(chance: Random, text: str, texts: Sequence[str]) -> str:
    lines = text.splitlines(keepends=True)
    chance.shuffle(lines)
    return "".join(lines)


def _sprinkle(chance: Random, part: str) -> str:
    """Characters that show nothing, or hang on the one before, within words."""
    mark = chance.choice("\u00ad\u200b\u200d\u2060\ufeff\u0301\u0308\x08\u202e")
    return "".join(c + mark if chance.random() < 0.3 else c for c in part)


def _repeat(chance: Random, part: str) -> str:
    return part * chance.choice((2, 3, 20, 200)) if len(part) < 20 else part * 2


def _nest(chance: Random, part: str) -> str:
    opening, closing = chance.choice(("()", "[]", "“”", "„“", "«»", '""', "{}", "<>"))
    times = chance.choice((1, 3, 50))
    return opening * times + part + closing * chance.choice((times, times - 1, 0))


def _digits(chance: Random, part: str) -> str:
    unit = chance.choice(("7", "0", "999 ", "1.", "1,000", "3/", "12-", "10 000 ", "²", "٣"))
    return part + unit * chance.choice((1, 4, 20, 100))


def _rebreak(chance: Random, part: str) -> str:
    mark = chance.choice(("\r\n", "\r", "\n\n", "\u2028", "\x0b", "\x85", "-\n", ""))
    return part.replace(chance.choice(("\n", " ", ". ")), mark)


def _recase(chance: Random, part: str) -> str:
    return chance.choice((str.upper, str.lower, str.title, str.swapcase, str.casefold))(part)


MUTATIONS: tuple[Mutation, ...] = (
    _glue,
    _insert,
    _insert,
    _swap_lines,
    _within(_sprinkle),
    _within(_repeat),
    _within(_nest),
    _within(_digits),
    _within(_rebreak),
    _within(_recase),
    _within(lambda chance, part: ""),
    _within(lambda chance, part: part[::-1]),
    _within(lambda chance, part: part.replace(" ", "")),
    _within(lambda chance, part: part.replace(chance.choice(".,;:()"), "")),
    _within(lambda chance, part: part.translate(chance.choice((_LETTERS, _DIGITS)))),
    _within(lambda chance, part: part + chr(chance.choice((0, 0xE000)) + chance.randrange(0xD800))),
)
