"""Which labels make a heading: at the beginning of a line or clause, or after an item."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.components.headings import Layout, Title, Words, read_title
from pipeline.components.labels import STRONG, Label
from pipeline.components.sections import Start

_SHORT_LEAD = 12
"""Characters that may stand before a label with a title in brackets ("In WP1 (Chemistry)", "Dans le lot 2 (…)")."""
ITEM = re.compile(r"\s*(?:\(?(?:\d{1,2}|[a-z])[.)]|[•*►▪■●–-])\s+")
"""The bullet or number of a list item."""


def start_of(layout: Layout, label: Label, at: int, rule: str, title: Title | None, *, prose: bool) -> Start:
    """The start of a section at `at`, whose heading runs to the end of its title, or of its label."""
    end = title.heading_end if title is not None else label.end
    words = layout.text[title.start : title.end] if title is not None else None
    return Start(at, label.family, label.number, f"work_packages.{rule}", words, (at, end), prose)


class HeadingReader:
    """Reads the headings of one text."""

    def __init__(self, layout: Layout, labels: list[Label], words: Words) -> None:
        self.layout, self.text, self.labels, self.words = layout, layout.text, labels, words
        self.read: set[int] = set()
        """Where the labels begin that have a heading."""

    def headings(self) -> list[Start]:
        """The starts that are headings, in order."""
        out: list[Start] = []
        for i, label in enumerate(self.labels):
            if label.several:
                continue
            before = self.labels[i - 1].start if i else -1
            following = self.labels[i + 1].start if i + 1 < len(self.labels) else len(self.text)
            start = self._heading(label, before, following)
            if start is not None:
                out.append(start)
                self.read.add(label.start)
        return out

    def _heading(self, label: Label, before: int, following: int) -> Start | None:
        layout, text = self.layout, self.text
        if (
            _bracketed(text, label)
            and layout.opens_clause(label.start - 1)
            and text.startswith(") ", label.end)
        ):
            label = replace(label, start=label.start - 1, end=label.end + 1)  # "(WP1) Management: ..."
            title = read_title(layout, label, following, self.words)
            if title is None:
                return None
            return start_of(layout, label, label.start, "heading", title, prose=False)
        opens = layout.opens_clause(label.start)
        if label.family != STRONG or label.form != "word":
            lead = text[layout.sentence_start(label.start) : label.start]
            if not layout.opens_line(label.start) and lead.strip():
                return None
        if not opens:
            return self._late_heading(label, before, following)
        title = read_title(layout, label, following, self.words)
        rule = {"code": "code", "letter": "letter"}.get(
            label.form, "heading" if label.family == STRONG else "family"
        )
        if title is None:
            if not layout.opens_line(label.start) or label.form != "word":
                after = (":",) if label.form == "word" else (", ", " (")  # "O4, a board game, was dropped"
                if text.startswith(after, label.end):
                    return start_of(self.layout, label, label.start, "bare", None, prose=False)
                return None
            rest = text[label.end : layout.line_end(label.end)].strip(" .:–-")
            if rest and text[label.end : label.end + 2].strip() not in {":", "–", "-", "—", ".", "("}:
                return None
            return start_of(self.layout, label, label.start, "bare", None, prose=False)
        return start_of(self.layout, label, label.start, rule, title, prose=False)

    def _late_heading(self, label: Label, before: int, following: int) -> Start | None:
        """A heading inside a sentence: "In WP1 (Chemistry)", "Dissemination, work package 4, has"."""
        text = self.text
        sentence = self.layout.sentence_start(label.start)
        lead = text[sentence : label.start]
        if len(lead) <= _SHORT_LEAD and len(lead.split()) <= 2 and text.startswith(" (", label.end):
            title = read_title(self.layout, label, following, self.words)
            return (
                start_of(self.layout, label, label.start, "heading", title, prose=False)
                if title is not None
                else None
            )
        if (
            lead.endswith(", ")
            and text.startswith(",", label.end)
            and len(lead) < 70
            and lead[0].isupper()
            and lead.split()[0].lower() not in self.words.prepositions
            and "," not in lead[:-2]
        ):
            title = Title(sentence, label.start - 2, label.end)
            return start_of(self.layout, label, sentence, "apposition", title, prose=False)
        if _bracketed(text, label):
            title = self._item_title(label, before)
            if title is not None:
                return start_of(
                    self.layout, label, self.layout.line_start(label.start), "item", title, prose=False
                )
        return None

    def _item_title(self, label: Label, before: int) -> Title | None:
        """The title of a list item or line that ends with the label in brackets."""
        text = self.text
        line = self.layout.line_start(label.start)
        item = ITEM.match(text, line, label.start)
        begin = item.end() if item is not None else line
        rest = text[label.end : self.layout.line_end(label.end)].strip(" .;)]")
        title = text[begin : label.start - 1].rstrip()
        if (
            rest
            or not title
            or len(title) > 200
            or begin <= before
            or not self.words.finite.isdisjoint(title.lower().split())
            or ". " in title
        ):
            return None
        if item is None and len(title) > 90:
            return None
        return Title(begin, begin + len(title), label.end + 1)


def _bracketed(text: str, label: Label) -> bool:
    """Whether the label stands in brackets, alone."""
    return label.start > 0 and text[label.start - 1] == "(" and text.startswith(")", label.end)
