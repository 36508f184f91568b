"""The command line: parse, call, print. Data go to stdout, talk to stderr.

Exit status: 0 good, 1 findings (rules that fail, something missing), 2 wrong usage or input.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TextIO

import extract
from extract.config import SHIPPED, Settings, load_settings

if TYPE_CHECKING:
    from extract.records import Article, Language
    from extract.rules.schema import RuleSet

# Handlers import what they need themselves: `extract mentions` must not wait for spaCy, nor `--help` for pandas.

GOOD, FINDINGS, USAGE = 0, 1, 2


class UsageError(ValueError):
    """Arguments that cannot be used."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: words of the command line, those of the process by default.

    Returns:
        The exit status.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    handler: Callable[[argparse.Namespace, Settings], int] = options.handler
    try:
        return handler(options, load_settings(options.settings))
    except BrokenPipeError:
        # Whoever read our output has gone ("| head"); nothing more can be said on it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except KeyboardInterrupt:
        print("extract: interrupted", file=sys.stderr)
        return 130
    except (ValueError, OSError) as error:
        if not _foreseen(error):
            raise
        print(f"extract: {error}", file=sys.stderr)
        return USAGE


def _foreseen(error: Exception) -> bool:
    """Whether the message is meant for the user; anything else is a defect and keeps its traceback."""
    names = {each.__name__ for each in type(error).__mro__}
    foreseen = {
        "UsageError",
        "ConfigError",
        "CorpusError",
        "PathError",
        "LineError",
        "RuleError",
        "GoldError",
        "OSError",
    }
    return bool(names & foreseen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="extract", description="Bilateral facts from German and English news.")
    parser.add_argument("--version", action="version", version=f"extract {extract.__version__}")
    parser.add_argument(
        "--settings", type=Path, metavar="FILE", help="settings file (default: extract.toml if present)"
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, handler: Callable[[argparse.Namespace, Settings], int], help_: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_, description=help_)
        command.set_defaults(handler=handler)
        return command

    run = add("run", _run, "Read articles and write the tables of facts.")
    run.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: corpus)")
    run.add_argument("--out", type=Path, metavar="DIR", help="folder of the tables (default: outputs)")
    _add_choices(run)
    run.add_argument("--jobs", type=int, metavar="N", help="worker processes (default: 1)")

    mentions = add("mentions", _mentions, "Print amounts and dates of the texts of a JSON Lines file.")
    mentions.add_argument(
        "file", metavar="FILE", help='objects with "id", "text", perhaps "lang" and "ref_date"; - for stdin'
    )

    explain = add("explain", _explain, "Print what is found in a text, which rules fire, and why others do not.")
    explain.add_argument("text", metavar="TEXT|FILE", help="a text, the path of an article, or - for stdin")
    explain.add_argument("--published", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="publication date")
    explain.add_argument("--lang", choices=("de", "en"), help="language, where a short text does not tell")
    _add_choices(explain)

    rules = add("rules", _rules, "List, show or check the rules in force.")
    rules.add_argument("action", choices=("list", "show", "check"), help="what to do")
    rules.add_argument("ids", nargs="*", metavar="RULE", help="rules to show or check (default: all)")
    _add_choices(rules)

    evaluate = add("evaluate", _evaluate, "Score the claims of coded articles against their codes.")
    evaluate.add_argument("gold", type=Path, metavar="GOLD_DIR", help="folder of coded articles (.json)")
    evaluate.add_argument("--claims", type=Path, metavar="FILE|DIR", help="score this claims.jsonl, extract nothing")
    evaluate.add_argument("--brief", action="store_true", help="without the single misses")
    evaluate.add_argument("--floor-strict", type=float, default=0.0, metavar="F1", help="exit 1 below this strict F1")
    evaluate.add_argument("--floor-core", type=float, default=0.0, metavar="F1", help="exit 1 below this core F1")
    _add_choices(evaluate)

    models = add("models", _models, "List the shipped models, measure pipelines, or train the models anew.")
    models.add_argument("action", choices=("info", "measure", "train"), help="what to do")
    models.add_argument(
        "names", nargs="*", metavar="NAME", help="pipelines to measure, or stages to train (default: all)"
    )
    models.add_argument("--data", type=Path, metavar="DIR", help="folder of the corpora that models/recipes names")
    models.add_argument("--work", type=Path, metavar="DIR", default=Path("outputs/training"),
                        help="what one stage hands to the next (default: outputs/training)")  # fmt: skip
    models.add_argument("--models", type=Path, metavar="DIR", help="where the models are written (default: models)")

    add("doctor", _doctor, "Report versions, models, pipelines, rules and folders.")
    return parser


def _add_choices(command: argparse.ArgumentParser) -> None:
    command.add_argument("--rules", type=Path, metavar="DIR", help="folder of your rule packs (default: models/rules)")
    command.add_argument(
        "--model", choices=SHIPPED, help="shipped model for names, in both languages (default: as set)"
    )


def _chosen(options: argparse.Namespace, settings: Settings) -> Settings:
    """The settings with what the options say of rules and models."""
    if options.model is not None:
        settings = replace(settings, english=options.model, german=options.model)
    folder: Path | None = options.rules
    if folder is None:
        return settings
    if not folder.is_dir():
        raise UsageError(f"--rules {folder}: there is no such folder")
    return replace(settings, rules=folder)


