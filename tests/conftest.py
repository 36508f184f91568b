"""What several test modules share: the pipelines of both languages and the shipped rules, each made once."""

import pytest

from extract.config import Settings
from extract.finding.nlp import Pipelines
from extract.rules.loader import load_rules
from extract.rules.schema import RuleSet


@pytest.fixture(scope="session")
def pipelines() -> Pipelines:
    return Pipelines(Settings())


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    return load_rules()
