"""What becomes of a trigger: a claim with its evidence, or the first condition that is not met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.records import AmountMention, Claim, Evidence
from extract.rules.schema import Rule
from extract.rules.triggers import Hit
from extract.rules.view import SentenceView

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Trigger:
    """A rule with a place where its trigger stands (offsets in the article); `own` is a rule of the user's packs."""

    rule: Rule
    hit: Hit
    own: bool = False

    def meets(self, other: Trigger) -> bool:
        """Whether two triggers share letters and a class of amounts."""
        shared = self.hit.start < other.hit.end and other.hit.start < self.hit.end
        return shared and bool(set(self.rule.needs.amount) & set(other.rule.needs.amount))


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of a trigger and an amount: a claim, or the first condition that is not met.

    `joined` tells that it added persons to an event before it instead of making a claim.
    """

    rule: str
    start: int
    end: int
    unmet: str = ""
    claim: Claim | None = None
    joined: bool = False


ALSO = "beside its trigger it needs one of the words under 'also'"


VETO = "speaks against it (unless)"


def missing_also(phrases: Sequence[str]) -> str:
    """The condition that none of the phrases under `also` fulfils.

    >>> missing_also(("leb*", "wohn*"))
    "beside its trigger it needs one of the words under 'also': leb*, wohn*"
    """
    more = " and others" if len(phrases) > _SHOWN else ""
    return f"{ALSO}: {', '.join(phrases[:_SHOWN])}{more}"


def evidence(view: SentenceView, start: int, end: int, hit: Hit | None = None) -> Evidence:
    """The stretch from trigger to amount, and its sentence."""
    low, high = (min(start, hit.start), max(end, hit.end)) if hit else (start, end)
    return Evidence(low, high, view.cut(low, high), view.start, view.end, view.text)


def flags_of(mention: AmountMention, *groups: tuple[str, ...]) -> tuple[str, ...]:
    """The named doubts of a claim, sorted."""
    found = {flag for group in groups for flag in group}
    if mention.currency_assumed:
        found.add("currency_assumed")
    return tuple(sorted(found))
