"""A folder of the user's own: words, a language, rules; what it changes, and how it is refused."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from pipeline import Extractor, extract
from pipeline.cli import app
from pipeline.errors import RuleError
from pipeline.patterns import Alphabet, PatternError
from pipeline.source import from_text
from pipeline.user_rules import configured

from .conftest import ROOT

PAGE = (ROOT / "docs" / "user-rules.md").read_text("utf-8")
BLOCKS = re.findall(r"^```toml file=(\S+)\n(.*?)^```$", PAGE, re.M | re.S)
SETTINGS = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.M | re.S)

ENGLISH = (
    "Workstream 1: Tools. Two dossiers were compiled by the team in Riga. "
    "Workstream 2: Tests. The first tests were made with all the partners of the project."
)
PORTUGUESE = (
    "O projeto foi realizado em Lisboa com os parceiros. Pacote de trabalho 1: Eventos\n"
    "Dois seminários foram organizados no porto em março de 2011 e três relatórios foram publicados "
    "pelo grupo, com 1.250 exemplares para as escolas da região."
)


@pytest.fixture
def folder(tmp_path):
    """Writes a folder of rules from its files' texts."""

    def write(**files):
        for name, text in files.items():
            path = tmp_path / ("rules.toml" if name == "rules" else f"languages/{name}.toml")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.fixture(scope="module")
def documented(tmp_path_factory):
    """An Extractor with the folder that the documentation's blocks make."""
    root = tmp_path_factory.mktemp("my-rules")
    (root / "languages").mkdir()
    for name, text in BLOCKS:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(text)
    return Extractor(rules=root)


def sections(project):
    return [project.overview, *project.work_packages]


def deliverables(project):
    return [(d.head, d.kind) for s in sections(project) for d in s.deliverables]


def dates(project):
    return [(d.text, d.value, d.rule) for s in sections(project) for d in s.dates]


def test_a_word_is_given_another_kind(documented):
    assert ("dossiers", "data") not in deliverables(extract(ENGLISH))
    assert ("dossiers", "data") in deliverables(documented.extract(ENGLISH))


def test_a_family_of_packages_is_added(folder):
    text = ENGLISH.replace("Workstream", "Bundle")
    assert extract(text).work_packages == ()
    own = Extractor(folder(en='[labels]\nBundle = ["bundle"]')).extract(text)
    assert [(p.label, p.number, p.title) for p in own.work_packages] == [
        ("Bundle", "1", "Tools"),
        ("Bundle", "2", "Tests"),
    ]


def test_words_may_hold_what_means_something_in_patterns(folder):
    text = "C++ 1: Tools\nA report was written by all of the partners.\nC++ 2: Tests\nA leaflet was printed."
    own = Extractor(folder(en='[labels]\n"C++" = ["C++"]\n[inflection]\nov = [""]')).extract(text)
    assert [(p.label, p.number) for p in own.work_packages] == [("C++", "1"), ("C++", "2")]


def test_the_documented_family_is_found(documented):
    found = documented.extract(ENGLISH).work_packages
    assert [(p.label, p.number) for p in found] == [("Workstream", "1"), ("Workstream", "2")]


def test_a_language_is_added(documented):
    assert extract(PORTUGUESE).source.language is None
    project = documented.extract(PORTUGUESE)
    assert project.source.language == "pt"
    assert [(p.label, p.number) for p in project.work_packages] == [("WP", "1")]
    assert deliverables(project) == [("seminários", "event"), ("relatórios", "document")]
    assert [(text, value) for text, value, _ in dates(project)] == [("março de 2011", "2011-03")]
    counts = [(c.value, c.head) for s in sections(project) for c in s.counts]
    assert counts == [(2, "seminários"), (3, "relatórios"), (1250, "exemplares")]
    assert [c.name for s in sections(project) for c in s.cities] == ["Lisbon"]


def test_words_are_taken_out(folder):
    text = "A leaflet was printed, and a dozen trees were planted, in the park of the town."
    kept = [(c.value, c.head) for c in extract(text).overview.counts]
    own = Extractor(folder(en='[remove.numbers]\ncollective = ["dozen"]')).extract(text)
    assert (12, "trees") in kept
    assert (12, "trees") not in [(c.value, c.head) for c in own.overview.counts]


