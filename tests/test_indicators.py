"""Types of facts that a user's pack declares, from the pack to every table, in both languages."""

import datetime as dt
import json
from pathlib import Path

import pytest

from extract.cli import main
from extract.config import Settings
from extract.evaluation import evaluate
from extract.finding.mentions import analyse
from extract.finding.nlp import Pipelines
from extract.records import Article, Language
from extract.rules.check import check_rules
from extract.rules.loader import RuleError, load_rules
from extract.rules.matching import find_claims
from extract.rules.wording import describe
from extract.tables.frames import read_table
from extract.tables.schema import CONFLICTS, EVIDENCE, FACTS

PACK = """\
pack: mine
indicators:
  remittances:
    countries: directed
    meaning:
      de: Geld, das Ausgewanderte nach Hause schicken
      en: money that emigrants send home
  tourists:
    countries: directed
    meaning: {de: Reisende des ersten Landes im zweiten, en: travellers from the first country in the second}
  twin_towns:
    countries: unordered
    meaning: {de: Städtepartnerschaften, en: partnerships of towns}
rules:
  - id: remittances
    fact: remittances
    trigger: {de: [Heimatüberweisung*], en: [remittance*]}
    needs: {amount: [money]}
    direction: {first: [source, subject], second: [target, owner]}
  - id: tourists
    fact: tourists
    trigger: {de: [Touristen, Urlauber*], en: [tourists]}
    needs: {amount: [count]}
    direction: {first: [owner, source, subject], second: [place, target]}
    unless: {de: [Kreuzfahrt*], en: [cruise]}
  - id: twin_towns
    fact: twin_towns
    trigger: {de: [Städtepartnerschaft*], en: [twin towns]}
    needs: {amount: [count]}
"""
TEXTS: dict[Language, tuple[str, ...]] = {
    "de": (
        "Im Jahr 2022 flossen Heimatüberweisungen von 2,1 Milliarden Euro aus Italien nach Moldau.",
        "Im Jahr 2023 reisten 640.000 finnische Touristen nach Estland.",
        "Zwischen Schweden und Estland bestehen 90 Städtepartnerschaften.",
    ),
    "en": (
        "Remittances of 2.6 billion euros went from Italy to Moldova in 2022.",
        "In 2023, some 640,000 Finnish tourists visited Estonia.",
        "Sweden and Estonia have 90 twin towns.",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the pack under rules/ and an article of each language under corpus/."""
    for name in ("rules", "corpus"):
        (tmp_path / name).mkdir()
    (tmp_path / "rules" / "mine.yaml").write_text(PACK, encoding="utf-8")
    for language, texts in TEXTS.items():
        (tmp_path / "corpus" / f"{language}.txt").write_text(" ".join(texts), encoding="utf-8")
    return tmp_path


def claims_of(text: str, language: Language, rules_folder: Path, pipelines: Pipelines) -> list[str]:
    article = Article(name="a.txt", text=text, language=language, published=dt.date(2024, 5, 2))
    return [describe(claim) for claim in find_claims(analyse(article, pipelines), load_rules(rules_folder))]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_indicators_stand_in_all_tables(folder: Path, jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder / "out"
    arguments = [
        "run",
        str(folder / "corpus"),
        "--rules",
        str(folder / "rules"),
        "--out",
        str(out),
        "--jobs",
        jobs,
        "--model",
        "fast",
    ]
    assert main(arguments) == 0
    assert "1 twin_towns" in capsys.readouterr().out
    facts = read_table(out, FACTS)
    rows = (
        facts[["type", "country_1", "country_2", "value", "unit", "date", "sources"]].astype(str).agg(" ".join, axis=1)
    )
    assert list(rows) == [
        "remittances IT MD 2100000000 EUR 2022 1",
        "remittances IT MD 2600000000 EUR 2022 1",
        "tourists FI EE 640000 COUNT 2023 2",
        "twin_towns EE SE 90 COUNT  2",
    ]
    evidence = read_table(out, EVIDENCE)
    assert sorted(evidence["type"] + " " + evidence["language"]) == [
        f"{kind} {language}" for kind in ("remittances", "tourists", "twin_towns") for language in ("de", "en")
    ]
    assert set(read_table(out, CONFLICTS)["type"]) == {"remittances"}
    claims = [json.loads(line) for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {claim["type"] for claim in claims} == {"remittances", "tourists", "twin_towns"}
    counts = json.loads((out / "run.json").read_text(encoding="utf-8"))["counts"]["facts"]
    assert counts == {"remittances": 2, "tourists": 1, "twin_towns": 1}


def test_indicators_are_scored(folder: Path) -> None:
    coded = {
        "de": [
            {"type": "remittances", "countries": ["IT", "MD"], "value": "2100000000", "unit": "EUR", "date": "2022"}
        ],
        "en": [
            {"type": "twin_towns", "countries": ["SE", "EE"], "value": "90", "unit": "COUNT"},
            {"type": "remittances", "countries": ["MD", "IT"], "value": "2600000000", "unit": "EUR", "date": "2022"},
        ],
    }
    for language, facts in coded.items():
        content = {"article": f"{language}.txt", "lang": language, "facts": facts}
        (folder / "corpus" / f"{language}.json").write_text(json.dumps(content), encoding="utf-8")
    report = evaluate(folder / "corpus", Settings("fast", "fast", rules=folder / "rules"))
    found = {(kind, language): score.hits for (how, language, kind), score in report.counts.items() if how == "strict"}
    # The order of twin towns says nothing, that of remittances does.
    assert (found["remittances", "de"], found["twin_towns", "en"], found["remittances", "en"]) == (1, 1, 0)
    assert report.score("strict", "quantities").hits == 2
    assert "twin_towns" in report.text()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_users_rule_wins_at_the_same_place(language: Language, folder: Path, pipelines: Pipelines) -> None:
    text = TEXTS[language][1]
    shipped = claims_of(text, language, folder / "none", pipelines)
    assert [claim.split()[0] for claim in shipped] == ["people"]
    own = claims_of(text, language, folder / "rules", pipelines)
    assert [claim.split()[0] for claim in own] == ["tourists"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Im Jahr 2023 reisten 640.000 finnische Touristen mit einer Kreuzfahrt nach Estland."),
        ("en", "In 2023, some 640,000 Finnish tourists visited Estonia on a cruise."),
    ],
)
def test_where_the_users_rule_does_not_apply_all_is_as_without_it(
    language: Language, text: str, folder: Path, pipelines: Pipelines
) -> None:
    own = claims_of(text, language, folder / "rules", pipelines)
    assert own == claims_of(text, language, folder / "none", pipelines)
    assert [claim.split()[0] for claim in own] == ["people"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  twin_towns:\n", "  exports:\n", "mine.yaml:11: 'exports' is a type of fact already"),
        ("  twin_towns:\n", "  all:\n", "mine.yaml:11: 'all' is a type of fact already"),
        ("  twin_towns:\n", "  Twin-Towns:\n", "mine.yaml:11: indicators, Twin-Towns: write small letters"),
        ("fact: twin_towns", "fact: twins", "mine.yaml:27: there is no type of fact 'twins'; the types are trade,"),
        (
            "fact: twin_towns",
            "fact: twins",
            "tourists, twin_towns; to add one, declare it in the pack: 'indicators: {twins:",
        ),
        ("    countries: unordered\n", "", "mine.yaml:11: indicators, twin_towns, countries: is missing"),
        ("{de: Städtepartnerschaften, en: partnerships of towns}", "{en: towns}", "meaning, de: is missing"),
        ("countries: unordered", "countries: both", "is 'both'; write one of: 'directed' or 'unordered'"),
        (
            "  - id: twin_towns\n    fact: twin_towns",
            "  - id: twin_towns\n    fact: deals",
            "but this rule gives deals",
        ),
    ],
)
def test_errors_in_declarations_name_file_and_line(old: str, new: str, says: str, folder: Path) -> None:
    (folder / "rules" / "mine.yaml").write_text(PACK.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        load_rules(folder / "rules")
    assert says in str(error.value)


def test_two_packs_cannot_declare_the_same_indicator(folder: Path) -> None:
    (folder / "rules" / "other.yaml").write_text(PACK.replace("pack: mine", "pack: other"), encoding="utf-8")
    with pytest.raises(
        RuleError, match=r"other\.yaml:3: the indicator 'remittances' is declared already \(mine\.yaml:3\)"
    ):
        load_rules(folder / "rules")


def test_a_pack_may_use_what_a_later_one_declares(folder: Path) -> None:
    head, rules = PACK.split("rules:\n")
    (folder / "rules" / "mine.yaml").write_text(f"pack: mine\nrules:\n{rules}", encoding="utf-8")
    (folder / "rules" / "types.yaml").write_text(head.replace("pack: mine", "pack: types"), encoding="utf-8")
    rules_in_force = load_rules(folder / "rules")
    assert rules_in_force.own == {"remittances", "tourists", "twin_towns"}
    assert "twin_towns" in rules_in_force.unordered


def test_an_indicator_without_a_rule_is_a_finding(folder: Path, pipelines: Pipelines) -> None:
    declared = PACK.replace("fact: twin_towns", "fact: deals").replace("- id: twin_towns", "- id: partners")
    (folder / "rules" / "mine.yaml").write_text(declared, encoding="utf-8")
    rules = load_rules(folder / "rules")
    found = [str(finding) for finding in check_rules(rules, pipelines, only={"twin_towns"})]
    assert found == ["mine.yaml:11: twin_towns: no rule gives this indicator; write one with 'fact: twin_towns'"]
