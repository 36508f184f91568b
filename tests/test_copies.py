"""Copies of wire stories are one source; different articles on one event are not."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from inputs_maker import copies_among

from extract.merging.copies import SHARED, independent, shared
from extract.records import Article

SETS = yaml.load((Path(__file__).parent / "specs" / "copies.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
COPIES = [(one, copy) for one in SETS for copy in one["copies"]]
DAY = dt.date(2024, 5, 14)


def text_of(story: list[str], change: Mapping[str, Any] | None = None) -> str:
    """The text of a story, or of what a copy makes of it."""
    change = change or {}
    parts = [change.get("change", {}).get(str(number), part) for number, part in enumerate(story)]
    parts[0] = change.get("headline", parts[0])
    parts[1] = f"{change['before']} {parts[1]}" if "before" in change else parts[1]
    kept = [int(number) for number in change["keep"]] if "keep" in change else range(len(parts))
    return "\n\n".join([*(parts[number] for number in kept), *change.get("after", [])])


def article(name: str, text: str, lang: str = "en", published: dt.date | None = DAY) -> Article:
    return Article(name, text, lang, published=published)  # type: ignore[arg-type]


@pytest.mark.parametrize(("one", "copy"), COPIES, ids=[f"{one['lang']}: {copy['why']}" for one, copy in COPIES])
def test_a_copy_is_found_whichever_comes_first(one: dict[str, Any], copy: dict[str, Any]) -> None:
    story, copied = text_of(one["story"]), text_of(one["story"], copy)
    for first, second in ((story, copied), (copied, story)):
        articles = [article("a.txt", first, one["lang"], DAY - dt.timedelta(1)), article("b.txt", second, one["lang"])]
        assert copies_among(articles) == copies_among(reversed(articles)) == {"b.txt": ("a.txt",)}


@pytest.mark.parametrize("one", SETS, ids=lambda one: one["lang"])
def test_other_articles_on_the_event_are_no_copies(one: dict[str, Any]) -> None:
    texts = [text_of(one["story"]), *(text_of(other["paragraphs"]) for other in one["others"])]
    assert copies_among(article(f"{place}.txt", text, one["lang"]) for place, text in enumerate(texts)) == {}


@pytest.mark.parametrize("one", SETS, ids=lambda one: one["lang"])
def test_the_threshold_lies_far_from_both(one: dict[str, Any]) -> None:
    story = text_of(one["story"])
    copies = [shared(story, text_of(one["story"], copy)) for copy in one["copies"]]
    texts = [story, *(text_of(other["paragraphs"]) for other in one["others"])]
    others = [shared(first, second) for first, second in combinations(texts, 2)]
    assert min(copies) > SHARED + 0.2
    assert max(others) < SHARED - 0.3


def test_copies_of_copies_name_the_original() -> None:
    one = SETS[0]
    story = text_of(one["story"])
    copies = [text_of(one["story"], copy) for copy in one["copies"]]
    articles = [article(f"{place}.txt", text, "de") for place, text in enumerate([story, *copies, story])]
    articles.append(article("early.txt", story, "de", DAY - dt.timedelta(1)))
    expected = {f"{place}.txt": ("early.txt",) for place in range(len(copies) + 2)}
    for seed in range(5):
        random.Random(seed).shuffle(articles)
        assert copies_among(articles) == expected


def test_an_article_that_joins_two_stories_copies_both_but_does_not_make_them_one() -> None:
    first = text_of(SETS[1]["story"])
    second = text_of(SETS[1]["others"][0]["paragraphs"])
    both = article("c.txt", f"{first}\n\n{second}", published=DAY + dt.timedelta(1))
    copies = copies_among([both, article("a.txt", first), article("b.txt", second)])
    assert copies == {"c.txt": ("a.txt", "b.txt")}
    assert independent(["a.txt", "b.txt"], copies) == 2
    assert independent(["a.txt", "c.txt"], copies) == independent(["b.txt", "c.txt"], copies) == 1


def test_a_form_that_is_filled_in_anew_every_month_is_no_copy() -> None:
    form = (
        "Exports from Chile to Norway {} in {} compared with the month before, the statistics office in Santiago said"
        " on Friday. Salmon feed accounted for {} percent of the total and copper for {} percent. The office will"
        " publish its next figures in the second week of the coming month, when it also revises those of the quarter."
    )
    april = form.format("rose by 4 percent", "April", 31, 22)
    may = form.format("fell by 2 percent", "May", 30, 25)
    assert copies_among([article("a.txt", april), article("b.txt", may, published=DAY + dt.timedelta(30))]) == {}
    assert copies_among([article("a.txt", april), article("b.txt", april, published=DAY + dt.timedelta(30))]) != {}


def test_language_status_and_empty_texts() -> None:
    story = text_of(SETS[0]["story"])
    german = article("a.txt", story, "de")
    assert copies_among([german, article("b.txt", story, "en")]) == {}
    assert copies_among([german, replace(german, name="b.txt", status="failed")]) == {}
    assert copies_among([german, article("b.txt", "", "de"), article("c.txt", "Novak in Tiflis", "de")]) == {}
    assert copies_among([article("b.txt", "Novak in Tiflis!", "de"), article("c.txt", "Novak, in Tiflis", "de")]) == {
        "c.txt": ("b.txt",)
    }


def test_many_articles_take_no_quadratic_time() -> None:
    draw = random.Random(3)
    words = [f"word{number}" for number in range(3000)]
    texts = [" ".join(draw.choices(words, k=150)) for _ in range(1500)]
    texts += [text.replace("word1", "other", 5) for text in texts[:300]]
    start = time.perf_counter()
    copies = copies_among(article(f"{place:04}.txt", text) for place, text in enumerate(texts))
    assert len(copies) == 300
    assert time.perf_counter() - start < 30
