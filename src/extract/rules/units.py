"""Currencies that figures lend each other: "8,3 Milliarden, auf japanische 4,3 Milliarden Franken"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.records import AmountMention
from extract.values.amount import COUNT

_REACH = 60
_SCALE = re.compile(r"(?i)\b(?:mio|mrd|million|milliard|billion|trillion|bn\b)")


def lend_units(text: str, offset: int, amounts: Sequence[AmountMention]) -> tuple[AmountMention, ...]:
    """The amounts of a sentence, a bare scaled number in the currency of the money that closes its row.

    Args:
        text: the sentence.
        offset: where it starts in the article.
        amounts: its amounts in order.
    """
    lent = list(amounts)
    for place in range(len(lent) - 2, -1, -1):
        bare, money = lent[place], lent[place + 1]
        between = text[bare.end - offset : money.start - offset]
        fits = bare.amount.unit == COUNT and not bare.noun and _SCALE.search(bare.quote) and money.amount.is_money
        if fits and len(between) <= _REACH and not re.search(r"[;:(]", between):
            amount = replace(bare.amount, unit=money.amount.unit)
            lent[place] = replace(bare, amount=amount, currency_assumed=money.currency_assumed)
    return tuple(lent)
