"""How often each rule fires on a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from extract.config import Settings
from extract.reading import list_sources
from extract.records import Article, Claim
from extract.running.analysing import analyse_source
from extract.running.batch import Progress


@dataclass(frozen=True, slots=True)
class Firings:
    """What rules found in articles.

    Attributes:
        articles: how many were analysed.
        times: how often a rule found something, by its id; one that adds persons to events counts each time.
        found_in: in how many articles.
    """

    articles: int
    times: Mapping[str, int]
    found_in: Mapping[str, int]


def count_firings(paths: Iterable[Path], settings: Settings, progress: Progress | None = None) -> Firings:
    """Read articles and count what each rule finds; nothing is written, articles that fail are left out.

    Args:
        paths: files and folders.
        settings: pipelines and rules.
        progress: called with (files done, files in all).

    Raises:
        PathError: when a path does not exist or is no article.
        ConfigError, RuleError: when settings or rules cannot be used.
    """
    from extract.finding.mentions import analyse
    from extract.finding.nlp import Pipelines
    from extract.finding.officials import load_register
    from extract.rules.loader import load_rules
    from extract.rules.matching import read_claims

    sources = list_sources(list(paths))
    rules, register, pipelines = load_rules(settings.rules), load_register(settings.officials), Pipelines(settings)
    times: Counter[str] = Counter()
    found_in: Counter[str] = Counter()

    def find(article: Article) -> list[Claim]:
        reading = read_claims(analyse(article, pipelines, register), rules)
        fired = Counter(claim.rule for claim in reading.claims)
        fired.update(attempt.rule for attempts in reading.attempts for attempt in attempts if attempt.joined)
        times.update(fired)
        found_in.update(fired.keys())
        return list(reading.claims)

    analysed = 0
    for done, source in enumerate(sources, start=1):
        analysed += analyse_source(source, lambda: find).article.status == "processed"
        if progress is not None:
            progress(done, len(sources))
    return Firings(analysed, times, found_in)
