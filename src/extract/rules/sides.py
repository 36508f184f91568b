"""Who meets whom: the persons of a sentence and the countries on both sides of an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.records import CountryMention, PersonMention
from extract.rules.context import Context, coordinated
from extract.rules.cues import marker_pattern
from extract.rules.triggers import Hit, any_phrase
from extract.rules.view import SentenceView

_PLACES = ("capital", "place", "metonym")


@dataclass(frozen=True, slots=True)
class Host:
    """Where an event takes place: country code, and the words of the text."""

    code: str
    place: str


def country_of(person: PersonMention) -> str:
    """The one country of a person's offices, else ""; an office of an organisation has none."""
    return person.countries[0] if person.countries else ""


def host_of(view: SentenceView, hit: Hit, *, objects: bool = False) -> Host | None:
    """The country and place that the sentence names as destination or venue, nearest behind the trigger first.

    Args:
        view: the sentence.
        hit: the trigger (offsets in the article).
        objects: a bare country behind the trigger counts too ("besuchte Polen", "visited Poland").
    """
    found: list[tuple[int, CountryMention]] = []
    for mention in view.countries:
        if len(mention.codes) != 1 or mention.form in ("adjective", "demonym", "organisation"):
            continue
        marker = marker_pattern(view.language).search(view.cut(view.start, mention.start))
        target = marker is not None and bool(marker["target"])
        genitive_place = (
            mention.form in _PLACES and marker is None and mention.start >= hit.end and _follows(view, mention)
        )
        bare = objects and marker is None and mention.start >= hit.end and not mention.genitive
        if target or bare or genitive_place:
            behind = mention.start >= hit.end
            distance = (
                view.words_between(hit.end, mention.start) if behind else view.words_between(mention.end, hit.start)
            )
            found.append((distance + (0 if behind else 4), mention))
    if not found:
        return None
    mention = min(found, key=lambda one: one[0])[1]
    return Host(mention.codes[0], mention.quote)


def _follows(view: SentenceView, mention: CountryMention) -> bool:
    """A place right behind another country's place: "in Erfurt, Germany"."""
    return view.cut(view.start, mention.start).rstrip().endswith((" at the", " at", " to the"))


def persons_of(view: SentenceView) -> list[PersonMention]:
    """The persons of a sentence in order, each once, those who only speak left out."""
    found: dict[str, PersonMention] = {}
    for person in view.persons:
        if person.offices and not _speaks(view, person):
            found.setdefault(person.person, person)
    return list(found.values())


def _speaks(view: SentenceView, person: PersonMention) -> bool:
    before = view.cut(max(view.start, person.start - 40), person.title_start if person.stated else person.start)
    after = view.cut(max(person.end, person.title_end), min(view.end, max(person.end, person.title_end) + 25))
    return (
        any_phrase(view.cues["speaker_before"], before[-24:]) is not None
        or any_phrase(view.cues["speaker_after"], after) is not None
    )


def sides(
    view: SentenceView, persons: Sequence[PersonMention], context: Context, *, alone: bool = False
) -> tuple[str, str] | str:
    """The two countries that an event joins, or why they are not known.

    Persons of two countries decide; else one country of the persons and another that the sentence names; else a
    pair that the sentence names; else, for "both sides" and the like, the pair of the context. With `alone` the
    context decides also when the sentence names nobody ("Das Abkommen wurde 2027 unterzeichnet").
    """
    codes = list(dict.fromkeys(country_of(person) for person in persons if country_of(person)))
    if len(codes) >= 2:
        return _sorted(codes[0], codes[1])
    named = _named(view)
    if codes:
        other = next((code for code in named if code != codes[0]), "")
        other = other or _unknown_side(view, persons, codes[0], context)
        return _sorted(codes[0], other) if other else f"no second side beside {codes[0]}"
    for mention in view.countries:
        if len(mention.codes) == 2:
            return _sorted(mention.codes[0], mention.codes[1])
    for one, two in coordinated(view):
        return _sorted(one.codes[0], two.codes[0])
    if len(named) == 2:
        return _sorted(named[0], named[1])
    if view.cues.has("both", view.text) or any_phrase(view.cues["aftermath"], view.text):
        pairs = [pair for pair in context.pairs(view) if not named or named[0] in pair]
        if pairs:
            return _sorted(*pairs[0])
    if len(named) <= 1:
        pairs = [pair for pair in context.pairs(view) if not named or named[0] in pair]
        if pairs and (named or alone):
            return _sorted(*pairs[0])
    return "the sentence does not show both sides"


def _named(view: SentenceView) -> list[str]:
    """Countries named as such, places last: they say where, not who."""
    plain = [code for one in view.countries if one.form not in _PLACES for code in one.codes]
    metonyms = [code for one in view.countries if one.form in _PLACES for code in one.codes]
    return list(dict.fromkeys([*plain, *metonyms]))


def _unknown_side(view: SentenceView, persons: Sequence[PersonMention], known: str, context: Context) -> str:
    """The other country of the context's pair, when a person of unknown country or "both sides" stands for it."""
    if any(not country_of(person) for person in persons) or view.cues.has("both", view.text):
        for pair in context.pairs(view):
            if known in pair:
                return pair[1] if pair[0] == known else pair[0]
    return ""


def _sorted(one: str, two: str) -> tuple[str, str]:
    return (one, two) if one < two else (two, one)
