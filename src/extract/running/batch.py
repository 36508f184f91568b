"""A run: files in, tables out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from extract.config import Settings
from extract.merging import merge
from extract.merging.rates import load_rates
from extract.reading import Source, list_sources
from extract.records import Article, Fact, digest
from extract.rules.packfile import user_packs
from extract.running.analysing import FinderFactory, Outcome, make_finder
from extract.running.pool import analyse_all
from extract.running.summary import Summary, summarise
from extract.tables import RunInfo, write_tables

# Told how many files are done and how many there are.
Progress = Callable[[int, int], None]


def run(
    paths: Iterable[Path], out: Path, settings: Settings, progress: Progress | None = None,
    make: FinderFactory = make_finder,
) -> Summary:  # fmt: skip
    """Read articles, extract and merge what they state, write the tables.

    An article that cannot be read or analysed is listed in `articles.csv` with its reason and stops nothing; then
    `Summary.warning()` is not empty.

    Args:
        paths: files and folders.
        out: folder of the tables; files of others in it are left alone.
        settings: pipelines, rules, processes.
        progress: called with (files done, files in all), from this process only.
        make: builds the finder of claims; another one than the rules serves tests.

    Raises:
        PathError: when a path does not exist or is no article.
        ConfigError, RuleError: when settings or rules cannot be used.
        EvidenceError: when a claim's offsets do not fit its article; no table is written then.
    """
    articles, facts = extract_facts(paths, settings, progress, make)
    files = write_tables(out, articles, facts, RunInfo(_record(settings)))
    return summarise(articles, facts, files)


def extract_facts(
    paths: Iterable[Path], settings: Settings, progress: Progress | None = None, make: FinderFactory = make_finder
) -> tuple[list[Article], list[Fact]]:
    """The same without writing: every article, sorted by name, and the facts."""
    outcomes = _analyse(list_sources(list(paths)), settings, progress, make)
    facts = merge((claim for outcome in outcomes for claim in outcome.claims), load_rates())
    return [outcome.article for outcome in outcomes], facts


def _analyse(
    sources: Sequence[Source], settings: Settings, progress: Progress | None, make: FinderFactory
) -> list[Outcome]:
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done, len(sources))

    if progress is not None:
        progress(0, len(sources))
    return analyse_all(sources, settings, make, advance)


def _record(settings: Settings) -> dict[str, str]:
    """What of the settings bears on the result, without paths of a machine."""
    return {
        "pipeline_en": _name(settings.english),
        "pipeline_de": _name(settings.german),
        "rates": load_rates().name,
        "rules": _rules(settings.rules),
    }


def _rules(folder: Path) -> str:
    """Which packs of the user were in force: their names and a digest of their content."""
    packs = user_packs(folder)
    parts = [part for path in packs for part in (path.name, path.read_text(encoding="utf-8"))]
    return f"{', '.join(path.name for path in packs)} ({digest(*parts)})" if packs else "shipped packs only"


def _name(pipeline: str) -> str:
    """A package or blank pipeline as it is; of a folder its own name."""
    return Path(pipeline).name
