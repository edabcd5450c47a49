"""Pages in a real browser: Chromium as the system packages it, driven by Playwright.

`open_page` opens a file and watches it: at the end of the test it must have asked for nothing but itself and
complained of nothing. Where there is no Chromium the tests are skipped, but not in CI.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    if CHROMIUM is None:
        missing = "no Chromium is installed (apt-get install chromium)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens a file, at a place after `#`, in a browser context with the options given."""
    contexts = []
    wrong: list[str] = []

    def open_file(path: Path, place: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: wrong.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        folder = path.parent.as_uri() + "/"
        context.on("request", lambda request: _allowed(request.url, folder) or wrong.append(request.url))
        page.goto(path.as_uri() + place)
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert wrong == []


def _allowed(url: str, folder: str) -> bool:
    return url.startswith((folder, "blob:"))


def serious_violations(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, each with its elements."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        f"{found['id']}: {found['help']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]