def _run(options: argparse.Namespace, settings: Settings) -> int:
    from extract.running import run

    settings = _chosen(options, settings)
    if options.jobs is not None:
        if options.jobs < 1:
            raise UsageError(f"--jobs {options.jobs}: give a number of at least 1")
        settings = replace(settings, jobs=options.jobs)
    with _progress() as advance:
        summary = run(options.paths or [settings.corpus], options.out or settings.out, settings, advance)
    print(summary.text())
    if warning := summary.warning():
        print(warning, file=sys.stderr)
    return GOOD


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    with tqdm(unit=" articles", disable=not sys.stderr.isatty(), leave=False) as bar:

        def advance(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield advance


def _mentions(options: argparse.Namespace, _: Settings) -> int:
    from extract.finding.lines import mention_lines

    def detect(text: str) -> Language | None:
        from extract.reading.languages import guess

        return guess(text)

    with _opened(options.file) as (lines, name):
        for line in mention_lines(lines, name, detect):
            print(line)
    return GOOD


@contextmanager
def _opened(file: str) -> Iterator[tuple[TextIO, str]]:
    if file == "-":
        yield sys.stdin, "stdin"
        return
    try:
        with Path(file).open(encoding="utf-8-sig") as lines:
            yield lines, file
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error


def _explain(options: argparse.Namespace, settings: Settings) -> int:
    from extract.finding.mentions import analyse
    from extract.finding.nlp import Pipelines
    from extract.finding.officials import load_register
    from extract.rules.explain import explain
    from extract.rules.loader import load_rules

    settings = _chosen(options, settings)
    article = _article(options)
    if article.language is None:
        print(f"{article.name}: {article.reason}; --lang de or --lang en settles it", file=sys.stderr)
        return FINDINGS
    analysis = analyse(article, Pipelines(settings), load_register(settings.officials))
    for line in explain(analysis, load_rules(settings.rules)):
        print(line)
    return GOOD


def _article(options: argparse.Namespace) -> Article:
    from extract.reading import list_sources, read_article
    from extract.reading.articles import article_from_text

    if options.text == "-":
        article = article_from_text("stdin", sys.stdin.read())
    elif _is_file(options.text):
        article = read_article(list_sources([Path(options.text)])[0])
    else:
        article = article_from_text("text", options.text)
    if options.lang and article.status != "failed":
        article = replace(article, language=options.lang, paragraph_languages=(), status="processed", reason="")
    if options.published:
        article = replace(article, published=options.published, published_from="metadata")
    return article


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        # Too long for a path, or with a character that paths cannot have: a text.
        return False


def _rules(options: argparse.Namespace, settings: Settings) -> int:
    from extract.rules.loader import load_rules

    settings = _chosen(options, settings)
    rules = load_rules(settings.rules)
    known = {rule.id for rule in rules.rules}
    for rule_id in options.ids:
        if rule_id not in known:
            raise UsageError(f"there is no rule {rule_id!r}; `extract rules list` names them")
    chosen = [rule for rule in rules.rules if not options.ids or rule.id in options.ids]
    if options.action == "list":
        for rule in chosen:
            print(f"{rule.id}\t{rule.fact}\t{rules.sources.get(rule.id, '')}")
        return GOOD
    if options.action == "show":
        import yaml

        for rule in chosen:
            content = rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            print(yaml.safe_dump([content], allow_unicode=True, sort_keys=False, width=110), end="")
        return GOOD
    return _check(rules, {rule.id for rule in chosen}, settings)


def _check(rules: RuleSet, chosen: set[str], settings: Settings) -> int:
    """Findings go to stdout, one a line: they are what the command is for."""
    from extract.finding.nlp import Pipelines
    from extract.rules.check import check_rules, quiet_texts

    findings = [finding for finding in check_rules(rules, Pipelines(settings), quiet_texts()) if finding.rule in chosen]
    for finding in findings:
        print(finding)
    examples = sum(len(rule.examples) for rule in rules.rules if rule.id in chosen)
    print(f"{len(chosen)} rules, {examples} examples, {len(findings)} findings", file=sys.stderr)
    return FINDINGS if findings else GOOD


def _evaluate(options: argparse.Namespace, settings: Settings) -> int:
    from extract.evaluation import evaluate

    with _progress() as advance:
        report = evaluate(options.gold, _chosen(options, settings), options.claims, progress=advance)
    print(report.text(misses=not options.brief))
    return GOOD if report.reaches(options.floor_strict, options.floor_core) else FINDINGS


def _models(options: argparse.Namespace, _: Settings) -> int:
    from extract.finding.shipped import damages, describe, models_folder

    if options.action == "info":
        for line in describe(models_folder()):
            print(line)
        wrong = list(damages(models_folder()))
        for line in wrong:
            print(line, file=sys.stderr)
        return FINDINGS if wrong else GOOD
    if options.data is None or not options.data.is_dir():
        raise UsageError(
            f"models {options.action}: --data DIR names the folder of the corpora; models/recipes/README.md lists them"
        )
    module = _recipe(models_folder() / "recipes", options.action)
    if options.action == "measure":
        for line in module.measure(options.names, options.data):
            print(line, flush=True)
        return GOOD
    for stage in options.names:
        if stage not in module.STAGES:
            raise UsageError(f"models train: there is no stage {stage!r}; the stages are {', '.join(module.STAGES)}")
    module.train(options.names or module.STAGES, options.data, options.work, options.models or models_folder())
    return GOOD


def _recipe(folder: Path, name: str) -> ModuleType:
    """A module of the recipes; they and their libraries are no part of the package."""
    if not folder.is_dir():
        raise UsageError(f"models {name}: there is no folder {folder}; the recipes come with the source tree only")
    sys.path.insert(0, str(folder))
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(f'models {name}: {error}; run: pip install "extract[train]"') from error


def _doctor(_: argparse.Namespace, settings: Settings) -> int:
    from extract.doctor import examine

    good = True
    for check in examine(settings):
        print(f"{'ok' if check.good else 'PROBLEM':8}{check.subject:16}{check.finding}")
        good = good and check.good
    return GOOD if good else FINDINGS


if __name__ == "__main__":
    sys.exit(main())
