"""Exports both ways and trade, a part and its whole, a share and what it is of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from operator import add, sub

from extract.merging.calculating import Calculation, best_known, figure
from extract.merging.converting import Rates, convert, rate_text
from extract.merging.implied import span, weigh
from extract.merging.subjects import read_subject
from extract.records import Check, Fact
from extract.values.amount import Amount
from extract.values.period import Period

_PARTED = frozenset({"exports", "trade"})
# How much larger than its whole a part must be before one of them is called wrong.
_LARGER = Decimal("1.05")

_Sides = tuple[str, ...]
_Year = tuple[_Sides, Hashable, str]  # pair, first and last day, modality


def sum_checks(facts: Iterable[Fact], rates: Rates | None) -> Iterator[Check]:
    """Checks of all exports of a pair in a period against its trade and its balance."""
    years: dict[_Year, dict[tuple[str, _Sides], list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        head = fact.head
        if head.type in ("exports", "trade", "trade_balance") and head.measure == "level" and _is_whole(fact):
            pair = tuple(sorted(head.countries))
            period = (head.date.start, head.date.end) if head.date else None
            years[pair, period, head.modality][head.type, head.countries].append(fact)
    for (pair, _, _), found in years.items():
        if len(pair) == 2 and len(found) > 1:
            yield from _of_a_pair(pair, {key: best_known(some) for key, some in found.items()}, rates)


def share_checks(block: Sequence[Fact]) -> Iterator[Check]:
    """Checks among quantities that agree in type, countries, modality and period: parts by subject, and their shares.

    "Coal accounts for 20 percent" may speak of the coal in all exports or of the country in all coal: such a share
    confirms, but contradicts nothing.
    """
    if block[0].head.type not in _PARTED:
        return
    wholes = best_known(fact for fact in block if fact.head.measure == "level" and _is_whole(fact))
    parts: dict[str, list[Fact]] = defaultdict(list)
    shares: dict[str, list[Fact]] = defaultdict(list)
    for fact in block:
        of = {"level": parts, "share_percent": shares}.get(fact.head.measure or "")
        if of is not None and not _is_whole(fact):
            of[read_subject(fact.head.subject, fact.head.language).key].append(fact)
    for subject in sorted(parts):
        some = best_known(parts[subject])
        for whole, part in product(wholes, some):
            yield from _part_of(part, whole)
        for whole, share, part in product(wholes, best_known(shares.get(subject, ())), some):
            yield from _share_of(whole, share, part)


def _of_a_pair(
    pair: _Sides, found: Mapping[tuple[str, _Sides], Sequence[Fact]], rates: Rates | None
) -> Iterator[Check]:
    there, back = found.get(("exports", pair), ()), found.get(("exports", pair[::-1]), ())
    totals = found.get(("trade", pair), ())
    for first, second in product(there, back):
        for total in totals:
            yield from _added(first, second, total, rates)
        for balance in found.get(("trade_balance", pair), ()):
            yield from _added(first, second, balance, rates, less=True)
        for balance in found.get(("trade_balance", pair[::-1]), ()):
            yield from _added(second, first, balance, rates, less=True)
    if not (there and back):
        for part, total in product((*there, *back), totals):
            yield from _part_of(part, total)


def _added(first: Fact, second: Fact, stated: Fact, rates: Rates | None, *, less: bool = False) -> Iterator[Check]:
    """Exports there and back, added or subtracted, beside the stated total or balance."""
    one, other, total, date = first.head.value, second.head.value, stated.head.value, stated.head.date
    if one is None or other is None or total is None or date is None:
        return
    amounts = [_in_unit(amount, total.unit, date, rates) for amount in (one, other)]
    if amounts[0] is None or amounts[1] is None:
        return
    calculation = Calculation(
        "difference_of_exports" if less else "sum_of_exports", (first, second), (amounts[0], amounts[1]), total.unit,
        sub if less else add, "{} - {}" if less else "{} + {}",
    )  # fmt: skip
    implied, allowed = calculation.span(), span(total)
    converted = len({one.unit, other.unit, total.unit}) > 1
    if implied is None or allowed is None:
        return
    scale = max(abs(amounts[0].value), abs(amounts[1].value), abs(total.value))
    verdict = weigh(allowed, implied, scale, converted=converted)
    units = sorted({one.unit, other.unit} - {total.unit})
    rate = "; ".join(rate_text(unit, total.unit, date, rates) for unit in units) if rates else ""
    check = calculation.check(stated, verdict, rate=rate) if verdict else None
    if check is not None:
        yield check


def _part_of(part: Fact, whole: Fact) -> Iterator[Check]:
    """A contradiction where a part is larger than its whole."""
    one, total = part.head.value, whole.head.value
    if one is None or total is None or one.unit != total.unit or total.bound == "at_least":
        return
    least, most = span(one), span(total)
    if least is not None and most is not None and 0 < most[1] * _LARGER < least[0]:
        yield Check(
            kind="part_of_whole", verdict="contradicts", used=(part.id,), stated=whole.id, value=one.value,
            unit=one.unit, low=least[0], high=None, formula=f"{figure(part)} or more",
        )  # fmt: skip


def _share_of(whole: Fact, share: Fact, part: Fact) -> Iterator[Check]:
    total, percent, one = whole.head.value, share.head.value, part.head.value
    if total is None or percent is None or one is None or total.unit != one.unit:
        return
    calculation = Calculation(
        "share_of_whole", (whole, share), (total, percent), total.unit, _percent_of, "{} * {}"
    )  # fmt: skip
    implied, allowed = calculation.span(), span(one)
    if implied and allowed and weigh(allowed, implied, one.value) == "confirms":
        check = calculation.check(part, "confirms")
        if check is not None:
            yield check


def _percent_of(total: Decimal, percent: Decimal) -> Decimal:
    return total * percent / 100


def _in_unit(amount: Amount, unit: str, date: Period, rates: Rates | None) -> Amount | None:
    if amount.unit == unit:
        return amount
    return convert(amount, unit, date, rates) if rates is not None and amount.is_money else None


def _is_whole(fact: Fact) -> bool:
    return not read_subject(fact.head.subject, fact.head.language)
