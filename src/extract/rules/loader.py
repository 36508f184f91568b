"""Rule packs from YAML: string scalars only, errors with file and line, users' packs over the shipped ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from extract.rules.schema import Extension, Pack, Phrases, Rule, RuleSet


class RuleError(Exception):
    """A pack that cannot be used; the message names file, line and what to do."""


def load_rules(user_folder: Path | None = None) -> RuleSet:
    """The shipped packs with the user's packs (`*.yaml` of a folder, in order of names) applied over them.

    Raises:
        RuleError: when a pack is not valid.
    """
    found: dict[str, Rule] = {}
    sources: dict[str, str] = {}
    for name, text in _shipped():
        _add(found, sources, *parse_pack(text, name), name=name)
    if user_folder is not None and user_folder.is_dir():
        for path in sorted(user_folder.glob("*.yaml")):
            name = path.name
            _add(found, sources, *parse_pack(path.read_text(encoding="utf-8"), name), name=name)
    return RuleSet(tuple(_with_triggers(rule, found) for rule in found.values()), sources)


def _with_triggers(rule: Rule, found: dict[str, Rule]) -> Rule:
    """The rule with the triggers of the one it is like, as that one has them after all packs are read."""
    return rule if rule.like is None else rule.model_copy(update={"trigger": found[rule.like].trigger})


def _shipped() -> Iterable[tuple[str, str]]:
    folder = files("extract.rules").joinpath("packs")
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            yield f"packs/{entry.name}", entry.read_text(encoding="utf-8")


def parse_pack(text: str, name: str) -> tuple[Pack, dict[tuple[str | int, ...], int]]:
    """A validated pack and the line of each of its nodes by path ("rules", 0, "trigger").

    Args:
        text: YAML.
        name: what errors call the file.

    Raises:
        RuleError: on YAML that cannot be read, and on keys or values that the schema does not know.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
        data = yaml.load(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark or error.problem_mark  # the context is where the unfinished thing begins
        line = mark.line + 1 if mark else 1
        raise RuleError(f"{name}:{line}: this is not YAML: {error.problem}") from error
    lines = _lines(node)
    try:
        return Pack.model_validate(data), lines
    except ValidationError as error:
        raise RuleError("\n".join(_explain(name, lines, each) for each in error.errors())) from error


def _lines(node: Any, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], int]:
    if node is None:
        return {}
    found = {path: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found |= _lines(value, (*path, key.value))
            found[(*path, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            found |= _lines(value, (*path, place))
    return found


def _explain(name: str, lines: dict[tuple[str | int, ...], int], error: Any) -> str:
    path: tuple[str | int, ...] = tuple(error["loc"])
    line = next((lines[path[:length]] for length in range(len(path), -1, -1) if path[:length] in lines), 1)
    where = ".".join(str(part) for part in path) or "the pack"
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message = "this key is not known here; look at `extract rules show` for the keys of a rule"
    return f"{name}:{line}: {where}: {message}"


def _add(
    found: dict[str, Rule],
    sources: dict[str, str],
    pack: Pack,
    lines: dict[tuple[str | int, ...], int],
    *,
    name: str,
) -> None:
    for rule_id in (*pack.disable, *pack.replace, *pack.extend):
        if rule_id not in found:
            known = ", ".join(sorted(found))
            raise RuleError(f"{name}:1: there is no rule '{rule_id}' to change; the rules are {known}")
    for rule_id in pack.disable:
        del found[rule_id]
    for rule_id, extension in pack.extend.items():
        found[rule_id] = _extended(found[rule_id], extension)
    for place, rule in enumerate(pack.rules):
        line = lines.get(("rules", place), 1)
        if rule.id in found and rule.id not in pack.replace:
            raise RuleError(
                f"{name}:{line}: a rule '{rule.id}' exists already ({sources[rule.id]});"
                " choose another id or name it under 'replace'"
            )
        if rule.like is not None and rule.like not in found:
            raise RuleError(f"{name}:{line}: no rule before this one is called '{rule.like}'")
        found[rule.id] = rule
        sources[rule.id] = f"{name}:{line}"


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


def only(rules: RuleSet, fact: str) -> RuleSet:
    """The rules that give one type of fact."""
    return replace(rules, rules=tuple(rule for rule in rules.rules if rule.fact == fact))
