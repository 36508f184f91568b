"""Which of two mentions stays where their spans overlap, by one order.

From the strongest:

1. persons: their names, and the titles before them against ranks and counts ("der 46. Präsident");
2. dates ("2023" is no count), unless an amount with a unit holds the date inside it ("2030 Euro");
3. amounts with a unit: money, shares, factors, ranks, physical quantities;
4. countries; one inside the title of a person stays ("der deutsche Außenminister"), and so does one behind the
   number and unit of an amount ("20 deutsche Unternehmen"), for the quote of an amount ends before its noun;
5. plain counts.

A name without an office that is all of a country's name is that country: a pipeline took "Malawi" for a person.

Within one kind the longer span wins, then the earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable

from extract.records import AmountMention, CountryMention, DateMention, Mention, PersonMention
from extract.values.amount import COUNT, RANK


def resolve(mentions: Iterable[Mention]) -> list[Mention]:
    """Leave out what a stronger mention covers, by the order at the head of this module.

    Returns:
        The mentions that stay, sorted by start, then end.
    """
    found = list(mentions)
    places = {(one.start, one.end) for one in found if isinstance(one, CountryMention)}
    found = [one for one in found if not (_unknown(one) and (one.start, one.end) in places)]
    holders = _Spans(m for m in found if isinstance(m, AmountMention) and m.amount.unit not in (COUNT, RANK))
    ranked = sorted((m for m in found if m.start < m.end), key=lambda m: (_strength(m), m.start - m.end, m.start))
    taken, titles, kept = _Spans(), _Spans(), []
    for mention in ranked:
        if taken.meets(mention.start, mention.end):
            continue
        if isinstance(mention, DateMention) and holders.hold(mention.start, mention.end):
            continue
        if isinstance(mention, AmountMention) and mention.amount.unit in (COUNT, RANK):
            if titles.meets(mention.start, mention.end):
                continue
        elif isinstance(mention, PersonMention) and mention.title_start >= 0:
            titles.add(mention.title_start, mention.title_end)
        taken.add(mention.start, mention.end)
        kept.append(mention)
    return sorted(kept, key=position)


def _unknown(mention: Mention) -> bool:
    return isinstance(mention, PersonMention) and not mention.offices


class _Spans:
    """Spans of characters, asked for overlaps; character by character, for mentions are short."""

    def __init__(self, mentions: Iterable[Mention] = ()) -> None:
        self._ends: dict[int, int] = {}
        for mention in mentions:
            self.add(mention.start, mention.end)

    def add(self, start: int, end: int) -> None:
        for position in range(start, end):
            self._ends[position] = max(end - start, self._ends.get(position, 0))

    def meets(self, start: int, end: int) -> bool:
        return any(position in self._ends for position in range(start, end))

    def hold(self, start: int, end: int) -> bool:
        """Whether one span covers all of `[start, end)` and more."""
        return all(self._ends.get(position, 0) > end - start for position in range(start, end))


def _strength(mention: Mention) -> int:
    if isinstance(mention, PersonMention):
        return 0 if mention.stated else 1
    if isinstance(mention, DateMention):
        return 2
    if isinstance(mention, AmountMention):
        return 5 if mention.amount.unit == COUNT else 3
    return 4 if isinstance(mention, CountryMention) else 6


def position(mention: Mention) -> tuple[int, int]:
    """Where a mention stands, as a key to sort by."""
    return mention.start, mention.end
