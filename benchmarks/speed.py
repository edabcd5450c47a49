"""The page on speed: stages, peers, long texts and start-up, in one run.

    python -m benchmarks.speed                             everything; on a machine that does nothing else
    python -m benchmarks.speed --write docs/benchmark.md   the same, into the page
    python -m benchmarks.speed --quick                     fewer rounds, texts up to 1 MB: a minute

Peers are measured where they are installed: ``pip install -e .[peers]``.
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks import extraction, flat, peers, start_up
from benchmarks.descriptions import corpora, read
from benchmarks.extraction import Measured
from pipeline import native
from pipeline.store import write

BOUND = 0.8
"""What the whole extraction of the gold texts is to take at most, in units of the tokenizer's time. The
descriptions in `raw/` are short and dense, each sentence there to show something: they take more for each
character."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured."""

    rounds: int
    peer_rounds: int
    peers_on: str
    longest: int
    flat_rounds: int
    starts: int


WHOLE = Effort(rounds=15, peer_rounds=3, peers_on="gold", longest=flat.SIZES[-1], flat_rounds=5, starts=9)
QUICK = Effort(rounds=3, peer_rounds=1, peers_on="raw", longest=1_000_000, flat_rounds=2, starts=3)

HEAD = """\
# Speed

Written by `make bench`; everything is measured anew in one run.

- Times are processor time, so that what other programs take does not count; those of start-up are seconds on
  the wall. They are those of one machine: the **ratios** hold on others.
- The floor is an untouched `spacy.blank("en")` that tokenises the same texts in the same process. It runs
  right before what is compared with it; a ratio is the median over such pairs. Everything is warm.
- Compiled is what `make compile` makes of the modules that work on each word; plain Python is the same files
  with `FACTSHEET_NATIVE=0`, beside a floor of its own in a process of its own.
- `gold` is the annotated texts beside the project, `raw` our own descriptions: short and dense, each sentence
  there to show something, so that a character costs more.
- What a user would take instead comes with `pip install -e .[peers]`. None of it gives what Factsheet does:
  names or dates, most without a value, and never what a number counts or what was delivered.
- Long texts are paragraphs of all these, drawn by a fixed seed and put together to texts of each size.
- The aims: a whole extraction of the gold texts in at most {bound} times the floor; a character that costs
  the same, within {tolerance:.0%}, in texts of any size; help within {help} s, and a first description within
  {first} s, of a cold start."""


def stages(measured: Measured, title: str, plain: float | None, compiled: bool) -> str:
    """The extraction of a corpus as a Markdown table.

    Args:
        plain: the ratio of plain Python, where that was measured by itself.
        compiled: whether `measured` is what compiled modules took.
    """
    whole = f"whole extraction, bytes to JSON, {'compiled' if compiled else 'plain Python'}"
    rows = [
        f"### {title}: {measured.documents} descriptions, {measured.characters:,} characters",
        "",
        "| step | ms | of the tokenizer | share |",
        "|---|---:|---:|---:|",
        f'| `spacy.blank("en")`, tokens only | {measured.floor:.1f} | 1.00 | |',
        f"| **{whole}** | **{measured.whole:.1f}** | **{measured.ratio:.2f}** | |",
    ]
    rows.append(f"| the same, one description a call | | {measured.one_by_one:.2f} | |")
    if plain is not None:
        rows.append(f"| whole extraction, bytes to JSON, plain Python | | {plain:.2f} | |")
    total = sum(measured.shares.values())
    rows += [
        f"| … {name.replace('_', ' ')} | {spent:.1f} | {spent / measured.floor:.2f} | {spent / total:.0%} |"
        for name, spent in measured.shares.items()
    ]
    return "\n".join(rows)


def document(tables: Iterable[str]) -> str:
    """The page that the documentation shows."""
    bounds = [start.bound for start in start_up.STARTS]
    head = HEAD.format(bound=BOUND, tolerance=flat.TOLERANCE, help=bounds[0], first=bounds[1])
    return "\n\n".join((head, f"Python {platform.python_version()}, spaCy {version('spacy')}.", *tables))


def measure(effort: Effort) -> tuple[list[str], list[str]]:
    """The tables, and a line for each aim that is missed."""
    tables: list[str] = []
    missed: list[str] = []

    def show(table: str) -> None:
        print(table, end="\n\n", flush=True)
        tables.append(table)

    texts = {title: read(corpus) for title, corpus in corpora().items()}
    compiled = native.in_use()
    plain = extraction.plain_ratios(effort.rounds) if compiled else {}
    for title, descriptions in texts.items():
        measured = extraction.measure(descriptions, effort.rounds)
        show(stages(measured, title, plain.get(title), compiled))
        if title == "gold" and measured.ratio > BOUND:
            missed.append(f"the whole extraction takes {measured.ratio:.2f} times the floor")
    title = effort.peers_on if effort.peers_on in texts else "raw"
    show(peers.table(peers.measure(texts[title], effort.peer_rounds), title))
    costs = flat.measure([size for size in flat.SIZES if size <= effort.longest], effort.flat_rounds)
    show(flat.table(costs))
    for size, change in flat.changes(costs).items():
        if change > flat.TOLERANCE:
            missed.append(f"a character costs {change:+.0%} in a text of {size:,}")
    started = start_up.measure(effort.starts)
    show(start_up.table(started))
    missed += [f"{one.start.name} takes {one.wall:.2f} s" for one in started if not one.holds]
    return tables, missed


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write; status 1 where an aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="fewer rounds, texts up to 1 MB; not for the page"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables into this page as well")
    options = parser.parse_args(arguments)
    if options.quick and options.write:
        parser.error("--quick does not measure enough for a page")
    tables, missed = measure(QUICK if options.quick else WHOLE)
    for line in missed:
        print(f"missed: {line}")
    if options.write:
        write(options.write, (document(tables) + "\n").encode())
    return int(bool(missed))


if __name__ == "__main__":
    raise SystemExit(main())
