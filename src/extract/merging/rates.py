"""ECB reference rates from the package `currencyconverter`.

They serve to compare figures in different currencies. No rate exists for many currencies (KZT, UZS), for the rouble
after March 2022, nor before 1999: then there is no comparison.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from currency_converter import CurrencyConverter

from extract.values.period import Period

_STEP = dt.timedelta(days=7)
_LONGEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class EcbRates:
    """Reference rates of the European Central Bank; a longer period has the mean of its weekly rates."""

    name: str

    def to_euro(self, value: Decimal, currency: str, period: Period) -> Decimal | None:
        """The value in euro, None where the period is open or longer than a year, or has no rate on all its days."""
        rate = Decimal(1) if currency == "EUR" else _rate(currency, period.start, period.end)
        return None if rate is None else value / rate


def load_rates() -> EcbRates:
    """The rates that the installed package ships; they are read when first asked for."""
    return EcbRates(f"ECB, currencyconverter {importlib.metadata.version('currencyconverter')}")


@cache
def _rate(currency: str, start: dt.date | None, end: dt.date | None) -> Decimal | None:
    """Units of the currency for one euro, the mean over the period."""
    converter = _converter()
    if start is None or end is None or end - start > _LONGEST or currency not in converter.currencies:
        return None
    first, last = converter.bounds[currency]
    if start < first or end > last:
        return None
    days = [start + _STEP * week for week in range((end - start) // _STEP + 1)]
    found = [converter.convert(Decimal(1), "EUR", currency, day) for day in days]
    return sum(found, Decimal(0)) / len(found)


@cache
def _converter() -> CurrencyConverter:
    return CurrencyConverter(decimal=True, fallback_on_missing_rate=True)
