"""When a figure holds: the date of its sentence that is its own, and what it is compared with."""

from __future__ import annotations

import re

from extract.records import AmountMention, DateMention
from extract.rules.view import SentenceView
from extract.values.period import Period

# "21 percent more than a year earlier" compares; "more than a year earlier" alone is a time.
_MORE_THAN = re.compile(r"(?i)(?:more|less|fewer|higher|lower|mehr|weniger)\s+(?:than|als)\b")
_DATE_REACH = 5
_REPORT_REACH = 4


def period_of(
    view: SentenceView, mention: AmountMention, *, clause_only: bool = False, alone: bool = False
) -> DateMention | None:
    """The date in the sentence at which an amount holds.

    A date right behind the amount is its own ("47,3 Mio. im Jahr 2022"); else the last one before it, else the
    next behind it that belongs to no other amount.

    Args:
        view: the sentence.
        mention: the amount.
        clause_only: dates of other clauses do not count.
        alone: a date before another amount is that one's and does not carry over (counts of different things).
    """
    dates = [date for date in view.dates if date.period is not None and date.timex_type in ("DATE", "DURATION")]
    dates = [date for date in dates if not is_base(view, date) and not _is_reporting(view, date)]
    own = _right_behind(view, mention, dates)
    if own is not None or mention.saying in ("from", "than"):
        return own
    same = view.clause(mention.start)
    before, behind = _before(view, mention, dates, alone=alone), _behind(view, mention, dates, alone=alone)
    near = [date for date in before if view.clause(date.start) == same]
    near_behind = [date for date in behind if view.clause(date.start) == same]
    if near or near_behind or clause_only or alone:
        return near[-1] if near else near_behind[0] if near_behind else None
    return before[-1] if before else behind[0] if behind else None


def _before(view: SentenceView, mention: AmountMention, dates: list[DateMention], *, alone: bool) -> list[DateMention]:
    """Dates before an amount, those first that are not right behind another amount."""
    found = [date for date in dates if date.end <= mention.start]
    if alone:
        latest = max((one.end for one in view.amounts if _parted(view, one, mention)), default=view.start)
        found = [date for date in found if date.start >= latest]
    taken = _taken(view, mention, dates)
    return [date for date in found if id(date) not in taken] or found


def _behind(view: SentenceView, mention: AmountMention, dates: list[DateMention], *, alone: bool) -> list[DateMention]:
    """Dates behind an amount that belong to no other.

    Without any, and none before it, the date of the level is that of the change too: "rose by 4 percent to 1.1 billion
    in 2024". What stands behind a figure it is compared with is of another time.
    """
    taken = _taken(view, mention, dates)
    found = [date for date in dates if date.start >= mention.end and id(date) not in taken]
    same = view.clause(mention.start)
    if any(date.end <= mention.start for date in dates) or any(view.clause(date.start) == same for date in found):
        return found
    if alone and not _shares_date(view, mention):
        return found
    compared = (one.start for one in view.amounts if one.saying in ("than", "from") and one.start >= mention.end)
    end = min(compared, default=view.end)
    lent = [date for date in dates if mention.end <= date.start < end and view.clause(date.start) == same]
    return lent or found


def _taken(view: SentenceView, mention: AmountMention, dates: list[DateMention]) -> set[int]:
    """Identities of the dates right behind other amounts."""
    others = (one for one in view.amounts if one is not mention)
    return {id(date) for other in others for date in [_right_behind(view, other, dates)] if date is not None}


def _shares_date(view: SentenceView, mention: AmountMention) -> bool:
    """Whether the next amount is joined on, or the level of a change: "380 pupils and 90 trainees came in 2023"."""
    following = next((one for one in view.amounts if one.start >= mention.end), None)
    return following is not None and (following.saying == "to" or not _parted(view, mention, following))


def _parted(view: SentenceView, one: AmountMention, mention: AmountMention) -> bool:
    """Whether an amount stands before another and more than "und" and nouns lie between them."""
    if one.end > mention.start:
        return False
    between = view.cut(one.end, mention.start)
    return not (len(between.split()) <= _DATE_REACH and re.search(r"\b(und|and|sowie)\b", between))


def is_base(view: SentenceView, date: DateMention) -> bool:
    """Whether a date is what a figure is compared with ("gegenüber 2022", "über dem Wert von 2022", "than in 2022")."""
    if date.base or (_MORE_THAN.match(date.quote) and any(0 < date.start - one.end <= 1 for one in view.amounts)):
        return True
    before = view.cut(max(view.start, date.start - 40), date.start).rstrip()
    hits = view.cues.all("base_before", before)
    return bool(hits) and hits[-1].end >= len(before) - 4


def _is_reporting(view: SentenceView, date: DateMention) -> bool:
    """Whether a day only tells when somebody said it: "said on Thursday", "teilte am Mittwoch mit"."""
    if date.period is None or date.period.granularity != "day":
        return False
    before = view.cut(max(view.start, date.start - 30), date.start).split()[-_REPORT_REACH:]
    after = view.cut(date.end, min(view.end, date.end + 60)).split()[:_REPORT_REACH]
    return view.cues.has("reporting", " ".join(before)) or (
        view.language == "de" and view.cues.has("reporting", " ".join(after))
    )


_APART = re.compile(r"[,;:(]|\b(?:und|and|sowie|or|oder)\b")


def _right_behind(view: SentenceView, mention: AmountMention, dates: list[DateMention]) -> DateMention | None:
    following = min((one.start for one in view.amounts if one.start >= mention.end), default=view.end)
    for date in dates:
        if mention.end <= date.start < following:
            between = view.cut(mention.end, date.start)
            if len(between.split()) <= _DATE_REACH and not _APART.search(between):
                return date
            break
    return None


def base_of(view: SentenceView, mention: AmountMention) -> Period | None:
    """The base of a comparison named in the clause ("gegenüber 2022", "compared with 2022")."""
    same = view.clause(mention.start)
    for date in view.dates:
        if is_base(view, date) and date.period is not None and view.clause(date.start) == same:
            return date.period
    return None
