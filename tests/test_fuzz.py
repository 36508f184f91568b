"""What fuzzing once broke, and the simplest inputs, through every target."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))

from targets import TARGETS  # noqa: E402

_SIMPLE = {
    "nothing": b"",
    "one": b"a",
    "nul": b"\0\0",
    "no_utf8": b"\xff\xfe\x00\x80",
    "german": "Am 5. Mai 2023 stiegen Kasachstans Ausfuhren nach Österreich um 4,5 % auf 1,2 Mrd. €.".encode(),
    "english": b"On 5 May 2023 exports from Kazakhstan to Austria rose 4.5% to $1.2bn, President Jane Roe said.",
    "surrogate": "Kenia \ud800 2023".encode("utf-8", "surrogatepass"),
    "digits": b"1" * 5000,
    "brackets": b"[" * 5000,
    "tags": b"<a>" * 3000,
}
_CRASHES = sorted(path for path in (FUZZ / "crashes").glob("*/*") if path.is_file())


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("data", _SIMPLE.values(), ids=_SIMPLE)
def test_simple_inputs(name: str, data: bytes) -> None:
    TARGETS[name](data)


@pytest.mark.parametrize("crash", _CRASHES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_broken_stays_whole(crash: Path) -> None:
    TARGETS[crash.parent.name](crash.read_bytes())
