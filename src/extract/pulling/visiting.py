"""Asking politely: robots.txt, a pause between two requests to one host, redirects, further tries, hosts left alone."""

from __future__ import annotations

import contextlib
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from protego import Protego

from extract.pulling.addresses import Resolver, resolve
from extract.pulling.errors import FetchError
from extract.pulling.fetching import Answer, Limits, Target, fetch, seconds_to_wait, target_of

PRODUCT = "extract-pull"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_MAX_REDIRECTS = 5
_ROBOTS_BYTES = 512_000
_FIRST_WAIT = 2.0
_MAX_SILENT = 3


@dataclass(frozen=True, slots=True)
class Manners:
    """How a host is treated.

    Attributes:
        agent: the User-Agent: who asks, and how to reach them.
        pause: seconds between the end of a request to a host and the next; robots.txt may ask for more.
        patience: seconds that are waited at most; who asks for more is left alone until the next pull.
        retries: further tries after one that failed for a passing reason.
    """

    agent: str
    pause: float = 2.0
    patience: float = 60.0
    retries: int = 2


@dataclass(slots=True)
class Visitor:
    """Fetches pages, one at a time, and remembers for one pull what each host asked for.

    Attributes:
        manners: how hosts are treated.
        limits: what a request may cost.
        resolver: gives the addresses of a name.
        wait: waits some seconds.
        clock: seconds, only ever compared with one another.
        today: seconds since 1970, for servers that name a time to come back.
    """

    manners: Manners
    limits: Limits
    resolver: Resolver = resolve
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    today: Callable[[], float] = time.time
    _robots: dict[str, Protego | FetchError] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)
    _left: dict[str, str] = field(default_factory=dict)
    _silent: dict[str, int] = field(default_factory=dict)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer at the end of all redirects: status 200, or 304 where the headers ask for a change only.

        Every step is checked like the first: its scheme, its addresses, its robots.txt.

        Args:
            url: of http or https.
            headers: more headers, such as If-None-Match; sent to the first address only.

        Raises:
            FetchError: with the reason, and whether a later pull may succeed.
        """
        seen: set[str] = set()
        target, more = target_of(url), dict(headers or {})
        while True:
            if target.url in seen or len(seen) > _MAX_REDIRECTS:
                raise FetchError(f"redirected {len(seen)} times without an end")
            seen.add(target.url)
            self._demand_permission(target)
            answer = self._tried(target, more, self.limits)
            if answer.status not in _REDIRECTS:
                break
            target, more = _next_target(target, answer), {}
        if answer.status != 200 and not (answer.status == 304 and more):
            raise FetchError(f"the server says {answer.status}")
        return answer

    def _demand_permission(self, target: Target) -> None:
        if target.origin not in self._robots:
            self._robots[target.origin] = self._read_robots(target.origin)
        robots = self._robots[target.origin]
        if isinstance(robots, FetchError):
            raise FetchError(str(robots), passing=robots.passing)
        if not robots.can_fetch(target.url, PRODUCT):
            raise FetchError("robots.txt forbids it")

    def _read_robots(self, origin: str) -> Protego | FetchError:
        """As RFC 9309 says: none is a permission, a server that cannot say is none."""
        target, seen = target_of(f"{origin}/robots.txt"), 0
        limits = Limits(self.limits.timeout, self.limits.deadline, _ROBOTS_BYTES, self.limits.allowed)
        try:
            while (answer := self._tried(target, {}, limits)).status in _REDIRECTS and seen < _MAX_REDIRECTS:
                target, seen = _next_target(target, answer), seen + 1
        except FetchError as error:
            return FetchError(f"robots.txt cannot be read: {error}", passing=error.passing)
        return Protego.parse(answer.body.decode("utf-8", "replace") if answer.status == 200 else "")

    def _tried(self, target: Target, headers: Mapping[str, str], limits: Limits) -> Answer:
        """An answer other than "later", after further tries where they may help."""
        for attempt in range(self.manners.retries + 1):
            try:
                return self._once(target, headers, limits)
            except FetchError as error:
                if not error.passing or target.host in self._left:
                    raise
                if error.wait is not None and error.wait > self.manners.patience:
                    self._left[target.host] = f"{target.host} asks to come back in {error.wait:,.0f} seconds"
                    raise FetchError(self._left[target.host], passing=True) from error
                if attempt == self.manners.retries:
                    self._count_silence(target.host)
                    raise
                seconds = min(_FIRST_WAIT * 2**attempt, self.manners.patience) if error.wait is None else error.wait
                self._next[target.host] = max(self._next.get(target.host, 0.0), self.clock() + seconds)
        raise AssertionError("the last try returns or raises")

    def _count_silence(self, host: str) -> None:
        self._silent[host] = self._silent.get(host, 0) + 1
        if self._silent[host] >= _MAX_SILENT:
            self._left[host] = f"{host} failed {_MAX_SILENT} times in a row and is left alone until the next pull"

    def _once(self, target: Target, headers: Mapping[str, str], limits: Limits) -> Answer:
        if target.host in self._left:
            raise FetchError(self._left[target.host], passing=True)
        if (seconds := self._next.get(target.host, 0.0) - self.clock()) > 0:
            self.wait(seconds)
        asked = {"User-Agent": self.manners.agent, "Accept": "*/*", **headers}
        try:
            answer = fetch(target, asked, limits, self.resolver)
        finally:
            self._next[target.host] = self.clock() + self._pause(target)
        if answer.status in _PASSING:
            wait = seconds_to_wait(answer.headers.get("retry-after", ""), self.today())
            raise FetchError(f"the server says {answer.status}", passing=True, wait=wait)
        self._silent[target.host] = 0
        return answer

    def _pause(self, target: Target) -> float:
        robots = self._robots.get(target.origin)
        asked = robots.crawl_delay(PRODUCT) if isinstance(robots, Protego) else None
        return max(self.manners.pause, min(asked or 0.0, self.manners.patience))


def _next_target(target: Target, answer: Answer) -> Target:
    place = answer.headers.get("location", "")
    if not place:
        raise FetchError(f"the server says {answer.status} without an address to go to")
    with contextlib.suppress(UnicodeError):
        # Headers are read as Latin-1; addresses in them that are not ASCII are UTF-8 nearly always.
        place = place.encode("latin-1").decode("utf-8")
    try:
        return target_of(urllib.parse.urljoin(target.url, place))
    except ValueError as error:
        raise FetchError(f"redirected to an address that is not followed: {error}") from error
