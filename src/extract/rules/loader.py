"""The rules in force: the shipped packs with the user's packs applied over them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

from extract.records import LANGUAGES, FactType
from extract.rules.blanks import find_blanks, without_blanks
from extract.rules.packfile import PHRASE_KEYS, PackFile, RuleError, read_pack, shipped_packs, user_packs
from extract.rules.schema import BLANK, SAME, Extension, Indicator, Phrases, Rule, RuleSet
from extract.rules.triggers import DEMONYM, PhraseError, phrase_pattern

__all__ = ["RuleError", "load_rules", "only"]


def load_rules(user_folder: Path | None = None) -> RuleSet:
    """The shipped packs with the user's packs (`*.yaml` of a folder, in order of names) applied over them.

    Raises:
        RuleError: when a pack is not valid.
    """
    own = [read_pack(path) for path in user_packs(user_folder)] if user_folder is not None else []
    book = _Book()
    for file in own:  # a rule may give an indicator that a later pack declares
        book.declare(file)
    for file in shipped_packs():
        book.add(file)
    for file in own:
        _check_phrases(file)
        book.add(file)
    mine = frozenset(rule.id for file in own for rule in file.pack.rules)
    changed = mine | {rule_id for file in own for rule_id in file.pack.extend}
    rules = (without_blanks(rule) if rule.id in changed else rule for rule in book.rules.values())
    return RuleSet(
        tuple(book.finished(rule) for rule in rules),
        book.sources,
        book.places,
        book.indicators,
        own=mine,
        blanks=tuple(blank for file in own for blank in find_blanks(file)),
    )


def only(rules: RuleSet, fact: str) -> RuleSet:
    """The rules that give one type of fact."""
    return replace(rules, rules=tuple(rule for rule in rules.rules if rule.fact == fact))


def _check_phrases(file: PackFile) -> None:
    """Read every phrase of a pack, so that one that cannot be read is told once, before any article.

    Raises:
        RuleError: for the first such phrase.
    """
    for _, part, place in file.parts():
        for key in PHRASE_KEYS:
            for language in LANGUAGES:
                phrases: Phrases = getattr(part, key, Phrases())
                for number, phrase in enumerate(phrases.of(language)):
                    try:
                        if BLANK not in phrase and phrase != DEMONYM:
                            re.compile(phrase_pattern(phrase))
                    except (PhraseError, re.error) as error:
                        where = file.place(*place, key, language, number)
                        raise RuleError(f"{where}: {key}: {phrase!r} is no phrase: {error}") from error


@dataclass
class _Book:
    """What is known while packs are read, one after the other."""

    rules: dict[str, Rule] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, str, str], str] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)

    def declare(self, file: PackFile) -> None:
        """Take the indicators of a pack.

        Raises:
            RuleError: when a name is taken.
        """
        for name, indicator in file.pack.indicators.items():
            place = file.place("indicators", name)
            if name in (*get_args(FactType), SAME, "events", "quantities", "officials", "all"):
                raise RuleError(f"{place}: {name!r} is a type of fact already; choose another name for the indicator")
            if name in self.indicators:
                raise RuleError(f"{place}: the indicator {name!r} is declared already ({self.sources[name]})")
            self.indicators[name] = indicator
            self.sources[name] = place

    def add(self, file: PackFile) -> None:
        """Apply a pack to the rules so far.

        Raises:
            RuleError: when it names a rule or a type of fact that there is not, or takes an id that there is.
        """
        pack = file.pack
        for key, ids in (("disable", pack.disable), ("replace", pack.replace), ("extend", pack.extend)):
            for position, rule_id in enumerate(ids):
                if rule_id not in self.rules:
                    place = file.place(key, rule_id if key == "extend" else position)
                    known = ", ".join(sorted(self.rules))
                    raise RuleError(f"{place}: there is no rule '{rule_id}' to change; the rules are {known}")
        for rule_id in pack.disable:
            del self.rules[rule_id]
        for rule_id, extension in pack.extend.items():
            self.rules[rule_id] = _extended(self.rules[rule_id], extension)
            self._locate(file, rule_id, extension, ("extend", rule_id))
        for position, rule in enumerate(pack.rules):
            self._check(file, rule, position)
            self.rules[rule.id] = rule
            self.sources[rule.id] = file.place("rules", position)
            self._locate(file, rule.id, rule, ("rules", position))

    def _check(self, file: PackFile, rule: Rule, position: int) -> None:
        place = file.place("rules", position)
        if rule.id in self.rules and rule.id not in file.pack.replace:
            raise RuleError(
                f"{place}: a rule '{rule.id}' exists already ({self.sources[rule.id]});"
                " choose another id or name it under 'replace'"
            )
        if rule.like is not None and rule.like not in self.rules:
            raise RuleError(f"{place}: no rule before this one is called '{rule.like}'")
        types = (*get_args(FactType), *self.indicators)
        if rule.fact not in (*types, SAME):
            raise RuleError(
                f"{file.place('rules', position, 'fact')}: there is no type of fact '{rule.fact}';"
                f" the types are {', '.join(types)}; to add one, declare it in the pack:"
                f" 'indicators: {{{rule.fact}: {{countries: directed, meaning: {{de: ..., en: ...}}}}}}'"
            )

        if rule.id in self.indicators and rule.fact != rule.id:
            raise RuleError(f"{place}: '{rule.id}' is an indicator, but this rule gives {rule.fact}; choose another id")

    def _locate(self, file: PackFile, rule_id: str, part: Rule | Extension, path: tuple[str | int, ...]) -> None:
        """Note where phrases and examples stand."""
        for language in LANGUAGES:
            for position, phrase in enumerate(part.trigger.of(language)):
                self.places[rule_id, language, phrase] = file.place(*path, "trigger", language, position)
        for position, example in enumerate(part.examples):
            self.places[rule_id, example.language, example.text] = file.place(*path, "examples", position)

    def finished(self, rule: Rule) -> Rule:
        """The rule as it runs: with the triggers of the one it is like, as that one has them after all packs are read,
        and without direction where its indicator has none."""
        changes: dict[str, object] = {}
        if rule.like is not None:
            changes["trigger"] = self.rules[rule.like].trigger
        indicator = self.indicators.get(rule.fact)
        if indicator is not None and indicator.countries == "unordered":
            changes["direction"] = rule.direction.model_copy(update={"joint": "true"})
        return rule.model_copy(update=changes) if changes else rule


def _extended(rule: Rule, extension: Extension) -> Rule:
    def joined(old: Phrases, new: Phrases) -> Phrases:
        return Phrases(de=old.de + new.de, en=old.en + new.en)

    return rule.model_copy(
        update={
            "trigger": joined(rule.trigger, extension.trigger),
            "unless": joined(rule.unless, extension.unless),
            "examples": rule.examples + extension.examples,
        }
    )
