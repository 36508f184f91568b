"""Who may talk to the page: requests of this machine's own browser, and with a token those of others.

A page of the web that the reviewer has open must not be able to read or decide anything here. It could send requests to
127.0.0.1, or have its own name resolved to that address; so the names in `Host` and `Origin` are checked, a decision
needs a secret that only our own pages know, and no other site may show ours in a frame.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse, RedirectResponse, Response

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CSRF_HEADER = "x-csrf-token"
LARGEST_BODY = 1_000_000
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def is_loopback(host: str) -> bool:
    """Whether a host to listen on can be reached from this machine only.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("example.org")
    (True, True, False, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come in.

    Attributes:
        host, port: on which the page listens.
        token: that a browser has to show once, empty where none is asked for.
        csrf: what every decision has to bring along; made anew with each start.
    """

    host: str = "127.0.0.1"
    port: int = 0
    token: str = field(default="", repr=False)
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def cookie(self) -> str:
        """Name of the cookie; those of one host are seen on all its ports."""
        return f"extract_review_{self.port}"

    @property
    def pass_mark(self) -> str:
        """Content of the cookie, which does not give the token away."""
        return hmac.new(self.token.encode(), b"extract review", sha256).hexdigest()

    def knows_host(self, header: str) -> bool:
        """Whether `Host` names this server and not a name that was made to lead here."""
        name, port = _split(header)
        if self.port and port not in (str(self.port), "" if self.port == 80 else None):
            return False
        if is_loopback(self.host):
            return name in _LOOPBACK_NAMES or name == self.host
        return name in {*_LOOPBACK_NAMES, self.host, socket.gethostname().lower()} or _is_address(name)

    def admits(self, cookie: str) -> bool:
        """Whether a browser has shown the token."""
        return not self.token or hmac.compare_digest(cookie.encode(), self.pass_mark.encode())

    def opens(self, token: str) -> bool:
        """Whether this is the token."""
        return bool(self.token) and hmac.compare_digest(token.encode(), self.token.encode())


class Guard:
    """Lets through what may come in, and puts the headers of safety on every answer."""

    def __init__(self, app: App, access: Access) -> None:
        """Stand before an application."""
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sealed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, sealed)

    def _refusal(self, scope: Scope) -> Response | None:
        headers, access = Headers(scope=scope), self._access
        if not access.knows_host(headers.get("host", "")):
            return PlainTextResponse("unknown host", 400)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("method not allowed", 405)
        site = headers.get("sec-fetch-site", "same-origin")
        navigates = scope["method"] != "POST" and headers.get("sec-fetch-mode", "navigate") == "navigate"
        if not navigates and site not in ("same-origin", "none"):
            return PlainTextResponse("request of another site", 403)
        if access.token and (answer := self._asked_for_token(scope, headers)):
            return answer
        return self._refused_post(headers) if scope["method"] == "POST" else None

    def _asked_for_token(self, scope: Scope, headers: Headers) -> Response | None:
        access = self._access
        parameters = QueryParams(scope["query_string"])
        shown = parameters.get("token")
        if shown is not None and scope["method"] == "GET" and access.opens(shown):
            rest = urlencode([(name, text) for name, text in parameters.multi_items() if name != "token"])
            answer = RedirectResponse(f"{scope['path']}{'?' + rest if rest else ''}", 303)
            answer.set_cookie(access.cookie, access.pass_mark, httponly=True, samesite="strict", path="/")
            return answer
        if access.admits(_cookie(headers.get("cookie", ""), access.cookie)):
            return None
        return PlainTextResponse("open the address that `extract review` printed, with its token", 401)

    def _refused_post(self, headers: Headers) -> Response | None:
        origin = headers.get("origin", "")
        if origin not in (f"http://{headers['host']}", f"https://{headers['host']}"):
            return PlainTextResponse("request of another site", 403)
        if not hmac.compare_digest(headers.get(CSRF_HEADER, "").encode(), self._access.csrf.encode()):
            return PlainTextResponse("stale page", 403, headers={"X-Stale": "csrf"})
        if not headers.get("content-type", "").startswith("application/json"):
            return PlainTextResponse("send JSON", 415)
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return PlainTextResponse("too long", 413)
        return None


def _split(header: str) -> tuple[str, str]:
    """Name and port of `Host`; an IPv6 address stands in brackets."""
    header = header.strip().lower()
    if header.startswith("["):
        name, _, rest = header[1:].partition("]")
        return name, rest.removeprefix(":")
    name, _, port = header.partition(":")
    return name, port


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _cookie(header: str, name: str) -> str:
    for part in header.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""
