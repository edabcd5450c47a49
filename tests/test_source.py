"""Bytes to text: encodings, and what is no text."""

from __future__ import annotations

from hashlib import sha256

import pytest

from pipeline.errors import SourceError
from pipeline.source import decode, from_text

FRENCH = "Le réseau « Marées » a été créé à Brest – coût : 1 200 €."
GERMAN = "Für die Häfen in Lübeck wurde ein Maßnahmenplan erstellt."
SWEDISH = "Projektet genomfördes i Malmö och Umeå."
DANISH = "Projektet gennemføres på tværs af grænsen i Ærøskøbing."
SPANISH = "¿Qué pasó en la ría? Un depósito de 500 m³ y 3 años de campaña."
POLISH = "Projekt „Ciepła wieś” zrealizowano w Łodzi; źródło: środki własne, współpraca gmin."
CUBIC = "A tank of 500 m³ was built."


@pytest.mark.parametrize(
    ("text", "written", "recorded"),
    [
        ("Plain words.\r\nTwo lines.", "ascii", "utf-8"),
        (FRENCH, "utf-8", "utf-8"),
        (FRENCH, "utf-8-sig", "utf-8-sig"),
        (POLISH, "utf-16", "utf-16"),
        (POLISH, "utf-32", "utf-32"),
        (FRENCH, "utf-16-le", "utf-16-le"),
        (FRENCH, "utf-16-be", "utf-16-be"),
        (FRENCH, "cp1252", "cp1252"),
        (GERMAN, "cp1252", "latin-1"),  # the same bytes in both: the plainer name
        (GERMAN, "latin-1", "latin-1"),
        (SWEDISH, "latin-1", "latin-1"),
        (DANISH, "latin-1", "latin-1"),
        (SPANISH, "latin-1", "latin-1"),
        (CUBIC, "latin-1", "latin-1"),
        (POLISH, "cp1250", "cp1250"),
        (POLISH.replace("„", '"').replace("”", '"'), "iso-8859-2", "iso-8859-2"),
    ],
)
def test_decode_reads_text_as_it_was_written(text: str, written: str, recorded: str) -> None:
    data = text.encode(written)
    source = decode(data, "a-project")
    assert (source.text, source.encoding, source.name) == (text, recorded, "a-project")
    assert source.sha256 == sha256(data).hexdigest()


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_byte_order_mark_is_no_part_of_the_text(mark: str) -> None:
    assert decode("\ufeffRiga\r\n".encode(mark), "x").text == "Riga\r\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "nothing but blanks"),
        ("\ufeff\n".encode(), "nothing but blanks"),
        (b"\xef\xbb\xbf", "empty"),
        (b"Text\x00\x01\x02 and more", "binary"),
        (b"%PDF-1.7 some words", "binary"),
        (b"\x01\x02\x03\x04\x05\x06", "binary"),
        (b"\xff\xfea", "utf-16"),
        ("Où sont les blés près de Nîmes".encode()[:-1] + b"\xc3 (", "byte 33"),
        (b"abc \xff\xfe\x81\x9d", "can't be decoded"),
    ],
)
def test_decode_says_in_one_sentence_what_is_wrong(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as error:
        decode(data, "x")
    assert "\n" not in str(error.value)


def test_from_text_refuses_what_no_file_can_hold() -> None:
    with pytest.raises(SourceError, match="character 7 is half of a surrogate pair"):
        from_text("Kraków \ud800")
