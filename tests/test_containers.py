"""Files that hold many articles: tables, feeds, archives, bundles, mailboxes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from input_maker import (
    BODIES,
    TITLES,
    archive,
    article_text,
    atom,
    bundle,
    json_lines,
    mail,
    page,
    parquet,
    rss,
    warc,
    word,
)

from extract.config import Columns
from extract.reading import Document, documents, list_sources, read_document
from extract.records import Article

MAY = dt.date(2024, 5, 12)
BOTH = pytest.mark.parametrize("lang", ["de", "en"])


def opened(tmp_path: Path, name: str, data: bytes | str, columns: Columns | None = None) -> list[Document]:
    """The documents of a file."""
    (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return list(documents(list_sources([tmp_path / name]), columns))


def read(tmp_path: Path, name: str, data: bytes | str, columns: Columns | None = None) -> list[Article]:
    """The articles of a file; weights of its documents add up to its size."""
    found = opened(tmp_path, name, data, columns)
    size = (tmp_path / name).stat().st_size
    assert abs(sum(each.weight for each in found) - size) <= max(len(found), size / 10), name
    assert len({each.name for each in found}) == len(found)
    return [read_document(each) for each in found]


@BOTH
def test_json_lines(tmp_path: Path, lang: str) -> None:
    rows = [
        {"text": article_text(lang), "title": TITLES[lang], "published": "2024-05-12T23:30:00Z", "id": "a-1"},
        {
            "Text": article_text(lang),
            "source": {"name": "Blatt", "id": None},
            "url": "https://example.org/1",
            "date": None,
        },
        {"content_html": f"<p>{BODIES[lang][0]}</p><p>{BODIES[lang][1]}</p>", "lang": "German", "id": "no id"},
        {"html": page(lang).decode(), "publishedAt": 1715500000},
    ]
    first, second, third, fourth = read(tmp_path, "x.jsonl", b"\xef\xbb\xbf" + json_lines([rows[0], "", *rows[1:]]))
    assert [each.name for each in (first, second, third)] == ["x.jsonl#1:a-1", "x.jsonl#3", "x.jsonl#4"]
    assert {each.text for each in (first, second, third)} == {article_text(lang)}
    assert fourth.text == "\n\n".join((TITLES[lang], *BODIES[lang]))
    assert (first.published, first.published_from, first.title) == (MAY, "column", TITLES[lang])
    assert (second.source, second.url, second.published) == ("Blatt", "https://example.org/1", None)
    assert fourth.published == MAY


def test_broken_lines_name_themselves_and_cost_no_other(tmp_path: Path) -> None:
    good = {"text": article_text("de")}
    rows = [
        good, '{"text": "abc', "[1]", {"title": "x"}, {"text": 3}, {"text": "a", "date": "5/6/2024"}, "[" * 100_000,
        '{"text": "a\\ud800"}', {"text": "a", "date": [1]}, good,
    ]  # fmt: skip
    found = read(tmp_path, "x.jsonl", json_lines(rows) + b'{"text": "\xc3\xa4 \xc3\xb6 \xc3\xbc \xff"}\n' + b"\x00\n")
    assert [each.status for each in found] == ["processed", *["failed"] * 8, "processed", "failed", "failed"]
    reasons = [each.reason for each in found]
    assert reasons[1].startswith("line 2: no JSON: Unterminated string")
    assert reasons[2].startswith("line 3: no object; write")
    assert reasons[3].startswith("line 4: no text: none of the fields text, body,")
    assert reasons[4] == "line 5: the text is 3; it must be a text"
    assert reasons[5].startswith("line 6: '5/6/2024' is no date for certain; write it as YYYY-MM-DD")
    assert reasons[6] == "line 7: no JSON: nested too deeply"
    assert reasons[7].startswith("unreadable: broken UTF-8")
    assert reasons[8].startswith("line 9: the date is a list")
    assert reasons[10].startswith("line 11: no JSON: unreadable: broken UTF-8 at byte")
    assert reasons[11].startswith("line 12: no JSON")


def test_one_line_of_50_megabytes_is_too_large_and_the_next_is_read(tmp_path: Path) -> None:
    with (tmp_path / "x.jsonl").open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(50):
            file.write(b"a" * 1_000_000)
        file.write(b'"}\n' + json_lines([{"text": article_text("en")}]))
    first, second = (read_document(each) for each in documents(list_sources([tmp_path / "x.jsonl"])))
    assert first.reason == "line 1: too large: 50,000,013 bytes, at most 16,000,000; split the article"
    assert (second.name, second.status) == ("x.jsonl#2", "processed")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_json_lines_in_utf_16(tmp_path: Path, encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    data = mark + json_lines([{"text": article_text("de")}] * 2).decode().encode(encoding)
    assert [each.text for each in read(tmp_path, "x.ndjson", data)] == [article_text("de")] * 2
    *_, last = read(tmp_path, "x.ndjson", data[:-1])
    assert last.reason.startswith("broken .ndjson file: broken UTF-16 after line")


@BOTH
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv(tmp_path: Path, lang: str, delimiter: str, encoding: str) -> None:
    text = article_text(lang).replace("\n", "\r\n")
    names = {"de": ["Nummer", "Datum", "Titel", "Volltext"], "en": ["id", "date", "headline", "body"]}[lang]
    rows = [names, ["7", "12.05.2024", TITLES[lang], f'"{text}"'], ["8", "", 'Ein "Wort"', '"x ""y"""']]
    data = "".join(delimiter.join(row) + "\r\n" for row in rows).encode(encoding)
    first, second = read(tmp_path, "x.csv", data)
    assert (first.name, first.text, first.title) == ("x.csv#1:7", text, TITLES[lang])
    assert (first.published, first.published_from) == (MAY, "column")
    assert (second.text, second.title) == ('x "y"', 'Ein "Wort"')


