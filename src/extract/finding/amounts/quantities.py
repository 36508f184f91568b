"""The phrase grammar: a number or range with what it is of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.finding.amounts.lexicon import Lexicon
from extract.finding.amounts.numerals import Number, NumberReader
from extract.finding.amounts.tokens import DASHES, HYPHENS, NUMBER, WORD, Tokens
from extract.finding.amounts.traps import Traps
from extract.finding.amounts.units import Unit, unit_table
from extract.finding.amounts.years import year_not_end

_FOREIGN_GROUP = re.compile(r"[1-9][0-9]{1,2},[0-9]{3}")
_HUNDREDTH = Decimal("0.01")
_ALIKE = Decimal(50)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or the lower end of a range, with its unit; tokens `first` to `last` exclusive.

    Attributes:
        low, high: the number and the upper end of a range.
        unit: None where nothing but a noun may follow.
        rate: "a", "d" or "h" where the unit is said to be per year, day or hour, else "".
        prefixed: the currency stands before the number.
        cents: what a tail in hundredths adds ("15 Dollar und 15 Cent").
        negative: a minus stands before it.
    """

    first: int
    last: int
    low: Number
    high: Number | None = None
    unit: Unit | None = None
    rate: str = ""
    prefixed: bool = False
    cents: Decimal | None = None
    negative: bool = False

    @property
    def is_money(self) -> bool:
        """Whether the unit is a currency or its hundredths."""
        return self.unit is not None and self.unit.kind in ("money", "minor")


