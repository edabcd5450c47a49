"""Precision, recall and F1 of output against gold, a class of mentions at a time.

Which mention is right, `alignment` says; here it is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pipeline import gold as annotated
from pipeline import store
from pipeline.alignment import (
    Alignment,
    G,
    M,
    P,
    Piece,
    Placed,
    Stretch,
    align,
    norm,
    number,
    same_city,
    same_count,
    same_date,
    same_deliverable,
    same_package,
    same_package_whole,
    same_stretch,
)
from pipeline.figures import Error, Figures, Share
from pipeline.gold import Gold, Number
from schemas import Fact, Project, Section

T = TypeVar("T", bound=annotated.Quoted)
_HEADER = {
    "title": "title",
    "acronym": "acronym",
    "start_date": "start",
    "end_date": "end",
    "budget": "budget",
    "cofinancing_rate": "cofinancing_rate",
    "partner_count": "partner_count",
    "programme": "programme",
}
_NOWHERE = annotated.Row(start=0, end=0)
"""Where a field of the page is missed: gold doesn't say where it stands."""


def evaluate(golds: Iterable[Gold], output: Path) -> Figures:
    """The figures of an output folder. A document without output counts as one in which nothing was found."""
    figures = Figures()
    for gold in golds:
        path = output / f"{gold.doc}.json"
        count(figures, gold, store.read(path) if path.exists() else None)
    return figures


def count(figures: Figures, gold: Gold, project: Project | None) -> None:
    """Add one document to the figures."""
    figures.documents += 1
    if project is None:
        figures.without_output.append(gold.doc)
    document = _Document(figures, gold, project)
    document.work_packages()
    document.dates()
    document.counts()
    document.deliverables(document.cities())
    document.header()


