"""Which of two mentions stays where they overlap."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.finding.overlaps import resolve
from extract.records import AmountMention, CountryMention, DateMention, Mention, PersonMention
from extract.values.amount import Amount

Span = tuple[int, int]


def person(span: Span, title: Span = (-1, -1)) -> PersonMention:
    start, end = span
    return PersonMention(
        start=start, end=end, quote="n", person="n", stated=title[0] >= 0, title_start=title[0], title_end=title[1]
    )


def date(span: Span) -> DateMention:
    return DateMention(start=span[0], end=span[1], quote="d", timex="2023")


def amount(span: Span, unit: str = "EUR") -> AmountMention:
    return AmountMention(start=span[0], end=span[1], quote="a", amount=Amount(Decimal(1), unit))


def country(span: Span) -> CountryMention:
    return CountryMention(start=span[0], end=span[1], quote="c", codes=("FR",), form="name")


@pytest.mark.parametrize(
    ("mentions", "kept"),
    [
        pytest.param([person((0, 10)), country((0, 5))], [0], id="a name is no country"),
        pytest.param([person((0, 10)), country((0, 10))], [1], id="a country that looks like a name is none"),
        pytest.param([person((20, 30), (0, 30)), country((4, 14))], [1, 0], id="a country in a title stays"),
        pytest.param([person((20, 30), (0, 30)), amount((4, 7), "RANK")], [0], id="a rank in a title goes"),
        pytest.param([person((20, 30), (0, 30)), amount((4, 7), "COUNT")], [0], id="a count in a title goes"),
        pytest.param([person((20, 30), (0, 30)), amount((4, 7), "EUR")], [1, 0], id="money in a title stays"),
        pytest.param([person((0, 10)), date((5, 12))], [0], id="a name is stronger than a date"),
        pytest.param([person((0, 5)), person((0, 10), (0, 10))], [1], id="a stated office is stronger than a name"),
        pytest.param([date((0, 4)), amount((0, 4), "COUNT")], [0], id="a year is no count"),
        pytest.param([date((0, 4)), amount((0, 14), "COUNT")], [0], id="nor a longer count"),
        pytest.param([date((0, 4)), amount((0, 9), "EUR")], [1], id="money may hold a year"),
        pytest.param([date((0, 9)), amount((0, 4), "EUR")], [0], id="a longer date is stronger than money"),
        pytest.param([date((0, 9)), amount((5, 14), "EUR")], [0], id="a date is stronger where both jut out"),
        pytest.param([amount((0, 12)), country((3, 5))], [0], id="US-Dollar is no country"),
        pytest.param([amount((0, 2), "COUNT"), country((3, 12))], [0, 1], id="a country behind a count stays"),
        pytest.param([amount((0, 12), "COUNT"), country((3, 12))], [1], id="a country is stronger than a count"),
        pytest.param([amount((0, 12)), amount((0, 2), "COUNT")], [0], id="money is stronger than a count"),
        pytest.param([amount((0, 5)), amount((3, 12))], [1], id="the longer of one kind"),
        pytest.param([amount((3, 8)), amount((0, 5))], [1], id="the earlier of one kind and length"),
    ],
)
def test_order(mentions: list[Mention], kept: list[int]) -> None:
    assert resolve(mentions) == [mentions[place] for place in kept]
    assert resolve(reversed(mentions)) == [mentions[place] for place in kept]


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))
MENTIONS = st.one_of(
    SPANS.map(person), SPANS.map(date), SPANS.map(amount), SPANS.map(lambda span: amount(span, "COUNT")),
    SPANS.map(country),
)  # fmt: skip


@given(st.lists(MENTIONS, max_size=8))
def test_what_stays_is_sorted_and_does_not_overlap(mentions: list[Mention]) -> None:
    kept = resolve(mentions)
    assert all(left.end <= right.start for left, right in pairwise(kept))
    assert bool(kept) == bool(mentions)
    assert resolve(kept) == kept
