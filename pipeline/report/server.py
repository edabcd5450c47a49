"""The report on loopback, made anew as the outputs change.

Pages are made in memory and found by their name: no path of a request reaches the disk. What does not name
this machine as its host is refused: no site elsewhere can read the report through the reader's browser.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.errors import FactsheetError
from pipeline.report.page import INDEX, PER_PAGE, build, build_folder
from pipeline.report.sources import read_items, without_text

HOST = "127.0.0.1"
VERSION = "/version"
"""What a page asks for to learn whether it is still the newest."""
_NAMES = ("127.0.0.1", "localhost")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
Complain = Callable[[str], None]


class Pages:
    """The pages of an output folder, made anew where a file of it or of the sources has changed.

    What can't be read then (a file that is damaged, say) is complained of; the pages stay as they were.
    """

    def __init__(self, output: Path, sources: Path | None, language: str, complain: Complain) -> None:
        """Read the outputs. Raises UsageError or OutputError where they can't be."""
        self._output = output
        self._sources = sources
        self._language = language
        self._complain = complain
        self._lock = threading.Lock()
        self._seen = self.version = self._state()
        self._pages = self._make(self.version)

    def refresh(self) -> None:
        """Make the pages anew if something has changed since."""
        with self._lock:
            state = self._state()
            if state == self._seen:
                return
            self._seen = state
            try:
                self._pages, self.version = self._make(state), state
            except (FactsheetError, OSError) as error:
                self._complain(f"{error}; the page stays as it was")

    def get(self, path: str) -> bytes | None:
        """The page at a path, None where there is none."""
        page = self._pages.get(unquote(path).removeprefix("/") or INDEX)
        return None if page is None else page.encode()

    def _make(self, version: str) -> Mapping[str, str]:
        items = read_items(self._output, self._sources)
        if said := without_text(items, self._sources):
            self._complain(said)
        if len(items) > PER_PAGE:
            return dict(build_folder(items, self._language, version))
        return {INDEX: build(items, self._language, version)}

    def _state(self) -> str:
        """What tells one state of the folders from another: path, time and size of every file."""
        folders = [folder for folder in (self._output, self._sources) if folder is not None]
        files = sorted(state for folder in folders for path in folder.rglob("*") for state in _stat(path))
        return sha256(repr(files).encode("utf-8", "surrogateescape")).hexdigest()


class Server(ThreadingHTTPServer):
    """Serves pages on loopback; port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, pages: Pages, port: int) -> None:
        self.pages = pages
        super().__init__((HOST, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who goes away while a page is sent is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        """Where the report is."""
        return f"http://{HOST}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version = "factsheet"
    sys_version = ""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if not self._is_ours():
            self._say(HTTPStatus.FORBIDDEN, "this host is not served here")
            return
        self.server.pages.refresh()
        page = self.server.pages.get(path)
        if path == VERSION:
            self._say(HTTPStatus.OK, self.server.pages.version)
        elif page is None:
            self._say(HTTPStatus.NOT_FOUND, "there is no such page")
        else:
            self._answer(HTTPStatus.OK, page, "text/html")

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing of requests: a page asks every other second."""

    def _is_ours(self) -> bool:
        return self.headers.get("Host") in {f"{name}:{self.server.server_port}" for name in _NAMES}

    def _say(self, status: HTTPStatus, text: str) -> None:
        self._answer(status, text.encode(), "text/plain")

    def _answer(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        own = {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body))}
        self.send_response(status)
        for name, value in {**_HEADERS, **own}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)


def _stat(path: Path) -> list[tuple[str, int, int]]:
    if path.name.startswith(".") or not path.is_file():  # hidden: still being written
        return []
    try:
        stat = path.stat()
    except OSError:  # gone meanwhile
        return []
    return [(str(path), stat.st_mtime_ns, stat.st_size)]
