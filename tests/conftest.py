"""What tests share."""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from .browser import browser, open_page  # noqa: F401

if TYPE_CHECKING:
    from pipeline import Extractor

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# The same examples in every run; HYPOTHESIS_PROFILE=long looks further.
hypothesis.settings.register_profile("default", derandomize=True, deadline=None, max_examples=60)
hypothesis.settings.register_profile("long", deadline=None, max_examples=3000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="the annotated texts are not beside the project")
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    from pipeline import Extractor

    return Extractor()


@pytest.fixture
def factsheet() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs the command in a process of its own."""

    def run(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, timeout=120, check=False, **options)

    return run


@pytest.fixture
def golden(file_regression: Any) -> Callable[[Path, bytes], None]:
    """Compares bytes with a committed file; --force-regen rewrites it, shows what changed and still fails."""

    def check(path: Path, actual: bytes) -> None:
        file_regression.check(actual, binary=True, fullpath=path, check_fn=_same_bytes)

    return check


def _same_bytes(actual: Path, expected: Path) -> None:
    old, new = expected.read_bytes(), actual.read_bytes()
    if old != new:
        lines = (data.decode("utf-8", "replace").splitlines() for data in (old, new))
        diff = "\n".join(difflib.unified_diff(*lines, "committed", "now", lineterm="", n=1))
        print(diff)
        raise AssertionError(
            f"{expected.name} is not what the code writes now (make golden rewrites it):\n{diff}"
        )
