"""A pack as it lies on disk: YAML with string scalars only, errors with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.constructor import BaseConstructor

from extract.rules.schema import Direction, Example, Extension, Given, Indicator, Needs, Pack, Rule
from extract.values.reference import compose

NodePath = tuple[str | int, ...]
PHRASE_KEYS = ("trigger", "also", "unless")
# All keys of a pack, for those who misspell one.
KEYS = sorted(
    {
        field.alias or name
        for model in (Pack, Rule, Needs, Direction, Example, Given, Indicator)
        for name, field in model.model_fields.items()
    }
)


class RuleError(ValueError):
    """A pack that cannot be used; the message names file, line and what to do."""


@dataclass(frozen=True)
class PackFile:
    """A validated pack with the line of each of its nodes by path ("rules", 0, "trigger")."""

    name: str
    pack: Pack
    lines: dict[NodePath, int]

    def place(self, *path: str | int) -> str:
        """ "file:line" of a node, or of the nearest one around it that is there."""
        return f"{self.name}:{_line(self.lines, path)}"

    def parts(self) -> Iterator[tuple[str, Rule | Extension, NodePath]]:
        """What of it holds phrases and examples: the id of the rule, the part, and its path in the file."""
        for number, rule in enumerate(self.pack.rules):
            yield rule.id, rule, ("rules", number)
        for rule_id, extension in self.pack.extend.items():
            yield rule_id, extension, ("extend", rule_id)


def user_packs(folder: Path) -> list[Path]:
    """The files of a folder that are packs, in order of names; none where there is no folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml") and path.is_file())


def shipped_packs() -> Iterator[PackFile]:
    """The packs of the package, in order of names."""
    folder = files("extract.rules").joinpath("packs")
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            yield parse_pack(entry.read_text(encoding="utf-8"), f"packs/{entry.name}")


def read_pack(path: Path) -> PackFile:
    """A pack of the user.

    Raises:
        RuleError: when it cannot be read or is not valid.
    """
    try:
        return parse_pack(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        raise RuleError(f"{path.name}:1: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error


def parse_pack(text: str, name: str) -> PackFile:
    """A validated pack.

    Args:
        text: YAML.
        name: what errors call the file.

    Raises:
        RuleError: on YAML that cannot be read, and on keys or values that the schema does not know.
    """
    try:
        node = compose(text)
        data = BaseConstructor().construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        # An open bracket or quotation mark is to be mended where it begins, all else where reading stopped.
        opened = any(word in (error.context or "") for word in ("flow", "quoted"))
        mark = error.context_mark if opened else error.problem_mark
        line = mark.line + 1 if mark else 1
        raise RuleError(f"{name}:{line}: this is not YAML: {error.problem}; {_yaml_hint(text, line)}") from error
    if not isinstance(data, dict):
        raise RuleError(f"{name}:1: a pack begins with 'pack: NAME'; `extract rules new NAME` writes one to start from")
    lines = _lines(node)
    try:
        return PackFile(name, Pack.model_validate(data), lines)
    except ValidationError as error:
        told = dict.fromkeys(_explain(name, lines, data, each) for each in error.errors())
        raise RuleError("\n".join(told)) from error


def _yaml_hint(text: str, line: int) -> str:
    """What usually is wrong on a line that YAML cannot read."""
    content = text.splitlines()[line - 1] if line <= len(text.splitlines()) else ""
    if "\t" in content:
        return "indent with blanks, not with tabs"
    if content.count("[") != content.count("]") or content.count("{") != content.count("}"):
        return "a bracket is not closed"
    return "put texts with a colon, '#' or quotes in them between quotation marks, and look at the indentation"


def _line(lines: dict[NodePath, int], path: NodePath) -> int:
    return next((lines[path[:length]] for length in range(len(path), -1, -1) if path[:length] in lines), 1)


def _lines(root: Any) -> dict[NodePath, int]:
    found: dict[NodePath, int] = {(): root.start_mark.line + 1}
    left: list[tuple[Any, NodePath]] = [(root, ())]
    while left:
        node, path = left.pop()
        if isinstance(node, yaml.MappingNode):
            children = [(value, (*path, key.value), key) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            children = [(value, (*path, place), value) for place, value in enumerate(node.value)]
        else:
            continue
        for value, below, marked in children:
            found[below] = marked.start_mark.line + 1
            left.append((value, below))
    return found


def _explain(name: str, lines: dict[NodePath, int], data: Any, error: Any) -> str:
    path: NodePath = tuple(error["loc"])
    return f"{name}:{_line(lines, path)}: {_where(data, path)}: {_message(error)}"


def _where(data: Any, path: NodePath) -> str:
    """A path in words: the id of the rule, then the keys."""
    shown: list[str] = []
    for place, part in enumerate(path):
        if part == "[key]":
            continue
        if isinstance(part, int):
            inside: Any = data
            for step in path[: place + 1]:
                inside = inside[step]
            if path[:1] == ("rules",) and place == 1 and isinstance(inside, dict) and "id" in inside:
                shown = [str(inside["id"])]
            else:
                shown.append(f"number {part + 1}")
        else:
            shown.append(part)
    return ", ".join(shown) or "the pack"


def _message(error: Any) -> str:
    kind, message = error["type"], str(error["msg"])
    if kind == "extra_forbidden":
        near = get_close_matches(str(error["loc"][-1]), KEYS, n=1)
        return (
            f"this key is not known here{f'; did you mean {near[0]!r}?' if near else ''} (docs/rules.md has all keys)"
        )
    plain = {
        "missing": "is missing",
        "tuple_type": "write a list in square brackets, for example [Handelsvolumen, Warenaustausch]",
        "model_type": "write keys and values here",
        "dict_type": "write keys and values here",
        "string_type": "write a text here",
        "string_too_short": "is empty",
        "string_pattern_mismatch": "write small letters a-z, digits and '_', with a letter first",
    }
    if kind == "literal_error":
        return f"is {error['input']!r}; write one of: {error['ctx']['expected']}"
    return plain.get(kind, message.removeprefix("Value error, "))
