"""`extract rules`: list, show, check and begin rules."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract.cli.basics import (
    FINDINGS,
    GOOD,
    Commands,
    UsageError,
    add_choices,
    add_command,
    chosen,
    progress,
)
from extract.cli.texts import add_articles, article_of, choose_language, stored_articles
from extract.config import Settings

if TYPE_CHECKING:
    from extract.rules.observing import Observation
    from extract.rules.schema import Rule, RuleSet
    from extract.running.counting import Firings


def register(commands: Commands) -> None:
    """Add the command with its actions."""
    says = "List, show or check the rules in force, or begin a new one."
    rules = commands.add_parser("rules", help=says, description=says)
    actions = rules.add_subparsers(metavar="ACTION", required=True)

    listing = add_command(actions, "list", _list, "List the rules, and how often each fires on a corpus.")
    listing.add_argument("--corpus", type=Path, metavar="PATH", help="articles to count on (default: corpus)")
    listing.add_argument("--no-count", action="store_true", help="only list them; quicker")
    show = add_command(actions, "show", _show, "Print triggers, conditions and examples of rules.")
    check = add_command(actions, "check", _check, "Run the examples of rules and say what is wrong with them.")
    for action, what in ((listing, "list"), (show, "show"), (check, "check")):
        action.add_argument("ids", nargs="*", metavar="RULE", help=f"rules to {what} (default: all)")
        add_choices(action)

    new = add_command(actions, "new", _new, "Write a pack with a new rule to fill in, as NAME.yaml.")
    new.add_argument("name", metavar="NAME", help="of the rule and its file: small letters, digits and _")
    new.add_argument("--fact", metavar="TYPE", help="type of the facts, an existing or a new one (default: NAME)")
    source = new.add_mutually_exclusive_group()
    source.add_argument("--from", dest="sentence", metavar="SENTENCE", help="a sentence that states such a fact")
    source.add_argument(
        "--from-review", dest="decisions", nargs="*", metavar="DECISION",
        help="with facts that were added in the review as its examples (default: all), and rejected ones as exceptions",
    )  # fmt: skip
    add_articles(new)
    choose_language(new)
    add_choices(new)


def _picked(options: argparse.Namespace, rules: RuleSet) -> list[Rule]:
    known = {rule.id for rule in rules.rules}
    for rule_id in options.ids:
        if rule_id not in known:
            raise UsageError(f"there is no rule {rule_id!r}; `extract rules list` names them")
    return [rule for rule in rules.rules if not options.ids or rule.id in options.ids]


def _list(options: argparse.Namespace, settings: Settings) -> int:
    from extract.rules.loader import load_rules
    from extract.running.counting import count_firings

    settings = chosen(options, settings)
    rules = load_rules(settings.rules)
    picked = _picked(options, rules)
    corpus: Path = options.corpus or settings.corpus
    if options.no_count:
        _print_rules(picked, rules, None)
        return GOOD
    if options.corpus is None and not corpus.is_dir():
        print(f"there is no folder {corpus} to count on; --corpus names another one", file=sys.stderr)
        _print_rules(picked, rules, None)
        return GOOD
    with progress() as advance:
        firings = count_firings([corpus], settings, advance)
    _print_rules(picked, rules, firings)
    never = [rule.id for rule in picked if not firings.times.get(rule.id)]
    where = f"in {_number(firings.articles, 'article')} of {corpus}"
    print(f"\nnever fired {where}: {', '.join(never)}" if never else f"\neach of them fired {where}")
    return GOOD


def _print_rules(picked: list[Rule], rules: RuleSet, firings: Firings | None) -> None:
    """One rule a line in columns: id, type of fact, file and line, and counts where there are any."""
    rows = [("rule", "fact", "where")] + [(rule.id, rule.fact, rules.source(rule.id)) for rule in picked]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        if firings is not None:
            first = row is rows[0]
            line += f"  {'fired' if first else firings.times.get(row[0], 0):>6}"
            line += f"  {'articles' if first else firings.found_in.get(row[0], 0):>8}"
        print(line.rstrip())


def _show(options: argparse.Namespace, settings: Settings) -> int:
    import yaml

    from extract.rules.loader import load_rules

    rules = load_rules(chosen(options, settings).rules)
    for rule in _picked(options, rules):
        content = rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        print(yaml.safe_dump([content], allow_unicode=True, sort_keys=False, width=110), end="")
    return GOOD


def _check(options: argparse.Namespace, settings: Settings) -> int:
    """Findings go to stdout, one a line: they are what the command is for."""
    from extract.finding.nlp import Pipelines
    from extract.rules.check import check_rules, quiet_texts
    from extract.rules.loader import load_rules

    settings = chosen(options, settings)
    rules = load_rules(settings.rules)
    picked = _picked(options, rules)
    quiet = quiet_texts()
    # Unless a model is asked for, the quick one reads the shipped examples first: most need no look of the other.
    fast = replace(settings, english="fast", german="fast")
    first = Pipelines(fast) if options.model is None and fast != settings else None
    only = {rule.id for rule in picked} if options.ids else None
    findings = check_rules(rules, Pipelines(settings), quiet, only, first)
    for finding in findings:
        print(finding)
    examples = sum(len(rule.examples) for rule in picked)
    result = _number(len(findings), "finding") if findings else "all good"
    print(f"{_number(len(picked), 'rule')}, {_number(examples, 'example')}: {result}", file=sys.stderr)
    return FINDINGS if findings else GOOD


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _new(options: argparse.Namespace, settings: Settings) -> int:
    from extract.rules.drafting import write_draft
    from extract.rules.loader import load_rules

    settings = chosen(options, settings)
    rules = load_rules(settings.rules)
    fact = options.fact or options.name
    observations = [_observed(options, settings)] if options.sentence else []
    if options.decisions is not None:
        fact, observations = _decided(options, settings, rules)
    print(write_draft(settings.rules, options.name, fact, rules, observations))
    if fact not in rules.types:
        print(f"{fact} is a new type of fact; those that exist are {', '.join(rules.types)}", file=sys.stderr)
    print(f"fill in what is marked ???, then: extract rules check {options.name}", file=sys.stderr)
    return GOOD


def _decided(options: argparse.Namespace, settings: Settings, rules: RuleSet) -> tuple[str, list[Observation]]:
    """The type of the facts, and the sentences that reviewers have decided on."""
    from extract.finding.mentions import analyse
    from extract.finding.nlp import Pipelines
    from extract.finding.officials import load_register
    from extract.review import LOG_NAME, read_log
    from extract.review.examples import as_example, choose
    from extract.review.seeing import sight

    log = read_log(settings.review / LOG_NAME)
    fact, decisions = choose(log.decisions, options.decisions, options.fact)
    articles, pipelines, register = (
        stored_articles(options, settings),
        Pipelines(settings),
        load_register(settings.officials),
    )
    observations = []
    for decision in decisions:
        article = next((articles.get(place.article) for place in sight(decision).places), None)
        example, rule = as_example(decision, article, lambda text: analyse(text, pipelines, register), rules)
        if rule and not options.decisions:
            print(f"{decision.id}: left out, the rule {rule} finds it", file=sys.stderr)
        else:
            observations.append(example)
    if not observations:
        raise UsageError("rules new: the rules find all facts that were added; name one to use it all the same")
    return fact, observations


def _observed(options: argparse.Namespace, settings: Settings) -> Observation:
    from extract.finding.mentions import analyse
    from extract.finding.nlp import Pipelines
    from extract.finding.officials import load_register
    from extract.rules.observing import observe

    article = article_of(options.sentence, options, settings)
    if article.language is None:
        raise UsageError(f"--from: {article.reason}; --lang de or --lang en settles it")
    return observe(analyse(article, Pipelines(settings), load_register(settings.officials)))
