"""The text of an HTML page, in lines as a browser would show them."""

from __future__ import annotations

import codecs
import os
import re
import subprocess
import sys
import tempfile
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from pipeline.errors import SourceError
from pipeline.source import Source, decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_META = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
_HEAD = 2048
"""Bytes in which browsers look for the encoding."""
_STYLES = re.compile(
    r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE
)
_LARGE = 200_000
"""Characters of a page from which parsing could take longer than some seconds, if it were made for that."""
_LOOK = 0.5
"""Seconds."""
_MEMORY = 4_000_000_000
"""Bytes that parsing may take."""
_SECONDS = 3600
"""Of a processor, should the process that waits for it be killed."""
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
        import selectolax.lexbor  # noqa: F401
    except ImportError as error:
        raise SourceError(
            "HTML pages need the library selectolax; install it with: pip install 'factsheet[html]'"
        ) from error
    html, encoding = _decode(data, name)
    text = shown(html) if len(html) <= _LARGE else _shown_apart(html)
    if not text:
        raise SourceError("the page shows no text")
    return Source(name, text, encoding, sha256(data).hexdigest())


def shown(html: str) -> str:
    """The text that a page shows. Raises SourceError where it can't be parsed."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        # Elements of style that nobody closes are opened anew in every paragraph, which would take memory
        # without measure. What they are does not matter here.
        body = LexborHTMLParser(_STYLES.sub(r"<\1span", html)).body
    except SelectolaxError as error:
        raise SourceError("the page can't be parsed") from error
    writer = _Writer()
    if body is not None:
        _walk(body, writer)
    return writer.text()


def _shown_apart(html: str) -> str:
    """The same in a process of its own: a parser lost in deep nesting can be stopped from outside only."""
    code = "import sys; sys.path[:] = sys.argv[1:]; from pipeline.inputs.pages import _serve; _serve()"
    command = [sys.executable, "-c", code, *map(os.path.abspath, sys.path)]
    with tempfile.TemporaryFile() as sent:
        sent.write(html.encode("utf-8", "surrogatepass"))
        sent.seek(0)
        with subprocess.Popen(
            command, stdin=sent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            try:
                text = _all_of(process)
            except BaseException:
                process.kill()
                raise
    if process.returncode:
        raise SourceError("the page can't be parsed")
    return text.decode("utf-8", "surrogatepass")


def _all_of(process: subprocess.Popen[bytes]) -> bytes:
    """What it writes until it ends. Now and then Python has to run, for time limits to stop it."""
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=_LOOK)[0]


def _serve() -> None:
    with suppress(ImportError):
        import resource

        for limit, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
            hard = resource.getrlimit(limit)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(limit, (most, hard))
    html = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
    try:
        sys.stdout.buffer.write(shown(html).encode("utf-8", "surrogatepass"))
    except (MemoryError, SourceError):
        sys.exit(1)


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
