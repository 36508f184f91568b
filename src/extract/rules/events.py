"""Events: each trigger with the stretch of its sentence becomes a claim, or adds persons to an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.records import Claim, DateMention, PersonMention
from extract.rules.attempts import VETO, Attempt, Trigger, evidence, missing_also
from extract.rules.context import Context
from extract.rules.frames import Parts, Site, read_frame, refers_back
from extract.rules.modality import is_negated, modality_of
from extract.rules.persons import country_of
from extract.rules.triggers import any_phrase
from extract.rules.view import RELATIVE_PRONOUN, SentenceView
from extract.values.period import Period

_DATED = ("visit", "meeting", "agreement")
_CURRENT_DAYS = 62
_ANOTHER = frozenset("a an another ein eine einen einem einer weiteres weitere weiteren".split())


def event_attempts(view: SentenceView, triggers: Sequence[Trigger], context: Context) -> list[Attempt]:
    """One attempt for each trigger; what a rule says twice of a sentence counts once."""
    attempts: list[Attempt] = []
    seen: set[tuple[str, tuple[str, ...], tuple[str, ...], str]] = set()
    for site in _sites(view, triggers):
        attempt = _attempt(site, context)
        claim = attempt.claim
        if claim is not None:
            if claim.type == "agreement" and _is_subject(claim, attempts):
                continue
            key = (claim.type, claim.countries, claim.participants, _instrument_of(claim))
            if key in seen or (claim.type == "agreement" and seen and refers_back(view, claim.evidence.start)):
                continue
            seen.add(key)
        attempts.append(attempt)
    return attempts


def _is_subject(claim: Claim, attempts: Sequence[Attempt]) -> bool:
    """Whether the words only say what an instrument before them is about: "Erklärung über eine Partnerschaft"."""
    word = claim.evidence.quote
    subjects = [one.claim.subject.split() for one in attempts if one.claim is not None]
    return any(word in words and words[words.index(word) - 1].lower() not in _ANOTHER for words in subjects)


def _instrument_of(claim: Claim) -> str:
    """Two instruments of one sentence are two facts where each has a subject of its own."""
    return claim.subject if claim.type == "agreement" and claim.subject != claim.evidence.quote else ""


def _sites(view: SentenceView, triggers: Sequence[Trigger]) -> Iterator[Site]:
    """The triggers with their stretches: from the sentence's start or the trigger to the next one of the same rule.

    Only triggers that name two events apart cut a sentence ("der Besuch X' in A sowie der Besuch Y' in B").
    """
    by_rule: dict[str, list[Trigger]] = {}
    for trigger in triggers:
        by_rule.setdefault(trigger.rule.id, []).append(trigger)
    for own in by_rule.values():
        for place, trigger in enumerate(own):
            start = view.start if place == 0 else trigger.hit.start
            end = own[place + 1].hit.start if place + 1 < len(own) else view.end
            if not _apart(view, own):
                start, end = view.start, view.end
            dated = any(start <= date.start < end for date in _usable(view))
            yield Site(trigger.rule, trigger.hit, view, start, end, dated)


def _apart(view: SentenceView, triggers: Sequence[Trigger]) -> bool:
    """Whether every trigger has a country or a person of its own behind it, and talks a date of their own too."""
    if triggers[0].rule.frame not in ("travel", "talks"):
        return False
    borders = [trigger.hit.start for trigger in triggers] + [view.end]
    starts = [one.start for one in (*view.countries, *view.persons)]
    if triggers[0].rule.frame == "talks" and len(_usable(view)) < len(triggers):
        return False
    return all(any(low <= start < high for start in starts) for low, high in pairwise(borders))


def _attempt(site: Site, context: Context) -> Attempt:
    rule, hit, view = site.rule, site.hit, site.view

    def unmet(reason: str) -> Attempt:
        return Attempt(rule.id, hit.start, hit.end, reason)

    sport = view.cues.first("sport", view.text)
    if sport is not None:
        return unmet(f"'{view.text[sport.start : sport.end]}' shows that it is about sports")
    veto = any_phrase(rule.unless.of(view.language), view.text)
    if veto is not None:
        return unmet(f"'{view.text[veto.start : veto.end]}' {VETO}")
    also = rule.also.of(view.language)
    behind = RELATIVE_PRONOUN.match(view.cut(hit.end, view.end))  # "an agreement, which ..., was signed"
    where = view.text if behind else view.cut(*view.clause_span(hit.start))
    if also and any_phrase(also, where) is None:
        return unmet(missing_also(also))
    if is_negated(view, hit.start):
        return unmet("the clause denies it")
    assert rule.frame is not None
    habit = view.cues.first("habitual", where) if rule.frame != "instrument" and not site.dated else None
    if habit is not None:
        return unmet(f"'{where[habit.start : habit.end]}' speaks of a habit, not of one event")
    parts = read_frame(rule.frame, site, context)
    if isinstance(parts, str):
        return unmet(parts)
    if rule.frame == "attend" or (rule.frame == "talks" and refers_back(view, hit.start)):
        extended = _extend(site, parts, context)
        if extended or rule.frame == "attend":
            return Attempt(
                rule.id, hit.start, hit.end, extended or "no event before it to take part in", joined=bool(extended)
            )
    if len(parts.persons) < rule.needs.persons:
        return unmet(f"it needs {rule.needs.persons} person(s) with an office, the sentence has {len(parts.persons)}")
    date, date_flags = _date(site, parts, context)
    if rule.needs.date and date is None:
        return unmet("no date in the sentence")
    claim = Claim(
        article="",
        type=rule.fact,
        countries=parts.countries,
        evidence=evidence(view, hit.start, hit.end),
        rule=rule.id,
        date=date,
        modality=rule.modality or modality_of(view, hit.start, date, view.cut(hit.start, hit.end)),
        participants=tuple(person.person for person in parts.persons),
        place=parts.place,
        subject=parts.subject,
        flags=tuple(sorted({*parts.flags, *date_flags, *_office_flags(parts.persons)})),
    )
    return Attempt(rule.id, hit.start, hit.end, claim=claim)


def _office_flags(persons: Sequence[PersonMention]) -> tuple[str, ...]:
    return ("office_from_register",) if any(person.office_from_register for person in persons) else ()


def _extend(site: Site, parts: Parts, context: Context) -> str:
    """Add the persons to the latest meeting or visit of the two sentences before; say to which, or "" if to none."""
    done = []
    for place, claim, index in context.recent(site.view, sentences=2):
        fits = claim.type == "meeting" or (claim.type == "visit" and site.rule.frame == "attend")
        if not fits or claim.type in done:
            continue
        new = [name for name in _joining(claim, parts.persons) if name not in claim.participants]
        context.claims[place] = replace(claim, participants=(*claim.participants, *new))
        done.append(claim.type)
        if index < site.view.index - 2:
            break
    return f"goes on about the {' and '.join(sorted(done))} before it" if done else ""


def _joining(claim: Claim, persons: Sequence[PersonMention]) -> list[str]:
    """Names that belong to an event: of either side of a meeting, of the visitors of a visit."""
    allowed = claim.countries[:1] if claim.type == "visit" else claim.countries
    return [person.person for person in persons if country_of(person) in allowed]


def _usable(view: SentenceView) -> list[DateMention]:
    return [
        date for date in view.dates if date.period is not None and not date.base and date.timex_type in ("DATE", "TIME")
    ]


def event_date(site: Site) -> DateMention | None:
    """The date of the stretch nearest to the trigger, in its clause first."""
    dates = [date for date in _usable(site.view) if site.start <= date.start < site.end]
    if not dates:
        return None
    offset, clause = site.hit.start, site.view.clause(site.hit.start)

    def cost(date: DateMention) -> tuple[int, int]:
        low, high = (date.end, offset) if date.end <= offset else (site.hit.end, date.start)
        return (0 if site.view.clause(date.start) == clause else 1, site.view.words_between(low, high))

    return min(dates, key=cost)


def _date(site: Site, parts: Parts, context: Context) -> tuple[Period | None, tuple[str, ...]]:
    """The date of the sentence, else that of an event of the same pair which it goes on about."""
    own = event_date(site)
    if own is not None and site.rule.modality == "planned" and own.period is not None and own.period.last is None:
        return None, ()  # "verhandeln seit 2021": that is not when it will be
    if own is not None:
        return (_opening(own.period) if site.rule.frame == "milestone" else own.period), ()
    if site.rule.frame == "milestone" or _says_when(site):
        return None, ()
    modality = modality_of(site.view, site.hit.start, None)
    names = {person.person for person in parts.persons}
    told = [
        (claim, index)
        for _, claim, index in context.recent(site.view, sentences=len(context.earlier))
        if claim.type in _DATED and claim.date and claim.modality == modality and _is_current(site.view, claim.date)
        if set(claim.countries) == set(parts.countries)
    ]
    shared = [claim for claim, _ in told if names & set(claim.participants)]
    near = [claim for claim, index in told if index >= site.view.index - 1] if not names else []
    after = [claim for claim, _ in reversed(told)] if site.view.cues.has("aftermath", site.view.text) else []
    # What follows "zum Abschluss" belongs to the event that the article began with.
    choice = next(iter((*shared, *after, *near)), None)
    return (choice.date, ("date_from_context",)) if choice else (None, ())


def _says_when(site: Site) -> bool:
    """Whether the stretch has a date of its own that nothing resolves: "am Dienstag" in a text without a date."""
    return any(
        site.start <= date.start < site.end and date.period is None and date.timex_type == "DATE" and not date.base
        for date in site.view.dates
    )


def _is_current(view: SentenceView, period: Period) -> bool:
    """Whether a date is near the day of publication: "zum Abschluss" does not go on about a treaty of 1864."""
    if view.published is None or period.start is None:
        return view.published is None
    return (
        abs((period.start - view.published).days) <= _CURRENT_DAYS or modality_of(view, view.start, period) == "planned"
    )


def _opening(period: Period | None) -> Period | None:
    """A milestone is the first day of what lasts: "seit 1990 diplomatische Beziehungen" dates them to 1990."""
    return Period.parse(period.first) if period and period.last is None and period.first else period
