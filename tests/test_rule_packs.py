"""The shipped packs, checked by the code of `extract rules check`: examples, triggers, silence on quiet sentences."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from extract.finding.nlp import Pipelines
from extract.records import EVENTS, QUANTITIES
from extract.rules.check import Finding, check_rules, example_findings, quiet_findings, quiet_texts
from extract.rules.schema import Example, RuleSet


def test_every_type_of_fact_has_a_rule(rules: RuleSet) -> None:
    assert {rule.fact for rule in rules.rules} - {"same"} == QUANTITIES | EVENTS | {"official"}


def test_nothing_is_wrong_with_the_shipped_rules(rules: RuleSet, pipelines: Pipelines) -> None:
    findings: list[Finding] = check_rules(rules, pipelines)
    assert not findings, "\n".join(map(str, findings))


@pytest.mark.parametrize("language", ["de", "en"])
def test_quiet_sentences_stay_quiet(language: str, rules: RuleSet, pipelines: Pipelines) -> None:
    own = [(text, spoken) for text, spoken in quiet_texts() if spoken == language]
    assert len(own) >= 120
    loud = [str(found) for found in quiet_findings(rules, pipelines, own)]
    assert not loud, "\n".join(loud)


def test_a_loud_text_is_reported(rules: RuleSet, pipelines: Pipelines) -> None:
    found = quiet_findings(rules, pipelines, [("Peru exported goods worth $2 billion to Japan in 2021.", "en")])
    assert [finding.rule for finding in found] == ["exports"]
    assert "packs/exports.yaml:" in found[0].source


LIMITS = yaml.load((Path(__file__).parent / "specs" / "rules_known_limits.yaml").read_text("utf-8"), yaml.CBaseLoader)


@pytest.mark.parametrize("limit", LIMITS, ids=[f"{limit['rule']}-{limit['text'][:40]}" for limit in LIMITS])
@pytest.mark.xfail(strict=True, reason="not read yet; when it is, move it into the examples of its rule")
def test_known_limit(limit: dict[str, Any], rules: RuleSet, pipelines: Pipelines) -> None:
    example = Example.model_validate({name: value for name, value in limit.items() if name != "rule"})
    assert example_findings(rules.get(limit["rule"]), example, rules, pipelines) == []
