"""Who meets whom: the place of an event and the countries on both its sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.records import CountryMention, PersonMention
from extract.rules.context import Context, Pair, coordinated, ordered
from extract.rules.cues import marker_pattern
from extract.rules.persons import country_of
from extract.rules.triggers import Hit
from extract.rules.view import SentenceView

_PLACES = ("capital", "place", "metonym")
_OBJECT_REACH = 2
_OBJECT_BEHIND = 6
_BEFORE_COST = 4
_PASSED_COST = 8  # "Nach Stationen in Jordanien flog sie am Freitag weiter nach Kairo"


@dataclass(frozen=True, slots=True)
class Host:
    """Where an event takes place: country code, and the words of the text."""

    code: str
    place: str


def host_of(view: SentenceView, hit: Hit, start: int, end: int, *, objects: bool = False) -> Host | None:
    """The country and place that a stretch of the sentence names as destination or venue, nearest to the trigger.

    Args:
        view: the sentence.
        hit: the trigger (offsets in the article).
        start: offset of the stretch in the article.
        end: its end.
        objects: a bare country beside the trigger counts too ("besuchte Polen", "hatte Polen besucht").
    """
    found: list[tuple[int, CountryMention]] = []
    for mention in view.countries:
        if len(mention.codes) != 1 or mention.form in ("adjective", "demonym", "organisation"):
            continue
        if not start <= mention.start < end or mention.genitive:
            continue
        behind = mention.start >= hit.end
        distance = view.words_between(hit.end, mention.start) if behind else view.words_between(mention.end, hit.start)
        marker = marker_pattern(view.language).search(view.cut(view.start, mention.start))
        bare = objects and marker is None and distance <= (_OBJECT_BEHIND if behind else _OBJECT_REACH)
        bare = bare and not _governed(view, mention)
        if bare or (marker is not None and (marker["target"] or marker["place"])):
            passed = (
                marker is not None
                and bool(marker["place"])
                and not behind
                and view.text[hit.start - view.start].islower()
            )
            found.append((distance + (0 if behind else _BEFORE_COST) + (_PASSED_COST if passed else 0), mention))
    if not found:
        return None
    mention = min(found, key=lambda one: one[0])[1]
    return Host(mention.codes[0], mention.quote)


def _governed(view: SentenceView, mention: CountryMention) -> bool:
    """Whether another preposition stands before a name: "gegen die Ukraine" is no destination."""
    words = view.cut(view.start, mention.start).lower().split()
    articles = view.cues["determiners"]
    while words and words[-1] in articles:
        words.pop()
    return bool(words) and words[-1] in view.cues["prepositions"]


def sides(view: SentenceView, persons: Sequence[PersonMention], context: Context, *, alone: bool = False) -> Pair | str:
    """The two countries that an event joins, or why they are not known.

    Persons of two countries decide; else one country of the persons and another that the sentence names; else a
    pair that the sentence names; else, for "both sides" and the like, the pair of the context. With `alone` the
    context decides also when the sentence names nobody ("Das Abkommen wurde 2027 unterzeichnet").
    """
    codes = list(dict.fromkeys(country_of(person) for person in persons if country_of(person)))
    if len(codes) >= 2:
        return ordered(codes[0], codes[1])
    named = _named(view)
    if codes:
        named = [code for code in named if code not in _origins(view)]
        others = [code for code in named if code != codes[0]]
        other = _unknown_side(view, persons, codes[0], context) or (others[0] if others else "")
        return ordered(codes[0], other) if other else f"no second country beside {codes[0]}"
    for mention in view.countries:
        if len(mention.codes) == 2:
            return ordered(mention.codes[0], mention.codes[1])
    if len(named) > 2:
        return f"more than two countries: {', '.join(named)}"
    for one, two in coordinated(view):
        return ordered(one.codes[0], two.codes[0])
    if len(named) == 2 and len(_named(view, places=False)) == 2:
        return ordered(named[0], named[1])
    said = view.cues.has("both", view.text) or view.cues.has("aftermath", view.text)
    if said or named or alone:
        for pair in context.pairs(view):
            if set(named) <= set(pair):
                return ordered(*pair)
    return "the sentence does not show both countries"


def states_of(view: SentenceView) -> Pair | None:
    """The two countries that a sentence names as such; towns beside them only say where."""
    plain = _named(view, places=False)
    return ordered(plain[0], plain[1]) if len(plain) == 2 else None


def _origins(view: SentenceView) -> set[str]:
    """Countries somebody comes from: "after he returned from India" names no side of the talks."""
    pattern = marker_pattern(view.language)
    found = ((pattern.search(view.cut(view.start, one.start)), one) for one in view.countries if one.form == "name")
    return {code for marker, one in found if marker is not None and marker["source"] for code in one.codes}


def _named(view: SentenceView, *, places: bool = True) -> list[str]:
    """Countries named as such, then those that towns stand for: they say where, not who."""
    plain = [code for one in view.countries if one.form not in _PLACES for code in one.codes]
    towns = [code for one in view.countries if one.form in _PLACES for code in one.codes] if places else []
    return list(dict.fromkeys([*plain, *towns]))


def _unknown_side(view: SentenceView, persons: Sequence[PersonMention], known: str, context: Context) -> str:
    """The other country of the context's pair, when a person of unknown country or "both sides" stands for it."""
    if any(not country_of(person) for person in persons) or view.cues.has("both", view.text):
        for pair in context.pairs(view):
            if known in pair:
                return pair[1] if pair[0] == known else pair[0]
    return ""
