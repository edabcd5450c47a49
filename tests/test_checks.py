"""Warnings where a text contradicts itself."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.checks import check, leave_out_earlier, leave_out_title
from pipeline.found import FoundCount, FoundDate, FoundDeliverable, FoundPackage
from pipeline.page import FoundFact

TEXT = (
    "Start 2010-03, end 2012-02. Five packages. WP1 met in May 2012. WP2 did. Twelve partners, 14 partners."
)


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def deliverable(words: str) -> FoundDeliverable:
    start, end = at(words)
    return FoundDeliverable(
        start,
        end,
        0,
        1,
        "deliverables.x",
        "met",
        "event",
        "done",
        action=None,
        count=None,
        head_token=0,
        clause=(0, 1),
        dates=("2009-05",),
    )


def date(
    words: str, value: str, earliest: str, latest: str, precision: str, modifier: str | None = None
) -> FoundDate:
    return FoundDate(*at(words), 0, 1, "dates.x", value, earliest, latest, precision, modifier)


def fact(words: str, value: str | int) -> FoundFact:
    return FoundFact(*at(words), "page.x", value)


def package(number: str, words: str = "WP1 met in May 2012.", label: str = "WP") -> FoundPackage:
    return FoundPackage(number, label, None, "work_packages.x", [at(words)], [at(words)])


def count(words: str, value: int, unit: str = "partners") -> FoundCount:
    return FoundCount(*at(words), 0, 1, "counts.x", value, None, unit, unit, 0)


START = date("2010-03", "2010-03", "2010-03-01", "2010-03-31", "month")
END = date("2012-02", "2012-02", "2012-02-01", "2012-02-29", "month")
MAY = date("May 2012", "2012-05", "2012-05-01", "2012-05-31", "month")
PERIOD = {"start_date": fact("2010-03", "2010-03"), "end_date": fact("2012-02", "2012-02")}


@pytest.fixture
def doc() -> Doc:
    return spacy.blank("xx").make_doc(TEXT)


def codes(doc: Doc, facts: dict[str, FoundFact], language: str | None = "en") -> list[str]:
    return [w.code for w in check(doc, facts, language)]


def test_nothing_is_said_of_a_text_in_order(doc: Doc) -> None:
    doc._.dates = [START, END]
    doc._.packages = [package(str(n)) for n in range(1, 6)]
    assert codes(doc, PERIOD | {"stated_work_packages": fact("Five packages", 5)}) == []


def test_unknown_language(doc: Doc) -> None:
    assert codes(doc, {}, None) == ["language-unknown"]


@pytest.mark.parametrize(
    ("numbers", "warned"),
    [
        (["1", "2", "3", "4"], True),
        (["1", "2", "3", "4", "5"], False),
        (["0", "1", "2", "3", "4", "5"], False),  # a package for the preparation
        (["1-2", "3", "4", "5"], False),
        (["1 and 5", "2", "3", "4"], False),
        (["1", "2", "2.1", "2.2", "3", "4", "5"], False),
        (["T1", "T2", "T3", "M", "C"], False),
        (["T1", "T2", "M", "C"], True),
        ([], False),  # a text that tells nothing of its packages contradicts nothing
    ],
)
def test_stated_work_packages(doc: Doc, numbers: list[str], warned: bool) -> None:
    doc._.packages = [package(n) for n in numbers]
    warnings = check(doc, {"stated_work_packages": fact("Five packages", 5)}, "en")
    assert [w.code for w in warnings] == ["work-packages-stated-vs-found"] * warned
    if warned:
        assert (
            warnings[0].message == f"The text states 5 work packages, but 4 were found: {', '.join(numbers)}."
        )
        assert (warnings[0].start, warnings[0].end) == at("Five packages")


def test_other_families_are_no_work_packages(doc: Doc) -> None:
    doc._.packages = [package("A1", label="Action")]
    assert codes(doc, {"stated_work_packages": fact("Five packages", 5)}) == []


def test_date_after_the_end(doc: Doc) -> None:
    doc._.dates, doc._.packages = [START, END, MAY], [package("1")]
    (warning,) = check(doc, PERIOD, "en")
    assert warning.code == "date-outside-project"
    assert warning.message == "“May 2012” (2012-05) lies after the project's end, 2012-02."
    assert (warning.start, warning.end) == at("May 2012")


def test_date_before_the_start(doc: Doc) -> None:
    early = date("May 2012", "2009-05", "2009-05-01", "2009-05-31", "month")
    doc._.dates, doc._.packages = [START, END, early], [package("1")]
    assert codes(doc, PERIOD) == []  # it may be background
    doc._.deliverables = [deliverable("WP1 met")]
    (warning,) = check(doc, PERIOD, "en")
    assert "before the project's start, 2010-03" in warning.message


@pytest.mark.parametrize(
    ("value", "precision", "modifier", "where"),
    [
        ("2012-05", "month", None, "WP2 did."),  # background: in no package's text
        ("2012", "year", None, "WP1 met in May 2012."),
        ("2012-05", "month", "after", "WP1 met in May 2012."),
    ],
)
def test_dates_that_are_no_contradiction(
    doc: Doc, value: str, precision: str, modifier: str | None, where: str
) -> None:
    late = date("May 2012", value, "2012-05-01", "2012-05-31", precision, modifier)
    doc._.dates, doc._.packages = [START, END, late], [package("1", where)]
    assert codes(doc, PERIOD) == []


def test_end_before_start(doc: Doc) -> None:
    doc._.dates = [START, END]
    (warning,) = check(
        doc, {"start_date": fact("2012-02", "2012-02"), "end_date": fact("2010-03", "2010-03")}, "en"
    )
    assert warning.code == "end-before-start"
    assert warning.message == "The project ends on 2010-03, before it starts on 2012-02."


@pytest.mark.parametrize(
    ("value", "unit", "warned"),
    [(12, "partners", True), (14, "partners", False), (2, "partners", False), (12, "towns", False)],
)
def test_partner_count(doc: Doc, value: int, unit: str, warned: bool) -> None:
    doc._.counts = [count("Twelve partners", value, unit), count("14 partners", 14)]
    assert codes(doc, {"partner_count": fact("14 partners", 14)}) == ["partner-count-differs"] * warned


@pytest.mark.parametrize(
    ("start", "status", "kept"),
    [
        ("2010-03", "done", True),  # the year before may well be the project's own
        ("2012", "done", False),  # somebody else's meeting of 2009
        ("2012", "planned", True),
        ("2060", "done", True),  # what is much older tells an age
    ],
)
def test_what_was_there_years_before_is_left_out(doc: Doc, start: str, status: str, kept: bool) -> None:
    meeting = deliverable("met")
    meeting.status = status
    doc._.deliverables = [meeting]
    leave_out_earlier(doc, {"start_date": fact("2010-03", start)})
    assert doc._.deliverables == [meeting] * kept


def test_what_the_title_names_is_the_project_itself(doc: Doc) -> None:
    named, other = deliverable("packages"), deliverable("met")
    doc._.deliverables = [named, other]
    start, end = at("Five packages")
    leave_out_title(doc, {"title": FoundFact(start, end, "page.title", "Five packages")})
    assert doc._.deliverables == [other]
