"""Numbers: digits with the separators of the language, number words, halves, and their scales."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from extract.finding.amounts.digits import WRITTEN_FRACTIONS, read_digits
from extract.finding.amounts.lexicon import Lexicon
from extract.finding.amounts.number_words import ENGLISH_WORDS, german_number, read_words
from extract.finding.amounts.tokens import HYPHENS, NUMBER, WORD, Tokens
from extract.finding.amounts.units import unit_table

_ONE = Decimal(1)
_TENTH = Decimal("0.1")
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text, from token `first` up to, not including, token `last`.

    Attributes:
        bare: without its scale.
        scale: 1, or what "Millionen" and the like multiply with.
        quantum: size of the last stated digit, scale applied.
        words: written in words.
        article: nothing but an article ("ein", "a", "one"): a number only before a unit.
        partial: a half or quarter that needs a unit to be an amount ("ein halber").
    """

    first: int
    last: int
    bare: Decimal
    quantum: Decimal
    scale: Decimal = _ONE
    words: bool = False
    article: bool = False
    partial: bool = False

    @property
    def value(self) -> Decimal:
        """The number with its scale."""
        return self.bare * self.scale

    def scaled(self, scale: Decimal, last: int) -> Number:
        """The same with one more scale word, which ends before token `last`."""
        return replace(
            self, scale=self.scale * scale, quantum=self.quantum * scale, last=last, article=False, partial=False
        )


