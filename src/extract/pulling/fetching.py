"""One request and its answer, within limits of time and size; no redirect is followed here."""

from __future__ import annotations

import contextlib
import email.utils
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from urllib3.connection import HTTPConnection
from urllib3.exceptions import DecodeError, HTTPError, LocationParseError
from urllib3.response import BaseHTTPResponse
from urllib3.util import parse_url

from extract.pulling.addresses import Network, Resolver, checked_addresses, resolve
from extract.pulling.errors import FetchError

_PORTS = {"http": 80, "https": 443}
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_PIECE = 64 * 1024
_MAX_HEADER = 8_192


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may cost.

    Attributes:
        timeout: seconds without a byte.
        deadline: seconds for the whole request, from the first packet to the last byte.
        size: bytes of the answer after decompression.
        allowed: networks that may be asked although they are not public.
    """

    timeout: float = 20.0
    deadline: float = 90.0
    size: int = 10_000_000
    allowed: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """An address on the web, taken apart once so that what is checked is what is asked.

    Attributes:
        url: without the part after "#".
        scheme: "http" or "https".
        host: name in ASCII, or a numeric address without brackets.
        port: stated or that of the scheme.
        path: path and query, percent-encoded.
    """

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" if _PORTS[self.scheme] == self.port else f"{self.scheme}://{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said.

    Attributes:
        url: that was asked.
        status: of HTTP, such as 200.
        headers: by name in lower case; of several of one name the first.
        body: decompressed; empty unless the status is 200.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def target_of(url: str) -> Target:
    """Take an address apart.

    Raises:
        FetchError: when it is none of http or https, has no host, or holds a user's name.

    >>> target_of("HTTPS://Example.org/ä?b#c").url
    'https://example.org/%C3%A4?b'
    """
    try:
        parts = parse_url(url.strip())
    except LocationParseError as error:
        raise FetchError(f"{_brief(url)!r} is no address") from error
    if parts.scheme not in _PORTS:
        raise FetchError(f"{_brief(url)!r} is no http or https address")
    if not parts.host or parts.auth:
        raise FetchError(f"{_brief(url)!r} has {'a name of a user' if parts.auth else 'no host'}")
    host = parts.host.strip("[]").rstrip(".")
    port = parts.port or _PORTS[parts.scheme]
    bare = Target("", parts.scheme, host, port, parts.request_uri)
    return Target(bare.origin + bare.path, bare.scheme, host, port, bare.path)


def fetch(target: Target, headers: Mapping[str, str], limits: Limits, resolver: Resolver = resolve) -> Answer:
    """Ask once.

    Args:
        target: what to ask for.
        headers: of the request; Host and Accept-Encoding are added.
        limits: of time, size and place.
        resolver: gives the addresses of a name.

    Raises:
        FetchError: when there is no answer within the limits.
    """
    addresses = checked_addresses(target.host, target.port, limits.allowed, resolver)
    began = time.monotonic()
    raw = _connected(addresses, target, limits)
    with raw, _cut_off(raw, limits.deadline) as late:
        try:
            return _exchange(raw, target, headers, limits)
        except ssl.SSLCertVerificationError as error:
            raise FetchError(f"the certificate of {target.host} is not valid: {error.verify_message}") from error
        except DecodeError as error:
            raise FetchError(f"cannot be decompressed: {error}") from error
        except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
            if isinstance(error, FetchError):
                raise
            if late.is_set() or time.monotonic() - began >= limits.deadline:
                raise FetchError(f"not complete after {limits.deadline:g} seconds") from error
            if isinstance(error, TimeoutError) or "timed out" in str(error):
                raise FetchError(f"nothing came for {limits.timeout:g} seconds", passing=True) from error
            raise FetchError(f"the connection broke: {_brief(str(error))}", passing=True) from error


def _connected(addresses: Sequence[str], target: Target, limits: Limits) -> socket.socket:
    last: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, target.port), timeout=limits.timeout)
        except OSError as error:
            last = error
    reason = "timed out" if isinstance(last, TimeoutError) else getattr(last, "strerror", None) or last
    raise FetchError(f"no connection to {target.host}, port {target.port}: {reason}", passing=True) from last


@contextmanager
def _cut_off(raw: socket.socket, seconds: float) -> Iterator[threading.Event]:
    """Shut a connection after a time, whatever waits for it: a handshake, a header, a body that trickles."""
    late = threading.Event()
    # A second handle on the same connection: TLS takes the first one over.
    handle = raw.dup()

    def shut() -> None:
        late.set()
        with contextlib.suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, shut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        timer.join()
        handle.close()


def _exchange(raw: socket.socket, target: Target, headers: Mapping[str, str], limits: Limits) -> Answer:
    end = time.monotonic() + limits.deadline
    connection = HTTPConnection(target.host, target.port, timeout=limits.timeout)
    secure = target.scheme == "https"
    # With a socket in place nothing is resolved or connected any more.
    connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=target.host) if secure else raw
    try:
        host = target.origin.partition("//")[2]
        asked = {**headers, "Host": host, "Accept-Encoding": "gzip", "Connection": "close"}
        connection.request("GET", target.path, headers=asked, preload_content=False, decode_content=True)
        response = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in response.headers.items():
            found.setdefault(name.lower(), value[:_MAX_HEADER])
        body = _body(response, found, limits, end) if response.status == 200 else b""
        return Answer(target.url, response.status, found, body)
    finally:
        connection.close()


def _body(response: BaseHTTPResponse, headers: Mapping[str, str], limits: Limits, end: float) -> bytes:
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in _CODINGS:
        raise FetchError(f"the answer is packed as {_brief(coding)!r}, which was not asked for")
    stated = headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > limits.size:
        raise FetchError(f"too large: {int(stated):,} bytes, at most {limits.size:,}")
    body = bytearray()
    # Not stream(): that would read the line before a chunk to its end, however long.
    while piece := response.read(_PIECE):
        body += piece
        if len(body) > limits.size:
            raise FetchError(f"too large: more than {limits.size:,} bytes")
        if time.monotonic() >= end:
            raise FetchError(f"not complete after {limits.deadline:g} seconds")
    if time.monotonic() >= end:
        # A connection that was shut reads like one that ended.
        raise FetchError(f"not complete after {limits.deadline:g} seconds")
    return bytes(body)


def seconds_to_wait(value: str, now: float) -> float | None:
    """What a Retry-After header asks for, in seconds; None where it says nothing that can be read.

    Args:
        value: a number of seconds or an HTTP date.
        now: seconds since 1970.

    >>> seconds_to_wait("120", 0), seconds_to_wait("Thu, 01 Jan 1970 00:01:00 GMT", 30), seconds_to_wait("soon", 0)
    (120.0, 30.0, None)
    """
    text = value.strip()
    if text.isdecimal() and text.isascii():
        return float(text[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None


def _brief(text: str) -> str:
    """So much of a foreign text that it fits into a message, on one line."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text[:400]).split())
    return line if len(line) <= 120 else line[:117] + "..."
