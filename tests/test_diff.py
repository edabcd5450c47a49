"""What a comparison of two extractions says: by meaning, not by position."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.diff import page
from pipeline.diff import Filters, Side, Texts, compare, differences
from pipeline.diff.trees import Entry
from pipeline.diff.words import around
from pipeline.store import to_json

from .diff_examples import CITIES, NUMBERS, THINGS, read

TEXT = """Budget 100. Partners from Riga and Malmö met in 3/06.
WP 1: Events
There were four workshops in Riga 5/06 and two seminars in Turku 6/06. A website went online.
WP 2: Papers
A report was printed in Gdańsk in 9/07. An atlas followed in Bremen.
"""


def said(old, new, texts=True):
    """Each change in short: turn, class, name, fields, sections where they differ."""
    sides = [
        Side(read(text) if isinstance(text, str) else text, text if texts and isinstance(text, str) else None)
        for text in (old, new)
    ]
    found = []
    for change in compare(*sides):
        if change.kind == "source":
            continue
        parts = [f"{change.turn} {change.kind} {change.name}"]
        parts += [f"{f.name} {f.old} → {f.new}" for f in change.fields]
        if change.turn != "added" and change.new_section and change.old_section != change.new_section:
            parts.append(f"{change.old_section} → {change.new_section}")
        found.append("; ".join(parts))
    return found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("met in", "all met in", []),
        ("Budget 100. ", "", ["removed header budget"]),
        (
            "Budget 100",
            "Budget 250",
            ["changed header budget; text Budget 100 → Budget 250; value 100 → 250"],
        ),
        ("A website went online.", "", ["removed deliverable website"]),
        ("An atlas", "An atlas and a report", ["added deliverable report"]),
        ("Riga and Malmö", "Riga, Turku and Malmö", ["added city Turku"]),
        ("in Bremen", "in Malmö", ["removed city Bremen", "added city Malmö"]),
        (
            "5/06",
            "7/06",
            [
                "changed date 7/06; text 5/06 → 7/06; value 2006-05 → 2006-07; "
                "earliest 2006-05-01 → 2006-07-01; latest 2006-05-28 → 2006-07-28"
            ],
        ),
        (
            "four workshops",
            "five workshops",
            [
                "changed count five workshops; text four workshops → five workshops; value 4 → 5",
                "changed deliverable five workshops; text four workshops → five workshops; count 4 → 5",
            ],
        ),
        ("four workshops", "four\n   workshops", []),
        ("WP 2: Papers", "WP 2: Print", ["changed work_package WP 2; title Papers → Print"]),
        ("WP 2: Papers", "WP 3: Papers", ["changed work_package WP 3; number 2 → 3; WP 2 → WP 3"]),
        ("WP 2: Papers", "Task 2: Papers", ["changed work_package Task 2; label WP → Task; WP 2 → Task 2"]),
        ("went online", "went online?", ["added warning doubt"]),
    ],
)
def test_an_edit_is_told_as_what_it_means(old, new, expected):
    assert old in TEXT
    edited = TEXT.replace(old, new, 1)
    assert said(TEXT, edited) == expected


def test_the_package_of_another_number_keeps_its_mentions():
    told = said(TEXT, TEXT.replace("WP 2", "WP 7"))
    assert told == ["changed work_package WP 7; number 2 → 7; WP 2 → WP 7"]


def test_text_in_front_moves_nothing():
    (change,) = compare(Side(read(TEXT)), Side(read("A new line.\n" + TEXT)))
    assert (change.kind, [field.name for field in change.fields]) == ("source", ["sha256", "characters"])


def test_a_sentence_in_another_package_has_moved():
    sentence = " An atlas followed in Bremen."
    edited = TEXT.replace(sentence, "").replace("went online.", "went online." + sentence)
    assert said(TEXT, edited) == ["moved deliverable atlas; WP 2 → WP 1", "moved city Bremen; WP 2 → WP 1"]


def test_a_sentence_that_others_overtook_has_moved():
    sentence = "A website went online."
    edited = TEXT.replace(sentence, "").replace("There were", sentence + " There were")
    assert said(TEXT, edited) == ["moved deliverable website"]


def test_packages_in_another_order_have_moved():
    first, second = TEXT.index("WP 1"), TEXT.index("WP 2")
    edited = TEXT[:first] + TEXT[second:] + TEXT[first:second]
    (told,) = said(TEXT, edited)
    assert told.startswith("moved work_package WP ")


def test_a_package_that_comes_brings_its_mentions():
    told = said(TEXT, TEXT + "WP 3: Rest\nIn Riga.\n")
    assert told == ["added work_package WP 3", "added city Riga"]


def test_which_of_many_equal_mentions_went_is_told_by_its_neighbours():
    cities = "WP 1: All\nRiga 1/06, Riga 2/06, Riga 3/06, Riga 4/06.\n"
    sides = Side(read(cities)), Side(read(cities.replace("Riga 2/06, ", "")))
    gone = [change for change in compare(*sides) if change.turn == "removed"]
    assert [(change.name, change.old.start) for change in gone] == [
        ("Riga", cities.index("Riga 2/06")),
        ("2/06", cities.index("2/06")),
    ]
    assert not [change for change in compare(*sides) if change.turn in ("added", "moved")]


def changed(project, kind, index, **values):
    """The project with another value in one mention of its first work package."""
    package = project.work_packages[0]
    mentions = list(getattr(package, kind))
    mentions[index] = mentions[index].model_copy(update=values)
    packages = (package.model_copy(update={kind: tuple(mentions)}), *project.work_packages[1:])
    return project.model_copy(update={"work_packages": packages})


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("cities", {"country": "US", "geonameid": 9}, "city Riga; country LV → US; geonameid 1 → 9"),
        ("cities", {"rule": "cities.cue"}, "city Riga; rule cities.known → cities.cue"),
        (
            "dates",
            {"value": "2006-05-06", "precision": "day"},
            "date 5/06; value 2006-05 → 2006-05-06; precision month → day",
        ),
        ("counts", {"value_max": 6}, "count four workshops; value_max None → 6"),
        ("deliverables", {"status": "planned"}, "deliverable four workshops; status done → planned"),
        ("deliverables", {"cities": ("Riga",)}, "deliverable four workshops; cities () → ('Riga',)"),
    ],
)
def test_another_reading_of_the_same_text_is_told_by_field(kind, values, expected):
    project = read(TEXT)
    assert said(project, changed(project, kind, 0, **values)) == [f"changed {expected}"]


def test_in_one_text_a_longer_span_is_the_same_mention():
    project = read(TEXT)
    was = project.work_packages[0].deliverables[0]
    start = was.start - len("were ")
    now = changed(project, "deliverables", 0, start=start, text=TEXT[start : was.end])
    assert said(project, now) == [
        "changed deliverable were four workshops; text four workshops → were four workshops"
    ]


def test_in_one_text_a_mention_goes_to_the_package_that_its_characters_went_to():
    old = read(TEXT)
    merged = read(TEXT.replace("WP 2: Papers", "WQ 2: Papers"))
    new = merged.model_copy(update={"source": old.source})
    told = said(old, new)
    assert told[0].startswith("changed work_package WP 1; segments")
    assert "moved city Gdańsk; WP 2 → WP 1" in told
    assert "removed work_package WP 2" in told
    assert not [t for t in told if t.startswith("added")]


def test_the_words_around_come_from_the_source_where_it_is_at_hand():
    edited = TEXT.replace("5/06", "7/06")
    (change,) = (c for c in compare(Side(read(TEXT), TEXT), Side(read(edited), edited)) if c.kind == "date")
    assert (change.old_words.before, change.old_words.words) == (
        "WP 1: Events There were four workshops in Riga ",
        "5/06",
    )
    assert change.new_words.after == " and two seminars in Turku 6/06."
    (change,) = (c for c in compare(Side(read(TEXT)), Side(read(edited))) if c.kind == "date")
    assert (change.new_words.before, change.new_words.after) == ("Riga … ", " … two seminars")
    assert change.rules == ("dates.month-yy", "dates.month-yy")


def test_without_the_source_a_mention_stands_in_the_one_that_holds_it():
    project = read(TEXT)
    package = project.work_packages[0]
    was = package.deliverables[0]
    end = TEXT.index(" 5/06")
    project = changed(project, "deliverables", 0, end=end, text=TEXT[was.start : end])
    (change,) = compare(Side(project), Side(changed(project, "cities", 0, country="US")))
    assert (change.new_words.before, change.new_words.words) == ("four workshops in ", "Riga")


def test_words_are_cut_between_words():
    text = "word " * 40 + "HERE" + " word" * 40
    found = around(text, text.index("HERE"), text.index("HERE") + 4)
    assert found.before.startswith("…word ")
    assert found.after.endswith(" word…")
    assert len(found.before) <= 72


pieces = st.sampled_from(
    [*CITIES, "3/06", "4/06", *(f"{n} {t}" for n in NUMBERS for t in THINGS), "and", "X?"]
)
bodies = st.lists(pieces, max_size=8).map(" ".join)
told_texts = st.tuples(bodies, st.lists(st.tuples(st.sampled_from("1234"), bodies), max_size=4)).map(
    lambda parts: parts[0] + "\n" + "".join(f"WP {n}: T{n}\n{body}\n" for n, body in parts[1])
)


@given(told_texts, told_texts)
def test_nothing_is_told_of_equals_and_both_directions_agree(old, new):
    sides = Side(read(old)), Side(read(new))
    forth, back = list(compare(*sides)), list(compare(*reversed(sides)))
    assert bool(forth) == (old != new)
    mirror = {"added": "removed", "removed": "added", "changed": "changed", "moved": "moved"}
    counted = Counter((change.kind, mirror[change.turn]) for change in forth)
    mirrored = Counter((change.kind, change.turn) for change in back)
    for kind in ("header", "work_package", "warning"):
        assert [counted[kind, turn] for turn in mirror] == [mirrored[kind, turn] for turn in mirror]
    for kind in ("city", "date", "count", "deliverable"):
        balance = sum(c.kind == kind and c.turn == "added" for c in forth) - sum(
            c.kind == kind and c.turn == "removed" for c in forth
        )
        plural = {"city": "cities"}.get(kind, f"{kind}s")
        sizes = [
            sum(len(getattr(s, plural)) for s in (p.overview, *p.work_packages))
            for p in (read(old), read(new))
        ]
        assert balance == sizes[1] - sizes[0]


@given(told_texts, st.data())
def test_another_reading_of_one_text_never_goes_unnoticed(text, data):
    project = read(text)
    sections = [s for s in project.work_packages if s.cities]
    if not sections:
        return
    section = data.draw(st.sampled_from(sections))
    city = data.draw(st.sampled_from(section.cities))
    kept = tuple(other for other in section.cities if other is not city)
    packages = tuple(
        p.model_copy(update={"cities": kept}) if p is section else p for p in project.work_packages
    )
    less = project.model_copy(update={"work_packages": packages})
    (change,) = compare(Side(project), Side(less))
    assert (change.turn, change.old) == ("removed", city)


@pytest.mark.slow
def test_four_times_the_mentions_take_about_four_times_as_long():
    def seconds(number):
        words = [("Riga", "Malmö", "3/06", "report")[index * index % 7 % 4] for index in range(number)]
        sides = Side(read(" ".join(words))), Side(read(" ".join(reversed(words))))
        began = time.process_time()
        assert any(compare(*sides))
        return time.process_time() - began

    seconds(1000)
    assert min(seconds(8000) for _ in range(3)) < 9 * min(seconds(2000) for _ in range(3))


def test_the_benchmark_tells_what_an_edit_means():
    told = page([8], 4)
    assert "| a sentence in front of the text | 1 source changed |" in told
    assert "| two work packages in the other order | 1 work package moved |" in told


def entries(**projects):
    return {
        name: Entry(
            f"{name}.json", lambda data=data: data if isinstance(data, bytes) else to_json(read(data))
        )
        for name, data in projects.items()
    }


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"a": "same", "b": "changed", "c": "added", "d": "removed", "e": "refused"}),
        (Filters(projects=("[ab]",)), {"a": "same", "b": "changed"}),
        (Filters(classes=("city",)), {"a": "same", "b": "changed", "c": "added", "e": "refused"}),
        (
            Filters(classes=("project",)),
            {"a": "same", "b": "same", "c": "added", "d": "removed", "e": "refused"},
        ),
        (Filters(rules=("dates.*",)), {"a": "same", "b": "same", "d": "removed", "e": "refused"}),
    ],
)
def test_projects_come_go_and_are_filtered(filters, expected):
    old = entries(a="Riga", b="Riga", d="3/06", e="Riga")
    new = entries(a="Riga", b="Riga Turku", c="Malmö", e=b'{"id": 3}')
    told = {project.id: project for project in differences(old, new, Texts(), filters)}
    assert {key: project.fate for key, project in told.items()} == expected


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"", None),
        (b"{", None),
        (b"[]", None),
        (b"\xff\xfe", None),
        (to_json(read("Riga")).replace(b'"Riga"', b'"Rig"', 1), "overview"),
        (to_json(read("Riga")).replace(b'"LV"', b"7"), "overview.cities.0.country"),
        (to_json(read("Riga")).replace(b'"1.0"', b'"9.0"'), "schema_version"),
    ],
)
def test_a_file_that_does_not_fit_the_schema_is_refused_with_its_field(data, field):
    for old, new in ((entries(x=data), entries(x="Riga")), (entries(x=data), entries(x=data))):
        (told,) = differences(old, new, Texts(), Filters())
        assert told.fate == "refused"
        assert (told.refusals[0].file, told.refusals[0].field) == ("x.json", field)


def test_texts_are_taken_where_their_bytes_are_those_extracted():
    project = read("Riga")
    wrong, right = (Entry("", lambda data=data: data) for data in (b"Rome", b"Riga"))
    assert Texts([{}]).of("sub/p", project) is None
    assert Texts([entries_of(p_txt=wrong)]).of("sub/p", project) is None
    assert Texts([entries_of(p_txt=wrong), entries_of(p_md=right)]).of("sub/p", project) == "Riga"


def entries_of(**files):
    return {PurePosixPath(name.replace("_", ".")): entry for name, entry in files.items()}
