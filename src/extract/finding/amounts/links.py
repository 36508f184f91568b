"""What amounts say of each other: levels before and after, shared units, the same amount in another currency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from extract.finding.amounts.context import Context
from extract.finding.amounts.lexicon import Lexicon
from extract.finding.amounts.quantities import Quantity, share_scale
from extract.finding.amounts.restated import is_restated
from extract.finding.amounts.tokens import BREAK, Tokens
from extract.records import AmountMention
from extract.values.amount import COUNT

_CLAUSE = 40
_MILLION = 1_000_000
_STOPS = frozenset({".", ";", "!", "?"})


@dataclass(frozen=True, slots=True)
class Found:
    """A mention with the tokens and the reading that it came from.

    `weak`: a bare number that is an amount only if it takes a unit from its neighbour; `inherited`: it did.
    """

    mention: AmountMention
    first: int
    last: int
    quantity: Quantity | None
    context: Context
    weak: bool = False
    inherited: bool = False


Builder = Callable[[Quantity, Context, str], AmountMention]


def link(found: list[Found], tokens: Tokens, lex: Lexicon, build: Builder) -> list[AmountMention]:
    """Settle what one mention takes from its neighbours."""
    items = list(found)
    for index in range(len(items) - 2, -1, -1):
        if not items[index].mention.noun:
            items[index + 1] = _same_saying(items[index], items[index + 1], tokens, lex)
        items[index] = _inherit(items[index], items[index + 1], tokens, lex, build)
    items = [item for item in items if not item.weak]
    items = [_understood(items, index, tokens, build) for index in range(len(items))]
    for index in range(len(items) - 2, -1, -1):
        items[index : index + 2] = _shared_noun(items[index], items[index + 1], tokens, lex)
    mentions = []
    for index, item in enumerate(items):
        follower = items[index + 1] if index + 1 < len(items) else None
        earlier = items[index - 1] if index else None
        mentions.append(_settle(item, follower, earlier, tokens))
        if index and _is_restated(earlier, item, tokens, lex):
            mentions[-2:] = _restate(mentions[-2], mentions[-1])
    return mentions


def _inherit(item: Found, follower: Found, tokens: Tokens, lex: Lexicon, build: Builder) -> Found:
    """ "von 2,7 auf 3,15 Mrd. Euro", "um 3 und 5 Prozent": a bare number takes unit and scale of its partner."""
    one, two = item.quantity, follower.quantity
    if one is None or two is None or two.unit is None or item.mention.noun or one.high is not None:
        return item
    if one.unit is not None:
        return _share_scale(item, follower, build)
    levels = item.context.saying == "from" and follower.context.saying == "to"
    between = tokens.low[one.last : two.first]
    joined = len(between) == 1 and (
        between[0] in lex.sets["coordinators"] or (between[0] == "," and follower.inherited)
    )
    if not (levels and follower.context.start == one.last) and not joined:
        return item
    low, _ = share_scale(one.low, two.low)
    quantity = replace(one, low=low, unit=two.unit)
    return replace(
        item,
        quantity=quantity,
        mention=build(quantity, item.context, follower.mention.noun),
        weak=False,
        inherited=True,
    )


def _share_scale(item: Found, follower: Found, build: Builder) -> Found:
    """ "from $5 to $10 million": the first of two levels leaves out the scale, though it has the sign."""
    one, two = item.quantity, follower.quantity
    if one is None or two is None or one.unit != two.unit or not (one.prefixed and two.prefixed):
        return item
    if item.context.saying != "from" or follower.context.saying != "to" or follower.context.start != one.last:
        return item
    low, _ = share_scale(one.low, two.low)
    if low is one.low or two.low.scale < _MILLION or one.cents is not None:
        return item
    quantity = replace(one, low=low)
    return replace(item, quantity=quantity, mention=build(quantity, item.context, ""))


def _same_saying(item: Found, follower: Found, tokens: Tokens, lex: Lexicon) -> Found:
    """ "um 3 und 5 Prozent": what is said of the first of two numbers holds for the second."""
    between = tokens.low[item.last : follower.first]
    joined = len(between) == 1 and between[0] in lex.sets["coordinators"]
    if not joined or follower.mention.noun or follower.mention.saying != "plain" or item.mention.saying == "plain":
        return follower
    return replace(follower, mention=replace(follower.mention, saying=item.mention.saying))


def _shared_noun(item: Found, follower: Found, tokens: Tokens, lex: Lexicon) -> tuple[Found, Found]:
    """ "some 800 Danish and 600 Dutch guests": the noun holds for both, and so does the hedge."""
    one, two = item.mention, follower.mention
    if item.quantity is None or one.amount.unit != COUNT or two.amount.unit != COUNT or one.noun or not two.noun:
        return item, follower
    between = tokens.low[item.last : follower.first]
    if not 0 < len(between) < 4 or between[-1] not in lex.sets["coordinators"] or tokens.text[item.last] == ",":
        return item, follower
    words = tokens.span(item.last, follower.first - 1) if len(between) > 1 else ""
    noun = f"{words} {two.noun.split()[-1]}" if words else two.noun
    if two.amount.bound == "exact":
        two = replace(two, amount=replace(two.amount, bound=one.amount.bound))
    return replace(item, mention=replace(one, noun=noun)), replace(follower, mention=two)


def _understood(items: list[Found], index: int, tokens: Tokens, build: Builder) -> Found:
    """ "4 Mrd. Euro, nach 3,5 Mrd. im Vorjahr": the base of a comparison leaves out the currency."""
    item = items[index]
    one = item.quantity
    bare = one is not None and one.unit is None and not item.mention.noun and item.context.saying != "plain"
    if one is None or not bare or one.low.scale < _MILLION:
        return item
    for other, first, last in ((index - 1, -1, 0), (index + 1, 0, 1)):
        if not 0 <= other < len(items):
            continue
        two = items[other].quantity
        near = _same_clause(items[index + first], items[index + last], tokens)
        if near and two is not None and two.unit is not None and two.is_money and two.unit.factor == 1:
            quantity = replace(one, unit=two.unit)
            return replace(item, quantity=quantity, mention=build(quantity, item.context, ""), inherited=True)
    return item


def _settle(item: Found, follower: Found | None, before: Found | None, tokens: Tokens) -> AmountMention:
    mention = item.mention
    if mention.saying == "from":
        partner = follower is not None and _partners(item, follower, tokens)
        base = before is not None and before.context.saying == "to" and before.last == item.context.start
        mention = replace(mention, saying="from" if partner else ("than" if base else "plain"))
    return mention


def _partners(item: Found, follower: Found, tokens: Tokens) -> bool:
    """Whether the next amount is the level after this one: said with "to", of the same unit, in the same clause."""
    same = item.mention.amount.unit == follower.mention.amount.unit
    return same and follower.context.saying == "to" and _same_clause(item, follower, tokens)


def _same_clause(item: Found, follower: Found, tokens: Tokens) -> bool:
    between = range(item.last, follower.first)
    if len(between) > _CLAUSE:
        return False
    return not any(
        tokens.kind[index] == BREAK or (tokens.text[index] in _STOPS and tokens.text[index + 1][:1].isupper())
        for index in between
    )


def _is_restated(item: Found | None, follower: Found, tokens: Tokens, lex: Lexicon) -> bool:
    """Whether an amount is the money before it in another currency."""
    if item is None or item.mention.alternative is not None:
        return False
    one, two = item.mention.amount, follower.mention.amount
    if not (one.is_money and two.is_money) or one.unit == two.unit or one.value == two.value:
        return False
    return is_restated(tokens, lex, item.last, follower.first, follower.last)


def _restate(one: AmountMention, two: AmountMention) -> tuple[AmountMention, AmountMention]:
    """ "by $300 million, equivalent to €280 million": what is said of the first holds for the second."""
    return replace(one, alternative=two.amount), replace(two, saying=one.saying)
