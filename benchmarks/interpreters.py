"""The same output on every Python: an environment for each interpreter, and `raw/` extracted in it.

Needs `uv`, and a package index or uv's cache.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUPPORTED = ("3.11", "3.12", "3.13")


def find(version: str) -> str | None:
    """An interpreter of this version: on the path, of pyenv, or one that uv knows."""
    pyenv = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    candidates = [*map(str, pyenv), shutil.which(f"python{version}"), shutil.which("python3")]
    for candidate in candidates:
        if candidate is not None and _version(candidate) == version:
            return candidate
    return None


def ready(version: str) -> str | None:
    """An interpreter of this version that has Factsheet and its libraries.

    Named by ``FACTSHEET_PYTHON_3_12`` and the like, or the one that runs.
    """
    named = os.environ.get(f"FACTSHEET_PYTHON_{version.replace('.', '_')}")
    if named is not None:
        return named
    return sys.executable if "{}.{}".format(*sys.version_info) == version else None


def prepare(interpreter: str, folder: Path) -> str:
    """An environment of the interpreter with what extraction needs, in the versions of the lock."""
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    subprocess.run([uv, "venv", "--quiet", "--python", interpreter, folder], check=True)
    python = str(folder / "bin" / "python")
    install = [uv, "pip", "install", "--quiet", "--python", python]
    subprocess.run([*install, "-c", str(ROOT / "requirements.lock"), "-e", str(ROOT)], check=True)
    return python


def outputs(python: str, folder: Path, **environment: str) -> dict[str, str]:
    """The hash of each output of `raw/`, by name, as this interpreter writes it."""
    code = "from pipeline.cli import main; main()"
    command = [python, "-c", code, "extract", str(ROOT / "raw"), "-o", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment or None)
    return hashes(folder)


def hashes(folder: Path) -> dict[str, str]:
    """The hash of each output in a folder, by name."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.json"))
    }


def _version(interpreter: str) -> str | None:
    asked = [interpreter, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Extract under each interpreter that can be had; status 1 where an output differs from the committed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args(arguments)
    expected = hashes(ROOT / "output")
    differ = 0
    with tempfile.TemporaryDirectory() as scratch:
        for version in SUPPORTED:
            interpreter = find(version)
            if interpreter is None:
                print(f"{version}: no such interpreter here")
                continue
            python = prepare(interpreter, Path(scratch, version))
            found = outputs(python, Path(scratch, f"{version}-output"))
            differing = sorted(name for name in expected if found.get(name) != expected[name])
            differ += len(differing)
            said = f"differ: {', '.join(differing)}" if differing else "the same bytes"
            print(f"{version}: {len(found)} outputs, {said}")
    return int(differ > 0)


if __name__ == "__main__":
    raise SystemExit(main())
