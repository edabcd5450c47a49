"""Compile the modules that work on each word to machine code, in place, with mypyc.

Optional: without it the same files run as Python, to the same output, in about one and a half times the time.
It needs a C compiler and Python's headers. `pipeline.native` says when what was compiled is used.

    python scripts/compile.py            compile
    python scripts/compile.py --remove   remove what was compiled
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from importlib.machinery import EXTENSION_SUFFIXES

from pipeline import native

ROOT = native.RECORD.parents[1]
ALONE = (
    "assemble",
    "checks",
    "document",
    "folding",
    "found",
    "gazetteer",
    "patterns",
    "recognise",
    "resources",
    "symbols",
    "wordset",
)


def sources() -> list[str]:
    """The modules to compile, as paths from the root."""
    folders = [ROOT / "pipeline" / name for name in ("components", "page")]
    found = [path for folder in folders for path in folder.glob("*.py")]
    found += [ROOT / "pipeline" / f"{name}.py" for name in ALONE]
    return sorted(str(path.relative_to(ROOT)) for path in found)


def remove() -> None:
    """Remove what was compiled."""
    native.RECORD.unlink(missing_ok=True)
    shutil.rmtree(ROOT / "build" / "native", ignore_errors=True)
    for pattern in ("*.so", "pipeline/*.so", "pipeline/components/*.so", "pipeline/page/*.so"):
        for path in ROOT.glob(pattern):
            path.unlink()


def build() -> None:
    """Compile, and record of which sources."""
    from mypyc.build import mypycify
    from setuptools import setup

    os.chdir(ROOT)
    if native.fresh(native.RECORD) and list(ROOT.glob(f"*{EXTENSION_SUFFIXES[0]}")):
        return
    remove()
    stamps = native.stamps(sources())
    folder = "build/native"
    setup(
        name="factsheet-native",
        packages=[],
        ext_modules=mypycify(
            sources(),
            opt_level="2",
            debug_level="0",
            multi_file=True,
            target_dir=folder,
            group_name="factsheet",
        ),
        script_args=[
            "--quiet",
            "build_ext",
            "--inplace",
            f"--build-temp={folder}",
            f"--parallel={os.cpu_count() or 1}",
        ],
    )
    native.RECORD.write_text(json.dumps(stamps, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    remove() if "--remove" in sys.argv[1:] else build()
