"""The words of amounts in one language, read once from the data files."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from extract.finding.amounts.phrases import Phrases
from extract.records import Language, Saying
from extract.values.amount import Bound
from extract.values.reference import load_data

_PACKAGE = "extract.finding.amounts"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the grammar asks of a language; the keys are those of `data/words_*.yaml`.

    Attributes:
        scales: scale words and abbreviations (without dot) -> power; `glued_scales` are case-sensitive letters.
        dotted: the abbreviations that may carry a dot.
        sets: every plain word list of the file, as sets in lower case.
        phrases: every list of phrases that must be matched over several tokens.
        bounds, sayings: phrases before an amount; `bounds_after` follow it, `inner_hedges` follow its article.
        numbers: mappings of words to numbers (`fractions`, `ordinals`, `factor_stems` ...).
    """

    lang: Language
    scales: dict[str, Decimal]
    glued_scales: dict[str, Decimal]
    dotted: frozenset[str]
    sets: dict[str, frozenset[str]]
    phrases: dict[str, Phrases[str]]
    bounds: Phrases[Bound]
    bounds_after: Phrases[Bound]
    inner_hedges: Phrases[Bound]
    sayings: Phrases[Saying]
    numbers: dict[str, dict[str, Decimal]]


_NO_NUMBERS = frozenset({"scales", "glued_scales", "bounds", "bounds_after", "inner_hedges", "sayings"})
_PHRASE_KEYS = ("ranges", "no_amount_before", "bounds", "superlatives", "rank_stelle", "three_quarters", "restating")


@cache
def lexicon(lang: Language) -> Lexicon:
    """The lexicon of a language."""
    data: dict[str, Any] = load_data(_PACKAGE, f"words_{lang}.yaml")
    sets = {
        key: frozenset(str(word).lower() for word in value) for key, value in data.items() if isinstance(value, list)
    }
    phrases = {key: Phrases((word, word) for word in data[key]) for key in _PHRASE_KEYS if key != "bounds"}
    keyed = {key: value for key, value in data.items() if isinstance(value, dict)}
    return Lexicon(
        lang=lang,
        scales=_powers(keyed["scales"], lower=True),
        glued_scales=_powers(keyed["glued_scales"], lower=False),
        dotted=frozenset(word[:-1] for words in keyed["scales"].values() for word in words if word.endswith(".")),
        sets=sets,
        phrases=phrases,
        bounds=Phrases(_pairs(keyed["bounds"])),
        bounds_after=Phrases(_pairs(keyed["bounds_after"])),
        inner_hedges=Phrases(_pairs(keyed["inner_hedges"])),
        sayings=Phrases(_pairs(keyed["sayings"])),
        numbers={
            key: {word.lower(): Decimal(number) for word, number in value.items()}
            for key, value in keyed.items()
            if key not in _NO_NUMBERS
        },
    )


def _powers(table: dict[str, list[str]], *, lower: bool) -> dict[str, Decimal]:
    return {
        (word.lower() if lower else word).rstrip("."): Decimal(power)
        for power, words in table.items()
        for word in words
    }


def _pairs(table: dict[str, list[str]]) -> list[tuple[str, Any]]:
    return [(phrase, key) for key, phrases in table.items() for phrase in phrases]
