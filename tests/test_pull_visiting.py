"""Asking servers: how gently, how long, how much, and where never to."""

from __future__ import annotations

import gzip
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from news_server import News, news_server

from extract.pulling.addresses import checked_addresses, is_public
from extract.pulling.errors import FetchError
from extract.pulling.fetching import Limits, fetch, target_of
from extract.pulling.visiting import Manners, Visitor

LOCAL = (ipaddress.ip_network("127.0.0.1"),)


@pytest.fixture
def news() -> Iterator[News]:
    with news_server() as server:
        yield server


class Clock:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def visitor(clock: Clock | None = None, pause: float = 0, limits: Limits | None = None, **more: object) -> Visitor:
    clock = clock or Clock()
    manners = Manners("extract-pull/0 (+mailto:desk@example.org)", pause, patience=60, retries=2)
    return Visitor(
        manners, limits or Limits(1, 3, 100_000, LOCAL), wait=clock.wait, clock=clock, today=lambda: 0.0, **more
    )


def drip(handler: BaseHTTPRequestHandler, piece: bytes, seconds: float, head: bool = True) -> None:
    if head:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
    for _ in range(2_000):
        handler.wfile.write(piece)
        time.sleep(seconds)


def test_a_pause_between_requests_to_one_host(news: News) -> None:
    clock = Clock()
    for path in ("/a", "/b", "/c"):
        news.put(path, "x")
    polite = visitor(clock, pause=2)
    for path in ("/a", "/b", "/c"):
        polite.get(news.root + path)
    assert clock.waits == [2, 2, 2], "robots.txt is a request as well"


def test_robots_may_ask_for_a_longer_pause_but_not_for_ever(news: News) -> None:
    for asked, waits in (("7", [2, 7]), ("100000", [2, 60])):
        clock = Clock()
        news.put("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}", "text/plain")
        news.put("/a", "x")
        news.put("/b", "x")
        polite = visitor(clock, pause=2)
        polite.get(news.root + "/a")
        polite.get(news.root + "/b")
        assert clock.waits == waits


def test_robots_are_obeyed_and_read_once(news: News) -> None:
    news.put("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: Extract-Pull\nDisallow: /closed", "text/plain")
    news.put("/closed/a", "x")
    news.put("/open", "x")
    polite = visitor()
    with pytest.raises(FetchError, match="forbids it"):
        polite.get(news.root + "/closed/a")
    assert polite.get(news.root + "/open").body == b"x"
    assert [path for path, _ in news.asked] == ["/robots.txt", "/open"]


def test_robots_hold_for_the_end_of_a_redirect(news: News) -> None:
    news.put("/robots.txt", "User-agent: *\nDisallow: /closed", "text/plain")
    news.redirect("/open", "/closed")
    news.put("/closed", "x")
    with pytest.raises(FetchError, match="forbids it"):
        visitor().get(news.root + "/open")
    assert news.paths() == ["/open"]


def test_robots_that_cannot_be_read_are_no_permission(news: News) -> None:
    news.put("/a", "x")
    news.put("/robots.txt", "", status=500)
    with pytest.raises(FetchError, match=r"robots.txt cannot be read: the server says 500") as error:
        visitor().get(news.root + "/a")
    assert error.value.passing
    assert news.paths() == []


def test_robots_of_many_wildcards_take_no_time(news: News) -> None:
    news.put("/robots.txt", "User-agent: *\n" + f"Disallow: /{'*a' * 40}*b\n" * 200, "text/plain")
    news.put("/" + "a" * 500, "x")
    began = time.monotonic()
    visitor().get(f"{news.root}/{'a' * 500}")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "place", ["file:///etc/hostname", "ftp://127.0.0.1/x", "javascript:alert(1)", "//", "http://u:p@127.0.0.1/", ""]
)
def test_redirects_lead_to_http_only(news: News, place: str) -> None:
    news.redirect("/a", place)
    with pytest.raises(FetchError):
        visitor().get(news.root + "/a")
    assert news.paths() == ["/a"]


