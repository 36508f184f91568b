"""Why a text gives the facts it gives: mentions, rules that fired, and the first unmet condition of those near by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.finding.mentions import Analysis
from extract.records import Mention
from extract.rules.attempts import Attempt
from extract.rules.matching import Reading, read_claims
from extract.rules.near import is_untold, near_misses
from extract.rules.schema import RuleSet
from extract.rules.view import SentenceView
from extract.rules.wording import describe, describe_mention

_MOST = 5


def explain(analysis: Analysis, rules: RuleSet) -> Iterator[str]:
    """Lines of text for a reader, sentence by sentence."""
    reading = read_claims(analysis, rules)
    if reading.pair:
        yield f"The text is about {' and '.join(reading.pair)}."
    else:
        yield "No two countries stand out in the text."
    for view, attempts in zip(reading.views, reading.attempts, strict=True):
        yield ""
        yield " ".join(view.text.split())
        for mention in _mentions(view):
            yield f"    mention  {mention.quote!r}: {describe_mention(mention)}"
        yield from _facts(view, attempts, reading, rules)
        yield from _misses(view, attempts, rules)


def _facts(view: SentenceView, attempts: Sequence[Attempt], reading: Reading, rules: RuleSet) -> Iterator[str]:
    for attempt in attempts:
        at = f"{attempt.rule} at {view.cut(attempt.start, attempt.end)!r} ({rules.source(attempt.rule)})"
        if attempt.claim is not None:
            flags = f" [{', '.join(attempt.claim.flags)}]" if attempt.claim.flags else ""
            yield f"    fact     {describe(attempt.claim)}{flags}, by {at}"
        elif attempt.joined:
            yield f"    joins    {attempt.unmet}, by {at}"
    for claim in reading.claims:
        if claim.type == "official" and view.start <= claim.evidence.start < view.end:
            yield f"    fact     {describe(claim)}"


def _misses(view: SentenceView, attempts: Sequence[Attempt], rules: RuleSet) -> Iterator[str]:
    misses = near_misses(view, attempts, rules)
    for miss in misses[:_MOST]:
        where = f" at {miss.quote!r}" if miss.quote else ""
        yield f"    no       {miss.rule}{where}: {miss.reason}"
    if len(misses) > _MOST:
        yield f"    no       and {len(misses) - _MOST} more rules"
    if is_untold(view, attempts):
        yield (
            "    hint     two countries and an amount, but no rule reads them together;"
            f" to write one: extract rules new NAME --lang {view.language} --from SENTENCE"
        )


def _mentions(view: SentenceView) -> list[Mention]:
    found: list[Mention] = [*view.amounts, *view.dates, *view.countries, *view.persons]
    return sorted(found, key=lambda mention: (mention.start, mention.end))
