"""Publication dates in the first lines."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extract.reading.datelines import dateline

SPEC = Path(__file__).parent / "specs" / "datelines.yaml"
CASES = yaml.load(SPEC.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"].splitlines()[-1][:40])
def test_dateline(case: dict[str, str]) -> None:
    found = dateline(case["text"])
    assert (found.isoformat() if found else "") == case["date"]
