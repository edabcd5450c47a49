"""What is installed is looked at: the page lists it all, the lock pins it by hash, known holes are found."""

from __future__ import annotations

import json
import re
import tomllib
import zipfile

import pytest
from packaging.requirements import Requirement

from benchmarks import audit

from .conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PAGE = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def section(title):
    return re.search(rf"## {title}\n(.*?)(?=\n## |\Z)", PAGE, re.S)[1]


def listed(title):
    return re.findall(r"^\| `([\w-]+)` \|", section(title), re.M)


def names(requirements):
    return [r.name for r in map(Requirement, requirements) if r.name != "factsheet"]


def test_the_page_lists_what_is_always_installed():
    assert listed("Always installed") == names(PROJECT["dependencies"])


def test_the_page_lists_every_extra_with_its_packages():
    extras = PROJECT["optional-dependencies"]
    told = re.findall(r"^\| `([\w-]+)` \| ([^|]+) \|", section("Extras"), re.M)
    asked: dict[str, set[str]] = {}
    for extra, requirements in extras.items():
        if extra in ("dev", "all"):
            continue
        nested = {n for r in map(Requirement, requirements) if r.name == "factsheet" for n in r.extras}
        for name in {*names(requirements), *(n for e in nested for n in names(extras[e]))}:
            asked.setdefault(name, set()).add(extra)
    assert {name: set(re.findall(r"`(\w+)`", where)) for name, where in told} == asked


def test_the_page_lists_what_developers_need():
    assert sorted(listed("For those who change it")) == sorted(names(PROJECT["optional-dependencies"]["dev"]))


def test_every_row_tells_purpose_licence_and_what_dropping_takes():
    rows = re.findall(r"^\| `.*$", PAGE, re.M)
    assert all(cell.strip() for row in rows for cell in row.strip("|").split("|"))


def test_the_lock_pins_everything_by_hash():
    blocks = re.split(r"\n(?=\S)", LOCK)
    packages = [block for block in blocks if re.match(r"[A-Za-z0-9]", block)]
    assert len(packages) > 50
    assert [
        block.split()[0] for block in packages if "==" not in block or "--hash=sha256:" not in block
    ] == []
    pinned = audit.pinned(ROOT / "requirements.lock")
    wanted = names(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"])
    assert [name for name in wanted if name not in pinned] == []


@pytest.mark.parametrize("where", ["README.md", "docs/gazetteer.md", "docs/dependencies.md"])
def test_geonames_is_credited(where):
    text = (ROOT / where).read_text("utf-8")
    assert "geonames.org" in text
    assert "creativecommons.org/licenses/by/4.0" in text


def test_the_output_credits_geonames_where_it_has_cities(extractor):
    assert extractor.extract("A workshop was held in Riga.").credits == (
        "Places: GeoNames (https://www.geonames.org), CC BY 4.0",
    )
    assert extractor.extract("A workshop was held.").credits == ()


ADVISORIES = [
    {"id": "A-1", "summary": "listed", "affected": [{"package": {"name": "Left_Pad", "ecosystem": "PyPI"},
     "versions": ["1.0", "1.1"]}]},
    {"id": "A-2", "affected": [{"package": {"name": "left-pad", "ecosystem": "PyPI"}, "ranges": [
     {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}]}]},
    {"id": "A-3", "affected": [{"package": {"name": "left-pad", "ecosystem": "PyPI"}, "ranges": [
     {"type": "ECOSYSTEM", "events": [{"introduced": "2.0"}, {"last_affected": "2.3"}]}]}]},
    {"id": "A-4", "withdrawn": "2020-01-01", "affected": [{"package": {"name": "left-pad",
     "ecosystem": "PyPI"}, "versions": ["1.0", "1.1", "2.3"]}]},
    {"id": "A-5", "affected": [{"package": {"name": "left-pad", "ecosystem": "npm"}, "versions": ["1.0"]}]},
]  # fmt: skip


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.0", ["A-1", "A-2"]), ("1.1", ["A-1"]), ("1.2", []), ("2.0", ["A-3"]), ("2.3", ["A-3"]), ("2.4", [])],
)
def test_known_holes_are_found_in_a_copy_of_the_advisories(tmp_path, capsys, version, expected):
    lock = tmp_path / "lock"
    lock.write_text(f"left-pad=={version} \\\n    --hash=sha256:00\n")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for advisory in ADVISORIES:
            archive.writestr(f"{advisory['id']}.json", json.dumps(advisory))
            (tmp_path / f"{advisory['id']}.json").write_text(json.dumps(advisory))
    for copy in (tmp_path / "all.zip", tmp_path):
        assert audit.main([str(copy), "--lock", str(lock)]) == bool(expected)
        said = capsys.readouterr().out
        assert re.findall(r"A-\d", said) == expected
        assert f"1 packages, {len(expected)} known holes" in said
