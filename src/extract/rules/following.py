"""Figures that go on about what was said before: "Das entspricht einem Zuwachs von 18 Prozent", "It came to $3bn"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.records import DIRECTED, AmountMention, Claim
from extract.rules.attempts import Attempt, Trigger, evidence, flags_of
from extract.rules.context import Context
from extract.rules.figures import Figure, amount_class
from extract.rules.modality import modality_of
from extract.rules.pairs import Resolved, resolve_pair
from extract.rules.periods import base_of, period_of
from extract.rules.view import SentenceView
from extract.values.period import Period


def _followed(view: SentenceView, context: Context, made: Sequence[Claim]) -> list[Claim]:
    """Quantities that a figure can go on about, latest first; bases of comparisons come last."""
    silent = bool(context.earlier) and not context.earlier[-1].amounts  # "Das teilte das Ministerium mit."
    earlier = [*reversed(made), *context.previous_claims(view, sentences=2 if silent else 1)]
    return sorted((claim for claim in earlier if claim.value is not None), key=lambda claim: claim.id in context.bases)


def follow(
    view: SentenceView,
    mention: AmountMention,
    trigger: Trigger,
    figure: Figure,
    context: Context,
    made: Sequence[Claim],
) -> Attempt:
    """A figure that goes on about the last quantity: "Das entspricht einem Zuwachs von 18 Prozent"."""
    rule, hit = trigger.rule, trigger.hit
    last = next((claim for claim in _followed(view, context, made) if _continues(claim, mention)), None)
    last = last or _announced(view, mention, context)
    if last is None:
        return Attempt(rule.id, hit.start, hit.end, "no quantity before it to go on from")
    own = period_of(view, mention, clause_only=True)
    turned = _turned(view, mention, last)
    date = own.period if own else last.date if turned else _carried(figure, last)
    claim = replace(
        last,
        rule=rule.id,
        countries=last.countries[::-1] if turned else last.countries,
        measure=figure.measure,
        value=figure.amount,
        evidence=evidence(view, mention.start, mention.end),
        date=date,
        compared_to=base_of(view, mention) if figure.measure.startswith("change") else None,
        modality=modality_of(view, mention.start, date),
        flags=flags_of(mention, () if own else ("date_from_context",) if date else (), ("pair_from_context",)),
    )
    return Attempt(rule.id, hit.start, hit.end, claim=claim)


def _turned(view: SentenceView, mention: AmountMention, last: Claim) -> bool:
    """Whether the figure is of the way back: "in der Gegenrichtung waren es 210 Millionen"."""
    return last.type in DIRECTED and view.cues.has("reverse", view.cut(*view.clause_span(mention.start)))


def _continues(claim: Claim, mention: AmountMention) -> bool:
    """A count goes on from counts only, and money from money; shares and changes go on from anything."""
    kind = amount_class(mention.amount)
    if kind in ("percent", "factor"):
        return True
    return claim.value is not None and amount_class(claim.value) == kind


def _carried(figure: Figure, last: Claim) -> Period | None:
    return last.date if figure.measure != "level" or last.measure != "level" else None


def _announced(view: SentenceView, mention: AmountMention, context: Context) -> Claim | None:
    """What the sentence before spoke of without a figure: "Trade between the two is sagging. It came to $3bn."."""
    kind = amount_class(mention.amount)
    before = context.earlier[-1] if context.earlier else None
    if before is None or before.paragraph != view.paragraph:
        return None
    for trigger in context.open_triggers:
        rule, hit = trigger.rule, trigger.hit
        if kind not in rule.needs.amount or rule.needs.near == "noun" or rule.fact == "same":
            continue
        pair = resolve_pair(rule, before, hit, (hit.start, hit.end), context)
        if isinstance(pair, Resolved):
            proof = evidence(before, hit.start, hit.end)
            return Claim(
                article="", type=rule.fact, countries=pair.countries, evidence=proof, rule=rule.id, flags=pair.flags
            )
    return None
