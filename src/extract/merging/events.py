"""When two events are the same fact: codebook section 4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Sequence

from extract.merging.grouping import sharing_within
from extract.merging.people import name_clues, same_name
from extract.merging.quantities import same_period
from extract.merging.subjects import read_subject, subjects_agree
from extract.records import Claim, FactType
from extract.values.period import Period

# Two visits of one guest in one year, or month, are two; within these days they are one, announced and paid.
_LONGEST_EVENT = dt.timedelta(days=10)
_MANY_YEARS = 3
# What distinguishes events of these types is what they are about, not only who took part.
_BY_SUBJECT: frozenset[FactType] = frozenset({"agreement", "relations"})


def same_event(a: Claim, b: Claim) -> bool:
    """Whether two claims of one type and pair tell of the same event.

    Dates agree where they are equal, or where one lies in the other and a participant or the subject is shared; an
    undated event needs a shared participant or subject as well. Without either, events agree on one and the same day,
    or where nothing but one and the same date (or none) is known of both. Two with different participants, or two
    agreements with different subjects, are never the same. What one announces and the other reports is the same where
    both name the same days and a participant or the subject is shared.
    """
    people = participants_agree(a.participants, b.participants)
    subject = subjects_agree(a, b)
    if people is False or (subject is False and (a.type in _BY_SUBJECT or people is None)):
        return False
    shared = people is True or subject is True
    if a.modality != b.modality:
        dates = (a.date, b.date) if a.date and b.date else None
        return shared and dates is not None and _is_short(dates[0]) and same_period(*dates)
    if shared:
        return a.date is None or b.date is None or a.date.contains(b.date) or b.date.contains(a.date)
    bare = _is_bare(a) and _is_bare(b)
    if a.date is None or b.date is None:
        return bare and a.date is b.date
    return same_period(a.date, b.date) and (bare or a.date.granularity == "day")


def participants_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool | None:
    """Whether the participants of one event can be those of the other; None where one names nobody.

    They can where one list holds the other, or where two persons or more are in both.
    """
    if not a or not b:
        return None
    left = list(b)
    for name in a:
        found = next((other for other in left if same_name(name, other)), None)
        if found is not None:
            left.remove(found)
    shared = len(b) - len(left)
    return shared >= 2 or shared == min(len(a), len(b))


def event_vagueness(claim: Claim) -> int:
    """How much an event leaves open: no date or a wide one, no participants, no subject."""
    width = 6 if claim.date is None else {"day": 0, "interval": 1, "month": 2, "year": 3}[claim.date.granularity]
    return width * 10 + max(0, 4 - len(claim.participants)) + (not claim.subject)


def event_candidates(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Pairs of positions whose events may agree: of one year and with a common name, word or date, or undated."""
    return sharing_within(claims, _tokens, _years)


def _years(claim: Claim) -> range:
    """The years that an event lies in; none where they are unknown or many."""
    date = claim.date
    if date is None or date.start is None or date.end is None or date.end.year - date.start.year > _MANY_YEARS:
        return range(0)
    return range(date.start.year, date.end.year + 1)


def _tokens(claim: Claim) -> list[Hashable]:
    """Date, names of the participants and words of the subject; events that agree share one of them."""
    tokens: list[Hashable] = [("period", claim.date.start, claim.date.end)] if claim.date else []
    tokens.extend(("name", token) for name in claim.participants for token in name_clues(name))
    subject = read_subject(claim.subject, claim.language)
    tokens.extend(("topic", topic) for topic in subject.topics)
    tokens.extend(("word", word[:5]) for word in subject.words)
    return tokens or [()]


def event_profile(claim: Claim) -> Hashable:
    """All that decides with which others an event agrees."""
    period = (claim.date.start, claim.date.end, claim.date.granularity) if claim.date else None
    return period, claim.modality, claim.participants, claim.subject, claim.subject and claim.language


def _is_short(period: Period) -> bool:
    return period.start is not None and period.end is not None and period.end - period.start <= _LONGEST_EVENT


def _is_bare(claim: Claim) -> bool:
    """Whether nothing but countries and perhaps a date is known."""
    return not claim.participants and not claim.subject
