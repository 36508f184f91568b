"""How fast each room is: `make bench`, or `python tests/bench.py FOLDER` over other articles.

Prints seconds, words per second and characters per second on one core, each room over all articles at once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from extract.config import load_settings
from extract.finding.amounts import find_amounts
from extract.finding.countries import find_countries
from extract.finding.dates import find_dates
from extract.finding.mentions import analyse_parsed, readable
from extract.finding.nlp import Parsed, Pipelines
from extract.merging import merge
from extract.reading import read_articles
from extract.records import Article, Claim, Language
from extract.rules.loader import load_rules
from extract.rules.matching import find_claims

# The corpus is small: it is read several times over, so that a figure is worth printing.
MIN_CHARACTERS = 300_000

Result = TypeVar("Result")


def main(folder: Path) -> None:
    """Time the rooms over the articles of a folder."""
    settings = load_settings()
    pipelines, rules = Pipelines(settings), load_rules(settings.rules)
    once = [article for article in read_articles([folder]) if article.status == "processed"]
    if not once:
        sys.exit(f"{folder}: no German or English article in it")
    times = max(1, MIN_CHARACTERS // sum(len(article.text) for article in once))
    articles = once * times
    texts = [part for article in articles for part in readable(article)]
    for language in {language for language, _ in texts}:
        pipelines.load(language)
    characters = sum(len(article.text) for article in articles)
    words = sum(len(article.text.split()) for article in articles)
    print(f"{len(once)} articles, {times} times: {words:,} words, {characters:,} characters")

    def timed(name: str, work: Callable[[], Result]) -> Result:
        start = time.perf_counter()
        result = work()
        took = time.perf_counter() - start
        print(f"{name:22}{took:8.2f} s {words / took:12,.0f} words/s {characters / took:12,.0f} characters/s")
        return result

    def each(find: Callable[[str, Language, Article], object]) -> Callable[[], None]:
        def work() -> None:
            for article in articles:
                for language, text in readable(article):
                    find(text, language, article)

        return work

    def parse() -> list[list[Parsed]]:
        return [[pipelines.parse(text, language) for language, text in readable(article)] for article in articles]

    def claims() -> list[Claim]:
        return [claim for analysis in analyses for claim in find_claims(analysis, rules)]

    timed("reading", lambda: [list(read_articles([folder])) for _ in range(times)])
    timed("finding/amounts", each(lambda text, language, _: find_amounts(text, language)))
    timed("finding/dates", each(lambda text, language, article: find_dates(text, language, article.published)))
    timed("finding/countries", each(lambda text, language, _: find_countries(text, language)))
    parsed = timed("finding/nlp", parse)
    analyses = timed(
        "finding, all but nlp",
        lambda: [analyse_parsed(article, parts) for article, parts in zip(articles, parsed, strict=True)],
    )
    found = timed("rules", claims)
    timed("merging", lambda: merge(found[: len(found) // times]))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("corpus"))
