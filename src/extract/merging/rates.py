"""Reference rates: those of the ECB from the package `currencyconverter`, and the user's own.

They serve to compare figures in different currencies and to show them in euro. The ECB has no rate for many currencies
(KZT, UZS), for the rouble after March 2022, nor before 1999; a user's CSV file may add them:

    currency,date,per_euro
    KZT,2023,493.33
    KZT,2024-03,489.1

`date` is a year, a month, a day or an interval (EDTF); `per_euro` is the mean number of units that one euro buys.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from currency_converter import CurrencyConverter

from extract.config import ConfigError
from extract.values.period import Period

_STEP = dt.timedelta(days=7)
_LONGEST = dt.timedelta(days=366)
# Own rates of single days make a mean of a longer period where no gap between them is wider.
_WIDEST_GAP = dt.timedelta(days=11)
_HEADER = ["currency", "date", "per_euro"]


@dataclass(frozen=True, slots=True)
class OwnRate:
    """A line of the user's file: units of the currency for one euro on the days of a period that is not open."""

    start: dt.date
    end: dt.date
    per_euro: Decimal


@dataclass(frozen=True, slots=True)
class ReferenceRates:
    """Rates by currency and period; a longer period has the mean of its weekly rates.

    Attributes:
        name: what they are, for `run.json`.
        own: the user's rates by currency; they come before those of the ECB.
    """

    name: str
    own: Mapping[str, Sequence[OwnRate]] = field(default_factory=dict)

    def per_euro(self, currency: str, period: Period) -> Decimal | None:
        """Units of the currency for one euro, None where the period is open, longer than a year, or has no rate."""
        if currency == "EUR":
            return Decimal(1)
        own = _own_rate(self.own.get(currency, ()), period)
        return own if own is not None else _ecb_rate(currency, period.start, period.end)

    def to_euro(self, value: Decimal, currency: str, period: Period) -> Decimal | None:
        """The value in euro at the rate of the period, None where there is none."""
        rate = self.per_euro(currency, period)
        return None if rate is None else value / rate

    def missing(self, currency: str, period: Period) -> str:
        """Why there is no rate, empty where there is one."""
        if self.per_euro(currency, period) is not None:
            return ""
        if period.start is None or period.end is None:
            return "open period"
        if period.end - period.start > _LONGEST:
            return "period longer than a year"
        if currency not in _converter().currencies:
            return f"no rate for {currency}"
        first, last = _converter().bounds[currency]
        return f"rates of {currency} begin {first}" if period.start < first else f"rates of {currency} end {last}"


def load_rates(own: Path | None = None) -> ReferenceRates:
    """The rates that the installed package ships, read when first asked for, and the user's own.

    Args:
        own: the user's file; it need not exist.

    Raises:
        ConfigError: when the file cannot be read or a line of it is wrong; names file, line and what to write.
    """
    shipped = f"ECB, currencyconverter {importlib.metadata.version('currencyconverter')}"
    if own is None or not own.is_file():
        return ReferenceRates(shipped)
    rates: dict[str, list[OwnRate]] = {}
    for currency, rate in _read(own):
        rates.setdefault(currency, []).append(rate)
    digest = hashlib.sha256(own.read_bytes()).hexdigest()[:16]
    return ReferenceRates(f"{own.name} ({digest}), {shipped}", rates)


def _read(path: Path) -> Iterator[tuple[str, OwnRate]]:
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    if not lines or [cell.strip() for cell in lines[0]] != _HEADER:
        raise ConfigError(f"{path}:1: write the header {','.join(_HEADER)}")
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        try:
            currency, date, per_euro = (cell.strip() for cell in cells)
            period, rate = Period.parse(date), Decimal(per_euro)
        except (ValueError, InvalidOperation) as error:
            found = ",".join(cells)
            raise ConfigError(f"{path}:{number}: {found!r} is no rate; write for example KZT,2023,493.33") from error
        if period.start is None or period.end is None or not rate.is_finite() or rate <= 0:
            raise ConfigError(f"{path}:{number}: the period must not be open, and the rate above 0")
        yield currency, OwnRate(period.start, period.end, rate)


def _own_rate(rates: Sequence[OwnRate], period: Period) -> Decimal | None:
    """The rate of the shortest period that holds the asked one, else the mean of those that lie in it without gaps."""
    start, end = period.start, period.end
    if start is None or end is None:
        return None
    around = [rate for rate in rates if rate.start <= start and end <= rate.end]
    if around:
        return min(around, key=lambda rate: (rate.end - rate.start, rate.start, rate.per_euro)).per_euro
    inside = sorted((rate.start, rate.end, rate.per_euro) for rate in rates if start <= rate.start and rate.end <= end)
    covered = start - dt.timedelta(days=1)
    for first, last, _ in inside:
        if first - covered > _WIDEST_GAP:
            return None
        covered = max(covered, last)
    if not inside or end - covered >= _WIDEST_GAP or end - start > _LONGEST:
        return None
    return sum((rate for _, _, rate in inside), Decimal(0)) / len(inside)


@cache
def _ecb_rate(currency: str, start: dt.date | None, end: dt.date | None) -> Decimal | None:
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
    return CurrencyConverter(decimal=True, fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known")
