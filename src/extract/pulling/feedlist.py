"""The feeds file: which feeds, who asks, and how gently.

[pull]
contact = "desk@example.org"     # or the address of a page; servers are told whom to write to
into = "corpus"                  # folder for the articles; relative to this file
pause = 2                        # seconds between two requests to one host

[[feed]]
name = "Example Herald"          # becomes `source` of its articles
url = "https://example.org/world/rss.xml"
lang = "en"                      # only where the feed does not say it
content = "page"                 # or "feed": take the full text from the feed where it has it
"""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar

from extract.pulling.addresses import Network
from extract.pulling.errors import FetchError, PullError
from extract.pulling.fetching import target_of

_T = TypeVar("_T")
Content = Literal["page", "feed"]
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+|https?://[!-'*-~]+", re.ASCII)
_MAX_SIZE = 200_000_000


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to follow.

    Attributes:
        name: the source of its articles.
        url: where it lies.
        lang: "de", "en" or another ISO 639 code; empty when the feed is to say it.
        content: whether articles are pages or what the feed brings.
    """

    name: str
    url: str
    lang: str = ""
    content: Content = "page"


@dataclass(frozen=True, slots=True)
class Feeds:
    """A feeds file.

    Attributes:
        feeds: in the order of the file; names and addresses differ.
        contact: an e-mail address or a page.
        into: folder for the articles; None when the file names none.
        pause: seconds between two requests to one host.
        timeout: seconds without a byte.
        deadline: seconds for a whole answer.
        max_bytes: size of an answer after decompression.
        patience: seconds that are waited for a server at most.
        retries: further tries.
        allow_addresses: networks that may be asked although they are not public.
    """

    feeds: tuple[Feed, ...] = ()
    contact: str = ""
    into: Path | None = None
    pause: float = 2.0
    timeout: float = 20.0
    deadline: float = 90.0
    max_bytes: int = 10_000_000
    patience: float = 60.0
    retries: int = 2
    allow_addresses: tuple[Network, ...] = ()


def load_feeds(path: Path) -> Feeds:
    """Read a feeds file.

    Raises:
        PullError: naming file, line and key, and what to write, when it cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise PullError(f"{path}: cannot be read: {reason}") from error
    except tomllib.TOMLDecodeError as error:
        raise PullError(f"{path}: not valid TOML: {error}") from error
    try:
        return _read(content, path)
    except _KeyProblemError as problem:
        line = _line_of(text, problem)
        raise PullError(f"{path}:{line}: {problem.where}: {problem}") from problem


class _KeyProblemError(ValueError):
    """What is wrong with a key, and which one it is."""

    def __init__(self, section: str, number: int, key: str, reason: str) -> None:
        super().__init__(reason)
        self.section, self.number, self.key = section, number, key
        counted = f"[[feed]] number {number}" if section == "feed" else section
        self.where = " ".join(part for part in (counted, key) if part)


def _read(content: Mapping[str, object], path: Path) -> Feeds:
    for section in content:
        if section not in ("pull", "feed"):
            raise _KeyProblemError(section, 0, "", "no such section; a feeds file has [pull] and [[feed]]")
    pull, feeds = content.get("pull", {}), content.get("feed", [])
    if not isinstance(pull, dict):
        raise _KeyProblemError("pull", 0, "", "write [pull] and below it lines of key = value")
    if not isinstance(feeds, list) or not all(isinstance(each, dict) for each in feeds):
        raise _KeyProblemError("feed", 1, "", "write [[feed]] with two brackets, once for each feed")
    found = _fill(Feeds(), _PULL, pull, 0)
    if found.into is not None:
        found = replace(found, into=path.parent / found.into)
    if not found.contact:
        raise _KeyProblemError(
            "pull", 0, "contact", 'is missing; servers are told it: write contact = "you@example.org"'
        )
    if not feeds:
        raise PullError(f"{path}: there is no feed in it; write [[feed]] and below it name = ... and url = ...")
    read = [_feed(each, number) for number, each in enumerate(feeds, 1)]
    for key in ("name", "url"):
        _demand_different(read, key)
    return replace(found, feeds=tuple(read))


def _feed(content: Mapping[str, object], number: int) -> Feed:
    feed = _fill(Feed("", ""), _FEED, content, number)
    for key in ("name", "url"):
        if not getattr(feed, key):
            raise _KeyProblemError("feed", number, key, f"is missing; write {key} = ...")
    return feed


