"""Amounts of money in another currency, at the reference rate of their period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from decimal import Context, Decimal
from typing import Protocol

from extract.records import Claim, InEuro
from extract.values.amount import Amount, plain
from extract.values.period import Period

# A mean rate of a period is no better than this.
_DIGITS = Context(prec=4)
_CONVERTED = ("level", "change")


class Rates(Protocol):
    """Reference rates."""

    def per_euro(self, currency: str, period: Period) -> Decimal | None:
        """Units of the currency for one euro in the period, None where there is no rate."""

    def missing(self, currency: str, period: Period) -> str:
        """Why there is no rate, empty where there is one."""


def convert(amount: Amount, currency: str, period: Period, rates: Rates) -> Amount | None:
    """The amount in another currency at the rates of a period, None where one of them is missing."""
    if amount.unit == currency:
        return amount
    of, to = rates.per_euro(amount.unit, period), rates.per_euro(currency, period)
    if of is None or to is None:
        return None
    high = amount.value_max * to / of if amount.value_max is not None else None
    quantum = amount.quantum * to / of if amount.quantum is not None else None
    return replace(amount, value=amount.value * to / of, unit=currency, value_max=high, quantum=quantum)


def rate_text(of: str, to: str, period: Period, rates: Rates) -> str:
    """How two currencies were compared: "1 EUR = 1.053 USD in 2022"; empty for one currency."""
    if of == to:
        return ""
    parts = [(currency, rates.per_euro(currency, period)) for currency in (of, to) if currency != "EUR"]
    return "; ".join(
        f"1 EUR = {plain(_DIGITS.plus(rate))} {currency} in {period.edtf}" for currency, rate in parts if rate
    )


def in_euro(head: Claim, claims: Iterable[Claim], rates: Rates) -> InEuro | None:
    """A level or change of money in euro; None for other facts.

    The rate is that of the fact's own period. Of an undated fact and of a plan for days to come it is the rate of the
    day on which the fact was first published.

    Args:
        head: what the fact says.
        claims: those that it is made of.
        rates: of currencies to the euro.
    """
    value = head.value
    if value is None or not value.is_money or head.measure not in _CONVERTED:
        return None
    if value.unit == "EUR":
        return InEuro(value.value, value.value_max)
    period, reason = head.date, rates.missing(value.unit, head.date) if head.date else "no date"
    if reason:
        published = min((claim.published for claim in claims if claim.published), default=None)
        if published is not None and (period is None or _lies_ahead(head, published)):
            period = Period.of_day(published)
            reason = rates.missing(value.unit, period)
    converted = convert(value, "EUR", period, rates) if period and not reason else None
    if converted is None or period is None:
        return InEuro(reason=reason)
    high = _DIGITS.plus(converted.value_max) if converted.value_max is not None else None
    return InEuro(_DIGITS.plus(converted.value), high, period.edtf)


def _lies_ahead(head: Claim, published: dt.date) -> bool:
    """Whether a planned fact is for a time that had not ended when it was first published."""
    end = head.date.end if head.date else None
    return head.modality == "planned" and (end is None or end >= published)
