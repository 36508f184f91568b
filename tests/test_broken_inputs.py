"""Hundreds of broken inputs among good ones: every one is listed with its reason, and the good ones lose nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from broken_inputs import ENGLISH, GERMAN, KINDS, write_broken

from extract.config import Settings
from extract.running import run
from extract.tables.schema import ARTICLES, EVIDENCE
from extract.tables.stored import read_stored

_EACH = 8
_BLANK = Settings(english="blank:en", german="blank:de", review=Path("none"))


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, list[str]]]:
    """The good articles, the same among broken ones, and what is broken by kind."""
    good, mixed = tmp_path_factory.mktemp("good"), tmp_path_factory.mktemp("mixed")
    made = write_broken(mixed, _EACH)
    for folder in (good, mixed):
        for number in range(10):
            (folder / f"de_{number}.txt").write_text(f"{GERMAN}\n\nMeldung {number}.", encoding="utf-8")
            (folder / f"en_{number}.txt").write_text(f"{ENGLISH}\n\nReport {number}.", encoding="utf-8")
    return good, mixed, made


def test_every_broken_input_has_a_row_with_a_reason_and_the_good_ones_lose_nothing(
    rooms: tuple[Path, Path, dict[str, list[str]]], tmp_path: Path
) -> None:
    good, mixed, made = rooms

    run([good], tmp_path / "good", _BLANK)
    run([mixed], tmp_path / "mixed", _BLANK)

    alone = read_stored(tmp_path / "good", (ARTICLES, EVIDENCE))
    among = read_stored(tmp_path / "mixed", (ARTICLES, EVIDENCE))
    rows = {row["article"]: row for row in among[ARTICLES.name].records()}
    known = [file for files in made.values() for file in files]
    # What lies in an archive or a table is named after it.
    without = [
        file for file in known if not any(name == file or name.startswith((f"{file}/", f"{file}#")) for name in rows)
    ]
    assert len(made) >= 30
    assert len(known) >= 300
    assert without == []
    broken = [row for name, row in rows.items() if name.partition("/")[0] in KINDS]
    assert [row["article"] for row in broken if row["status"] == "processed" or not row["reason"]] == []
    assert list(among[EVIDENCE.name].records()) == list(alone[EVIDENCE.name].records())
    assert len(list(alone[EVIDENCE.name].records())) >= 20
    assert [row for row in among[ARTICLES.name].records() if row["status"] == "processed"] == list(
        alone[ARTICLES.name].records()
    )
