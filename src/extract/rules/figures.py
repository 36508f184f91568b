"""How a figure is meant: its class, whether it is a level, a change, a share or a rank."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.records import AmountMention, Measure
from extract.rules.schema import AmountClass
from extract.rules.view import SentenceView
from extract.values.amount import COUNT, FACTOR, PERCENT, RANK, Amount

_BEFORE_CHARS = 45
_AFTER_CHARS = 60


def amount_class(amount: Amount) -> AmountClass | None:
    """The class that rules ask for; None for percentage points and for lengths, areas and the like."""
    if amount.is_money:
        return "money"
    classes: dict[str, AmountClass | None] = {
        PERCENT: "percent", FACTOR: "factor", COUNT: "count", RANK: "rank", "PERCENTAGE_POINT": None,
    }  # fmt: skip
    return None if amount.unit in _EXTENTS else classes.get(amount.unit, "quantity")


# Units that measure how long, large, warm or fast a thing is, not how much of it is delivered.
_EXTENTS = frozenset("mm cm m km mm2 cm2 m2 km2 ha s min h d mo a Cel [degF] km/h m/s [mi_i] [ft_i] [in_i]".split())


# "doppelt so hoch wie die Bezüge" compares two things; "doppelt so hoch wie 2021" two times.
_COMPARED = re.compile(
    r"\s*(?:so\s+\w+\s+wie\s+(?:die|der|das|den|jene\w*)|(?:as\s+\w+\s+as|that\s+of)\s+(?:the|that|those))\b"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as a claim states it: measure, and value with its sign."""

    measure: Measure
    amount: Amount


def read_figure(view: SentenceView, mention: AmountMention, others: tuple[AmountMention, ...]) -> Figure | str:
    """The figure of an amount in its clause, or why it is none."""
    before, after = _window(view, mention, others)
    kind = amount_class(mention.amount)
    if kind == "rank":
        return Figure("rank", mention.amount)
    if kind == "factor" and _COMPARED.match(after):
        return "a multiple of something else, not of an earlier figure"
    if kind == "factor":
        return Figure("change_factor", mention.amount)
    change = _is_change(view, mention, before, after)
    if kind == "percent":
        return _percent(view, mention, before, after, change)
    if change:
        return Figure("change", _signed(view, mention, before, after))
    return Figure("level", mention.amount)


def _window(view: SentenceView, mention: AmountMention, others: tuple[AmountMention, ...]) -> tuple[str, str]:
    low, high = view.clause_span(mention.start)
    low = max([low, mention.start - 2 * _BEFORE_CHARS] + [one.end for one in others if one.end <= mention.start])
    high = min([high, mention.end + _AFTER_CHARS] + [one.start for one in others if one.start >= mention.end])
    return view.cut(low, mention.start), view.cut(mention.end, high)


def _is_change(view: SentenceView, mention: AmountMention, before: str, after: str) -> bool:
    if mention.saying == "by":
        # "importierte Rohöl um 450 Millionen" says a price: only a level behind it or words of rise and fall make a
        # change of "um" there.
        if mention.amount.unit == PERCENT or any(
            one.saying == "to" and one.start >= mention.end for one in view.amounts
        ):
            return True
        return view.cues.has("rise", view.text) or view.cues.has("fall", view.text)
    lead = view.cues.first("change_after", after)
    if mention.amount.unit == COUNT and _MORE.search(before):
        return True
    if mention.saying in ("to", "from", "than") or mention.amount.unit == COUNT:
        return mention.amount.unit == COUNT and lead is not None and lead.start <= 2
    nouns = view.cues.all("change_noun", before[-_BEFORE_CHARS:])
    if nouns and _MADE_UP.search(before[-_BEFORE_CHARS:][: nouns[-1].end]):
        return False
    if nouns and len(before[-_BEFORE_CHARS:][nouns[-1].end :].split()) <= 4:
        return not _NO_CHANGE.search(before[-_BEFORE_CHARS:][nouns[-1].end :])
    return lead is not None and lead.start <= 2


# Counts change by a noun alone: "up 200" may be a set-up, "ein Plus von 200" is none.
_MORE = re.compile(
    r"(?:Plus|Minus|Zuwachs|Anstieg|Rückgang|Zunahme|Abnahme|increase|decrease|rise|gain|drop|fall)\s+(?:von|um|of)"
    r"(?:\s+(?:rund|etwa|knapp|gut|about|some|nearly|around))?\s*$"
)
_MADE_UP = re.compile(r"\b(?:ma[dk]e\w*|making|set|takes?|taken|taking|came)\s+up$")
_NO_CHANGE = re.compile(r"\b(auf|to|from|bei|at|erreicht\w*|reach\w*|worth|im Wert)\b")


def _percent(view: SentenceView, mention: AmountMention, before: str, after: str, change: bool) -> Figure | str:
    share_after = view.cues.first("share_after", after)
    if share_after is not None and share_after.start <= 12 and not (change and mention.saying == "by"):
        return Figure("share_percent", mention.amount)
    if not change and view.cues.has("share_before", before):
        return Figure("share_percent", mention.amount)
    if change:
        return Figure("change_percent", _signed(view, mention, before, after))
    clause = view.cut(*view.clause_span(mention.start))
    if view.cues.has("share_before", clause):
        return Figure("share_percent", mention.amount)
    return "a percentage, but no words tell whether it is a change or a share"


def _signed(view: SentenceView, mention: AmountMention, before: str, after: str) -> Amount:
    """Falls are negative; the nearest word of rise or fall in the clause decides."""
    amount = mention.amount
    if _nearest_sign(view, mention, before, after) > 0 or amount.value < 0:
        return amount
    low, high = -amount.value, None if amount.value_max is None else -amount.value_max
    if high is not None:
        low, high = high, low
    return replace(amount, value=low, value_max=high)


def _nearest_sign(view: SentenceView, mention: AmountMention, before: str, after: str) -> int:
    start, end = view.clause_span(mention.start)
    clause = view.cut(start, end)
    at = mention.start - start
    best, sign = 10_000, 1
    for name, value in (("fall", -1), ("rise", 1)):
        for hit in view.cues.all(name, clause):
            inside = hit.start <= at <= hit.end
            distance = 0 if inside else at - hit.end if hit.end <= at else (hit.start - at) + 6
            if distance < best:
                best, sign = distance, value
    return sign


def is_repetition(view: SentenceView, mention: AmountMention) -> bool:
    """Whether an amount is the one before it again in another currency: "41 Mrd. Pfund (48 Mrd. Euro)"."""
    before = next((one for one in reversed(view.amounts) if one.end <= mention.start), None)
    return before is not None and before.alternative is not None and before.alternative.unit == mention.amount.unit


def zero(amount: Amount) -> bool:
    """Whether an amount says nothing ("0 Prozent" is a figure, "null" counted things are none)."""
    return amount.value == Decimal(0) and amount.unit == COUNT
