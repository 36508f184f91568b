"""Time expressions: the cases of `specs/dates_de.yaml` and `dates_en.yaml`, quiet sentences, speed."""

import datetime as dt
import re
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from extract.finding.dates import find_dates

SPECS = Path(__file__).parent / "specs"
PUBLISHED = dt.date(2023, 6, 20)


@cache
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


def seconds(text: str, lang: Any) -> float:
    start = time.process_time()
    find_dates(text, lang, PUBLISHED)
    return max(time.process_time() - start, 1e-4)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_time_grows_with_the_text_and_no_faster(lang: Any) -> None:
    """Six times the text that is made to provoke backtracking takes about six times as long, not 36 times."""
    for piece in HOSTILE:
        text = piece * 6
        assert all(text[found.start : found.end] == found.quote for found in find_dates(text, lang, PUBLISHED))
        # a busy machine or coverage slows single runs down: the best of several counts
        ratios = (
            min(seconds(text, lang) for _ in range(runs)) / min(seconds(piece, lang) for _ in range(runs))
            for runs in (1, 2, 4)
        )
        assert any(ratio < 18 for ratio in ratios), piece[:20]


MARK = re.compile(r"\{([^|{}]*)\|([^|{}]*)(?:\|([^|{}]*))?(?:\|([^|{}]*))?\}")
MARKED = [
    pytest.param(path.stem, number, id=f"{path.stem}-{number}")
    for path in sorted(SPECS.glob("dates_marked_*.yaml"))
    for number in range(len(load(path.name)))
]


def read_marks(marked: str) -> tuple[str, list[tuple[int, int, list[str]]]]:
    """Text without the marks, and start, end and [TIMEX3, EDTF, base] of each."""
    text, marks, done = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[done : match.start()]
        marks.append((len(text), len(text) + len(match[1]), [match[number] or "" for number in (2, 3, 4)]))
        text += match[1]
        done = match.end()
    return text + marked[done:], marks


@pytest.mark.parametrize(("name", "number"), MARKED)
def test_marked(name: str, number: int) -> None:
    """All marked dates are found with their values, and no others."""
    case = load(f"{name}.yaml")[number]
    case = {"text": case} if isinstance(case, str) else case
    text, marks = read_marks(case["text"])
    stated = case.get("published", "2023-06-20")
    published = None if stated == "none" else dt.date.fromisoformat(stated)
    lang: Any = name[-2:]
    found = find_dates(text, lang, published)
    dates = [mention for mention in found if mention.timex_type == "DATE"]
    assert [mention.timex for mention in dates] == [values[0] for *_, values in marks], [m.quote for m in dates]
    for mention, (start, end, (_, edtf, base)) in zip(dates, marks, strict=True):
        assert mention.start < end and start < mention.end, mention.quote
        assert mention.base == (base == "base"), mention.quote
        assert not edtf or (mention.period is not None and mention.period.edtf == edtf), mention.quote
