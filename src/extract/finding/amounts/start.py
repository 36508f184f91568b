"""Which words an amount may start with; all others are passed over at the price of one cached look-up."""

from __future__ import annotations

from functools import lru_cache

from extract.finding.amounts.lexicon import lexicon
from extract.finding.amounts.multiples import factor_verb, german_fold, german_percent, german_times
from extract.finding.amounts.number_words import german_number, read_words
from extract.finding.amounts.ranks import ordinal_word, rank_word
from extract.finding.amounts.tokens import FRACTION_SIGNS
from extract.finding.amounts.units import unit_table
from extract.records import Language


@lru_cache(maxsize=131072)
def is_start(low: str, lang: Language) -> bool:
    """Whether an amount may start with this word or sign.

    >>> [is_start(word, "de") for word in ("5,8", "achtzehn", "€", "verdoppelt", "fünftgrößter", "haus")]
    [True, True, True, True, True, False]
    """
    lex = lexicon(lang)
    if not low:
        return False
    if low[0].isdigit() or low[0] in FRACTION_SIGNS:
        return True
    sets = lex.sets
    if low in lex.dotted:
        return True
    if any(
        low in sets[key]
        for key in ("articles", "half", "quarter", "double", "factor_word", "rank_nouns", "rank_number")
    ):
        return True
    if any(low in lex.numbers[key] for key in ("part_scales", "fold_nouns", "half_words", "fractions")):
        return True
    if unit_table(lang).starts(low) or factor_verb(low, lang) is not None or rank_word(low, lang) is not None:
        return True
    if lang == "de":
        readers = (german_times, german_percent, german_fold, ordinal_word)
        if any(reader(low) is not None for reader in readers):
            return True
        return german_number(low, tuple(lex.numbers["half_words"].items())) is not None
    return (
        low in lex.numbers["ordinals"] or lex.phrases["superlatives"].starts(low) or read_words(low, "en") is not None
    )
