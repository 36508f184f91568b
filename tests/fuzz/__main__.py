"""Fuzz the readers and finders: `python tests/fuzz [--minutes 30] [TARGET ...]`, which `make fuzz` calls.

Each target has a process of its own with libFuzzer (atheris), an equal share of the time and two processes at once.
What breaks a target is written to `tests/fuzz/crashes/TARGET/`, where the test suite runs it from then on.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from seeds import write_seeds

HERE = Path(__file__).parent
CRASHES = HERE / "crashes"
_AT_ONCE = 2
# Seconds that one input may take, and megabytes a process; libFuzzer counts more as a crash.
_PATIENCE, _MEMORY = 25, 3000
_RUNS = re.compile(r"(?:Done |stat::number_of_executed_units:\s*)(\d+)")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a target: number of inputs tried, and the files of those that broke it."""

    target: str
    inputs: int
    crashes: tuple[Path, ...]
    tail: str


def main() -> int:
    """Fuzz all targets, or those named; exit status 1 when one was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=30, help="for all targets together (default: 30)")
    parser.add_argument("--single", metavar="TARGET", help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    if options.single:
        _fuzz(options.single, rest)
    from targets import TARGETS

    names = options.targets or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        parser.error(f"no such target: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    seconds = max(1, round(options.minutes * 60 * _AT_ONCE / len(names)))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        results = list(pool.map(lambda name: _run(name, seconds), names))
    for each in results:
        print(f"{each.target:24}{each.inputs:12,} inputs  {len(each.crashes)} crashes")
        if each.crashes or not each.inputs:
            print(each.tail)
    broken = sum(len(each.crashes) for each in results)
    print(f"{sum(each.inputs for each in results):,} inputs in {seconds} s a target, {broken} crashes")
    return 1 if broken or not all(each.inputs for each in results) else 0


def _run(name: str, seconds: int) -> Result:
    crashes = CRASHES / name
    crashes.mkdir(parents=True, exist_ok=True)
    before = set(crashes.iterdir())
    with tempfile.TemporaryDirectory() as corpus:
        write_seeds(name, Path(corpus))
        command = [
            sys.executable, str(HERE), "--single", name, f"-max_total_time={seconds}", f"-timeout={_PATIENCE}",
            f"-rss_limit_mb={_MEMORY}", f"-artifact_prefix={crashes}/", "-print_final_stats=1", corpus, str(crashes),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    counts = [int(number) for number in _RUNS.findall(done.stderr)]
    for slow in crashes.glob("slow-unit-*"):  # not slow enough for a crash: often the first, which loads the models
        slow.unlink()
    found = tuple(sorted(set(crashes.iterdir()) - before))
    if not any(crashes.iterdir()):
        crashes.rmdir()
    return Result(name, max(counts, default=0), found, "\n".join(done.stderr.splitlines()[-40:]))


def _fuzz(name: str, arguments: list[str]) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["extract"]):
        from targets import TARGETS
    atheris.Setup([sys.argv[0], *arguments], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
