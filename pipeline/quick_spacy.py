"""Imports spaCy without the command line that spaCy imports with itself: that is nearly half of its time.

To be imported before anything else imports spaCy; afterwards it does nothing. `spacy.cli` is there as soon as
somebody imports it, and `spacy.info` imports it when it is called.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from pipeline.collector import collector_paused

_COMMAND = "spacy.cli.info"
"""What spaCy imports from its command line."""


def _info(*arguments: Any, **options: Any) -> Any:
    """As `spacy.info`."""
    from spacy.cli.info import info

    return info(*arguments, **options)


def _import() -> None:
    placeholder = ModuleType(_COMMAND)
    vars(placeholder)["info"] = _info
    sys.modules[_COMMAND] = placeholder
    try:
        with collector_paused():  # what is imported stays: there is nothing to collect
            import spacy  # noqa: F401
    finally:
        del sys.modules[_COMMAND]


if "spacy" not in sys.modules:
    _import()
