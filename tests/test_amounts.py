"""Amounts: the cases of `specs/amounts_de.yaml` and `amounts_en.yaml`, currencies by name and code, speed."""

import random
import time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.numbers import get_currency_name

from extract.finding.amounts import find_amounts
from extract.finding.amounts.units import known_codes
from extract.records import AmountMention, Language

SPECS = Path(__file__).parent / "specs"
LANGUAGES: tuple[Language, ...] = ("de", "en")


def load(lang: str) -> Any:
    return yaml.load((SPECS / f"amounts_{lang}.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


def described(mention: AmountMention) -> str:
    """A mention in the notation of the specs."""
    amount = mention.amount
    parts = [amount.format()]
    parts += [amount.bound] if amount.bound != "exact" else []
    parts += [mention.saying] if mention.saying != "plain" else []
    parts += ["assumed"] if mention.currency_assumed else []
    parts += [f"alt {mention.alternative.format()}"] if mention.alternative else []
    return f"{mention.quote} = {' '.join(parts)}" + (f"; {mention.noun}" if mention.noun else "")


CASES = [
    pytest.param(lang, case["text"], case["want"], id=f"{lang}-{case['text']}")
    for lang in LANGUAGES
    for case in load(lang)["cases"]
]
HARD = [
    pytest.param(case["lang"], case["text"], case["want"], id=f"hard-{case['text']}")
    for case in yaml.load((SPECS / "amounts_hard.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)["cases"]
]
NOTHING = [pytest.param(lang, text, id=f"{lang}-{text}") for lang in LANGUAGES for text in load(lang)["nothing"]]


@pytest.mark.parametrize(("lang", "text", "want"), [*CASES, *HARD])
def test_spec(lang: Language, text: str, want: list[str]) -> None:
    assert [described(mention) for mention in find_amounts(text, lang)] == want


@pytest.mark.parametrize(("lang", "text"), NOTHING)
def test_nothing(lang: Language, text: str) -> None:
    assert [described(mention) for mention in find_amounts(text, lang)] == []


def test_each_language_has_enough_cases() -> None:
    for lang in LANGUAGES:
        data = load(lang)
        assert len(data["cases"]) >= 250
        assert len(data["nothing"]) >= 40


# Babel tells these from their successors by a year in brackets only, or names both CFA francs alike.
SAME_NAME = frozenset("AZM BYR CNH CUC GHC MRO ROL SLL STD TRL VEF XAF XEU ZWL".split())


@pytest.mark.parametrize("code", sorted(known_codes()))
def test_every_currency_by_name_and_code(code: str) -> None:
    for lang, scale, number in (("de", "Mio.", "7.500"), ("en", "million", "7,500")):
        assert units(f"{number} {code}", lang) == [code]
        assert units(f"{code} 7 {scale}", lang) == [code]
        if code not in SAME_NAME:
            assert units(f"7 {scale} {get_currency_name(code, count=2, locale=lang)}", lang) == [code]


def units(text: str, lang: Any) -> list[str]:
    return [mention.amount.unit for mention in find_amounts(text, lang)]


@pytest.mark.parametrize(
    ("text", "quantum"),
    [
        ("3,9 Milliarden Euro", "100000000"),
        ("3,90 Milliarden Euro", "10000000"),
        ("3900 Mio. Euro", "1000000"),
        ("zwei Euro", "1"),
        ("15 Euro und 15 Cent", "0.01"),
        ("2 bis 3,5 Mrd. Euro", "1000000000"),
        ("eine halbe Million Euro", "100000"),
        ("12,4 Prozent", "0.1"),
        ("30 TEUR", "1000"),
    ],
)
def test_quantum_is_the_size_of_the_last_stated_digit(text: str, quantum: str) -> None:
    (mention,) = find_amounts(text, "de")
    assert mention.amount.quantum == Decimal(quantum)


def test_billion_is_of_the_language() -> None:
    assert find_amounts("3 Billionen Euro", "de")[0].amount.value == 3 * 10**12
    assert find_amounts("3 billion euros", "en")[0].amount.value == 3 * 10**9


def test_a_blank_line_parts_a_number_from_its_unit() -> None:
    assert units("Es waren 20\n\nEuro ist die Währung.", "de") != ["EUR"]


def test_mentions_are_sorted_and_do_not_overlap() -> None:
    text = " ".join(case["text"] for case in load("de")["cases"])
    found = find_amounts(text, "de")
    assert len(found) > 250
    assert all(one.end <= two.start for one, two in pairwise(found))


PIECES = (
    "ein zwei 5 Mio. Euro bis und um auf - % Prozent halbe largest a million half dollars to from $ ( ) deutsche Firmen"
    " . , 1.000 3,5 10: 1/2 15.05.2016 twenty hundred Pfund of the http://x.y A320 \n \n\n ' ’ CHF – verdoppelt Drittel"
).split(" ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_offsets_hold_on_any_mixture(lang: Language) -> None:
    dice = random.Random(7)
    for _ in range(150):
        text = dice.choice(("", " ")).join(dice.choice(PIECES) for _ in range(60))
        for mention in find_amounts(text, lang):
            assert text[mention.start : mention.end] == mention.quote
            assert mention.quote.strip() == mention.quote != ""


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "123.", "1,", ".", " ", "\n ", "ein", "zwei ", "twenty-", "5 A-", "a.", "'", "$1"]
)
def test_time_grows_with_length_only(piece: str) -> None:
    short, long = (seconds(piece * (size // len(piece))) for size in (2_000, 20_000))
    assert long < 30 * short + 0.05


def seconds(text: str) -> float:
    best = 9.0
    for _ in range(2):
        start = time.process_time()
        find_amounts(text, "en")
        best = min(best, time.process_time() - start)
    return best


def test_a_megabyte_of_digits_and_dots_is_read_at_once() -> None:
    start = time.process_time()
    for filler in ("1" * 1_000_000, "." * 300_000, "word " * 60_000, "ein" * 200_000):
        find_amounts(filler, "de")
    assert time.process_time() - start < 5


def test_plain_text_is_read_fast() -> None:
    text = (
        "Der Minister sprach über die Lage im Land und nannte Gründe für den Rückgang der Ausfuhren um 3 Prozent. "
        * 500
    )
    find_amounts(text[:500], "de")
    start = time.process_time()
    find_amounts(text, "de")
    assert len(text) / (time.process_time() - start) > 120_000
