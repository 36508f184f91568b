"""How often each rule fires on a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from extract.config import Settings
from extract.reading import documents, list_sources
from extract.records import Article, Claim
from extract.running.engines import InProcess
from extract.running.store import Store
from extract.running.streaming import Orders, Progress, process, weight_of


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
        progress: told how far it is.

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

    with Store() as store, InProcess(settings, lambda _: find) as engine:
        orders = Orders("", settings.batch, progress=progress, total=weight_of(sources))
        process(documents(sources, settings.columns), store, engine, orders)
        analysed = sum(each.article.status == "processed" for each in store.listed())
    return Firings(analysed, times, found_in)
