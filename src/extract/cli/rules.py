"""`extract rules`: the rules in force."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from extract.cli.basics import FINDINGS, GOOD, Commands, UsageError, add_choices, add_command, chosen
from extract.config import Settings

if TYPE_CHECKING:
    from extract.rules.schema import RuleSet


def register(commands: Commands) -> None:
    """Add the command."""
    rules = add_command(commands, "rules", _rules, "List, show or check the rules in force.")
    rules.add_argument("action", choices=("list", "show", "check"), help="what to do")
    rules.add_argument("ids", nargs="*", metavar="RULE", help="rules to show or check (default: all)")
    add_choices(rules)


def _rules(options: argparse.Namespace, settings: Settings) -> int:
    from extract.rules.loader import load_rules

    settings = chosen(options, settings)
    rules = load_rules(settings.rules)
    known = {rule.id for rule in rules.rules}
    for rule_id in options.ids:
        if rule_id not in known:
            raise UsageError(f"there is no rule {rule_id!r}; `extract rules list` names them")
    picked = [rule for rule in rules.rules if not options.ids or rule.id in options.ids]
    if options.action == "list":
        for rule in picked:
            print(f"{rule.id}\t{rule.fact}\t{rules.sources.get(rule.id, '')}")
        return GOOD
    if options.action == "show":
        import yaml

        for rule in picked:
            content = rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            print(yaml.safe_dump([content], allow_unicode=True, sort_keys=False, width=110), end="")
        return GOOD
    return _check(rules, {rule.id for rule in picked}, settings)


def _check(rules: RuleSet, ids: set[str], settings: Settings) -> int:
    """Findings go to stdout, one a line: they are what the command is for."""
    from extract.finding.nlp import Pipelines
    from extract.rules.check import check_rules, quiet_texts

    findings = [finding for finding in check_rules(rules, Pipelines(settings), quiet_texts()) if finding.rule in ids]
    for finding in findings:
        print(finding)
    examples = sum(len(rule.examples) for rule in rules.rules if rule.id in ids)
    print(f"{len(ids)} rules, {examples} examples, {len(findings)} findings", file=sys.stderr)
    return FINDINGS if findings else GOOD
