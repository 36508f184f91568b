"""Currencies that share a name: "Kronen" of a Norwegian fact are Norwegian ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from babel.numbers import get_territory_currencies

from extract.values.amount import Amount
from extract.values.reference import load_data


@cache
def _families() -> dict[str, frozenset[str]]:
    """Currency -> all that go by the same bare name; the dollar is left out, the codebook reads it as USD."""
    families = [frozenset(group) for group in load_data("extract.rules", "currency_families.yaml").values()]
    return {code: family for family in families for code in family}


def settle_currency(amount: Amount, countries: Iterable[str]) -> Amount:
    """The amount in the currency of the first country whose own one has the bare name that was read.

    It stays as it is where one of the countries has that currency itself: roubles between Belarus and Russia are RUB.

    Args:
        amount: money whose currency was assumed from a bare name.
        countries: ISO 3166-1 codes, the likeliest first.

    >>> from decimal import Decimal
    >>> settle_currency(Amount(Decimal(5), "SEK"), ["NO", "MW"]).unit
    'NOK'
    >>> settle_currency(Amount(Decimal(5), "USD"), ["CA"]).unit
    'USD'
    """
    family = _families().get(amount.unit, frozenset())
    own = [code for country in countries if country != "EU" for code in get_territory_currencies(country, tender=True)]
    if amount.unit in own:
        return amount
    return next((replace(amount, unit=code) for code in own if code in family), amount)
