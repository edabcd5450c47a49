"""Which descriptions inputs stand for, what they are called, and how they are read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import stat
import zipfile
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from pipeline.errors import SourceError, UsageError
from pipeline.inputs import Columns, Item, Unusable, find, read_source
from pipeline.inputs.naming import safe_name, safe_path
from pipeline.inputs.pages import page_text
from pipeline.source import decode

PLENTY = 1_000_000


def found(*inputs, **options):
    """The descriptions, each as its output and what it is called, and why inputs can't be used."""
    return [
        (one.output, one.shown) if isinstance(one, Item) else one.message
        for one in find([str(given) for given in inputs], **options)
    ]


def texts(*inputs):
    return {one.output: one.source(one.read(PLENTY)).text for one in find(map(str, inputs))}


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/deep/a.txt", "notes.md", ".hidden.txt", ".git/d.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return tmp_path / "in"


class TestFiles:
    def test_a_folder_is_read_recursively_in_order_without_hidden_files(self, folder):
        items = list(find([str(folder)]))
        assert [i.output for i in items] == ["a", "b", "sub/c", "sub/deep/a"]
        assert [i.id for i in items] == ["a", "b", "c", "a"]
        assert [i.shown for i in items][:1] == [str(folder / "a.txt")]

    def test_inputs_keep_their_order_and_a_named_file_may_have_any_ending(self, folder, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"text")))
        assert found("-", folder / "notes.md", folder / "a.txt") == [
            ("stdin", "standard input"),
            ("notes", str(folder / "notes.md")),
            ("a", str(folder / "a.txt")),
        ]

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ("missing.txt", "there is no such file or folder"),
            ("", "there is no such file or folder"),
            ("empty", "the folder holds no *.txt or *.html files"),
        ],
    )
    def test_what_can_not_be_used_is_told_and_the_others_are_found(self, given, message, folder, monkeypatch):
        (folder / "empty").mkdir()
        monkeypatch.chdir(folder)
        assert next(find([given, "a.txt"])) == Unusable(given, message, os.path.realpath(given))
        assert found(given, "a.txt")[1:] == [("a", "a.txt")]

    def test_the_folder_of_the_outputs_is_not_looked_into(self, folder):
        assert [f[0] for f in found(folder, leave_out=os.path.realpath(folder / "sub"))] == ["a", "b"]

    def test_a_name_that_is_no_text_becomes_an_id_that_is(self, tmp_path):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
        path.write_text("text")
        (item,) = find([str(path)])
        assert item.id == "caf\N{REPLACEMENT CHARACTER}"
        assert item.output.startswith("caf_~")
        assert item.read(PLENTY) == b"text"

    def test_a_file_that_is_too_large_is_not_read(self, folder):
        (item,) = find([str(folder / "a.txt")])
        assert item.read(4) == b"text"
        with pytest.raises(SourceError, match=r"larger than 3 bytes; raise --max-size"):
            item.read(3)


class TestReadSource:
    def test_one_file(self, folder):
        assert read_source(str(folder / "a.txt")) == decode(b"text", "a")

    @pytest.mark.parametrize(
        ("given", "error", "message"),
        [(".", UsageError, "is a folder; name one file"), ("gone.txt", SourceError, "gone.txt: it can't be")],
    )
    def test_what_is_none(self, given, error, message, folder, monkeypatch):
        monkeypatch.chdir(folder)
        with pytest.raises(error, match=message):
            read_source(given)


