"""Amounts: money, shares, factors, counts, ranks and physical quantities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Bound = Literal["exact", "about", "at_least", "at_most"]

PERCENT = "PERCENT"
FACTOR = "FACTOR"
COUNT = "COUNT"
RANK = "RANK"

_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or a range with its unit, as an article states it.

    Attributes:
        value: the number, scale words applied ("3,9 Milliarden" is 3900000000); the lower end of a range.
        unit: ISO 4217 code, PERCENT, FACTOR, COUNT, RANK, or a UCUM unit ("t", "m3", "bbl", "MW", "kWh").
        value_max: the upper end of a range, else None.
        bound: whether the text says the number exactly or hedges it.
        quantum: the size of the last stated digit ("3,9 Milliarden" has 100000000), None when unknown.

    >>> Amount(Decimal("3900000000"), "USD", quantum=Decimal("100000000")).format()
    '3900000000 USD'
    >>> Amount(Decimal(2), "EUR", Decimal(3)).format()
    '2..3 EUR'
    """

    value: Decimal
    unit: str
    value_max: Decimal | None = None
    bound: Bound = "exact"
    quantum: Decimal | None = None

    @property
    def is_money(self) -> bool:
        """Whether the unit is an ISO 4217 code.

        >>> Amount(Decimal(1), "EUR").is_money, Amount(Decimal(1), "MW").is_money
        (True, False)
        """
        return _CURRENCY.fullmatch(self.unit) is not None

    def format(self) -> str:
        """Value, or both ends joined by "..", and unit."""
        ends = [self.value] if self.value_max is None else [self.value, self.value_max]
        return "..".join(plain(end) for end in ends) + f" {self.unit}"

    @classmethod
    def parse(cls, text: str) -> Amount:
        """Read what `format` writes.

        Raises:
            ValueError: when the text has another form.

        >>> Amount.parse("2..3.5 EUR").value_max
        Decimal('3.5')
        """
        match = re.fullmatch(r"(-?[\d.]+?)(?:\.\.(-?[\d.]+))? (\S+)", text)
        if match is None:
            raise ValueError(f"not an amount: {text!r}; write for example '3900000000 USD' or '2..3 EUR'")
        high = match[2]
        return cls(Decimal(match[1]), match[3], Decimal(high) if high else None)


def plain(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros after the point.

    >>> plain(Decimal("3.9E9")), plain(Decimal("12.50")), plain(Decimal("-0"))
    ('3900000000', '12.5', '0')
    """
    if number == 0:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