def test_months_are_extended_list_by_list(folder):
    months = ["[]"] * 12
    months[2] = '["lenz"]'
    own = Extractor(folder(en=f"[dates]\nmonths = [{', '.join(months)}]"))
    text = "The house was opened in lenz 2011 and again in March 2012."
    assert [value for _, value, _ in dates(own.extract(text))] == ["2011-03", "2012-03"]


def test_a_rule_is_switched_off_and_the_trace_says_so(folder):
    text = "The house was opened in 2011 and again in March 2012."
    own = Extractor(folder(rules='disable = ["dates.year"]'))
    project, near = own.trace(from_text(text, "text"))
    assert [value for _, value, _ in dates(extract(text))] == ["2011", "2012-03"]
    assert [value for _, value, _ in dates(project)] == ["2012-03"]
    at = text.index("2011")
    assert (at, at + 4, "dates.year", "the rule is switched off") in [
        (r.start, r.end, r.rule, r.reason) for r in near
    ]


@pytest.mark.parametrize(
    "rule", ["work_packages.heading", "cities.known", "counts.word", "deliverables.passive"]
)
def test_what_rules_of_any_stage_find_is_dropped(rule, folder):
    text = "WP1: Events\nTwo workshops were organised in Riga by the partners.\n"
    before, after = extract(text), Extractor(folder(rules=f'disable = ["{rule}"]')).extract(text)
    assert f'"{rule}"' in before.model_dump_json() or any(p.number for p in before.work_packages)
    assert f'"{rule}"' not in after.model_dump_json()
    assert after != before


def test_a_fact_of_the_page_falls_to_the_next_rule(folder):
    text = (
        "Project acronym: HARBOUR\nFunding programme: LIFE Programme\n\nThe harbour of the town was mended."
    )
    rule = extract(text).header.programme.rule
    own = Extractor(folder(rules=f'disable = ["{rule}"]')).extract(text)
    assert own.header.programme is None or own.header.programme.rule != rule


def test_a_rule_for_dates_is_added(documented):
    text = "It was signed on March 4 (2011) by all the partners."
    assert ("March 4 (2011)", "2011-03-04", "dates.month-before-day") in dates(documented.extract(text))
    assert "March 4 (2011)" not in [written for written, _, _ in dates(extract(text))]


def test_words_of_a_rule_are_changed(folder):
    text = "Harbour Fund\n\nThe harbour of the town was mended by all of the partners in the project."
    own = Extractor(folder(rules='[change."page.programme-name".params]\nnames = ["harbour fund"]'))
    assert extract(text).header.programme is None
    assert own.extract(text).header.programme.value == "Harbour Fund"


def test_a_pattern_is_changed(folder):
    text = "The fair was held on 2011-03-04 in the town, and on 5 March 2012."
    own = Extractor(folder(rules='[change."dates.iso-day"]\npattern = "year slash number slash number"'))
    assert "2011-03-04" in [value for _, value, _ in dates(extract(text))]
    assert "2011-03-04" not in [value for _, value, _ in dates(own.extract(text))]


def test_extractors_do_not_disturb_each_other(folder, documented):
    texts = (ENGLISH, PORTUGUESE, "The house was opened in 2011.")
    before = [extract(text) for text in texts]
    own = [documented.extract(text) for text in texts]
    other = Extractor(folder(rules='disable = ["dates.year"]'))
    assert dates(other.extract(texts[2])) == []
    assert [extract(text) for text in texts] == before
    assert [documented.extract(text) for text in texts] == own
    assert [Extractor().extract(text) for text in texts] == before


RULE = """
[[rule]]
id = "dates.month-twice"
meaning = "A month written twice, as nobody does."
pattern = "month comma month comma year"
params = { kind = "words" }
match = [{ text = "In March, March, 2011.", finds = "March, March, 2011", value = "2011-03" }]
no_match = ["In March."]
"""


