"""Time expressions: the cases of `specs/dates_de.yaml` and `dates_en.yaml`, quiet sentences, speed."""

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from extract.finding.dates import find_dates

SPECS = Path(__file__).parent / "specs"
PUBLISHED = dt.date(2023, 6, 20)


def load(name: str) -> Any:
    return yaml.load((SPECS / name).read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


CASES = [
    pytest.param(lang, case, id=f"{lang}-{case['text']}")
    for lang in ("de", "en")
    for case in load(f"dates_{lang}.yaml")
]


@pytest.mark.parametrize(("lang", "case"), CASES)
def test_spec(lang: Any, case: dict[str, Any]) -> None:
    published = dt.date.fromisoformat(case["published"]) if "published" in case else None
    found = find_dates(case["text"], lang, published)
    assert [mention.quote for mention in found] == [wanted["quote"] for wanted in case["finds"]]
    for mention, wanted in zip(found, case["finds"], strict=True):
        assert mention.timex_type == wanted.get("type", "DATE")
        assert mention.timex == wanted.get("timex", mention.timex)
        assert mention.resolved_by == wanted.get("resolved_by", mention.resolved_by)
        assert mention.base == ("base" in wanted)
        if "edtf" in wanted:
            assert mention.period is not None and mention.period.edtf == wanted["edtf"]


def test_enough_cases() -> None:
    assert all(len(load(f"dates_{lang}.yaml")) >= 250 for lang in ("de", "en"))


@pytest.mark.parametrize("lang", ["de", "en"])
def test_quiet_sentences_hold_no_date(lang: Any) -> None:
    sentences = load("dates_quiet.yaml")[lang]
    assert len(sentences) >= 40
    found = {
        text: [mention.quote for mention in find_dates(text, lang, PUBLISHED) if mention.timex_type == "DATE"]
        for text in sentences
    }
    assert {text: quotes for text, quotes in found.items() if quotes} == {}


def test_nothing_is_resolved_without_a_base() -> None:
    """Relative dates never fall back on the day on which the program runs."""
    for lang, text in (
        ("de", "Gestern, am Dienstag, im Mai und im Vorjahr."),
        ("en", "Yesterday, on Tuesday, in May, last year."),
    ):
        found = find_dates(text, lang, None)  # type: ignore[arg-type]
        assert found
        assert all(mention.period is None and mention.resolved_by == "none" for mention in found)


HOSTILE = [
    "1" * 1000, "1." * 500, "12. " * 300, "12. und " * 200, "Mai bis " * 150, "von vom bis zum " * 80, "am 1. " * 200,
    "the last " * 120, "2005-" * 200, "1/2/" * 250, "' " * 500, "März, " * 150, "two and a half " * 70, "(((((" * 200,
    "year ago " * 110, "Ende Ende " * 100, "vor vor " * 120, "\n\n \n" * 200, "Jahr " * 200, "12:30:" * 160,
]  # fmt: skip


@pytest.mark.parametrize("lang", ["de", "en"])
def test_time_grows_with_the_text_and_no_faster(lang: Any) -> None:
    """Text made to provoke backtracking is read at no less than 20,000 characters a second, ten times as long too."""
    for piece in HOSTILE:
        text = piece * 10
        start = time.process_time()
        found = find_dates(text, lang, PUBLISHED)
        seconds = time.process_time() - start
        assert all(text[mention.start : mention.end] == mention.quote for mention in found)
        assert len(text) / max(seconds, 1e-9) > 20_000, piece[:20]
