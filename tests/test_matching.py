"""What the rules make of whole articles: context, follow-up figures, persons who join, ids, explanations."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from extract.finding.mentions import Analysis, analyse
from extract.finding.nlp import Pipelines
from extract.records import Article, Claim, Language
from extract.rules.explain import explain
from extract.rules.loader import load_rules
from extract.rules.matching import find_claims, read_claims
from extract.rules.schema import RuleSet
from extract.rules.wording import describe


def read(pipelines: Pipelines, text: str, language: Language, **more: object) -> Analysis:
    return analyse(Article(name="a.txt", text=text, language=language, **more), pipelines)  # type: ignore[arg-type]


def of_type(claims: list[Claim], kind: str) -> list[str]:
    return [describe(claim) for claim in claims if claim.type == kind]


ARTICLES: dict[Language, str] = {
    "de": """Chile und Norwegen wollen mehr Lachs handeln

Chiles Handelsministerin Paula Reyes traf am Montag in Oslo den norwegischen Fischereiminister Lars Bakken. An dem \
Gespräch nahm auch Norwegens Botschafterin Kari Moen teil.

Der Warenhandel zwischen beiden Ländern erreichte 2023 einen Wert von 900 Millionen Euro. Das entspricht einem Plus \
von 12 Prozent. Die Ausfuhren aus Norwegen nach Chile stiegen auf 300 Millionen Euro.
""",
    "en": """Chile and Norway want to trade more salmon

Chile's trade minister Paula Reyes met Norwegian Fisheries Minister Lars Bakken in Oslo on Monday. The meeting was \
attended by Norway's ambassador Kari Moen.

Goods trade between the two countries reached 900 million euros in 2023. That was an increase of 12 percent. Exports \
from Norway to Chile rose to 300 million euros.
""",
}


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_article_is_read_as_a_whole(language: Language, pipelines: Pipelines, rules: RuleSet) -> None:
    analysis = read(pipelines, ARTICLES[language], language, published=dt.date(2024, 5, 8))
    claims = find_claims(analysis, rules)
    assert of_type(claims, "trade") == [
        "trade CL-NO level 900000000 EUR 2023",
        "trade CL-NO change_percent 12 PERCENT 2023",
    ]
    assert of_type(claims, "exports") == ["exports NO-CL level 300000000 EUR 2023"]
    assert of_type(claims, "meeting") == ["meeting CL-NO 2024-05-06 Paula Reyes, Lars Bakken, Kari Moen"]
    assert all(claim.focal for claim in claims if claim.type != "official")
    flags = {claim.rule: claim.flags for claim in claims if claim.type in ("trade", "exports")}
    assert flags["trade_turnover"] == ("pair_from_context",)
    assert flags["exports"] == ("date_from_context",)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_quote_stands_at_its_offsets(language: Language, pipelines: Pipelines, rules: RuleSet) -> None:
    text = ARTICLES[language]
    for claim in find_claims(read(pipelines, text, language), rules):
        proof = claim.evidence
        assert text[proof.start : proof.end] == proof.quote
        assert text[proof.sentence_start : proof.sentence_end] == proof.sentence
        assert proof.sentence_start <= proof.start < proof.end <= proof.sentence_end


def test_without_publication_date_a_weekday_stays_open(pipelines: Pipelines, rules: RuleSet) -> None:
    claims = find_claims(read(pipelines, ARTICLES["en"], "en"), rules)
    assert of_type(claims, "meeting") == ["meeting CL-NO Paula Reyes, Lars Bakken, Kari Moen"]


def test_a_claims_id_depends_on_neither_rule_nor_value(pipelines: Pipelines, rules: RuleSet) -> None:
    text = "Peru exported goods worth $2 billion to Japan in 2021."
    first = find_claims(read(pipelines, text, "en"), rules)[0]
    second = find_claims(read(pipelines, text.replace("$2", "$3"), "en"), rules)[0]
    assert first.value != second.value
    assert first.id == second.id
    assert first.id != find_claims(read(pipelines, text.replace("Japan", "Ghana"), "en"), rules)[0].id


def test_mixed_texts_are_read_paragraph_by_paragraph(pipelines: Pipelines, rules: RuleSet) -> None:
    german = "Die Ausfuhren Ghanas nach Italien stiegen 2022 um 4 Prozent."
    english = "Exports from Italy to Ghana fell by 3 percent in 2022."
    text = f"{german}\n\n{english}\n"
    parts = ((0, len(german), "de"), (len(german) + 2, len(text), "en"))
    claims = find_claims(read(pipelines, text, "de", paragraph_languages=parts), rules)
    assert [(describe(claim), claim.language) for claim in claims] == [
        ("exports GH-IT change_percent 4 PERCENT 2022", "de"),
        ("exports IT-GH change_percent -3 PERCENT 2022", "en"),
    ]


def test_tokens_are_the_escape_hatch(tmp_path: Path, pipelines: Pipelines) -> None:
    (tmp_path / "mine.yaml").write_text(
        """\
