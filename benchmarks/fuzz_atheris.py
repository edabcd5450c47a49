"""Coverage-guided fuzzing: atheris looks for inputs that go new ways through the code.

Needs the `fuzz` extra. Arguments are those of libFuzzer: ``python -m benchmarks.fuzz_atheris -runs=100000
CORPUS`` keeps in the folder CORPUS what went a new way; without one it starts from the descriptions. An input
that breaks a promise ends the run and is written to ``crash-…``; that file as argument runs it again.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import atheris

os.environ["FACTSHEET_NATIVE"] = "0"  # what is compiled can't be instrumented
with atheris.instrument_imports(include=["pipeline", "schemas"]):
    from benchmarks.fuzz import extractors
    from benchmarks.invariants import check_bytes
    from benchmarks.mutations import PIECES, seeds

_LONGEST = 600


def one_input(data: bytes) -> None:
    """Check one input, with the rules that are shipped or, by its first byte, with a user's own."""
    if data:
        check_bytes(extractors()[data[0] % 2], data[1:])


def write_seeds(folder: Path) -> None:
    """The descriptions, cut into inputs."""
    for n, text in enumerate(seeds()):
        for start in range(0, len(text), _LONGEST // 2):
            part = text[start : start + _LONGEST // 2].encode()
            (folder / f"{n}-{start}").write_bytes(bytes((n,)) + part)


def write_words(path: Path) -> None:
    """What descriptions are made of, in the format of libFuzzer's dictionaries."""
    lines = ("".join(f"\\x{byte:02x}" for byte in piece.encode()) for piece in PIECES if piece)
    path.write_text("".join(f'"{line}"\n' for line in lines), "ascii")


def main(arguments: Sequence[str]) -> None:
    """Fuzz until an input fails or the runs are over."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "seeds")
        folder.mkdir()
        given = [a for a in arguments if not a.startswith("-")]
        if not given:
            write_seeds(folder)
        write_words(words := Path(scratch, "words"))
        options = [f"-max_len={_LONGEST}", f"-dict={words}", "-timeout=10", *arguments]
        atheris.Setup([sys.argv[0], *options, *([] if given else [str(folder)])], one_input)
        for extractor in extractors():  # what is read once, for all languages, counts for no input
            for text in seeds():
                extractor.extract(text)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
