"""A run: files in, tables out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from extract.config import Settings
from extract.merging import merge
from extract.merging.copies import find_copies
from extract.merging.rates import load_rates
from extract.reading import Source, documents, list_sources
from extract.records import Claim, Fact, Listed, digest
from extract.review import LOG_NAME, add_claims, additions, read_log
from extract.review.log import Log
from extract.rules.packfile import user_packs
from extract.running.analysing import FinderFactory, make_finder
from extract.running.engines import Engine
from extract.running.fingerprint import fingerprint, joined
from extract.running.holding import disk_troubles_told, held
from extract.running.incremental import write_report
from extract.running.merged import MERGED, Merged
from extract.running.merging import Decided, Merging, merge_partitions
from extract.running.partitions import PARTITIONS, Partitions
from extract.running.planning import make_plan
from extract.running.pool import local_engine
from extract.running.store import CACHE, Store, is_damage, remove
from extract.running.streaming import Orders, Progress, process, weight_of
from extract.running.summary import Summary, summarise
from extract.tables import RunInfo, write_parts
from extract.tables.shards import with_shards


@dataclass(frozen=True, slots=True)
class How:
    """How to go about a run; nothing of it can be seen in the tables of a run that is let finish.

    Attributes:
        progress: told how far the run is, from this process only.
        fresh: analyse every article, also those that are known.
        wait: for another run into the same folder.
        stop: asked again and again; once true, the run ends with what is done.
        engine: processes the articles in place of the processes of the settings.
        shards: write the facts as Parquet shards as well.
    """

    progress: Progress | None = None
    fresh: bool = False
    wait: bool = False
    stop: Callable[[], bool] = lambda: False
    engine: Callable[[Settings, FinderFactory], Engine] = local_engine
    shards: bool = False


def run(
    paths: Iterable[Path], out: Path, settings: Settings, how: How | None = None, make: FinderFactory = make_finder
) -> Summary:
    """Read articles, extract and merge what they state, write the tables.

    What an earlier run into the same folder found in an article is taken over where nothing that bears on it has
    changed; the tables are the same as without. An article that cannot be read or analysed is listed in `articles.csv`
    with its reason and stops nothing; then `Summary.warning()` is not empty. A run that is killed leaves what it found
    to the next one; one that is asked to stop also writes the tables of what is done. What reviewers decided is put to
    the facts. Texts and claims are held a few at a time.

    Args:
        paths: files and folders.
        out: folder of the tables; files of others in it are left alone.
        settings: pipelines, rules, processes.
        how: to go about it.
        make: builds the finder of claims; another one than the rules serves tests.

    Raises:
        PathError: when a path does not exist or is no article.
        ConfigError, RuleError: when settings or rules cannot be used.
        LogError: when the log of decisions cannot be read.
        BusyError: when another run writes into the folder.
        FullError: when there is no space left; the tables are those of the run before then.
        EvidenceError: when a claim's offsets do not fit its article; no table is written then.
    """
    how = how or How()
    sources = list_sources(list(paths))
    log = read_log(settings.review / LOG_NAME)
    with disk_troubles_told(out), held(out, how.wait):
        try:
            return _run(sources, out, settings, how, make, log)
        except Exception as error:
            if not is_damage(error):
                raise
        # The file of earlier runs turned out to be damaged on the way: do without it.
        remove(out / CACHE)
        remove(out / MERGED)
        return _run(sources, out, settings, how, make, log)


def extract_facts(
    paths: Iterable[Path], settings: Settings, progress: Progress | None = None, make: FinderFactory = make_finder
) -> list[Fact]:
    """The facts alone, without writing or looking at anything written."""
    sources = list_sources(list(paths))
    with Store() as store, local_engine(settings, make) as engine:
        _process(sources, store, settings, How(progress), engine, fingerprint(settings, make))
        return merge(store.claims(), load_rates(settings.rates), _copies(store))


def _run(sources: Sequence[Source], out: Path, settings: Settings, how: How, make: FinderFactory, log: Log) -> Summary:
    parts = fingerprint(settings, make)
    with Store(out / CACHE) as store, how.engine(settings, make) as engine, Merged(out / MERGED) as merged:
        _process(sources, store, settings, how, engine, parts)
        left = store.left()
        copies = _copies(store)
        merging = _merged(out, store, settings, engine, merged, copies, log)
        inputs = _Inputs(store, copies)
        info = RunInfo(_record(settings, parts), left)
        facts = merged.parts(merging.tasks)
        written = write_parts(out, inputs, with_shards(out, facts) if how.shards else facts, info, merging.placed)
        plan = make_plan(store, parts, left, how.fresh)
        if not left:
            store.finish(parts)
        files = [*written.files, *write_report(out, plan, store.problem)]
        summary = summarise(inputs.listed(), replace(written, files=files), merging.placed)
    return replace(summary, work=plan.text(), unread=log.problems, left=left)


def _merged(
    out: Path, store: Store, settings: Settings, engine: Engine, merged: Merged, copies: Mapping[str, tuple[str, ...]],
    log: Log,
) -> Merging:  # fmt: skip
    """Merge the claims of a store, with those that reviewers added to its articles."""
    added = add_claims(additions(log.decisions), store.article)
    more: dict[str, list[Claim]] = defaultdict(list)
    for claim in added.claims.values():
        more[claim.article].append(claim)
    with Partitions(out / PARTITIONS) as partitions:
        for article, claims in groupby(store.claims(), key=attrgetter("article")):
            partitions.add([*claims, *more.pop(article, ())])
        for left in more.values():
            partitions.add(left)
        decided = Decided(log.decisions, added)
        return merge_partitions(partitions, merged, load_rates(settings.rates), copies, decided, engine.map)


def _process(
    sources: Sequence[Source], store: Store, settings: Settings, how: How, engine: Engine, parts: Mapping[str, str]
) -> None:
    orders = Orders(joined(parts), settings.batch, how.fresh, how.stop, how.progress, weight_of(sources))
    process(documents(sources, settings.columns), store, engine, orders)


def _copies(store: Store) -> dict[str, tuple[str, ...]]:
    """Among the articles in which something was found; of the others nobody asks for how many sources they count."""
    return find_copies(store.listed_with_claims(), lambda name: store.text(name) or "")


class _Inputs:
    """The articles of a store as the tables want them."""

    def __init__(self, store: Store, copies: Mapping[str, tuple[str, ...]]) -> None:
        self.text = store.text
        self.texts = store.texts
        self._store = store
        self._copies = copies

    def listed(self) -> Iterator[Listed]:
        """Every article, those marked that copy others."""
        for each in self._store.listed():
            names = self._copies.get(each.article.name, ())
            yield replace(each, article=replace(each.article, copy_of=names)) if names else each


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
