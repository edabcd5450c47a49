"""Pictures of the report for the documentation: `python -m tests.screenshots` writes docs/images/*.png.

They show the descriptions in raw/ with what output/ says of them. Look at them before you commit them.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.report import build, read_items

from .browser import ARGUMENTS, CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
LARGEST = 200_000
"""Bytes of a picture: they are kept in the repository."""


class Picture(NamedTuple):
    """A picture: its name, the place in the report, what is done there before, and options of the browser."""

    name: str
    place: str
    prepare: Callable[[Page], Any] = lambda page: None
    options: dict[str, Any] = {}  # noqa: RUF012 - a tuple's default is not changed


def choose_deliverable(page: Page) -> None:
    page.locator("#text .mark", has_text="first meetings").click()
    page.mouse.move(0, 0)


def hover_city(page: Page) -> None:
    page.locator("#text .mark", has_text="Stockholm").nth(1).hover()


def correct(page: Page) -> None:
    """Some facts of a work package are judged, one is being changed."""
    facts = page.locator("ul[data-section='1'] .fact")
    for number, verdict in enumerate(("Right", "Right", "Wrong", "Right", "Right")):
        facts.nth(number).locator(".fact-head").click()
        page.get_by_role("button", name=verdict, exact=True).click()
    facts.nth(3).locator(".fact-head").click()
    page.get_by_role("button", name="Change").click()
    page.mouse.move(0, 0)


DARK = {"color_scheme": "dark", "viewport": {"width": 1240, "height": 560}}
PICTURES = (
    Picture("index", "#/", options={"viewport": {"width": 1240, "height": 800}}),
    Picture("project", "#/project/baltmet-inno", hover_city),
    Picture("fact-dark", "#/project/baltmet-inno", choose_deliverable, DARK),
    Picture("correcting", "#/project/hushport-keep", correct),
)


def take(pictures: tuple[Picture, ...] = PICTURES, into: Path = IMAGES) -> list[Path]:
    """Take the pictures; their files."""
    from playwright.sync_api import sync_playwright

    into.mkdir(parents=True, exist_ok=True)
    taken = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(folder, "report.html")
        report.write_text(build(read_items(ROOT / "output", ROOT / "raw")), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, "--disable-lcd-text"]
        )
        for picture in pictures:
            size = {"width": 1240, "height": 620}
            options = {"viewport": size, "locale": "en-GB", "reduced_motion": "reduce", **picture.options}
            page = browser.new_page(**options)
            page.goto(report.as_uri() + picture.place)
            picture.prepare(page)
            page.wait_for_timeout(400)
            path = into / f"{picture.name}.png"
            page.screenshot(path=path)
            taken.append(path)
        browser.close()
    return taken


def main() -> None:
    """Take all pictures and say how large they are."""
    if CHROMIUM is None:
        sys.exit("no Chromium is installed (apt-get install chromium)")
    for path in take():
        size = path.stat().st_size
        print(f"{path.relative_to(ROOT)}: {size:,} bytes{'' if size < LARGEST else ', too large'}")


if __name__ == "__main__":
    main()