class TestNames:
    @pytest.mark.parametrize("name", ["a", "WP 1 (final)", "Łódź", "a.b", "urn:x:1", "~", "a~b"])
    def test_a_name_that_can_be_one_stays(self, name):
        assert safe_name(name) == name

    @pytest.mark.parametrize(
        "name",
        [
            *(
                "",
                ".",
                "..",
                "../x",
                "/etc/passwd",
                "a/b",
                "a\\b",
                "a\nb",
                "a\0b",
                ".hidden",
                "a\x9bb",
                "\ud800",
            ),
            *("x.error", "X.ERROR", "x" * 300, "ż" * 150, "x" * 170 + "\N{GRINNING FACE}" * 20),
        ],
    )
    def test_any_other_becomes_a_file_name_of_its_own(self, name, tmp_path):
        safe = safe_name(name)
        assert safe == safe_name(name)
        assert safe != name
        path = tmp_path / f"{safe}.error.json"
        path.touch()
        assert os.listdir(tmp_path) == [path.name]
        assert not safe.startswith(".")

    def test_names_that_become_alike_are_told_apart(self):
        assert len({safe_name(name) for name in ("a/b", "a\\b", "a\nb", "a_b", "a\tb")}) == 5

    @pytest.mark.parametrize("path", ["../a", "/etc/a", "a/../../b", "a//b", "./a", ""])
    def test_a_path_that_leads_elsewhere_becomes_one_name(self, path):
        assert "/" not in safe_path(path.split("/"))

    def test_a_path_keeps_its_folders(self):
        assert safe_path(["a", "b.c", "d"]) == "a/b.c/d"


class TestPatterns:
    def test_files_that_match_keep_their_folders(self, folder, monkeypatch):
        monkeypatch.chdir(folder.parent)
        assert found("in/**/*.txt") == [
            ("a", "in/a.txt"),
            ("b", "in/b.txt"),
            ("sub/c", "in/sub/c.txt"),
            ("sub/deep/a", "in/sub/deep/a.txt"),
        ]
        assert found("in/*/*.txt", "in/n*") == [("sub/c", "in/sub/c.txt"), ("notes", "in/notes.md")]

    def test_no_match_and_a_file_whose_name_is_a_pattern(self, folder, monkeypatch):
        monkeypatch.chdir(folder)
        Path("a[1].txt").write_text("text")
        assert found("*.pdf", "a[1].txt") == ["no file matches", ("a[1]", "a[1].txt")]

    def test_tables_and_archives_that_match_are_opened(self, tmp_path):
        (tmp_path / "x.jsonl").write_text('{"id": "r", "text": "text"}\n')
        assert found(tmp_path / "*.jsonl") == [("r", f"{tmp_path}/x.jsonl: line 1")]


