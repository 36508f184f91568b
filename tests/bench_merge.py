"""How merging grows: `make bench-merge`, or `python tests/bench_merge.py 10000 100000`.

Makes claims as articles of many outlets have them, a fifth of them told a second time (rounded, in the other language,
without a date, in another spelling of the names), and prints time and memory of merging them on one core. Every size
runs in a process of its own, so that the memory is its own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from claim_maker import claim

from extract.merging import merge
from extract.merging.rates import load_rates
from extract.records import Claim, Evidence
from extract.values.amount import Amount

SIZES = (10_000, 100_000, 300_000, 1_000_000)
AGAIN = 0.2
CLAIMS_AN_ARTICLE = 8

QUANTITIES = ("trade", "exports", "trade_balance", "investment", "funding", "deals", "projects", "people", "volume")
EVENTS = ("visit", "meeting", "agreement")
UNITS = {"projects": ["COUNT"], "people": ["COUNT"], "volume": ["t", "kWh", "TWh", "m3"]}
MONEY = ["EUR", "USD", "USD", "GBP", "CNY", "KZT"]
SUBJECTS = {
    "de": ["", "", "", "Erdöl", "Maschinen", "Weizen", "Erdgas", "Fahrzeuge", "Dienstleistungen"],
    "en": ["", "", "", "crude oil", "machinery", "wheat", "gas", "vehicles", "services"],
}
COUNTRIES = (
    "AE AR AT AU AZ BE BG BR BY CA CH CL CN CZ DE DK EG ES EU FI FR GB GE GH GR HU ID IE IL IN IQ IR IT JP KE KG KR KZ"
    " LT LV MA MD MN MX MY NG NL NO NZ PE PH PK PL PT QA RO RS RU SA SE SG SI SK TH TJ TM TN TR UA US UZ VN ZA"
).split()
ENDS = ("ow", "enko", "adze", "bajew", "mann", "sen", "ez", "i", "oglu", "ski")
OTHER_SPELLING = {"ow": "ov", "bajew": "bayev"}


def some_claims(number: int, seed: int = 1) -> Iterator[Claim]:
    """That many claims, a fifth of them repetitions of others in articles of their own."""
    draw = random.Random(seed)
    made: list[Claim] = []
    for place in range(number):
        article = f"{place // CLAIMS_AN_ARTICLE:06}.txt"
        lang = "de" if place // CLAIMS_AN_ARTICLE % 2 else "en"
        if made and draw.random() < AGAIN:
            yield again(draw, draw.choice(made), article, lang)
            continue
        one = first(draw, article, lang, place)
        if len(made) < 50_000:
            made.append(one)
        else:
            made[draw.randrange(len(made))] = one
        yield one


def first(draw: random.Random, article: str, lang: str, place: int) -> Claim:
    """A claim of any kind."""
    published = dt.date(2015, 1, 1) + dt.timedelta(days=draw.randrange(3900))
    common = {"article": article, "language": lang, "published": published.isoformat()}
    kind = draw.random()
    pair = draw.sample(COUNTRIES, 2)
    if kind < 0.2:
        role = draw.choice(
            ["minister:foreign_affairs", "minister:economy", "ambassador", "head_of_government", "mayor"]
        )
        found = claim("official", pair[0], person=a_name(draw), office=role, **common)  # type: ignore[arg-type]
    elif kind < 0.5:
        people = tuple(a_name(draw) for _ in range(draw.randrange(3)))
        date = published.isoformat() if draw.random() < 0.8 else None
        of = draw.choice(EVENTS)
        countries = " ".join(pair if of == "visit" else sorted(pair))
        subject = draw.choice(SUBJECTS[lang]) if of == "agreement" else ""
        found = claim(of, countries, participants=people, date=date, subject=subject, **common)  # type: ignore[arg-type]
    else:
        found = a_quantity(draw, pair, lang, published.year, common)
    return placed(found, place)


def a_quantity(draw: random.Random, pair: list[str], lang: str, year: int, common: dict[str, str]) -> Claim:
    of = draw.choice(QUANTITIES)
    unit = draw.choice(UNITS.get(of, MONEY))
    measure = draw.choices(["level", "change", "change_percent"], [6, 1, 2])[0]
    digits = draw.randrange(1, 4)
    magnitude = draw.randrange(0, 10 if unit != "COUNT" else 3)
    quantum = Decimal(10) ** magnitude
    value = Decimal(draw.randrange(10 ** (digits - 1), 10**digits)) * quantum
    amount = Amount(value, unit, bound="about" if draw.random() < 0.1 else "exact", quantum=quantum)
    if measure == "change_percent":
        amount = Amount(Decimal(draw.randrange(-40, 90)), "PERCENT", quantum=Decimal(1))
    countries = " ".join(sorted(pair) if of in ("trade", "deals", "projects") else pair)
    date = str(year - draw.randrange(3)) if draw.random() < 0.7 else None
    return claim(of, countries, measure=measure, value=amount, date=date, subject=draw.choice(SUBJECTS[lang]), **common)  # type: ignore[arg-type]


def again(draw: random.Random, one: Claim, article: str, lang: str) -> Claim:
    """What another outlet makes of a claim."""
    told = replace(one, article=article, language=lang, evidence=evidence(draw.randrange(3000)))  # type: ignore[arg-type]
    if told.value is not None and told.value.quantum is not None and draw.random() < 0.3:
        coarse = told.value.quantum * 10
        rounded = (told.value.value / coarse).quantize(Decimal(1)) * coarse
        if rounded:
            told = replace(told, value=replace(told.value, value=rounded, quantum=coarse))
    if told.value is not None and draw.random() < 0.2:
        told = replace(told, date=None)
    if told.subject:
        told = replace(told, subject=SUBJECTS[lang][SUBJECTS[one.language or "en"].index(told.subject)])
    return replace(told, person=spelled(told.person), participants=tuple(spelled(name) for name in told.participants))


def a_name(draw: random.Random) -> str:
    syllables = ("ka", "to", "mir", "sa", "bel", "no", "ru", "li", "gor", "van", "te", "ne", "schu", "zha", "da", "mu")
    given = "".join(draw.choices(syllables, k=2)).capitalize()
    return f"{given} {''.join(draw.choices(syllables, k=3)).capitalize()}{draw.choice(ENDS)}"


def spelled(name: str) -> str:
    for end, other in OTHER_SPELLING.items():
        if name.endswith(end):
            return name.removesuffix(end) + other
    return name


def evidence(start: int) -> Evidence:
    sentence = f"A sentence of usual length that states one thing or another, here at {start}, with a number in it."
    return Evidence(start, start + 40, sentence[:40], start, start + len(sentence), sentence)


def placed(one: Claim, place: int) -> Claim:
    return replace(one, evidence=evidence(place % CLAIMS_AN_ARTICLE * 300))


def measure(number: int) -> str:
    """One line of the table: claims, facts, seconds, seconds for 100,000, memory at its highest."""
    claims = list(some_claims(number))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    facts = merge(claims, load_rates())
    took = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (
        f"| {number:,} | {len(facts):,} | {took:.1f} | {took / number * 100_000:.1f} |"
        f" {peak / 1024:,.0f} | {before / 1024:,.0f} |"
    )


def main(sizes: list[int]) -> None:
    """Print the table, one size a process."""
    print("| claims | facts | CPU seconds | for 100,000 | MB at most | MB of the claims |", flush=True)
    print("|---|---|---|---|---|---|", flush=True)
    for number in sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(pool.apply(measure, (number,)), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    main(parser.parse_args().sizes)
