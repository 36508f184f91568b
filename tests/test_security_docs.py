"""The threat model names modules and tests: all of them exist, and every row has both."""

from __future__ import annotations

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODEL = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
MODULES = sorted(set(re.findall(r"`(extract(?:\.\w+)+)`", MODEL)) - {"extract.toml"})
TESTS = sorted(set(re.findall(r"`(tests/\w+\.py(?:::\w+)?)`", MODEL)))


@pytest.mark.parametrize("name", MODULES)
def test_modules_exist(name: str) -> None:
    assert find_spec(name) is not None


@pytest.mark.parametrize("name", TESTS)
def test_tests_exist(name: str) -> None:
    file, _, function = name.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert not function or function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_danger_has_a_guard_and_a_test() -> None:
    rows = [
        line.strip("| ").split(" | ") for line in MODEL.splitlines() if line.startswith("| ") and "|---" not in line
    ]
    guarded = [row for row in rows if len(row) == 3 and row[0] != "danger"]
    assert len(guarded) > 25
    for danger, _, tests in guarded:
        assert "`tests/" in tests, danger
