"""Walks the tokens of a text and makes mentions of the amounts in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extract.finding.amounts.context import Context, read_context
from extract.finding.amounts.counts import CountReader
from extract.finding.amounts.lexicon import Lexicon, lexicon
from extract.finding.amounts.links import Found, link
from extract.finding.amounts.multiples import MultipleReader, Simple
from extract.finding.amounts.quantities import Quantity, QuantityReader
from extract.finding.amounts.ranks import RankReader
from extract.finding.amounts.start import is_start
from extract.finding.amounts.tokens import NUMBER, WORD, Tokens
from extract.records import AmountMention, Language
from extract.values.amount import COUNT, FACTOR, RANK, Amount


def find_amounts(text: str, lang: Language) -> list[AmountMention]:
    """Every amount in a text: money, shares, multiples, ranks, physical quantities and counts.

    Args:
        text: a paragraph or a whole article in one language; a blank line separates what does not belong together.
        lang: "de" or "en"; it decides on separators and on the meaning of "Billion".

    Returns:
        Mentions in the order of the text, not overlapping. The span is number and unit without hedges; a counted noun
        is not in it. Units: ISO 4217 codes (and BTC), PERCENT, PERCENTAGE_POINT, FACTOR, COUNT, RANK, UCUM units;
        power is in MW, energy keeps its prefix, a German Pfund of weight is half a kg, rates are "t/a", "bbl/d".

    >>> [m.amount.format() for m in find_amounts("um 5,8 Mrd. Dollar oder 12 Prozent", "de")]
    ['5800000000 USD', '12 PERCENT']
    """
    tokens = Tokens(text, lang)
    finder = _Finder(tokens, lexicon(lang))
    return link(finder.run(), tokens, lexicon(lang), finder.build)


class _Finder:
    def __init__(self, tokens: Tokens, lex: Lexicon) -> None:
        self.tokens = tokens
        self.lex = lex
        self.quantities = QuantityReader(tokens, lex)
        self.counts = CountReader(tokens, lex)
        self.multiples = MultipleReader(tokens, lex)
        self.ranks = RankReader(tokens, lex)

    def run(self) -> list[Found]:
        found: list[Found] = []
        at, tokens = 0, self.tokens
        while at < len(tokens) - 1:
            if tokens.kind[at] in (NUMBER, WORD, "sign") and is_start(tokens.low[at], self.lex.lang):
                item = self._at(at)
                if item is not None:
                    found.append(item)
                    at = max(item.last, at + 1)
                    continue
            at += 1
        return found

    def _at(self, at: int) -> Found | None:
        simple = self.ranks.read(at) or self.multiples.read(at)
        if simple is not None:
            return self._simple(simple)
        quantity = self.quantities.read(at)
        if quantity is None:
            return None
        if quantity.unit is None:
            multiple = self.multiples.after(quantity)
            if multiple is not None:
                return self._simple(multiple)
            noun = self.counts.noun(quantity)
            if noun is None:
                return self._weak(quantity)
            return self._mention(quantity, noun)
        return self._mention(*self.counts.measured(quantity))

    def _weak(self, quantity: Quantity) -> Found | None:
        """ "von 2,7 auf 3,15 Mrd. Euro": the first number is nothing by itself."""
        follows = self.tokens.low[quantity.last]
        if quantity.low.article or follows not in self.lex.sets["shares_unit"]:
            return None
        return replace(self._mention(quantity, ""), weak=True)

    def _simple(self, simple: Simple) -> Found:
        context = read_context(self.tokens, self.lex, simple.first, simple.last)
        if simple.unit == RANK:
            context = replace(
                context, bound="exact", saying="to" if context.saying == "to" and not simple.noun else "plain"
            )
        elif (
            self.lex.lang == "en"
            and simple.unit == FACTOR
            and simple.last == simple.first + 1
            and context.saying == "to"
        ):
            context = replace(context, saying="plain")
        start, end = self.tokens.start[simple.first], self.tokens.end[simple.last - 1]
        amount = Amount(simple.value, simple.unit, bound=context.bound, quantum=simple.quantum)
        mention = AmountMention(
            start=start,
            end=end,
            quote=self.tokens.source[start:end],
            amount=amount,
            saying=context.saying,
            noun=simple.noun,
        )
        return Found(mention, simple.first, simple.last, None, context)

    def _mention(self, quantity: Quantity, noun: str) -> Found:
        context = read_context(self.tokens, self.lex, quantity.first, quantity.last)
        if noun:
            context = self.counts.context(context, quantity)
        mention = self.build(quantity, context, noun)
        return Found(mention, quantity.first, quantity.last, quantity, context)

    def build(self, quantity: Quantity, context: Context, noun: str) -> AmountMention:
        """The mention of a quantity."""
        start, end = self.tokens.start[quantity.first], self.tokens.end[quantity.last - 1]
        signed = quantity.negative and not quantity.prefixed and self.tokens.glued[quantity.first]
        if signed and self.tokens.text[quantity.first - 1] != "(":
            start = self.tokens.start[quantity.first - 1]
        return AmountMention(
            start=start,
            end=end,
            quote=self.tokens.source[start:end],
            amount=amount_of(quantity, context),
            saying=context.saying,
            noun=noun,
            currency_assumed=quantity.unit is not None and quantity.unit.assumed,
        )


def amount_of(quantity: Quantity, context: Context) -> Amount:
    """The typed amount of a quantity."""
    unit, factor = COUNT, Decimal(1)
    if quantity.unit is not None:
        unit, factor = quantity.unit.code, quantity.unit.factor
        unit += f"/{quantity.rate}" if quantity.rate and "/" not in unit else ""
    sign = -1 if quantity.negative else 1
    value = quantity.low.value * factor + (quantity.cents or 0)
    quantum = quantity.low.quantum * factor if quantity.cents is None else Decimal("0.01")
    high = quantity.high.value * factor if quantity.high is not None else None
    if quantity.high is not None:
        quantum = max(quantum, quantity.high.quantum * factor)
    return Amount(
        _plain(value * sign), unit, _plain(high) if high is not None else None, context.bound, _plain(quantum)
    )


def _plain(value: Decimal) -> Decimal:
    """Without exponent and closing zeros, so that equal amounts look alike; exact however many digits there are.

    >>> _plain(Decimal("1E+30") + Decimal(5)), _plain(Decimal("2.50")), _plain(Decimal("3E+2"))
    (Decimal('1000000000000000000000000000000'), Decimal('2.5'), Decimal('300'))
    """
    text = f"{value:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


__all__ = ["amount_of", "find_amounts"]