class TestTables:
    def lines(self, tmp_path, *records, name="t.jsonl"):
        path = tmp_path / name
        path.write_bytes(b"\n".join(r if isinstance(r, bytes) else json.dumps(r).encode() for r in records))
        return path

    def test_lines_of_json(self, tmp_path):
        path = self.lines(
            tmp_path, b'\xef\xbb\xbf{"id": 7, "text": "one"}', b"", {"text": "Malmö\nx", "id": "../../b"}
        )
        assert texts(path) == {"7": "one", safe_name("../../b"): "Malmö\nx"}
        assert [i.id for i in find([str(path)])] == ["7", "../../b"]

    def test_columns_that_are_named_and_records_that_are_numbered(self, tmp_path):
        path = self.lines(tmp_path, {"body": "one", "code": "x"}, {"body": "two", "code": None})
        columns = Columns("body", "code")
        assert [i.id for i in find([str(path)], columns)] == ["x", "t-2"]
        assert [i.id for i in find([str(path)], Columns("body"))] == ["t-1", "t-2"]

    @pytest.mark.parametrize(
        ("record", "message"),
        [
            (b"{broken", "the line is no JSON: "),
            (b"\xff\xfe{", "the line is no JSON: "),
            ([1], "the line is no JSON object"),
            ({"id": "x"}, "the record has no text"),
            ({"text": 5}, "the text is no string"),
            ({"text": None}, "the text is empty"),
            ({"text": " \n"}, "the text is empty"),
            (b'{"text": "\\ud800"}', "the text holds half a character"),
            ({"text": "x" * 101}, "it is larger than 100 bytes"),
        ],
    )
    def test_a_record_that_is_none_costs_no_other(self, record, message, tmp_path):
        path = self.lines(tmp_path, {"text": "one"}, record, {"text": "two"})
        first, bad, last = find([str(path)])
        assert [first.read(100), last.read(100)] == [b"one", b"two"]
        with pytest.raises(SourceError, match=message):
            bad.source(bad.read(100))

    def test_an_id_that_is_no_text_becomes_one(self, tmp_path):
        (item,) = find([str(self.lines(tmp_path, b'{"id": "\\ud800", "text": "x"}'))])
        assert item.id == "?"
        assert item.output.startswith("_~")

    @pytest.mark.parametrize(
        ("data", "encoding"),
        [
            ('id,text\nx,"he said ""3/06""\nand\u2028more"\ny,two\n', "utf-8"),
            ('id;text\r\nx;"Malmö, Łódź"\r\n\r\ny;two', "utf-8-sig"),
            ("id;text\r\nx;Werkstätten in Malmö\r\ny;zwei\r\n", "cp1252"),
        ],
    )
    def test_csv(self, data, encoding, tmp_path):
        path = tmp_path / "t.csv"
        path.write_bytes(data.encode(encoding))
        rows = {
            row["id"]: row["text"]
            for row in csv.DictReader(io.StringIO(data), delimiter=";" if ";" in data else ",")
        }
        assert texts(path) == rows
        assert len(rows) == 2

    def test_rows_that_are_too_short_and_ids_that_are_empty(self, tmp_path):
        path = tmp_path / "t.tsv"
        path.write_text("id\ttext\n\tone\nx\n")
        first, short = find([str(path)])
        assert (first.id, first.read(PLENTY)) == ("t-1", b"one")
        with pytest.raises(SourceError, match="the row has no text"):
            short.read(PLENTY)

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ("id,text\nx,text\n".encode("utf-16"), "the table is utf-16; save it as UTF-8"),
            (b'id,text\nx,"never closed\n', "row 1 is no CSV: unexpected end of data"),
            (b"", "the table holds no records"),
            (b"id,text\n", "the table holds no records"),
            (b"id,text\n" + b"x,text\n" * 10_000 + b"x,\xff\xfe\n", r"row 10001 can't be decoded \(utf-8"),
        ],
    )
    def test_a_table_that_is_none(self, data, message, tmp_path):
        path = tmp_path / "t.csv"
        path.write_bytes(data)
        *_, last = find([str(path)])
        assert isinstance(last, Unusable)
        assert re.search(message, last.message)

    def test_parquet(self, tmp_path):
        path = tmp_path / "t.parquet"
        table = pyarrow.table({"id": list(range(5)), "text": [f"text {n}" for n in range(4)] + [None]})
        parquet.write_table(table, path, row_group_size=2)
        items = list(find([str(path)]))
        assert [i.read(PLENTY).decode() for i in items[:4]] == [f"text {n}" for n in range(4)]
        with pytest.raises(SourceError, match="the text is empty"):
            items[4].read(PLENTY)

    def test_what_is_no_parquet(self, tmp_path):
        (tmp_path / "t.parquet").write_bytes(b"text")
        assert "it is no Parquet" in found(tmp_path / "t.parquet")[0]

    @pytest.mark.parametrize("name", ["t.jsonl", "t.csv"])
    def test_a_column_that_is_missing_is_named(self, name, tmp_path):
        (tmp_path / name).write_text('{"a": "x", "b": "y"}\n' if name == "t.jsonl" else "a,b\nx,y\n")
        with pytest.raises(UsageError, match=r"has no column text; name one with --text-column: a, b"):
            found(tmp_path / name)
        with pytest.raises(UsageError, match=r"has no column c; name one with --id-column: a, b"):
            found(tmp_path / name, columns=Columns("a", "c"))


