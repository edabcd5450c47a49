"""Which labels begin the text about a work package: headings, subjects, phrases with a label in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.components.headings import Layout, Title, read_title
from pipeline.components.labels import ACTIVITY, STRONG, Label
from pipeline.components.sections import Start, cut
from pipeline.document import reject

_WORD_AFTER = re.compile(r"\s([^\W\d_A-Z][^\W\d_]*)|,\s[^\W\d_A-Z]|\s\(|\s[’']")
_LAST_PACKAGES = re.compile(
    r"(?i)(?:work ?packages?|arbeitspaket\w*|lots? de travail|paquetes? de trabajo)\s\($"
)
_CLAUSE = re.compile(
    r"[;:]\s+|,\s+(?:and|while|whereas|but|und|während|et|tandis que|mientras|y|mentre|e|medan|och|terwijl|en"
    r"|mens|og)\s+(?=(?:\w{2,3}\s)?$)"
)
_CONJUNCTION = re.compile(r"[\s,;•–—-]*(?:(?:and|while|but|und|et|y|e|och|en|og|oraz|a)\s+)?")
_NEXT_PHRASE = re.compile(
    r"[,;]\s+(?:(?:and|und|et|y|e|och|en|og|oraz)\s+)?|\s(?:and|und|et|y|e|och|en|og|oraz)\s+"
)
_INTRODUCED = re.compile(
    r":\s+|\b(?:including|namely|comprising|i\.e\.,?|such as)\s+|(?:[Ww]ork ?packages?|WPs?\)?),\s+"
    r"|\b(?:will|would|shall|to)\s+(?:require|include|comprise|involve|cover|combine|need|address)\s+"
)
_LONGEST_CLAUSE = 600
_ITEM = re.compile(r"\s*(?:\(?(?:\d{1,2}|[a-z])[.)]|[•*►▪■●–-])\s+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language that decide how a label stands."""

    finite: frozenset[str]
    """Auxiliaries and modals: a title has none."""
    prepositions: frozenset[str]
    leads: frozenset[str]
    """Words before a label that begins a clause."""
    passing: frozenset[str]
    """Nouns that say that something of a package is meant, not the package."""


