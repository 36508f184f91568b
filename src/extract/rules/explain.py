"""Why a text gives the claims it gives: mentions, rules that fired, and the first unmet condition of those near by."""

from __future__ import annotations

from collections.abc import Iterator

from extract.finding.mentions import Analysis
from extract.records import AmountMention, CountryMention, DateMention, Mention, PersonMention
from extract.rules.matching import read_claims
from extract.rules.schema import RuleSet
from extract.rules.view import SentenceView
from extract.rules.wording import describe


def explain(analysis: Analysis, rules: RuleSet) -> Iterator[str]:
    """Lines of text for a reader, sentence by sentence."""
    reading = read_claims(analysis, rules)
    pair = " and ".join(reading.pair) if reading.pair else "none"
    yield f"Pair of title and lead: {pair}"
    text = analysis.article.text
    for view, attempts in zip(reading.views, reading.attempts, strict=True):
        yield ""
        yield f"[{view.start}:{view.end}] {' '.join(view.text.split())}"
        for mention in _mentions(view):
            yield f"    mention  {mention.quote!r}: {describe_mention(mention)}"
        for attempt in attempts:
            quote = text[attempt.start : attempt.end]
            source = rules.sources.get(attempt.rule, "")
            if attempt.claim is None:
                yield f"    no       {attempt.rule} at {quote!r}: {attempt.unmet}"
            else:
                flags = f" [{', '.join(attempt.claim.flags)}]" if attempt.claim.flags else ""
                yield f"    fact     {describe(attempt.claim)}{flags}  <- {attempt.rule} at {quote!r} ({source})"
        for claim in reading.claims:
            if claim.type == "official" and view.start <= claim.evidence.start < view.end:
                yield f"    fact     {describe(claim)}"


def _mentions(view: SentenceView) -> list[Mention]:
    found: list[Mention] = [*view.amounts, *view.dates, *view.countries, *view.persons]
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def describe_mention(mention: Mention) -> str:
    """A mention in one line."""
    if isinstance(mention, AmountMention):
        extras = [mention.saying if mention.saying != "plain" else "", mention.noun]
        return " ".join(part for part in ("amount", mention.amount.format(), mention.amount.bound, *extras) if part)
    if isinstance(mention, DateMention):
        period = mention.period.edtf if mention.period else "unresolved"
        base = " (base of a comparison)" if mention.base else ""
        return f"{mention.timex_type.lower()} {mention.timex} = {period}, by {mention.resolved_by}{base}"
    if isinstance(mention, CountryMention):
        return f"country {'-'.join(mention.codes)} ({mention.form}{', genitive' if mention.genitive else ''})"
    if isinstance(mention, PersonMention):
        offices = ", ".join(office.code for office in mention.offices) or "no office known"
        return f"person {mention.person} ({offices}; {'-'.join(mention.countries) or 'country unknown'})"
    raise TypeError(f"no such mention: {type(mention).__name__}")
