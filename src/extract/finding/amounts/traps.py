"""What looks like money and is not: everyday words, compounds, weights, years."""

from __future__ import annotations

from decimal import Decimal

from extract.finding.amounts.lexicon import Lexicon
from extract.finding.amounts.numerals import Number
from extract.finding.amounts.tokens import NUMBER, WORD, Tokens
from extract.finding.amounts.units import Unit, unit_table

_HUNDRED = Decimal(100)
_GERMAN_POUND = Unit("measure", "kg", Decimal("0.5"))
_ENGLISH_POUND = Unit("measure", "[lb_av]")
# "1080p" and the like are screens, not pence.
_SCREENS = frozenset({"240", "360", "480", "720", "1080", "1440", "2160", "4320"})
_POUNDS = frozenset({"pfund", "pfunde", "pfunden", "pound", "pounds"})
_AFTER_MONEY = frozenset(
    "a an and or for to in on at per of from by with as is was were are be been more less each every if but so because"
    " only than that it i we he she they you will would could can may back off apiece extra now today yesterday worth"
    " und oder für in im am an pro je mehr weniger zu zum von auf bei ist war sind waren kostet kosten mit als wie wert"
    " wegen nur noch dann nach aus vom zur der die das den dem".split()
)


class Traps:
    """Decides whether a number and a unit word beside it are money or measure."""

    def __init__(self, tokens: Tokens, lex: Lexicon) -> None:
        self.tokens = tokens
        self.lex = lex

    def year_like(self, number: Number) -> bool:
        """Four digits that may be a year.

        A separator or scale makes it a quantity.
        """
        digits = self.tokens.text[number.first]
        return number.scale == 1 and len(digits) == 4 and digits.isdigit() and "1800" <= digits <= "2199"

    def prefix_ok(self, unit: Unit, at: int, number: Number) -> bool:
        """Whether a currency before a number belongs to it."""
        text = self.tokens.text[number.first]
        if unit.factor > 1 and self.year_like(number):
            return False
        spoken = (
            unit.factor > 1 or number.scale > 1 or number.quantum < 1 or (number.bare >= 1000 and not text.isdigit())
        )
        if unit.written == "sign":
            return True
        if self.tokens.low[number.last] in self.lex.sets["time_nouns"]:
            return False
        if unit.written == "code":
            return spoken or not (unit.strict or unit.place == "glued")
        if unit.strict or unit.code == "EUR":
            return not unit.strict and (number.scale > 1 or number.quantum < 1)
        if self.tokens.kind[at - 1] == NUMBER and at > 0:
            return False
        return not number.words and not self.year_like(number)

    def suffix_ok(self, unit: Unit, number: Number, at: int, after: int) -> bool:
        """Whether the unit after a number is meant as one."""
        if unit.kind == "measure":
            return not number.article and self._measure_ok(at, after)
        if unit.kind == "percent":
            return True
        if unit.place == "tight":
            return self.tokens.glued[at] and self.tokens.text[number.first] not in _SCREENS
        if number.article and not self._article_ok(unit, number, after):
            return False
        if self._compound(number, at, after) or not self._case_ok(unit, after):
            return False
        return (
            not unit.strict or self.weighed(unit, number, at, after) is not unit or self._strict_ok(unit, number, after)
        )

    def weighed(self, unit: Unit, number: Number, at: int, after: int) -> Unit:
        """The unit, or one of weight where "Pfund" and "pounds" mean that: half a kilogram, or 0.4536 kg."""
        at += self.tokens.hyphen(at)
        if self.tokens.low[after - 1] not in _POUNDS or after - at != 1 or not self._weight(number, at, after):
            return unit
        return _GERMAN_POUND if self.lex.lang == "de" else _ENGLISH_POUND

    def _measure_ok(self, at: int, after: int) -> bool:
        """Short symbols do not run into letters, and an inch is not the preposition."""
        return (
            not (self.tokens.glued[after] and self.tokens.kind[after] in (WORD, NUMBER)) and self.tokens.low[at] != "in"
        )

    def _article_ok(self, unit: Unit, number: Number, after: int) -> bool:
        """ "einen Euro", "a dollar": not "a euro zone", "ein Real"."""
        tokens = self.tokens
        if unit.strict or tokens.text[after] in ("-", "‑") or unit.written != "name":
            return tokens.low[number.first] == "one" and not unit.strict
        follows = tokens.low[after]
        if self.lex.lang == "en":
            noun = tokens.kind[after] == WORD and follows not in _AFTER_MONEY
            if tokens.low[number.first] != "one" and (
                noun or tokens.low[after - 1] not in self.lex.sets["article_money"]
            ):
                return False
            per = number.first > 0 and unit_table("en").starts(tokens.low[number.first - 1])
            return tokens.kind[number.first - 1] != NUMBER and not per
        return True

    def _case_ok(self, unit: Unit, after: int) -> bool:
        """German nouns are written with a capital, but for sloppy "17 dollar" with unmistakable names."""
        if self.lex.lang != "de" or not unit.strict or unit.written != "name":
            return True
        return not self.tokens.text[after - 1].islower()

    def _compound(self, number: Number, at: int, after: int) -> bool:
        """ "20 Euro-Länder" counts countries; "20-Euro-Schein" and "20 Millionen Euro-Kredit" are money."""
        tokens = self.tokens
        euro = number.scale == 1 and not tokens.hyphen(at) and tokens.low[after - 1] == "euro"
        if euro and tokens.low[after] in self.lex.sets["euro_area"]:
            return True
        if not tokens.hyphen(after) or tokens.kind[after + 1] != WORD or tokens.hyphen(at) or number.scale > 1:
            return False
        if self.lex.lang == "en":
            return tokens.low[after + 1] not in self.lex.sets["articles"] and tokens.low[after + 1] != "per"
        return tokens.low[after + 1] not in self.lex.sets["price_nouns"]

    def _strict_ok(self, unit: Unit, number: Number, after: int) -> bool:
        """Names that are everyday words need a number that speaks for money."""
        tokens = self.tokens
        if tokens.low[after] == "estate":
            return False
        if number.scale >= 1000 or number.quantum < 1:
            return True
        if unit.written == "code":
            return not number.words
        low = tokens.low[after - 1]
        if self._names_person(number, after):
            return False
        if low in _POUNDS:
            return True
        if self.lex.lang == "de":
            return number.value >= 10 and not self._near(after, self.lex.sets["teeth"])
        noun = tokens.kind[after] == WORD and tokens.low[after] not in _AFTER_MONEY
        return number.value >= _HUNDRED and not noun

    def _names_person(self, number: Number, after: int) -> bool:
        """ "2023 Mark Smith": a year and a name."""
        tokens = self.tokens
        return self.year_like(number) and tokens.text[after][:1].isupper() and tokens.same_line(after)

    def _near(self, at: int, words: frozenset[str]) -> bool:
        return any(low in words for low in self.tokens.low[max(0, at - 8) : at + 8])

    def _weight(self, number: Number, at: int, after: int) -> bool:
        """Whether pounds are weight: the words around them decide, a scale or decimals mean money."""
        tokens, sets = self.tokens, self.lex.sets
        if number.scale > 1000 or self.tokens.low[after] == "sterling":
            return False
        before = tokens.low[max(0, at - 8) : at]
        if any(low in sets["weight_before"] for low in (*before, *tokens.low[after : after + 3])):
            return True
        separable = tokens.low[after] in sets["weight_particles"] and not sets["weight_verbs"].isdisjoint(before)
        if separable or tokens.low[after] in sets["weight_after"]:
            return True
        if self.lex.lang == "de":
            follows = tokens.text[after]
            noun_at = after + (follows[:1].islower() and follows.endswith(("en", "es", "er", "e")) and len(follows) > 4)
            noun = tokens.kind[noun_at] == WORD and tokens.text[noun_at][:1].isupper() and tokens.same_line(noun_at)
            return number.article or (noun and tokens.low[noun_at] not in sets["pound_money"] and number.scale == 1)
        if tokens.low[after] == "of":
            return tokens.low[after + 1] not in sets["pound_of_money"] and number.scale == 1
        if tokens.low[after - 1] == "pound":
            follows_low = tokens.low[after + (tokens.hyphen(after))]
            return (
                tokens.kind[after] == WORD
                and follows_low not in sets["pound_money"]
                and follows_low not in _AFTER_MONEY
            )
        return False

    def tail_ends(self, cents: Number, *, joined: bool, prefixed: bool) -> bool:
        """Whether a bare number after an amount can only be its hundredths ("15 dollars 50.")."""
        tokens, after = self.tokens, cents.last
        if not cents.words and len(tokens.text[cents.first]) != 2:
            return False
        if prefixed and not joined and tokens.kind[after] == WORD:
            return False
        if tokens.kind[after] == WORD:
            return tokens.low[after] in ("more", "each", "mehr", "and", "und")
        return tokens.text[after] not in ("%", "$", "€", "£", "-", "–", ":", "/", ",", "(")
