"""Quantities: each amount of a sentence goes to the one trigger that governs it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.records import AmountMention, Claim, Language
from extract.rules.attempts import ALSO, VETO, Attempt, Trigger, evidence, flags_of, missing_also
from extract.rules.context import Context
from extract.rules.currency import settle_currency
from extract.rules.figures import Figure, amount_class, is_repetition, read_figure, zero
from extract.rules.following import follow
from extract.rules.modality import is_negated, modality_of
from extract.rules.pairs import Resolved, resolve_pair
from extract.rules.periods import base_of, period_of
from extract.rules.schema import Rule
from extract.rules.triggers import Hit, any_phrase
from extract.rules.view import SentenceView
from extract.values.period import Period

_CLAUSE_COST = 12
_BEHIND_COST = 5
_CROSSING_COST = 3
_NOUN_REACH = 3
_OWN_LEAD = 3
_BEHIND_REACH: dict[Language, int] = {"de": 14, "en": 8}  # German verbs close the clause
_PER = re.compile(r"\s*(?:für|pro|je|per|for|a|an|das|die|den)(?:\s+(?:je|jede[nrs]?|each|every))?\s*")
_CARRYING = frozenset({"trade", "exports", "trade_balance"})


def quantity_attempts(view: SentenceView, triggers: Sequence[Trigger], context: Context) -> list[Attempt]:
    """One attempt for each amount that a trigger governs, and one for each trigger that governs none."""
    attempts: list[Attempt] = []
    used: set[tuple[str, Hit]] = set()
    made: list[Claim] = []
    for mention in view.amounts:
        if zero(mention.amount) or is_repetition(view, mention):
            continue
        governing = _governing(view, mention, triggers)
        if not made:  # what goes on from an earlier sentence yields to what this sentence itself speaks of
            governing.sort(key=lambda trigger: trigger.rule.fact == "same")
        for trigger in governing:
            used.add((trigger.rule.id, trigger.hit))
            attempt = _attempt(view, mention, trigger, context, made)
            attempts.append(attempt)
            if attempt.claim is not None:
                made.append(attempt.claim)
                if mention.saying in ("from", "than") or _looks_back(attempt.claim, trigger.rule):
                    context.bases.add(attempt.claim.id)
            # A user's rule that does not apply leaves everything as it was without it.
            passed_on = trigger.own or trigger.rule.fact == "same" or attempt.unmet.startswith(ALSO)
            if attempt.claim is not None or not passed_on:
                break
    _retype(attempts)
    for trigger in triggers:
        if (trigger.rule.id, trigger.hit) not in used:
            attempts.append(
                Attempt(trigger.rule.id, trigger.hit.start, trigger.hit.end, _no_amount(view, trigger.rule))
            )
    return attempts


_KINDS: dict[str, str] = {
    "money": "an amount of money", "percent": "a percentage", "factor": "a multiple", "count": "a number of things",
    "quantity": "a quantity with its unit", "rank": "a rank",
}  # fmt: skip


def _no_amount(view: SentenceView, rule: Rule) -> str:
    """Why a trigger has no amount."""
    wanted = " or ".join(_KINDS[kind] for kind in rule.needs.amount)
    fitting = [one.quote for one in view.amounts if amount_class(one.amount) in rule.needs.amount]
    if fitting:
        return f"it needs {wanted}; {fitting[0]!r} belongs to other words of the sentence"
    there = ", ".join(repr(one.quote) for one in view.amounts)
    return f"it needs {wanted}; the sentence has {f'only {there}' if there else 'none'}"


def _retype(attempts: list[Attempt]) -> None:
    """Deliveries that "rose by 12 percent to 600,000 tonnes": the change is one of the volume that the level gives."""
    for place, (one, following) in enumerate(pairwise(attempts)):
        change, level = one.claim, following.claim
        if change is None or level is None or (change.type, level.type) != ("exports", "volume"):
            continue
        relative = change.measure in ("change_percent", "change_factor")
        if relative and level.measure == "level" and change.countries == level.countries:
            attempts[place] = replace(one, claim=replace(change, type="volume", rule=level.rule))


def _looks_back(claim: Claim, rule: Rule) -> bool:
    """Whether a figure only sets the one before it off: "Im Jahr davor waren es 8,6 Milliarden"."""
    return rule.fact == "same" and claim.measure == "level" and claim.modality == "actual"


def _governing(view: SentenceView, mention: AmountMention, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Triggers that may govern an amount, nearest first; of equal ones the longest phrase.

    A user's own trigger is as near as the shipped ones that share words with it and goes before them; of others it
    counts as a few words nearer, for it says more than a verb such as "flossen" or "sent".
    """
    kind = amount_class(mention.amount)
    costs = {
        place: cost
        for place, trigger in enumerate(triggers)
        if kind in trigger.rule.needs.amount and (cost := _cost(view, mention, trigger)) is not None
    }
    ranked: list[tuple[float, bool, bool, int, int, Trigger]] = []
    for place, cost in costs.items():
        trigger = triggers[place]
        if trigger.own:
            cost = min(costs[other] for other in costs if trigger.meets(triggers[other])) - _OWN_LEAD
        closer = not trigger.rule.also.of(view.language)  # of equal triggers the one that asks for more goes first
        ranked.append((cost, not trigger.own, closer, trigger.hit.start - trigger.hit.end, place, trigger))
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:5])]