def test_a_broken_row_of_csv_costs_no_other(tmp_path: Path) -> None:
    text = article_text("en").replace("\n", " ")
    lines = [
        "id,text",
        f'1,"{text}"',
        f'2,"{text}',
        "3",
        f'4,"{text}"',
        f'5,"{text} \xff \xc4"',
        f'6,"{text}"',
        f'7,"{text}',
    ]
    found = read(tmp_path, "x.csv", "\n".join(lines).encode("latin-1", "replace"))
    assert [(each.name, each.status) for each in found] == [
        ("x.csv#1:1", "processed"),
        ("x.csv#2", "failed"),
        ("x.csv#3", "failed"),
        ("x.csv#4:4", "processed"),
        ("x.csv#5:5", "processed"),
        ("x.csv#6:6", "processed"),
        ("x.csv#7:7", "processed"),
    ]
    assert found[1].reason.startswith("line 3: broken quotes")
    assert found[2].reason.startswith("line 4: 1 fields, the header has 2")


def test_csv_that_names_its_delimiter_first(tmp_path: Path) -> None:
    first, second = read(tmp_path, "x.csv", f"sep=;\r\nid;text\r\n7;{BODIES['de'][0]}\r\n8;a;b\r\n")
    assert (first.name, first.text) == ("x.csv#1:7", BODIES["de"][0])
    assert second.reason.startswith("line 4: 3 fields, the header has 2")


def test_markup_in_a_field_of_text_is_read_as_such(tmp_path: Path) -> None:
    rows = [{"content": f"<p>{BODIES['de'][0]}</p>\n"}, {"content": "<Der> Wert 3 < 4"}, {"content": "<1 Prozent</p>"}]
    found = read(tmp_path, "x.jsonl", json_lines(rows))
    assert [each.text for each in found] == [BODIES["de"][0], "<Der> Wert 3 < 4", "<1 Prozent</p>"]


def test_a_table_without_texts_is_told_once(tmp_path: Path) -> None:
    for name, data in (("x.csv", b"a,b\n1,2\n3,4\n"), ("x.parquet", parquet({"a": [1, 2]}))):
        (article,) = read(tmp_path, name, data)
        assert article.name == name
        assert article.reason.startswith("no text: none of the fields text, body, content")


def test_columns_of_the_settings(tmp_path: Path) -> None:
    columns = Columns(text=("Meldung", "meta.body"), published=("Tag",), title=("Kopf",))
    data = f"kopf;tag;meldung\nEins;2024-05-12;{BODIES['de'][0]}\n"
    (article,) = read(tmp_path, "x.csv", data, columns)
    assert (article.text, article.title, article.published) == (BODIES["de"][0], "Eins", MAY)
    (article,) = read(tmp_path, "x.jsonl", json_lines([{"Meta": {"Body": BODIES["de"][0]}}]), columns)
    assert article.text == BODIES["de"][0]


@BOTH
def test_parquet(tmp_path: Path, lang: str) -> None:
    data = parquet({
        "text": [article_text(lang), None],
        "published": [dt.datetime(2024, 5, 12, 23), None],
        "titel": [TITLES[lang], ""],
    })  # fmt: skip
    first, second = read(tmp_path, "x.parquet", data)
    assert (first.name, first.text, first.title, first.published) == (
        "x.parquet#1",
        article_text(lang),
        TITLES[lang],
        MAY,
    )
    assert second.reason.startswith("row 2: no text")


