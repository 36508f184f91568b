"""The shipped packs, checked by the code of `extract rules check`: examples, triggers, silence on quiet sentences."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from extract.finding.mentions import analyse
from extract.finding.nlp import Pipelines
from extract.records import EVENTS, QUANTITIES, Article, Language
from extract.rules.check import Finding, check_rules, describe, example_findings, quiet_findings, quiet_texts
from extract.rules.matching import find_claims
from extract.rules.schema import Example, RuleSet


def test_every_type_of_fact_has_a_rule(rules: RuleSet) -> None:
    assert {rule.fact for rule in rules.rules} - {"same"} == QUANTITIES | EVENTS | {"official"}


def test_nothing_is_wrong_with_the_shipped_rules(rules: RuleSet, pipelines: Pipelines) -> None:
    findings: list[Finding] = check_rules(rules, pipelines)
    assert not findings, "\n".join(map(str, findings))


@pytest.mark.parametrize("language", ["de", "en"])
def test_quiet_sentences_stay_quiet(language: str, rules: RuleSet, pipelines: Pipelines) -> None:
    own = [(text, spoken) for text, spoken in quiet_texts() if spoken == language]
    assert len(own) >= 180
    loud = [str(found) for found in quiet_findings(rules, pipelines, own)]
    assert not loud, "\n".join(loud)


SPECS = Path(__file__).parent / "specs"
DISTRACTORS = [
    pytest.param(language, text, id=f"{language}-{text['about']}")
    for language in ("de", "en")
    for text in yaml.load((SPECS / f"distractors_{language}.yaml").read_text("utf-8"), yaml.CBaseLoader)
]


@pytest.mark.parametrize(("language", "text"), DISTRACTORS)
def test_articles_about_other_things_give_no_facts(
    language: Language, text: dict[str, str], rules: RuleSet, pipelines: Pipelines
) -> None:
    day = dt.date.fromisoformat(text["published"])
    article = Article(name="other.txt", text=text["text"], language=language, published=day)
    claims = find_claims(analyse(article, pipelines), rules)
    assert [f"{describe(claim)} ({claim.rule})" for claim in claims if claim.type != "official"] == []


def test_there_are_enough_articles_about_other_things() -> None:
    assert min(sum(1 for each in DISTRACTORS if each.values[0] == language) for language in ("de", "en")) >= 10


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("fact", sorted(QUANTITIES | EVENTS | {"official"}))
def test_every_type_has_twelve_executed_examples(fact: str, language: str, rules: RuleSet) -> None:
    own = [one for rule in rules.rules if rule.fact == fact for one in rule.examples if one.language == language]
    assert len(own) >= 12, f"{fact} has {len(own)} examples in '{language}'; add some to its rules in packs/"
    assert any(one.gives for one in own)
    assert any(one.nothing for one in own)


def test_a_loud_text_is_reported(rules: RuleSet, pipelines: Pipelines) -> None:
    found = quiet_findings(rules, pipelines, [("Peru exported goods worth $2 billion to Japan in 2021.", "en")])
    assert [finding.rule for finding in found] == ["exports"]
    assert "packs/exports.yaml:" in found[0].source


LIMITS = yaml.load((SPECS / "rules_known_limits.yaml").read_text("utf-8"), yaml.CBaseLoader)


@pytest.mark.parametrize("limit", LIMITS, ids=[f"{limit['rule']}-{limit['text'][:40]}" for limit in LIMITS])
@pytest.mark.xfail(strict=True, reason="not read yet; when it is, move it into the examples of its rule")
def test_known_limit(limit: dict[str, Any], rules: RuleSet, pipelines: Pipelines) -> None:
    example = Example.model_validate({name: value for name, value in limit.items() if name != "rule"})
    assert example_findings(rules.get(limit["rule"]), example, rules, pipelines) == []
