"""What makes two amounts comparable: one unit for a kind of measure, and how far the text has rounded."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from extract.values.amount import Amount

# UCUM unit: the unit that amounts of its kind are compared in, and what it is of it.
_SCALES = {
    "g": ("t", "0.000001"), "kg": ("t", "0.001"), "kt": ("t", "1000"), "Mt": ("t", "1000000"),
    "Wh": ("kWh", "0.001"), "MWh": ("kWh", "1000"), "GWh": ("kWh", "1000000"), "TWh": ("kWh", "1000000000"),
    "W": ("MW", "0.000001"), "kW": ("MW", "0.001"), "GW": ("MW", "1000"), "TW": ("MW", "1000000"),
    "l": ("m3", "0.001"), "L": ("m3", "0.001"), "m": ("km", "0.001"), "m2": ("km2", "0.000001"), "ha": ("km2", "0.01"),
}  # fmt: skip

# A hedged round number ("rund 3.000", "more than 200") stands for what lies this near.
HEDGED = Decimal("0.05")


def comparable(amount: Amount) -> Amount:
    """The amount in the unit that others of its kind are compared in.

    >>> comparable(Amount(Decimal("1.5"), "TWh")).format(), comparable(Amount(Decimal(2), "kg/a")).format()
    ('1500000000 kWh', '0.002 t/a')
    >>> comparable(Amount(Decimal(7), "EUR")).unit
    'EUR'
    """
    unit, factor = scale(amount.unit)
    if factor == 1:
        return amount
    high = amount.value_max * factor if amount.value_max is not None else None
    quantum = amount.quantum * factor if amount.quantum is not None else None
    return Amount(amount.value * factor, unit, high, amount.bound, quantum)


@lru_cache(maxsize=1024)
def scale(unit: str) -> tuple[str, Decimal]:
    """The unit to compare in, and what one of the given unit is of it; a rate keeps its time."""
    measure, slash, time = unit.partition("/")
    base, factor = _SCALES.get(measure, (measure, "1"))
    return f"{base}{slash}{time}", Decimal(factor)


def hedged_place(amount: Amount) -> Decimal:
    """The place down to which a hedged round number is meant, 0 where the number is exact or states its decimals.

    "More than 200" means hundreds; "about 4.0 billion" says its tenth, which a quantum that is no power of a thousand
    gives away.

    >>> hedged_place(Amount(Decimal(3000), "COUNT", bound="about", quantum=Decimal(1)))
    Decimal('1000')
    >>> hedged_place(Amount(Decimal("4.0E9"), "EUR", bound="about", quantum=Decimal("1E8")))
    Decimal('0')
    """
    quantum = amount.quantum
    if amount.bound == "exact" or not amount.value or quantum is None or quantum.normalize().as_tuple().digits != (1,):
        return Decimal(0)
    if quantum.adjusted() < 0 or quantum.adjusted() % 3:
        return Decimal(0)
    exponent = amount.value.normalize().as_tuple().exponent
    place = Decimal(10) ** exponent if isinstance(exponent, int) and exponent > 0 else Decimal(0)
    return Decimal(int(place)) if place > quantum else Decimal(0)
