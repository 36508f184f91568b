"""The frames of events: how visits, talks, instruments and milestones name their sides, persons and places."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extract.records import AmountMention, CountryMention, PersonMention
from extract.rules.context import Context, Pair
from extract.rules.persons import country_of, partner_before, partners_before, persons_of, subject_before
from extract.rules.schema import Frame, Rule
from extract.rules.sides import Host, host_of, sides, states_of
from extract.rules.subjects import subject_after
from extract.rules.triggers import Hit, any_phrase
from extract.rules.view import SentenceView
from extract.values.amount import COUNT

_SENDING_REACH = 3
_WITH = re.compile(r"\s+(?:mit|with)\b")
_CALL = re.compile(r"\w*(?:besuch|visite|visit|trip)\w*$", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s+(?:in|im|nach|bei|beim|an|am|auf|zu|zum|zur|to|at|into|on)\b")
_OF = re.compile(r"\s+(?:des|der|von|vom|eines|einer|of|by)\b")
_OF_REACH = 2
_PASSIVE = re.compile(r"\b(?:was|were|is|are|be|been|being)\b")


@dataclass(frozen=True, slots=True)
class Site:
    """A trigger in its stretch of a sentence: up to the next trigger of the same rule."""

    rule: Rule
    hit: Hit
    view: SentenceView
    start: int
    end: int
    dated: bool

    def names_pair(self) -> bool:
        """Whether the stretch names two countries itself."""
        codes = {code for one in self.view.countries if self.start <= one.start < self.end for code in one.codes}
        return len(codes) >= 2

    def persons(self) -> list[PersonMention]:
        """The persons of the stretch."""
        return persons_of(self.view, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a frame found: the countries in order, persons, place and subject."""

    countries: Pair
    persons: tuple[PersonMention, ...] = ()
    place: str = ""
    subject: str = ""
    flags: tuple[str, ...] = ()


def read_frame(frame: Frame, site: Site, context: Context) -> Parts | str:
    """The parts of an event, or the first condition that is not met."""
    return _FRAMES[frame](site, context)


def _travel(site: Site, context: Context) -> Parts | str:
    if site.view.heading and not site.persons():
        return "a heading that names no person"
    host = host_of(site.view, site.hit, site.start, site.end, objects=True)
    if host is not None:
        return _visit(site, host, context)
    host = _understood_host(site, context)
    if host is None:
        return "no destination country"
    parts = _visit(site, host, context)
    return parts if isinstance(parts, str) else replace(parts, flags=("pair_from_context",))


def _understood_host(site: Site, context: Context) -> Host | None:
    """The other country of the context's pair, when the visit of one's official is told without saying where to.

    "Den letzten Staatsbesuch absolvierte Präsident Chirac 2000", "during Prime Minister Modi's visit to the island
    nation". A visit to anything else ("Besuch im Werk", "visit to the plant") is none.
    """
    view, hit = site.view, site.hit
    persons = site.persons()
    codes = {country_of(person) for person in persons if country_of(person)}
    if len(codes) != 1 or not _CALL.match(view.cut(hit.start, hit.end)):
        return None
    ahead = view.cut(hit.end, view.clause_span(hit.start)[1])
    there = view.cues.first("there_target", ahead) or view.cues.first("there_place", ahead)
    said = there is not None and not ahead[: there.start].strip()
    if not said and _ELSEWHERE.match(ahead):
        return None
    begins = [person.title_start if person.stated else person.start for person in persons]
    if _OF.match(ahead) and not any(
        begin >= hit.end and view.words_between(hit.end, begin) <= _OF_REACH for begin in begins
    ):
        return None
    code = next(iter(codes))
    pair = next((pair for pair in context.pairs(view) if code in pair), None)
    if pair is None:
        return None
    return Host(pair[1] if pair[0] == code else pair[0], "")


