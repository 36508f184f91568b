"""Facts compared with what other facts imply: level 2023 less change is the level of 2022, exports add up to trade.

An implied value is never written as a fact. It confirms a stated one or contradicts it. Every verdict is found on the
scale of levels: a percentage that is off by a point contradicts nothing when the levels behind it agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from extract.merging.calculating import articles_of
from extract.merging.changes import change_checks
from extract.merging.converting import Rates
from extract.merging.copies import independent
from extract.merging.subjects import read_subject
from extract.merging.sums import share_checks, sum_checks
from extract.records import EVENTS, Check, Fact


def find_checks(facts: Sequence[Fact], rates: Rates | None = None) -> list[Check]:
    """All checks that quantities allow, in the order of their ids.

    Figures of any articles may confirm one another. A contradiction must have two of its figures from one article, as
    each of three sources may count in its own way; and where an article gives several figures for one thing, total and
    part, those that fit count and the others contradict nothing.

    Args:
        facts: as merged.
        rates: for figures in different currencies; without it they are not compared.
    """
    dated = [fact for fact in facts if _is_dated_quantity(fact)]
    by_subject: dict[tuple[Hashable, ...], list[Fact]] = defaultdict(list)
    by_period: dict[tuple[Hashable, ...], list[Fact]] = defaultdict(list)
    for fact in dated:
        head, date = fact.head, fact.head.date
        by_subject[head.type, head.countries, head.modality, read_subject(head.subject, head.language).key].append(fact)
        by_period[head.type, head.countries, head.modality, date and date.start, date and date.end].append(fact)
    checks = [check for block in by_subject.values() for check in change_checks(block, rates)]
    checks += [check for block in by_period.values() for check in share_checks(block)]
    checks += sum_checks(dated, rates)
    told = _told(checks, {fact.id: articles_of(fact) for fact in dated})
    return sorted({check.id: check for check in told}.values(), key=lambda check: check.id)


def _told(checks: Sequence[Check], articles: Mapping[str, set[str]]) -> Iterator[Check]:
    """Without the contradictions that prove nothing."""
    fitting: dict[tuple[str, str], set[str]] = defaultdict(set)
    for check in checks:
        if check.verdict == "confirms":
            fitting[check.kind, check.stated].update(*(articles[used] for used in check.used))
    for check in checks:
        stating = [articles[identity] for identity in (*check.used, check.stated)]
        from_one = len(stating) == 2 or any(first & second for first, second in combinations(stating, 2))
        explained = set().union(*stating[:-1]) <= fitting.get((check.kind, check.stated), set())
        if check.verdict == "confirms" or (from_one and not explained):
            yield check


def contradictions(
    facts: Sequence[Fact], checks: Iterable[Check], copies: Mapping[str, Sequence[str]]
) -> list[tuple[str, ...]]:
    """The ids of facts that exclude each other by a check; not where all of them come from one source.

    What one article calculates wrongly, or what was read wrongly in it, is shown as a check but makes no conflict.
    """
    by_id = {fact.id: fact for fact in facts}
    found = []
    for check in checks:
        if check.verdict == "contradicts":
            together = (*check.used, check.stated)
            articles = set().union(*(articles_of(by_id[identity]) for identity in together))
            if independent(articles, copies) > 1:
                found.append(together)
    return found


def _is_dated_quantity(fact: Fact) -> bool:
    head = fact.head
    is_quantity = head.type not in EVENTS and head.type != "official"
    return is_quantity and head.value is not None and head.date is not None and bool(head.date.start and head.date.end)
