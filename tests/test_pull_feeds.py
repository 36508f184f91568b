"""The feeds file, the feeds themselves, and the names of files."""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from news_server import rss

from extract.pulling.entries import Entry, read_feed
from extract.pulling.errors import FetchError, PullError
from extract.pulling.feedlist import Feed, load_feeds
from extract.pulling.fetching import Answer, seconds_to_wait, target_of
from extract.pulling.naming import file_stem, same_page
from extract.pulling.saving import save_content
from extract.reading.metadata import parse_metadata

ROOT = Path(__file__).parent.parent
HEAD = '[pull]\ncontact = "desk@example.org"\n'
ONE = '[[feed]]\nname = "Herald"\nurl = "https://example.org/rss"\n'


def written(folder: Path, text: str) -> Path:
    file = folder / "feeds.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_feeds_file(tmp_path: Path) -> None:
    feeds = load_feeds(
        written(
            tmp_path,
            HEAD + 'into = "news"\npause = 1.5\nmax_bytes = 5000\nallow_addresses = ["10.0.0.0/8", "::1"]\n'
            '[[feed]]\nname = "Blatt"\nurl = "https://Example.org/ä"\nlang = "DE"\ncontent = "feed"\n' + ONE,
        )
    )
    assert feeds.feeds == (
        Feed("Blatt", "https://example.org/%C3%A4", "de", "feed"),
        Feed("Herald", "https://example.org/rss"),
    )
    assert (feeds.into, feeds.pause, feeds.max_bytes) == (tmp_path / "news", 1.5, 5000)
    assert feeds.allow_addresses == (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1"))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (ONE, 1, r"pull contact: is missing.*write contact ="),
        ("# x\n[pull]\n" + ONE, 2, r"pull contact: is missing"),
        (HEAD, None, r"no feed in it; write \[\[feed\]\]"),
        (HEAD + ONE + "[extra]\n", 6, r"extra: no such section"),
        (HEAD + "speed = 3\n" + ONE, 3, r"pull speed: no such key; there are contact, into"),
        (HEAD + "pause = -1\n" + ONE, 3, r"pull pause: -1 is no number from 0 to 3,600"),
        (HEAD + 'pause = "2"\n' + ONE, 3, r"pull pause: '2' is no number"),
        (HEAD + "pause = nan\n" + ONE, 3, r"pull pause: nan is no number"),
        (HEAD + "retries = true\n" + ONE, 3, r"pull retries: True is no whole number"),
        (HEAD + "max_bytes = 10_000_000_000\n" + ONE, 3, r"max_bytes: .*200,000,000"),
        (HEAD + 'allow_addresses = "10.0.0.1"\n' + ONE, 3, r"allow_addresses: write a list"),
        (HEAD + 'allow_addresses = ["10.0.0.1/8"]\n' + ONE, 3, r"'10.0.0.1/8' is no address and no network"),
        (HEAD + ONE + '[[feed]]\nname = "B"\n', 6, r"\[\[feed\]\] number 2 url: is missing"),
        (HEAD + ONE + '[[feed]]\nname = "B"\nurl = "ftp://example.org"\n', 8, r"number 2 url: .*no http or https"),
        (HEAD + ONE + '[[feed]]\nname = "B"\nurl = "https://u:p@example.org"\n', 8, r"number 2 url: .*name of a user"),
        (HEAD + ONE + '[[feed]]\nname = "B"\nurl = "https://EXAMPLE.org/rss"\n', 8, r"same as that of number 1"),
        (HEAD + ONE + '[[feed]]\nname = "herald"\nurl = "https://example.org/2"\n', 7, r"name: is the same"),
        (HEAD + ONE + 'lang = "german"\n', 6, r"lang: 'german' is no language"),
        (HEAD + ONE + 'content = "all"\n', 6, r"content: 'all' is neither"),
        (HEAD + ONE.replace("Herald", "He\\nrald"), 4, r"name: .*no text of one line"),
        (HEAD + ONE.replace("[[feed]]", "[feed]"), 3, r"two brackets"),
        (HEAD.replace("desk@", "desk at "), 2, r"contact: .*no e-mail address and no page"),
        ('[pull]\ncontact = "a@b.org\\r\\nX-Evil: 1"\n', 2, r"contact: .*no text of one line"),
        (HEAD + "pause = \n" + ONE, None, r"not valid TOML: .*line 3"),
    ],
)  # fmt: skip
def test_feeds_files_that_cannot_be_used(tmp_path: Path, text: str, line: int | None, says: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(PullError) as error:
        load_feeds(file)
    message = str(error.value)
    assert message.startswith(f"{file}:{line}: " if line else f"{file}: ")
    assert re.search(says, message)


def test_a_feeds_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(PullError, match="cannot be read"):
        load_feeds(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes('name = "Köln"'.encode("latin-1"))
    with pytest.raises(PullError, match="not UTF-8"):
        load_feeds(tmp_path / "latin.toml")


def test_the_feeds_file_of_the_guide_can_be_used(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "pull.md").read_text("utf-8")
    example = re.search(r"^    \[pull\]\n(?:    .*\n|\n)+", guide, re.MULTILINE)
    assert example
    text = "\n".join(line[4:] for line in example[0].splitlines())
    feeds = load_feeds(written(tmp_path, text))
    assert {feed.content for feed in feeds.feeds} == {"page", "feed"}
    keys = set(re.findall(r"^\| `(\w+)` \|", guide, re.MULTILINE))
    with pytest.raises(PullError) as error:
        load_feeds(written(tmp_path, HEAD + "none = 1\n" + ONE))
    assert keys == set(str(error.value).partition("there are ")[2].split(", "))


def read(body: bytes, kind: str = "text/xml") -> list[Entry]:
    return read_feed(Answer("https://example.org/news/rss", 200, {"content-type": kind}, body))


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("Mon, 06 May 2024 00:30:00 +0200", dt.date(2024, 5, 6)),
        ("Mon, 06 May 2024 23:30:00 EST", dt.date(2024, 5, 6)),
        ("2024-05-06T23:30:00-05:00", dt.date(2024, 5, 6)),
        ("06 May 2024", dt.date(2024, 5, 6)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_day_is_that_of_the_place_of_publication(stated: str, day: dt.date | None) -> None:
    (entry,) = read(rss([{"link": "/a", "pubDate": stated}]))
    assert entry.published == day


def test_atom() -> None:
    text = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://example.org/x/">
        <entry><id>tag:1</id><title type="html">Öl &amp;amp; Gas &lt;b&gt;neu&lt;/b&gt;</title><link href="a.html"/>
        <updated>2024-05-08T10:00:00Z</updated><content type="html">&lt;p&gt;Kurz&lt;/p&gt;</content></entry>
        <entry><id>tag:2</id><title>Two</title><link href="/b"/><published>2024-05-06T10:00:00Z</published></entry>
        <entry><id>tag:3</id><title>Neither address nor text</title></entry></feed>"""
    first, second = read(text.encode(), "application/atom+xml")
    assert first == Entry("tag:1", "https://example.org/x/a.html", "Öl & Gas neu", None, "de", "<p>Kurz</p>")
    assert (second.link, second.published) == ("https://example.org/b", dt.date(2024, 5, 6))


def test_a_tag_of_very_many_attributes_is_turned_away() -> None:
    attributes = " ".join(f"a{number}='1'" for number in range(40_000))
    began = time.process_time()
    for body in (f"<rss {attributes}>", f"<rss><channel><item><title>x</title><b {attributes}></item>"):
        with pytest.raises(FetchError, match="a tag in it"):
            read(body.encode())
    long = "Lange Sätze. " * 5_000
    (entry,) = read(rss([{"link": "/a", "content:encoded": f"<![CDATA[{long}]]>", "description": long}]))
    assert len(entry.content) > 50_000
    assert time.process_time() - began < 10


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_whatever_a_server_sends_is_a_feed_or_none(body: bytes) -> None:
    for data in (body, rss([{"title": "x", "link": "/a"}])[:150] + body):
        try:
            assert all(isinstance(entry, Entry) for entry in read(data))
        except FetchError as error:
            assert "feed" in str(error)


@given(st.text(max_size=60), st.text(max_size=60), st.one_of(st.none(), st.dates()))
@settings(max_examples=200, deadline=None)
def test_names_of_files_are_safe_and_differ_by_key(url: str, title: str, day: dt.date | None) -> None:
    stem = file_stem("a", "https://example.org/" + url, title, day)
    assert re.fullmatch(r"(\d{4}-\d{2}-\d{2}|undated)_[a-z0-9_-]+_[0-9a-f]{16}", stem)
    assert len(stem) < 140
    assert stem == file_stem("a", "https://example.org/" + url, title, day)
    assert stem != file_stem("b", "https://example.org/" + url, title, day)


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org/a?id=1&fbclid=z#top", "https://example.org/a?id=1"),
        ("https://example.org/a?utmost=1", "https://example.org/a?utmost=1"),
        ("https://example.org/a?b&&c", "https://example.org/a?b&&c"),
    ],
)
def test_when_two_addresses_are_one_page(url: str, same: str) -> None:
    assert same_page(url) == same


@pytest.mark.parametrize(
    "url", ["", "x", "//h/x", "http://", "http:///x", "http://h:99999/", "http://[::1", "mailto:a@b"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(FetchError):
        target_of(url)


def test_addresses_are_taken_apart_once() -> None:
    assert target_of("http://good.example\\@evil.example/").host == "good.example"
    assert target_of("HTTPS://MÜNCHEN.example.:443/a b?ü#x").url == "https://xn--mnchen-3ya.example/a%20b?%C3%BC"
    assert target_of("http://[::1]:8080/").origin == "http://[::1]:8080"
    assert target_of("http://example.org/a\r\nX-Evil: 1").path == "/a%0D%0AX-Evil:%201"


@given(st.text(max_size=40))
def test_any_retry_after(text: str) -> None:
    seconds = seconds_to_wait(text, 1e9)
    assert seconds is None or seconds >= 0


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_metadata_are_read_back_as_the_feed_said_them(tmp_path_factory: pytest.TempPathFactory, a: str, b: str) -> None:
    title = " ".join("".join(each if each.isprintable() else " " for each in a).split())
    name = "".join(each for each in b if each.isprintable()).strip() or "x"
    folder = tmp_path_factory.mktemp("in")
    entry = Entry("1", "https://example.org/a", title, dt.date(2024, 5, 6), "de", "<p>x</p>")
    page = save_content(folder, "stem", Feed(name, "https://example.org/rss"), entry)
    told = parse_metadata((folder / "stem.meta.yaml").read_text("utf-8"), "stem.meta.yaml")
    assert (told.title, told.source, told.published, told.lang) == (title, name, entry.published, "de")
    assert page.name == "stem.html"