pack: mine
rules:
  - id: tolls
    fact: funding
    tokens:
      de: [[{LOWER: {IN: [maut, mautgebühren]}}]]
      en: [[{LOWER: toll}, {LOWER: fees}]]
    needs: {amount: [money]}
""",
        encoding="utf-8",
    )
    rules = load_rules(tmp_path)
    for text, language in (
        ("Polen zahlte im Jahr 2020 Mautgebühren von 3 Millionen Euro an Lettland.", "de"),
        ("Poland paid toll fees of 3 million euros to Latvia in 2020.", "en"),
    ):
        claims = find_claims(read(pipelines, text, language), rules)  # type: ignore[arg-type]
        assert [describe(claim) for claim in claims if claim.rule == "tolls"] == [
            "funding PL-LV level 3000000 EUR 2020"
        ]


@pytest.mark.parametrize(
    ("text", "language", "unmet"),
    [
        ("Peru steigerte seine Exporte um 3 Prozent.", "de", "the sentence names PE alone"),
        ("Peru hat 2021 keine Waren für 2 Millionen Euro nach Japan exportiert.", "de", "the clause denies it"),
        ("Peru increased its exports by 3 percent.", "en", "the sentence names PE alone"),
        ("Talks between Peru and Japan are useful.", "en", "neither persons of both sides nor a date"),
    ],
)
def test_explain_names_the_first_unmet_condition(
    text: str, language: Language, unmet: str, pipelines: Pipelines, rules: RuleSet
) -> None:
    lines = list(explain(read(pipelines, text, language), rules))
    assert any(unmet in line and line.lstrip().startswith("no ") for line in lines), "\n".join(lines)


def test_explain_shows_mentions_and_the_rule_that_fired(pipelines: Pipelines, rules: RuleSet) -> None:
    lines = list(explain(read(pipelines, "Peru exported goods worth $2 billion to Japan in 2021.", "en"), rules))
    assert any("mention" in line and "2000000000 USD" in line for line in lines)
    assert any("fact" in line and "exports PE-JP" in line and "packs/exports.yaml:" in line for line in lines)


def test_a_pair_that_the_text_does_not_show_is_not_invented(pipelines: Pipelines, rules: RuleSet) -> None:
    reading = read_claims(read(pipelines, "Die Exporte stiegen 2023 um 3 Prozent.", "de"), rules)
    assert reading.pair is None
    assert not reading.claims


SPECS = Path(__file__).parent / "specs"
CASES = [
    (language, case["text"], case.get("published"), case["gives"])
    for language in ("de", "en")
    for case in yaml.load((SPECS / f"rules_context_{language}.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
]


@pytest.mark.parametrize(("language", "text", "published", "gives"), CASES)
def test_what_more_than_one_clause_tells(
    language: Language, text: str, published: str | None, gives: list[str], pipelines: Pipelines, rules: RuleSet
) -> None:
    day = dt.date.fromisoformat(published) if published else None
    claims = find_claims(read(pipelines, text, language, published=day), rules)
    assert sorted(describe(claim) for claim in claims if claim.type != "official") == sorted(gives)


SENTENCES = [
    (language, case["text"], case["gives"], case.get("may", []))
    for language in ("de", "en")
    for case in yaml.load((SPECS / f"rules_sentences_{language}.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
]


@pytest.mark.parametrize(("language", "text", "gives", "may"), SENTENCES)
def test_sentences_of_news(
    language: Language, text: str, gives: list[str], may: list[str], pipelines: Pipelines, rules: RuleSet
) -> None:
    claims = find_claims(read(pipelines, text, language, published=dt.date(2024, 9, 18)), rules)
    found = [describe(claim) for claim in claims if claim.type != "official"]
    assert sorted(one for one in found if not one.startswith(tuple(may))) == sorted(gives)
