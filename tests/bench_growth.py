"""What more input and more rules cost, for `make bench`."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from dataclasses import replace

from bench_runs import Row, alone, peak, read_ours, timed, turns
from bench_texts import examples, mixed

from extract.config import Settings
from extract.finding.nlp import Pipelines
from extract.reading import Document, read_document
from extract.rules.finder import ClaimFinder
from extract.rules.loader import load_rules
from extract.rules.schema import Phrases, Rule, RuleSet
from extract.rules.triggers import DEMONYM
from extract.running.analysing import make_finder
from extract.values.register import shipped_register

SIZES = {"1x": 50, "10x": 500, "100x": 5_000}
TIMES = 4
_VOWELS = str.maketrans("aeiouäöüAEIOUÄÖÜ", "eiouaöüäEIOUAÖÜÄ")


def growth_of_input(articles: Sequence[Document], settings: Settings, one_in: int) -> list[Row]:
    """The same work over ten times and a hundred times the input, each in a process of its own."""
    rows = []
    for name, count in SIZES.items():
        words, seconds, most = alone(_input, mixed(articles, count, one_in), settings)
        rows.append(Row(f"{name}: {count:,} articles", words, count, seconds, most))
    return rows


def growth_of_rules() -> list[tuple[Row, float]]:
    """The shipped rules, and four times as many: with triggers of their own, and with the same ones.

    The texts are the examples of the rules, each read once, so that nothing is remembered of it.

    Returns:
        Rows with their time as a multiple of the first one's. All are measured turn and turn about.
    """
    documents = examples(load_rules())
    seconds, count, words = alone(_rules, documents)
    names = ("the shipped rules", f"{TIMES}x, other triggers", f"{TIMES}x, the same triggers")
    return [(Row(name, words, count, taken), taken / seconds[0]) for name, taken in zip(names, seconds, strict=True)]


def _input(documents: Sequence[Document], settings: Settings) -> tuple[int, float, int]:
    finder = make_finder(settings)
    read_ours(documents[:50], finder, settings.batch)  # loads what is loaded once
    seconds = timed(lambda: read_ours(documents, finder, settings.batch))[1]
    words = sum(len(read_document(document).text.split()) for document in documents)
    return words, seconds, peak(resource.RUSAGE_SELF)


def _rules(documents: Sequence[Document]) -> tuple[list[float], int, int]:
    pipelines, register, shipped = Pipelines(), shipped_register(), load_rules()
    sets = (shipped, _more(shipped, changed=True), _more(shipped, changed=False))
    finders = [ClaimFinder(pipelines, rules, register) for rules in sets]
    seconds = [0.0] * len(finders)
    for finder in finders:
        read_ours(documents[::8], finder, 32)  # loads what is loaded once
    documents = [one for place, one in enumerate(documents) if place % 8]
    for number, turn in enumerate(turns(documents, 4)):
        for step in range(len(finders)):  # what words mean is remembered for all: each goes first in its turn
            place = (number + step) % len(finders)
            seconds[place] += _seconds(turn, finders[place])
    return seconds, len(documents), sum(len(read_document(document).text.split()) for document in documents)


def _seconds(documents: Sequence[Document], finder: ClaimFinder) -> float:
    return timed(lambda: read_ours(documents, finder, 32))[1]


def _more(rules: RuleSet, *, changed: bool) -> RuleSet:
    """The rules with three copies of each, under ids and, where `changed`, words of their own."""
    copies = [_copy(rule, number, changed=changed) for number in range(1, TIMES) for rule in rules.rules]
    return replace(rules, rules=(*rules.rules, *(rule for rule in copies if rule.fact != "official")))


def _copy(rule: Rule, number: int, *, changed: bool) -> Rule:
    trigger = rule.trigger
    if changed:
        trigger = Phrases(de=_turned(rule.trigger.de, number), en=_turned(rule.trigger.en, number))
    return rule.model_copy(update={"id": f"{rule.id}_{number}", "trigger": trigger})


def _turned(phrases: Sequence[str], number: int) -> tuple[str, ...]:
    """Phrases with every vowel moved on by so many places: words of the same shape that hardly any text has."""
    turned = []
    for phrase in phrases:
        other = phrase
        for _ in range(number if phrase != DEMONYM else 0):
            other = other.translate(_VOWELS)
        turned.append(other)
    return tuple(turned)
