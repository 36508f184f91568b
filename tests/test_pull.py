"""`extract pull` against a server on this machine: what is written, once, and what is not asked for."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from news_server import News, news_server, rss

from extract.cli import main
from extract.pulling import saving
from extract.pulling.errors import PullError
from extract.pulling.feedlist import Feed, Feeds
from extract.pulling.pull import Choice, FeedReport, pull, visitor_of
from extract.pulling.state import FILE_NAME, opened_state
from extract.reading.metadata import Metadata, read_metadata

LOCAL = (ipaddress.ip_network("127.0.0.1"),)
PAGE = "<html><body><p>The ministers of Peru and Japan met in Lima.</p></body></html>"


@pytest.fixture
def news() -> Iterator[News]:
    with news_server() as server:
        yield server


def feeds_of(news: News, *feeds: Feed) -> Feeds:
    return Feeds(
        feeds or (Feed("Herald", f"{news.root}/rss"),),
        contact="desk@example.org", pause=0, timeout=2, deadline=5, patience=1, retries=1, allow_addresses=LOCAL,
    )  # fmt: skip


def pulled(news: News, folder: Path, *feeds: Feed, **choice: object) -> list[FeedReport]:
    return pull(feeds_of(news, *feeds), folder, visitor_of(feeds_of(news, *feeds)), Choice(**choice), lambda _: None)


def pages(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name[0] != "." and path.suffix != ".yaml")


def metadata(folder: Path) -> list[Metadata]:
    return [read_metadata(path) for path in sorted(folder.glob("*.meta.yaml"))]


def three(news: News) -> None:
    news.put("/rss", rss([{"title": f"Talks {n}", "link": f"/a{n}", "guid": f"g{n}"} for n in range(3)]), "text/xml")
    for number in range(3):
        news.put(f"/a{number}", PAGE)


def test_pages_and_what_the_feed_says_of_them(news: News, tmp_path: Path) -> None:
    english = {"title": "Talks in Lima &amp;amp; Cusco", "link": "/a?utm_source=rss&amp;id=7#top", "guid": "x1"}
    german = {"title": "Gespräche in <![CDATA[<b>Köln</b>]]>", "link": f"{news.root}/ä"}
    news.put("/rss", rss([english | {"pubDate": "Mon, 06 May 2024 00:30:00 +0200"}]), "application/rss+xml")
    news.put("/de", rss([german | {"dc:date": "2024-05-07T23:30:00-03:00"}], "de-AT"), "application/rss+xml")
    news.put("/a?utm_source=rss&id=7", PAGE)
    news.put("/%C3%A4", PAGE.replace("Peru", "Perú"))
    first, second = pulled(news, tmp_path, Feed("Herald", f"{news.root}/rss"), Feed("Blatt", f"{news.root}/de"))
    assert (first.new, second.new, first.failures, second.failures) == (1, 1, [], [])
    names = pages(tmp_path)
    assert [name.rpartition("_")[0] for name in names] == [
        "2024-05-06_127-0-0-1_talks-in-lima-cusco",
        "2024-05-07_127-0-0-1_gesprache-in-koln",
    ]
    assert (tmp_path / names[0]).read_bytes() == PAGE.encode()
    assert metadata(tmp_path) == [
        Metadata(dt.date(2024, 5, 6), "en", "Talks in Lima & Cusco", "Herald", f"{news.root}/a?id=7"),
        Metadata(dt.date(2024, 5, 7), "de", "Gespräche in Köln", "Blatt", f"{news.root}/%C3%A4"),
    ]


def test_servers_are_told_who_asks(news: News, tmp_path: Path) -> None:
    three(news)
    pulled(news, tmp_path)
    agents = {headers["user-agent"] for _, headers in news.asked}
    assert len(agents) == 1
    assert agents.pop().startswith("extract-pull/")
    assert all("(+mailto:desk@example.org)" in headers["user-agent"] for _, headers in news.asked)
    assert all(headers["host"] == news.root[7:] for _, headers in news.asked)


def test_a_second_pull_asks_for_the_feed_alone_and_only_for_a_change(news: News, tmp_path: Path) -> None:
    three(news)
    whole = news.routes["/rss"]

    def unchanged_if_asked(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers["If-None-Match"] == '"v1"':
            handler.send_response(304)
            handler.end_headers()
        else:
            whole(handler)

    news.put("/rss", rss([{"title": f"Talks {n}", "link": f"/a{n}"} for n in range(3)]), ETag='"v1"')
    whole, news.routes["/rss"] = news.routes["/rss"], unchanged_if_asked
    pulled(news, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    news.asked.clear()
    (report,) = pulled(news, tmp_path)
    assert report.unchanged
    assert news.paths() == ["/rss"]
    del before[FILE_NAME]
    assert all((tmp_path / name).stat().st_mtime_ns == at for name, at in before.items())


@pytest.mark.parametrize("hindrance", ["limit", "since", "busy"])
def test_a_feed_is_read_again_in_full_until_all_in_it_is_dealt_with(news: News, tmp_path: Path, hindrance: str) -> None:
    items = [{"title": f"T{n}", "link": f"/a{n}", "pubDate": f"0{n + 1} May 2024 10:00:00 GMT"} for n in range(3)]
    three(news)
    news.put("/rss", rss(items), ETag='"v1"')
    choice: dict[str, object] = {}
    if hindrance == "limit":
        choice["limit"] = 1
    elif hindrance == "since":
        choice["since"] = dt.date(2024, 5, 3)
    else:
        news.put("/a0", "", status=503)
    pulled(news, tmp_path, **choice)
    assert len(pages(tmp_path)) == (2 if hindrance == "busy" else 1)
    news.put("/a0", PAGE)
    news.asked.clear()
    pulled(news, tmp_path)
    assert "if-none-match" not in dict(news.asked)["/rss"]
    assert len(pages(tmp_path)) == 3
    news.asked.clear()
    pulled(news, tmp_path)
    assert dict(news.asked)["/rss"]["if-none-match"] == '"v1"'


def test_one_article_in_two_feeds_twice_in_one_and_behind_two_addresses_comes_once(news: News, tmp_path: Path) -> None:
    news.put("/rss", rss([{"link": "/a", "guid": "1"}, {"link": "/a#part", "guid": "2"}, {"link": "/b", "guid": "1"}]))
    news.put("/more", rss([{"link": "/a?utm_medium=x"}, {"link": "/short"}]))
    news.redirect("/short", "/a")
    news.put("/a", PAGE)
    first, second = pulled(news, tmp_path, Feed("One", f"{news.root}/rss"), Feed("Two", f"{news.root}/more"))
    assert (first.new, first.known, second.new, second.known) == (1, 2, 0, 2)
    assert len(pages(tmp_path)) == 1
    assert news.paths() == ["/rss", "/more", "/a", "/short", "/a"]
    (again, _) = pulled(news, tmp_path, Feed("One", f"{news.root}/rss"), Feed("Two", f"{news.root}/more"))
    assert (again.new, again.known) == (0, 3)
    assert news.paths()[5:] == ["/rss", "/more"]


def test_full_text_of_a_feed_needs_no_page(news: News, tmp_path: Path) -> None:
    text = "&lt;p&gt;Chile lieferte Kupfer nach Österreich.&lt;/p&gt;"
    items = [
        {"title": "Kupfer &lt; Öl", "link": "/a", "content:encoded": text},
        {"title": "Ohne Text", "link": "/b"},
        {'guid isPermaLink="false"': "urn:3", "title": "Ohne Adresse", "content:encoded": text},
    ]
    news.put("/rss", rss(items, "de"))
    news.put("/b", PAGE)
    (report,) = pulled(news, tmp_path, Feed("Blatt", f"{news.root}/rss", content="feed"))
    assert (report.new, report.failures) == (3, [])
    assert news.paths() == ["/rss", "/b"]
    page = next(tmp_path.glob("*kupfer*.html")).read_text("utf-8")
    assert "<p>Chile lieferte Kupfer nach Österreich.</p>" in page
    assert "<h1>Kupfer &lt; Öl</h1>" in page
    assert '<html lang="de">' in page


def test_feeds_that_are_not_utf_8(news: News, tmp_path: Path) -> None:
    item = {"title": "Gespräche über Zölle", "link": "/a"}
    news.put("/rss", rss([item], "de", "iso-8859-1"), "text/xml; charset=iso-8859-1")
    news.put("/a", PAGE)
    pulled(news, tmp_path)
    assert metadata(tmp_path)[0].title == "Gespräche über Zölle"


@pytest.mark.parametrize(
    ("kind", "data", "written"),
    [
        ("text/html; charset=iso-8859-1", "<p>Zölle „hier“</p>".encode("cp1252"), "\ufeff<p>Zölle „hier“</p>".encode()),
        ("text/html; charset=koi8-r", "<p>Торговля</p>".encode("koi8-r"), "\ufeff<p>Торговля</p>".encode()),
        ("text/html; charset=utf-8", "<p>Zölle</p>".encode(), "<p>Zölle</p>".encode()),
        ("text/html", "<p>Zölle</p>".encode("latin-1"), "<p>Zölle</p>".encode("latin-1")),
        ("text/html; charset=nonsense", b"<p>\xff</p>", b"<p>\xff</p>"),
        ("text/html; charset=utf-16", b"<p>odd!", b"<p>odd!"),
        ("text/html; charset=punycode", b"<p>a-b</p>", b"<p>a-b</p>"),
    ],
)
def test_an_encoding_that_only_the_header_tells_is_not_lost(
    news: News, tmp_path: Path, kind: str, data: bytes, written: bytes
) -> None:
    news.put("/rss", rss([{"link": "/a"}]))
    news.put("/a", data, kind)
    pulled(news, tmp_path)
    assert (tmp_path / pages(tmp_path)[0]).read_bytes() == written


@pytest.mark.parametrize(
    ("kind", "ending"), [("text/plain", ".txt"), ("application/pdf", ".pdf"), ("image/png", None), ("", None)]
)
def test_what_else_can_be_an_article(news: News, tmp_path: Path, kind: str, ending: str | None) -> None:
    news.put("/rss", rss([{"link": "/a"}]))
    news.put("/a", b"%PDF-1.4 or so", kind)
    (report,) = pulled(news, tmp_path)
    assert [Path(name).suffix for name in pages(tmp_path)] == ([ending] if ending else [])
    assert len(report.failures) == (ending is None)


def test_what_feeds_say_leads_to_no_other_folder(news: News, tmp_path: Path) -> None:
    titles = ["../../../etc/passwd", "..\\..\\x", "/absolute", "CON", "a\x0bb", "ü" * 5_000, ".hidden", "C:\\x:y*?"]
    items = [{"title": f"<![CDATA[{t}]]>", "link": f"/a{n}", "guid": f"../{n}"} for n, t in enumerate(titles)]
    news.put("/rss", rss(items))
    for number in range(len(titles)):
        news.put(f"/a{number}", PAGE)
    folder = tmp_path / "deep" / "corpus"
    (report,) = pulled(news, folder)
    assert report.new == len(titles)
    assert all(path.is_relative_to(folder) for path in tmp_path.rglob("*") if path.is_file())
    stems = [path.name.removesuffix(".html") for path in folder.glob("*.html")]
    assert all(set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_") and len(stem) < 140 for stem in stems)


def test_a_file_that_fails_for_good_is_given_up_and_the_others_come(news: News, tmp_path: Path) -> None:
    three(news)
    del news.routes["/a1"]
    news.put("/rss", rss([{"title": f"T{n}", "link": f"/a{n}"} for n in range(3)]), ETag='"v1"')
    for attempt in range(3):
        (report,) = pulled(news, tmp_path)
        assert report.failures == [(f"{news.root}/a1", "the server says 404")], attempt
    assert len(pages(tmp_path)) == 2
    news.asked.clear()
    (report,) = pulled(news, tmp_path)
    assert dict(news.asked)["/rss"]["if-none-match"] == '"v1"'
    assert (report.given_up, report.failures, news.paths()) == (1, [], ["/rss"])


def test_links_that_are_no_pages_are_failures_of_their_own(news: News, tmp_path: Path) -> None:
    links = ["javascript:alert(1)", "file:///etc/hostname", "ftp://127.0.0.1/x", "http://user:pw@127.0.0.1/", "/good"]
    news.put("/rss", rss([{"link": link} for link in links]))
    news.put("/good", PAGE)
    (report,) = pulled(news, tmp_path)
    assert (report.new, len(report.failures)) == (1, 4)
    assert news.paths() == ["/rss", "/good"]


def test_a_dry_pull_writes_nothing(news: News, tmp_path: Path) -> None:
    three(news)
    said: list[str] = []
    feeds = feeds_of(news)
    (report,) = pull(feeds, tmp_path / "new", visitor_of(feeds), Choice(dry=True), said.append)
    assert said == [f"{news.root}/a{number}" for number in range(3)]
    assert report.new == 3
    assert not (tmp_path / "new").exists()
    pulled(news, tmp_path / "new", limit=2)
    said.clear()
    pull(feeds, tmp_path / "new", visitor_of(feeds), Choice(dry=True), said.append)
    assert said == [f"{news.root}/a2"]
    assert len(pages(tmp_path / "new")) == 2


def test_broken_feeds_fail_alone(news: News, tmp_path: Path) -> None:
    three(news)
    news.put("/page", "<html><body>Not found, but friendly</body></html>")
    news.put("/empty", b"")
    news.put("/cut", rss([{"title": "Whole", "link": "/a0"}])[:-20], "text/xml")
    news.put("/name", b"/etc/hostname", "text/plain")
    bad = [Feed(path, f"{news.root}/{path}") for path in ("page", "empty", "name", "none")]
    *failed, cut, good = pulled(news, tmp_path, *bad, Feed("cut", f"{news.root}/cut"), Feed("good", f"{news.root}/rss"))
    assert all("no RSS or Atom" in report.problem for report in failed[:3])
    assert "404" in failed[3].problem
    assert (cut.new, good.new, good.known) == (1, 2, 1)


def test_entities_of_a_feed_neither_grow_nor_read_files(news: News, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("never in a table")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    for path, entities in (("/rss", laughs), ("/file", f'<!ENTITY l11 SYSTEM "{secret.as_uri()}">')):
        text = (
            f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss version="2.0"><channel><title>x</title>'
            "<item><title>A &l11; B</title><link>/a</link></item></channel></rss>"
        )
        news.put(path, text, "text/xml")
    news.put("/a", PAGE)
    began = time.monotonic()
    pulled(news, tmp_path / "in", Feed("One", f"{news.root}/rss"), Feed("Two", f"{news.root}/file"))
    assert time.monotonic() - began < 20
    texts = [path.read_bytes() for path in (tmp_path / "in").iterdir()]
    assert all(b"never" not in text and len(text) < 100_000 for text in texts)


def test_a_pull_cut_off_between_any_two_files_goes_on(
    news: News, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(news)
    pulled(news, tmp_path / "whole")
    wanted = {path.name: path.read_bytes() for path in (tmp_path / "whole").iterdir() if path.name[0] != "."}
    write = saving.replace_files
    for last in range(3):
        for late in (False, True):
            count = 0

            def cut_off(folder: Path, files: dict[str, bytes], last: int = last, late: bool = late) -> None:
                nonlocal count
                if count == last and not late:
                    raise KeyboardInterrupt
                write(folder, files)
                if count == last:
                    raise KeyboardInterrupt
                count += 1

            folder = tmp_path / f"cut{last}{late}"
            with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
                patch.setattr(saving, "replace_files", cut_off)
                pulled(news, folder)
            # What the feed calls the article may change in the meantime: still nothing comes twice.
            items = [{"title": f"Other {n}", "link": f"/a{n}", "guid": f"g{n}"} for n in range(3)]
            news.put(
                "/rss", rss(items) if late else rss([{**each, "title": f"Talks {n}"} for n, each in enumerate(items)])
            )
            (report,) = pulled(news, folder)
            three(news)
            assert (report.new, report.known) == (3 - last, last)
            found = {path.name: path.read_bytes() for path in folder.iterdir() if path.name[0] != "."}
            assert found == wanted if not late else len(found) == len(wanted)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_pull_that_is_killed_goes_on(news: News, tmp_path: Path) -> None:
    three(news)
    reached, go_on = threading.Event(), threading.Event()
    page = news.routes["/a1"]

    def wait(handler: BaseHTTPRequestHandler) -> None:
        reached.set()
        go_on.wait(20)
        page(handler)

    news.routes["/a1"] = wait
    file = tmp_path / "feeds.toml"
    file.write_text(
        f'[pull]\ncontact = "desk@example.org"\ninto = "in"\npause = 0\nallow_addresses = ["127.0.0.1"]\n'
        f'[[feed]]\nname = "Herald"\nurl = "{news.root}/rss"\n'
    )
    process = subprocess.Popen([sys.executable, "-m", "extract.cli", "pull", str(file)], stdout=subprocess.DEVNULL)
    assert reached.wait(60)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    go_on.set()
    assert len(pages(tmp_path / "in")) == 1
    news.routes["/a1"] = page
    assert main(["pull", str(file)]) == 0
    assert len(pages(tmp_path / "in")) == 3
    assert sorted(news.paths()) == ["/a0", "/a1", "/a1", "/a2", "/rss", "/rss"]


def test_two_pulls_into_one_folder(news: News, tmp_path: Path) -> None:
    three(news)
    with opened_state(tmp_path), pytest.raises(PullError, match="another pull is at work"):
        pulled(news, tmp_path)
    assert news.asked == []
    assert pulled(news, tmp_path)[0].new == 3


def test_a_memory_that_is_none_of_ours(news: News, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database at all, " * 100)
    with pytest.raises(PullError, match="move it away"):
        pulled(news, tmp_path)
    (tmp_path / FILE_NAME).unlink()
    with sqlite3.connect(tmp_path / FILE_NAME) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(PullError, match="another version"):
        pulled(news, tmp_path)


def test_the_command_line(news: News, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    three(news)
    file = tmp_path / "feeds.toml"
    file.write_text(
        f'[pull]\ncontact = "https://example.org/us"\npause = 0\nretries = 0\nallow_addresses = ["127.0.0.1"]\n'
        f'[[feed]]\nname = "Herald"\nurl = "{news.root}/rss"\n'
    )
    assert main(["pull", str(file), "--out", str(tmp_path / "in"), "--limit", "2"]) == 0
    said = capsys.readouterr()
    assert [Path(line).name for line in said.out.splitlines()] == pages(tmp_path / "in")
    assert said.err == "Herald: 2 new, 0 known, 0 failed, 1 left for the next pull\n"
    del news.routes["/a2"]
    assert main(["pull", str(file), "--out", str(tmp_path / "in")]) == 1
    assert f"Herald: 0 new, 2 known, 1 failed\n  {news.root}/a2: the server says 404\n" == capsys.readouterr().err
    file.write_text("[pull]\n")
    assert main(["pull", str(file)]) == 2
    assert "contact" in capsys.readouterr().err


def test_a_missing_library_is_named_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.startswith("extract.pulling.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "protego", None)
    assert main(["pull", str(tmp_path / "feeds.toml")]) == 2
    assert 'pip install "extract[pull]"' in capsys.readouterr().err
