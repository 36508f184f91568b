"""A calculation with stated facts, and the check that it becomes once it is compared with another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from extract.merging.implied import Span, combined, span
from extract.records import Check, CheckKind, Fact, Verdict
from extract.values.amount import Amount, plain

# More digits than any figure of the news states.
_DIGITS = Context(prec=6)
# Of many figures for one thing, as only an error gives, the best attested are enough.
_MOST = 8


@dataclass(frozen=True, slots=True)
class Calculation:
    """Two facts that imply a value.

    Attributes:
        kind: which calculation.
        used: the two facts.
        amounts: what they state, in units that fit each other.
        unit: of the result.
        calculate: the result from two numbers, None where it is not defined.
        formula: with two places for the facts.
    """

    kind: CheckKind
    used: tuple[Fact, Fact]
    amounts: tuple[Amount, Amount]
    unit: str
    calculate: Callable[[Decimal, Decimal], Decimal | None]
    formula: str

    def span(self) -> Span | None:
        """What the stated digits allow for the result."""
        first, second = (span(amount) for amount in self.amounts)
        return combined(self.calculate, first, second) if first and second else None

    def check(self, stated: Fact, verdict: Verdict, one: Decimal | None = None, rate: str = "") -> Check | None:
        """The calculation as a check of a stated fact; None where there is no result.

        Args:
            stated: the fact that it is compared with.
            verdict: how the comparison came out.
            one: what one unit of the result is in the unit of the stated fact, where they differ.
            rate: the exchange rate behind that.
        """
        value, ends = self.calculate(self.amounts[0].value, self.amounts[1].value), self.span()
        if value is None or ends is None:
            return None
        return Check(
            kind=self.kind, verdict=verdict, used=(self.used[0].id, self.used[1].id), stated=stated.id,
            value=_DIGITS.plus(value), unit=self.unit, low=_DIGITS.plus(ends[0]), high=_DIGITS.plus(ends[1]),
            formula=self.formula.format(figure(self.used[0]), figure(self.used[1])),
            converted=_DIGITS.plus(value * one) if one is not None else None, rate=rate,
        )  # fmt: skip


def figure(fact: Fact) -> str:
    """The number of a fact with its unit and its time in brackets: "3900000000 USD [2023]"."""
    value, date, base = fact.head.value, fact.head.date, fact.head.compared_to
    if value is None:
        return ""
    high = f"..{plain(value.value_max)}" if value.value_max is not None else ""
    when = " against ".join(period.edtf for period in (date, base) if period)
    return f"{plain(value.value)}{high} {value.unit}" + (f" [{when}]" if when else "")


def best_known(facts: Iterable[Fact]) -> Sequence[Fact]:
    """The facts that most sources state, few enough to try every pair of them."""
    return sorted(facts, key=lambda fact: (-fact.sources, fact.id))[:_MOST]


def articles_of(fact: Fact) -> set[str]:
    """The articles that state a fact."""
    return {claim.article for claim in fact.claims}
