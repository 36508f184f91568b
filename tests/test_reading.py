"""Files to articles: encodings, metadata, names, and what is turned away."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.reading import PathError, documents, list_sources, read_articles, read_document
from extract.reading.encodings import UnreadableError, decode
from extract.reading.metadata import Metadata, MetadataError, parse_metadata, read_metadata

GERMAN = (
    "Österreich und Südkorea wollen ihren Handel ausbauen.\r\n\r\nDie Minister beider Länder sprachen am Dienstag über "
    "Zölle, über „grünen“ Stahl – und über eine Straße durch die Berge, für die noch das Geld fehlt."
)
ENGLISH = (
    "The two ministers met in a small town near the border and spoke about tariffs, about steel, and about a road "
    "through the mountains that has been waiting for its money since the spring."
)


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (GERMAN.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + GERMAN.encode(), "utf-8-sig"),
        (b"\xff\xfe" + GERMAN.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + GERMAN.encode("utf-16-be"), "utf-16-be"),
        (GERMAN.encode("utf-16-le"), "utf-16-le"),
        (GERMAN.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\x00\x00" + GERMAN.encode("utf-32-le"), "utf-32-le"),
        (GERMAN.encode("cp1252"), "cp1252"),
    ],
)
def test_encodings_give_one_text_and_keep_line_breaks(data: bytes, encoding: str) -> None:
    assert decode(data) == (GERMAN, encoding)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 trailer", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x01\x02\x03\x04" * 50, "binary"),
        (b"0\x00", "binary"),
        (GERMAN.encode()[:-40] + b"\xc3\x28" + GERMAN.encode()[-40:], "broken UTF-8 at byte"),
        (b"\xff\xfe" + GERMAN.encode("utf-16-le")[:-1], "broken UTF-16-LE"),
        (b"caf\xe9 \x81\x8d", "neither UTF-8, UTF-16 nor Windows-1252"),
        (b"a" * 2_000_001, "too large: 2,000,001 characters"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        decode(data)


def test_article_with_metadata(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", GERMAN)
    write(tmp_path / "a.meta.yaml", "published: 2024-05-12\ntitle: 'Handel: neu'\nsource: NO\nurl: u\nlang: de-AT\n")
    article = next(read_articles([tmp_path]))
    assert (article.name, article.text, article.language, article.status) == ("a.txt", GERMAN, "de", "processed")
    assert (article.published, article.published_from) == (dt.date(2024, 5, 12), "metadata")
    assert (article.title, article.source, article.url) == ("Handel: neu", "NO", "u")


def test_published_from_dateline_or_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Wien, 3. Juni 2024 - " + GERMAN)
    write(tmp_path / "b.txt", GERMAN)
    first, second = read_articles([tmp_path])
    assert (first.published, first.published_from) == (dt.date(2024, 6, 3), "dateline")
    assert (second.published, second.published_from) == (None, "none")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x\npublised: 2024-05-12", "x.meta.yaml:2: unknown key 'publised'; did you mean 'published'?"),
        ("published: 12.5.2024", "x.meta.yaml:1: published: '12.5.2024' is no date; write it as YYYY-MM-DD"),
        ("published: 2024-02-30", "x.meta.yaml:1: published: '2024-02-30' is no date"),
        ("published: 0024-02-03", "x.meta.yaml:1: published: '0024-02-03' is no date"),
        ("title: a\ntitle: b", "x.meta.yaml:2: title is given twice"),
        ("? [a]\n: b", "x.meta.yaml:1: a key must be one word"),
        ("a: 1\n---\nb: 2", "x.meta.yaml:2: not valid YAML"),
        ("title: *b", "x.meta.yaml:1: not valid YAML"),
        ("title: a\x00", "x.meta.yaml:1: not valid YAML"),
        ("title: [a, b]", "x.meta.yaml:1: title must be one text"),
        ("- title", "x.meta.yaml:1: write lines of 'key: value'"),
        ("title: a: b", "x.meta.yaml:1: not valid YAML"),
        ("lang: Deutsch", "x.meta.yaml:1: lang: 'Deutsch' is no language code"),
    ],
)
def test_bad_metadata_name_file_line_and_remedy(text: str, message: str) -> None:
    with pytest.raises(MetadataError) as error:
        parse_metadata(text, "x.meta.yaml")
    assert str(error.value).startswith(message)


@pytest.mark.parametrize("text", ["", "published:", "published: 2024-05-12T08:30:00+02:00", "# nothing"])
def test_metadata_may_say_little(text: str) -> None:
    assert parse_metadata(text, "x.meta.yaml").published in (None, dt.date(2024, 5, 12))


def test_metadata_that_is_no_small_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.meta.yaml")
    (tmp_path / "folder.meta.yaml").mkdir()
    (tmp_path / "large.meta.yaml").write_bytes(b"title: " + b"x" * 100_000)
    for name, says in (("pipe", "not a file"), ("folder", "not a file"), ("large", "too large: at most 100,000 bytes")):
        with pytest.raises(MetadataError, match=f"{name}.meta.yaml: {says}"):
            read_metadata(tmp_path / f"{name}.meta.yaml")
    assert read_metadata(tmp_path / "none.meta.yaml") == Metadata()


def test_one_bad_file_stops_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", ENGLISH)
    write(tmp_path / "b.txt", ENGLISH)
    write(tmp_path / "b.meta.yaml", "publised: x")
    write(tmp_path / "c.txt", b"%PDF-1.4")
    write(tmp_path / "d.txt", " \r\n ")
    write(tmp_path / "e.odt", b"%PDF-1.4")
    write(tmp_path / "f.md", ENGLISH)
    found = {article.name: (article.status, article.reason.split(";")[0]) for article in read_articles([tmp_path])}
    assert found == {
        "a.txt": ("processed", ""),
        "b.txt": ("failed", "b.meta.yaml:1: unknown key 'publised'"),
        "c.txt": ("failed", "unreadable: a PDF, not text"),
        "d.txt": ("rejected", "empty"),
        "e.odt": ("rejected", "unsupported format .odt"),
        "f.md": ("processed", ""),
    }


def test_a_file_that_vanishes_is_listed(tmp_path: Path) -> None:
    source = list_sources([write(tmp_path / "a.txt", ENGLISH)])[0]
    source.path.unlink()
    (article,) = map(read_document, documents([source]))
    assert (article.status, article.reason) == ("failed", "unreadable: No such file or directory")


def test_a_path_that_does_not_exist_is_wrong_usage_at_once(tmp_path: Path) -> None:
    with pytest.raises(PathError, match="there is no such file or folder"):
        read_articles([tmp_path / "none"])
    with pytest.raises(PathError, match=r"\.png is no article"):
        read_articles([write(tmp_path / "a.png", "x")])


def test_folders_are_walked_and_names_are_relative(tmp_path: Path) -> None:
    for name in ("b.txt", "a/b.txt", "a/c.md", "gold/b.txt", "review/b.txt", "README.md", ".hidden.txt", "a/x.json"):
        write(tmp_path / name, ENGLISH)
    assert [source.name for source in list_sources([tmp_path])] == ["a/b.txt", "a/c.md", "b.txt"]


def test_a_file_is_read_once_however_it_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a" / "b.txt", ENGLISH)
    sources = list_sources([path, tmp_path, tmp_path / "a", tmp_path / "a" / ".." / "a" / "b.txt"])
    assert [source.name for source in sources] == ["b.txt"]


def test_equal_names_in_two_roots_stay_apart_in_any_order(tmp_path: Path) -> None:
    write(tmp_path / "x" / "a.txt", ENGLISH)
    write(tmp_path / "y" / "a.txt", GERMAN)
    write(tmp_path / "y" / "b.txt", GERMAN)
    expected = ["b.txt", "x/a.txt", "y/a.txt"]
    for roots in ([tmp_path / "x", tmp_path / "y"], [tmp_path / "y", tmp_path / "x"]):
        assert [source.name for source in list_sources(roots)] == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), meta=st.binary(max_size=60))
def test_no_bytes_make_reading_raise(data: bytes, meta: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    write(folder / "a.txt", data)
    write(folder / "a.meta.yaml", meta)
    article = next(read_articles([folder]))
    assert article.status in ("processed", "rejected", "failed")
    assert bool(article.reason) == (article.status != "processed") == (article.language is None)


@given(st.text(max_size=200))
def test_any_text_in_utf8_is_read_as_it_is(text: str) -> None:
    try:
        assert decode(text.encode())[0] == text.removeprefix("\ufeff")
    except UnicodeEncodeError:
        assert any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)
    except UnreadableError as error:
        assert any(ord(letter) < 32 for letter in text) or text.startswith("%PDF"), error
