"""The spaCy Language: a lean tokenizer for glued text, and the components in their order.

No statistical model and no special cases: a text that contains a special case takes spaCy's slow path as a
whole (20 times slower), so abbreviations, elisions and glued sentences are left to three regular
expressions.
"""

from __future__ import annotations

import re
import sys
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, get_lang_class
from spacy.vocab import Vocab

from pipeline.components import FACTORIES
from pipeline.errors import UsageError
from pipeline.symbols import MAX_WORDS

_ABBREVIATIONS = (
    "St Ste Sta Mt No no Nos nos Nr nr Nov Sept Sep Oct Okt Dec Dez Jan Feb Mar Apr Jun Jul Aug nov sept "
    "oct okt dec déc jan janv févr feb avr juil jun jul aug ago apr mar gen ott dic ene abr maj mai "
    "approx ca ca approx. resp incl vol Vol Dr Prof Mr Mrs Ms e.g i.e z.B u.a d.h bzw inkl etc p.a a.o "
    "p.m a.m z. B. t.ex bl.a m.fl ok m.in np tzw tj ul art Art Fig fig pp cf vs max min approx Ltd Inc Co "
    "avg tel Tel Abs Bd Hr Fr Sr Sra Ing Mag lic mgr inż"
).split()
_OPENING = r"""[(\[{<«»„“”‘’"'`‹›•►▪■●◦‣✓✔➢*§$€£~=+…¿¡#&|·–—]"""
_PREFIXES = [
    r"[-‐‑](?=\D)",
    r"(?![’']s-)" + _OPENING,  # ’s-Hertogenbosch
    r"/(?=\w)",
    r"(?i:[ldnsmjtc]|qu|dell|nell|sull|all|dall|coll|un|quest|quell|lorsqu|puisqu|jusqu|aujourd)['’](?=\w)",
    r"(?:EUR|USD|GBP|PLN|CHF)(?=\d)",
]
_SUFFIXES = [
    r"[)\]}>«»„“”‘’\"'`‹›*,;:!?%‰€$£…|·–—]",
    r"(?<!\s)(?:'s|’s)",
    r"(?<=\w)[-‐‑]" + "(?=$)",
    r"/",
    "".join(rf"(?<!\b{re.escape(a)})" for a in _ABBREVIATIONS) + r"(?<!\b[A-Z])\.",
]
_LONGEST_SUFFIX = 3
_ENDLESS = re.compile(r"\S{1000}")
_PART = 500
"""A word without end covers one of such parts of a text, which has no blank then."""
_LETTER = r"[^\W\d_]"
_INFIXES = [
    r"(?<=[a-zß-öø-ÿ\u0100-\u024f\d)\]”\"’%])[.!?](?=[A-ZÀ-ÖØ-Þ“„«\"(•►])",  # a sentence glued to the next
    rf"(?<=\w)[;:](?={_LETTER}|[“„«\"(\d])",
    r"(?<=[)\]”])[.;:,](?=\w)",
    rf"(?<={_LETTER}),(?=\w)|(?<=\d),(?={_LETTER})",
    r"[()\[\]“”„«»]",
    r"[—…•]",
    rf"(?<={_LETTER})–(?={_LETTER})",
    rf"(?<={_LETTER}{_LETTER})/(?={_LETTER}{_LETTER})",
]


def make_tokenizer(nlp: Language) -> Tokenizer:
    """The lean tokenizer on the vocabulary of `nlp`.

    A figure with its separators is one token ("3/06", "12.-14.06.2013", "1.586.944,89", "2007–2013"), an
    elided article its own ("d'", "Ouistreham"), a sentence that is glued to the next ("published.WP") is
    taken apart.
    """
    suffixes = compile_suffix_regex(_SUFFIXES)

    def suffix(text: str) -> re.Match[str] | None:
        # They stand at the end: a search from the start takes quadratic time on a long run of brackets.
        return suffixes.search(text, max(0, len(text) - _LONGEST_SUFFIX))

    return Tokenizer(
        nlp.vocab,
        rules={},
        prefix_search=compile_prefix_regex(_PREFIXES).match,
        suffix_search=suffix,
        infix_finditer=compile_infix_regex(_INFIXES).finditer,
        max_cache_size=MAX_WORDS,
    )


def tokenise(nlp: Language, text: str) -> Doc:
    """The Doc of a text, no component run.

    spaCy peels marks off a word one by one and hashes what is left each time: a word without end would take
    quadratic time. So a word is cut after so many characters, which no word of any language has.
    """
    doubtful = any(text.find(" ", at, at + _PART) < 0 for at in range(0, len(text) - _PART + 1, _PART))
    cuts = [m.end() for m in _ENDLESS.finditer(text)] if doubtful else []
    if not cuts:
        return nlp.tokenizer(text)
    pieces = [text[start:end] for start, end in pairwise((0, *cuts, len(text)))]
    doc = Doc.from_docs([nlp.tokenizer(piece) for piece in pieces if piece], ensure_whitespace=False)
    assert doc is not None
    return doc


def load_model(name: str) -> Language:
    """An installed spaCy model, or one in a folder, with what tells parts of speech and heads.

    Raises UsageError where there is none of this name.
    """
    try:
        return spacy.load(name, exclude=["ner", "lemmatizer", "senter"])
    except (OSError, ValueError) as error:
        known = ", ".join(sorted(spacy.util.get_installed_models())) or "none"
        raise UsageError(f"{name} is no spaCy model that can be loaded; installed models: {known}") from error


def make_nlp(components: tuple[str, ...] = FACTORIES, vocab: Vocab | None = None) -> Language:
    """A blank spaCy Language with our tokenizer and the given components, in the order that they need."""
    # spacy.blank would build the tokenizer of the language first, which takes as long as all the rest.
    language = get_lang_class("xx" if vocab is None else vocab.lang)
    nlp = language(vocab=True if vocab is None else vocab, create_tokenizer=make_tokenizer)
    nlp.max_length = sys.maxsize  # spaCy's limit is for parsers: ours takes linear memory
    for name in components:
        nlp.add_pipe(name)
    return nlp