class Reading:
    """One text's labels, weighed against each other."""

    def __init__(self, doc: Doc, layout: Layout, labels: list[Label], words: Words) -> None:
        self.doc, self.layout, self.text, self.labels, self.words = doc, layout, layout.text, labels, words

    def starts(self) -> list[Start]:
        """The starts of sections, in order."""
        self._name_codes()
        headings = self._headings()
        blocks = cut(self.layout, headings)
        taken = {s.heading[0] for s in headings}
        titled = {s.key for s in headings}
        subjects: list[Start] = []
        mentions: list[Start] = []
        many = sum(1 for s in headings if s.family == STRONG and not s.rule.endswith("item")) > 1
        for label in self.labels:
            if label.family != STRONG or label.form != "word" or label.start in taken or label.several:
                if label.several:
                    self._reject(label, "not-passing", "it names several packages")
                continue
            self._prose(label, blocks, titled, many, subjects, mentions)
        starts = sorted(headings + subjects, key=lambda s: s.at)
        for mention in mentions:
            self._by_order(mention, starts)
        return starts

    def _reject(self, label: Label, rule: str, reason: str) -> None:
        reject(self.doc, label.start, label.end, f"work_packages.{rule}", reason)

    def _name_codes(self) -> None:
        """Codes go by the family that the text has named ("Action A1", then "B2.")."""
        named = Counter(
            label.family
            for label in self.labels
            if label.form == "word" and label.number[0].isalpha() and label.family != STRONG
        )
        family = named.most_common(1)[0][0] if named else None
        for label in self.labels:
            if label.form == "code" and label.family == ACTIVITY and family is not None:
                label.family = family

    # Headings

    def _headings(self) -> list[Start]:
        out: list[Start] = []
        for i, label in enumerate(self.labels):
            following = self.labels[i + 1].start if i + 1 < len(self.labels) else len(self.text)
            before = self.labels[i - 1].start if i else -1
            start = None if label.several else self._heading(label, before, following)
            if start is not None:
                out.append(start)
        numbers: dict[str, set[str]] = {}
        for start in out:
            numbers.setdefault(start.family, set()).add(start.number)
        kept = []
        for start in out:
            if start.family != STRONG and len(numbers[start.family]) < 2:
                reject(
                    self.doc,
                    *start.heading,
                    start.rule,
                    f"the only {start.family} heading does not divide the text",
                )
            else:
                kept.append(start)
        return kept

    def _heading(self, label: Label, before: int, following: int) -> Start | None:
        layout, text = self.layout, self.text
        opens = layout.opens_clause(label.start)
        if label.family != STRONG or label.form != "word":
            lead = text[layout.sentence_start(label.start) : label.start]
            if not layout.opens_line(label.start) and lead.strip():
                return None
        if not opens:
            return self._late_heading(label, before, following)
        title = read_title(layout, label, following, self.words.finite)
        rule = {"code": "code", "letter": "letter"}.get(
            label.form, "heading" if label.family == STRONG else "family"
        )
        if title is None:
            if not layout.opens_line(label.start) or label.form != "word":
                if text.startswith(":", label.end) and label.form == "word":
                    return self._start(label, label.start, "bare", None, prose=False)
                return None
            rest = text[label.end : layout.line_end(label.end)].strip(" .:–-")
            if rest and text[label.end : label.end + 2].strip() not in {":", "–", "-", "—", ".", "("}:
                return None
            return self._start(label, label.start, "bare", None, prose=False)
        return self._start(label, label.start, rule, title, prose=False)

    def _late_heading(self, label: Label, before: int, following: int) -> Start | None:
        """A heading inside a sentence: "In WP1 (Chemistry)", "Dissemination, work package 4, has"."""
        text = self.text
        sentence = self.layout.sentence_start(label.start)
        lead = text[sentence : label.start]
        if len(lead) <= 10 and len(lead.split()) == 1 and text.startswith(" (", label.end):
            title = read_title(self.layout, label, following, self.words.finite)
            return (
                self._start(label, label.start, "heading", title, prose=False) if title is not None else None
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
            return self._start(label, sentence, "apposition", title, prose=False)
        if text.startswith("(", label.start - 1) and text.startswith(")", label.end):
            title = self._item_title(label, before)
            if title is not None:
                return self._start(label, self.layout.line_start(label.start), "item", title, prose=False)
        return None

    def _item_title(self, label: Label, before: int) -> Title | None:
        """The title of a list item or line that ends with the label in brackets."""
        text = self.text
        line = self.layout.line_start(label.start)
        item = _ITEM.match(text, line, label.start)
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

    def _start(self, label: Label, at: int, rule: str, title: Title | None, *, prose: bool) -> Start:
        end = title.heading_end if title is not None else label.end
        if title is not None and rule not in {"item", "apposition"}:
            end = max(end, label.end)
        words = self.text[title.start : title.end] if title is not None else None
        return Start(at, label.family, label.number, f"work_packages.{rule}", words, (at, end), prose)

    # Running text

    def _prose(
        self,
        label: Label,
        blocks: list[tuple[Start, int]],
        titled: set[tuple[str, str]],
        many: bool,
        subjects: list[Start],
        mentions: list[Start],
    ) -> None:
        key = (label.family, label.number)
        block = _block(blocks, label.start)
        if block is not None and (block.key == key or key in titled):
            self._reject(label, "not-passing", f"inside the text about {block.family} {block.number}")
            return
        text, layout = self.text, self.layout
        bracketed = (
            label.start > 0
            and text[label.start - 1] in "(["
            and text[label.end : label.end + 1] in {")", "]"}
        )
        sentence = layout.sentence_start(label.start)
        if bracketed and not _LAST_PACKAGES.search(text, max(0, label.start - 30), label.start):
            if many:
                self._reject(label, "not-passing", "the packages of this text have headings")
            else:
                subjects.append(self._parenthesised(label, sentence, subjects))
            return
        clause = self._clause(label, sentence)
        lead = text[clause : label.start]
        after = text[label.end + bracketed : label.end + 30]
        words = lead.lower().replace("(", " ").replace(",", " ").split()
        follows = _WORD_AFTER.match(after)
        next_word = follows[1] if follows is not None and follows[1] else ""
        nominal = next_word in self.words.passing or not self.words.passing.isdisjoint(words)
        start = self._start(label, clause, "subject", None, prose=True)
        if not nominal and len(words) <= 7 and follows is not None:
            if all(w in self.words.leads for w in words) or (
                next_word in self.words.finite and text[clause].isupper() and len(words) > 2
            ):
                subjects.append(start)
                return
        elif (
            not nominal
            and len(words) <= 2
            and all(w in self.words.leads for w in words)
            and after[:1] == " "
            and after[1:2].isalnum()
        ):
            subjects.append(start)
            return
        start.rule = "work_packages.mention"
        if text.startswith(" (", label.end):
            title = read_title(layout, label, len(text), self.words.finite)
            if title is not None:
                start = self._start(label, label.start, "mention", title, prose=False)
        mentions.append(start)

    def _clause(self, label: Label, sentence: int) -> int:
        """Where the clause begins that holds the label."""
        text = self.text
        begin = sentence
        for m in _CLAUSE.finditer(text, max(sentence, label.start - _LONGEST_CLAUSE), label.start):
            begin = m.end()
        conjunction = _CONJUNCTION.match(text, begin, label.start)
        if begin > sentence and conjunction is not None:
            begin = conjunction.end()
        item = _ITEM.match(text, begin, label.start)
        return item.end() if item is not None else begin

    def _parenthesised(self, label: Label, sentence: int, before: list[Start]) -> Start:
        """The clause or phrase that a label in brackets follows."""
        text = self.text
        begin = sentence
        if before and sentence <= before[-1].heading[1] < label.start:
            begin = before[-1].heading[1]
            close = _CONJUNCTION.match(text, begin, label.start)
            if close is not None and close[0].strip():
                begin = close.end()
            else:  # the phrase goes on: "errors (WP3) in optical systems, and architectures (WP4)"
                for m in _NEXT_PHRASE.finditer(text, max(begin, label.start - _LONGEST_CLAUSE), label.start):
                    begin = m.end()
        elif self._enumerates(label):
            for m in _INTRODUCED.finditer(text, max(sentence, label.start - _LONGEST_CLAUSE), label.start):
                begin = m.end()
        start = self._start(label, begin, "parenthesised", None, prose=True)
        start.heading = (begin, label.end + 1)
        return start

    def _enumerates(self, label: Label) -> bool:
        """Whether another label in brackets follows in the sentence: "coupling (WP4), impact (WP3)"."""
        end = self.layout.sentence_end(label.end)
        at = bisect_right(self.labels, label.start, key=lambda other: other.start)
        following = self.labels[at] if at < len(self.labels) else None
        return following is not None and following.start < end and self.text[following.start - 1] in "(["

    def _by_order(self, mention: Start, starts: list[Start]) -> None:
        """Take a weak mention as start where the packages before and after it leave just that place."""
        rank = mention.rank
        at = bisect_left(starts, mention.at, key=lambda start: start.at)
        before = starts[at - 1] if at else None
        after = starts[at] if at < len(starts) else None
        fits = (
            rank is not None
            and before is not None
            and before.rank == rank - 1
            and before.family == mention.family
            and mention.at > before.heading[1]
            and (after is None or after.rank == rank + 1 or (after.rank is not None and after.rank <= 1))
        )
        if fits and before is not None and (before.prose or not mention.prose):
            starts.insert(at, mention)
        else:
            reject(
                self.doc,
                *mention.heading,
                "work_packages.mention",
                "its place in the order of packages is another",
            )


def _block(blocks: list[tuple[Start, int]], at: int) -> Start | None:
    """The heading in whose text `at` stands."""
    i = bisect_right(blocks, at, key=lambda block: block[0].heading[1]) - 1
    return blocks[i][0] if i >= 0 and at < blocks[i][1] else None