def _receive(site: Site, context: Context) -> Parts | str:
    """The host is the country of the place, else of the person before the trigger, who receives."""
    persons = site.persons()
    codes = [country_of(person) for person in persons]
    host = host_of(site.view, site.hit, site.start, site.end)
    if host is not None and host.code not in codes and len(set(codes)) > 1:
        host = None
    if host is None:
        by = [person for person in persons if _by(site, person) and country_of(person)]
        before = by or [person for person in persons if person.end <= site.hit.start and country_of(person)]
        if not before:
            return "no host: neither a place nor a person before the trigger"
        host = Host(country_of(before[0]), "")
    guests = [person for person in persons if country_of(person) != host.code and not _receives(site, person)]
    if not guests and site.view.cues.has("him", site.view.text):
        guest = subject_before(site.view, context, not_of=host.code)
        persons = [*persons, guest] if guest else persons
        guests = [guest] if guest else []
    if not guests and not site.view.cues.has("delegation", site.view.text):
        return "no guest: neither a person of another country nor a delegation"
    if site.rule.fact == "meeting":
        both = sides(site.view, persons, context)
        return both if isinstance(both, str) else Parts(both, tuple(persons), host.place)
    return _visit(site, host, context, guests)


def _receives(site: Site, person: PersonMention) -> bool:
    """Whether an English active names a person as its subject: "Ambassador X hosted a dinner in Colombo"."""
    if site.view.language != "en" or person.start > site.hit.start:
        return False
    return not _PASSIVE.search(site.view.cut(person.end, site.hit.start))


def _by(site: Site, person: PersonMention) -> bool:
    """Whether a passive names a person as the one who receives: "war von Präsidentin X empfangen worden"."""
    start = person.title_start if person.stated else person.start
    words = site.view.cut(site.view.start, start).split()[-2:]
    return bool(words) and any(word.lower() in ("von", "vom", "by") for word in words)


def _visit(site: Site, host: Host, context: Context, guests: Sequence[PersonMention] = ()) -> Parts | str:
    persons = [person for person in (*site.persons(), *guests) if country_of(person) not in ("", host.code)]
    if persons:
        code = country_of(persons[0])
        same = {one.person: one for one in persons if country_of(one) == code}
        return Parts((code, host.code), tuple(same.values()), host.place)
    for person in site.persons():
        pair = next((one for one in context.pairs(site.view) if host.code in one), None)
        if pair and not country_of(person):
            code = pair[1] if pair[0] == host.code else pair[0]
            return Parts((code, host.code), (person,), host.place, flags=("pair_from_context",))
    for mention in site.view.countries:
        if site.start <= mention.start < site.end and _sends(site, mention):
            for code in mention.codes:
                if code != host.code and len(mention.codes) == 1:
                    return Parts((code, host.code), (), host.place)
    guest = subject_before(site.view, context, not_of=host.code)
    if guest is not None:
        return Parts((country_of(guest), host.code), (guest,), host.place, flags=("pair_from_context",))
    return f"no visitor with an office of another country than {host.code}"


def _sends(site: Site, mention: CountryMention) -> bool:
    """Whether a country's people travel: "eine deutsche Delegation", "Kazakhstan's president"."""
    if not (mention.form in ("adjective", "demonym") or mention.genitive):
        return False
    ahead = " ".join(site.view.cut(mention.end, site.view.end).split()[:_SENDING_REACH])
    behind = " ".join(site.view.cut(site.view.start, mention.start).split()[-_SENDING_REACH:])
    beside = 0 <= site.hit.start - mention.end <= 1
    return beside or site.view.cues.has("visitors", ahead) or site.view.cues.has("delegation", behind)


