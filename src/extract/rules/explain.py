"""Why a text gives the facts it gives: mentions, rules that fired, and the first unmet condition of those near by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.finding.mentions import Analysis
from extract.records import AmountMention, CountryMention, DateMention, Mention, PersonMention
from extract.rules.attempts import Attempt
from extract.rules.figures import amount_class
from extract.rules.matching import Reading, read_claims
from extract.rules.near import is_untold, near_misses
from extract.rules.schema import RuleSet
from extract.rules.view import SentenceView
from extract.rules.wording import describe

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


_SAID = {
    "by": "said as a change",
    "to": "said as what is reached",
    "from": "said as what was before",
    "than": "said as what is compared with",
}
_FORMS = {
    "adjective": "as an adjective",
    "demonym": "by its people",
    "capital": "by its capital",
    "place": "by a place in it",
    "metonym": "by a name for its government",
    "historic": "a state that is no more",
}


def describe_mention(mention: Mention) -> str:
    """A mention in one line.

    Raises:
        TypeError: for a mention of a kind that there is not.
    """
    if isinstance(mention, AmountMention):
        amount = mention.amount
        notes = [amount.bound.replace("_", " ") if amount.bound != "exact" else "", _SAID.get(mention.saying, "")]
        parts = [amount_class(amount) or "measure", amount.format(), f"of {mention.noun!r}" if mention.noun else ""]
        parts.append(_braced(", ".join(note for note in notes if note)))
        return " ".join(part for part in parts if part)
    if isinstance(mention, DateMention):
        if mention.timex_type in ("DURATION", "SET") and mention.period is None:
            return "a duration or a repetition, no date"
        if mention.period is None:
            return "date that cannot be told without the day of publication (--published)"
        return f"date {mention.period.edtf}{_braced('what a figure is compared with' if mention.base else '', ' ')}"
    if isinstance(mention, CountryMention):
        return f"country {'-'.join(mention.codes)}{_braced(_FORMS.get(mention.form, ''), ' ')}"
    if isinstance(mention, PersonMention):
        offices = ", ".join(office.code for office in mention.offices) or "no office known"
        return f"person {mention.person}, {offices} of {'-'.join(mention.countries) or 'an unknown country'}"
    raise TypeError(f"no such mention: {type(mention).__name__}")


def _braced(text: str, before: str = "") -> str:
    return f"{before}({text})" if text else ""
