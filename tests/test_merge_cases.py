"""Pairs of statements of two articles: one fact or two, in both orders and with the articles exchanged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from claim_maker import read_claims

from extract.merging import merge
from extract.records import Claim

CASES = yaml.load((Path(__file__).parent / "specs" / "merge_cases.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
PAIRS = [(spec, kind == "merge") for kind in ("merge", "apart") for spec in CASES[kind]]


def both_ways(first: Claim, second: Claim) -> list[list[Claim]]:
    """The two claims in both orders, and the same with their articles exchanged."""
    exchanged = replace(first, article=second.article), replace(second, article=first.article)
    return [[first, second], [second, first], [*exchanged], [*reversed(exchanged)]]


@pytest.mark.parametrize(("spec", "merges"), PAIRS, ids=[spec["why"] for spec, _ in PAIRS])
def test_one_fact_or_two(spec: dict[str, object], merges: bool) -> None:
    first, second = read_claims(spec)
    for claims in both_ways(first, second):
        facts = merge(claims)
        assert [len(fact.claims) for fact in facts] == ([2] if merges else [1, 1])


def test_the_suite_holds_both_kinds() -> None:
    assert len(CASES["merge"]) >= 20
    assert len(CASES["apart"]) >= 20
    assert len({spec["why"] for spec, _ in PAIRS}) == len(PAIRS)
