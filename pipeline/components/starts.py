"""Which labels begin the text about a work package: headings, subjects, phrases with a label in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import Final

from spacy.tokens import Doc

from pipeline.components.heading_starts import ITEM, HeadingReader, start_of
from pipeline.components.headings import Layout, Words, read_title
from pipeline.components.labels import ACTIVITY, STRONG, Label
from pipeline.components.sections import Start, cut
from pipeline.document import reject

_WORD_AFTER: Final = re.compile(r"\s([^\W\d_A-Z][^\W\d_]*)|,\s[^\W\d_A-Z]|\s\(|\s[’']")
_LAST_PACKAGES: Final = re.compile(
    r"(?i)(?:work ?packages?|arbeitspaket\w*|lots? de travail|paquetes? de trabajo)\s\($"
)
_CLAUSE: Final = re.compile(
    r"[;:]\s+|,\s+(?:and|while|whereas|but|und|während|et|tandis que|mientras que|mientras|y|mentre|e|medan"
    r"|och|terwijl|en|mens|og)\s+(?=(?:\w{2,3}\s)?$)"
)
_CONJUNCTION: Final = re.compile(r"[\s,;•–—-]*(?:(?:and|while|but|und|et|y|e|och|en|og|oraz|a)\s+)?")
_NEXT_PHRASE: Final = re.compile(
    r"[,;]\s+(?:(?:and|und|et|y|e|och|en|og|oraz)\s+)?|\s(?:and|und|et|y|e|och|en|og|oraz)\s+"
)
_INTRODUCED: Final = re.compile(
    r":\s+|\b(?:including|namely|comprising|i\.e\.,?|such as)\s+|(?:packages?|WPs?\)?),\s+"
    r"|\b(?:will|would|shall|to)\s+(?:require|include|comprise|involve|cover|combine|need|address)\s+"
)
_LONGEST_CLAUSE: Final = 600


class Reading:
    """One text's labels, weighed against each other."""

    def __init__(self, doc: Doc, layout: Layout, labels: list[Label], words: Words) -> None:
        self.doc, self.layout, self.text, self.labels, self.words = doc, layout, layout.text, labels, words

    def starts(self) -> list[Start]:
        """The starts of sections, in order."""
        self._name_codes()
        reader = HeadingReader(self.layout, self.labels, self.words)
        headings = self._divided(reader.headings())
        blocks = cut(self.layout, headings)
        titled = {s.key for s in headings}
        subjects: list[Start] = []
        mentions: list[Start] = []
        many = sum(1 for s in headings if s.family == STRONG and not s.rule.endswith("item")) > 1
        for label in self.labels:
            if label.several:
                self._reject(label, "not-passing", "it names several packages")
            elif label.form == "word" and label.start not in reader.read:
                self._prose(label, blocks, titled, many, subjects, mentions)
        strong = {s.number for s in headings + subjects if s.family == STRONG}
        starts = sorted(
            headings + self._divided([s for s in subjects if s.family == STRONG or not strong]), key=_at
        )
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

    def _divided(self, starts: list[Start]) -> list[Start]:
        """The starts without those of a family, other than packages proper, that has but one number."""
        numbers: dict[str, set[str]] = {}
        for start in starts:
            numbers.setdefault(start.family, set()).add(start.number)
        kept = []
        for start in starts:
            if start.family != STRONG and len(numbers[start.family]) < 2:
                reject(
                    self.doc, *start.heading, start.rule, f"one {start.family} alone does not divide the text"
                )
            else:
                kept.append(start)
        return kept

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
        weak = label.family != STRONG
        bracketed = (
            label.start > 0
            and text[label.start - 1] in "(["
            and text[label.end : label.end + 1] in {")", "]"}
        )
        sentence = layout.sentence_start(label.start)
        if weak and (bracketed or label.lettered):
            return
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
        start = start_of(self.layout, label, clause, "subject", None, prose=True)
        if not nominal and len(words) <= 7 and follows is not None:
            if all(w in self.words.leads for w in words) or (
                not weak and next_word in self.words.finite and text[clause].isupper() and len(words) > 2
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
        if weak:
            return
        start.rule = "work_packages.mention"
        if text.startswith(" (", label.end):
            title = read_title(layout, label, len(text), self.words)
            if title is not None:
                start = start_of(self.layout, label, label.start, "mention", title, prose=False)
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
        item = ITEM.match(text, begin, label.start)
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
        start = start_of(self.layout, label, begin, "parenthesised", None, prose=True)
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


def _at(start: Start) -> int:
    return start.at


def _block(blocks: list[tuple[Start, int]], at: int) -> Start | None:
    """The heading in whose text `at` stands."""
    i = bisect_right(blocks, at, key=lambda block: block[0].heading[1]) - 1
    return blocks[i][0] if i >= 0 and at < blocks[i][1] else None
