"""Which labels make a heading: at the beginning of a line or clause, or after an item."""

from __future__ import annotations

import re
from typing import Final

from pipeline.components.headings import QUOTED, Layout, Title, Words, read_title
from pipeline.components.labels import STRONG, Label
from pipeline.components.sections import Start

_SHORT_LEAD: Final = 12
"""Characters that may stand before a label with a title in brackets ("In WP1 (Chemistry)")."""
_LONGEST_ITEM: Final = 200
"""Characters of a title before its label in brackets."""
_LONG_LEAD: Final = 70
_LINK: Final = 6
"""Characters that may stand between the parts of a list: a comma and "and"."""
_LISTED: Final = re.compile(
    r"(?:: | – | - | )([^\W\d_a-z][^,;:.()\n]{2,80}?)"
    r"(?=,|;|\)|\.(?:\s|$)|\s(?:and|und|et|y|e|i|och|og|en|oraz)\s)"
)
ITEM: Final = re.compile(r"\s*(?:\(?(?:\d{1,2}|[a-z])[.)]|[•*►▪■●–-])\s+")
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
        self._listed = -1
        """Where the last title ended in a list inside a sentence."""

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
            label = label.in_brackets()  # "(WP1) Management: ..."
            title = read_title(layout, label, following, self.words)
            if title is None:
                return None
            return self._made(label, "heading", title)
        opens = layout.opens_clause(label.start)
        if label.family != STRONG or label.form != "word":
            lead = text[layout.sentence_start(label.start) : label.start]
            if not layout.opens_line(label.start) and lead.strip():
                return None
        if not opens:
            return self._late_heading(label, before, following)
        title = read_title(layout, label, following, self.words)
        if title is None:
            return self._made(label, "bare", None) if self._stands_bare(label) else None
        if label.form != "word":
            return self._made(label, label.form, title)
        return self._made(label, "heading" if label.family == STRONG else "family", title)

    def _stands_bare(self, label: Label) -> bool:
        """Whether a label that opens a line or clause is a heading without a title."""
        text, layout = self.text, self.layout
        if label.form != "word":
            return text.startswith((", ", " ("), label.end)  # "O4, a board game, was dropped"
        if not layout.opens_line(label.start):
            return text.startswith(":", label.end)
        rest = text[label.end : layout.line_end(label.end)].strip(" .:–-")
        return not rest or text[label.end : label.end + 2].strip() in {":", "–", "-", "—", ".", "("}

    def _late_heading(self, label: Label, before: int, following: int) -> Start | None:
        """A heading inside a sentence or line, by what stands before and after its label."""
        text, layout = self.text, self.layout
        sentence = layout.sentence_start(label.start)
        lead = text[sentence : label.start]
        short = len(lead) <= _SHORT_LEAD and len(lead.split()) <= 2
        quoted = QUOTED.match(text, label.end) if short else None
        if quoted is not None:  # "Under WP2 “Sensors”"
            return self._made(label, "heading", Title(quoted.start(1), quoted.end(1), quoted.end()))
        if short and text.startswith(" (", label.end):  # "In WP1 (Chemistry)"
            title = read_title(layout, label, following, self.words)
            return self._made(label, "heading", title) if title is not None else None
        line = layout.line_start(label.start)
        if len(lead) < _LONG_LEAD and text.startswith(": ", label.end) and line == sentence:
            return self._made(label, "bare", None, sentence)  # "Results of WP2: ..."
        if self._apposed(label, lead):
            return self._made(label, "apposition", Title(sentence, label.start - 2, label.end), sentence)
        if _bracketed(text, label):
            title = self._item_title(label, before)
            return self._made(label, "item", title, line) if title is not None else None
        title = self._listed_title(label, following)
        if title is None:
            self._listed = -1
            return None
        self._listed = title.end
        return self._made(label, "heading", title)

    def _apposed(self, label: Label, lead: str) -> bool:
        """Whether a title begins the sentence, and the label follows between commas: "Outreach, WP4, has"."""
        return (
            lead.endswith(", ")
            and self.text.startswith(",", label.end)
            and len(lead) < _LONG_LEAD
            and lead[0].isupper()
            and "," not in lead[:-2]
            and lead.split()[0].lower() not in self.words.prepositions
        )

    def _listed_title(self, label: Label, following: int) -> Title | None:
        """The title in a list inside a sentence: "(WP1 Coordination, WP2 Sensors and WP3 Tests)"."""
        text = self.text
        listed = 0 <= label.start - self._listed <= _LINK
        if not listed and not text.endswith(("(", ", "), 0, label.start):
            return None
        m = _LISTED.match(text, label.end)
        if m is None or not self.words.finite.isdisjoint(m[1].lower().split()):
            return None
        continues = 0 <= following - m.end(1) <= _LINK
        return Title(m.start(1), m.end(1), m.end(1)) if listed or continues else None

    def _made(self, label: Label, rule: str, title: Title | None, at: int | None = None) -> Start:
        return start_of(self.layout, label, label.start if at is None else at, rule, title, prose=False)

    def _item_title(self, label: Label, before: int) -> Title | None:
        """The title of a list item or line that ends with the label in brackets."""
        text = self.text
        line = self.layout.line_start(label.start)
        item = ITEM.match(text, line, label.start)
        begin = item.end() if item is not None else line
        if begin <= before or label.start - begin > _LONGEST_ITEM:  # told before anything is cut out
            return None
        rest = text[label.end : self.layout.line_end(label.end)].strip(" .;)]")
        title = text[begin : label.start - 1].rstrip()
        if rest or not title or not self.words.finite.isdisjoint(title.lower().split()) or ". " in title:
            return None
        if item is None and len(title) > 90:
            return None
        return Title(begin, begin + len(title), label.end + 1)


def _bracketed(text: str, label: Label) -> bool:
    """Whether the label stands in brackets, alone."""
    return label.start > 0 and text[label.start - 1] == "(" and text.startswith(")", label.end)
