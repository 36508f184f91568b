"""Facts that a reviewer adds: what the codebook demands, where they stand in a run, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from decision_maker import decide, decide_on_two

from extract.merging import finish, join
from extract.records import REVIEWER, Article, Claim, Decision, Evidence, Fact, Language, Placed
from extract.review import add_claims, additions, append, attach, paired, read_log, seen, steer, without_apart
from extract.review.deciding import FieldError
from extract.review.missing import missed_decision
from extract.review.seeing import row_now
from extract.rules.schema import Indicator, Meaning
from extract.values.amount import Amount
from extract.values.period import Period

GERMAN = "Erste Zahlen.\n\nPeru bezog 2022 aus Norwegen Fische für gut 1,25 Mrd. Kronen. Im Jahr darauf war es mehr."
ENGLISH = "First figures.\n\nLima bought fish for 1.3 bn kroner from Oslo in 2022.  More followed."
TEXTS: dict[Language, str] = {"de": GERMAN, "en": ENGLISH}
QUOTES: dict[Language, str] = {"de": "Fische für gut 1,25 Mrd. Kronen", "en": "bought fish for 1.3 bn kroner"}
VALUES: dict[Language, str] = {"de": "1250000000", "en": "1.3e9"}
FISH = {"countries": "NO; PE", "unit": "NOK", "date": "2022"}
TOLLS = Indicator(countries="unordered", meaning=Meaning(de="Maut", en="tolls"))


def article(language: Language, text: str = "", **more: Any) -> Article:
    return Article(name=f"{language}.txt", text=text or TEXTS[language], language=language, **more)


def missed(language: Language = "de", kind: str = "exports", quote: str = "", **cells: str) -> Decision:
    text, quote = TEXTS[language], quote or QUOTES[language]
    start = text.index(quote)
    cells = cells or FISH | {"value": VALUES[language]}
    return missed_decision(
        f"{language}.txt", text, start, start + len(quote), kind, cells, who="ada", when="2026-03-01T09:30:00Z",
        indicators={"tolls": TOLLS},
    )  # fmt: skip


def review(
    log: list[Decision], articles: list[Article], claims: list[Claim] | None = None
) -> tuple[list[Fact], tuple[Placed, ...]]:
    """Facts as a run makes them, and what became of the decisions."""
    added = add_claims(additions(log), {each.name: each for each in articles}.get)
    steered = steer(join([*(claims or []), *added.claims.values()]), paired(log))
    reviewed = attach(steered, log, added)
    return without_apart(finish(reviewed.facts), steered), reviewed.placed


def undo(decision: Decision) -> Decision:
    return Decision(fact=decision.fact, action="undo", other=decision.id, who="ada", when="2026-03-01T10:00:00Z")


def found(language: Language, quote: str, **more: Any) -> Claim:
    """What a rule finds in a text: exports of fish."""
    text = TEXTS[language]
    start = text.index(quote)
    first, last = text.index("\n\n") + 2, text.index(". ", start) + 1
    evidence = Evidence(start, start + len(quote), quote, first, last, text[first:last])
    given: dict[str, Any] = {
        "measure": "level", "value": Amount(Decimal("1.25E9"), "NOK", quantum=Decimal("1E7")),
        "date": Period.parse("2022"), "language": language, "rule": "exports_fish",
    } | more  # fmt: skip
    return Claim(article=f"{language}.txt", type="exports", countries=("NO", "PE"), evidence=evidence, **given)


# What a decision holds, and what the codebook demands


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_decision_holds_words_place_and_the_row(language: Language) -> None:
    decision = missed(language)
    told = dict(decision.seen)
    start = TEXTS[language].index(QUOTES[language])
    assert (decision.action, decision.who, told["quote"]) == ("add", "ada", QUOTES[language])
    assert told["evidence"] == f"{language}.txt:{start}-{start + len(QUOTES[language])}"
    assert (told["type"], told["country_1"], told["country_2"], told["measure"]) == ("exports", "NO", "PE", "level")
    assert (told["unit"], told["bound"], told["modality"], told["date"]) == ("NOK", "exact", "actual", "2022")
    assert told["value"] == {"de": "1250000000", "en": "1300000000"}[language]


def test_what_is_marked_loses_its_blanks() -> None:
    text = "Ein Satz .\n Noch einer."
    decision = missed_decision("a.txt", text, 3, 12, "visit", {"countries": "DE,KZ"}, who="ada", when="now")
    assert (dict(decision.seen)["quote"], dict(decision.seen)["evidence"]) == ("Satz .", "a.txt:4-10")


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        (-1, 4, "is no stretch of"),
        (5, 4, "is no stretch of"),
        (0, 9000, "is no stretch of"),
        (7, 7, "no words are marked"),
        (13, 15, "no words are marked"),
        (0, 20, "goes over several paragraphs"),
    ],
)
def test_a_mark_is_a_stretch_of_one_paragraph(start: int, end: int, says: str) -> None:
    with pytest.raises(FieldError, match=says) as caught:
        missed_decision("a.txt", GERMAN, start, end, "visit", {"countries": "DE,KZ"}, who="ada", when="now")
    assert caught.value.field == "quote"


PAIR = {"countries": "DE KZ"}
WRONG = [
    ("type", "treaty", PAIR),
    ("country_1", "trade", {"value": "5", "unit": "EUR"}),
    ("countries", "trade", {"countries": "DE, KZ, UZ", "value": "5", "unit": "EUR"}),
    ("country_2", "visit", {"country_1": "DE", "country_2": "DE"}),
    ("country_2", "visit", {"country_1": "DE", "country_2": "Kasachstan"}),
    ("country_1", "visit", {"country_1": "DE-FR", "country_2": "KZ"}),
    ("value", "trade", PAIR | {"unit": "EUR"}),
    ("value", "trade", PAIR | {"value": "3,9", "unit": "EUR"}),
    ("value", "trade", PAIR | {"value": "-5", "unit": "EUR"}),
    ("value_max", "trade", PAIR | {"value": "5", "value_max": "4", "unit": "EUR"}),
    ("unit", "trade", PAIR | {"value": "5"}),
    ("unit", "trade", PAIR | {"value": "5", "unit": "t"}),
    ("unit", "companies", PAIR | {"value": "5", "unit": "EUR"}),
    ("unit", "volume", PAIR | {"value": "5", "unit": "EUR"}),
    ("unit", "trade", PAIR | {"value": "5", "unit": "EUR", "measure": "change_percent"}),
    ("measure", "trade", PAIR | {"value": "5", "unit": "PERCENT"}),
    ("measure", "trade", PAIR | {"value": "5", "unit": "PERCENT", "measure": "level"}),
    ("value", "trade", PAIR | {"value": "2.5", "measure": "rank"}),
    ("participants", "trade", PAIR | {"value": "5", "unit": "EUR", "participants": "Ana Berg"}),
    ("value", "visit", PAIR | {"value": "5"}),
    ("colour", "visit", PAIR | {"colour": "red"}),
    ("date", "visit", PAIR | {"date": "im Mai"}),
    ("subject", "agreement", PAIR),
    ("date", "relations", PAIR),
    ("person", "official", {"role": "minister", "country": "KZ"}),
    ("role", "official", {"person": "Ana Berg", "country": "KZ"}),
    ("role", "official", {"person": "Ana Berg", "role": "Ministerin"}),
    ("portfolio", "official", {"person": "Ana Berg", "role": "minister", "portfolio": "Handel"}),
    ("date", "official", {"person": "Ana Berg", "role": "minister", "date": "2022"}),
]


@pytest.mark.parametrize(("field", "kind", "cells"), WRONG)
def test_what_the_codebook_demands_is_asked_for(field: str, kind: str, cells: dict[str, str]) -> None:
    with pytest.raises(FieldError) as caught:
        missed(kind=kind, **cells)
    assert caught.value.field == field
    assert str(caught.value) == f"{field}: {caught.value.says}"


FILLED = [
    ("trade", {"countries": "KZ;DE", "value": "5", "unit": "EUR"}, {"country_1": "DE", "country_2": "KZ"}),
    ("exports", {"countries": "KZ-DE", "value": "5", "unit": "EUR"}, {"country_1": "KZ", "country_2": "DE"}),
    ("tolls", {"countries": "PL-LT", "value": "5", "unit": "EUR"}, {"country_1": "LT", "country_2": "PL"}),
    ("people", PAIR | {"value": "300"}, {"unit": "COUNT", "measure": "level"}),
    ("exports", PAIR | {"value": "12", "measure": "share_percent"}, {"unit": "PERCENT"}),
    ("exports", PAIR | {"value": "2", "unit": "FACTOR"}, {"measure": "change_factor"}),
    ("trade", PAIR | {"value": "1", "measure": "rank"}, {"unit": "RANK"}),
    ("volume", PAIR | {"value": "2e6", "unit": "t"}, {"value": "2000000", "measure": "level"}),
    ("visit", PAIR | {"participants": "Ana Berg;Udo Zahl"}, {"participants": "Ana Berg; Udo Zahl"}),
    ("official", {"person": "Ana Berg", "role": "minister", "country": "kz"}, {"country": "KZ", "former": "false"}),
    ("official", {"person": "Udo Zahl", "role": "adviser"}, {"country": "", "portfolio": ""}),
]


@pytest.mark.parametrize(("kind", "cells", "row"), FILLED)
def test_what_goes_without_saying_is_filled_in(kind: str, cells: dict[str, str], row: dict[str, str]) -> None:
    told = dict(missed(kind=kind, **cells).seen)
    assert {name: told[name] for name in row} == row


def test_it_is_kept_in_the_log_beside_older_lines(tmp_path: Path) -> None:
    log = tmp_path / "decisions.jsonl"
    log.write_text('{"fact": "0a", "action": "accept", "who": "ada", "when": "2026-01-01T00:00:00Z", "seen": {}}\n')
    decision = missed()
    append(log, [decision])
    assert [each.action for each in read_log(log).decisions] == ["accept", "add"]
    assert read_log(log).decisions[1] == decision
    assert read_log(log).problems == ()


# What becomes of it in a run


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_is_an_accepted_fact_in_its_sentence(language: Language) -> None:
    decision = missed(language)
    (fact,), (placed,) = review([decision], [article(language)])
    (claim,) = fact.claims
    text = TEXTS[language]
    assert (placed.standing, placed.fact, placed.reason) == ("holds", fact.id, "")
    assert fact.id == decision.fact
    assert (fact.review.status, fact.review.by, claim.rule) == ("accepted", "ada", REVIEWER)
    place = claim.evidence
    assert text[place.start : place.end] == place.quote == QUOTES[language]
    assert text[place.sentence_start : place.sentence_end] == place.sentence
    assert place.sentence.startswith({"de": "Peru bezog", "en": "Lima bought"}[language])
    assert place.sentence.endswith({"de": "Kronen.", "en": "in 2022."}[language])
    assert row_now(fact)["value"] == {"de": "1250000000", "en": "1300000000"}[language]


@pytest.mark.parametrize(("language", "quantum"), [("de", "1E7"), ("en", "1E8")])
def test_its_precision_is_that_of_the_words(language: Language, quantum: str) -> None:
    (fact,), _ = review([missed(language)], [article(language)])
    assert fact.head.value is not None
    assert fact.head.value.quantum == Decimal(quantum)


def test_two_articles_that_round_differently_state_one_fact() -> None:
    (fact,), placed = review([missed("de"), missed("en")], [article("de"), article("en")])
    assert [each.standing for each in placed] == ["holds", "holds"]
    assert (fact.articles, fact.languages, row_now(fact)["value"]) == (2, ("de", "en"), "1250000000")


def test_a_rule_that_finds_it_too_is_named() -> None:
    log = [missed("de")]
    rule = found("de", "Norwegen Fische für gut 1,25 Mrd. Kronen")
    (fact,), (placed,) = review(log, [article("de")], [rule])
    assert sorted(claim.rule for claim in fact.claims) == ["exports_fish", REVIEWER]
    assert (placed.standing, placed.reason) == ("holds", "found by exports_fish too")
    assert fact.review.status == "accepted"
    english = found(
        "en", "bought fish for 1.3 bn kroner", value=Amount(Decimal("1.3E9"), "NOK", quantum=Decimal("1E8"))
    )
    (fact,), (placed,) = review(log, [article("de"), article("en")], [english])
    assert (len(fact.claims), placed.reason) == (2, ""), "elsewhere it is missed still"


def test_a_rule_that_says_more_refines_it_and_one_that_says_else_stands_beside_it() -> None:
    log = [missed("de", **FISH | {"value": "1.25e9", "date": ""})]
    (fact,), (placed,) = review(log, [article("de")], [found("de", "1,25 Mrd. Kronen")])
    assert (row_now(fact)["date"], placed.standing, fact.review.status) == ("2022", "holds", "accepted")
    other = found("de", "1,25 Mrd. Kronen", value=Amount(Decimal("2.5E9"), "NOK", quantum=Decimal("1E8")))
    facts, (placed,) = review(log, [article("de")], [other])
    assert sorted((row_now(fact)["value"], fact.review.status) for fact in facts) == [
        ("1250000000", "accepted"), ("2500000000", "new")]  # fmt: skip
    assert placed.standing == "holds"


@pytest.mark.parametrize("language", ["de", "en"])
def test_words_that_have_moved_are_found_again(language: Language) -> None:
    moved = "Vorab / before.\n\n" + TEXTS[language].replace(" ", "\n", 3)
    (fact,), (placed,) = review([missed(language)], [article(language, moved)])
    place = fact.claims[0].evidence
    assert placed.standing == "holds"
    assert moved[place.start : place.end] == place.quote
    assert place.quote.split() == QUOTES[language].split()


LOST = [
    ([], "de.txt is not among the articles of this run"),
    ([article("de", "Ganz andere Worte.")], "de.txt has changed: the words no longer stand in de.txt"),
    ([article("de", " ".join([GERMAN[1:]] * 2))], "de.txt has changed: the words stand in 2 places of de.txt"),
    ([article("de", status="rejected", reason="too short")], "de.txt is rejected: too short"),
]


@pytest.mark.parametrize(("articles", "reason"), LOST, ids=["gone", "no words", "twice", "rejected"])
def test_what_has_lost_its_words_is_an_orphan_with_a_reason(articles: list[Article], reason: str) -> None:
    facts, (placed,) = review([missed("de")], articles)
    assert facts == []
    assert (placed.standing, placed.fact) == ("orphan", "")
    assert placed.reason.startswith(reason)


@pytest.mark.parametrize(
    ("column", "content", "reason"),
    [("evidence", "", "it names no place"), ("quote", "", "it has no quote"), ("date", "gestern", "not an EDTF date"),
     ("value", "viel", "'viel' is no number"), ("type", "", "it says no type of fact")],
)  # fmt: skip
def test_a_line_that_was_damaged_is_unusable(column: str, content: str, reason: str) -> None:
    decision = missed("de")
    damaged = replace(decision, seen=tuple((name, content if name == column else text) for name, text in decision.seen))
    facts, (placed,) = review([damaged], [article("de")])
    assert (facts, placed.standing) == ([], "unusable")
    assert reason in placed.reason


def test_undo_takes_it_back_and_undoing_that_brings_it_back() -> None:
    decision = missed("de")
    log = [decision, undo(decision)]
    facts, placed = review(log, [article("de")])
    assert (facts, [each.standing for each in placed]) == ([], ["undone", "holds"])
    log += [undo(log[1])]
    facts, placed = review(log, [article("de")])
    assert (len(facts), [each.standing for each in placed]) == (1, ["holds", "undone", "holds"])


def test_later_words_on_it_count() -> None:
    decision = missed("de")
    (fact,), _ = review([decision], [article("de")])
    edit = decide(fact, "edit", field="date", value="2021", who="ben")
    (edited,), placed = review([decision, edit], [article("de")])
    assert (edited.review.status, edited.review.edits) == ("accepted", (("date", "2021"),))
    (rejected,), placed = review([decision, decide(fact, "reject", who="ben")], [article("de")])
    assert (rejected.review.status, [each.standing for each in placed]) == ("rejected", ["overruled", "holds"])


def test_it_can_be_joined_with_what_merging_kept_apart() -> None:
    decision = missed("de", **FISH | {"value": "1.25e9", "subject": "Fische"})
    rule = found("de", "1,25 Mrd. Kronen", subject="Kupfer")
    facts, _ = review([decision], [article("de")], [rule])
    assert len(facts) == 2
    (one,), placed = review([decision, decide_on_two("same", *facts)], [article("de")], [rule])
    assert len(one.claims) == 2
    assert [each.standing for each in placed] == ["holds", "holds"]
    assert one.review.status == "accepted"


def test_a_guess_takes_no_fact_that_was_added() -> None:
    rule = found("de", "1,25 Mrd. Kronen", value=Amount(Decimal("2.5E9"), "NOK", quantum=Decimal("1E8")))
    (wrong,), _ = review([], [article("de")], [rule])
    log = [missed("de"), decide(wrong, "reject")]
    (fact,), placed = review(log, [article("de")])
    assert (fact.review.status, [each.standing for each in placed]) == ("accepted", ["holds", "orphan"])


def test_a_mixed_article_has_the_language_of_the_paragraph() -> None:
    text = f"{GERMAN}\n\n{ENGLISH}"
    border = len(GERMAN) + 2
    mixed = Article("de.txt", text, "de", paragraph_languages=((0, border - 2, "de"), (border, len(text), "en")))
    start = text.index(QUOTES["en"])
    decision = missed_decision(
        "de.txt", text, start, start + len(QUOTES["en"]), "exports", FISH | {"value": "1.3e9"}, who="ada", when="now"
    )
    (fact,), _ = review([decision, missed("de")], [mixed])
    assert {claim.language for claim in fact.claims} == {"de", "en"}


def test_each_article_is_asked_for_once() -> None:
    asked: list[str] = []

    def find(name: str) -> Article | None:
        asked.append(name)
        return article("de") if name == "de.txt" else None

    log = [missed("de"), missed("en"), missed("de", quote="1,25 Mrd. Kronen")]
    added = add_claims(log, find)
    assert sorted(asked) == ["de.txt", "en.txt"]
    assert (len(added.claims), len(added.lost)) == (2, 1)


def test_an_office_keeps_person_and_country() -> None:
    decision = missed("de", "official", "Norwegen", person="Ana Berg", role="minister", portfolio="trade", country="NO")
    (fact,), (placed,) = review([decision], [article("de")])
    row = row_now(fact)
    assert (row["person"], row["role"], row["portfolio"], row["country"]) == ("Ana Berg", "minister", "trade", "NO")
    assert placed.standing == "holds"


def test_what_is_seen_of_the_fact_is_what_was_added() -> None:
    decision = missed("de")
    (fact,), _ = review([decision], [article("de")])
    (claim,) = fact.claims
    place = {"claim_id": claim.id, "article": claim.article, "start": str(claim.evidence.start),
             "end": str(claim.evidence.end), "quote": claim.evidence.quote}  # fmt: skip
    assert seen(row_now(fact), [place]) == decision.seen