class _Document:
    """One document's gold and output, counted class by class."""

    def __init__(self, figures: Figures, gold: Gold, project: Project | None) -> None:
        self.figures = figures
        self.gold = gold
        self.project = project

    def work_packages(self) -> None:
        packages = self.project.work_packages if self.project else ()
        pieces = [Piece(w.number, w.title, s.start, s.end) for w in packages for s in w.segments]
        aligned = align(self.gold.work_packages, pieces, same_package)
        self._tally("work_packages", aligned)
        for package in aligned.missed:
            self._error("work_packages", "missed", package, package.number, package.title or "")
        for piece in aligned.spurious:
            self._error("work_packages", "spurious", piece, piece.number, piece.title or "")
        whole = align(self.gold.work_packages, pieces, same_package_whole)
        self._tally("work_package_ends", whole)
        begun = {id(g): p for g, p in aligned.pairs}
        for package in whole.missed:
            if id(package) in begun:
                says = f"{begun[id(package)].end}, not {package.end}"
                self._error("work_package_ends", "wrong", package, package.number, says)
        for g, p in aligned.pairs:
            if g.title:
                right = norm(g.title) == norm(p.title)
                self._judge("work_package_title", right, p, g.number, f"{p.title}, not {g.title}")

    def cities(self) -> dict[str, str]:
        """Count them; give the names that gold uses for the cities found, by the names in the output."""
        placed = self._placed(lambda section: section.cities)
        found = align(self.gold.cities, placed, same_stretch)
        self._tally("cities_found", found)
        right = align(self.gold.cities, placed, same_city)
        self._mentions(
            "cities", right, lambda g: f"{g.name}, {g.country}", lambda m: f"{m.name}, {m.country}"
        )
        return {norm(p.mention.name): norm(g.name) for g, p in found.pairs}

    def dates(self) -> None:
        placed = self._placed(lambda section: section.dates)
        self._tally("dates_found", align(self.gold.dates, placed, lambda g, p: True))
        right = align(self.gold.dates, placed, same_date)
        self._mentions("dates", right, lambda g: g.value, lambda m: m.value)
        for g, p in right.pairs:
            self._attribute("date_modifier", p, g.mod or None, p.mention.modifier)

    def counts(self) -> None:
        right = align(self.gold.counts, self._placed(lambda section: section.counts), same_count)
        self._mentions("counts", right, lambda g: f"{g.value} {g.head}", lambda m: f"{m.value} {m.head}")

    def deliverables(self, names: dict[str, str]) -> None:
        placed = self._placed(lambda section: section.deliverables)
        right = align(self.gold.deliverables, placed, same_deliverable)
        self._mentions(
            "deliverables", right, lambda g: f"{g.head}, {g.kind}", lambda m: f"{m.head}, {m.kind}"
        )
        for g, p in right.pairs:
            found = p.mention
            self._attribute("deliverable_kind", p, g.kind, found.kind)
            self._attribute("deliverable_status", p, g.status, found.status)
            self._attribute("deliverable_count", p, g.count, found.count)
            exact = same_stretch(g, p)
            self._judge("deliverable_span_exact", exact, p, found.text, f"not {g.text}", found.rule)
        # A deliverable that was not found loses its links.
        found_at = {id(g): p.mention for g, p in right.pairs}
        for g in self.gold.deliverables:
            if not g.opt:
                mention = found_at.get(id(g))
                cities = {names.get(norm(c), norm(c)) for c in mention.cities} if mention else set()
                dates = set(mention.dates) if mention else set()
                rule = mention.rule if mention else ""
                self._links("deliverable_cities", g, {norm(c) for c in g.cities}, cities, rule)
                self._links("deliverable_dates", g, set(g.dates), dates, rule)

    def header(self) -> None:
        header = self.project.header if self.project else None
        for name, field in _HEADER.items():
            want = self.gold.fields.get(field)
            if want is not None:
                fact: Fact | None = getattr(header, name, None)
                got = fact.value if fact else None
                self.figures.shares["header_fields"].add(right := _same_value(want, got))
                if fact is None:
                    self._error("header_fields", "missed", _NOWHERE, "", f"{field} {want}")
                elif not right:
                    says = f"{field} {got}, not {want}"
                    self._error("header_fields", "wrong", fact, fact.text, says, fact.rule)

    def _placed(self, of: Callable[[Section], Iterable[M]]) -> list[Placed[M]]:
        if self.project is None:
            return []
        sections: list[tuple[str | None, Section]] = [(None, self.project.overview)]
        sections += [(w.number, w) for w in self.project.work_packages]
        placed = [Placed(m, home, m.start, m.end) for home, section in sections for m in of(section)]
        return sorted(placed, key=lambda p: (p.start, p.end))

    def _tally(self, task: str, aligned: Alignment[G, P]) -> None:
        tally = self.figures.tasks[task]
        tally.tp += len(aligned.pairs)
        tally.fn += len(aligned.missed)
        tally.fp += len(aligned.spurious)

    def _links(
        self, task: str, at: annotated.Deliverable, gold: set[str], predicted: set[str], rule: str
    ) -> None:
        tally = self.figures.tasks[task]
        tally.tp += len(gold & predicted)
        tally.fn += len(gold - predicted)
        tally.fp += len(predicted - gold)
        for link in sorted(gold - predicted):
            self._error(task, "missed", at, at.text, link)
        for link in sorted(predicted - gold):
            self._error(task, "spurious", at, at.text, link, rule)

    def _attribute(self, share: str, at: Placed[M], want: object, got: object) -> None:
        self._judge(share, want == got, at, at.mention.text, f"{got}, not {want}", at.mention.rule)

    def _judge(self, share: str, right: bool, at: Stretch, text: str, says: str, rule: str = "") -> None:
        self.figures.shares[share].add(right)
        if not right:
            self._error(share, "wrong", at, text, says, rule)

    def _mentions(
        self, task: str, aligned: Alignment[T, Placed[M]], means: Callable[[T], str], says: Callable[[M], str]
    ) -> None:
        self._tally(task, aligned)
        for g, p in aligned.pairs:
            self._rule(p.mention.rule, True)
            home = self._home(g)
            if home is not None:
                got = number(p.package or "")
                placed = f"{got or 'overview'}, not {home or 'overview'}"
                self._judge("mention_in_right_work_package", home == got, p, p.mention.text, placed)
        for g in aligned.missed:
            self._error(task, "missed", g, g.text, means(g))
        for p in aligned.spurious:
            self._rule(p.mention.rule, False)
            self._error(task, "spurious", p, p.mention.text, says(p.mention), p.mention.rule)

    def _home(self, row: annotated.Row) -> str | None:
        """The number of gold's package there, "" for the overview, None where that can't be told."""
        if not self.gold.work_packages:
            return None
        for package in self.gold.work_packages:
            if package.start <= row.start < package.end:
                return None if package.opt else number(package.number)
        return ""

    def _rule(self, rule: str, right: bool) -> None:
        self.figures.rules.setdefault(rule, Share()).add(right)

    def _error(self, task: str, kind: str, at: Stretch, text: str, says: str, rule: str = "") -> None:
        self.figures.errors.append(Error(task, self.gold.doc, kind, at.start, at.end, text, says, rule))


def _same_value(want: str | Number, got: str | Number | None) -> bool:
    if isinstance(want, str):
        return norm(got) == norm(want)
    return got is not None and not isinstance(got, str) and abs(float(got) - float(want)) < 0.005