def _demand_different(feeds: list[Feed], key: str) -> None:
    seen: dict[str, int] = {}
    for number, feed in enumerate(feeds, 1):
        earlier = seen.setdefault(getattr(feed, key).casefold(), number)
        if earlier != number:
            raise _KeyProblemError("feed", number, key, f"is the same as that of number {earlier}; delete one")


def _fill(
    target: _T, readers: Mapping[str, Callable[[_T, object], _T]], content: Mapping[str, object], number: int
) -> _T:
    """Put the keys of a section into a target; the section is [pull] where the number is 0, else that [[feed]]."""
    section = "feed" if number else "pull"
    for key, value in content.items():
        reader = readers.get(key)
        if reader is None:
            raise _KeyProblemError(section, number, key, f"no such key; there are {', '.join(readers)}")
        try:
            target = reader(target, value)
        except ValueError as error:
            raise _KeyProblemError(section, number, key, str(error)) from error
    return target


def _text(value: object, example: str) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError(f'{value!r} is no text of one line; write for example "{example}"')
    return value.strip()


def _contact(value: object) -> str:
    text = _text(value, "desk@example.org")
    if not _CONTACT.fullmatch(text):
        raise ValueError(f'{text!r} is no e-mail address and no page; write for example "desk@example.org"')
    return text


def _number(value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"{value!r} is no number from {least:g} to {most:,g}")
    return float(value)


def _whole(value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{value!r} is no whole number from {least} to {most:,}")
    return value


def _networks(value: object) -> tuple[Network, ...]:
    if not isinstance(value, list):
        raise ValueError('write a list, for example ["127.0.0.1", "10.1.0.0/16"]')
    networks = []
    for each in value:
        try:
            networks.append(ipaddress.ip_network(str(each)))
        except ValueError as error:
            raise ValueError(
                f'{each!r} is no address and no network ({error}); write for example "10.1.0.0/16"'
            ) from error
    return tuple(networks)


def _url(value: object) -> str:
    try:
        return target_of(_text(value, "https://example.org/rss.xml")).url
    except FetchError as error:
        raise ValueError(f'{error}; write for example "https://example.org/rss.xml"') from error


def _lang(value: object) -> str:
    text = _text(value, "de").lower()
    if not re.fullmatch(r"[a-z]{2,3}", text):
        raise ValueError(f'{text!r} is no language; write "de" or "en"')
    return text


def _content(value: object) -> Content:
    if value == "page":
        return "page"
    if value == "feed":
        return "feed"
    raise ValueError(f'{value!r} is neither "page" nor "feed"')


def _line_of(text: str, problem: _KeyProblemError) -> int:
    """The line of a key, or of its section where the key has none; 1 where neither is found."""
    header = re.compile(rf"\s*\[{{1,2}}\s*[\"']?{re.escape(problem.section)}[\"']?\s*\]")
    key = re.compile(rf"\s*[\"']?{re.escape(problem.key)}[\"']?\s*=")
    count = at = 0
    for number, line in enumerate(text.splitlines(), 1):
        if header.match(line):
            count += 1
            if count == max(problem.number, 1):
                at = number
        elif at and problem.key and key.match(line):
            return number
        if line.lstrip().startswith("[") and at not in (0, number):
            break
    return at or 1


_PULL: Mapping[str, Callable[[Feeds, object], Feeds]] = {
    "contact": lambda feeds, value: replace(feeds, contact=_contact(value)),
    "into": lambda feeds, value: replace(feeds, into=Path(_text(value, "corpus"))),
    "pause": lambda feeds, value: replace(feeds, pause=_number(value, 0, 3600)),
    "timeout": lambda feeds, value: replace(feeds, timeout=_number(value, 0.1, 600)),
    "deadline": lambda feeds, value: replace(feeds, deadline=_number(value, 0.1, 3600)),
    "max_bytes": lambda feeds, value: replace(feeds, max_bytes=_whole(value, 1_000, _MAX_SIZE)),
    "patience": lambda feeds, value: replace(feeds, patience=_number(value, 0, 3600)),
    "retries": lambda feeds, value: replace(feeds, retries=_whole(value, 0, 10)),
    "allow_addresses": lambda feeds, value: replace(feeds, allow_addresses=_networks(value)),
}
_FEED: Mapping[str, Callable[[Feed, object], Feed]] = {
    "name": lambda feed, value: replace(feed, name=_text(value, "Example Herald")),
    "url": lambda feed, value: replace(feed, url=_url(value)),
    "lang": lambda feed, value: replace(feed, lang=_lang(value)),
    "content": lambda feed, value: replace(feed, content=_content(value)),
}
