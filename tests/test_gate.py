"""The gate before the model: what it turns away can state nothing, and what it lets pass gives the same claims."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
import yaml
from bench_texts import other_news

from extract.config import Settings
from extract.finding.mentions import analyse
from extract.finding.nlp import Pipelines
from extract.finding.officials import load_register
from extract.reading import read_document
from extract.records import Article, Language
from extract.rules.finder import ClaimFinder
from extract.rules.gate import Gate
from extract.rules.loader import load_rules, only
from extract.rules.matching import find_claims
from extract.rules.schema import RuleSet
from extract.values.register import register_with, shipped_register

DAY = dt.date(2024, 5, 3)
SPECS = Path(__file__).parent / "specs"


def article(text: str, language: Language = "de") -> Article:
    return Article(name="a.txt", text=text, language=language, published=DAY)


def wanted(gate: Gate, text: str, language: Language = "de") -> list[str]:
    """The sentences that the model is to read."""
    return [
        one.text[one.pieces[number].start : one.pieces[number].end]
        for one in gate.look(article(text, language))
        for number in (range(len(one.pieces)) if one.wanted is None else one.wanted)
    ]


@pytest.fixture(scope="module")
def gate(rules: RuleSet) -> Gate:
    return Gate(rules, shipped_register())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In Bad Lauterfeld regnete es am Dienstag. Der Umsatz der Gärtnereien stieg um 12 Prozent.", "de"),
        ("It rained in Ashcombe on Tuesday. Sales of umbrellas rose by 12 percent.", "en"),
        ("Ein Polizeisprecher sagte, der Schaden in Deutschland betrage zwei Millionen Euro.", "de"),
        ("A spokesman said that exports from Germany had risen by 4 percent.", "en"),
        ("Finnland und Ghana liegen weit auseinander. Der Himmel ist blau.", "de"),
        ("Finland and Ghana are far apart. The sky is blue.", "en"),
    ],
)
def test_what_can_state_nothing_is_turned_away(gate: Gate, text: str, language: Language) -> None:
    assert gate.look(article(text, language)) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Handel zwischen Finnland und Ghana wuchs 2023 auf 40 Millionen Euro.", "de"),
        ("Trade between Finland and Ghana grew to 40 million euros in 2023.", "en"),
        ("Die finnisch-ghanaischen Beziehungen sind gut. Der Handel wuchs auf 40 Millionen Euro.", "de"),
        ("Ties with Ghana are good. Finland is glad. Bilateral trade grew to 40 million euros.", "en"),
        ("Außenministerin Aino Lahtinen sprach am Dienstag.", "de"),
        ("Foreign Minister Aino Lahtinen spoke on Tuesday.", "en"),
        ("Aino Lahtinen, die die Zentralbank leitet, sprach am Dienstag.", "de"),
        ("Macron besuchte am Dienstag Accra.", "de"),
        ("Macron visited Accra on Tuesday.", "en"),
    ],
)
def test_what_can_state_something_passes(gate: Gate, text: str, language: Language) -> None:
    assert len(wanted(gate, text, language)) >= 1


def test_the_model_reads_only_sentences_where_a_name_can_change_something(gate: Gate) -> None:
    text = (
        "Die Sonne schien über den Feldern. Der Handel zwischen Finnland und Ghana wuchs auf 40 Millionen Euro. "
        "Am Abend wurde es kühl."
    )
    assert wanted(gate, text) == ["Der Handel zwischen Finnland und Ghana wuchs auf 40 Millionen Euro."]
    text = "The sun was shining. Petra Finland sang. Trade between Finland and Ghana grew to 40 million euros."
    assert wanted(gate, text, "en") == text.split(". ", 1)[1].replace("sang. ", "sang.|").split("|")


def test_rules_of_the_user_open_the_gate(tmp_path: Path) -> None:
    pack = """
pack: tolls
indicators:
  tolls: {countries: directed, meaning: {de: Maut, en: tolls}}
rules:
  - id: tolls
    fact: tolls
    trigger: {de: [Wegezoll], en: [road levy]}
    needs: {amount: [money]}
