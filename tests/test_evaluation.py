"""Scores by the codebook. The expected figures were computed with the project's reference scorer on the same files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.cli import main
from extract.evaluation import GoldError, evaluate
from extract.evaluation.coding import article_paths, load_gold
from extract.evaluation.comparing import interval, is_core, is_strict, same_person
from extract.evaluation.scoring import score

DATA = Path(__file__).parent / "specs" / "evaluation"

TRADE: dict[str, Any] = {
    "type": "trade", "countries": ["DE", "KZ"], "date": "2023",
    "measure": "level", "value": "3900000000", "unit": "USD",
}  # fmt: skip
MEETING: dict[str, Any] = {
    "type": "meeting", "countries": ["DE", "KZ"], "date": "2024-05-17",
    "participants": ["Anna Berg", "Askar Ibrajew", "Jan Holm"],
}  # fmt: skip
OFFICIAL: dict[str, Any] = {
    "type": "official", "countries": ["KZ"], "person": "Askar Ibrajew", "role": "minister:energy",
}  # fmt: skip

# By group and language: strict and core F1 of the reference scorer on tests/specs/evaluation.
REFERENCE: dict[tuple[str, str | None], tuple[float, float]] = {
    ("quantities", "de"): (0.75, 1.0),
    ("quantities", "en"): (0.5, 0.5),
    ("quantities", None): (0.667, 0.833),
    ("events", "de"): (1.0, 1.0),
    ("events", "en"): (0.8, 0.8),
    ("events", None): (0.857, 0.857),
    ("officials", "de"): (0.4, 0.8),
    ("officials", "en"): (0.0, 0.0),
    ("officials", None): (0.286, 0.571),
    ("all", "de"): (0.588, 0.941),
    ("all", "en"): (0.545, 0.545),
    ("all", None): (0.571, 0.786),
}


@pytest.mark.parametrize(
    ("fact", "changed", "core", "strict"),
    [
        (TRADE, {}, True, True),
        (TRADE, {"value": "3919000000"}, True, True),
        (TRADE, {"value": "3921000000"}, False, False),
        (TRADE, {"value": None}, False, False),
        (TRADE, {"unit": "EUR"}, False, False),
        (TRADE, {"measure": None}, True, True),
        (TRADE, {"measure": "change"}, False, False),
        (TRADE, {"countries": ["KZ", "DE"]}, True, True),
        (TRADE, {"type": "exports"}, False, False),
        (TRADE, {"date": None}, True, False),
        (TRADE, {"date": "2023-01/2023-12"}, True, True),
        (TRADE, {"date": "2022"}, True, False),
        (TRADE | {"type": "exports"}, {"countries": ["KZ", "DE"]}, False, False),
        (TRADE | {"lenient": ["date", "unit"]}, {"date": "2001", "unit": "KZT"}, True, True),
        (
            TRADE | {"also": [{"value": "3600000000", "unit": "EUR"}]},
            {"value": "3600000000", "unit": "EUR"},
            True,
            True,
        ),
        (MEETING, {}, True, True),
        (MEETING, {"participants": ["Berg", "Ibrajev"]}, True, True),
        (MEETING, {"participants": ["Berg"]}, True, False),
        (MEETING, {"participants": ["Moser"]}, False, False),
        (MEETING, {"participants": []}, False, False),
        (MEETING, {"participants": ["Berg", "Holm", "Moser", "Lutz"]}, True, False),
        (MEETING, {"participants": ["Berg", "Holm", "Moser"]}, True, True),
        (MEETING, {"date": "2024-05"}, True, False),
        (MEETING | {"participants": []}, {"participants": ["Moser"]}, True, True),
        (MEETING | {"participants": []}, {"participants": ["Moser", "Lutz"]}, True, False),
        (MEETING | {"lenient": ["participants"]}, {"participants": ["Moser", "Lutz"]}, True, True),
        (OFFICIAL, {}, True, True),
        (OFFICIAL, {"person": "Ibrajev"}, True, True),
        (OFFICIAL, {"person": "Boris Ibrajew"}, False, False),
        (OFFICIAL, {"role": "minister"}, True, False),
        (OFFICIAL, {"role": "deputy_minister:energy"}, False, False),
        (OFFICIAL, {"countries": []}, True, False),
        (OFFICIAL | {"lenient": ["role"]}, {"role": "adviser"}, True, True),
        (OFFICIAL | {"lenient": ["countries"]}, {"countries": ["DE"]}, True, True),
    ],
)
def test_core_and_strict(fact: dict[str, Any], changed: dict[str, Any], core: bool, strict: bool) -> None:
    claim = {name: value for name, value in fact.items() if name not in ("lenient", "also")} | changed
    assert (is_core(fact, claim), is_strict(fact, claim)) == (core, strict)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Jörg Müller", "Joerg Mueller", True),
        ("Kassym-Jomart Tokajew", "Kassym Schomart Tokajew", True),
        ("Li Wen", "Wen Li", True),
        ("J. Holm", "Jan Holm", True),
        ("Anna Berg", "Jan Berg", False),
        ("Anna Berg", "", False),
        (None, None, False),
    ],
)
def test_persons(first: str | None, second: str | None, same: bool) -> None:
    assert same_person(first, second) is same
    assert same_person(second, first) is same


def test_dates_are_compared_by_their_days() -> None:
    assert interval("2023-01/2023-03") == interval("2023-01-01/2023-03-31")
    assert interval("2005/..") == interval("2005/") != interval("2005")
    assert interval("2023~") == interval("2023?") == interval("2023")
    assert interval("2023-13") != interval("2023-14")


@pytest.mark.parametrize("group", ["quantities", "events", "officials", "all"])
@pytest.mark.parametrize("language", ["de", "en", None])
def test_figures_agree_with_the_reference_scorer(group: str, language: str | None) -> None:
    report = evaluate(DATA / "gold", claims=DATA / "claims.jsonl")
    found = tuple(round(report.score(how, group, language).f1, 3) for how in ("strict", "core"))
    assert found == REFERENCE[group, language]


def test_claims_of_one_fact_count_once_and_fill_each_other() -> None:
    report = evaluate(DATA / "gold", claims=DATA / "claims.jsonl", kind="meeting")
    assert report.score("strict").hits == 1
    assert {miss.kind for miss in report.misses} == {"extra"}


def test_gold_that_counts_is_served_before_optional_gold(tmp_path: Path) -> None:
    content = {"article": "x.txt", "lang": "de", "facts": [TRADE | {"optional": True}, TRADE]}
    (tmp_path / "x.json").write_text(json.dumps(content))
    report = score(load_gold(tmp_path), {"x.txt": [TRADE]})
    assert (report.score("strict").hits, report.score("strict").missed) == (1, 0)
    assert score(load_gold(tmp_path), {}).score("strict").missed == 1


@pytest.mark.parametrize("layout", ["gold/texts", "gold", "."])
def test_articles_lie_in_texts_in_gold_or_above(tmp_path: Path, layout: str) -> None:
    gold = tmp_path / "gold"
    (gold / "texts").mkdir(parents=True)
    (gold / "x.json").write_text(json.dumps({"article": "x.txt", "lang": "de", "facts": []}))
    with pytest.raises(GoldError, match=r"there is no x\.txt"):
        article_paths(gold, load_gold(gold))
    (tmp_path / layout / "x.txt").write_text("text")
    assert [path.read_text() for path in article_paths(gold, load_gold(gold))] == ["text"]


def test_errors_name_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no coded articles"):
        load_gold(tmp_path)
    (tmp_path / "x.json").write_text('{"article": "x.txt"}')
    with pytest.raises(GoldError, match=r"x\.json: .*lang"):
        load_gold(tmp_path)
    claims = tmp_path / "claims.jsonl"
    claims.write_text('{"article": "x.txt"}\n\n{"type": "trade"}\n')
    with pytest.raises(GoldError, match=r"claims\.jsonl:3: "):
        evaluate(DATA / "gold", claims=claims)


def test_command_prints_the_table_and_keeps_to_the_floor(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["evaluate", str(DATA / "gold"), "--claims", str(DATA / "claims.jsonl")]
    assert main([*command, "--floor-strict", "0.3"]) == 0
    printed = capsys.readouterr().out
    assert "extra   b.txt" in printed
    assert "2 articles; F1 strict/core" in printed
    assert main([*command, "--brief", "--floor-strict", "0.9"]) == 1
    assert "extra   b.txt" not in capsys.readouterr().out
    assert main([*command, "--brief", "--floor-core", "0.95"]) == 1