def _talks(site: Site, context: Context) -> Parts | str:
    """Persons of both sides make talks; fewer persons need a date, so that "talks on trade" alone make none."""
    persons = site.persons()
    codes = {country_of(person) for person in persons if country_of(person)}
    flags: tuple[str, ...] = ()
    if len(codes) == 1:
        subject = subject_before(site.view, context, not_of=next(iter(codes)))
        if subject is None and _WITH.match(site.view.cut(site.hit.end, site.view.end)):
            subject = partner_before(site.view, context, next(iter(codes)))
        if subject is not None:
            persons, flags = [subject, *persons], ("pair_from_context",)
    elif len(codes) == 2 and site.view.cues.has("he", site.view.text):
        subject = subject_before(site.view, context)
        if subject is not None and country_of(subject) not in codes:
            # "Zunächst beriet er mit X, danach mit Y": both talk with him, not with each other.
            persons, flags = [subject, persons[0]], ("pair_from_context",)
    both = sides(site.view, persons, context)
    if isinstance(both, str):
        return both
    said = site.names_pair() or site.view.cues.has("both", site.view.text)
    if not persons and not said:
        return "neither persons nor both countries"
    clause = site.view.cut(*site.view.clause_span(site.hit.start))
    hits = site.view.cues.has("strikes", site.view.cut(site.hit.start, site.hit.end))
    if not persons and hits and not site.view.cues.has("each_other", clause):
        return "without persons it needs 'sich' or 'mit': else it is a blow that hits"
    present = {country_of(person) for person in persons} & set(both)
    heads = site.view.cues.has("heads", site.view.cut(site.start, site.end)) and site.names_pair()
    if len(present) < 2 and not (site.dated or heads) and not any(not country_of(person) for person in persons[1:]):
        return "neither persons of both sides nor a date"
    if not persons and (
        site.view.heading or (refers_back(site.view, site.hit.start) and not (site.dated and site.names_pair()))
    ):
        return "a heading or a reference back that names no person"
    members = tuple(person for person in persons if country_of(person) in ("", *both))
    host = host_of(site.view, site.hit, site.start, site.end)
    subject_words = subject_after(site.view, site.hit.end)
    return Parts(both, members, host.place if host else "", subject_words, flags)


def refers_back(view: SentenceView, offset: int) -> bool:
    """Whether the word at an offset is a definite noun: "Das Treffen fand ... statt", "at the meeting"."""
    words = view.cut(max(view.start, offset - 16), offset).split()
    return bool(words) and any_phrase(view.cues["definite"], words[-1]) is not None


def _counts(site: Site, amount: AmountMention) -> bool:
    """Whether an amount counts the trigger: "acht Übereinkommen"."""
    return amount.end <= site.hit.start <= amount.end + len(amount.noun) + 1


def _instrument(site: Site, context: Context) -> Parts | str:
    if site.view.heading:
        return "a heading: the text says what was signed"
    if any(amount.amount.unit == COUNT and _counts(site, amount) for amount in site.view.amounts):
        return "counted instruments are no single one"
    persons = site.persons()
    codes = {country_of(person) for person in persons if country_of(person)}
    if len(codes) == 1 and site.view.cues.has("he", site.view.text):  # "With X she signed ..."
        she = subject_before(site.view, context, not_of=next(iter(codes)))
        persons = [she, *persons] if she else persons
    both = sides(site.view, persons, context, alone=True)
    if isinstance(both, str):
        return both
    told = any(claim.type == "agreement" and claim.countries == both for claim in context.claims)
    if told and not persons and refers_back(site.view, site.hit.start) and not subject_after(site.view, site.hit.end):
        return "goes on about the agreement before it"
    if not persons and site.view.cues.has("both_persons", site.view.text):
        persons = partners_before(site.view, context, both)
    members = tuple(person for person in persons if country_of(person) in ("", *both))
    host = host_of(site.view, site.hit, site.start, site.end)
    kind = site.view.cut(site.hit.start, site.hit.end)
    generic = any_phrase(site.view.cues["generic_instrument"], kind) is not None
    subject = subject_after(site.view, site.hit.end) or ("" if generic else kind)
    return Parts(both, members, host.place if host else "", subject)


def _milestone(site: Site, context: Context) -> Parts | str:
    both = sides(site.view, [], context)
    both = states_of(site.view) or both if isinstance(both, str) else both
    return both if isinstance(both, str) else Parts(both)


def _attend(site: Site, context: Context) -> Parts | str:
    """More persons of an event that was told before: "An dem Gespräch nahm auch X teil"."""
    persons = site.persons()
    return Parts(("", ""), tuple(persons)) if persons else "nobody with an office takes part"


_FRAMES: dict[Frame, Callable[[Site, Context], Parts | str]] = {
    "travel": _travel,
    "receive": _receive,
    "talks": _talks,
    "instrument": _instrument,
    "milestone": _milestone,
    "attend": _attend,
}
