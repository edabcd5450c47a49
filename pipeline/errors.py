"""The errors that Factsheet raises on purpose. Each message says what is wrong and what to do."""

from __future__ import annotations

import re


class FactsheetError(Exception):
    """Base class of all of them."""


class RuleError(FactsheetError):
    """A rule or language file that can't be used: the author of the file has to mend it."""


class SourceError(FactsheetError):
    """A description that can't be read as text."""


class UsageError(FactsheetError):
    """The command was called in a way that can't work."""


class OutputError(FactsheetError):
    """A file that should be an output of extraction, or gold, and is not."""


class DatabaseError(FactsheetError):
    """A database that can't be reached, or does not take what is loaded."""


class WorkerError(FactsheetError):
    """The processes of a batch can't be kept alive."""


# A terminal obeys control characters, and a reader those that turn the direction of writing.
CONTROLS = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), " "
)
"""For `str.translate`: text of others as it may stand on a line."""


_PASSWORD = re.compile(r"""(:/{1,3}[^\s/@:'"]{0,200}|['"][^\s/@:'"]{0,200}(?=:[^/])):\S{1,500}@""")
_SECRET = re.compile(
    r"([?&;\s][^\s=&?]{0,100}(?:pass|pwd|secret|token|\bkey|[_-]key|access.?key|\bsig|signature|credential)"
    r"[^\s=&?]{0,100}=)[^\s&]+",
    re.IGNORECASE,
)


def hide(text: str) -> str:
    """A URL, or a message that quotes one, without its password and what else is secret in it."""
    return _SECRET.sub(r"\1***", _PASSWORD.sub(r"\1:***@", text))


def visible(text: str) -> str:
    """A message on one line, without secrets: control characters, which a terminal would obey, as escapes."""
    shown = hide(text)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in shown)
