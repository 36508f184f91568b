"""What the README shows must be so: its rule works, its commands exist."""

import re
import textwrap
from pathlib import Path

import pytest

from extract.cli import main
from extract.config import Settings
from extract.finding.nlp import Pipelines
from extract.rules.check import check_rules
from extract.rules.loader import load_rules, only
from extract.rules.schema import RuleSet

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_rule_of_the_readme_passes_its_own_check(tmp_path: Path) -> None:
    block = re.search(r"^    pack: mine\n(?:    .*\n|\n)+", README, re.MULTILINE)
    assert block is not None
    (tmp_path / "mine.yaml").write_text(textwrap.dedent(block[0]), encoding="utf-8")
    rules = load_rules(tmp_path)
    mine = RuleSet(tuple(rule for rule in only(rules, "funding").rules if rule.id == "transit_fees"), rules.sources)
    assert len(mine.rules) == 1
    assert [str(finding) for finding in check_rules(mine, Pipelines(Settings()))] == []


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^    extract (\w+)", README, re.MULTILINE))))
def test_the_commands_of_the_readme_exist(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == 0
    assert f"extract {command}" in capsys.readouterr().out


@pytest.mark.parametrize("target", sorted(set(re.findall(r"^    make (\w+)", README, re.MULTILINE))))
def test_the_make_targets_of_the_readme_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_files_of_the_readme_are_those_that_a_run_writes(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(
        "Peru exported goods worth $2 billion to Japan in 2021, the ministry said.", "utf-8"
    )
    assert main(["run", str(tmp_path / "one.txt"), "--out", str(tmp_path / "out")]) == 0
    named = set(re.findall(r"^\| `([\w.]+)` \|", README, re.MULTILINE))
    assert named == {path.name for path in (tmp_path / "out").iterdir() if path.is_file()}
