"""What only the whole article tells: which mentions of an event are one event, planned or actual."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.records import Claim, Modality

_NOMINAL = ("visit", "meeting")


def settle_modality(claims: Sequence[Claim]) -> list[Claim]:
    """Undated visits and meetings take the modality of the same event where the article says more about it.

    A noun ("bei seinem Besuch", "the meeting") does not tell whether it has taken place. Claims of one type and pair
    that share a participant speak of one event: the dated ones among them decide, else the majority, else "actual".
    """
    settled = list(claims)
    for place, claim in enumerate(claims):
        if claim.type not in _NOMINAL or claim.date is not None or not claim.participants:
            continue
        kin = [other for other in claims if _same_event(claim, other)]
        dated = [other for other in kin if other.date is not None]
        settled[place] = replace(claim, modality=_majority(dated or kin))
    return settled


def _same_event(one: Claim, other: Claim) -> bool:
    same = one.type == other.type and one.countries == other.countries
    return same and bool(set(one.participants) & set(other.participants))


def _majority(claims: Sequence[Claim]) -> Modality:
    counts = Counter(claim.modality for claim in claims)
    return "planned" if counts["planned"] > counts["actual"] else "actual"
