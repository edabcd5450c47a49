"""The gate on accuracy: figures against gold, pinned in a file, below which no change may fall.

    python -m benchmarks.accuracy                           measure, and compare with the pins
    python -m benchmarks.accuracy --pin                     raise the pins to what is measured
    python -m benchmarks.accuracy --pin --allow-regression  set them to it, lower where it is lower

Every class is pinned over all documents and over those of each language. There are two bodies of gold: the
descriptions in `raw/`, and the shared corpus where it is there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.evaluate import count
from pipeline.figures import OVERALL, Figures
from pipeline.gold import read_gold
from pipeline.scoreboard import table
from pipeline.store import write
from schemas import Project

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "tests" / "accuracy.json"
NOISE = 0.0005
"""What rounding may do to a figure."""

Extract = Callable[[bytes, str], Project]
Pins = dict[str, Any]
NONE: Pins = {"figures": {}, "documents": {}, "languages": {}}
"""Before anything is pinned."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts and their gold."""

    name: str
    texts: Path
    gold: Path

    @property
    def there(self) -> bool:
        """True where both folders exist."""
        return self.texts.is_dir() and self.gold.is_dir()


CORPORA = (
    Corpus("raw", ROOT / "raw", ROOT / "tests" / "gold"),
    Corpus("shared", ROOT.parent / "shared" / "gold" / "texts", ROOT.parent / "shared" / "gold" / "dev"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures over a corpus, over each language and each document of it."""

    whole: Figures
    languages: dict[str, Figures]
    documents: dict[str, Figures]
    language_of: dict[str, str]

    def pins(self) -> Pins:
        """What is pinned: the figures of the whole and of each language, and of each document, to name it."""
        return {
            "figures": {name: _figures(part) for name, part in {"all": self.whole, **self.languages}.items()},
            "documents": {name: _flaws(one) for name, one in self.documents.items()},
            "languages": self.language_of,
        }


def measure(corpus: Corpus, extract: Extract) -> Measured:
    """Extract the texts of a corpus and count them against its gold."""
    whole = Figures()
    languages: dict[str, Figures] = {}
    documents: dict[str, Figures] = {}
    language_of: dict[str, str] = {}
    for gold in read_gold(corpus.gold):
        project = extract((corpus.texts / f"{gold.doc}.txt").read_bytes(), gold.doc)
        language_of[gold.doc] = gold.language
        one = documents[gold.doc] = Figures()
        for figures in (whole, one, languages.setdefault(gold.language, Figures())):
            count(figures, gold, project)
    return Measured(whole, dict(sorted(languages.items())), documents, language_of)


def fallen(pinned: Pins, now: Pins) -> list[str]:
    """One line for each figure that fell, with the documents that got worse."""
    lines = []
    for part, pins in pinned["figures"].items():
        for name, pin in pins.items():
            figure = now["figures"].get(part, {}).get(name, 0.0)
            if figure < pin - NOISE:
                worse = ", ".join(_worse(pinned, now, part, name))
                label = name if part == "all" else f"{name} ({part})"
                lines.append(f"{label} fell from {pin:.4f} to {figure:.4f}" + (f": {worse}" if worse else ""))
    return lines


def raised(pinned: Pins, now: Pins) -> Pins:
    """The pins, raised where the figures are higher now; documents as they are now."""
    figures = {
        part: {
            name: max(figure, pinned["figures"].get(part, {}).get(name, 0.0)) for name, figure in row.items()
        }
        for part, row in now["figures"].items()
    }
    return {**now, "figures": figures}


def read_pins(path: Path = PINS) -> Pins:
    """The pins by corpus; none where there is no file yet."""
    pins: Pins = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return pins


def _figures(figures: Figures) -> dict[str, float]:
    """Every figure there is something to judge for, by name."""
    row = {"overall": round(figures.overall, 4)}
    row |= {name: round(t.f1, 4) for name, t in figures.tasks.items() if t.tp + t.fp + t.fn}
    row |= {name: round(s.share, 4) for name, s in figures.shares.items() if s.share is not None}
    return row


def _flaws(figures: Figures) -> dict[str, float]:
    """The figures of a document that are below 1: one that is not there counts as 1."""
    return {name: figure for name, figure in _figures(figures).items() if figure < 1 and name != "overall"}


def _worse(pinned: Pins, now: Pins, part: str, figure: str) -> list[str]:
    """The documents of a part that got worse in a figure, the worst first."""
    names = OVERALL if figure == "overall" else (figure,)
    rows = []
    for document, before in pinned["documents"].items():
        if part in ("all", pinned["languages"][document]):
            after = now["documents"].get(document, dict.fromkeys(names, 0.0))
            change = sum(after.get(name, 1.0) - before.get(name, 1.0) for name in names)
            if change < -NOISE:
                rows.append((change, document))
    return [f"{document} ({change:+.3f})" for change, document in sorted(rows)]


def main() -> int:
    """Measure, print, compare; status 1 where a figure fell."""
    from pipeline.extractor import Extractor

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pin", action="store_true", help="raise the pins to what is measured")
    parser.add_argument("--allow-regression", action="store_true", help="with --pin: lower them as well")
    options = parser.parse_args()
    extract = Extractor().extract_bytes
    pins = read_pins()
    status = 0
    for corpus in CORPORA:
        if not corpus.there:
            continue
        measured = measure(corpus, extract)
        now = measured.pins()
        pinned = pins.get(corpus.name, NONE)
        print(f"{corpus.name}\n{table({'all': measured.whole, **measured.languages})}\n")
        lines = fallen(pinned, now)
        if lines and not (options.pin and options.allow_regression):
            print("\n".join(lines), end="\n\n")
            status = 1
        elif options.pin:
            pins[corpus.name] = now if options.allow_regression else raised(pinned, now)
    if options.pin and status == 0:
        write(PINS, (json.dumps(pins, indent=1) + "\n").encode())
    return status


if __name__ == "__main__":
    raise SystemExit(main())