@pytest.mark.parametrize(
    "place", ["http://10.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "http://2130706434/"]
)
def test_redirects_lead_to_no_private_address(news: News, place: str) -> None:
    news.redirect("/a", place)
    with pytest.raises(FetchError, match="no public address"):
        visitor().get(news.root + "/a")


def test_redirects_end(news: News) -> None:
    news.redirect("/a", "/b")
    news.redirect("/b", "/a")
    for number in range(20):
        news.redirect(f"/long{number}", f"long{number + 1}", status=301)
    for path in ("/a", "/long0"):
        with pytest.raises(FetchError, match="without an end"):
            visitor().get(news.root + path)
    assert len(news.paths()) < 10
    news.put("/long5", "x")
    assert visitor().get(news.root + "/long0").url == news.root + "/long5"


def test_a_change_is_asked_of_the_first_address_only(news: News) -> None:
    news.redirect("/a", "/b")
    news.put("/b", "x", status=304)
    with pytest.raises(FetchError, match="the server says 304"):
        visitor().get(news.root + "/a", {"If-None-Match": "v"})
    assert [("if-none-match" in headers) for path, headers in news.asked if path != "/robots.txt"] == [True, False]


def busy(news: News, path: str, times: int, status: int, **headers: str) -> None:
    """A page that comes only after some refusals."""
    news.put(path, "x")
    page = news.routes[path]
    news.put(path, "", status=status, **headers)
    refusal, count = news.routes[path], 0

    def route(handler: BaseHTTPRequestHandler) -> None:
        nonlocal count
        count += 1
        (refusal if count <= times else page)(handler)

    news.routes[path] = route


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wait", ["30", "Thu, 01 Jan 1970 00:00:30 GMT"])
def test_a_busy_server_is_asked_again_when_it_said(news: News, status: int, wait: str) -> None:
    busy(news, "/a", 1, status, Retry_After=wait)
    clock = Clock()
    assert visitor(clock).get(news.root + "/a").status == 200
    assert clock.waits == [30]


def test_tries_come_slower_and_end(news: News) -> None:
    busy(news, "/a", 2, 502)
    busy(news, "/b", 3, 502)
    clock = Clock()
    assert visitor(clock).get(news.root + "/a").status == 200
    assert clock.waits == [2, 4]
    with pytest.raises(FetchError, match="the server says 502"):
        visitor().get(news.root + "/b")


def test_a_host_that_asks_for_hours_is_left_alone(news: News) -> None:
    busy(news, "/a", 9, 429, Retry_After="7200")
    news.put("/b", "x")
    polite = visitor()
    for path in ("/a", "/b"):
        with pytest.raises(FetchError, match="come back in 7,200 seconds"):
            polite.get(news.root + path)
    assert news.paths() == ["/a"]


def test_a_host_that_never_answers_is_not_asked_for_each_article(news: News) -> None:
    for number in range(9):
        news.put(f"/{number}", "", status=500)
    polite = visitor()
    for number in range(9):
        with pytest.raises(FetchError):
            polite.get(f"{news.root}/{number}")
    assert news.paths() == [f"/{number}" for number in (0, 0, 0, 1, 1, 1, 2, 2, 2)]


def test_servers_that_are_slow(news: News) -> None:
    limits = Limits(0.5, 1.5, 100_000, LOCAL)
    news.routes["/silent"] = lambda handler: time.sleep(4)
    news.routes["/head"] = lambda handler: drip(handler, b"X", 0.1, head=False)
    news.routes["/body"] = lambda handler: drip(handler, b"x", 0.1)
    for path, reason in (("/silent", "nothing came"), ("/head", "not complete"), ("/body", "not complete")):
        began = time.monotonic()
        with pytest.raises(FetchError, match=reason):
            fetch(target_of(news.root + path), {}, limits)
        assert time.monotonic() - began < 3.5, path


def test_a_handshake_that_trickles() -> None:
    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.sendall(b"\x16\x03\x03\x40\x00")
            for _ in range(100):
                connection.sendall(b"\x02")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        target = target_of(f"https://127.0.0.1:{listener.getsockname()[1]}/")
        began = time.monotonic()
        with pytest.raises(FetchError):
            fetch(target, {}, Limits(0.5, 1, 1_000, LOCAL))
        assert time.monotonic() - began < 3


def test_answers_that_are_large(news: News) -> None:
    news.routes["/endless"] = lambda handler: drip(handler, b"x" * 60_000, 0)
    news.put("/stated", "x", Content_Length="1000000000")
    news.put("/bomb", gzip.compress(b"\0" * 300_000_000), Content_Encoding="gzip")

    def chunk_without_end(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for _ in range(2_000):
            handler.wfile.write(b"1" * 60_000)

    news.routes["/chunk"] = chunk_without_end
    for path in ("/endless", "/stated", "/bomb", "/chunk"):
        with pytest.raises(FetchError, match="too large" if path != "/chunk" else "broke"):
            fetch(target_of(news.root + path), {}, Limits(1, 5, 100_000, LOCAL))


def test_packed_answers(news: News) -> None:
    news.put("/good", gzip.compress(b"text " * 1_000), Content_Encoding="gzip")
    news.put("/broken", b"no gzip at all", Content_Encoding="gzip")
    news.put("/other", b"x", Content_Encoding="br")
    news.put("/nested", b"x", Content_Encoding="gzip, gzip")
    assert fetch(target_of(news.root + "/good"), {}, Limits(allowed=LOCAL)).body == b"text " * 1_000
    for path, reason in (("/broken", "decompressed"), ("/other", "packed"), ("/nested", "packed")):
        with pytest.raises(FetchError, match=reason):
            fetch(target_of(news.root + path), {}, Limits(allowed=LOCAL))


@pytest.mark.parametrize(
    "said",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200\r\n" + b"A: b\r\n" * 500, b"HTTP/1.1 200 OK\r\nA" + b"b" * 99_999,
     b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Length: 5, 9\r\n\r\nshort", b"HTTP/1.1 99999999999 \xff\r\n\r\n"],
)  # fmt: skip
def test_servers_that_do_not_speak_http(news: News, said: bytes) -> None:
    news.routes["/a"] = lambda handler: handler.wfile.write(said)
    with pytest.raises(FetchError):
        fetch(target_of(news.root + "/a"), {}, Limits(1, 3, 100_000, LOCAL))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.9.8.7", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "2002:7f00:1::",
     "64:ff9b::7f00:1", "2001:0:4136:e378:8000:63bf:80ff:fffe"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    with pytest.raises(FetchError, match="no public address"):
        checked_addresses("news.example", 80, (), lambda host, port: ["93.184.216.34", address])


def test_public_and_allowed_addresses() -> None:
    found = ["93.184.216.34", "2606:2800:220:1::1"]
    assert checked_addresses("news.example", 80, (), lambda host, port: found) == found
    allowed = (ipaddress.ip_network("10.1.0.0/16"),)
    assert checked_addresses("news.example", 80, allowed, lambda host, port: ["10.1.2.3"]) == ["10.1.2.3"]
    with pytest.raises(FetchError, match=r"news.example is 10.2.2.3.*pull.allow_addresses"):
        checked_addresses("news.example", 80, allowed, lambda host, port: ["10.2.2.3"])


def test_a_name_is_resolved_once_and_what_was_checked_is_asked(news: News) -> None:
    """A name that is public when it is checked and private when it is used gains nothing."""
    port = int(news.root.rpartition(":")[2])
    news.put("/a", "x")
    answers = [["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]]
    calls: list[str] = []

    def rebinding(host: str, _: int) -> list[str]:
        calls.append(host)
        return answers[len(calls) - 1]

    polite = visitor(resolver=rebinding)
    assert polite.get(f"http://news.example:{port}/a").body == b"x"
    assert calls == ["news.example"] * 2, "once for robots.txt, once for the page"
    assert {headers["host"] for _, headers in news.asked} == {f"news.example:{port}"}
    with pytest.raises(FetchError, match="no public address"):
        polite.get(f"http://news.example:{port}/a")


def test_a_second_address_is_tried(news: News) -> None:
    port = int(news.root.rpartition(":")[2])
    news.put("/a", "x")
    allowed = (ipaddress.ip_network("127.0.0.0/8"),)
    target = target_of(f"http://news.example:{port}/a")
    assert fetch(target, {}, Limits(allowed=allowed), lambda host, port: ["127.0.0.9", "127.0.0.1"]).body == b"x"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate")
def test_certificates_are_checked_against_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example",
         "-addext", "subjectAltName=DNS:news.example", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    names: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"safe")

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.sni_callback = lambda connection, name, _: names.append(name)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        limits = Limits(2, 4, 1_000, LOCAL)

        def ask(host: str) -> bytes:
            target = target_of(f"https://{host}:{server.server_port}/")
            return fetch(target, {}, limits, lambda host, port: ["127.0.0.1"]).body

        with pytest.raises(FetchError, match=r"certificate of news\.example is not"):
            ask("news.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert ask("news.example") == b"safe"
        with pytest.raises(FetchError, match=r"certificate of other\.example is not"):
            ask("other.example")
        assert names == ["news.example", "news.example", "other.example"]
    finally:
        server.shutdown()
        server.server_close()
