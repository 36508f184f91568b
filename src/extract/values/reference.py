"""Reference data that lies beside the code, as strings only: `NO` is Norway and `1.10` keeps its zero."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml


def load_data(package: str, name: str) -> Any:
    """The YAML file `data/NAME` of a package, with every scalar a string.

    Args:
        package: dotted name of the package, for example "extract.values".
        name: file name in its `data` folder, with extension.
    """
    text = files(package).joinpath("data", name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CBaseLoader)