@BOTH
@pytest.mark.parametrize("form", [".rss", ".xml", ".atom"])
def test_feeds(tmp_path: Path, lang: str, form: str) -> None:
    first, *more = read(tmp_path, f"x{form}", atom(lang) if form == ".atom" else rss(lang))
    assert first.text == "\n\n".join((TITLES[lang], *BODIES[lang]))
    assert (first.name, first.title, first.source) == (f"x{form}#1", TITLES[lang], "Beispielblatt")
    assert (first.published, first.published_from, first.url) == (MAY, "feed", "https://example.org/1")
    if more:
        assert (more[0].text, more[0].title) == (f"Noch eine & mehr\n\n{BODIES[lang][1]}", "Noch eine & mehr")


def test_xml_that_is_no_feed_is_told(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "x.xml", "<?xml version='1.0'?><invoice/>")
    assert article.reason == "no RSS or Atom feed; other XML is not read"


@BOTH
@pytest.mark.parametrize("form", [".warc", ".warc.gz"])
def test_web_archives(tmp_path: Path, lang: str, form: str) -> None:
    latin = page(lang).replace(b'<meta charset="utf-8">', b"").decode().encode("cp1252")
    data = warc([
        ("https://example.org/1", "200 OK", "text/html; charset=utf-8", page(lang)),
        ("https://example.org/2", "404 Not Found", "text/html", page(lang)),
        ("https://example.org/x.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://example.org/3", "200 OK", "text/html; charset=windows-1252", latin),
    ], gzip=form == ".warc.gz")  # fmt: skip
    first, second = read(tmp_path, f"x{form}", data)
    assert [each.name for each in (first, second)] == [f"x{form}#2", f"x{form}#5"]
    assert first.text == second.text == "\n\n".join((TITLES[lang], *BODIES[lang]))
    assert (first.url, first.published) == ("https://example.org/1", None)


def test_a_web_archive_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    data = warc([(f"https://example.org/{number}", "200 OK", "text/html", page("de")) for number in range(4)])
    found = read(tmp_path, "x.warc.gz", data[: len(data) - 300])
    assert [each.status for each in found][:3] == ["processed"] * 3
    assert found[-1].status == "failed"


@BOTH
def test_archives_hold_all_formats(tmp_path: Path, lang: str) -> None:
    inner = archive({"c.txt": article_text(lang).encode(), "d.zip": archive({"e.txt": b"x"})})
    data = archive({
        "a/x.html": page(lang),
        "a/x.meta.yaml": b"published: 2024-05-12\n",
        "2024-05-12_b.md": article_text(lang).encode(),
        "rows.jsonl": json_lines([{"text": article_text(lang)}] * 2),
        "rows.parquet": parquet({"text": [article_text(lang)]}),
        "w.docx": word(BODIES[lang]),
        "inner.zip": inner,
        "picture.png": b"x",
        "README.md": b"x",
        "__MACOSX/._x.txt": b"x",
    })  # fmt: skip
    found = {each.name.removeprefix("x.zip/"): each for each in read(tmp_path, "x.zip", data)}
    assert [*found] == [
        "a/x.html", "2024-05-12_b.md", "rows.jsonl#1", "rows.jsonl#2", "rows.parquet#1", "w.docx", "inner.zip/c.txt",
        "inner.zip/d.zip",
    ]  # fmt: skip
    assert found.pop("inner.zip/d.zip").reason == "an archive in an archive in an archive; unpack it"
    assert {each.status for each in found.values()} == {"processed"}
    assert (found["a/x.html"].published, found["a/x.html"].published_from) == (MAY, "metadata")
    assert found["2024-05-12_b.md"].published_from == "file_name"


def test_names_in_archives_are_harmless_and_differ(tmp_path: Path) -> None:
    file = io.BytesIO()
    text = article_text("de")
    with zipfile.ZipFile(file, "w") as made, pytest.warns(UserWarning, match="Duplicate"):
        for name in ("../../etc/x.txt", "/etc/x.txt", "C:\\news\\y.txt", "a\nb.txt", "a/./z.txt", "a/./z.txt"):
            made.writestr(name, text)
    found = read(tmp_path, "x.zip", file.getvalue())
    assert [each.name for each in found] == [
        "x.zip/etc/x.txt", "x.zip/etc/x~2.txt", "x.zip/news/y.txt", "x.zip/a?b.txt", "x.zip/a/z.txt", "x.zip/a/z~2.txt",
    ]  # fmt: skip
    assert {each.text for each in found} == {text}
    assert [each.name for each in tmp_path.iterdir()] == ["x.zip"]


def test_what_is_wrong_in_an_archive_costs_no_other_entry(tmp_path: Path) -> None:
    text = article_text("en").encode()
    data = bytearray(
        archive({"a.txt": text, "bomb.txt": b"0" * 30_000_000, "broken.txt": text * 9, "big.txt": b"", "z.txt": text})
    )
    place = data.index(b"broken.txt") + len("broken.txt") + 20
    data[place : place + 8] = b"\xff" * 8
    found = {each.name.removeprefix("x.zip/"): each.reason for each in read(tmp_path, "x.zip", bytes(data))}
    assert found["a.txt"] == found["z.txt"] == ""
    assert "as in a zip bomb" in found["bomb.txt"]
    assert found["broken.txt"].startswith("broken .txt file: ")
    assert found["big.txt"] == "empty"


