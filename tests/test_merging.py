"""Claims to facts: what is the same, what contradicts, and that the order of claims never matters."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from claim_maker import claim, read_claims, trade
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.merging import merge
from extract.merging.rates import load_rates
from extract.records import Claim, Fact
from extract.values.period import Period

SPECS = yaml.load((Path(__file__).parent / "specs" / "merging.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)


@pytest.mark.parametrize("spec", SPECS["same"], ids=lambda spec: spec["why"])
def test_same_fact_or_not(spec: dict[str, object]) -> None:
    made = read_claims(spec)
    groups = sorted(sorted(made.index(one) for one in fact.claims) for fact in merge(made))
    assert groups == [[int(place) for place in group] for group in spec["facts"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("spec", SPECS["conflicts"], ids=lambda spec: spec["why"])
def test_conflict_or_not(spec: dict[str, object]) -> None:
    made = read_claims(spec)
    facts = merge(made)
    in_conflict = sorted(made.index(one) for fact in facts if fact.conflict for one in fact.claims)
    assert in_conflict == [int(place) for place in spec["conflict"]]  # type: ignore[attr-defined]
    assert all(("conflict" in fact.flags) == bool(fact.conflict) for fact in facts)


def test_conflicting_facts_share_an_id_and_are_both_kept() -> None:
    first, second = merge([trade("3.9", article="a.txt"), trade("4.5", article="b.txt")])
    assert first.conflict == second.conflict != ""
    assert {first.head.value.value, second.head.value.value} == {Decimal("3.9"), Decimal("4.5")}  # type: ignore[union-attr]


def test_head_is_the_most_precise_claim_with_gaps_filled() -> None:
    coarse = trade("3.9", quantum="0.1", subject="Waren", place="Berlin", language="de", article="a.txt")
    fine = trade("3.94", date=None, quantum="0.01", article="b.txt")
    (fact,) = merge([coarse, fine])
    head = fact.head
    assert (head.value.value, head.date, head.subject) == (Decimal("3.94"), Period.parse("2023"), "Waren")  # type: ignore[union-attr]
    assert fact.sources == 2
    assert "single_source" not in fact.flags


def test_flags_of_all_claims_are_kept_and_one_source_is_flagged() -> None:
    (fact,) = merge([trade("3.9", flags=("planned",)), trade("3.9", at=30, flags=("pair_from_context",))])
    assert fact.flags == ("pair_from_context", "planned", "single_source")


def test_participants_of_all_claims_come_together_under_the_fullest_name() -> None:
    first = claim("meeting", "DE KZ", date="2024-05-02", participants=("Tokajew",), article="a.txt")
    second = claim("meeting", "DE KZ", date="2024-05-02", participants=("Kassym-Jomart Tokayev", "Anna Berg"))
    (fact,) = merge([first, replace(second, article="b.txt")])
    assert fact.head.participants == ("Kassym-Jomart Tokayev", "Anna Berg")


def test_office_is_past_once_the_latest_article_says_so() -> None:
    early = claim("official", "DE", person="Anna Berg", office="minister:trade", published="2023-01-02")
    late = replace(early, article="b.txt", office=replace(early.office, former=True))  # type: ignore[type-var]
    for published, former in (("2024-01-02", True), ("2022-01-02", False)):
        dated = replace(late, published=Period.parse(published).start)
        (fact,) = merge([early, dated])
        assert fact.head.office is not None
        assert fact.head.office.former is former


def test_a_third_article_does_not_take_apart_what_one_article_says() -> None:
    """An undated repetition belongs to the figure of its article, though another article has the same for 2022."""
    own = [trade("3.9", "2023", article="a.txt"), trade("3.9", None, at=50, article="a.txt")]
    other = trade("3.9", "2022", article="b.txt")
    assert sorted(len(fact.claims) for fact in merge([*own, other])) == [1, 2]


def test_implied_value_confirms_and_contradicts_but_is_no_fact() -> None:
    later = trade("3.9", "2023", quantum="0.1", article="a.txt")
    change = trade("1.1", "2023", quantum="0.1", measure="change", compared_to="2022", article="a.txt")
    fits = merge([later, change, trade("2.8", "2022", article="b.txt")])
    assert len(fits) == 3
    assert all("implied_confirmed" in fact.flags and not fact.conflict for fact in fits)
    contradicts = merge([later, change, trade("3.4", "2022", article="b.txt")])
    assert len({fact.conflict for fact in contradicts}) == 1
    assert all(fact.conflict for fact in contradicts)


def test_figures_in_two_currencies_are_compared_at_the_rate_of_the_period() -> None:
    class OneToTwo:
        def per_euro(self, currency: str, period: Period) -> Decimal | None:
            return {"EUR": Decimal(1), "USD": Decimal(2)}.get(currency)

        def missing(self, currency: str, period: Period) -> str:
            return "" if self.per_euro(currency, period) else f"no rate for {currency}"

    dollars = trade("4.0", unit="USD", article="a.txt")
    for euros, conflict in (("2.05", False), ("3.0", True)):
        facts = merge([dollars, trade(euros, unit="EUR", article="b.txt")], OneToTwo())
        assert len(facts) == 2
        assert all(bool(fact.conflict) is conflict for fact in facts)
    unknown = merge([dollars, trade("900", unit="KZT", article="b.txt")], OneToTwo())
    assert not any(fact.conflict for fact in unknown)
    assert not any(fact.conflict for fact in merge([dollars, trade("3.0", unit="EUR", article="b.txt")]))


def test_reference_rates_of_the_ecb() -> None:
    rates = load_rates()
    in_euro = rates.to_euro(Decimal(1000), "USD", Period.parse("2023"))
    assert in_euro is not None
    assert abs(in_euro - Decimal(925)) < 5  # the ECB's annual average of 2023 was 1.0813 dollars
    assert rates.to_euro(Decimal(1), "KZT", Period.parse("2023")) is None
    assert rates.to_euro(Decimal(1), "RUB", Period.parse("2023")) is None
    assert rates.to_euro(Decimal(1), "USD", Period.parse("2005/..")) is None


def test_ten_thousand_claims_of_one_pair_take_no_quadratic_time() -> None:
    claims = [
        trade(str(1000 + number * 7), f"{1800 + number % 200}" if number % 3 else None, article=f"{number}.txt")
        for number in range(10_000)
    ]
    assert len(merge(claims)) == 10_000


# --- order ---------------------------------------------------------------------------------------------------------

_DATES = st.sampled_from([None, "2022", "2023", "2023-05", "2023-05-17", "2023-05-17/2023-05-19"])
_NAMES = ["Tokajew", "Kassym-Jomart Tokayev", "Anna Berg", "Berg", "Tobias Berg", "Xi Jinping", "Xi"]
_PLACE = {"article": st.sampled_from(["a.txt", "b.txt", "c.txt"]), "at": st.integers(0, 3)}
_QUANTITIES = st.builds(
    lambda value, quantum, **more: trade(value, quantum=quantum, **more),
    st.sampled_from(["3.9", "3.94", "3.86", "4", "4.5", "-4"]),
    st.sampled_from([None, "0.01", "0.1", "1"]),
    date=_DATES, subject=st.sampled_from(["", "Erdöl", "Waren"]), language=st.sampled_from(["de", "en"]),
    modality=st.sampled_from(["actual", "planned"]), bound=st.sampled_from(["exact", "at_least"]),
    measure=st.sampled_from(["level", "change"]), **_PLACE,
)  # fmt: skip
_EVENTS = st.builds(
    lambda kind, **more: claim(kind, "DE KZ", **more),
    st.sampled_from(["meeting", "agreement"]),
    date=_DATES, participants=st.lists(st.sampled_from(_NAMES), max_size=3, unique=True).map(tuple),
    subject=st.sampled_from(["", "Energie", "Migration", "oil"]), language=st.sampled_from(["de", "en"]),
    modality=st.sampled_from(["actual", "planned"]), **_PLACE,
)  # fmt: skip
_OFFICIALS = st.builds(
    lambda countries, **more: claim("official", countries, **more),
    st.sampled_from(["DE", "KZ", ""]), person=st.sampled_from(_NAMES),
    office=st.sampled_from(["minister", "minister:trade", "minister:energy", "minister:energy+trade"]), **_PLACE,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(_QUANTITIES, _EVENTS, _OFFICIALS), max_size=14), st.randoms(use_true_random=False))
def test_order_of_claims_changes_nothing(claims: list[Claim], random: object) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    facts = merge(claims)
    assert merge(shuffled) == facts
    assert sorted(map(repr, {one for fact in facts for one in fact.claims})) == sorted(map(repr, set(claims)))
    assert sum(len(fact.claims) for fact in facts) == len(set(claims))
    assert len({fact.id for fact in facts}) == len(facts)
    for fact in facts:
        assert_one_thing(fact)


def assert_one_thing(fact: Fact) -> None:
    """No fact holds two types, pairs, measures, dates of quantities or values that disagree."""
    for of in ("type", "measure"):
        assert len({getattr(one, of) for one in fact.claims}) == 1
    values = [one.value for one in fact.claims if one.value]
    if values:
        quantum = max(value.quantum or Decimal(0) for value in values)
        assert max(v.value for v in values) - min(v.value for v in values) <= quantum
        assert len({(one.date.start, one.date.end) for one in fact.claims if one.date}) <= 1