class NumberReader:
    """Reads the number that starts at a token."""

    def __init__(self, tokens: Tokens, lex: Lexicon) -> None:
        self.tokens = tokens
        self.lex = lex
        self._halves = tuple(lex.numbers["half_words"].items())

    def read(self, at: int, *, money: bool = False) -> Number | None:
        """The number at a token with its scales.

        Args:
            at: index of the first token.
            money: a currency stands before it, so that a lone letter is a scale ("$5 m").
        """
        number = self._core(at)
        if number is None:
            return None
        number = self._point(number)
        number = self._scales(number, money=money)
        return self._rest(number)

    def _core(self, at: int) -> Number | None:
        tokens = self.tokens
        if tokens.kind[at] == NUMBER:
            return self._digits(at)
        if tokens.kind[at] != WORD:
            return None
        if tokens.low[at] in self.lex.numbers["part_scales"]:
            scale = self.lex.numbers["part_scales"][tokens.low[at]]
            return Number(at, at + 1, scale, scale / 10, words=True)
        if self.lex.phrases["three_quarters"].match(tokens, at) is not None:
            return self._part(at)
        return self._part(at) or (self._german(at) if self.lex.lang == "de" else self._english(at))

    def _digits(self, at: int) -> Number | None:
        tokens = self.tokens
        read = read_digits(tokens.text[at], self.lex.lang)
        if read is None:
            return None
        value, quantum = read
        last = at + 1
        if tokens.kind[last] == NUMBER and tokens.text[last + 1] == "/" and last + 2 < len(tokens):
            part = WRITTEN_FRACTIONS.get((tokens.text[last], tokens.text[last + 2]))
            if part is not None:
                return Number(at, last + 3, value + Decimal(part), Decimal(part))
        if tokens.text[last] == "/" and tokens.glued[last] and last + 1 < len(tokens):
            part = WRITTEN_FRACTIONS.get((tokens.text[at], tokens.text[last + 1]))
            if part is not None:
                return Number(at, last + 2, Decimal(part), Decimal(part), partial=True)
        return self._and_a_half(Number(at, last, value, quantum))

    def _part(self, at: int) -> Number | None:
        """ "half a million", "eine halbe Milliarde", "three quarters of a billion": the part alone."""
        low, lex, start = self.tokens.low, self.lex, at
        if low[at] in lex.sets["articles"]:
            at += 1
            if low[at] == "-":
                return None
        value: Decimal | None = None
        three = lex.phrases["three_quarters"].match(self.tokens, at)
        if three is not None:
            value, after = Decimal("0.75"), three[1]
        elif low[at] in lex.sets["half"]:
            value, after = _HALF, at + 1
        elif low[at] in lex.sets["quarter"] and at > start - (lex.lang == "en"):
            value, after = Decimal("0.25"), at + 1
        if value is None:
            return None
        number = Number(start, after, value, _TENTH if value == _HALF else Decimal("0.01"), words=True, partial=True)
        return self._part_of(number)

    def _part_of(self, number: Number) -> Number | None:
        """A part is a number only of a scale, a dozen or a unit; in English "of", "a", a hyphen may stand between."""
        at, low = number.last, self.tokens.low
        while self.lex.lang == "en" and low[at] in ("of", "a", "an", "-"):
            at += 1
        at += self.tokens.hyphen(at)
        counted = low[at] in self.lex.scales or low[at] in self.lex.sets["dozen"]
        measured = at < len(self.tokens) and unit_table(self.lex.lang).match(self.tokens, at) is not None
        return replace(number, last=at) if counted or measured else None

    def _german(self, at: int) -> Number | None:
        tokens = self.tokens
        low = tokens.low[at]
        if low in self.lex.sets["articles"]:
            follows = tokens.low[at + 1]
            joined = german_number(low + follows, self._halves) if follows in self.lex.sets["hundred_like"] else None
            if joined is not None:
                return Number(at, at + 2, joined[0], joined[1], words=True)
            hedged = self.lex.inner_hedges.match(tokens, at + 1)
            scaled = hedged is not None and tokens.low[hedged[1]] in (*self.lex.scales, *self.lex.sets["dozen"])
            return Number(at, hedged[1] if hedged and scaled else at + 1, _ONE, _ONE, words=True, article=True)
        read = german_number(low, self._halves)
        if read is None or low in ("und", "undeins"):
            return None
        return self._and_a_half(Number(at, at + 1, read[0], read[1], words=True))

    def _english(self, at: int) -> Number | None:
        low = self.tokens.low
        start = at
        article = low[at] in self.lex.sets["articles"]
        if article and low[at] != "one":
            if low[at + 1] not in ("hundred", "thousand"):
                return Number(at, at + 1, _ONE, _ONE, words=True, article=True)
            at += 1
        words = self._run(at)
        if not words:
            return None
        while words:
            value = read_words(" ".join(self.tokens.low[index] for index in words if low[index] not in HYPHENS), "en")
            if value is not None and low[words[-1]] not in ("and", "-"):
                number = Number(start, words[-1] + 1, value, _ONE, words=True, article=article and value == 1)
                return self._and_a_half(number)
            words.pop()
        return None

    def _run(self, at: int) -> list[int]:
        """Indexes of the number words from here on, with "and" and hyphens between them."""
        tokens = self.tokens
        run: list[int] = []
        while len(run) < 16:
            low = tokens.low[at]
            word = low in ENGLISH_WORDS and (not run or tokens.same_line(at))
            joins = low == "and" and tokens.low[at - 1] in ("hundred", "thousand")
            joins = joins or (tokens.hyphen(at) and tokens.low[at + 1] in ENGLISH_WORDS)
            if word or (run and joins):
                run.append(at)
            else:
                break
            at += 1
        return run

    def _and_a_half(self, number: Number) -> Number:
        """ "three and a half", "two-and-a-quarter", "zwei und eine halbe"."""
        low, lex = self.tokens.low, self.lex
        at = number.last + (low[number.last] in HYPHENS)
        if at + 2 >= len(self.tokens) or low[at] not in lex.sets["and"]:
            return number
        at += 1 + (low[at + 1] in HYPHENS)
        three = lex.phrases["three_quarters"].match(self.tokens, at) if at < len(self.tokens) else None
        if three is not None:
            quarters = number.bare + _HALF + _HALF / 2
            return replace(number, last=three[1], bare=quarters, quantum=_TENTH * number.scale, article=False)
        if low[at] not in lex.sets["articles"]:
            return number
        at += 1 + (low[at + 1] in HYPHENS)
        if at < len(self.tokens) and low[at] in lex.sets["half"]:
            return replace(number, last=at + 1, bare=number.bare + _HALF, quantum=_TENTH * number.scale, article=False)
        if at < len(self.tokens) and low[at] in lex.sets["quarter"] and number.words:
            return replace(number, last=at + 1, bare=number.bare + _HALF / 2, quantum=_TENTH * number.scale)
        return number

    def _point(self, number: Number) -> Number:
        """ "one point three", "drei Komma fünf"."""
        tokens, at = self.tokens, number.last
        if tokens.low[at] not in self.lex.sets["point"] or number.partial:
            return number
        after = self._core(at + 1)
        if after is None or after.partial or after.quantum != 1 or not 0 <= after.bare < 100:
            return number
        if after.article and tokens.low[at + 1] not in ("one", "eins"):
            return number
        digits = format(after.bare, "f")
        value = Decimal(f"{int(number.bare)}.{digits}")
        return replace(number, last=after.last, bare=value, quantum=Decimal(1).scaleb(-len(digits)), article=False)

    def _scales(self, number: Number, *, money: bool) -> Number:
        tokens = self.tokens
        for _ in range(3):
            at = number.last
            if tokens.hyphen(at):
                at += 1
            found = self.scale(at, glued=at == number.last, money=money)
            if found is None:
                break
            scale, last = found
            number = number.scaled(scale, last)
        if tokens.low[number.last] in self.lex.sets["dozen"] and number.scale == 1:
            number = number.scaled(Decimal(12), number.last + 1)
        if number.scale > 1:
            half = self._and_a_half(replace(number, bare=number.bare))
            number = half
        return number

    def scale(self, at: int, *, glued: bool, money: bool) -> tuple[Decimal, int] | None:
        """A scale word at a token and the index after it; the dot of an abbreviation belongs to it."""
        tokens = self.tokens
        low, text = tokens.low[at], tokens.text[at]
        if low in self.lex.scales:
            return self.lex.scales[low], self._after_dot(at, low)
        if text in self.lex.glued_scales and ((glued and tokens.glued[at]) or money) and not self._runs_on(at + 1):
            known = money or text not in "mbtMBT" or self._million_of(at + 1)
            return (self.lex.glued_scales[text], at + 1) if known else None
        if text in self.lex.glued_scales and tokens.glued[at] and tokens.text[at + 1] in ("$", "€", "£"):
            return self.lex.glued_scales[text], at + 1
        return None

    def _runs_on(self, at: int) -> bool:
        """Whether more letters or digits touch what was read."""
        return self.tokens.glued[at] and self.tokens.kind[at] in (WORD, NUMBER)

    def _million_of(self, at: int) -> bool:
        """ "5m euros", "3m people": what follows a lone letter shows that it is no unit."""
        found = unit_table(self.lex.lang).match(self.tokens, at)
        low = self.tokens.low[at]
        plural = (
            self.lex.lang == "en" and len(low) > 4 and low.endswith("s") and not low.endswith("ss") and low.isalpha()
        )
        return (found is not None and found[0].kind == "money") or low in self.lex.sets["millions_of"] or plural

    def _after_dot(self, at: int, low: str) -> int:
        tokens = self.tokens
        dotted = low in self.lex.dotted and tokens.text[at + 1] == "." and tokens.glued[at + 1]
        return at + 2 if dotted else at + 1

    def _rest(self, number: Number) -> Number:
        """ "zwei Millionen dreihunderttausend", "2 Millionen 300 Tausend": a smaller number that follows a scale."""
        tokens = self.tokens
        if number.scale < 1000:
            return number
        at = number.last + (tokens.low[number.last] in self.lex.sets["and"])
        if tokens.kind[at] not in (WORD, NUMBER) or not tokens.same_line(at):
            return number
        rest = self._core(at)
        if rest is None or rest.article or rest.partial or rest.words != number.words:
            return number
        rest = self._scales(rest, money=False)
        if rest.value >= number.scale or rest.bare != int(rest.bare) or number.bare != int(number.bare):
            return number
        joined_small = at != number.last and rest.value < 100
        if joined_small or (not number.words and rest.scale == 1):
            return number
        total = number.value + rest.value
        return replace(number, last=rest.last, bare=total / number.scale, quantum=rest.quantum)
