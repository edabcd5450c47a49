"""One project of the report in a real browser: text and facts, hostile text, corrections, keyboard, axe."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect
from typer.testing import CliRunner

from pipeline import store
from pipeline.cli import app
from pipeline.report import Item, build, build_folder

from .browser import serious_violations
from .report_examples import EVIL, TEXT, hostile, project

ADDRESS = "#/project/harbour"


@pytest.fixture
def harbour(open_page, tmp_path):
    """Opens the page of the one project, with its text or without."""

    def opened(text=TEXT, place=ADDRESS, **options):
        path = tmp_path / "report.html"
        path.write_text(build([Item("harbour", project(), text)]), encoding="utf-8")
        return open_page(path, place, **options)

    return opened


def mark(page, words):
    return page.locator("#text .mark", has_text=re.compile(f"^{re.escape(words)}$")).first


def fact(page, kind, nth=0):
    return page.locator(f"#facts .fact.{kind}").nth(nth).locator(".fact-head")


def chosen(page):
    """The words that are lit in the text, and the fact that is open in the list."""
    lit = "".join(page.locator("#text .mark.chosen").all_inner_texts())
    return lit, page.locator("#facts .fact.chosen .value").all_inner_texts()


def in_view(page, selector):
    return page.locator(selector).first.evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; }"
    )


class TestReading:
    """Text and facts belong together."""

    def test_the_text_is_shown_as_it_stands_and_every_mention_is_marked(self, harbour):
        page = harbour()
        shown = page.locator("#text .words").evaluate_all("all => all.map(e => e.textContent.trim())")
        first, second = TEXT.index("WP1"), TEXT.index("WP2")
        assert shown == [TEXT[:first].strip(), TEXT[first:second].strip(), TEXT[second:].strip()]
        marks = page.locator("#text .mark").evaluate_all(
            """all => all.map(
                e => [e.textContent, e.className.split(" ").filter(c => !c.startsWith("in-")).sort()])"""
        )
        assert ["Four workshops", ["count", "deliverable", "mark"]] in marks
        assert [" in ", ["deliverable", "mark"]] in marks
        assert ["Riga", ["city", "deliverable", "mark"]] in marks
        assert ["2019", ["date", "mark", "warning", "warns"]] in marks

    def test_a_fact_leads_to_its_words(self, harbour):
        page = harbour(viewport={"width": 1200, "height": 300})
        fact(page, "deliverable").click()
        assert chosen(page) == ("Four workshops in Riga", ["Four workshops in Riga"])
        assert in_view(page, "#text .mark.chosen")
        assert page.evaluate("location.hash") == "#/project/harbour/deliverable%3A62-84"

    def test_words_lead_to_their_fact_and_to_the_one_around_it(self, harbour):
        page = harbour(viewport={"width": 1200, "height": 300})
        mark(page, "Riga").click()
        assert chosen(page) == ("Riga", ["Riga, Latvia"])
        assert in_view(page, "#facts .fact.chosen .fact-head")
        assert page.locator(".fact.chosen .fact-head").get_attribute("aria-expanded") == "true"
        mark(page, "Riga").click()
        assert chosen(page) == ("Four workshops in Riga", ["Four workshops in Riga"])

    def test_an_address_leads_to_a_fact(self, harbour):
        assert chosen(harbour(place=f"{ADDRESS}/header%3Aacronym")) == ("HARB", ["Acronym: HARB"])

    @pytest.mark.parametrize("how", ["hover", "focus"])
    def test_hover_and_focus_tell_value_rule_and_links(self, harbour, how):
        page = harbour()
        getattr(mark(page, "3/06"), how)()
        card = page.locator("#card")
        card.wait_for()
        assert "March 2006" in card.inner_text()
        assert "goes with: Four workshops in Riga" in card.inner_text()
        assert "tests.rule" in card.inner_text()
        page.keyboard.press("Escape")
        card.wait_for(state="hidden")

    def test_links_lead_from_a_deliverable_to_its_city_and_back(self, harbour):
        page = harbour()
        fact(page, "deliverable").click()
        page.locator(".links button", has_text="Riga, Latvia").click()
        assert chosen(page) == ("Riga", ["Riga, Latvia"])
        page.locator(".links button", has_text="Four workshops").click()
        assert chosen(page)[0] == "Four workshops in Riga"

    def test_classes_are_switched_off_and_on(self, harbour):
        page = harbour()
        before = page.locator("#text .words").all_inner_texts()
        page.get_by_role("checkbox", name="Cities").uncheck()
        assert page.locator("#text .mark.city, #facts .fact.city").count() == 0
        assert page.locator("#text .words").all_inner_texts() == before
        page.get_by_role("checkbox", name="Cities").check()
        assert page.locator("#text .mark.city").count() == 2

    def test_a_warning_stands_where_it_speaks_of(self, harbour):
        page = harbour()
        fact(page, "warning").click()
        assert chosen(page) == ("2019", ["Date outside the project’s own"])
        assert "⚠" in mark(page, "2019").evaluate("e => getComputedStyle(e, '::before').content")

    def test_work_packages_lead_to_their_text(self, harbour):
        page = harbour(viewport={"width": 1200, "height": 260})
        page.get_by_role("navigation", name="Work packages").get_by_role("button", name="Telling").click()
        assert in_view(page, "#text .part:nth-child(3) h3")

    def test_without_the_text_the_words_of_the_facts_are_shown(self, harbour):
        page = harbour(text=None)
        assert page.get_by_text("only the words of its facts are shown").is_visible()
        fact(page, "deliverable").click()
        assert chosen(page)[0] == "Four workshops in Riga"
        assert "were held" not in page.locator("#text").inner_text()

    def test_neighbours_in_a_folder(self, open_page, tmp_path):
        items = [Item(f"p{n}", project(name=f"p{n}"), TEXT) for n in range(3)]
        for name, content in build_folder(items, per_page=2):
            (tmp_path / name).write_text(content, encoding="utf-8")
        page = open_page(tmp_path / "projects-001.html", "#/project/p1")
        page.get_by_role("link", name="next").click()
        page.wait_for_url("**/projects-002.html#/project/p2")
        expect(page.locator("#project-source")).to_contain_text("p2")
        page.get_by_role("link", name="All projects").click()
        page.wait_for_url("**/index.html#/")


class TestKeyboard:
    """Everything works without a mouse."""

    def test_arrows_go_from_mark_to_mark(self, harbour):
        page = harbour()
        mark(page, "HARB").focus()
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.textContent") == "2011-01-03"
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        assert chosen(page)[0] == "2019"
        assert page.locator("#text [tabindex='0']").count() == 1

    def test_focus_stays_on_a_fact_that_is_judged(self, harbour):
        page = harbour()
        fact(page, "city").press("Enter")
        page.keyboard.press("Tab")
        while page.evaluate("!document.activeElement.matches('.accept')"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert (
            page.evaluate("document.activeElement.closest('.fact').className") == "fact city accepted chosen"
        )


class TestLanguages:
    """The user interface speaks three languages."""

    @pytest.mark.parametrize(
        ("code", "says"), [("fr", ["Lots de travail", "mars 2006"]), ("de", ["Arbeitspakete", "März 2006"])]
    )
    def test_the_language_is_switched_in_the_page(self, harbour, code, says):
        page = harbour()
        page.get_by_label("Language").select_option(code)
        text = page.locator("#project").inner_text()
        assert [part for part in says if part not in text] == []
        assert page.evaluate("document.documentElement.lang") == code


class TestHostile:
    """Text that means harm is shown as text."""

    def test_it_is_inert_in_every_field_and_the_file_name(self, open_page, tmp_path):
        text, evil = hostile()
        path = tmp_path / "report \"'<b>&.html"
        path.write_text(build([Item(EVIL, evil, text), Item("harbour", project(), TEXT)]), encoding="utf-8")
        page = open_page(path, f"#/project/{json.dumps(EVIL)}")
        assert page.get_by_text("This page holds no such project.").is_visible()
        page = open_page(path)
        page.evaluate("key => { location.hash = '#/project/' + encodeURIComponent(key); }", EVIL)
        page.locator(".fact-head").first.wait_for()
        opened = page.evaluate(
            """() => {
                const heads = document.getElementsByClassName("fact-head");
                for (let at = 0; at < heads.length; at++) {
                    heads[at].click();
                    document.querySelector(".detail .change")?.click();
                }
                return heads.length;
            }"""
        )
        assert opened == 14
        page.locator("#text .mark").first.hover()
        page.locator("#card").wait_for()
        assert EVIL in page.locator("#text").evaluate("e => e.textContent")
        assert EVIL in page.locator("#card").evaluate("e => e.textContent")
        assert page.locator("main :is(img, iframe, script, b, object), #card img").count() == 0
        assert page.title().startswith(EVIL[:20])

    def test_the_policy_stops_what_would_be_added(self, browser, tmp_path):
        path = tmp_path / "report.html"
        path.write_text(build([Item("harbour", project(), TEXT)]), encoding="utf-8")
        page = browser.new_page()
        page.goto(path.as_uri())
        stopped = page.evaluate(
            """() => {
                try { document.body.innerHTML = "<img src=x onerror='window.hurt = 1'>"; }
                catch (error) { return error.name; }
            }"""
        )
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('img'), {src: 'https://x.invalid/'}))"
        )
        assert (stopped, page.evaluate("window.hurt")) == ("TypeError", None)
        page.close()


def download(page):
    with page.expect_download() as got:
        page.get_by_role("button", name="Download corrections").click()
    assert got.value.suggested_filename == "harbour.json"
    return json.loads(got.value.path().read_text("utf-8"))


class TestCorrections:
    """Facts are accepted, rejected, changed and added, and become gold."""

    def test_what_was_not_looked_at_is_optional(self, harbour):
        gold = download(harbour())
        rows = [row for rows in gold.values() if isinstance(rows, list) for row in rows]
        assert len(rows) == 2 + 2 + 2 + 1 + 2
        assert all(row["opt"] for row in rows)
        assert set(gold["fields"].values()) == {None}
        assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows if "text" in row)

    def test_corrections_are_gold_that_evaluate_reads(self, harbour, tmp_path):
        page = harbour()
        fact(page, "city").click()
        page.get_by_role("button", name="Right", exact=True).click()
        fact(page, "count").click()
        page.get_by_role("button", name="Wrong", exact=True).click()
        fact(page, "date", 1).click()
        page.get_by_role("button", name="Change").click()
        page.get_by_label("Value", exact=True).fill("2019-02-31")
        page.get_by_role("button", name="Save").click()
        assert (
            page.get_by_label("Value", exact=True)
            .evaluate("e => e.validationMessage")
            .startswith("Write a date")
        )
        page.get_by_label("Value", exact=True).fill("2018")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Add a fact that was missed", exact=True).click()
        page.get_by_label("Words, exactly").fill("map")
        page.get_by_label("What it is").select_option("deliverable")
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_label("Kind").select_option("document")
        page.get_by_label("Riga").check()
        page.get_by_role("button", name="Save").click()
        assert page.locator("#progress").inner_text() == "4 of 14 facts checked"

        # What a page stores reaches the browser's own process a moment later. A private window of Chromium,
        # as tests have, loses it where a file is loaded again within some milliseconds; a usual profile does
        # not.
        page.wait_for_timeout(500)
        page.reload()
        page.locator("#facts .fact.added").wait_for()
        gold = download(page)
        assert [row["opt"] for row in gold["cities"]] == [False, True]
        assert gold["counts"] == []
        assert [(row["value"], row["opt"]) for row in gold["dates"]] == [("2006-03", True), ("2018", False)]
        added = next(row for row in gold["deliverables"] if not row["opt"])
        assert (added["text"], added["kind"], added["cities"]) == ("map", "document", ["Riga"])
        assert TEXT[added["head_start"] : added["head_end"]] == added["head"] == "map"

        store.write(tmp_path / "gold" / "harbour.json", json.dumps(gold).encode())
        store.write(tmp_path / "out" / "harbour.json", store.to_json(project()))
        done = CliRunner().invoke(app, ["evaluate", str(tmp_path / "gold"), str(tmp_path / "out"), "--json"])
        assert done.exit_code == 0, done.output
        tasks = json.loads(done.stdout)["tasks"]
        measured = {name: (task["gold"], task["predicted"], task["f1"]) for name, task in tasks.items()}
        assert measured["*cities"] == (1, 1, 1)  # the one that was not checked counts neither way
        assert measured["*counts"] == (0, 1, 0)
        assert measured["*dates"] == (1, 1, 0)

    def test_accepting_all_makes_gold_that_the_output_fits(self, harbour, tmp_path):
        page = harbour()
        page.get_by_role("button", name="The rest is right").click()
        store.write(tmp_path / "gold" / "harbour.json", json.dumps(download(page)).encode())
        store.write(tmp_path / "out" / "harbour.json", store.to_json(project()))
        done = CliRunner().invoke(app, ["evaluate", str(tmp_path / "gold"), str(tmp_path / "out"), "--json"])
        figures = json.loads(done.stdout)
        found = {name: task["gold"] for name, task in figures["tasks"].items() if task["predicted"]}
        assert found == {name: task["predicted"] for name, task in figures["tasks"].items() if task["gold"]}
        assert found["*deliverables"] == 2
        assert {task["f1"] for name, task in figures["tasks"].items() if name in found} == {1}
        assert {share["accuracy"] for share in figures["accuracy"].values() if share["of"]} == {1}
        page.get_by_role("button", name="Discard").click()
        page.get_by_role("button", name="Really discard all?").click()
        assert page.locator("#progress").inner_text() == "0 of 13 facts checked"

    def test_words_that_are_selected_become_a_fact(self, harbour):
        page = harbour()
        page.evaluate(
            """() => {
                const range = document.createRange();
                const words = document.querySelector("#text .words");
                const text = [...words.childNodes].find(node => node.data?.includes("𝄞"));
                range.setStart(text, text.data.indexOf("𝄞"));
                range.setEnd(text, text.data.indexOf("𝄞") + 2);
                getSelection().addRange(range);
                document.dispatchEvent(new PointerEvent("pointerup"));
            }"""
        )
        page.locator("#adder").get_by_role("button", name="City").click()
        page.get_by_label("Country (two letters)").fill("LV")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Remove").wait_for()
        added = next(row for row in download(page)["cities"] if not row["opt"])
        assert (added["text"], added["start"], added["end"], added["country"]) == ("𝄞", 15, 16, "LV")
        page.get_by_role("button", name="Remove").click()
        assert len(download(page)["cities"]) == 2

    def test_a_fact_that_was_only_begun_is_none(self, harbour):
        page = harbour()

        def begin():
            page.get_by_text("Add a fact that was missed", exact=True).click()
            page.get_by_label("Words, exactly").fill("Telling")
            page.get_by_role("button", name="Add", exact=True).click()
            assert page.locator("#facts .fact.added").count() == 1

        begin()
        page.get_by_role("button", name="Cancel").click()
        assert page.locator("#facts .fact.added").count() == 0
        begin()
        fact(page, "city").click()
        assert page.locator("#facts .fact.added").count() == 0
        begin()
        assert len(download(page)["cities"]) == 2
        page.reload()
        assert page.locator("#facts .fact").count() > 0
        assert page.locator("#facts .fact.added").count() == 0

    def test_words_that_the_text_does_not_hold_are_refused(self, harbour):
        page = harbour()
        page.get_by_text("Add a fact that was missed", exact=True).click()
        page.get_by_label("Words, exactly").fill("Atlantis")
        page.get_by_role("button", name="Add", exact=True).click()
        said = page.get_by_label("Words, exactly").evaluate("e => e.validationMessage")
        assert said == "The text does not contain these words."

    def test_those_of_all_projects_are_downloaded_together(self, open_page, tmp_path):
        texts = {"a/one": TEXT, "two": TEXT + "!", "three": TEXT + "!!"}
        items = [Item(key, project(text), text) for key, text in texts.items()]
        path = tmp_path / "report.html"
        path.write_text(build(items), encoding="utf-8")
        page = open_page(path, "#/project/two")
        got = []
        page.on("download", lambda one: got.append(one.suggested_filename))
        page.get_by_role("button", name="The rest is right").click()
        assert not page.get_by_role("button", name="of all projects").is_visible()
        page.get_by_role("link", name="previous").click()
        page.get_by_role("button", name="The rest is right").click()
        page.get_by_role("button", name="of all projects").click()
        page.wait_for_timeout(300)
        assert sorted(got) == ["one.json", "two.json"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(harbour, scheme):
    page = harbour(color_scheme=scheme)
    fact(page, "deliverable").click()
    page.get_by_role("button", name="Right", exact=True).click()
    page.get_by_role("button", name="Change").click()
    page.get_by_text("Add a fact that was missed", exact=True).click()
    mark(page, "3/06").hover()
    page.locator("#card").wait_for()
    assert serious_violations(page) == []


def test_print_shows_text_and_facts_without_controls(harbour):
    page = harbour()
    page.emulate_media(media="print")
    assert page.locator("#text").is_visible()
    assert page.locator("#facts").is_visible()
    assert not page.locator(".bar").is_visible()
    assert not page.locator("#download").is_visible()
