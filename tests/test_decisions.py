"""Decisions on facts: they hold while the fact is what was seen, and find it again when it is called otherwise."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from claim_maker import amount, claim, trade
from decision_maker import decide, decide_on_two, only, review, shown
from hypothesis import given
from hypothesis import strategies as st

from extract.records import Change, Claim, Decision, Evidence
from extract.tables.frames import cells
from extract.tables.rows import decision_rows, fact_rows, official_rows
from extract.values.office import Office


def meeting(date: str | None = "2024-05-17", people: str = "Anna Berg; Jan Holm", **more: Any) -> Claim:
    return claim("meeting", "DE KZ", date=date, participants=tuple(people.split("; ")), **more)


def official(person: str, office: str | Office = "minister:trade", country: str = "KZ", **more: Any) -> Claim:
    return claim("official", country, person=person, office=office, **more)


@pytest.mark.parametrize(("action", "status"), [("accept", "accepted"), ("reject", "rejected"), ("note", "new")])
def test_a_decision_holds_on_the_same_fact(action: str, status: str) -> None:
    fact = only([trade("3.9e9")])
    (same,), (placed,) = review([trade("3.9e9")], [decide(fact, action, note="seen twice")])
    assert (same.review.status, same.review.by, same.review.at) == (status, "ada", "2026-03-01T09:30:00Z")
    assert same.review.note == "seen twice"
    assert (placed.standing, placed.fact) == ("holds", fact.id)


REFINED = [
    ("more evidence", [trade("3.9e9")], [trade("3.9e9"), trade("3.9e9", article="b.txt")]),
    ("a further digit of another article", [trade("3.9e9", quantum="1e8")],
     [trade("3.9e9", quantum="1e8"), trade("3.94e9", quantum="1e7", article="b.txt")]),
    ("a further digit of the same words", [trade("3.9e9", quantum="1e8")], [trade("3.94e9", quantum="1e7")]),
    ("a date from another article", [trade("3.9e9", None)], [trade("3.9e9", None), trade("3.9e9", article="b.txt")]),
    ("a date by a better rule", [trade("3.9e9", None)], [trade("3.9e9")]),
    ("the day of the month", [meeting("2024-05")], [meeting("2024-05-17")]),
    ("no longer hedged", [trade("3.9e9", bound="about")], [trade("3.9e9")]),
    ("a fuller name", [official("Berg")], [official("Berg"), official("Anna Berg", article="b.txt")]),
    ("another spelling", [official("Kassym Tokajew")], [official("Kassym Tokayev")]),
    ("a further portfolio", [official("Anna Berg")], [official("Anna Berg", "minister:energy+trade")]),
    ("a further participant", [meeting(people="Anna Berg")], [meeting(people="Anna Berg; Jan Holm")]),
    ("a subject", [trade("3.9e9")], [trade("3.9e9", subject="oil")]),
    ("a subject in another language, the first still stated", [trade("3.9e9", subject="Erdöl", language="de")],
     [trade("3.9e9", subject="Erdöl", language="de"),
      trade("3.9e9", subject="crude oil", language="en", article="b.txt", quantum="1e6")]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in REFINED], ids=[case[0] for case in REFINED])
@pytest.mark.parametrize("action", ["accept", "reject"])
def test_what_is_only_refined_keeps_its_decision(before: list[Claim], after: list[Claim], action: str) -> None:
    (fact,), (placed,) = review(after, [decide(only(before), action)])
    assert fact.review.status == {"accept": "accepted", "reject": "rejected"}[action]
    assert (placed.standing, placed.fact, placed.changes) == ("holds", fact.id, ())


CHANGED = [
    ("another value", [trade("3.9e9")], [trade("4.9e9")], ("value", "3900000000", "4900000000")),
    ("another currency", [trade("3.9e9")], [trade("3.9e9", unit="EUR")], ("unit", "USD", "EUR")),
    ("another year", [trade("3.9e9")], [trade("3.9e9", "2022")], ("date", "2023", "2022")),
    ("a year lost", [trade("3.9e9")], [trade("3.9e9", None)], ("date", "2023", "")),
    ("hedged", [trade("3.9e9")], [trade("3.9e9", bound="about")], ("bound", "exact", "about")),
    ("fewer digits", [trade("3.94e9", quantum="1e7")], [trade("3.9e9", quantum="1e8")],
     ("value", "3940000000", "3900000000")),
    ("has happened", [meeting(modality="planned")], [meeting()], ("modality", "planned", "actual")),
    ("other people", [meeting()], [meeting(people="Anna Berg; Ivo Maly")],
     ("participants", "Anna Berg; Jan Holm", "Anna Berg; Ivo Maly")),
    ("past office", [official("Anna Berg")], [official("Anna Berg", Office.parse("minister:trade", former=True))],
     ("former", "false", "true")),
    ("another role", [official("Anna Berg")], [official("Anna Berg", "deputy_minister:trade")],
     ("role", "minister", "deputy_minister")),
    ("turned round", [claim("exports", "DE KZ", measure="level", value=amount("5"))],
     [claim("exports", "KZ DE", measure="level", value=amount("5"))], ("country_1", "DE", "KZ")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [case[1:] for case in CHANGED if case[3]],
    ids=[case[0] for case in CHANGED if case[3]],
)
def test_what_has_changed_is_shown_beside_what_was_seen(
    before: list[Claim], after: list[Claim], change: tuple[str, str, str]
) -> None:
    log = [decide(only(before), "accept")]
    (fact,), (placed,) = review(after, log)
    assert fact.review.status == "changed"
    assert Change(*change) in fact.review.changes
    assert (placed.standing, placed.fact) == ("changed", fact.id)
    (again,), _ = review(after, [*log, decide(fact, "accept")])
    assert (again.review.status, again.review.changes) == ("accepted", ())


def test_a_fact_that_is_no_longer_found_leaves_an_orphan() -> None:
    log = [decide(only([trade("3.9e9", at=500)]), "accept", note="checked")]
    facts, (placed,) = review([meeting()], log)
    assert [fact.review.status for fact in facts] == ["new"]
    assert (placed.standing, placed.fact) == ("orphan", "")
    (row,) = decision_rows([placed])
    assert "value: 3900000000" in row["seen"]  # type: ignore[operator]
    assert (row["note"], row["quote"]) == ("checked", "x" * 10)
    _, (placed,) = review([trade("3.9e9")], log)
    assert placed.standing == "holds", "and comes back with it"


@pytest.mark.parametrize("offset", [-4, 0, 7])
def test_a_fact_is_found_by_the_words_that_state_it(offset: int) -> None:
    before = trade("3.9e9", at=100)
    after = replace(trade("4.9e9", "2022", unit="EUR", at=100 + offset), measure="change")
    (fact,), (placed,) = review([after], [decide(only([before]), "reject")])
    assert (placed.standing, placed.fact) == ("changed", fact.id)
    assert {change.column for change in fact.review.changes} == {"measure", "value", "unit", "date"}


def test_of_two_facts_in_the_same_words_the_one_that_was_seen_is_found() -> None:
    old, new = trade("3e9", "2022", at=5), trade("4e9", "2023", at=5)
    facts, _ = review([old, new], [])
    by_year = {fact.head.date.edtf: fact for fact in facts if fact.head.date}
    log = [decide(by_year["2022"], "reject"), decide(by_year["2023"], "accept")]
    moved = [replace(one, evidence=Evidence(7, 20, "y" * 13, 7, 20, "y" * 13)) for one in (old, new)]
    for claims in ([old, new], moved, [replace(each, subject="goods") for each in moved]):
        facts, placed = review(claims, log)
        assert {fact.head.date.edtf: fact.review.status for fact in facts if fact.head.date} == {
            "2022": "rejected", "2023": "accepted"}  # fmt: skip
        assert [each.standing for each in placed] == ["holds", "holds"]


def test_a_guess_takes_no_fact_from_a_decision_that_names_it() -> None:
    gone, there = trade("3e9", "2022", at=5), trade("4e9", "2023", at=8, unit="EUR")
    facts, _ = review([gone, there], [])
    log = [decide(fact, "accept" if fact.head.value == there.value else "reject") for fact in facts]
    for order in (log, log[::-1]):
        (fact,), placed = review([there], order)
        assert fact.review.status == "accepted"
        assert sorted(each.standing for each in placed) == ["holds", "orphan"]


def test_a_decision_on_other_contents_of_the_same_words_does_not_prevail() -> None:
    gone, there = trade("3e9", "2022", at=5), trade("4e9", "2023", at=5, unit="EUR")
    facts, _ = review([gone, there], [])
    log = [decide(fact, "accept" if fact.head.value == there.value else "reject") for fact in facts]
    assert {only([there], order).review.status for order in (log, log[::-1])} == {"accepted"}


def test_a_renamed_article_keeps_its_decisions() -> None:
    log = [decide(only([trade("3.9e9")]), "accept")]
    assert only([trade("3.9e9", article="other.txt")], log).review.status == "accepted"
    (fact,), (placed,) = review([trade("3.9e9", article="other.txt", subject="goods")], log)
    assert (placed.standing, fact.review.status) == ("holds", "accepted")


def test_decisions_without_places_are_found_by_claims() -> None:
    decision = decide(only([trade("3.9e9")]), "accept")
    bare = replace(decision, seen=tuple(entry for entry in decision.seen if entry[0] not in ("evidence", "quote")))
    assert only([trade("4.9e9")], [bare]).review.status == "changed"


def test_the_last_word_counts_and_undo_takes_it_back() -> None:
    claims = [trade("3.9e9")]
    fact = only(claims)
    yes, no = decide(fact, "accept", who="ada"), decide(fact, "reject", who="ben")
    for log, status, standings in [
        ([yes, no], "rejected", ["overruled", "holds"]),
        ([no, yes], "accepted", ["overruled", "holds"]),
        ([yes, no, decide(fact, "undo", other=no.id)], "accepted", ["holds", "undone", "holds"]),
        ([yes, decide(fact, "undo", other=yes.id)], "new", ["undone", "holds"]),
        ([yes, decide(fact, "undo", other=yes.id), yes], "accepted", ["undone", "holds", "holds"]),
        ([yes, decide(fact, "undo", other="0" * 16)], "accepted", ["holds", "orphan"]),
    ]:
        (seen,), placed = review(claims, log)
        assert seen.review.status == status
        assert [each.standing for each in placed] == standings
    undo = decide(fact, "undo", other=no.id)
    redo = decide(fact, "undo", other=undo.id, who="cleo")
    assert only(claims, [yes, no, undo, redo]).review.status == "rejected"


def test_an_edit_stands_beside_what_was_extracted() -> None:
    fact = only([trade("3.9e9")])
    log = [
        decide(fact, "edit", field="value", value="4100000000"),
        decide(fact, "edit", field="date", value="2022"),
        decide(fact, "edit", field="value", value="4200000000", who="ben", note="see table 2"),
        decide(fact, "edit", field="colour", value="red"),
    ]
    (edited,), placed = review([trade("3.9e9")], log)
    row = cells(next(fact_rows([edited])))
    assert (row["value"], row["edited_value"], row["date"], row["edited_date"]) == (
        "3900000000", "4200000000", "2023", "2022")  # fmt: skip
    assert (row["status"], row["edited_unit"], row["note"]) == ("accepted", "", "see table 2")
    assert [each.standing for each in placed] == ["overruled", "holds", "holds", "unusable"]
    (right,), _ = review([trade("4.2e9", "2022")], log[1:3])
    assert right.review.status == "accepted", "the extractor says by itself now what the reviewer said"
    (wrong,), _ = review([trade("5e9", "2022")], log[1:3])
    assert wrong.review.status == "changed"
    assert cells(next(fact_rows([wrong])))["changes"] == "value: 3900000000 -> 5000000000"


def test_same_brings_facts_together_for_good() -> None:
    claims = [official("Jana Feldkamp"), official("Jana Feldkrap", article="b.txt")]
    facts, _ = review(claims, [])
    assert len(facts) == 2
    log = [decide_on_two("same", *facts)]
    (one,), (placed,) = review(claims, log)
    assert (placed.standing, placed.fact) == ("holds", one.id)
    assert one.sources == 2
    assert cells(next(official_rows([one])))["also_written"] in ("Jana Feldkrap", "Jana Feldkamp")
    later = [*claims, official("Jana Feldkamp", article="c.txt"), official("Feldkrap", article="d.txt")]
    assert [fact.sources for fact in review(later, log)[0]] == [4]
    accepted = [*log, decide(one, "accept")]
    assert [fact.review.status for fact in review(later, accepted)[0]] == ["accepted"]
    undone = [*accepted, decide(one, "undo", other=log[0].id)]
    facts, placed_all = review(claims, undone)
    assert len(facts) == 2
    assert [each.standing for each in placed_all] == ["undone", "holds", "holds"]


def test_same_never_crosses_values_or_types() -> None:
    for claims, reason in [
        ([trade("3.9e9"), trade("4.9e9", article="b.txt")], "different values"),
        ([trade("3.9e9"), meeting()], "of type"),
        ([official("Anna Berg"), official("Anna Berg", "ambassador")], "ambassador"),
        ([meeting(), claim("meeting", "DE FR", date="2024-05-17")], "different countries"),
    ]:
        facts, _ = review(claims, [])
        after, (placed,) = review(claims, [decide_on_two("same", *facts)])
        assert placed.standing == "unusable"
        assert reason in placed.reason
        assert len(after) == 2


def test_different_keeps_apart_what_merging_would_join() -> None:
    first, second = meeting(None, "Anna Berg"), meeting(people="Jan Holm", article="b.txt")
    facts, _ = review([first, second], [])
    assert len(facts) == 2
    log = [decide_on_two("different", *facts)]
    better = meeting(people="Anna Berg; Jan Holm", article="b.txt")
    assert len(review([first, better], [])[0]) == 1
    after, (placed,) = review([first, better], log)
    assert placed.standing == "holds"
    assert [[each.article for each in fact.claims] for fact in after] in (
        [["a.txt"], ["b.txt"]],
        [["b.txt"], ["a.txt"]],
    )


def test_different_takes_a_sentence_out_of_a_fact() -> None:
    claims = [trade("3.9e9"), trade("3.9e9", article="b.txt"), trade("3.9e9", article="c.txt")]
    fact = only(claims)
    decision = Decision(fact=fact.id, action="different", other=claims[1].id, who="ada", when="x", seen=shown(fact))
    after, (placed,) = review(claims, [decision])
    assert placed.standing == "holds"
    assert sorted(sorted(each.article for each in one.claims) for one in after) == [["a.txt", "c.txt"], ["b.txt"]]
    assert len({one.id for one in after}) == 2


def test_different_ends_a_suggestion() -> None:
    claims = [official("Jana Feldkamp"), official("Jana Feldkrap", article="b.txt")]
    facts, _ = review(claims, [])
    assert all(fact.same_as and "name_suggested" in fact.flags for fact in facts)
    after, _ = review(claims, [decide_on_two("different", *facts)])
    assert not any(fact.same_as or "name_suggested" in fact.flags for fact in after)


def test_the_later_of_same_and_different_prevails() -> None:
    claims = [official("Jana Feldkamp"), official("Jana Feldkrap", article="b.txt")]
    facts, _ = review(claims, [])
    same, different = decide_on_two("same", *facts), decide_on_two("different", *facts)
    joined, placed = review(claims, [different, same])
    assert (len(joined), [each.standing for each in placed]) == (1, ["overruled", "holds"])
    assert len(review(claims, [same, different])[0]) == 2


days = st.sampled_from(["2023", "2022", None])
values = st.sampled_from(["3.9e9", "3.94e9", "5e9", "7e8"])
found = st.builds(
    lambda value, date, article, at: trade(value, date, quantum="1e8", article=article, at=at),
    values, days, st.sampled_from(["a.txt", "b.txt", "c.txt"]), st.sampled_from([0, 40, 80]),
)  # fmt: skip


@given(st.lists(found, min_size=1, max_size=8), st.lists(found, max_size=8), st.randoms(use_true_random=False))
def test_nothing_is_lost_and_order_of_claims_does_not_matter(
    before: list[Claim], after: list[Claim], chance: random.Random
) -> None:
    facts, _ = review(before, [])
    log = [decide(fact, chance.choice(["accept", "reject", "note"]), note="n") for fact in facts]
    if len(facts) > 1:
        log.insert(chance.randrange(len(log)), decide_on_two(chance.choice(["same", "different"]), *facts[:2]))
    _, placed = review(before, [each for each in log if each.action not in ("same", "different")])
    assert all(each.standing == "holds" for each in placed), "nothing changed"
    found_facts, placed = review(after, log)
    assert [each.decision for each in placed] == log
    assert sum(len(fact.claims) for fact in found_facts) == len(set(after))
    ids = {fact.id for fact in found_facts}
    assert len(ids) == len(found_facts)
    assert all(each.fact in ids if each.standing in ("holds", "changed") else True for each in placed)
    chance.shuffle(after)
    assert review(after, log) == (found_facts, placed)


def test_a_rejected_fact_puts_no_others_in_conflict() -> None:
    three = [trade("3.9e9"), trade("5e9", article="b.txt"), trade("7e9", article="c.txt")]
    facts, _ = review(three, [])
    assert [bool(fact.conflict) for fact in facts] == [True] * 3
    by_value = {str(fact.head.value and fact.head.value.value): fact for fact in facts}
    no = decide(by_value["7E+9"], "reject")
    for log, doubtful in [([no], 2), ([no, decide(by_value["5E+9"], "reject")], 0),
                          ([no, decide(by_value["7E+9"], "undo", other=no.id)], 3)]:  # fmt: skip
        facts, _ = review(three, log)
        assert len(facts) == 3
        assert [fact.review.status for fact in facts if "conflict" in fact.flags] == ["new"] * doubtful
        assert len({fact.conflict for fact in facts if fact.conflict}) == (doubtful > 0)


def test_a_verdict_that_no_longer_fits_leaves_the_conflict() -> None:
    log = [decide(only([trade("3.9e9")]), "reject")]
    facts, _ = review([trade("4.9e9"), trade("7e9", article="b.txt")], log)
    assert [(fact.review.status, bool(fact.conflict)) for fact in facts] == [("changed", True), ("new", True)]


def test_a_rejected_fact_implies_nothing_and_suggests_nobody() -> None:
    level, change, earlier = (
        trade("4e9", "2023", article="a.txt"),
        trade("1e9", "2023", article="a.txt", at=30, measure="change", compared_to="2022"),
        trade("2e9", "2022", article="b.txt"),
    )
    facts, _ = review([level, change, earlier], [])
    assert [check.verdict for fact in facts for check in fact.checks] == ["contradicts"]
    stated = next(fact for fact in facts if fact.head.measure == "change")
    facts, _ = review([level, change, earlier], [decide(stated, "reject")])
    assert not any(fact.checks or fact.conflict for fact in facts)
    people = [official("Jana Feldkamp"), official("Jana Felkamp", article="b.txt")]
    facts, _ = review(people, [])
    assert [fact.same_as for fact in facts] == [("Jana Felkamp",), ("Jana Feldkamp",)]
    facts, _ = review(people, [decide(facts[0], "reject")])
    assert [fact.same_as for fact in facts] == [(), ()]
