"""The text of an HTML page, in lines as a browser would show them."""

from __future__ import annotations

import codecs
import re
from hashlib import sha256
from typing import TYPE_CHECKING

from pipeline.errors import SourceError
from pipeline.source import Source, decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_META = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
_HEAD = 2048
"""Bytes in which browsers look for the encoding."""
_UNSEEN = frozenset(
    "head script style noscript template svg math iframe object audio video canvas select datalist".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup "
    "option p pre search section summary table tbody tfoot thead tr ul".split()
)
_PARAGRAPHS = frozenset("blockquote dl figure h1 h2 h3 h4 h5 h6 ol p pre section table ul".split())
"""Those that an empty line goes before and after."""
_CELLS = frozenset(("td", "th"))


def page_text(data: bytes, name: str) -> Source:
    """The text that a page shows. Its offsets count in that text, its hash is that of the page.

    Raises SourceError where the page can't be decoded, shows nothing, or selectolax is missing.
    """
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise SourceError(
            "HTML pages need the library selectolax; install it with: pip install 'factsheet[html]'"
        ) from error
    html, encoding = _decode(data, name)
    body = LexborHTMLParser(html).body
    writer = _Writer()
    if body is not None:
        _walk(body, writer)
    text = writer.text()
    if not text:
        raise SourceError("the page shows no text")
    return Source(name, text, encoding, sha256(data).hexdigest())


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """What the page says of its encoding, unless a byte order mark or the bytes themselves say otherwise."""
    declared = _META.search(data[:_HEAD])
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if declared is not None and not marked:
        try:
            encoding = codecs.lookup(declared[1].decode("ascii")).name
            # Browsers read Latin-1 and ASCII as Windows-1252: pages that say so often are.
            encoding = {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(encoding, encoding)
            return data.decode(encoding), encoding
        except (LookupError, UnicodeDecodeError):
            pass
    source = decode(data, name)
    return source.text, source.encoding


class _Writer:
    """Text in the making: blanks run together, breaks wait until something follows them."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._gap = ""

    def words(self, text: str) -> None:
        """Words of running text."""
        words = text.split()
        if not words:
            if text:
                self.gap(" ")
            return
        if text[0].isspace():
            self.gap(" ")
        self._put(" ".join(words))
        if text[-1].isspace():
            self.gap(" ")

    def verbatim(self, text: str) -> None:
        """Text in which blanks count."""
        if text:
            self._put(text)

    def gap(self, gap: str) -> None:
        """What stands before the next words, unless a wider gap does already."""
        if _WIDTH[gap] > _WIDTH[self._gap]:
            self._gap = gap

    def text(self) -> str:
        """All of it."""
        return "".join(self._pieces) + "\n" if self._pieces else ""

    def _put(self, text: str) -> None:
        if self._pieces:
            self._pieces.append(self._gap)
        self._gap = ""
        self._pieces.append(text)


_WIDTH = {"": 0, " ": 1, "\t": 2, "\n": 3, "\n\n": 4}


def _walk(body: LexborNode, writer: _Writer) -> None:
    """Write what an element shows. Without recursion: pages nest as deep as they like."""
    stack: list[tuple[LexborNode, bool, bool]] = [(body, True, False)]
    while stack:
        node, opening, preformatted = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            writer.verbatim(text) if preformatted else writer.words(text)
            continue
        if tag in _UNSEEN or tag.startswith(("-", "!", "_")) or "hidden" in node.attributes:
            continue
        if tag == "br":
            writer.gap("\n")
        elif tag in _CELLS:
            writer.gap("\t")
        elif tag in _PARAGRAPHS:
            writer.gap("\n\n")
        elif tag in _BLOCKS:
            writer.gap("\n")
        if opening:
            inside = preformatted or tag == "pre"
            stack.append((node, False, preformatted))
            stack.extend((child, True, inside) for child in reversed(list(node.iter(include_text=True))))
