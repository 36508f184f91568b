"""Multiples ("verdoppelt", "5.8-fold", "das Dreifache", "three times as many") and fractions ("ein Drittel")."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extract.finding.amounts.lexicon import Lexicon, lexicon
from extract.finding.amounts.number_words import german_number, read_words
from extract.finding.amounts.numerals import NumberReader
from extract.finding.amounts.quantities import Quantity
from extract.finding.amounts.tokens import NUMBER, WORD, Tokens
from extract.finding.amounts.units import unit_table
from extract.records import Language
from extract.values.amount import FACTOR, PERCENT

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Simple:
    """An amount without scale or currency, from token `first` up to, not including, `last`."""

    first: int
    last: int
    value: Decimal
    unit: str
    quantum: Decimal = Decimal(1)
    noun: str = ""


@lru_cache(maxsize=65536)
def factor_verb(low: str, lang: Language) -> Decimal | None:
    """What a verb or noun of multiplying multiplies with, None for other words.

    >>> factor_verb("verdoppelt", "de"), factor_verb("tripled", "en"), factor_verb("doubt", "en")
    (Decimal('2'), Decimal('3'), None)
    """
    lex = lexicon(lang)
    for stem, value in lex.numbers["factor_stems"].items():
        if low.startswith(stem) and low[len(stem) :] in lex.sets["factor_endings"]:
            return value
    return None


def german_times(low: str) -> Decimal | None:
    """How often "dreimal" and the like say, None for other words.

    >>> german_times("dreimal"), german_times("einmal"), german_times("normal")
    (Decimal('3'), None, None)
    """
    return _german_value(low[:-3]) if low.endswith("mal") else None


def german_fold(low: str) -> Decimal | None:
    """The number in "zehnfach", "zweieinhalbfache", None for other words.

    >>> german_fold("zweieinhalbfache"), german_fold("einfach"), german_fold("vielfach")
    (Decimal('2.5'), None, None)
    """
    number, joint, ending = low.rpartition("fach")
    return _german_value(number) if joint and ending in ("", "e", "en", "er", "es", "em") else None


def german_percent(low: str) -> Decimal | None:
    """The number in "dreiprozentig" and its forms, None for other words.

    >>> german_percent("zehnprozentiger"), german_percent("hochprozentig")
    (Decimal('10'), None)
    """
    number, joint, _ = low.partition("prozentig")
    read = german_number(number, tuple(lexicon("de").numbers["half_words"].items())) if joint else None
    return read[0] if read is not None else None


def _german_value(low: str) -> Decimal | None:
    """ "drei", "zweieinhalb", "anderthalb"; a single one is no multiple."""
    read = german_number(low, tuple(lexicon("de").numbers["half_words"].items()))
    return read[0] if read is not None and read[0] > 1 else None


class MultipleReader:
    """Reads multiples and fractions."""

    def __init__(self, tokens: Tokens, lex: Lexicon) -> None:
        self.tokens = tokens
        self.lex = lex
        self.numbers = NumberReader(tokens, lex)

    def read(self, at: int) -> Simple | None:
        """The multiple or fraction that starts at a token."""
        if self.tokens.kind[at] != WORD:
            return None
        return (
            self._verb(at)
            or self._percent(at)
            or self._fold(at)
            or self._double(at)
            or self._factor(at)
            or self._fraction(at)
        )

    def after(self, quantity: Quantity) -> Simple | None:
        """A multiple whose number has been read: "5,8-fache", "1,8-mal so viele", "three times the", "3x"."""
        number, tokens, sets = quantity.low, self.tokens, self.lex.sets
        if quantity.high is not None or number.scale > 1000:
            return None
        at = quantity.last + tokens.hyphen(quantity.last)
        low = tokens.low[at]
        times = low == "x" and tokens.glued[at] and (tokens.low[at + 1] in sets["so_after_times"])
        if low in sets["fold"] or times:
            return Simple(quantity.first, at + 1, number.value, FACTOR, number.quantum)
        if low in sets["times"] and (tokens.low[at + 1] in sets["so_after_times"]):
            return Simple(quantity.first, at + 1, number.value, FACTOR, number.quantum)
        return None

    def _verb(self, at: int) -> Simple | None:
        value = factor_verb(self.tokens.low[at], self.lex.lang)
        if value is None:
            return None
        if self.tokens.low[at] == "halves":
            return None
        if self.lex.lang == "en" and (self.tokens.hyphen(at + 1) or self.tokens.low[at + 1] in ("standards", "down")):
            return None
        if self.lex.lang == "en" and self.tokens.low[at] in ("double", "triple", "treble", "quadruple"):
            return self._bare_verb(at, value)
        return Simple(at, at + 1, value, FACTOR)

    def _bare_verb(self, at: int, value: Decimal) -> Simple | None:
        """ "will double", "to triple", "more than double"; not "double taxation"."""
        before = self.tokens.low[at - 1] if at else ""
        follows = self.tokens.low[at + 1]
        verbs = (
            "to",
            "will",
            "would",
            "could",
            "should",
            "may",
            "might",
            "can",
            "than",
            "nearly",
            "almost",
            "must",
            "and",
        )
        return Simple(at, at + 1, value, FACTOR) if before in verbs or follows in ("the", "its", "their") else None

    def _percent(self, at: int) -> Simple | None:
        """ "dreiprozentig": the number and its unit in one German word."""
        low = self.tokens.low[at]
        value = german_percent(low) if self.lex.lang == "de" else None
        return Simple(at, at + 1, value, PERCENT) if value is not None else None

    def _fold(self, at: int) -> Simple | None:
        """ "das Dreifache", "tenfold", "verzehnfacht" as one word; "zehnfach"."""
        low = self.tokens.low[at]
        value = self.lex.numbers["fold_nouns"].get(low)
        if value is None and self.lex.lang == "de":
            value = german_fold(low)
        if value is None:
            return None
        if low.startswith("doppelte") and not self.tokens.text[at][0].isupper():
            return None
        return Simple(at, at + 1, value, FACTOR)

    def _double(self, at: int) -> Simple | None:
        """ "doppelt so viel", "twice the", "double the"."""
        tokens, sets = self.tokens, self.lex.sets
        if tokens.low[at] in sets["double"] and tokens.low[at + 1] in sets["doubled_so"]:
            return Simple(at, at + 1, Decimal(2), FACTOR)
        times = german_times(tokens.low[at]) if self.lex.lang == "de" else None
        if times is not None and tokens.low[at + 1] in sets["mal_so"]:
            return Simple(at, at + 1, times, FACTOR)
        return None

    def _factor(self, at: int) -> Simple | None:
        """ "um den Faktor 5,8", "by a factor of three"."""
        if self.tokens.low[at] not in self.lex.sets["factor_word"]:
            return None
        start = at + 1 + (self.tokens.low[at + 1] in ("of", "von"))
        if self.tokens.kind[start] not in (NUMBER, WORD):
            return None
        number = self.numbers.read(start)
        if number is None or number.article:
            return None
        return Simple(start, number.last, number.value, FACTOR, number.quantum)

    def _fraction(self, at: int) -> Simple | None:
        """ "ein Drittel", "two-thirds", "die Hälfte", "half of"; a third country or the third quarter are none."""
        tokens, table = self.tokens, self.lex.numbers["fractions"]
        low = tokens.low[at]
        if self._is_half(at):
            return Simple(at, at + 1, Decimal(50), PERCENT)
        count, of = self._numerator(low), at + 1 + tokens.hyphen(at + 1)
        hedged = self.lex.inner_hedges.match(tokens, of)
        of = hedged[1] if hedged is not None else of
        name = self._fraction_name(tokens.low[of])
        if count is None or name not in table or (name == "half" and low not in ("one", "a")) or name == "hälfte":
            return None
        if not self._fraction_ok(low, name, at, of):
            return None
        value = _HUNDRED * count / table[name] if name != "half" else Decimal(50)
        return Simple(at, of + 1, value.quantize(_CENT), PERCENT, _CENT)

    def _fraction_name(self, low: str) -> str:
        """The name as the table has it: "Dritteln" and "Drittels" are forms of "Drittel"."""
        if self.lex.lang == "de" and low.endswith(("eln", "els")):
            return low[:-1]
        return low

    def _is_half(self, at: int) -> bool:
        low, follows = self.tokens.low[at], self.tokens.low[at + 1]
        if self.lex.lang == "de":
            return low == "hälfte" and self.tokens.low[at - 1] not in ("ersten", "zweiten", "erste", "zweite")
        before = self.tokens.low[at - 1] if at else ""
        return low == "half" and (
            (
                follows in ("of", "the", "its", "their", "that", "all")
                and before not in ("first", "second", "a", "last", "year")
            )
            or (before in ("by", "in") and follows not in ("a",) and self.tokens.kind[at + 1] != WORD)
        )

    def _numerator(self, low: str) -> Decimal | None:
        if low in self.lex.sets["articles"]:
            return Decimal(1)
        value = read_words(low, self.lex.lang)
        return value if value is not None and 1 <= value < 20 else None

    def _fraction_ok(self, low: str, name: str, at: int, of: int) -> bool:
        tokens = self.tokens
        if self.lex.lang == "de":
            before = tokens.low[at - 1] if at else ""
            district = name == "viertel" and before in ("in", "durch", "aus") and low in self.lex.sets["articles"]
            liters = tokens.text[of + 1][:1].isupper() and self._measured(of + 1)
            return tokens.text[of][0].isupper() and not district and not liters
        follows = tokens.low[of + 1]
        before = tokens.low[at - 1] if at else ""
        if follows in self.lex.scales:
            return False
        if follows == "of" and tokens.low[of + 2] in ("a", "one") and tokens.low[of + 3] in self.lex.scales:
            return False
        if follows == "of" and tokens.low[of + 2] in self.lex.sets["articles"] and self._measured(of + 3):
            return False
        if low in ("a", "an"):
            ends = tokens.kind[of + 1] != WORD or follows in self.lex.sets["noun_stops"]
            if before in self.lex.sets["change_words"] and before not in ("from", "by"):
                return ends or follows in self.lex.sets["after_fraction"]
            return follows in ("of", "more", "less", "higher", "lower", "fewer", "larger", "smaller") or (
                before in ("by", "about", "than", "nearly", "almost", "over", "around", "to")
                and (ends or follows in self.lex.sets["after_fraction"])
            )
        return before not in ("first", "last", "past", "next") or follows == "of"

    def _measured(self, at: int) -> bool:
        """Whether a unit of time or measure stands at a token: "a quarter of an hour", "a third of an inch"."""
        if at >= len(self.tokens):
            return False
        found = unit_table(self.lex.lang).match(self.tokens, at)
        known = found is not None and found[0].kind in ("measure", "money", "minor")
        return known or self.tokens.low[at] in self.lex.sets["time_nouns"]
