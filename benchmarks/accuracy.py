"""The gate on accuracy: figures against gold, pinned in a file, below which no change may fall.

    python -m benchmarks.accuracy                 measure, and compare with the pins
    python -m benchmarks.accuracy --pin           raise the pins to what is measured
    python -m benchmarks.accuracy --pin --lower   set them to it, lower where it is lower

There are two bodies of gold: the descriptions in `raw/`, and the shared corpus where it is there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
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

    def pins(self) -> Pins:
        """What is pinned: every figure of the whole, and the F1 of the chief classes of each document."""
        data = self.whole.as_json()
        figures = {"overall": data["overall"]}
        figures |= {name.lstrip("*"): row["f1"] for name, row in data["tasks"].items()}
        figures |= {name: row["accuracy"] for name, row in data["accuracy"].items() if row["of"]}
        documents = {
            name: {task: round(one.tasks[task].f1, 4) for task in OVERALL}
            for name, one in self.documents.items()
        }
        return {"figures": figures, "documents": documents}


def measure(corpus: Corpus, extract: Extract) -> Measured:
    """Extract the texts of a corpus and count them against its gold."""
    whole = Figures()
    languages: dict[str, Figures] = {}
    documents: dict[str, Figures] = {}
    for gold in read_gold(corpus.gold):
        project = extract((corpus.texts / f"{gold.doc}.txt").read_bytes(), gold.doc)
        one = documents[gold.doc] = Figures()
        for figures in (whole, one, languages.setdefault(gold.language, Figures())):
            count(figures, gold, project)
    return Measured(whole, dict(sorted(languages.items())), documents)


def fallen(pinned: Pins, now: Pins) -> list[str]:
    """One line for each figure that fell, with the documents that got worse."""
    lines = []
    for name, pin in pinned["figures"].items():
        figure = now["figures"].get(name, 0.0)
        if figure < pin - NOISE:
            worse = ", ".join(_worse(pinned["documents"], now["documents"], name))
            lines.append(f"{name} fell from {pin:.4f} to {figure:.4f}" + (f": {worse}" if worse else ""))
    return lines


def raised(pinned: Pins, now: Pins) -> Pins:
    """The pins, raised where the figures are higher now; documents as they are now."""
    figures = {name: max(figure, pinned["figures"].get(name, 0.0)) for name, figure in now["figures"].items()}
    return {"figures": figures, "documents": now["documents"]}


def read_pins(path: Path = PINS) -> Pins:
    """The pins by corpus; none where there is no file yet."""
    pins: Pins = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return pins


def _worse(pinned: Mapping[str, Any], now: Mapping[str, Any], figure: str) -> list[str]:
    """The documents that got worse in the class that a figure is about, the worst first."""
    tasks = OVERALL if figure == "overall" else [task for task in OVERALL if _is_about(figure, task)]
    rows = []
    for document, before in pinned.items():
        change = sum(now.get(document, {}).get(task, 0.0) - before[task] for task in tasks)
        if change < -NOISE:
            rows.append((change, document))
    return [f"{document} ({change:+.3f})" for change, document in sorted(rows)]


def _is_about(figure: str, task: str) -> bool:
    return figure.startswith((task, task.removesuffix("s")))


def main() -> int:
    """Measure, print, compare; status 1 where a figure fell."""
    from pipeline.extractor import Extractor

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pin", action="store_true", help="raise the pins to what is measured")
    parser.add_argument("--lower", action="store_true", help="with --pin: lower them as well")
    options = parser.parse_args()
    extract = Extractor().extract_bytes
    pins = read_pins()
    status = 0
    for corpus in CORPORA:
        if not corpus.there:
            continue
        measured = measure(corpus, extract)
        now = measured.pins()
        pinned = pins.get(corpus.name, {"figures": {}, "documents": {}})
        print(f"{corpus.name}\n{table({'all': measured.whole, **measured.languages})}\n")
        lines = fallen(pinned, now)
        if lines and not (options.pin and options.lower):
            print("\n".join(lines), end="\n\n")
            status = 1
        elif options.pin:
            pins[corpus.name] = now if options.lower else raised(pinned, now)
    if options.pin and status == 0:
        write(PINS, (json.dumps(pins, indent=1) + "\n").encode())
    return status


if __name__ == "__main__":
    raise SystemExit(main())