def _cost(view: SentenceView, mention: AmountMention, trigger: Trigger) -> float | None:
    """Words between trigger and amount, with surcharges; None when the rule forbids the distance."""
    hit = trigger.hit
    crossed = abs(view.clause(hit.start) - view.clause(mention.start)) * _CLAUSE_COST
    kind = amount_class(mention.amount)
    if trigger.rule.needs.near == "noun" and kind in ("count", "quantity", "rank"):
        return _noun_cost(view, mention, hit, crossed)
    if trigger.rule.fact == "same" and hit.start >= mention.end and view.words_between(mention.end, hit.start) > 1:
        return None
    low, high = (hit.end, mention.start) if hit.end <= mention.start else (mention.end, hit.start)
    if view.cues.has("other_quantity", view.cut(low, high)):
        return None
    if hit.end <= mention.start:
        between = sum(1 for one in view.amounts if hit.end <= one.start and one.end <= mention.start)
        return view.words_between(hit.end, mention.start) + crossed + 0.1 * between
    if hit.start >= mention.end:
        between = sum(1 for one in view.amounts if mention.end <= one.start and one.end <= hit.start)
        if view.words_between(mention.end, hit.start) > _BEHIND_REACH[view.language]:
            return None
        return view.words_between(mention.end, hit.start) + _BEHIND_COST + crossed + _CROSSING_COST * between
    return 0.0


def _noun_cost(view: SentenceView, mention: AmountMention, hit: Hit, crossed: int) -> float | None:
    """The trigger is the counted noun, stands right behind an amount without noun, or before one ("waren es 120")."""
    if hit.start >= mention.start:
        if hit.start <= mention.end + len(mention.noun) + 1:
            return float(view.words_between(mention.end, hit.start))
        if mention.noun or any(mention.end <= one.start < hit.start for one in view.amounts):
            return None
        cut = view.cut(mention.end, hit.start)
        words = len(cut.split())
        return float(words) if words <= _NOUN_REACH and not any(mark in cut for mark in ",;:.(") else None
    if not mention.noun:
        return view.words_between(hit.end, mention.start) + _BEHIND_COST + crossed
    return None