def test_the_rule_that_the_errors_vary_is_right(folder):
    found = dates(Extractor(folder(rules=RULE)).extract("It was in March, March, 2011 in the town."))
    assert ("March, March, 2011", "2011-03", "dates.month-twice") in found


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("en", "[kinds]\ntool = [", 2, "no TOML"),
        ("en", "[kindz]\ntool = []", 1, "unknown key kindz; allowed: code, dates,"),
        ("en", "\n[dates]\nmonth = []", 3, "unknown key dates.month; allowed: approx, articles,"),
        (
            "en",
            '[verbs.knit]\npart = "knitted"\nparts = "x"',
            3,
            "unknown key verbs.knit.parts; allowed: fut",
        ),
        ("en", '[kinds]\ntools = ["spade"]', 2, "unknown key kinds.tools; allowed: document, event"),
        ("en", "[dates.seasons]\nmonsoon = []", 2, "unknown key dates.seasons.monsoon; allowed: spring"),
        ("en", '[verbs.knit]\npart = "knitted"\nkind = "wool"', 3, "unknown kind wool; allowed: document"),
        ("en", '[kinds]\ntool = "spade"', 2, "kinds.tool: Input should be a valid list"),
        ("en", '[kinds]\ntool = [\n  "spade",\n  "Fork",\n]', 4, "lower case: 'fork', not 'Fork'"),
        ("en", '[kinds]\ntool = ["*"]', 2, "an entry without a letter would fit every word"),
        ("en", "[labels]\nBundle = []", 2, "labels.Bundle has no words, so it can never match"),
        ("en", 'code = "de"', 1, "the code de is not that of the file's name, en"),
        (
            "en",
            '[dates]\nmonths = [[],[],[],[],[],[],[],[],[],[],[],[],["x"]]',
            2,
            "must be 12 lists of words",
        ),
        ("en", '[remove.kinds]\ntool = ["spode"]', 2, "nothing to remove: 'spode' is not in kinds.tool"),
        ("en", '[remove]\nkindz = ["x"]', 2, "nothing to remove: there is no kindz"),
        ("en", 'remove = ["x"]', 1, "remove is a table of lists of words"),
        ("en", '[remove.numbers]\nwords = "two"', 2, "remove.numbers.words is a table of lists of words"),
        ("pt", 'name = "Portuguese"\nfunction_words = ["o"]', 2, "20 or more function_words, not 1"),
        ("pt", 'function_words = ["o"]', 1, "name: Field required"),
        ("english", 'name = "English"', 1, "a language file is named by its ISO 639 code"),
        ("rules", "disable = [", 1, "no TOML"),
        ("rules", "\ndisabled = []", 2, "unknown key disabled; allowed: change, disable, rule"),
        (
            "rules",
            'disable = [\n  "dates.yeer",\n]',
            2,
            "there is no rule dates.yeer; did you mean dates.year",
        ),
        ("rules", 'disable = ["xyz"]', 1, "there is no rule xyz; `factsheet rules` lists them"),
        ("rules", 'disable = ["dates.not-law"]', 1, "dates.not-law finds nothing that could be dropped"),
        ("rules", '[change."dates.x"]', 1, "there is no rule dates.x"),
        ("rules", '[change."dates.year"]\npatern = "year"', 2, "allowed: params, pattern, remove"),
        ("rules", '[change."counts.word"]\npattern = "x"', 2, "counts.word has no pattern"),
        ("rules", '[change."dates.year"]\npattern = "yeer"', 2, "unknown token class 'yeer'"),
        ("rules", '[change."dates.year"]\npattern = "(year"', 2, "pattern '(year': missing )"),
        ("rules", '[change."dates.year"]\npattern = "year?"', 2, "matches where there is nothing"),
        ("rules", '[change."dates.year"]\npattern = "year+"', 2, "repeats without bound; write {0,4} for *"),
        ("rules", '[change."dates.not-law"]\npattern = "["', 2, "unterminated character set"),
        ("rules", '[change."dates.not-law"]\npattern = "([0-9]+)+x"', 2, "matched in too many ways"),
        ("rules", '[change."dates.year"]\npattern = "(number{1,9}){1,9} year"', 2, "in too many ways"),
        ("rules", '[change."dates.year".params]\nbefor = []', 2, "no param befor; allowed: kind, before"),
        ("rules", '[change."dates.year".params]\nbefore = [1]', 2, "before must be like the one"),
        ("rules", '[change."dates.year".params]\nkind = "yeer"', 2, "unknown kind yeer; allowed: year"),
        ("rules", '[change."dates.year".remove]\nbefore = ["spode"]', 2, "'spode' is not in"),
        ("rules", RULE.replace("month-twice", "year"), 3, "there is a rule dates.year already"),
        ("rules", RULE + RULE, 11, "there is a rule dates.month-twice already"),
        ("rules", RULE.replace('"dates.', '"cities.'), 3, "only rules of dates can be added"),
        ("rules", RULE.replace("meaning", "mening"), 2, "rule.0.meaning: Field required"),
        ("rules", RULE + "extra = 1", 9, "unknown key rule.0.extra; allowed: id, match, meaning"),
        ("rules", RULE.replace('kind = "words"', ""), 2, "needs a pattern, and params with a kind"),
        ("rules", RULE.replace('"words"', '"wordy"'), 6, "unknown kind wordy; allowed: year"),
        ("rules", RULE.replace('"month ', '"moth '), 5, "unknown token class 'moth'"),
        ("rules", RULE.replace("2011-03", "2011-04"), 7, "does not find what its example says"),
        ("rules", RULE.replace("In March.", "March, March, 2011"), 8, "where it must not"),
        ("rules", RULE.replace('"words"', '"ymd"'), 5, "can't be read as a date of kind ymd"),
    ],
)
def test_what_can_not_be_used_is_refused_with_file_and_line(name, text, line, message, folder):
    root = folder(**{name: text})
    file = root / "rules.toml" if name == "rules" else root / "languages" / f"{name}.toml"
    with pytest.raises(RuleError) as raised:
        Extractor(root)
    assert str(raised.value).startswith(f"{file}:{line}: "), raised.value
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_folder_that_is_not_there_or_empty_is_refused(tmp_path):
    with pytest.raises(RuleError, match="there is no such folder of rules"):
        Extractor(tmp_path / "none")
    with pytest.raises(RuleError, match=r"neither rules\.toml nor languages"):
        Extractor(tmp_path)


