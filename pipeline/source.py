"""Bytes to text: the encoding is found and recorded, nothing of the text is changed."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Source:
    """A description as it came. Offsets count code points of `text`, line endings and all."""

    name: str
    text: str
    encoding: str
    sha256: str


def decode(data: bytes, name: str) -> Source:
    """Text from bytes."""
    return Source(name, data.decode("utf-8"), "utf-8", sha256(data).hexdigest())


def from_text(text: str, name: str = "text") -> Source:
    """A Source from text that is already decoded."""
    return Source(name, text, "utf-8", sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
