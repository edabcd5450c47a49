"""How long a load takes, beside plain `executemany` (PostgreSQL: COPY) of the same rows.

The projects are those of `output/`, many times over with ids of their own, in a folder as `factsheet extract`
writes it. Rounds are interleaved, so that a slow moment of the machine strikes both: the ratio holds, not the
seconds. The plain way has its rows ready; the load reads, hashes and checks the JSON, looks for what is
there, and keeps foreign keys.
"""

from __future__ import annotations

import argparse
import hashlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from pipeline.database import Documents, load, schema, target
from pipeline.database.contract import parse
from pipeline.database.loader import MOST
from pipeline.database.loading import open_database
from pipeline.database.rows import Row, Rows
from pipeline.store import files, to_json
from schemas import Project

ROOT = Path(__file__).resolve().parents[1]
BOUND = 2.5
"""What a load into SQLite may take, in units of plain `executemany`."""

Plain = Callable[[Path, str], float]
"""Inserts the rows of a folder; the seconds that it took, without those of making the rows."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over the rounds, in seconds: loaded, loaded again, and what plain inserts took."""

    load: float
    again: float
    plain: float | None = None
    ratio: float | None = None


def multiply(folder: Path, projects: int) -> None:
    """Write so many projects into a folder."""
    originals = [Project.model_validate_json(path.read_bytes()) for path in files(ROOT / "output")]
    for number in range(projects):
        original = originals[number % len(originals)]
        path = folder / f"{number // 1000:03}" / f"{original.id}-{number:06}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_json(original.model_copy(update={"id": path.stem})))


def batches(folder: Path) -> Iterator[dict[str, list[Row]]]:
    """The rows that a load makes of a folder, as many at a time."""
    places: dict[int, Row] = {}
    paths = files(folder)
    while some := list(islice(paths, MOST)):
        made = []
        for path in some:
            data = path.read_bytes()
            made.append(Rows(parse(data), hashlib.sha256(data).hexdigest(), 1))
        rows = {table.name: [row for one in made for row in one[table.name]] for table in schema.TABLES}
        new = {row[0]: row for row in rows["place"] if row[0] not in places}
        places |= new
        yield rows | {"place": list(new.values())}


class Clock:
    """Adds up what is measured in pieces."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._began


def executemany(folder: Path, to: str) -> float:
    """Plain inserts into SQLite."""
    clock = Clock()
    with closing(sqlite3.connect(target(to).path)) as connection:
        for rows in batches(folder):
            with clock:
                for table in schema.TABLES:
                    marks = ", ".join("?" * len(table.columns))
                    statement = f"INSERT INTO {table.name} VALUES ({marks})"
                    connection.executemany(statement, rows[table.name])
        with clock:
            connection.commit()
    return clock.seconds


def copy(folder: Path, to: str) -> float:
    """Plain COPY into PostgreSQL."""
    import psycopg

    clock = Clock()
    with psycopg.connect(to) as connection:
        for rows in batches(folder):
            with clock:
                for table in schema.TABLES:
                    with connection.cursor().copy(f"COPY {table.name} FROM STDIN") as stream:
                        for row in rows[table.name]:
                            stream.write_row(row)
        with clock:
            connection.commit()
    return clock.seconds


def measure(folder: Path, fresh: Callable[[], str], plain: Plain | None = None, rounds: int = 3) -> Measured:
    """Fill databases in turn, so many times; `fresh` gives the URL of a new one."""
    plains: list[float] = []
    loads: list[float] = []
    agains: list[float] = []
    for _ in range(rounds):
        if plain:
            to = fresh()
            with open_database(target(to), print) as database:
                now = datetime.now(UTC)
                database.append(schema.load, [(1, now, now, "", "", "", 0, 0, 0, 0, 0)])
            plains.append(plain(folder, to))
        to = fresh()
        for taken in (loads, agains):
            clock = Clock()
            with clock:
                load(Documents(str(folder)), target(to))
            taken.append(clock.seconds)
    ratios = [one / other for one, other in zip(loads, plains, strict=False)]
    return Measured(
        statistics.median(loads),
        statistics.median(agains),
        *((statistics.median(plains), statistics.median(ratios)) if plain else ()),
    )


def peak(folder: Path, to: str) -> float:
    """Megabytes of memory that the command takes at most."""
    # What wait() tells of a child begins with the memory of its parent.
    code = (
        "import sys; from pipeline.cli import app; app(sys.argv[1:], standalone_mode=False); "
        "print(*(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    command = [sys.executable, "-c", code, "load", str(folder), "--to", to, "--quiet"]
    return int(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout) / 1024


def table(measured: dict[str, tuple[Measured, float]]) -> str:
    """The measurements as a Markdown table."""
    rows = [
        "| | load, s | plain, s | ratio | the same again, s | memory, MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, (one, memory) in measured.items():
        plain = f"{one.plain:.2f} | {one.ratio:.2f}" if one.plain else "|"
        rows.append(f"| {name} | {one.load:.2f} | {plain} | {one.again:.2f} | {memory:.0f} |")
    return "\n".join(rows)


def main() -> int:
    """Measure and print; status 1 where the bound is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--projects", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--postgresql", metavar="URL", help="a database in which schemas can be made and dropped"
    )
    parser.add_argument("--only", choices=("sqlite", "postgresql", "duckdb", "parquet"), action="append")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "output")
        multiply(folder, options.projects)
        ways: dict[str, tuple[Callable[[], str], Plain | None]] = {
            "sqlite": (_numbered(f"sqlite:///{name}/{{}}.db"), executemany),
            "duckdb": (_numbered(f"duckdb:///{name}/{{}}.duckdb"), None),
            "parquet": (_numbered(f"parquet:{name}/{{}}"), None),
        }
        if options.postgresql:
            ways["postgresql"] = (_schemas(options.postgresql), copy)
        measured = {
            kind: (measure(folder, fresh, plain, options.rounds), peak(folder, fresh()))
            for kind, (fresh, plain) in ways.items()
            if not options.only or kind in options.only
        }
    print(f"{options.projects:,} projects, {options.rounds} rounds\n\n{table(measured)}")
    return int("sqlite" in measured and (measured["sqlite"][0].ratio or 0) > BOUND)


def _numbered(form: str) -> Callable[[], str]:
    numbers = iter(range(sys.maxsize))
    return lambda: form.format(next(numbers))


def _schemas(url: str) -> Callable[[], str]:
    """Makes a schema for each load, and drops the one before."""
    import psycopg

    numbers = iter(range(sys.maxsize))

    def fresh() -> str:
        number = next(numbers)
        with psycopg.connect(url) as connection:
            if number:
                connection.execute(f"DROP SCHEMA load_{number - 1} CASCADE".encode())
            connection.execute(f"CREATE SCHEMA load_{number}".encode())
        return f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3Dload_{number}"

    return fresh


if __name__ == "__main__":
    raise SystemExit(main())