def _attempt(
    view: SentenceView, mention: AmountMention, trigger: Trigger, context: Context, made: Sequence[Claim]
) -> Attempt:
    rule, hit = trigger.rule, trigger.hit

    def unmet(reason: str) -> Attempt:
        return Attempt(rule.id, hit.start, hit.end, reason)

    start = min(view.clause_span(hit.start)[0], view.clause_span(mention.start)[0])
    end = max(view.clause_span(hit.start)[1], view.clause_span(mention.start)[1])
    words = view.cut(start, end)
    veto = any_phrase(rule.unless.of(view.language), words)
    if veto is not None:
        return unmet(f"'{words[veto.start : veto.end]}' {VETO}")
    also = rule.also.of(view.language)
    if also and any_phrase(also, words) is None:
        return unmet(missing_also(also))
    if is_negated(view, mention.start, hit.start):
        return unmet("the clause denies it")
    if _is_price_base(view, mention):
        return unmet("the amount is what a price is for")
    if amount_class(mention.amount) == "count" and view.cues.has("all_countries", mention.noun):
        return unmet("it counts those of all countries together")
    figure = read_figure(view, mention, tuple(one for one in view.amounts if one is not mention))
    if isinstance(figure, str):
        return unmet(figure)
    if rule.measure is not None:
        figure = replace(figure, measure=rule.measure)
    if rule.fact == "same":
        return follow(view, mention, trigger, figure, context, made)
    pair = resolve_pair(rule, view, hit, (mention.start, mention.end), context, made)
    if isinstance(pair, str):
        return unmet(pair)
    return Attempt(rule.id, hit.start, hit.end, claim=_claim(view, mention, trigger, figure, pair, context, made))


def _is_price_base(view: SentenceView, mention: AmountMention) -> bool:
    """Whether a quantity is the unit of a price: "247 Dollar für 1000 Kubikmeter"."""
    before = [one for one in view.amounts if one.end <= mention.start and one.amount.is_money]
    return (
        bool(before)
        and amount_class(mention.amount) == "quantity"
        and _PER.fullmatch(view.cut(before[-1].end, mention.start)) is not None
    )


def _claim(
    view: SentenceView,
    mention: AmountMention,
    trigger: Trigger,
    figure: Figure,
    pair: Resolved,
    context: Context,
    made: Sequence[Claim],
) -> Claim:
    rule = trigger.rule
    date, date_flags = _date(view, mention, rule, pair, context, made)
    return Claim(
        article="",
        type=rule.fact,
        countries=pair.countries,
        evidence=evidence(view, mention.start, mention.end, trigger.hit),
        rule=rule.id,
        measure=figure.measure,
        value=settle_currency(figure.amount, pair.countries) if mention.currency_assumed else figure.amount,
        date=date,
        compared_to=base_of(view, mention) if figure.measure.startswith("change") else None,
        modality=rule.modality or modality_of(view, mention.start, date),
        subject=_subject(mention, rule),
        flags=flags_of(mention, pair.flags, date_flags),
    )


def _date(
    view: SentenceView, mention: AmountMention, rule: Rule, pair: Resolved, context: Context, made: Sequence[Claim]
) -> tuple[Period | None, tuple[str, ...]]:
    """The period of a figure: of its sentence, else (trade) of one before it in the paragraph or of the pair."""
    counted = amount_class(mention.amount) in ("count", "quantity")
    found = period_of(view, mention, alone=counted and rule.needs.near == "noun")
    if found is not None:
        return found.period, ()
    if mention.saying in ("from", "than"):
        return base_of(view, mention), ()
    paragraph = context.previous_claims(view, sentences=2)
    beyond = [claim for _, claim, _ in context.recent(view, sentences=2) if set(claim.countries) == set(pair.countries)]
    for claim in (*reversed(made), *paragraph, *beyond):
        stated = claim.date and claim.modality == "actual" and claim.id not in context.bases
        carries = rule.fact in _CARRYING and claim.type in _CARRYING
        if stated and (carries or (claim in made and claim.type == rule.fact)):
            return claim.date, ("date_from_context",)
    return None, ()


def _subject(mention: AmountMention, rule: Rule) -> str:
    if rule.fact in ("people", "volume"):
        return mention.noun
    return ""
