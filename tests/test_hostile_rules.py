"""Folders of rules made to take time, memory or a hang: refused in a sentence, at once."""

from __future__ import annotations

import os
import time

import pytest

from pipeline import Extractor
from pipeline.errors import RuleError

CHANGE = '[change."{}"]\npattern = '
TEXTS = {
    "arrays": ("disable = " + "[" * 5000 + "]" * 5000, "it nests too deep"),
    "tables": ("x = " + "{a=" * 3000 + "1" + "}" * 3000, "it nests too deep"),
    "key": (".".join("a" * 20_000) + " = 1", ":1: a key of more than 200 parts"),
    "quoted key": ('"a".' * 20_000 + "a = 1", ":1: a key of more than 200 parts"),
    "header": ("\n[" + ".".join("a" * 5000) + "]", ":2: a key of more than 200 parts"),
    "keys": ("\n".join(".".join("a" * 150) + f".k{n} = 1" for n in range(1000)), "unknown key a"),
    "large": ('disable = ["' + "x" * 2_000_000 + '"]', "it is larger than 1,000,000 bytes"),
    "number": ("disable = " + "9" * 10_000, "a number is too long"),
    "groups": (CHANGE.format("dates.not-law") + "'" + "(" * 900 + "a" + ")" * 900 + "'", "nests too deep"),
    "repeats": (CHANGE.format("dates.not-law") + "'a{99999999999999}'", "repeats too often"),
    "long": (CHANGE.format("dates.not-law") + "'" + "[ab]?" * 20_000 + "a'", "longer than 2,000 characters"),
    "classes": (CHANGE.format("dates.year") + "'" + "(year | month) " * 5000 + "year'", "longer than 2,000"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_grows_without_measure_is_refused(name, tmp_path):
    text, message = TEXTS[name]
    (tmp_path / "rules.toml").write_text(text)
    began = time.process_time()
    with pytest.raises(RuleError) as raised:
        Extractor(tmp_path)
    assert time.process_time() - began < 5
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("place", ["rules.toml", "languages/en.toml"])
@pytest.mark.parametrize("what", ["pipe", "endless", "folder"])
def test_what_is_no_file_is_not_read(place, what, tmp_path):
    path = tmp_path / place
    path.parent.mkdir(exist_ok=True)
    if what == "pipe":
        os.mkfifo(path)
    elif what == "endless":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    with pytest.raises(RuleError, match=r"\.toml: it is no file"):
        Extractor(tmp_path)


def test_a_line_of_many_abbreviations_is_read(tmp_path):
    words = ", ".join(f'"abbr{n}."' for n in range(300))
    (tmp_path / "rules.toml").write_text(f'disable = ["dates.year"] # {words.replace(".", "")}\n')
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "en.toml").write_text(f"[kinds]\ntool = [{words}]\n")
    Extractor(tmp_path)
