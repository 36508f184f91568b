"""The walk of docs/rules.md: its files are written, its commands run, and what they print is compared."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.cli import main
from extract.rules.packfile import KEYS

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)
SETTINGS = '[pipelines]\nen = "fast"\nde = "fast"\n'


def test_the_walk_of_the_guide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "extract.toml").write_text(SETTINGS, encoding="utf-8")
    commands = 0
    for block in BLOCK.finditer(GUIDE):
        if block["kind"] == "console":
            for command, expected in sessions(block["content"]):
                commands += 1
                shown = output_of(command, capsys)
                assert like(expected).fullmatch(shown), f"$ {command}\n{shown}"
        else:
            write(tmp_path, block["file"], block["content"])
    assert commands >= 9


def sessions(content: str) -> Iterator[tuple[str, str]]:
    """The commands of a block with what they print."""
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def output_of(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command prints, data first."""
    words = shlex.split(command)
    if words[0] == "grep":
        lines = Path(words[2]).read_text(encoding="utf-8").splitlines(keepends=True)
        return "".join(line for line in lines if words[1] in line)
    assert words[0] == "extract"
    assert main(words[1:]) in (0, 1)
    captured = capsys.readouterr()
    return captured.out + captured.err


def like(expected: str) -> re.Pattern[str]:
    """A pattern of the shown output: "..." on a line of its own for any lines, within a line for any words."""
    pattern = ""
    for line in expected.splitlines():
        pattern += r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n"
    return re.compile(pattern)


def write(folder: Path, name: str, content: str) -> None:
    """A whole file, or with ":line" the one line of it."""
    file, _, line = name.partition(":")
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    if line:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        assert lines[int(line) - 1].split(":")[0] == content.split(":")[0]
        lines[int(line) - 1] = content
        content = "".join(lines)
    path.write_text(content, encoding="utf-8")


def test_the_shown_output_is_compared() -> None:
    assert like("a\n...\nb ... d\n").fullmatch("a\nx\ny\nb c d\n")
    assert not like("a\nb\n").fullmatch("a\nx\nb\n")


def test_the_guide_names_every_key_of_a_rule() -> None:
    reference = GUIDE.partition("## Reference")[2]
    missing = [key for key in KEYS if f"`{key}`" not in reference]
    assert not missing


def test_the_readme_leads_to_the_guide() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(docs/rules.md)" in readme.partition("## Write a rule")[2].partition("\n## ")[0]
