"""Bytes to text: the encoding is found and recorded, nothing of the text is changed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from hashlib import sha256

from pipeline.errors import SourceError

_BOMS = (  # the longer first: the mark of UTF-32 begins with the one of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
)
_SAMPLE = 65_536
_NOT_CONTROL = bytes(range(32, 256)) + b"\t\n\v\f\r\x1a"
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_WESTERN, _CENTRAL = ("cp1252", "latin-1"), ("cp1250", "iso-8859-2")
_EXPECTED = {
    "cp1252": re.compile("[äöüßÄÖÜéèêëàâçîïôûùœÉÈÀÇáíóúñÁÍÓÚÑìòåæøÅÆØãõâ–—’‘“”„«»€•…°²³©®½·§£ºª]"),
    "cp1250": re.compile("[ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžŠČŘŽÁÉäöüßőűôľĺ–—’‘“”„«»€•…°§]"),
}
_SYMBOL_IN_WORD = re.compile(
    r"(?<=[^\W\d_])(?:[¹²³¼½¾ªº]|[^\w\s\x00-\x7f–—’‘“”„«»·…\xad])(?=[^\W\d_])"
    r"|[\x80-\x9f]|(?<=\w)[¹¿](?!\w)|(?<!\w)£(?=[^\W\d_])"
)


TOGETHER = 64
"""Descriptions that are worked on together, at most."""
TOGETHER_CHARACTERS = 200_000
"""Characters that they have together, but for the last one's."""


@dataclass(frozen=True, slots=True)
class Source:
    """A description as it came. Offsets count code points of `text`, line endings and all."""

    name: str
    text: str
    encoding: str
    sha256: str


def decode(data: bytes, name: str) -> Source:
    """Text from bytes; a byte order mark tells the encoding and is not part of the text.

    Raises SourceError, its message one sentence, where it is empty, binary, or in no known encoding.
    """
    if not data:
        raise SourceError("the input is empty")
    text, encoding = _decode(data)
    if not text or text.isspace():
        raise SourceError("the input is empty: it holds nothing but blanks")
    return Source(name, text, encoding, sha256(data).hexdigest())


def from_text(text: str, name: str = "text") -> Source:
    """A Source from text that is already decoded. Raises SourceError where it holds surrogates."""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        said = f"the input is no text: character {error.start} is half of a surrogate pair"
        raise SourceError(said) from error
    return Source(name, text, "utf-8", sha256(data).hexdigest())


def _decode(data: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None) or _unmarked_utf16(data)
    if encoding is not None:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError as error:
            raise SourceError(
                f"the input can't be decoded: it begins as {encoding}, but {error.reason}"
            ) from error
    if _is_binary(data):
        raise SourceError("the input is binary, not text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            wrong = f"byte {error.start} is wrong ({error.reason})"
            raise SourceError(f"the input can't be decoded: it is UTF-8, but {wrong}") from error
    return _single_byte(data)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of European text is zero."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or b"\0" not in sample:
        return None
    half = len(sample) // 2
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = sample[first::2].count(0), sample[1 - first :: 2].count(0)
        if zeros > 0.7 * half and others < 0.02 * half + 1:
            return name
    return None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = len(sample.translate(None, _NOT_CONTROL))
    return data.startswith(_SIGNATURES) or b"\0" in data or controls > 0.01 * len(sample) + 2


def _is_damaged_utf8(data: bytes) -> bool:
    """Most of the bytes above ASCII stand in well-formed UTF-8 sequences, which no other encoding yields."""
    sequences = [len(m) for m in _UTF8_SEQUENCE.findall(data)]
    return len(sequences) > 1 and sum(sequences) > 0.6 * len(_HIGH.findall(data))


def _single_byte(data: bytes) -> tuple[str, str]:
    """Western or Central European text of one byte a character, told apart by the letters that come out.

    charset-normalizer confuses the two on short text (it reads Umeå as Umeĺ): it is asked about the rest.
    """
    if len(_HIGH.findall(data)) > 0.3 * len(data):  # no Latin script
        return _guess(data)
    best: tuple[int, str, str] | None = None
    for encoding in _WESTERN[:1] + _CENTRAL:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        family = "cp1252" if encoding in _WESTERN else "cp1250"
        above = len(text) - len(text.encode("ascii", "ignore"))
        expected = len(_EXPECTED[family].findall(text))
        score = 2 * expected - above - 3 * len(_SYMBOL_IN_WORD.findall(text))
        if best is None or score > best[0] + (2 if best[1] == "cp1252" else 0):
            best = score, encoding, text
    if best is not None and best[0] > 0:
        _, encoding, text = best
        # the two differ only where Latin-1 has control characters, so that the plainer name is the truer
        return text, "latin-1" if encoding == "cp1252" and data.decode("latin-1") == text else encoding
    return _guess(data)


def _guess(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    found = from_bytes(data).best()
    if found is None or not found.coherence:
        raise SourceError("the input can't be decoded: it is neither UTF-8 nor in another known encoding")
    return data.decode(found.encoding), found.encoding
