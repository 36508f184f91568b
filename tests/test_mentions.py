"""All finders over one article, in texts of one language and of both."""

from __future__ import annotations

import datetime as dt

import pytest

from extract.finding import mentions
from extract.finding.mentions import Analysis, analyse, analyse_parsed, readable
from extract.finding.nlp import Pipelines
from extract.reading.articles import article_from_text
from extract.reading.metadata import Metadata
from extract.records import AmountMention, Article, CountryMention, DateMention, Language, PersonMention

GERMAN = (
    "Der norwegische Außenminister Espen Lund reiste am Dienstag nach Lissabon. Portugal kaufte im Jahr 2023 Fisch für "
    "rund 120 Millionen Euro aus Norwegen, und 14 portugiesische Firmen arbeiten dort."
)
ENGLISH = (
    "The Chilean trade minister Rosa Vidal travelled to Ottawa on Tuesday. In 2023 Canada bought copper worth about "
    "$120 million from Chile, and the two countries want to do more than that in the years to come."
)


def analysed(text: str, published: dt.date | None = dt.date(2024, 5, 16)) -> Analysis:
    return analyse(article_from_text("a.txt", text, Metadata(published=published)), Pipelines())


def quotes(analysis: Analysis, kind: type) -> list[str]:
    return [mention.quote for mention in analysis.mentions if isinstance(mention, kind)]


def test_german_article() -> None:
    analysis = analysed(GERMAN)
    assert analysis.language == "de"
    assert quotes(analysis, PersonMention) == ["Espen Lund"]
    assert quotes(analysis, CountryMention) == ["norwegische", "Lissabon", "Portugal", "Norwegen", "portugiesische"]
    assert "14" in quotes(analysis, AmountMention)
    dates = [mention for mention in analysis.mentions if isinstance(mention, DateMention)]
    assert [mention.period.edtf for mention in dates if mention.period] == ["2024-05-14", "2023"]


def test_english_article() -> None:
    analysis = analysed(ENGLISH)
    assert quotes(analysis, PersonMention) == ["Rosa Vidal"]
    assert quotes(analysis, CountryMention) == ["Chilean", "Ottawa", "Canada", "Chile"]
    money = [mention for mention in analysis.mentions if isinstance(mention, AmountMention)]
    assert [mention.amount.unit for mention in money if mention.amount.is_money] == ["USD"]


def test_without_a_publication_date_relative_dates_stay_open() -> None:
    dates = [mention for mention in analysed(GERMAN, None).mentions if isinstance(mention, DateMention)]
    assert [mention.period.edtf if mention.period else None for mention in dates] == [None, "2023"]


def test_a_mixed_text_is_read_in_both_languages() -> None:
    text = f"Reisen\r\n\r\n{GERMAN}\r\n\r\nTravels\r\n\r\n{ENGLISH}"
    analysis = analysed(text)
    assert quotes(analysis, PersonMention) == ["Espen Lund", "Rosa Vidal"]
    assert [sentence.language for sentence in analysis.sentences] == ["de", "de", "de", "en", "en", "en"]
    assert [sentence.paragraph for sentence in analysis.sentences] == [0, 1, 1, 2, 3, 3]
    assert all(text[mention.start : mention.end] == mention.quote for mention in analysis.mentions)
    assert [parsed.language for parsed in analysis.parsed] == ["de", "en"]


def test_what_is_read_is_as_long_as_the_text_and_keeps_line_breaks() -> None:
    article = article_from_text("a.txt", f"{GERMAN}\n\n{ENGLISH}")
    for language, text in readable(article):
        assert len(text) == len(article.text)
        assert [place for place, letter in enumerate(text) if letter == "\n"] == [len(GERMAN), len(GERMAN) + 1]
        assert text.strip() == (GERMAN if language == "de" else ENGLISH)


def test_an_article_that_was_turned_away_cannot_be_analysed() -> None:
    with pytest.raises(ValueError, match="too short"):
        analysed("Kurz.")


def test_a_quote_that_is_not_at_its_offsets_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(text: str, language: Language, persons: object) -> list[CountryMention]:
        return [CountryMention(start=0, end=3, quote="XXX", codes=("NO",), form="name")]

    monkeypatch.setattr(mentions, "find_countries", wrong)
    with pytest.raises(AssertionError, match=r"a\.txt: 'XXX' is not at 0"):
        analysed(GERMAN)


def test_texts_parsed_in_a_batch_give_the_same() -> None:
    pipelines = Pipelines()
    articles: list[Article] = [article_from_text(name, text) for name, text in (("a", GERMAN), ("b", GERMAN[:74]))]
    parsed = list(pipelines.pipe([text for article in articles for _, text in readable(article)], "de"))
    for article, part in zip(articles, parsed, strict=True):
        assert analyse_parsed(article, [part]) == analyse(article, pipelines)
