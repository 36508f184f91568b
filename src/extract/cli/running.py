"""`extract run`, `extract evaluate` and `extract doctor`: whole folders."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from extract.cli.basics import (
    FINDINGS,
    GOOD,
    INTERRUPTED,
    Commands,
    UsageError,
    add_choices,
    add_command,
    chosen,
    progress,
    stoppable,
)
from extract.config import Settings, processes

_INPUTS = (
    "files, folders, patterns such as 'news/**/*.html', or - for standard input (default: corpus); read are text, "
    "Markdown, HTML, JSON Lines, CSV, Parquet, Word (.docx), PDF, mails (.eml, .mbox), RSS and Atom, web archives "
    "(.warc.gz) and .zip archives of these; which fields of rows say what stands in extract.toml under [columns]"
)


def register(commands: Commands) -> None:
    """Add the commands."""
    run = add_command(commands, "run", _run, "Read articles and write the tables of facts.")
    run.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=_INPUTS)
    run.add_argument("--out", type=Path, metavar="DIR", help="folder of the tables (default: outputs)")
    add_choices(run)
    run.add_argument("--jobs", type=int, metavar="N", help="worker processes, 0 for one a core (default: 1)")
    run.add_argument("--engine", choices=("local", "dask"), default="local", help="this machine (default), or Dask")
    run.add_argument("--scheduler", metavar="ADDRESS", default="", help="of a Dask cluster, such as tcp://host:8786;"
                     " without it --engine dask has --jobs workers on this machine")  # fmt: skip
    run.add_argument("--shards", action="store_true", help="write the facts as Parquet shards too (Dask always does)")
    run.add_argument("--fresh", action="store_true", help="analyse every article, also those that are known")
    run.add_argument("--wait", action="store_true", help="wait for another run into the same folder to end")

    evaluate = add_command(commands, "evaluate", _evaluate, "Score the claims of coded articles against their codes.")
    evaluate.add_argument("gold", type=Path, metavar="GOLD_DIR", help="folder of coded articles (.json)")
    evaluate.add_argument("--claims", type=Path, metavar="FILE|DIR", help="score this claims.jsonl, extract nothing")
    evaluate.add_argument("--brief", action="store_true", help="without the single misses")
    evaluate.add_argument("--floor-strict", type=float, default=0.0, metavar="F1", help="exit 1 below this strict F1")
    evaluate.add_argument("--floor-core", type=float, default=0.0, metavar="F1", help="exit 1 below this core F1")
    add_choices(evaluate)

    add_command(commands, "doctor", _doctor, "Report versions, models, pipelines, rules and folders.")


def _run(options: argparse.Namespace, settings: Settings) -> int:
    from extract.running import How, run

    settings = chosen(options, settings)
    if options.jobs is not None:
        if options.jobs < 0:
            raise UsageError(f"--jobs {options.jobs}: give a number of at least 1, or 0 for one a core")
        settings = replace(settings, jobs=processes(options.jobs))
    if options.scheduler and options.engine != "dask":
        raise UsageError(f"--scheduler {options.scheduler}: only --engine dask has one")
    with stoppable() as stop, progress() as advance:
        how = How(advance, fresh=options.fresh, wait=options.wait, stop=stop, shards=options.shards)
        if options.engine == "dask":
            from extract.running.cluster import dask_engine

            how = replace(how, engine=partial(dask_engine, options.scheduler), shards=True)
        summary = run(options.paths or [settings.corpus], options.out or settings.out, settings, how)
    print(summary.text())
    if warning := summary.warning():
        print(warning, file=sys.stderr)
    if summary.left:
        print(f"extract: stopped with {summary.left} articles left; run the same command again to go on",
              file=sys.stderr)  # fmt: skip
        return INTERRUPTED
    return GOOD


def _evaluate(options: argparse.Namespace, settings: Settings) -> int:
    from extract.evaluation import evaluate

    with progress() as advance:
        report = evaluate(options.gold, chosen(options, settings), options.claims, progress=advance)
    print(report.text(misses=not options.brief))
    return GOOD if report.reaches(options.floor_strict, options.floor_core) else FINDINGS


def _doctor(_: argparse.Namespace, settings: Settings) -> int:
    from extract.doctor import examine

    good = True
    for check in examine(settings):
        print(f"{'ok' if check.good else 'PROBLEM':8}{check.subject:16}{check.finding}")
        good = good and check.good
    return GOOD if good else FINDINGS
