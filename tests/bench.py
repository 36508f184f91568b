"""How fast the program is: `make bench`, or `python tests/bench.py --articles 640 --model fast`.

Prints, over the same texts in one run, bare `nlp.pipe` of the same pipelines beside this program, once where every
article is about two countries and once where one in twenty is; whole runs with one and two processes; the stages; and
what more input and more rules cost. Single processes are timed by the processor seconds that they take, turn and turn
about on the same texts, so that other work on the machine moves the ratios little; whole runs by the clock.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

# Before numpy is loaded: one core is what a process is compared by.
os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))

from bench_growth import growth_of_input, growth_of_rules
from bench_runs import Row, beside_bare, stages, whole_run
from bench_texts import mixed, relevant, repeated

from extract.config import Settings, load_settings
from extract.reading import Document

ONE_IN = 20
# A whole run takes so many times the articles, so that its start weighs less.
MORE = 5
# Ways to run the program as a whole, by the words of the command line.
ENGINES: dict[str, tuple[str, ...]] = {
    "extract run, 1 job": ("--jobs", "1"),
    "extract run, 2 jobs": ("--jobs", "2"),
    "extract run, Dask, 2 workers": ("--engine", "dask", "--jobs", "2"),
}


def main() -> None:
    """Measure and print everything."""
    options = _options()
    settings = load_settings()
    settings = replace(settings, english=options.model, german=options.model)
    own = relevant(options.folder)
    if not own:
        sys.exit(f"{options.folder}: no German or English article in it")
    few, many = repeated(own, options.articles), repeated(own, MORE * options.articles)
    blend = mixed(own, MORE * options.articles, ONE_IN)
    texts = {
        "every article is relevant": (few, many),
        f"one article in {ONE_IN} is relevant": (blend, mixed(own, MORE * MORE * options.articles, ONE_IN)),
    }
    print(f"pipelines: {options.model}; {len(own)} articles of {options.folder}, over and over\n")
    for name, (documents, more) in texts.items():
        print(f"{name}: {len(documents)} articles, {len(more)} in whole runs")
        _single(documents, settings)
        _whole(more, options.model)
        print()
    print("stages, every article relevant (processor time)")
    for row in stages(few, settings):
        print(row.line())
    print("\ncost against the input, one article in 20 relevant (processor time)")
    for row in growth_of_input(own, settings, ONE_IN):
        print(row.line())
    print("\ncost against the rules, over their examples, without the model (processor time)")
    for row, ratio in growth_of_rules():
        print(f"{row.line()}   x {ratio:.2f}")


def _single(documents: list[Document], settings: Settings) -> None:
    bare, ours = beside_bare(documents, settings)
    print(bare.line())
    print(f"{ours.line()}   {ours.rate / bare.rate:.2f} of bare")


def _whole(documents: list[Document], model: str) -> None:
    first: Row | None = None
    for name, words in ENGINES.items():
        row = whole_run(name, documents, ("--model", model, *words))
        first = first or row
        print(f"{row.line()}   {row.rate / first.rate:.2f} of the first")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("corpus"), help="articles (corpus)")
    parser.add_argument(
        "--articles", type=int, default=128, help="relevant ones; more in the mix and in whole runs (128)"
    )
    parser.add_argument("--model", default="accurate", help="pipelines: accurate, fast or a name (accurate)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
