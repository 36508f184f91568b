"""Merging by partitions: the very facts that merging all claims at once gives, whatever is decided on them."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from claim_maker import claim, trade
from decision_maker import decide, decide_on_two
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.merging import finish, join, merge
from extract.merging.partition import holder, partition, place_open
from extract.merging.rates import load_rates
from extract.records import Claim, Decision, Fact, Placed
from extract.review import Added, attach, paired, steer, without_apart
from extract.running.engines import map_here
from extract.running.merged import Merged, freeze_facts, thaw_facts
from extract.running.merging import Context, Decided, Part, merge_part, merge_partitions
from extract.running.partitions import Partitions

_DATES = st.sampled_from([None, "2022", "2023", "2023-05-17"])
_NAMES = ["Tokajew", "Kassym-Jomart Tokayev", "Anna Berg", "Berg", "Tobias Berg", "Xi Jinping", "Ana Berg"]
_PLACE = {"article": st.sampled_from(["a.txt", "b.txt", "c.txt", "d.txt"]), "at": st.integers(0, 3)}
_PAIRS = st.sampled_from(["DE KZ", "KZ DE", "DE FR", "FR DE"])
_LANGUAGES = st.sampled_from(["de", "en"])
_QUANTITIES = st.builds(
    lambda value, quantum, kind, countries, unit, **more: replace(
        trade(value, quantum=quantum, unit=unit, **more), type=kind, countries=tuple(countries.split())
    ),
    st.sampled_from(["2", "3.9", "3.94", "4", "6", "-4"]), st.sampled_from([None, "0.1", "1"]),
    st.sampled_from(["trade", "exports", "trade_balance", "twin_towns"]), _PAIRS, st.sampled_from(["EUR", "USD"]),
    date=_DATES, subject=st.sampled_from(["", "", "Erdöl", "oil"]), language=_LANGUAGES,
    measure=st.sampled_from(["level", "level", "change", "change_percent"]), **_PLACE,
)  # fmt: skip
_MEETINGS = st.builds(
    claim, st.sampled_from(["meeting", "visit", "agreement"]), _PAIRS, date=_DATES, language=_LANGUAGES,
    participants=st.lists(st.sampled_from(_NAMES), max_size=2, unique=True).map(tuple),
    subject=st.sampled_from(["", "Energie", "energy"]), **_PLACE,
)  # fmt: skip
_OFFICIALS = st.builds(
    lambda countries, **more: claim("official", countries, **more),
    st.sampled_from(["DE", "KZ", "FR", ""]), person=st.sampled_from(_NAMES),
    known_as=st.sampled_from(["", "", "Anna Berg", "Kassym-Jomart Tokayev"]), same_as=st.sampled_from(["", "", "Berg"]),
    office=st.sampled_from(["minister", "minister:trade", "minister:energy+trade", "mayor"]), **_PLACE,
)  # fmt: skip
_CLAIMS = st.lists(st.one_of(_QUANTITIES, _MEETINGS, _OFFICIALS, _OFFICIALS), max_size=18)
_COPIES = st.sampled_from([{}, {"b.txt": ("a.txt",)}, {"b.txt": ("a.txt",), "d.txt": ("a.txt", "c.txt")}])


def in_partitions(
    claims: Iterable[Claim], copies: Mapping[str, Sequence[str]] | None = None, log: Sequence[Decision] = (),
    size: int = 1, folder: Path | None = None, added: Added | None = None,
) -> tuple[list[Fact], tuple[Placed, ...]]:  # fmt: skip
    """Merged by partitions; articles come in the order of their first claims."""
    if folder is None:
        with tempfile.TemporaryDirectory() as made:
            return in_partitions(claims, copies, log, size, Path(made), added)
    added = added or Added()
    articles = defaultdict(list)
    for one in (*claims, *added.claims.values()):
        articles[one.article].append(one)
    with Partitions(folder / "partitions.sqlite") as partitions, Merged(folder / "merged.sqlite") as merged:
        for each in articles.values():
            partitions.add(each)
        merging = merge_partitions(partitions, merged, load_rates(), copies, Decided(log, added), size=size)
        return list(merged.facts(merging.tasks)), merging.placed


def at_once(
    claims: Iterable[Claim], copies: Mapping[str, Sequence[str]] | None = None, log: Sequence[Decision] = (),
    added: Added | None = None,
) -> tuple[list[Fact], tuple[Placed, ...]]:  # fmt: skip
    """All together in memory."""
    added = added or Added()
    steered = steer(join([*claims, *added.claims.values()]), paired(log))
    reviewed = attach(steered, log, added)
    return without_apart(finish(reviewed.facts, load_rates(), copies), steered), reviewed.placed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_CLAIMS, _COPIES, st.randoms(use_true_random=False), st.sampled_from([1, 5, 1000]))
def test_partitions_give_the_facts_of_all(
    claims: list[Claim], copies: Mapping[str, Sequence[str]], draw: random.Random, size: int
) -> None:
    whole = merge(claims, load_rates(), copies)
    shuffled = list(claims)
    draw.shuffle(shuffled)
    assert in_partitions(shuffled, copies, size=size)[0] == whole


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_CLAIMS, _CLAIMS, st.randoms(use_true_random=False))
def test_decisions_do_the_same_in_partitions(then: list[Claim], more: list[Claim], draw: random.Random) -> None:
    """Decisions are taken on facts of before; some of their claims are gone, others have come."""
    log = some_decisions(merge(then), draw)
    told = [one for one in more if draw.random() < 0.2]
    adding = {each.id: one for one in told for each in [decide(merge([one])[0], "add")]}
    log += [decide(merge([one])[0], "add") for one in told]
    lost = {identity: Placed(decision=each, standing="orphan") for each in log for identity in [each.id]
            if each.action == "add" and draw.random() < 0.3}  # fmt: skip
    added = Added({identity: one for identity, one in adding.items() if identity not in lost}, lost)
    now = [one for one in then if draw.random() < 0.7] + [one for one in more if one not in told]
    facts, placed = in_partitions(now, log=log, added=added)
    assert placed == at_once(now, log=log, added=added)[1]
    assert facts == at_once(now, log=log, added=added)[0]


def some_decisions(facts: Sequence[Fact], draw: random.Random) -> list[Decision]:
    """Decisions of every kind on facts, also foolish ones."""
    log: list[Decision] = []
    for _ in range(draw.randrange(8) if facts else 0):
        one, other = draw.choice(facts), draw.choice(facts)
        action = draw.choice(["accept", "reject", "edit", "note", "same", "same", "different", "different", "undo"])
        if action in ("same", "different"):
            alike = [fact for fact in facts if fact.head.type == one.head.type]
            log.append(decide_on_two(action, one, draw.choice(alike)))
        elif action == "undo":
            log.append(decide(one, "undo", other=draw.choice(log).id if log else other.id))
        else:
            given = {"edit": {"field": "date", "value": "2021"}, "note": {"note": "n"}}.get(action, {})
            log.append(decide(one, action, **given))
    return log


def test_offices_of_two_countries_that_one_without_a_country_links_are_merged_together() -> None:
    known = [claim("official", code, person="Anna Berg", office="minister") for code in ("DE", "KZ", "FR")]
    without = claim("official", "", person="Anna Berg", office="minister:trade")
    places = place_open([holder(without)], [holder(one) for one in known])
    assert places.together == [tuple(sorted({partition(one) for one in known}))]
    assert places.of[holder(without)] in places.together[0]


@pytest.mark.parametrize("person", ["Berg", "Clara Holm"])
def test_offices_without_a_country_stay_apart_from_those_of_no_like_name(person: str) -> None:
    known = claim("official", "DE", person="Anna Berg", office="minister")
    places = place_open([holder(claim("official", "", person=person, office="minister"))], [holder(known)])
    assert places.together == []
    assert partition(known) not in places.of.values()


def test_exports_both_ways_and_trade_are_compared_in_one_partition() -> None:
    there = replace(trade("2", quantum="0.1"), type="exports")
    back = replace(trade("3", quantum="0.1"), type="exports", countries=("KZ", "DE"), article="b.txt")
    claims = [there, back, trade("5", quantum="0.1", article="c.txt")]
    facts, _ = in_partitions(claims)
    assert [check.kind for fact in facts for check in fact.checks] == ["sum_of_exports"]
    assert facts == merge(claims, load_rates())


def test_a_fact_that_is_made_meets_one_that_no_decision_speaks_of() -> None:
    """Two joined facts have by then what identifies a third, which neither claims nor words of the decision name."""
    dated = claim("agreement", "DE KZ", date="2023-05", article="a.txt")
    named = claim("agreement", "DE KZ", subject="Energie", language="de", article="b.txt")
    third, fourth = (replace(named, date=one.date, article=f"{place}.txt") for place, one in
                     enumerate([dated, claim("agreement", "DE KZ", date="2022-05")]))  # fmt: skip
    claims = [dated, named, third, fourth]
    one, two = (next(fact for fact in join(claims) if fact.claims == (each,)) for each in (dated, named))
    log = [decide_on_two("same", one, two)]
    facts, placed = in_partitions(claims, log=log)
    assert sorted(len(fact.claims) for fact in facts) == [1, 3]
    assert (facts, placed) == at_once(claims, log=log)


def test_a_decision_finds_in_another_partition_what_its_words_are_now() -> None:
    seen = trade("3.9", date="2023")
    (fact,) = merge([seen])
    now = replace(seen, countries=("DE", "UZ"), evidence=replace(seen.evidence, start=3, end=13))
    log = [decide(fact, "reject")]
    facts, placed = in_partitions([now], log=log)
    assert placed[0].fact == facts[0].id
    assert (facts, placed) == at_once([now], log=log)


def test_who_was_told_apart_is_not_suggested_in_partitions_either() -> None:
    claims = [claim("official", "DE", person=name, office="mayor", article=f"{name}.txt")
              for name in ("Anna Schneidler", "Anna Schneidner")]  # fmt: skip
    suggested = merge(claims)
    assert all(fact.same_as for fact in suggested)
    log = [decide_on_two("different", *suggested)]
    facts, _ = in_partitions(claims, log=log)
    assert not any(fact.same_as for fact in facts)
    assert facts == at_once(claims, log=log)[0]


def test_facts_on_disk_are_those_that_were_kept() -> None:
    facts = merge([trade("3.9"), trade("3.94", "2023", article="b.txt"), trade("8", article="c.txt")], load_rates())
    assert any(fact.conflict for fact in facts)
    assert list(thaw_facts(freeze_facts(facts))) == facts
    assert list(thaw_facts(freeze_facts([]))) == []


def test_a_task_that_was_merged_is_not_merged_again(tmp_path: Path) -> None:
    claims = [replace(trade("3.9", article=f"{code}.txt"), countries=("DE", code)) for code in ("KZ", "FR", "PL", "US")]

    def merged(those: Iterable[Claim], stop_after: int = 99) -> list[int]:
        calls: list[int] = []

        def counted(function, shared, arguments):  # type: ignore[no-untyped-def]
            for number, result in map_here(function, shared, arguments):
                if len(calls) == stop_after:
                    raise KeyboardInterrupt
                calls.append(number)
                yield number, result

        with Partitions(tmp_path / "p.sqlite") as partitions, Merged(tmp_path / "m.sqlite") as store:
            for one in those:
                partitions.add([one])
            merging = merge_partitions(partitions, store, mapper=counted, size=1)
            assert list(store.facts(merging.tasks)) == merge(those)
        return calls

    with pytest.raises(KeyboardInterrupt):
        merged(claims, stop_after=2)
    assert len(merged(claims)) == 2
    assert merged(claims[::-1]) == []
    assert len(merged([*claims, *(replace(one, article="z.txt", evidence=replace(one.evidence, start=place))
                                  for place, one in enumerate(claims[:3]))])) == 3  # fmt: skip


def test_a_store_of_facts_that_is_damaged_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "merged.sqlite").write_bytes(b"this is no database, but it is long enough to be read" * 100)
    assert in_partitions([trade("3.9")], folder=tmp_path)[0] == merge([trade("3.9")], load_rates())


def test_the_file_of_claims_is_gone_afterwards(tmp_path: Path) -> None:
    in_partitions([trade("3.9")], folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir() if "partitions" in path.name] == []
    assert sqlite3.connect(tmp_path / "merged.sqlite").execute("SELECT count(*) FROM facts").fetchone() == (1,)


def test_a_part_is_merged_by_nothing_but_what_it_is_given(tmp_path: Path) -> None:
    with Partitions(tmp_path / "p.sqlite") as partitions:
        partitions.add([trade("3.9"), trade("3.9", at=40)])
        (task,) = partitions.tasks()
        part = Part(partitions.blocks(task))
    assert list(thaw_facts(merge_part(Context(), part))) == merge([trade("3.9"), trade("3.9", at=40)])
