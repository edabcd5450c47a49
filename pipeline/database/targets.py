"""Where a load goes, as `--to` names it. Passwords stay in here: `shown` and `hide` are for people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, quote_plus

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from pipeline.errors import UsageError, hide
from pipeline.store import check_name

Kind = Literal["sqlite", "postgresql", "duckdb", "parquet"]
FORMS = "FILE, sqlite:///FILE, postgresql://USER@HOST/DATABASE, duckdb:///FILE or parquet:DIR"
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_FILES = ("sqlite", "duckdb")
_HIDDEN = "***"
_NO_FILE = re.compile(
    r"(?:postgres\w*|jdbc|mysql|mariadb|sqlite|duckdb|md|motherduck)(?:\+\w+)?:", re.IGNORECASE
)
_UNREADABLE = (
    f"the URL after --to can't be read; name {FORMS}, with what is no letter and no digit in a password "
    "written as %XX"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A database.

    Attributes:
        kind: which.
        path: file or folder; empty for a server.
        shown: how messages name it: without a password.
        url: for a server, with its password.
    """

    kind: Kind
    path: str
    shown: str
    url: URL | None = None

    def hide(self, message: str) -> str:
        """A message without the passwords of the URL, should a driver have repeated them."""
        for secret in _secrets(self.url) if self.url else ():
            for form in {secret, quote(secret, safe=""), quote_plus(secret)}:
                message = re.sub(re.escape(form), _HIDDEN, message, flags=re.IGNORECASE)
        return hide(message)


def target(given: str) -> Target:
    """What `--to` names. Raises UsageError."""
    check_name(given)
    if given.startswith("parquet:"):
        return _file("parquet", given.removeprefix("parquet:").removeprefix("//"))
    scheme, separator, _ = given.partition("://")
    if not separator:
        if _NO_FILE.match(given) or hide(f" {given}") != f" {given}":
            raise UsageError(_UNREADABLE)
        return _file("sqlite", given)
    if scheme not in (*_FILES, *_POSTGRESQL):
        raise UsageError(f"{_name(scheme)} is no database that can be loaded into; name {FORMS}")
    try:
        url = make_url(given)
        # An @ of a password that was not escaped.
        readable = "@" not in f"{url.host}{url.database}"
        # A file has no host, and nobody logs in to it.
        readable = readable and not (scheme in _FILES and (url.username or (url.host and url.database)))
    except (ArgumentError, ValueError):
        readable = False
    if not readable:
        # Neither the URL nor what the parser says of it: both may hold the password.
        raise UsageError(_UNREADABLE)
    if scheme == "sqlite" or scheme == "duckdb":
        return _file("sqlite" if scheme == "sqlite" else "duckdb", url.database or "")
    shown = url.set(query={}).render_as_string(hide_password=True)
    return Target("postgresql", "", shown, url.set(drivername="postgresql+psycopg"))


def _file(kind: Literal["sqlite", "duckdb", "parquet"], path: str) -> Target:
    if not path or path == ":memory:":
        raise UsageError(f"--to names no file; name {FORMS}")
    return Target(kind, path, path)


def _name(scheme: str) -> str:
    return scheme if re.fullmatch(r"[\w+.-]{1,20}", scheme) else "that"


def _secrets(url: URL) -> list[str]:
    """Longest first: one may be part of another."""
    found = {str(url.password)} if url.password else set()
    for key, value in url.query.items():
        if "password" in key:
            found.update([value] if isinstance(value, str) else value)
    return sorted(found - {""}, key=len, reverse=True)
