"""A web server on this machine alone, which says what a test tells it to say."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Route = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class News:
    """Routes by path and query, and what was asked for.

    Attributes:
        root: address of the server without a last slash.
        routes: what to answer; a path that is not there is answered with 404.
        asked: path and headers in lower case of each request, in order.
    """

    root: str = ""
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: bytes | str, kind: str = "text/html", status: int = 200, **headers: str) -> None:
        """Answer a path with a body; "_" in names of headers stands for "-"."""
        data = body.encode() if isinstance(body, str) else body

        def route(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content_Type": kind, "Content_Length": str(len(data)), **headers}.items():
                if value:
                    handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(data)

        self.routes[path] = route

    def redirect(self, path: str, place: str, status: int = 302) -> None:
        self.put(path, b"", status=status, Location=place)

    def paths(self) -> list[str]:
        """What was asked for apart from robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def news_server() -> Iterator[News]:
    news = News()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            news.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            self.close_connection = True
            route = news.routes.get(self.path)
            with suppress(OSError):
                if route is None:
                    self.send_error(404)
                else:
                    route(self)

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """A client that goes away is part of the tests."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    news.root = f"http://127.0.0.1:{server.server_port}"
    try:
        yield news
    finally:
        server.shutdown()
        server.server_close()


def rss(items: list[dict[str, str]], language: str = "en", encoding: str = "utf-8") -> bytes:
    """An RSS feed; keys of an item are elements of it, values XML."""
    rows = "".join(
        "<item>" + "".join(f"<{name}>{value}</{name.split()[0]}>" for name, value in item.items()) + "</item>"
        for item in items
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0" {space}><channel><title>News</title>'
        f"<language>{language}</language>{rows}</channel></rss>"
    )
    return text.encode(encoding)
