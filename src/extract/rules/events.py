"""Events: visits, meetings, instruments and milestones, each with its sides, persons, place and date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract.records import Claim, DateMention, PersonMention
from extract.rules.context import Context
from extract.rules.modality import is_negated, modality_of
from extract.rules.quantities import Attempt, Trigger, evidence
from extract.rules.schema import Frame
from extract.rules.sides import Host, country_of, host_of, persons_of, sides
from extract.rules.subjects import subject_after
from extract.rules.triggers import any_phrase
from extract.rules.view import SentenceView
from extract.values.period import Period


@dataclass(frozen=True, slots=True)
class Parts:
    """What a frame found: the countries in order, persons, place and subject."""

    countries: tuple[str, str]
    persons: tuple[PersonMention, ...] = ()
    place: str = ""
    subject: str = ""
    flags: tuple[str, ...] = ()


def event_attempts(view: SentenceView, triggers: Sequence[Trigger], context: Context) -> list[Attempt]:
    """One attempt for each trigger; a rule fires once a sentence."""
    attempts: list[Attempt] = []
    fired: set[str] = set()
    for trigger in triggers:
        if trigger.rule.id in fired:
            continue
        attempt = _attempt(view, trigger, context)
        attempts.append(attempt)
        if attempt.claim is not None:
            fired.add(trigger.rule.id)
    return attempts


def _attempt(view: SentenceView, trigger: Trigger, context: Context) -> Attempt:
    rule, hit = trigger.rule, trigger.hit

    def unmet(reason: str) -> Attempt:
        return Attempt(rule.id, hit.start, hit.end, reason)

    veto = any_phrase(rule.unless.of(view.language), view.text)
    if veto is not None:
        return unmet(f"'{view.text[veto.start : veto.end]}' speaks against it (unless)")
    also = rule.also.of(view.language)
    if also and any_phrase(also, view.text) is None:
        return unmet("none of the phrases under 'also' stands in the sentence")
    if is_negated(view, hit.start):
        return unmet("the clause is negated")
    assert rule.frame is not None and rule.fact != "same"
    parts = _FRAMES[rule.frame](view, trigger, context)
    if isinstance(parts, str):
        return unmet(parts)
    if len(parts.persons) < rule.needs.persons:
        return unmet(f"needs {rule.needs.persons} person(s) with an office, the sentence has {len(parts.persons)}")
    date, date_flags = _date(view, trigger, parts, context)
    if rule.needs.date and date is None:
        return unmet("no date in the sentence")
    claim = Claim(
        article="",
        type=rule.fact,
        countries=parts.countries,
        evidence=evidence(view, hit.start, hit.end),
        rule=rule.id,
        date=date,
        modality=modality_of(view, hit.start, date),
        participants=tuple(person.person for person in parts.persons),
        place=parts.place,
        subject=parts.subject,
        flags=tuple(sorted({*parts.flags, *date_flags})),
    )
    return Attempt(rule.id, hit.start, hit.end, claim=claim)


def _travel(view: SentenceView, trigger: Trigger, context: Context) -> Parts | str:
    host = host_of(view, trigger.hit, objects=True)
    if host is None:
        return "no destination country"
    return _visit(view, host, context)


def _receive(view: SentenceView, trigger: Trigger, context: Context) -> Parts | str:
    """The host is the country of the place, else of the person before the trigger, who receives."""
    persons = persons_of(view)
    codes = [country_of(person) for person in persons]
    host = host_of(view, trigger.hit)
    if host is not None and host.code not in codes and len(set(codes)) > 1:
        host = None
    if host is None:
        before = [person for person in persons if person.end <= trigger.hit.start and country_of(person)]
        if not before:
            return "no host: neither a place nor a person before the trigger"
        host = Host(country_of(before[0]), "")
    if trigger.rule.fact == "meeting":
        both = sides(view, persons, context)
        return both if isinstance(both, str) else Parts(both, tuple(persons), host.place)
    return _visit(view, host, context)


def _visit(view: SentenceView, host: Host, context: Context) -> Parts | str:
    persons = [person for person in persons_of(view) if country_of(person) not in ("", host.code)]
    flags: tuple[str, ...] = ()
    if not persons:
        return _visit_without_person(view, host, context)
    code = country_of(persons[0])
    same = tuple(person for person in persons if country_of(person) == code)
    return Parts((code, host.code), same, host.place, flags=flags)


def _visit_without_person(view: SentenceView, host: Host, context: Context) -> Parts | str:
    unknown = [person for person in persons_of(view) if not country_of(person)]
    for person in unknown:
        pair = next((one for one in context.pairs(view) if host.code in one), None)
        if pair:
            code = pair[1] if pair[0] == host.code else pair[0]
            return Parts((code, host.code), (person,), host.place, flags=("pair_from_context",))
    for mention in view.countries:
        if mention.form in ("adjective", "demonym") or mention.genitive:
            for code in mention.codes:
                if code != host.code:
                    return Parts((code, host.code), (), host.place)
    if any_phrase(view.cues["pronoun"], view.text):
        for earlier in reversed(context.earlier[-2:]):
            guests = [person for person in persons_of(earlier) if country_of(person) not in ("", host.code)]
            if guests:
                return Parts((country_of(guests[0]), host.code), (guests[0],), host.place)
    return f"no visitor of another country than {host.code}"


def _talks(view: SentenceView, trigger: Trigger, context: Context) -> Parts | str:
    persons = persons_of(view)
    both = sides(view, persons, context)
    if isinstance(both, str):
        return both
    persons = [person for person in persons if country_of(person) in ("", *both)]
    host = host_of(view, trigger.hit)
    return Parts(both, tuple(persons), host.place if host else "", _meeting_subject(view, trigger))


def _meeting_subject(view: SentenceView, trigger: Trigger) -> str:
    return subject_after(view, trigger.hit.end)


def _instrument(view: SentenceView, trigger: Trigger, context: Context) -> Parts | str:
    persons = persons_of(view)
    both = sides(view, persons, context, alone=not view.heading)
    if isinstance(both, str):
        return both
    persons = [person for person in persons if country_of(person) in ("", *both)]
    host = host_of(view, trigger.hit)
    subject = subject_after(view, trigger.hit.end) or view.cut(trigger.hit.start, trigger.hit.end)
    return Parts(both, tuple(persons), host.place if host else "", subject)


def _milestone(view: SentenceView, trigger: Trigger, context: Context) -> Parts | str:
    both = sides(view, [], context)
    if isinstance(both, str):
        return both
    return Parts(both)


_FRAMES: dict[Frame, Callable[[SentenceView, Trigger, Context], Parts | str]] = {
    "travel": _travel,
    "receive": _receive,
    "talks": _talks,
    "instrument": _instrument,
    "milestone": _milestone,
}


def event_date(view: SentenceView, offset: int) -> DateMention | None:
    """The date of the sentence nearest to an offset, in its clause first; days before months and years."""
    dates = [date for date in view.dates if date.period is not None and not date.base and date.timex_type != "SET"]
    dates = [date for date in dates if date.timex_type in ("DATE", "TIME")]
    if not dates:
        return None
    clause = view.clause(offset)

    def cost(date: DateMention) -> tuple[int, int]:
        words = view.words_between(date.end, offset) if date.end <= offset else view.words_between(offset, date.start)
        return (0 if view.clause(date.start) == clause else 1, words)

    return min(dates, key=cost)


def _opening(period: Period | None) -> Period | None:
    """A milestone is the first day of what lasts: "seit 1990 diplomatische Beziehungen" dates them to 1990."""
    return Period.parse(period.first) if period and period.last is None and period.first else period


def _date(
    view: SentenceView, trigger: Trigger, parts: Parts, context: Context
) -> tuple[Period | None, tuple[str, ...]]:
    """The date of the sentence, else that of an event of the same pair which it goes on about."""
    own = event_date(view, trigger.hit.start)
    if own is not None:
        return (_opening(own.period) if trigger.rule.frame == "milestone" else own.period), ()
    if trigger.rule.frame == "milestone":
        return None, ()
    modality = modality_of(view, trigger.hit.start, None)
    names = {person.person for person in parts.persons}
    for claim, index in zip(reversed(context.claims), reversed(context.claim_sentences), strict=True):
        if claim.date is None or claim.modality != modality or set(claim.countries) != set(parts.countries):
            continue
        if claim.type not in ("visit", "meeting", "agreement"):
            continue
        near = index >= view.index - 1
        shared = names & set(claim.participants)
        if shared or (near and not names) or any_phrase(view.cues["aftermath"], view.text):
            return claim.date, ("date_from_context",)
    return None, ()
