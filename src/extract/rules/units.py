"""Units that figures lend each other: "8,3 Milliarden, auf japanische 4,3 Milliarden Franken"; "8.4 billion cubic
metres, against 8.8 billion in 2021"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.records import AmountMention
from extract.values.amount import COUNT

_REACH = 60
_SCALE = re.compile(r"(?i)\b(?:mio|mrd|million|milliard|billion|trillion|bn\b)")


def lend_units(
    text: str, offset: int, amounts: Sequence[AmountMention], earlier: AmountMention | None = None
) -> tuple[AmountMention, ...]:
    """The amounts of a sentence, a bare scaled number in the unit of the money that closes its row, of the figure that
    it is compared with, or of the last money before it: "Nach 1,5 Milliarden Dollar 2022 waren es noch 1,2 Milliarden".

    Args:
        text: the sentence.
        offset: where it starts in the article.
        amounts: its amounts in order.
        earlier: the last money of the sentences before in the paragraph; what nothing else lends a unit is in its
            currency, as an assumption: "Von der Summe sind 31 Millionen Kredite".
    """
    lent = list(amounts)
    for place in range(len(lent) - 2, -1, -1):
        bare, money = lent[place], lent[place + 1]
        between = text[bare.end - offset : money.start - offset]
        if _is_bare(bare) and money.amount.is_money and _close(between):
            lent[place] = _with_unit(bare, money)
    for place in range(1, len(lent)):
        full, bare = lent[place - 1], lent[place]
        between = text[full.end - offset : bare.start - offset]
        if bare.saying == "than" and _is_bare(bare) and full.amount.unit != COUNT and _close(between):
            lent[place] = _with_unit(bare, full)
    for place, one in enumerate(lent):
        if _is_bare(one):
            own = next((other for other in reversed(lent[:place]) if other.amount.is_money), None)
            if own is not None:
                lent[place] = _with_unit(one, own)
            elif earlier is not None:
                lent[place] = replace(_with_unit(one, earlier), currency_assumed=True)
    return tuple(lent)


def _is_bare(mention: AmountMention) -> bool:
    return mention.amount.unit == COUNT and not mention.noun and _SCALE.search(mention.quote) is not None


def _close(between: str) -> bool:
    return len(between) <= _REACH and not re.search(r"[;:(]", between)


def _with_unit(bare: AmountMention, other: AmountMention) -> AmountMention:
    amount = replace(bare.amount, unit=other.amount.unit)
    return replace(bare, amount=amount, currency_assumed=other.currency_assumed)