def test_encrypted_entries_are_told(tmp_path: Path) -> None:
    data = bytearray(archive({"a.txt": b"abc", "b.txt": article_text("de").encode()}))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + offset] |= 1
    first, second = read(tmp_path, "x.zip", bytes(data))
    assert (first.reason, second.status) == ("encrypted; unpack it with its password", "processed")


@BOTH
@pytest.mark.parametrize("marks", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_bundles(tmp_path: Path, lang: str, marks: bool, encoding: str) -> None:
    text = bundle(lang, 3, marks=marks).replace("\n", "\r\n")
    found = read(tmp_path, "2020-01-01.txt", text.encode(encoding))
    assert [each.name for each in found] == [f"2020-01-01.txt#{number}" for number in (1, 2, 3)]
    body = article_text(lang).replace("\n", "\r\n")
    assert [each.text for each in found] == [f"{TITLES[lang]} {number}\n\n{body}" for number in (1, 2, 3)]
    assert [each.published for each in found] == [dt.date(2024, 5, day) for day in (10, 11, 12)]
    assert {(each.source, each.published_from, each.language) for each in found} == {("Beispielblatt", "header", lang)}


@BOTH
def test_bundles_without_a_line_before_the_body(tmp_path: Path, lang: str) -> None:
    label = {"de": "Volltext", "en": "Body"}[lang]
    found = read(tmp_path, "x.txt", bundle(lang).replace(f"{label}\n\n", ""))
    assert [each.text for each in found] == [f"{TITLES[lang]} {number}\n\n{article_text(lang)}" for number in (1, 2)]


@BOTH
def test_bundles_in_word_documents(tmp_path: Path, lang: str) -> None:
    found = read(tmp_path, "x.docx", word(bundle(lang).split("\n")))
    assert [each.title for each in found] == [f"{TITLES[lang]} 1", f"{TITLES[lang]} 2"]
    assert all(BODIES[lang][1] in each.text and "Load-Date" not in each.text for each in found)


def test_fields_of_an_older_layout(tmp_path: Path) -> None:
    text = (
        "1 of 2 DOCUMENTS\n\nExample Herald\n\nMay 12, 2024 Sunday\n\nLENGTH: 40 words\n\nHEADLINE: Talks in Oslo\n\n"
        f"BYLINE: Ann Hill\n\nBODY:\n{article_text('en')}\n\nLANGUAGE: ENGLISH\n\nLOAD-DATE: June 3, 2024\n\n"
        f"2 of 2 DOCUMENTS\n\nExample Herald\n\nLENGTH: 40 words\n\nBODY:\n{article_text('en')}\n\n"
        "LOAD-DATE: June 3, 2024\n"
    )
    first, second = read(tmp_path, "x.txt", text)
    assert (first.title, first.source, first.published) == ("Talks in Oslo", "Example Herald", MAY)
    assert first.text == f"Talks in Oslo\n\n{article_text('en')}"
    assert second.published == dt.date(2024, 6, 3)


@pytest.mark.parametrize(
    "text",
    ["Document 1 of 20 was signed.\n\nLength: 5", "Document 1 of 2\n\nNothing more.", "Länge: 512 Wörter\n\nEin Text."],
)
def test_a_text_that_only_looks_a_little_like_a_bundle_is_one(tmp_path: Path, text: str) -> None:
    assert [each.text for each in read(tmp_path, "x.txt", text)] == [text]


@BOTH
def test_mailboxes(tmp_path: Path, lang: str) -> None:
    first = mail(lang).replace(BODIES[lang][0].encode(), b">From here. " + BODIES[lang][0].encode())
    data = b"From a@example.org Sun May 12 2024\n" + first + b"\nFrom b@example.org Sun May 12 2024\n" + mail(lang)
    found = read(tmp_path, "x.mbox", data)
    assert [each.name for each in found] == ["x.mbox#1", "x.mbox#2"]
    assert found[1].text.strip() == article_text(lang)
    assert {each.published for each in found} == {MAY}


def test_a_metadata_file_beside_a_table_fills_gaps(tmp_path: Path) -> None:
    (tmp_path / "x.meta.yaml").write_text("published: 2020-01-01\nsource: Archiv\n")
    rows = [{"text": article_text("de"), "date": "2024-05-12"}, {"text": article_text("de")}]
    first, second = read(tmp_path, "x.jsonl", json_lines(rows))
    assert (first.published, first.source, first.published_from) == (MAY, "Archiv", "column")
    assert (second.published, second.published_from) == (dt.date(2020, 1, 1), "metadata")
