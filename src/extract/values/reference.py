"""Reference data that lies beside the code, as strings only: `NO` is Norway and `1.10` keeps its zero."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

_MAX_DEPTH = 50


def load_data(package: str, name: str) -> Any:
    """The YAML file `data/NAME` of a package, with every scalar a string.

    Args:
        package: dotted name of the package, for example "extract.values".
        name: file name in its `data` folder, with extension.
    """
    text = files(package).joinpath("data", name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CBaseLoader)


def compose(text: str) -> yaml.Node | None:
    """What a text in YAML holds, as nodes whose scalars are strings; nothing in it can make an object of Python.

    libyaml goes down into nested lists by recursion in C: some ten thousands of brackets would end the process
    without a word. So the depth is counted first.

    Args:
        text: of anybody.

    Returns:
        The root, None of an empty text.

    Raises:
        yaml.MarkedYAMLError: when it is no YAML, has control characters or half characters, or is nested more than 50
            deep; with the place.
    """
    if (stray := yaml.reader.Reader.NON_PRINTABLE.search(text)) is not None:
        line = text.count("\n", 0, stray.start())
        place = yaml.Mark("", stray.start(), line, 0, None, 0)
        raise yaml.MarkedYAMLError(problem=f"it has the control character {stray[0]!a}", problem_mark=place)
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            mark: Any = event.start_mark
            raise yaml.composer.ComposerError(None, None, f"nested more than {_MAX_DEPTH} deep", mark)
    root: yaml.Node | None = yaml.compose(text, Loader=yaml.CBaseLoader)
    return root