class TestArchives:
    @pytest.fixture
    def archive(self, tmp_path):
        path = tmp_path / "t.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("b/page.htm", "<p>Two <b>work</b>shops")
            file.writestr("a.txt", "text")
            for name in (
                "../../up.txt",
                "/root.txt",
                "..\\back.txt",
                ".git/x.txt",
                "__MACOSX/a.txt",
                "x.pdf",
            ):
                file.writestr(name, "text")
            link = zipfile.ZipInfo("link.txt")
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            file.writestr(link, "/etc/passwd")
            file.writestr("bomb.txt", b"x" * 2 * PLENTY)
        return path

    def test_texts_and_pages_are_found_and_no_name_leads_out(self, archive):
        items = {i.shown.partition(": ")[2]: i for i in find([str(archive)])}
        assert sorted(items) == [
            *("../../up.txt", "..\\back.txt", "/root.txt", "a.txt", "b/page.htm", "bomb.txt", "link.txt"),
        ]
        assert items["a.txt"].output == "a"
        assert items["b/page.htm"].output == "b/page"
        for name in ("../../up.txt", "..\\back.txt", "/root.txt"):
            assert "/" not in items[name].output
            assert not items[name].output.startswith(".")

    @pytest.mark.parametrize(
        ("name", "message"), [("link.txt", "it is a link, not a file"), ("bomb.txt", "it is larger than")]
    )
    def test_what_is_not_unpacked(self, name, message, archive):
        (item,) = (i for i in find([str(archive)]) if i.shown.endswith(name))
        with pytest.raises(SourceError, match=message):
            item.read(PLENTY)

    def test_a_bomb_that_lies_about_its_size_is_not_unpacked(self, archive):
        data = archive.read_bytes()
        true, lie = ((2 * PLENTY).to_bytes(4, "little"), (5).to_bytes(4, "little"))
        archive.write_bytes(data.replace(true, lie))
        (item,) = (i for i in find([str(archive)]) if i.shown.endswith("bomb.txt"))
        with pytest.raises(SourceError, match="the archive is damaged there"):
            item.read(PLENTY)

    def test_what_is_no_archive_and_one_that_is_empty(self, tmp_path):
        (tmp_path / "no.zip").write_bytes(b"text")
        zipfile.ZipFile(tmp_path / "none.zip", "w").close()
        no, none = found(tmp_path / "no.zip", tmp_path / "none.zip")
        assert no.startswith("it is no ZIP archive: ")
        assert none == "the archive holds no *.txt or *.html files"

    def test_an_archive_that_was_replaced_is_opened_again(self, archive):
        (item,) = (i for i in find([str(archive)]) if i.shown.endswith(": a.txt"))
        assert item.read(PLENTY) == b"text"
        archive.unlink()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("0.txt", "0")
            file.writestr("a.txt", "other")
        assert item.read(PLENTY) == b"other"


class TestPages:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            (
                "<p>Four <b>work</b>shops<br>in\n\n <i>Malmö</i> , 3/06.</p>rest",
                "Four workshops\nin Malmö , 3/06.\n\nrest\n",
            ),
            ("<h1>A&amp;B&nbsp;c</h1><ul><li>one<li>two</ul>", "A&B c\n\none\ntwo\n"),
            ("<table><tr><th>Start<td>2006<tr><td>End<td>2008</table>", "Start\t2006\nEnd\t2008\n"),
            ("<pre>a  b\n c</pre>d", "a  b\n c\n\nd\n"),
            ("<title>t</title><script>x</script><style>y</style><p hidden>z</p><!-- c -->text", "text\n"),
            ("<div>" * 500 + "deep", "deep\n"),
            ("no markup", "no markup\n"),
        ],
    )
    def test_the_text_is_what_a_browser_shows(self, html, text):
        source = page_text(html.encode(), "x")
        assert source.text == text
        assert source.sha256 == hashlib.sha256(html.encode()).hexdigest()

    @pytest.mark.parametrize(
        ("data", "encoding"),
        [
            ("<meta charset=utf-8><p>Malmö".encode(), "utf-8"),
            ("<meta charset='iso-8859-1'><p>Malmö – x".encode("cp1252"), "cp1252"),
            (
                '<META http-equiv="Content-Type" content="text/html; charset=windows-1250"><p>Łódź'.encode(
                    "cp1250"
                ),
                "cp1250",
            ),
            ("<p>Malmö och Umeå, på ön".encode("latin-1"), "latin-1"),
            ("<meta charset=utf-8><p>Malmö".encode("utf-16"), "utf-16"),
            ("<meta charset=no-such><p>Malmö".encode(), "utf-8"),
        ],
    )
    def test_its_encoding_is_what_it_says_unless_that_is_wrong(self, data, encoding):
        source = page_text(data, "x")
        assert source.encoding == encoding
        assert "?" not in source.text
        assert "\ufffd" not in source.text

    @pytest.mark.parametrize("data", [b"<script>x</script>", b"<p> </p>", b"<html></html>"])
    def test_a_page_without_text(self, data):
        with pytest.raises(SourceError, match="the page shows no text"):
            page_text(data, "x")
