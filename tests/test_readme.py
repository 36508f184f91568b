"""What the README shows must be so: its commands exist, its files are written."""

import re
from pathlib import Path

import pytest

from extract.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


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
    assert named == {path.name for path in (tmp_path / "out").glob("[!.]*") if path.is_file()}
