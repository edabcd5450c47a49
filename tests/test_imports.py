"""The directions of imports, as the contracts in pyproject.toml state them, and as Python sees them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from .conftest import ROOT


def test_import_contracts_are_kept():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("pipeline.cli", ("spacy", "pydantic", "rich")),
        ("pipeline.evaluate", ("spacy",)),
        ("pipeline.scoreboard", ("spacy",)),
        ("pipeline.explain", ("spacy",)),
        ("pipeline.store", ("spacy",)),
        (
            "pipeline.batch",
            ("spacy", "multiprocessing.connection", "pyarrow", "fsspec", "selectolax", "distributed"),
        ),
        ("pipeline.user_rules", ("spacy",)),
        ("pipeline.rulebook", ("spacy",)),
        ("pipeline.report", ("spacy",)),
        ("schemas", ("spacy", "pipeline")),
    ],
)
def test_importing_a_module_leaves_out_what_it_does_without(module, without):
    code = f"import sys, {module}; print([m for m in {without!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