"""
    text = "Finnland und Ghana liegen weit auseinander. Der Wegezoll belief sich auf 40 Millionen Euro."
    assert Gate(load_rules(), shipped_register()).look(article(text)) == ()
    (tmp_path / "tolls.yaml").write_text(pack, encoding="utf-8")
    assert wanted(Gate(load_rules(tmp_path), shipped_register()), text) == [
        "Der Wegezoll belief sich auf 40 Millionen Euro."
    ]


def test_patterns_of_tokens_have_every_sentence_read(tmp_path: Path) -> None:
    pack = """
pack: tolls
rules:
  - id: tolls
    fact: funding
    trigger: {en: [road levy]}
    tokens: {de: [[{LOWER: wegezoll}]]}
    needs: {amount: [money]}
"""
    (tmp_path / "tolls.yaml").write_text(pack, encoding="utf-8")
    gate = Gate(load_rules(tmp_path), shipped_register())
    text = "Finnland und Ghana reden. Der Himmel ist blau."
    assert [one.wanted for one in gate.look(article(text))] == [None]
    assert gate.look(article("Finnland ist schön. Der Himmel ist blau.")) == ()


def test_officials_of_the_users_register_open_the_gate(rules: RuleSet) -> None:
    text = "Quaddelmann besuchte am Dienstag Accra."
    row = "- {name: Knut Quaddelmann, office: head_of_government, country: FI, from: 2023-01-01}\n"
    assert Gate(rules, shipped_register()).look(article(text)) == ()
    assert wanted(Gate(rules, register_with(row, "own.yaml")), text) == [text]


def test_without_the_rule_of_officials_their_titles_open_nothing(rules: RuleSet) -> None:
    text = "Außenministerin Aino Lahtinen sprach am Dienstag."
    assert wanted(Gate(only(rules, "official"), shipped_register()), text) == [text]
    without = replace(rules, rules=tuple(rule for rule in rules.rules if rule.fact != "official"))
    assert Gate(without, shipped_register()).look(article(text)) == ()


def test_both_languages_of_a_mixed_text_count_together(gate: Gate) -> None:
    german, english = "Finnland ist ein schönes Land.", "Bilateral trade with Ghana grew to 40 million euros."
    text = f"{german}\n\n{english}"
    spans = ((0, len(german), "de"), (len(german) + 2, len(text), "en"))
    mixed = Article(name="a.txt", text=text, language="de", published=DAY, paragraph_languages=spans)  # type: ignore[arg-type]
    assert gate.look(mixed) != ()
    assert gate.look(article(german)) == () and gate.look(article(english, "en")) == ()


def _articles(rules: RuleSet) -> list[Article]:
    """Examples of the rules, a few of each, and whole articles in which there is nothing but officials."""
    found = [
        article(example.text, example.language)
        for rule in rules.rules
        for language in ("de", "en")
        for example in [one for one in rule.examples if one.language == language][:2]
    ]
    for language in ("de", "en"):
        rows = yaml.safe_load((SPECS / f"distractors_{language}.yaml").read_text(encoding="utf-8"))
        found += [article(row["text"], language) for row in rows[:4]]  # type: ignore[arg-type]
    return found


def test_claims_are_the_same_with_the_gate_and_without(rules: RuleSet, pipelines: Pipelines) -> None:
    register = load_register(Settings().officials)
    finder, articles = ClaimFinder(pipelines, rules, register), _articles(rules)
    finder.look_ahead(articles)
    found = {id(one): finder(one) for one in articles}
    assert sum(map(len, found.values())) > 200
    for one in articles:
        assert found[id(one)] == find_claims(analyse(one, pipelines, register), rules), one.text
        assert finder(one) == found[id(one)]  # not looked at ahead


def test_an_article_that_breaks_the_look_ahead_harms_no_other(rules: RuleSet, pipelines: Pipelines) -> None:
    finder = ClaimFinder(pipelines, rules, shipped_register())
    good = article("Der Handel zwischen Finnland und Ghana wuchs 2023 auf 40 Millionen Euro.")
    bad = replace(good, language=None)
    finder.look_ahead([good, bad])
    assert [claim.type for claim in finder(good)] == ["trade"]
    with pytest.raises(ValueError, match="no language"):
        finder(bad)


def test_news_about_other_things_is_turned_away(gate: Gate) -> None:
    articles = [read_document(one) for one in islice(other_news(seed=3), 60)]
    assert {one.language for one in articles} == {"de", "en"}
    assert sum(gate.look(one) == () for one in articles) >= 54
