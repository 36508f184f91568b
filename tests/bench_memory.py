"""How much memory a run takes, over time: `python tests/bench_memory.py`, or with names of measurements.

`stream` runs over a JSONL file of a gigabyte of small articles, one in twenty with a claim, with a cheap finder: what
the process that reads, stores, merges and writes takes. `worker` sends articles of ever new words through one process
with the real rules and the model that is named: what a worker takes. Every measurement runs in a process of its own; a
line shows articles done, seconds, present and highest memory in MB.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent))

from claim_maker import claim
from killed import quick_languages

import extract.reading.articles
from extract.config import Settings
from extract.reading import Document
from extract.records import Article, Claim, Evidence
from extract.running import Done, How, run
from extract.running.analysing import Finder, make_finder, process_batch

SYLLABLES = "ba de fi go ku la me ni po ru sa te vo wi zu schen ung lich heit ment tion".split()
USUAL = {
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden".split(),
    "en": "the of and in to a that is for it with as his on be at by had not are but from or have an they".split(),
}
STATED = {
    "de": "Deutschland exportierte {} Waren für {} Millionen Euro nach Kasachstan, sagte Minister Jan {}.",
    "en": "Germany exported goods worth {1} million euros to Kazakhstan in {0}, minister Jan {2} said.",
}
LINE = "{:>9,} articles {:>7.0f} s {:>7.0f} MB, at most {:>7.0f} MB"


def some_texts(number: int, words: int, relevant: int, seed: int = 1) -> Iterator[str]:
    """Texts of usual and of ever new words, in turn German and English, every so many-th with something to find."""
    draw = random.Random(seed)
    for place in range(number):
        lang = "de" if place % 2 else "en"
        found = [draw.choice(USUAL[lang]) if draw.random() < 0.6 else new_word(draw) for _ in range(words)]
        text = " ".join(found).capitalize() + "."
        if place % relevant == 0:
            text = STATED[lang].format(draw.randint(1990, 2024), place + 2, new_word(draw).capitalize()) + " " + text
        yield text


def new_word(draw: random.Random) -> str:
    return "".join(draw.choices(SYLLABLES, k=draw.randint(2, 5)))


def cheap_finder(settings: Settings) -> Finder:
    """One claim where a text states something, without looking further."""

    def find(article: Article) -> list[Claim]:
        if "Kazakhstan" not in article.text and "Kasachstan" not in article.text:
            return []
        end = article.text.index(".") + 1
        made = claim("meeting", "DE KZ", article=article.name, subject=article.text[20:40], language=article.language)
        return [replace(made, evidence=Evidence(0, 7, article.text[:7], 0, end, article.text[:end]))]

    return find


class Watch:
    """Prints the memory of this process now and then."""

    def __init__(self, every: int) -> None:
        self.began = time.monotonic()
        self.every = every
        self.told = 0

    def tell(self, articles: int, last: bool = False) -> None:
        if last or articles >= self.told + self.every:
            self.told = articles
            memory = psutil.Process().memory_info()
            highest = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
            print(LINE.format(articles, time.monotonic() - self.began, memory.rss / 2**20, highest), flush=True)


def stream(options: argparse.Namespace) -> None:
    """A whole run of one process; languages are not detected, which would take most of the time and no memory."""
    extract.reading.articles.read_languages = quick_languages
    settings = Settings(english="blank:en", german="blank:de", review=Path("none"), rules=Path("none"))

    def advance(done: Done) -> None:
        watch.tell(done.articles)

    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        file = Path(folder, "news.jsonl")
        number = 0
        with file.open("w", encoding="utf-8") as lines:
            while lines.tell() < options.gigabytes * 1e9:
                number += 10_000
                lines.writelines(json.dumps({"text": text}) + "\n" for text in some_texts(10_000, 340, 20, number))
        print(f"stream: {file.stat().st_size / 1e9:.2f} GB, {number:,} articles", flush=True)
        watch = Watch(number // 10)
        summary = run([file], Path(folder, "out"), settings, How(advance), cheap_finder)
        watch.tell(number, last=True)
        print(summary.text().replace(folder, "OUT"))


def worker(options: argparse.Namespace) -> None:
    """What one process does all day: batches with the real finder."""
    print(f"worker: model {options.model}, {options.articles:,} articles", flush=True)
    watch = Watch(options.articles // 10)
    blank = options.model == "blank"
    settings = Settings(*(f"blank:{lang}" if blank else options.model for lang in ("en", "de")), rules=Path("none"))
    find = make_finder(settings)
    batch: list[Document] = []
    for done, text in enumerate(some_texts(options.articles, options.words, options.relevant), start=1):
        batch.append(Document(f"{done}.txt", text.encode(), ".txt"))
        if len(batch) == settings.batch:
            process_batch(batch, lambda: find)
            batch.clear()
            watch.tell(done)
    watch.tell(options.articles, last=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    measurements = {"stream": stream, "worker": worker}
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(measurements)} (default: all)")
    parser.add_argument("--gigabytes", type=float, default=1.0, help="size of the stream")
    parser.add_argument("--articles", type=int, default=50_000, help="for the worker")
    parser.add_argument("--words", type=int, default=100, help="of an article for the worker")
    parser.add_argument(
        "--relevant", type=int, default=20, help="of so many articles of the worker one states something"
    )
    parser.add_argument("--model", default="fast", help="of the worker: blank, fast or accurate")
    parser.add_argument("--folder", type=Path, help="where the tables of the stream go for a while")
    options = parser.parse_args()
    for name in options.names or measurements:
        process = multiprocessing.get_context("spawn").Process(target=measurements[name], args=(options,))
        process.start()
        process.join()


if __name__ == "__main__":
    main()
