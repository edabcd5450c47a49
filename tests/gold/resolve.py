"""Resolve the quotations in `src/*.json` to offsets in the texts of `raw/`; write the gold beside this file.

    python tests/gold/resolve.py            resolve and write every tests/gold/<stem>.json
    python tests/gold/resolve.py --check    write nothing; fail when a file is missing or out of date

An annotation quotes its text: `q` is the mention, `ctx` (needed when `q` is not unique) a snippet that
occurs once in the text and holds `q` once.  Offsets are code points of the decoded text: a byte order mark
is no part of it, line ends stay as they are.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RAW = HERE.parents[1] / "raw"

Row = dict[str, Any]

FIELDS = (
    "title",
    "acronym",
    "start",
    "end",
    "programme",
    "budget",
    "currency",
    "cofinancing_rate",
    "partner_count",
)
KINDS = {"document", "event", "body", "data", "tool", "pilot", "works", "agreement", "other"}
STATUSES = {"done", "planned", "ongoing"}
MODIFIERS = {None, "start", "mid", "end", "approx", "before", "after"}
POINT = r"\d{4}(?:-(?:Q[1-4]|H[12]|spring|summer|autumn|winter|[01]\d(?:-[0-3]\d)?))?"
VALUE = re.compile(rf"{POINT}(?:/{POINT})?")
MENTION_KEYS = {
    "cities": ("name", "country"),
    "dates": ("value", "mod"),
    "counts": ("value", "head"),
    "deliverables": ("head", "kind", "status", "action", "count", "cities", "dates"),
}


def decode(data: bytes) -> str:
    """The text of a description: UTF-8 with or without a byte order mark, else Windows-1252."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


