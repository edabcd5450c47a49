"""The same tree gives the same wheel, the same texts the same bytes, and a run can say what made it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest

from benchmarks import interpreters
from pipeline.versions import versions
from schemas import SCHEMA_VERSION, __version__

from .conftest import ROOT

SHIPPED = ("pyproject.toml", "README.md", "LICENSE", ".gitignore", "pipeline", "schemas")


def build(folder, when, mode):
    """The wheel of a copy of the tree that was made at another time, under another umask."""
    tree = folder / "tree"
    tree.mkdir(parents=True)
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tree / name)
    for path in tree.rglob("*"):
        os.utime(path, (when, when))
        path.chmod(mode | 0o111 if path.is_dir() else mode)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "PYTHONHASHSEED": str(when % 1000)}
    subprocess.run(command, check=True, cwd=tree, env=environment, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_same_tree_gives_the_same_wheel(tmp_path):
    first = build(tmp_path / "a", 1_600_000_000, 0o644)
    second = build(tmp_path / "b", 1_750_000_111, 0o664)
    assert first.name == second.name
    assert hashlib.sha256(first.read_bytes()).digest() == hashlib.sha256(second.read_bytes()).digest()
    with zipfile.ZipFile(first) as wheel:
        names = wheel.namelist()
    for needed in (
        "pipeline/data/gazetteer.sqlite",
        "pipeline/rules/dates.toml",
        "pipeline/languages/pl.toml",
    ):
        assert needed in names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "raw"))]


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_output_is_the_committed_one_under_any_hash_seed(tmp_path, seed):
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    assert interpreters.outputs(sys.executable, tmp_path, **environment) == interpreters.hashes(
        ROOT / "output"
    )


@pytest.mark.parametrize("version", interpreters.SUPPORTED)
def test_the_output_is_the_committed_one_on_every_python(tmp_path, version):
    python = interpreters.ready(version)
    if python is None:
        pytest.skip(f"no Python {version} with Factsheet's libraries; benchmarks.interpreters makes one")
    assert interpreters.outputs(python, tmp_path) == interpreters.hashes(ROOT / "output")


def test_the_supported_versions_are_those_that_the_package_asks_for():
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert needed == f">={interpreters.SUPPORTED[0]}"


def test_versions_are_told(factsheet):
    assert factsheet("--version").stdout.decode() == f"factsheet {__version__}\n"
    lines = factsheet("--version", "--verbose").stdout.decode().splitlines()
    assert lines[0] == f"factsheet {__version__}"
    told = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in lines[1:])
    assert told == dict(versions())
    assert told["schema"] == SCHEMA_VERSION
    assert re.fullmatch("[0-9a-f]{16,}", told["rules"])
    assert re.fullmatch("[0-9a-f]{16,}", told["gazetteer"])
    assert int(told["places"].replace(",", "")) > 100_000
    assert "GeoNames" in told["credits"]
    assert "CC BY 4.0" in told["credits"]
    for library in ("spacy", "pydantic", "sqlalchemy"):
        assert told[library] == importlib.metadata.version(library)
    assert not {"pytest", "babel", "atheris"} & set(told)


def test_verbose_alone_is_wrong_use(factsheet):
    done = factsheet("--verbose", "rules")
    assert done.returncode == 2
    assert b"--verbose goes with --version" in done.stderr