def test_a_file_that_is_no_text_is_refused(folder):
    root = folder(rules="")
    (root / "rules.toml").write_bytes(b"\xff")
    with pytest.raises(RuleError, match=r"rules\.toml: it can't be read: it is not UTF-8"):
        Extractor(root)


def test_a_class_without_symbols_can_never_match():
    with pytest.raises(PatternError, match="'none' has no symbols: 'some none' can never match"):
        Alphabet({"some": "s", "none": ""}).compile("some none")


@pytest.mark.parametrize(
    ("name", "text"), list(zip(("factsheet.toml", "pyproject.toml"), SETTINGS, strict=True))
)
def test_a_file_of_the_working_folder_names_the_rules(name, text, tmp_path):
    assert configured(tmp_path) is None
    (tmp_path / "my-rules").mkdir()
    (tmp_path / name).write_text(text)
    assert configured(tmp_path) == tmp_path / "my-rules"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rule = 'x'", "factsheet.toml:1: unknown key rule; allowed: rules"),
        ("rules = 1", "factsheet.toml:1: rules is the path of a folder, in quotes"),
        ("\nrules = 'gone'", "factsheet.toml:2: there is no such folder of rules: gone"),
        ("rules", "factsheet.toml:1: no TOML"),
    ],
)
def test_settings_that_can_not_be_used_are_refused(text, message, tmp_path):
    (tmp_path / "factsheet.toml").write_text(text)
    with pytest.raises(RuleError) as raised:
        configured(tmp_path)
    assert message in str(raised.value)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command in the test's folder, which holds a description."""
    (tmp_path / "a.txt").write_text("The house was opened in 2011.\n")
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, list(arguments), prog_name="factsheet")


def test_the_commands_take_the_folder_given_or_else_the_configured_one(run, folder, tmp_path):
    folder(rules='disable = ["dates.year"]')
    (tmp_path / "other" / "languages").mkdir(parents=True)
    (tmp_path / "other" / "languages" / "en.toml").write_text('[kinds]\ntool = ["spade"]')

    def found(*options):
        done = run("extract", "a.txt", "--quiet", *options)
        assert done.exit_code == 0, done.stderr
        return [d["value"] for d in json.loads(done.stdout)["overview"]["dates"]]

    assert found() == ["2011"]
    assert found("--rules", ".") == []
    (tmp_path / "factsheet.toml").write_text('rules = "."')
    assert found() == []
    assert found("--rules", "other") == ["2011"]
    assert "the rule is switched off" in run("explain", "a.txt", "--at", "25").stdout


@pytest.mark.parametrize("command", ["extract", "explain"])
def test_a_command_with_rules_that_can_not_be_used_ends_with_2(command, run):
    done = run(command, "a.txt", "--rules", "gone")
    assert done.exit_code == 2
    assert done.stderr == "factsheet: gone: there is no such folder of rules\n"
