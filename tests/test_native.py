from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import native

SHOW = "from pipeline import native; import pipeline.symbols as s; print(native.in_use(), s.__file__)"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    source = tmp_path / "package" / "module.py"
    source.parent.mkdir()
    source.write_text("answer = 42\n")
    record = source.with_name("native.json")
    record.write_text(json.dumps(native.stamps(["package/module.py"], tmp_path)))
    return record


def test_what_was_compiled_is_used_while_its_sources_stand(tree: Path) -> None:
    assert native.fresh(tree)


def test_a_changed_source_is_noticed(tree: Path) -> None:
    source = tree.with_name("module.py")
    source.write_text("answer = 43\n")
    os.utime(source, ns=(1, 1))
    assert not native.fresh(tree)


def test_a_source_that_is_gone_is_noticed(tree: Path) -> None:
    tree.with_name("module.py").unlink()
    assert not native.fresh(tree)


def test_an_installed_package_has_no_record(tmp_path: Path) -> None:
    assert native.fresh(tmp_path / "native.json")


def test_sources_are_found_beside_what_was_compiled(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("answer = 42\n")
    (tmp_path / "module.so").write_bytes(b"no module")
    spec = native.Sources("package").find_spec("package.module", [str(tmp_path)])
    assert spec is not None
    assert spec.origin == str(tmp_path / "module.py")
    assert native.Sources("package").find_spec("other.module", [str(tmp_path)]) is None


def test_the_sources_run_when_they_are_asked_for() -> None:
    environment = os.environ | {"FACTSHEET_NATIVE": "0"}
    shown = subprocess.run(
        [sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith("False ")
    assert shown.stdout.strip().endswith("symbols.py")
