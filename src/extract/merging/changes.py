"""Two levels and the change between them: any two imply the third."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import product

from extract.merging.calculating import Calculation, articles_of, best_known
from extract.merging.converting import Rates, convert, rate_text
from extract.merging.implied import change_between, earlier_level, later_level, span, weigh
from extract.merging.quantities import same_period, year_before
from extract.records import Check, CheckKind, Fact, Measure
from extract.values.amount import FACTOR, PERCENT, Amount
from extract.values.period import Period

_LESS = {"change": "{} - {}", "change_percent": "{} / (1 + {})", "change_factor": "{} / {}"}
_PLUS = {"change": "{} + {}", "change_percent": "{} * (1 + {})", "change_factor": "{} * {}"}
_BETWEEN = {"change": "{} - {}", "change_percent": "{} / {} - 1", "change_factor": "{} / {}"}
_IN_PERCENT = {"change_percent": "{1} / ({0} - {1})", "change_factor": "{0} / ({0} - {1})"}

_Levels = Mapping[tuple[object, object], Sequence[Fact]]


@dataclass(frozen=True, slots=True)
class _Triple:
    """A later level, a change and the level before it, with what they state."""

    later: Fact
    change: Fact
    earlier: Fact
    measure: Measure
    after: Amount
    by: Amount
    before: Amount


def change_checks(block: Sequence[Fact], rates: Rates | None) -> Iterator[Check]:
    """Checks among quantities that agree in type, countries, modality and subject."""
    levels: dict[tuple[object, object], list[Fact]] = defaultdict(list)
    changes = []
    for fact in block:
        if fact.head.date is None or fact.head.value is None:
            continue
        if fact.head.measure == "level":
            levels[fact.head.date.start, fact.head.date.end].append(fact)
        elif fact.head.measure in _LESS:
            changes.append(fact)
    if not changes or not levels:
        return
    known = {period: best_known(facts) for period, facts in levels.items()}
    for change in changes:
        yield from _with_levels(change, known, rates)
    yield from _with_each_other(changes, known)


def _with_levels(change: Fact, levels: _Levels, rates: Rates | None) -> Iterator[Check]:
    """The change beside every level of its time and every level of its base."""
    date, stated, by, measure = change.head.date, change.head.compared_to, change.head.value, change.head.measure
    base = stated or (year_before(date) if date else None)
    if date is None or base is None or by is None or measure is None:
        return
    for later, earlier in product(levels.get((date.start, date.end), ()), levels.get((base.start, base.end), ())):
        after, before = later.head.value, earlier.head.value
        if after is None or before is None or (measure == "change" and by.unit != after.unit):
            continue
        check = _checked(_Triple(later, change, earlier, measure, after, by, before), base, rates)
        # A base that is only assumed can confirm, but proves nobody wrong.
        if check is not None and (stated is not None or check.verdict == "confirms"):
            yield check


def _checked(triple: _Triple, base: Period, rates: Rates | None) -> Check | None:
    less = _less_change(triple)
    implied, stated = less.span(), span(triple.before)
    if implied is None or stated is None:
        return None
    if triple.after.unit == triple.before.unit:
        verdict = weigh(stated, implied, triple.before.value)
        calculation, compared = _shown(triple)
        return calculation.check(compared, verdict) if verdict else None
    one = convert(Amount(Decimal(1), triple.after.unit), triple.before.unit, base, rates) if rates else None
    if rates is None or one is None:
        return None
    in_stated_unit = implied[0] * one.value, implied[1] * one.value
    verdict = weigh(stated, in_stated_unit, triple.before.value, converted=True)
    rate = rate_text(triple.after.unit, triple.before.unit, base, rates)
    return less.check(triple.earlier, verdict, one.value, rate) if verdict else None


def _shown(triple: _Triple) -> tuple[Calculation, Fact]:
    """The calculation that tests the figure which stands apart: two of one article imply that of another."""
    later, change, earlier = articles_of(triple.later), articles_of(triple.change), articles_of(triple.earlier)
    if later & earlier:
        return _between(triple), triple.change
    if earlier & change and not later & change:
        return _plus_change(triple), triple.later
    return _less_change(triple), triple.earlier


def _less_change(triple: _Triple) -> Calculation:
    return Calculation(
        "level_less_change", (triple.later, triple.change), (triple.after, triple.by), triple.after.unit,
        partial(earlier_level, measure=triple.measure), _LESS[triple.measure],
    )  # fmt: skip


def _plus_change(triple: _Triple) -> Calculation:
    return Calculation(
        "level_plus_change", (triple.earlier, triple.change), (triple.before, triple.by), triple.before.unit,
        partial(later_level, measure=triple.measure), _PLUS[triple.measure],
    )  # fmt: skip


def _between(triple: _Triple) -> Calculation:
    unit = {"change_percent": PERCENT, "change_factor": FACTOR}.get(triple.measure, triple.after.unit)
    return Calculation(
        "change_between_levels", (triple.later, triple.earlier), (triple.after, triple.before), unit,
        partial(change_between, measure=triple.measure), _BETWEEN[triple.measure],
    )  # fmt: skip


def _with_each_other(changes: Sequence[Fact], levels: _Levels) -> Iterator[Check]:
    """A change in money beside the same change in percent or as a factor, where the level after them is stated."""
    absolute = [fact for fact in changes if fact.head.measure == "change"]
    relative: dict[tuple[object, object], list[Fact]] = defaultdict(list)
    for fact in changes:
        if fact.head.measure != "change" and fact.head.date:
            relative[fact.head.date.start, fact.head.date.end].append(fact)
    for by in absolute:
        period = (by.head.date.start, by.head.date.end) if by.head.date else (None, None)
        others = best_known(relative.get(period, ()))
        for later, other in product(levels.get(period, ()), others):
            check = _in_percent(later, by, other)
            if check is not None:
                yield check


def _in_percent(later: Fact, by: Fact, other: Fact) -> Check | None:
    after, change, relative, measure = later.head.value, by.head.value, other.head.value, other.head.measure
    if after is None or change is None or relative is None or measure is None or after.unit != change.unit:
        return None
    first, second = by.head.compared_to, other.head.compared_to
    if first and second and not same_period(first, second):
        return None
    pair: tuple[Fact, Fact] = (later, by)
    before = Calculation("level_less_change", pair, (after, change), after.unit, _difference, "").span()
    otherwise = Calculation(
        "level_less_change", (later, other), (after, relative), after.unit, partial(earlier_level, measure=measure), ""
    ).span()
    verdict = weigh(otherwise, before, after.value) if before and otherwise else None
    if verdict is None or (verdict == "contradicts" and not (first and second)):
        return None
    unit = PERCENT if measure == "change_percent" else FACTOR
    kind: CheckKind = "change_in_percent"
    in_percent = partial(_share_of_earlier, measure=measure)
    return Calculation(kind, pair, (after, change), unit, in_percent, _IN_PERCENT[measure]).check(other, verdict)


def _difference(after: Decimal, change: Decimal) -> Decimal:
    return after - change


def _share_of_earlier(after: Decimal, change: Decimal, measure: Measure) -> Decimal | None:
    return change_between(after, after - change, measure)
