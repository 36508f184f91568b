"""What corpus/gold must at least be read at: no type may fall in either language, unless a person lowers its floor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.evaluation import Report, evaluate
from extract.records import EVENTS, QUANTITIES

TESTS = Path(__file__).parent
FILE = TESTS / "floors.json"
GOLD = TESTS.parent / "corpus" / "gold"
TYPES = sorted(QUANTITIES | EVENTS | {"official"})
GROUPS = ("quantities", "events", "all")
LANGUAGES = ("de", "en")
MEASURES = ("strict", "core")

FLOORS: dict[str, dict[str, dict[str, float]]] = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def report() -> Report:
    """One run over the coded articles for all floors."""
    return evaluate(GOLD)


def reached(report: Report, name: str, language: str, measure: str) -> float:
    """F1 of a type or of a group of types."""
    if name in GROUPS:
        return report.score(measure, name, language).f1
    score = report.counts.get((measure, language, name))
    return score.f1 if score else 0.0


def complaint(name: str, language: str, measure: str, floor: float, value: float) -> str:
    """What to do when a floor is not reached."""
    shown = "extract evaluate corpus/gold" + (f""" | grep '"type": "{name}"'""" if name in TYPES else "")
    return (
        f"{name} ({language}): {measure} F1 on corpus/gold is {value:.3f}, the floor is {floor:.2f}. "
        f"See what is missed with `{shown}` and mend the rule; only when the new articles or "
        f"codings are right and the loss is meant, lower {name}.{language}.{measure} in tests/floors.json by hand."
    )


def test_every_type_has_floors_in_both_languages() -> None:
    assert sorted(FLOORS) == sorted([*TYPES, *GROUPS])
    for name, languages in FLOORS.items():
        assert sorted(languages) == sorted(LANGUAGES), name
        for language, floors in languages.items():
            assert sorted(floors) == sorted(MEASURES), f"{name} ({language})"
            assert 0.5 <= floors["strict"] <= floors["core"] <= 1, f"{name} ({language})"


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FLOORS)
def test_floor(name: str, language: str, measure: str, report: Report) -> None:
    floor, value = FLOORS[name][language][measure], reached(report, name, language, measure)
    assert value >= floor, complaint(name, language, measure, floor, value)


def test_the_languages_are_no_more_than_eight_points_apart(report: Report) -> None:
    for measure in MEASURES:
        german, english = (reached(report, "all", language, measure) for language in LANGUAGES)
        assert abs(german - english) <= 0.08, f"{measure} F1: German {german:.3f}, English {english:.3f}"


def test_a_complaint_says_what_fell_and_what_to_do() -> None:
    said = complaint("trade", "de", "strict", 0.88, 0.75)
    assert said.startswith("trade (de): strict F1 on corpus/gold is 0.750, the floor is 0.88.")
    assert """extract evaluate corpus/gold | grep '"type": "trade"'""" in said
    assert "lower trade.de.strict in tests/floors.json" in said
