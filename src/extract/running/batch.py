"""A run: files in, tables out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from extract.config import Settings
from extract.merging import finish, join, merge
from extract.merging.copies import mark_copies
from extract.merging.rates import load_rates
from extract.reading import list_sources
from extract.records import Article, Fact, digest
from extract.review import LOG_NAME, add_claims, additions, attach, paired, read_log, steer, without_apart
from extract.rules.packfile import user_packs
from extract.running.analysing import FinderFactory, Outcome, make_finder
from extract.running.cache import CACHE, Cache
from extract.running.fingerprint import fingerprint
from extract.running.incremental import carry_out, note_run, write_report
from extract.running.planning import make_plan
from extract.running.pool import analyse_all
from extract.running.summary import Summary, summarise
from extract.tables import RunInfo, write_tables

# Told how many files are done and how many there are.
Progress = Callable[[int, int], None]


def run(
    paths: Iterable[Path], out: Path, settings: Settings, progress: Progress | None = None,
    make: FinderFactory = make_finder, *, fresh: bool = False,
) -> Summary:  # fmt: skip
    """Read articles, extract and merge what they state, write the tables.

    What an earlier run into the same folder found in an article is taken over where nothing that bears on it has
    changed; the tables are the same as without. An article that cannot be read or analysed is listed in `articles.csv`
    with its reason and stops nothing; then `Summary.warning()` is not empty. A run that is killed leaves what it found
    to the next one. What reviewers decided is put to the facts.

    Args:
        paths: files and folders.
        out: folder of the tables; files of others in it are left alone.
        settings: pipelines, rules, processes.
        progress: called with (files done, files in all), from this process only.
        make: builds the finder of claims; another one than the rules serves tests.
        fresh: analyse every article, also those that are known.

    Raises:
        PathError: when a path does not exist or is no article.
        ConfigError, RuleError: when settings or rules cannot be used.
        LogError: when the log of decisions cannot be read.
        EvidenceError: when a claim's offsets do not fit its article; no table is written then.
    """
    sources = list_sources(list(paths))
    log = read_log(settings.review / LOG_NAME)
    parts = fingerprint(settings, make)
    with Cache(out / CACHE) as cache:
        plan = make_plan(sources, cache, parts, fresh)
        outcomes = carry_out(plan, cache, settings, make, _counted(len(sources), progress))
        articles, copies = _compared(outcomes)
        added = add_claims(additions(log.decisions), {article.name: article for article in articles}.get)
        found = (claim for outcome in outcomes for claim in outcome.claims)
        steered = steer(join([*found, *added.claims.values()]), paired(log.decisions))
        reviewed = attach(steered, log.decisions, added)
        facts = without_apart(finish(reviewed.facts, load_rates(settings.rates), copies), steered)
        files = write_tables(out, articles, facts, RunInfo(_record(settings, parts)), reviewed.placed)
        note_run(plan, outcomes, cache, parts)
        files += write_report(out, plan, cache.problem)
    return replace(summarise(articles, facts, files, reviewed.placed), work=plan.text(), unread=log.problems)


def extract_facts(
    paths: Iterable[Path], settings: Settings, progress: Progress | None = None, make: FinderFactory = make_finder
) -> tuple[list[Article], list[Fact]]:
    """The same without writing or looking at anything written: every article, sorted by name, and the facts."""
    sources = list_sources(list(paths))
    count = _counted(len(sources), progress)
    count(0)
    outcomes = analyse_all(sources, settings, make, lambda done: count(len(done)))
    articles, copies = _compared(outcomes)
    return articles, merge((claim for each in outcomes for claim in each.claims), load_rates(settings.rates), copies)


def _compared(outcomes: Sequence[Outcome]) -> tuple[list[Article], dict[str, tuple[str, ...]]]:
    """The articles, those marked that copy others, and the originals of each of these by its name."""
    articles = mark_copies(outcome.article for outcome in outcomes)
    return articles, {article.name: article.copy_of for article in articles if article.copy_of}


def _counted(total: int, progress: Progress | None) -> Callable[[int], None]:
    """Adds up the files done and passes the sum on."""
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done, total)

    return count


def _record(settings: Settings, parts: Mapping[str, str]) -> dict[str, str]:
    """What bears on the result beside the articles, without paths of a machine."""
    return {
        "pipeline_en": _name(settings.english),
        "pipeline_de": _name(settings.german),
        "rates": load_rates(settings.rates).name,
        "rules": _rules(settings.rules),
    } | {f"fingerprint_{name}": mark for name, mark in parts.items()}


def _rules(folder: Path) -> str:
    """Which packs of the user were in force: their names and a digest of their content."""
    packs = user_packs(folder)
    parts = [part for path in packs for part in (path.name, path.read_text(encoding="utf-8"))]
    return f"{', '.join(path.name for path in packs)} ({digest(*parts)})" if packs else "shipped packs only"


def _name(pipeline: str) -> str:
    """A package or blank pipeline as it is; of a folder its own name."""
    return Path(pipeline).name