class QuantityReader:
    """Reads the quantity that starts at a token: its currency sign, its number, or its article."""

    def __init__(self, tokens: Tokens, lex: Lexicon) -> None:
        self.tokens = tokens
        self.lex = lex
        self.numbers = NumberReader(tokens, lex)
        self.units = unit_table(lex.lang)
        self.traps = Traps(tokens, lex)

    def read(self, at: int) -> Quantity | None:
        """The quantity at a token, ranges joined; None where there is none."""
        first = self._endpoint(at)
        if first is None:
            return None
        return self._range(first) or self._accounting(self._finish(first))

    def _accounting(self, quantity: Quantity) -> Quantity:
        """ "The result was ($99.99)": brackets that the sentence, or a line of its own, needs are a minus."""
        tokens, at, after = self.tokens, quantity.first - 1, quantity.last
        if at < 0 or not quantity.is_money or tokens.text[at] != "(" or tokens.text[after] != ")":
            return quantity
        needed = tokens.low[at - 1] in self.lex.sets["before_brackets"] if at else False
        alone = not tokens.same_line(at) and not tokens.same_line(after + 1)
        return replace(quantity, negative=True) if needed or alone else quantity

    def _endpoint(self, at: int) -> Quantity | None:
        """One number with the unit before or after it."""
        prefix = self._scaled_prefix(at) or self._prefix(at)
        if prefix is not None:
            quantity = self._prefixed(at, *prefix)
            if quantity is not None:
                return quantity
        if self._continues(at):
            return None
        number = self.numbers.read(at)
        if number is None or self.lex.phrases["no_amount_before"].match_before(self.tokens, at):
            return None
        return self._with_suffix(Quantity(at, number.last, number, negative=self._minus(at)))

    def _continues(self, at: int) -> bool:
        """A number glued to letters before it is part of a name ("A320", "S4007")."""
        tokens = self.tokens
        if tokens.kind[at] != NUMBER or not tokens.glued[at] or at == 0:
            return False
        return tokens.kind[at - 1] in (WORD, NUMBER) or tokens.text[at - 1] in ("_", "²")

    def _prefix(self, at: int) -> tuple[Unit, int] | None:
        tokens = self.tokens
        if not self.units.starts(tokens.low[at]) or (tokens.glued[at] and tokens.kind[at - 1] == WORD):
            return None
        for unit, after in self.units.matches(tokens, at):
            if unit.kind != "money" or unit.place == "after" or not self._exact(unit, at, after):
                continue
            if after >= len(tokens) or not tokens.same_line(after):
                continue
            if unit.place == "glued" and not tokens.glued[after]:
                continue
            if tokens.text[after] == "." and tokens.glued[after] and unit.written == "code":
                after += 1
            return unit, after
        return None

    def _scaled_prefix(self, at: int) -> tuple[Unit, int] | None:
        """ "Mio. EUR 5,2", "CHF Mio. 5,2": the scale stands before the number as well."""
        tokens, lex = self.tokens, self.lex
        start, scale = self._dotted(at)
        found = self._prefix(start)
        if found is None or found[0].written == "name":
            return None
        unit, after = found
        if scale is None:
            after, scale = self._dotted(after)
        if scale is None or after >= len(tokens) or tokens.kind[after] != NUMBER or lex.lang != "de":
            return None
        return replace(unit, factor=unit.factor * scale), after

    def _dotted(self, at: int) -> tuple[int, Decimal | None]:
        """Index after an abbreviated scale with its dot, and the scale."""
        low = self.tokens.low[at]
        if low not in self.lex.dotted:
            return at, None
        dotted = self.tokens.text[at + 1] == "." and self.tokens.glued[at + 1]
        return at + 1 + dotted, self.lex.scales[low]

    def _prefixed(self, at: int, unit: Unit, after: int) -> Quantity | None:
        tokens = self.tokens
        negative = self._minus(at)
        if tokens.text[after] in ("-", "−") and tokens.kind[after + 1] == NUMBER and tokens.glued[after + 1]:
            negative = True
            after += 1
        if unit.written == "code" and tokens.text[after] in ("$", "€", "£"):
            after += 1
        number = self.numbers.read(after, money=True)
        if number is None or number.article or not self.traps.prefix_ok(unit, at, number):
            return None
        number = self._foreign_group(number)
        quantity = Quantity(at, number.last, number, unit=unit, prefixed=True, negative=negative)
        same = self._suffix(number.last)
        if same is not None and same[0].kind == "percent":
            return None
        if same is not None and same[0].kind == "money" and same[0].code == unit.code and same[0].written == "name":
            return replace(quantity, last=same[1])
        return quantity

    def _foreign_group(self, number: Number) -> Number:
        """ "12,500 Dollar" in a German text: nobody states money to three decimals, so the comma parts thousands."""
        digits = self.tokens.text[number.first]
        if self.lex.lang != "de" or number.scale != 1 or not _FOREIGN_GROUP.fullmatch(digits):
            return number
        return replace(number, bare=Decimal(digits.replace(",", "")), quantum=Decimal(1))

    def _minus(self, at: int) -> bool:
        tokens = self.tokens
        if at == 0:
            return False
        if tokens.low[at - 1] in self.lex.sets["minus"]:
            return True
        free = at < 2 or not tokens.glued[at - 1] or tokens.text[at - 2] in ("(", "[")
        return tokens.text[at - 1] in ("-", "−", "–") and tokens.glued[at] and free

    def _exact(self, unit: Unit, first: int, last: int) -> bool:
        return not unit.exact or self.tokens.span(first, last) in unit.exact.split()

    def _suffix(self, at: int) -> tuple[Unit, int] | None:
        """The unit that starts at a token, a joining hyphen before it allowed."""
        tokens = self.tokens
        hyphen = tokens.hyphen(at)
        at += hyphen
        if at >= len(tokens) or not self.units.starts(tokens.low[at]):
            return None
        for unit, after in self.units.matches(tokens, at):
            if unit.place in ("before", "glued") or not self._exact(unit, at, after):
                continue
            if unit.written == "sign" and (hyphen or self._of_next(at, after)):
                continue
            if tokens.kind[after - 1] == WORD and tokens.glued[after] and tokens.kind[after] == NUMBER:
                continue
            return unit, after
        return None

    def _of_next(self, at: int, after: int) -> bool:
        """ "202,989 $195,610": the sign touches the number after it and not the one before."""
        tokens = self.tokens
        return tokens.kind[after] == NUMBER and tokens.glued[after] and not tokens.glued[at]

    def _with_suffix(self, quantity: Quantity) -> Quantity:
        found = self._suffix(quantity.last)
        if found is None:
            return quantity
        unit, after = found
        if not self.traps.suffix_ok(unit, quantity.low, quantity.last, after):
            return quantity
        low = self._foreign_group(quantity.low) if unit.kind == "money" else quantity.low
        if unit.kind == "money" and unit.written == "code" and low.scale == 1:
            scaled = self.numbers.scale(after, glued=False, money=False)
            if scaled is not None:
                low, after = low.scaled(scaled[0], low.last), scaled[1]
        return replace(quantity, low=low, last=after, unit=self.traps.weighed(unit, low, quantity.last, after))

    def _range(self, first: Quantity) -> Quantity | None:
        """Two ends joined by "bis", "to" or a dash, or by "und" after "zwischen"."""
        start = self._connector(first)
        if start is None:
            return None
        second = self._endpoint(start)
        if second is None or second.negative or second.low.article or not self._joins(first, second):
            return None
        large = second.low.scale > 1 or second.prefixed
        if first.unit is None and year_not_end(self.tokens, self.lex, first.low.first, large=large):
            return None
        if first.unit is None and second.unit is None and self._is_change(first):
            return None
        low, high = share_scale(first.low, second.low, keep=first.unit is not None and first.unit.kind != "money")
        if low.value >= high.value:
            return None
        unit = second.unit or first.unit
        joined = replace(
            first, last=second.last, low=low, high=high, unit=unit,
            prefixed=second.prefixed or (first.prefixed and second.unit is None),
        )  # fmt: skip
        return self._with_suffix(joined) if joined.unit is None else joined

    def _connector(self, first: Quantity) -> int | None:
        """Index after the connector of a range that starts after the first end, None without one."""
        tokens, lex, at = self.tokens, self.lex, first.last
        before = tokens.low[first.first - 1] if first.first else ""
        if tokens.low[at] in lex.sets["between_and"] and self._between(first.first):
            return at + 1
        if tokens.low[at] in lex.sets["or"] and first.unit is None and first.low.bare < 20:
            return at + 1
        found = lex.phrases["ranges"].match(tokens, at)
        if found is None:
            return None
        text, after = found
        if text in DASHES:
            if tokens.glued[at] != tokens.glued[after]:
                return None
            return after
        if tokens.hyphen(at) or tokens.text[at] in HYPHENS:
            after = at + 1
        if text == "to" and before == "from":
            return after if self._ranging(first.first - 1) else None
        if text == "to" and first.unit is not None and self._changing(first.first):
            return None
        return after

    def _is_change(self, first: Quantity) -> bool:
        """ "rose by 15 to 90": a change and the level it led to; "rose by 3 to 5 percent" is a range."""
        before = self.tokens.low[first.first - 1] if first.first else ""
        return before == "by" and self.tokens.low[first.last] == "to" and self._changing(first.first)

    def _between(self, at: int) -> bool:
        return any(self.tokens.low[index] in self.lex.sets["between"] for index in range(max(0, at - 3), at))

    def _ranging(self, at: int) -> bool:
        """ "costs from 700 million to 1.1 billion euros": a verb that takes both ends stands before "from"."""
        return any(low in self.lex.sets["range_verbs"] for low in self.tokens.low[max(0, at - 2) : at])

    def _changing(self, at: int) -> bool:
        return any(self.tokens.low[index] in self.lex.sets["change_words"] for index in range(max(0, at - 5), at))

    def _joins(self, first: Quantity, second: Quantity) -> bool:
        """Whether two ends may be one range: same unit, and no year, score or list."""
        one, two = first.unit, second.unit
        if one is not None and two is not None and one.code != two.code:
            return False
        if one is not None and two is None:
            return first.prefixed and not self.traps.year_like(second.low)
        if self.tokens.text[first.last] in DASHES or two is not None:
            return True
        connector = self.tokens.low[first.last]
        if connector in self.lex.sets["or"]:
            return second.low.bare - first.low.bare in (1, 2, 5, 10)
        return True

    def _finish(self, quantity: Quantity) -> Quantity:
        """A tail in hundredths: "15 Dollar und 15 Cent", "zwei Euro fünfzig"."""
        unit = quantity.unit
        if unit is None or unit.kind != "money" or quantity.low.scale != 1 or quantity.low.quantum != 1:
            return quantity
        tokens, at = self.tokens, quantity.last
        joined = tokens.low[at] in self.lex.sets["and"]
        at += joined
        if at >= len(tokens) - 1 or not tokens.same_line(at):
            return quantity
        cents = self._cents(at)
        if cents is None or not 0 < cents.bare < 100 or cents.scale != 1 or cents.quantum != 1:
            return quantity
        minor = self._suffix(cents.last) or self._single_cent(cents.last)
        if minor is not None and minor[0].kind == "minor":
            return replace(quantity, last=minor[1], cents=cents.bare * _HUNDREDTH)
        if minor is not None or not self.traps.tail_ends(cents, joined=joined, prefixed=quantity.prefixed):
            return quantity
        return replace(quantity, last=cents.last, cents=cents.bare * _HUNDREDTH)

    def _cents(self, at: int) -> Number | None:
        number = self.numbers.read(at)
        if number is not None and number.article and self.tokens.low[at] != "one":
            return None
        return number

    def _single_cent(self, at: int) -> tuple[Unit, int] | None:
        if self.tokens.text[at] == "c" and self.tokens.glued[at]:
            return Unit("minor", "", _HUNDREDTH), at + 1
        return None


def share_scale(low: Number, high: Number, *, keep: bool = False) -> tuple[Number, Number]:
    """Give the first of two numbers the scale of the second, where it has none ("2 bis 3 Mrd.", "von 5 auf 4 Mio.").

    Numbers of another order of magnitude keep their own: "800 to 1.2 billion".
    """
    if keep or low.scale != 1 or high.scale == 1 or not high.bare or not _ALIKE > low.bare / high.bare > 1 / _ALIKE:
        return low, high
    return replace(low, scale=high.scale, quantum=low.quantum * high.scale), high
