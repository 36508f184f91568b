"""The content put into sections, with a limit for each: what a page shows, and how much it leaves to the tables."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from extract.tables.report import charts, lanes
from extract.tables.report.content import Check, Content, Entry, Source
from extract.tables.report.doubts import Doubts, find_doubts
from extract.tables.report.news import News
from extract.tables.report.series import plots
from extract.tables.report.wording import Wording, alphabetical, words


@dataclass(frozen=True, slots=True)
class Limits:
    """The most rows that a section shows; the rest is counted."""

    pairs: int = 150
    rows_of_pairs: int = 2000
    figures: int = 60
    events: int = 40
    timeline: int = 150
    news: int = 100
    doubts: int = 40
    suspects: int = 20
    officials: int = 60
    sources: int = 400
    proofs: int = 4


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one heading; `left` counts those that are not shown."""

    heading: str
    rows: tuple[Entry, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class PairSection:
    """All about one pair."""

    anchor: str
    name: str
    charts: tuple[charts.Chart, ...]
    figures: Block
    events: Block
    facts: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class View:
    """A page: its sections, and which rows and articles can be linked to."""

    content: Content
    news: News | None
    doubts: Doubts
    pairs: tuple[PairSection, ...]
    pairs_left: tuple[str, ...]
    lanes: lanes.Lanes | None
    timeline: Block
    officials: tuple[Block, ...]
    sources: tuple[Source, ...]
    sources_left: int
    turned_away: tuple[Source, ...]
    first: dt.date | None
    last: dt.date | None
    n_pairs: int
    limits: Limits
    rows: frozenset[str]
    articles: frozenset[int]


def build_view(content: Content, news: News | None, say: Wording, limits: Limits) -> View:
    """Sort, group and cut everything for one page."""
    by_pair: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in content.facts:
        by_pair[entry.pair].append(entry)
    largest = sorted(by_pair, key=lambda pair: (-len(by_pair[pair]), pair))
    shown = _affordable([len(by_pair[pair]) for pair in largest], limits)
    order = sorted(largest[:shown], key=lambda pair: alphabetical(say.pair(pair)))
    pairs = tuple(_pair(pair, by_pair[pair], content.checks, say, limits) for pair in order)
    events = [entry for entry in content.facts if entry.is_event]
    officials = _officials(content.officials, say, limits)
    processed = sorted((each for each in content.sources if each.status == "processed"), key=_newest_article)
    days = [each.published.start for each in processed if each.published and each.published.start]
    blocks = [block for pair in pairs for block in (pair.figures, pair.events)] + list(officials)
    return View(
        content=content,
        news=news,
        doubts=find_doubts(content),
        pairs=pairs,
        pairs_left=tuple(sorted((say.pair(pair) for pair in largest[shown:]), key=alphabetical)),
        lanes=lanes.draw(events, say),
        timeline=_cut(say("timeline"), sorted(events, key=_newest), limits.timeline),
        officials=officials,
        sources=tuple(processed[: limits.sources]),
        sources_left=max(0, len(processed) - limits.sources),
        turned_away=tuple(each for each in content.sources if each.status != "processed"),
        first=min(days, default=None),
        last=max(days, default=None),
        n_pairs=len(by_pair),
        limits=limits,
        rows=frozenset(entry.id for block in blocks for entry in block.rows),
        articles=frozenset(each.number for each in processed[: limits.sources]),
    )


def only_pairs(content: Content, pairs: Iterable[Sequence[str]]) -> Content:
    """The content without what is about other pairs, or officials of other countries."""
    wanted = {tuple(sorted(pair)) for pair in pairs}
    involved = {code for pair in wanted for code in pair}
    facts = tuple(entry for entry in content.facts if entry.pair in wanted)
    officials = tuple(entry for entry in content.officials if involved & set(entry.countries))
    numbers = {proof.source.number for entry in facts + officials for proof in entry.proofs}
    sources = tuple(source for source in content.sources if source.number in numbers)
    return replace(content, facts=facts, officials=officials, sources=sources)


def _affordable(sizes: Sequence[int], limits: Limits) -> int:
    """How many of the pairs, the largest first, fit on the page; one always does."""
    rows = accumulate(min(size, limits.figures + limits.events) for size in sizes[: limits.pairs])
    return max(1, sum(1 for total in rows if total <= limits.rows_of_pairs))


def _pair(
    pair: tuple[str, ...], entries: Sequence[Entry], checks: Sequence[Check], say: Wording, limits: Limits
) -> PairSection:  # fmt: skip
    anchor = f"p-{'-'.join(pair)}"
    order = [*words()["types"]]
    figures = sorted((entry for entry in entries if not entry.is_event), key=_newest)
    figures.sort(key=lambda entry: (order.index(entry.type), "") if entry.type in order else (len(order), entry.type))
    block = _cut(say("figures"), figures, limits.figures)
    drawn = [charts.draw(plot, f"{anchor}-{n}", say, checks) for n, plot in enumerate(plots(block.rows))]
    return PairSection(
        anchor=anchor,
        name=say.pair(pair),
        charts=tuple(drawn),
        figures=block,
        events=_cut(say("events"), sorted((entry for entry in entries if entry.is_event), key=_newest), limits.events),
        facts=len(entries),
        conflicts=len({entry.conflict for entry in entries} - {""}),
    )


def _officials(officials: Sequence[Entry], say: Wording, limits: Limits) -> tuple[Block, ...]:
    """By country, those without one last; within a country in the order of the roles of the codebook."""
    by_country: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in officials:
        by_country[entry.countries].append(entry)
    roles = [*words()["roles"]]

    def rank(entry: Entry) -> tuple[bool, int, tuple[str, str]]:
        place = roles.index(entry.role) if entry.role in roles else len(roles)
        return entry.former, place, alphabetical(entry.person)

    order = sorted(by_country, key=lambda codes: (not codes, alphabetical(say.pair(codes))))
    return tuple(
        _cut(
            say.pair(codes) if codes else say("without_country"),
            sorted(by_country[codes], key=rank),
            limits.officials,
        )
        for codes in order
    )


def _cut(heading: str, rows: Sequence[Entry], most: int) -> Block:
    shown = tuple(rows[: max(0, most)])
    return Block(heading, shown, len(rows) - len(shown))


def _newest(entry: Entry) -> tuple[bool, int, str]:
    """Latest first, undated last."""
    period = entry.date
    day = period and (period.end or period.start)
    return day is None, -day.toordinal() if day else 0, entry.id


def _newest_article(source: Source) -> tuple[bool, int, str]:
    day = source.published and source.published.start
    return not day, -day.toordinal() if day else 0, source.name
