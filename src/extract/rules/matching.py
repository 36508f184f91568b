"""Rules over an analysed article: every claim, and for `explain` what kept the others from being made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.matcher import Matcher

from extract.finding.mentions import Analysis
from extract.records import EVENTS, UNORDERED, Article, Claim, CountryMention
from extract.rules.attempts import Attempt, Trigger
from extract.rules.context import Context, Pair, article_pair, is_sports
from extract.rules.events import event_attempts
from extract.rules.offices import office_claims
from extract.rules.quantities import quantity_attempts
from extract.rules.schema import Rule, RuleSet
from extract.rules.settling import settle_modality
from extract.rules.triggers import DEMONYM, Hit
from extract.rules.view import SentenceView, build_views


@dataclass(frozen=True)
class Reading:
    """What the rules made of an article.

    Attributes:
        views: the sentences.
        claims: in order of the text.
        attempts: what became of each trigger, claims among them, per sentence.
        pair: the pair that title and lead are about.
    """

    views: tuple[SentenceView, ...]
    claims: tuple[Claim, ...]
    attempts: tuple[tuple[Attempt, ...], ...]
    pair: Pair | None


def find_claims(analysis: Analysis, rules: RuleSet) -> list[Claim]:
    """All claims of an article, in order of the text."""
    return list(read_claims(analysis, rules).claims)


def read_claims(analysis: Analysis, rules: RuleSet) -> Reading:
    """The claims of an article with the attempts that led, or did not lead, to them."""
    views = build_views(analysis)
    pair = article_pair(views)
    context = Context(pair, sports=is_sports(views))
    by_tokens = _token_hits(analysis, rules)
    per_sentence: list[tuple[Attempt, ...]] = []
    for view in views:
        attempts = _sentence_attempts(view, rules, by_tokens, context)
        made = [attempt.claim for attempt in attempts if attempt.claim is not None]
        context.add(view, made)
        per_sentence.append(tuple(attempts))
    office = next((rule for rule in rules.rules if rule.fact == "official"), None)
    if office is not None:
        context.claims.extend(office_claims(views, office.id))
    settled = settle_modality(context.claims)
    claims = [_finished(claim, analysis.article, views, pair) for claim in settled]
    claims.sort(key=lambda claim: (claim.evidence.start, claim.evidence.end, claim.type, claim.person, claim.id))
    return Reading(tuple(views), tuple(claims), tuple(per_sentence), pair)


def _sentence_attempts(
    view: SentenceView, rules: RuleSet, by_tokens: dict[str, list[Hit]], context: Context
) -> list[Attempt]:
    quantities: list[Trigger] = []
    events: list[Trigger] = []
    for rule, hits in _hits(view, rules, by_tokens) if not context.sports else ():
        target = events if rule.fact in EVENTS else quantities
        target += [Trigger(rule, hit, rule.id in rules.own) for hit in hits]
    quantities = _longest(quantities)
    made = quantity_attempts(view, quantities, context) if view.amounts or quantities else []
    context.open_triggers = tuple(quantities) if not any(attempt.claim for attempt in made) else ()
    return made + (event_attempts(view, events, context) if events else [])


def _hits(
    view: SentenceView, rules: RuleSet, by_tokens: Mapping[str, Sequence[Hit]]
) -> Iterator[tuple[Rule, list[Hit]]]:
    """The rules that are triggered in a sentence, in their order, each with the places where it is."""
    by_phrase = rules.triggers[view.language].find(view.text)
    people = [Hit(one.start, one.end, DEMONYM) for one in view.countries if _is_people(view, one)]
    fitting = {*by_phrase, *(rules.about_people[view.language] if people else ())}
    fitting |= {number for number, rule in enumerate(rules.rules) if rule.id in by_tokens} if by_tokens else set()
    for number in sorted(fitting):
        rule = rules.rules[number]
        if rule.fact == "official":
            continue
        found = [Hit(hit.start + view.start, hit.end + view.start, hit.phrase) for hit in by_phrase.get(number, ())]
        if people and DEMONYM in rule.trigger.of(view.language):
            found += people
        found += [hit for hit in by_tokens.get(rule.id, ()) if view.start <= hit.start < view.end]
        if found:
            yield rule, found


def _is_people(view: SentenceView, mention: CountryMention) -> bool:
    """Whether a word stands for people: a demonym, or an adjective that is itself what is counted ("80 Deutsche")."""
    counted = any(one.noun == mention.quote and one.end + 1 == mention.start for one in view.amounts)
    return mention.form == "demonym" or (mention.form == "adjective" and counted and mention.quote[:1].isupper())


def _longest(triggers: Sequence[Trigger]) -> list[Trigger]:
    """Triggers for the same class of amounts that lie inside a longer one are left out.

    A user's own are left out for another one of his only: what he adds is heard wherever it stands.
    """
    kept: list[Trigger] = []
    for trigger in sorted(triggers, key=lambda one: (one.hit.start, -one.hit.end)):
        inside = any(
            other.hit.start <= trigger.hit.start
            and trigger.hit.end <= other.hit.end
            and (other.hit.end - other.hit.start) > (trigger.hit.end - trigger.hit.start)
            and trigger.meets(other)
            and (other.own or not trigger.own)
            for other in triggers
        )
        if not inside:
            kept.append(trigger)
    return kept


def _token_hits(analysis: Analysis, rules: RuleSet) -> dict[str, list[Hit]]:
    """Where the `tokens:` patterns of rules match, by rule id."""
    found: dict[str, list[Hit]] = {}
    for parsed in analysis.parsed:
        for rule in rules.rules:
            patterns = rule.tokens.of(parsed.language)
            if not patterns:
                continue
            matcher = Matcher(parsed.doc.vocab)
            matcher.add(rule.id, [list(pattern) for pattern in patterns])
            for _, first, last in matcher(parsed.doc):
                span = parsed.doc[first:last]
                found.setdefault(rule.id, []).append(Hit(span.start_char, span.end_char, span.text))
    return found


def _finished(claim: Claim, article: Article, views: Sequence[SentenceView], pair: Pair | None) -> Claim:
    view = next((one for one in views if one.start <= claim.evidence.start < one.end), None)
    focal = pair is not None and set(claim.countries) == set(pair)
    countries = claim.countries
    if len(countries) == 2 and claim.type in UNORDERED:
        countries = tuple(sorted(countries))
    return replace(
        claim,
        article=article.name,
        countries=countries,
        language=view.language if view else article.language,
        published=article.published,
        focal=focal,
    )
