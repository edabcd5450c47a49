"""One description that is to be extracted: its name, where it lies, and how to read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Literal, Protocol

from pipeline.errors import SourceError
from pipeline.source import Source, decode, from_text

_CHUNK = 1 << 20
Form = Literal["text", "page", "record"]
"""What the bytes of an item are: a text file in any encoding, an HTML page, a field of a table (UTF-8)."""


class TooLargeError(SourceError):
    """A description of more bytes than the limit allows."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"it is larger than {limit:,} bytes; raise --max-size to read it")


class ChangedError(SourceError):
    """A description that is not what it was when the run began."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the {what} was changed during the run; extract it again when it is complete")


class Place(Protocol):
    """Where the bytes of one description lie. Pickled to where they are read."""

    def read(self, limit: int) -> bytes:
        """The bytes. Raises OSError, or SourceError where there are more than `limit` or none can be had."""


@dataclass(frozen=True)
class Item:
    """A description to extract. Small, and can be pickled: what it says is read where it is worked on.

    Without slots, which would have each of millions pickled by Python code.
    """

    id: str
    """The project's id."""
    output: str
    """Where its output goes: a path below the output folder, without ending, parted by slashes."""
    shown: str
    """What messages call it."""
    origin: str
    """The input that it was found by, as an absolute path or URL."""
    place: Place
    form: Form = "text"
    size: int = 0
    """Bytes, as far as they are known without reading: to share out the work."""

    def read(self, limit: int) -> bytes:
        """Its bytes. Raises OSError or SourceError."""
        return self.place.read(limit)

    def source(self, data: bytes) -> Source:
        """The text that its bytes hold. Raises SourceError."""
        if self.form == "record":
            text = data.decode("utf-8", "surrogatepass")
            if not text or text.isspace():
                raise SourceError("the text is empty")
            if any("\ud800" <= c <= "\udfff" for c in text):
                raise SourceError("the text holds half a character (a lone surrogate)")
            return from_text(text, self.id)
        if self.form == "page":
            from pipeline.inputs.pages import page_text

            return page_text(data, self.id)
        return decode(data, self.id)


@dataclass(frozen=True, slots=True)
class Unusable:
    """An input that stands for no description, and why: one sentence."""

    shown: str
    message: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """Bytes that are there already."""

    data: bytes

    def read(self, limit: int) -> bytes:
        """The bytes."""
        return within(self.data, limit)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A description that is known to be none."""

    message: str

    def read(self, limit: int) -> bytes:
        """Raise SourceError."""
        raise SourceError(self.message)


def read_within(file: IO[bytes], limit: int) -> bytes:
    """All that is left of a file, unless it is more than the limit. Raises OSError or TooLargeError."""
    chunks = []
    size = 0
    while chunk := file.read(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            raise TooLargeError(limit)
    return b"".join(chunks)


def within(data: bytes, limit: int) -> bytes:
    """The data, unless it is more than the limit. Raises TooLargeError."""
    if len(data) > limit:
        raise TooLargeError(limit)
    return data
