"""Whether a fact is still what a reviewer saw: the same, or only told better.

A column is refined where it was empty, where the fact still has a claim that states what was seen (another one, more
precise, then stands for all), or where the new content lies within the old: a day of that month, a further digit, a
fuller name. All else is a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from extract.merging.people import same_name
from extract.merging.quantities import values_agree
from extract.records import Change, Claim, Fact
from extract.review.seeing import Sight, row_now
from extract.tables.frames import cells
from extract.tables.rows import amount_cells
from extract.tables.schema import LIST_SEPARATOR, STATED
from extract.values.amount import Amount
from extract.values.period import Period

_AMOUNT = ("value", "value_max", "unit", "bound")
# What is filled in later was not denied before.
_MAY_BE_FILLED = frozenset({"date", "compared_to", "participants", "place", "subject", "portfolio", "country"})


def changes(sight: Sight, fact: Fact, edits: Mapping[str, str]) -> tuple[Change, ...]:
    """The columns of a fact that are no longer as they were seen, in the order of the tables.

    Args:
        sight: what was seen.
        fact: as it is.
        edits: what reviewers put in place of columns; a fact that says by itself what they said has not changed.
    """
    now = row_now(fact)
    return tuple(
        Change(name, sight.row[name], now[name])
        for name in STATED
        if name in sight.row and name in now
        if now[name] not in (sight.row[name], edits.get(name)) and not _refined(name, sight.row, now, fact)
    )


def _refined(name: str, seen: Mapping[str, str], now: Mapping[str, str], fact: Fact) -> bool:
    before, after = seen[name], now[name]
    if not before:
        return name in _MAY_BE_FILLED
    if not after:
        return False
    if name in _AMOUNT:
        return _amount_refined(name, seen, now, fact)
    if name in ("date", "compared_to"):
        return _period_refined(before, after) or before in _stated(name, fact)
    if name in ("place", "subject"):
        return before.casefold() == after.casefold() or before in _stated(name, fact)
    if name == "participants":
        names = after.split(LIST_SEPARATOR)
        return all(any(same_name(one, other) for other in names) for one in before.split(LIST_SEPARATOR))
    if name == "person":
        return same_name(before, after)
    if name == "portfolio":
        return set(before.split("+")) <= set(after.split("+"))
    return False


def _stated(name: str, fact: Fact) -> set[str]:
    """What the claims of a fact say in a column."""
    return {_text(claim, name) for claim in fact.claims}


def _text(claim: Claim, name: str) -> str:
    if name in ("place", "subject"):
        return claim.place if name == "place" else claim.subject
    period = claim.date if name == "date" else claim.compared_to
    return period.edtf if period else ""


def _amount_refined(name: str, seen: Mapping[str, str], now: Mapping[str, str], fact: Fact) -> bool:
    """Value, upper end and unit are looked at together: 1.5 GW and 1500 MW are one amount."""
    number = ("value", "value_max", "unit")
    for claim in fact.claims:
        stated = cells(amount_cells(claim.value))
        if all(stated[each] == seen.get(each, "") for each in number):
            return name != "bound" or stated["bound"] == seen["bound"] or now["bound"] == "exact"
    if name == "bound":
        return now["bound"] == "exact" and all(seen.get(each, "") == now[each] for each in number)
    return name == "value" and _finer(seen, fact)


def _finer(seen: Mapping[str, str], fact: Fact) -> bool:
    """Whether the value is the one seen with a further digit: 3.94 billion for 3.9 billion."""
    value = fact.head.value
    try:
        before = Decimal(seen["value"])
    except ArithmeticError:
        return False
    if value is None or value.value_max is not None or value.unit != seen.get("unit") or seen.get("value_max"):
        return False
    quantum = last_digit(before)
    finer = value.quantum is None or value.quantum <= quantum
    return finer and values_agree(Amount(before, value.unit, quantum=quantum), value)


def last_digit(number: Decimal) -> Decimal:
    """The place of the last digit that is no zero; a table does not tell 4.0 from 4 billion, so two count at least.

    >>> last_digit(Decimal("3900000000")), last_digit(Decimal("4000000000")), last_digit(Decimal("12.5"))
    (Decimal('1E+8'), Decimal('1E+8'), Decimal('0.1'))
    """
    exponent = number.normalize().as_tuple().exponent
    least = number.adjusted() - 1
    return Decimal(1).scaleb(min(exponent, least) if isinstance(exponent, int) else 0)


def _period_refined(before: str, after: str) -> bool:
    try:
        old, new = Period.parse(before), Period.parse(after)
    except ValueError:
        return False
    return old.contains(new) and (old.approximate or not new.approximate)


def agreement(sight: Sight, row: Mapping[str, str]) -> int:
    """In how many columns a row has what was seen; empty columns say nothing."""
    return sum(bool(text) and row.get(name) == text for name, text in _comparable(sight))


def _comparable(sight: Sight) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in sight.row.items() if name in STATED)