@dataclass
class Resolver:
    """One text with the complaints about its annotations."""

    text: str
    problems: list[str] = field(default_factory=list)

    def fail(self, where: str, what: str) -> None:
        """Note that the annotation `where` is wrong."""
        self.problems.append(f"{where}: {what}")

    def find_once(self, needle: str, hay: str, where: str) -> int:
        """Offset of the only occurrence of `needle` in `hay`; -1, and a complaint, when not the only one."""
        times = hay.count(needle) if needle else 0
        if times != 1:
            shown = needle if len(needle) < 60 else needle[:57] + "..."
            self.fail(where, f"{shown!r} occurs {times} times, expected once")
            return -1
        return hay.index(needle)

    def anchor(self, row: Row, where: str) -> tuple[int, int]:
        """Start and end of a quotation, (0, 0) after a complaint."""
        quote: str = row["q"]
        context: str = row.get("ctx", quote)
        base = self.find_once(context, self.text, where)
        inside = self.find_once(quote, context, where)
        if base < 0 or inside < 0:
            return 0, 0
        return base + inside, base + inside + len(quote)

    def head(self, row: Row, start: int, where: str) -> Row:
        """Where the head noun of a count or deliverable stands."""
        head: str = row["head"]
        context: str = row.get("head_ctx", head)
        base = self.find_once(context, row["q"], f"{where} head")
        inside = self.find_once(head, context, f"{where} head")
        first = start + max(base, 0) + max(inside, 0)
        return {"head_start": first, "head_end": first + len(head)}

    def mentions(self, rows: list[Row], kind: str) -> list[Row]:
        """All mentions of one kind, in text order."""
        out: list[Row] = []
        for number, row in enumerate(rows):
            where = f"{kind}[{number}] {row['q']!r}"
            known = {"q", "ctx", "opt", "head_ctx", *MENTION_KEYS[kind]}
            if extra := sorted(set(row) - known):
                self.fail(where, f"unknown keys {extra}")
            if missing := [key for key in MENTION_KEYS[kind] if key not in row]:
                self.fail(where, f"missing keys {missing}")
                continue
            start, end = self.anchor(row, where)
            found = {"start": start, "end": end, "text": row["q"], "opt": bool(row.get("opt"))}
            found |= {key: row[key] for key in MENTION_KEYS[kind]}
            if "head" in row:
                found |= self.head(row, start, where)
            out.append(found)
        return sorted(out, key=lambda found: (found["start"], found["end"]))

    def packages(self, rows: list[Row]) -> list[Row]:
        """Work package parts; one without `until` runs to the next heading or to the end of the text."""
        spans = [self.anchor(row["heading"], f"work_packages {row['number']}") for row in rows]
        starts = sorted(start for start, _ in spans)
        out: list[Row] = []
        for row, (start, heading_end) in zip(rows, spans, strict=True):
            where = f"work_packages {row['number']}"
            if "until" in row:
                end, _ = self.anchor(row["until"], f"{where} until")
            else:
                end = next((later for later in starts if later > start), len(self.text))
            title = row["title"]
            if title is not None and title not in self.text[start:heading_end]:
                self.fail(where, f"title {title!r} is not in its heading")
            if end < heading_end:
                self.fail(where, "ends before its heading does")
            out.append(
                {
                    "number": row["number"],
                    "label": row.get("label", "WP"),
                    "title": title,
                    "start": start,
                    "heading_end": heading_end,
                    "end": end,
                    "opt": bool(row.get("opt")),
                }
            )
        return sorted(out, key=lambda found: found["start"])

    def check_values(self, gold: Row) -> None:
        """Complain about values outside the guidelines, and links to mentions that are not annotated."""
        names = {city["name"] for city in gold["cities"]}
        values = {day["value"] for day in gold["dates"]}
        for city in gold["cities"]:
            if not re.fullmatch("[A-Z]{2}", city["country"]):
                self.fail(f"city {city['text']!r}", f"country {city['country']!r}")
        for day in gold["dates"]:
            if not VALUE.fullmatch(day["value"]) or day["mod"] not in MODIFIERS:
                self.fail(f"date {day['text']!r}", f"value {day['value']!r}, mod {day['mod']!r}")
        for item in gold["deliverables"]:
            where = f"deliverable {item['text']!r}"
            if item["kind"] not in KINDS or item["status"] not in STATUSES:
                self.fail(where, f"kind {item['kind']!r}, status {item['status']!r}")
            if lost := [*(set(item["cities"]) - names), *(set(item["dates"]) - values)]:
                self.fail(where, f"linked to {sorted(lost)}, which are not annotated")
        for kind in ("cities", "dates", "counts"):
            rows = gold[kind]
            for before, after in pairwise(rows):
                if after["start"] < before["end"]:
                    self.fail(kind, f"{before['text']!r} and {after['text']!r} overlap")


def resolve(source: Row, text: str) -> tuple[Row, list[str]]:
    """Gold with offsets for one annotated text, and everything that is wrong with the annotations."""
    resolver = Resolver(text)
    if unknown := sorted(set(source["fields"]) ^ set(FIELDS)):
        resolver.fail("fields", f"unknown or missing: {unknown}")
    gold: Row = {
        "doc": source["doc"],
        "language": source["language"],
        "fields": {key: source["fields"].get(key) for key in FIELDS},
        "work_packages": resolver.packages(source["work_packages"]),
    }
    gold |= {kind: resolver.mentions(source[kind], kind) for kind in MENTION_KEYS}
    resolver.check_values(gold)
    return gold, resolver.problems


def main() -> int:
    """Resolve everything; 1 when an annotation is wrong or, with --check, a file is out of date."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing, compare only")
    check = parser.parse_args().check
    problems: list[str] = []
    for path in sorted((HERE / "src").glob("*.json")):
        source = json.loads(path.read_text("utf-8"))
        gold, wrong = resolve(source, decode((RAW / f"{path.stem}.txt").read_bytes()))
        if source["doc"] != path.stem:
            wrong.append(f"doc is {source['doc']!r}")
        problems += [f"{path.stem}: {what}" for what in wrong]
        target = HERE / path.name
        rendered = json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
        if not check and not wrong:
            target.write_text(rendered, "utf-8")
        elif check and (not target.exists() or target.read_text("utf-8") != rendered):
            problems.append(f"{path.stem}: {target.name} is out of date; run resolve.py")
    print("\n".join(problems) or "all annotations resolve", file=sys.stderr if problems else sys.stdout)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
