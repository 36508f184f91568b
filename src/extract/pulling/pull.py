"""Feeds and the articles behind them, into a folder: what is new, once."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import extract
from extract.pulling.entries import Entry, read_feed
from extract.pulling.errors import FetchError
from extract.pulling.feedlist import Feed, Feeds
from extract.pulling.fetching import Limits, target_of
from extract.pulling.naming import file_stem, same_page
from extract.pulling.saving import save_content, save_page
from extract.pulling.state import State, opened_state
from extract.pulling.visiting import PRODUCT, Manners, Visitor

# Pulls in which an article may fail for a reason that lasts before it is given up.
_MAX_TRIES = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """What to pull.

    Attributes:
        since: only articles published on that day or later, and those whose day the feed does not say.
        limit: at most so many new articles.
        dry: ask the feeds only, write nothing.
    """

    since: dt.date | None = None
    limit: int | None = None
    dry: bool = False


@dataclass(slots=True)
class FeedReport:
    """What became of a feed.

    Attributes:
        feed: which.
        new: articles written, or in a dry pull those that would be fetched.
        known: articles that earlier pulls, or other feeds, have brought.
        earlier: articles published before the chosen day.
        left: articles left for the next pull by the limit.
        given_up: articles that failed in several pulls and are not tried any more.
        failures: address and reason of articles that could not be fetched now.
        unchanged: whether the server said that nothing is new.
        problem: why the feed itself cannot be read, else empty.
        validators: ETag and Last-Modified of this answer.
        unsettled: articles that failed now and are tried again.
    """

    feed: Feed
    new: int = 0
    known: int = 0
    earlier: int = 0
    left: int = 0
    given_up: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    unchanged: bool = False
    problem: str = ""
    validators: tuple[str, str] = ("", "")
    unsettled: int = 0

    @property
    def settled(self) -> bool:
        """Whether nothing in the feed has to be looked at again before the feed changes."""
        return not (self.problem or self.unchanged or self.earlier or self.left or self.unsettled)


@dataclass(frozen=True, slots=True)
class _Job:
    report: FeedReport
    entry: Entry
    names: tuple[str, ...]


def visitor_of(feeds: Feeds) -> Visitor:
    """Who fetches as a feeds file says."""
    agent = f"{PRODUCT}/{extract.__version__} (+{_contact(feeds.contact)})"
    manners = Manners(agent, feeds.pause, feeds.patience, feeds.retries)
    return Visitor(manners, Limits(feeds.timeout, feeds.deadline, feeds.max_bytes, feeds.allow_addresses))


def pull(
    feeds: Feeds, folder: Path, visitor: Visitor, choice: Choice, announce: Callable[[str], None]
) -> list[FeedReport]:
    """Fetch what is new; feeds first, then articles, one of each feed in turn so that no host is hurried.

    A pull that is cut off at any point leaves whole files; the next one goes on, with nothing twice.

    Args:
        feeds: what to follow.
        folder: where articles go; made where it is missing.
        visitor: asks the servers.
        choice: what to pull.
        announce: is told the path of each new file, or in a dry pull the address.

    Returns:
        A report for each feed, in their order.

    Raises:
        PullError: when another pull works in the folder, or its memory cannot be read.
        OSError: when an article cannot be written.
    """
    reports = [FeedReport(feed) for feed in feeds.feeds]
    with opened_state(folder, choice.dry) as state:
        jobs = _in_turn([list(_jobs(report, state, visitor, choice)) for report in reports])
        room = choice.limit
        for job in jobs:
            if room is not None and room <= 0 and not _counted(job, state):
                job.report.left += 1
            elif (said := _work(job, folder, state, visitor, choice)) is not None:
                announce(said)
                room = None if room is None else room - 1
        for report in reports:
            if report.settled:
                state.keep_validators(report.feed.url, *report.validators)
    return reports


def _contact(contact: str) -> str:
    return contact if "://" in contact else f"mailto:{contact}"


def _jobs(report: FeedReport, state: State, visitor: Visitor, choice: Choice) -> Iterator[_Job]:
    etag, modified = state.validators(report.feed.url)
    asked = {"If-None-Match": etag, "If-Modified-Since": modified}
    try:
        answer = visitor.get(report.feed.url, {name: value for name, value in asked.items() if value})
        entries = read_feed(answer) if answer.status == 200 else []
    except FetchError as error:
        report.problem = str(error)
        return
    report.unchanged = answer.status == 304
    report.validators = (answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))
    for entry in entries:
        if choice.since and entry.published and entry.published < choice.since:
            report.earlier += 1
        else:
            yield _Job(report, entry, _names(report.feed, entry))


def _names(feed: Feed, entry: Entry) -> tuple[str, ...]:
    """By what an article is known; the first is its key."""
    names = [f"guid {feed.url} {entry.guid}"] if entry.guid else []
    if entry.link:
        names.insert(0, _page_name(entry.link))
    return tuple(names)


def _page_name(url: str) -> str:
    # One that is no address fails when it is fetched, and is known by what it is called.
    with contextlib.suppress(FetchError):
        url = target_of(url).url
    return f"page {same_page(url)}"


def _in_turn(groups: Sequence[Sequence[_Job]]) -> Iterator[_Job]:
    for row in zip_longest(*groups):
        yield from (job for job in row if job is not None)


def _counted(job: _Job, state: State) -> bool:
    """Count an article that is known or given up."""
    known = state.known(job.names)
    if known is None or (not known.done and known.tries < _MAX_TRIES):
        return False
    if known.done:
        job.report.known += 1
    else:
        job.report.given_up += 1
    return True


def _work(job: _Job, folder: Path, state: State, visitor: Visitor, choice: Choice) -> str | None:
    """Fetch and write one article; what to announce, or None where nothing new came of it."""
    if _counted(job, state):
        return None
    entry, report = job.entry, job.report
    stem = file_stem(job.names[0], entry.link, entry.title, entry.published)
    known = state.known(job.names) or state.begin(job.names[0], job.names, stem)
    further: list[str] = []
    try:
        if choice.dry:
            said = entry.link or entry.guid
        elif entry.content and (report.feed.content == "feed" or not entry.link):
            said = str(save_content(folder, known.stem, report.feed, entry))
        else:
            answer = visitor.get(entry.link)
            further.append(_page_name(answer.url))
            other = state.known(further)
            if other is not None and other.done and other.key != known.key:
                state.finish(known.key, further)
                report.known += 1
                return None
            said = str(save_page(folder, known.stem, report.feed, entry, answer))
    except FetchError as error:
        state.fail(known.key, str(error), counts=not error.passing)
        report.failures.append((entry.link or entry.guid, str(error)))
        report.unsettled += error.passing or known.tries + 1 < _MAX_TRIES
        return None
    state.finish(known.key, further)
    report.new += 1
    return said
