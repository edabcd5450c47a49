"""The lean tokenizer: what it keeps whole, what it takes apart, and that no run of marks makes it slow."""

from __future__ import annotations

import time

import pytest

from pipeline.language import make_nlp, tokenise


@pytest.fixture(scope="module")
def tokenizer():
    return make_nlp(()).tokenizer


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("published.WP 2 (Towns):", ["published", ".", "WP", "2", "(", "Towns", ")", ":"]),
        ("3/06; 12.-14.06.2013.", ["3/06", ";", "12.-14.06.2013", "."]),
        ("1.586.944,89 €", ["1.586.944,89", "€"]),
        ("d'Ouistreham, l’accueil", ["d'", "Ouistreham", ",", "l’", "accueil"]),
        (
            "St. Petersburg in Nov. 2014.The end",
            ["St.", "Petersburg", "in", "Nov.", "2014", ".", "The", "end"],
        ),
        ("the city’s ’s-Hertogenbosch", ["the", "city", "’s", "’s-Hertogenbosch"]),
    ],
)
def test_tokens(text, tokens, tokenizer):
    assert [t.text for t in tokenizer(text)] == tokens


@pytest.mark.parametrize("mark", ["(", ")", ".", "“", "–", "/"])
def test_a_run_of_marks_takes_linear_time(mark, tokenizer):
    def took(n):
        start = time.process_time()
        tokenizer(mark * n)
        return time.process_time() - start

    took(500)
    short, long = min(took(1000 + i) for i in range(3)), min(took(4000 + i) for i in range(3))
    assert long < 12 * short + 0.05


@pytest.mark.parametrize("word", [")", "7", "a.B", "“a”,", "WP1,", "-", "é"])
def test_a_word_without_end_is_cut_and_the_text_is_the_same(word):
    nlp = make_nlp(())
    text = f"One  two {word * 3000} three\n{word * 500} four"
    doc = tokenise(nlp, text)
    assert doc.text == text
    assert max(map(len, doc)) <= 1000
    assert [token.text for token in doc[:3]] == [token.text for token in nlp.make_doc("One  two")]
