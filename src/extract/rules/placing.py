"""What part each country of a sentence plays around a trigger: owner, subject, source, target, place and so on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.records import CountryMention
from extract.rules.context import Context
from extract.rules.cues import marker_pattern
from extract.rules.schema import Role
from extract.rules.triggers import DEMONYM, Hit
from extract.rules.view import RELATIVE_PRONOUN, SentenceView
from extract.values.amount import RANK

PLACES = ("capital", "place", "metonym")

CLAUSE_COST = 30
_WEAK_COST = 8
_PLACE_COST = 15
_CROSSING_COST = 5
_REFERRED_COST = -20
_OWNER_REACH = 4
_DATIVE_REACH = 4
_OWN_REACH = 2
_MARKED: tuple[Role, ...] = ("source", "target", "place", "partner")
_REFERENCES: tuple[tuple[str, Role], ...] = (
    ("there_source", "source"),
    ("there_target", "target"),
    ("there_place", "place"),
)
_JOINED = re.compile(
    r"[,;:()]|\b(?:und|and|sowie|oder|or|in|im|mit|bei|von|vom|aus|zu|zur|zum|nach|für|gegen|über|um|als|wie|with|of|from"
    r"|to|by|for|on|at|which|that|who)\b"
)
_GIVING = re.compile(
    r"\b(?:giv|gave|grant|provid|offer|lend|lent|loan|sell|sold|pa(?:y|id)|sen[dt]|promis|pledg|donat|award|suppl|back)"
)
_SHARE = re.compile(r"\s+(?:Kapital|Beteiligung|capital|participation|ownership|owned)")
_OF = (["der"], ["des"], ["of"], ["of", "the"], ["by"], ["der", "republik"])
_RELATIVE_ROLES: dict[str, Role] = {
    "aus": "source", "von": "source", "mit": "partner", "in": "place", "wo": "place", "where": "place",
    "nach": "target", "an": "target", "zu": "target", "für": "target",
}  # fmt: skip
_COPULAS = frozenset("ist war bleibt blieb wurde is was remains remained became".split())
_BEHIND = frozenset("hinter behind after".split())
_BETTER = re.compile(
    r",?\s+(?:der|die|das|zum|the|its|ihr|sein)\w*\s+"
    r"\w*(?:größt|wichtigst|zweit|dritt|largest|second|third|fourth|fifth|biggest)"
)
_LISTED = re.compile(r"(?:,|,?\s(?:und|and|sowie))(?:\s(?:der|die|das|den|dem|the))?\s")
_ROW = re.compile(r"\s(?:und|oder|sowie|and|or)(?:\s(?:der|die|das|den|dem|the))?\s")
_VERBISH = frozenset("hat haben wurde wurden sind ist were was has have are is had".split())


@dataclass(frozen=True, slots=True)
class Placed:
    """A country with the part it plays around a trigger; lower costs are nearer or surer.

    Attributes:
        cost: words away from trigger or amount, with surcharges for other clauses, places and weak guesses.
        mention: where it stands; None for a country that "dorthin" or "the country" means.
    """

    code: str
    role: Role
    cost: int
    mention: CountryMention | None


def place_countries(view: SentenceView, hit: Hit, anchor: tuple[int, int], context: Context) -> list[Placed]:
    """Every country of the sentence with its role seen from the trigger, best first.

    Args:
        view: the sentence.
        hit: the trigger (offsets in the article).
        anchor: start and end of the amount.
        context: for what "dorthin" means.
    """
    clauses = {view.clause(hit.start), view.clause(anchor[0])}
    found = referred(view, hit, context)
    bare = next((one for one in view.countries if _stands_alone(view, one, anchor[0])), None)
    for mention in view.countries:
        if _is_only_ranked(view, mention):
            continue
        role, weak = _role(view, mention, hit)
        to_trigger = _distance(view, mention, hit.start, hit.end)
        to_amount = _distance(view, mention, *anchor) + 2
        if mention is bare:
            role, to_trigger = "owner", 0
        elif bare is not None and role == "owner":
            to_trigger += CLAUSE_COST
            to_amount += CLAUSE_COST
        nearest = min(to_trigger, to_amount)
        cost = {"owner": nearest, "subject": nearest, "partner": to_trigger}.get(role, to_amount)
        cost += 0 if view.clauses_of(mention) & clauses else CLAUSE_COST
        cost += _CROSSING_COST * (_amounts_between(view, mention, anchor) + _is_anothers(view, mention, anchor))
        cost += (_WEAK_COST if weak else 0) + (_PLACE_COST if mention.form in PLACES else 0)
        found += [Placed(code, role, cost, mention) for code in mention.codes]
    return sorted(found, key=lambda one: (one.cost, one.mention.start if one.mention else -1))


def _is_only_ranked(view: SentenceView, mention: CountryMention) -> bool:
    """Whether a country is only compared with: "nach Mexiko der zweitgrößte Partner", "third, behind China"."""
    words = view.cut(view.start, mention.start).split()[-2:]
    if not words or not view.cues.has("ranked_after", " ".join(words)):
        before = next((one for one in reversed(view.countries) if one.end <= mention.start), None)
        return before is not None and _listed(view, before, mention) and _is_only_ranked(view, before)
    ranked = any(amount.amount.unit == RANK and amount.end <= mention.start for amount in view.amounts)
    last = mention
    for other in view.countries:  # "nach China, den USA und Brasilien der viertgrößte Partner"
        last = other if other.start > last.end and _listed(view, last, other) else last
    return (ranked and words[-1].lower() in _BEHIND) or _BETTER.match(view.cut(last.end, view.end)) is not None


def _listed(view: SentenceView, one: CountryMention, other: CountryMention) -> bool:
    """Whether the second country is the next in a list that the first belongs to."""
    return _LISTED.fullmatch(view.cut(one.end, other.start)) is not None


def _stands_alone(view: SentenceView, mention: CountryMention, amount_start: int) -> bool:
    """An adjective whose noun was said before: "auf japanische 4,3 Milliarden"."""
    if mention.form != "adjective" or mention.end > amount_start:
        return False
    between = view.cut(mention.end, amount_start)
    return not between.strip() or (view.cues.has("hedge", between) and len(between.split()) == 1)


def _amounts_between(view: SentenceView, mention: CountryMention, anchor: tuple[int, int]) -> int:
    low, high = (mention.end, anchor[0]) if mention.end <= anchor[0] else (anchor[1], mention.start)
    return sum(1 for amount in view.amounts if low <= amount.start and amount.end <= high)


def _is_anothers(view: SentenceView, mention: CountryMention, anchor: tuple[int, int]) -> bool:
    """Whether a country right behind an earlier amount is that one's: "$3bn to Italy and $2bn to Oman"."""
    if mention.form in ("demonym", "adjective") and mention.end <= anchor[0] and mention.quote[:1].isupper():
        return any(one.end + 1 == mention.start and one.noun == mention.quote for one in view.amounts)
    if mention.end > anchor[0] or not any(
        one.end <= mention.start and view.words_between(one.end, mention.start) <= _OWN_REACH for one in view.amounts
    ):
        return False
    marker = marker_pattern(view.language)
    following = min((one.start for one in view.amounts if one.start >= anchor[1]), default=view.end)
    behind = [one for one in view.countries if anchor[1] <= one.start < following]
    return bool(behind) and all(marker.search(view.cut(view.start, one.start)) for one in (mention, behind[0]))


def referred(view: SentenceView, hit: Hit, context: Context) -> list[Placed]:
    """The country that "dorthin", "aus dem Land" in the clause means: the other of the pair, else the last named."""
    start, end = view.clause_span(hit.start)
    clause = view.cut(start, end)
    for name, role in _REFERENCES:
        found = view.cues.first(name, clause)
        if found is None:
            continue
        here = {code for one in view.countries if start <= one.start < end for code in one.codes}
        before = [code for one in view.countries if one.end <= start + found.start for code in one.codes]
        seen = here or set(before)
        known = next(iter(seen)) if len(seen) == 1 else ""
        pair = next((one for one in context.pairs(view) if known in one), None) if known else None
        other = next((code for code in pair if code != known), "") if pair else ""
        if len(here) > 1:  # "Wiens Exporte in die Slowakei stiegen, die Importe von dort sanken"
            abroad = [one for one in view.countries if one.end <= start + found.start and not _owns(one)]
            return [Placed(abroad[-1].codes[0], role, _REFERRED_COST, None)] if abroad else []
        code = other or (before[-1] if before else _last_named(context))
        return [Placed(code, role, 0, None)] if code and code not in here else []
    return []


def _owns(mention: CountryMention) -> bool:
    return mention.genitive or mention.form in ("adjective", "demonym")


def _last_named(context: Context) -> str:
    """The last country of the sentence before that is not the one whose trade or money it tells of."""
    mentions = [one for view in context.earlier[-1:] for one in view.countries]
    abroad = [one for one in mentions if not _owns(one)] or mentions
    return abroad[-1].codes[-1] if abroad else ""


def _distance(view: SentenceView, mention: CountryMention, start: int, end: int) -> int:
    if mention.end <= start:
        return view.words_between(mention.end, start)
    return view.words_between(end, mention.start) if mention.start >= end else 0


def _role(view: SentenceView, mention: CountryMention, hit: Hit) -> tuple[Role, bool]:
    """The part a country plays, and whether that is a weak guess from word order alone."""
    gap = view.cut(mention.end, hit.start) if mention.end <= hit.start else ""
    near = bool(gap) and len(gap.split()) <= _OWNER_REACH and not any(mark in gap for mark in ",;:(")
    relative = RELATIVE_PRONOUN.match(view.cut(mention.end, view.end))
    if relative and view.clause(mention.end) == view.clause(hit.start) != view.clause(mention.start):
        return _RELATIVE_ROLES.get(relative["word"], "subject"), False  # "die Mongolei, aus der sie Waren bezog"
    if hit.phrase == DEMONYM and hit.start == mention.start:
        return "owner", False
    if near and (mention.genitive or (mention.form == "adjective" and not _VERBISH & set(gap.lower().split()))):
        return "owner", False
    if mention.form == "adjective" and mention.start >= hit.end and not view.cut(hit.end, mention.start).strip():
        return "object", False  # "die exportierten britischen Waren", "bought Swiss watches"
    if view.cues.has("born", " ".join(view.cut(mention.end, view.end).split()[:1])):
        return "source", False  # "in Algerien geborene Menschen", "Indian-born"
    marked = _marked(view, mention)
    if marked is not None:
        return marked, False
    if mention.form == "adjective" and _dative_article(view, mention):
        return "target", False  # "übergab dem armenischen Roten Kreuz", "gewährte einer ungarischen Firma"
    if mention.start >= hit.end:
        return _behind(view, mention, hit)
    if mention.start > hit.start and len(view.cut(hit.start, mention.start).split()) == 1 and _verb_first(view, hit):
        return "subject", False  # inside a split verb: "stellt Berlin dem Partner Mittel bereit"
    if _is_dative(view, mention):
        return "target", False
    return "subject", mention.form not in ("name", "organisation") or not near


def _marked(view: SentenceView, mention: CountryMention) -> Role | None:
    """The role that a preposition gives, to all countries of a row: "aus Deutschland oder Frankreich"."""
    marker = marker_pattern(view.language).search(view.cut(view.start, mention.start))
    if marker is not None:
        return next(role for role in _MARKED if marker[role])
    before = next((one for one in reversed(view.countries) if one.end <= mention.start), None)
    if before is None or mention.form == "adjective" or not _ROW.fullmatch(view.cut(before.end, mention.start)):
        return None
    following = view.cut(mention.end, view.end).split()[:1]
    return _marked(view, before) if before.form != "adjective" and not _VERBISH & set(following) else None


def _behind(view: SentenceView, mention: CountryMention, hit: Hit) -> tuple[Role, bool]:
    words = [word.lower() for word in view.cut(hit.end, mention.start).split()]
    if mention.form == "adjective":
        owned = _SHARE.match(view.cut(mention.end, view.end)) or words[-1:] in (["der"], ["des"])
        return ("owner", False) if owned else ("object", False)
    if (mention.genitive and len(words) <= 2) or words in _OF:
        return "owner", False
    if words[-1:] and words[-1] in _COPULAS:
        return "subject", False  # "Norwegens größter Lieferant ist Island"
    if mention.form == "demonym":
        return "object", True  # people are no destination: "305,000 visitors came, the number of Germans fell"
    if mention.genitive and view.clause(mention.start) == view.clause(hit.start):
        return "owner", True
    if view.language == "de" and len(words) <= 2 and mention.form == "name" and _verb_first(view, hit):
        return "subject", False
    return "target", True


def _verb_first(view: SentenceView, hit: Hit) -> bool:
    """German puts the subject behind the verb when something else opens the sentence: "2023 bestellte Kroatien"."""
    phrase = view.cut(hit.start, hit.end).split()
    opening = view.cut(view.clause_span(hit.start)[0], hit.start)
    return bool(phrase) and phrase[0][:1].islower() and bool(opening.strip()) and not _names(view, hit)


def _names(view: SentenceView, hit: Hit) -> bool:
    """Whether a bare name stands before the trigger in its clause, so that it is the subject."""
    start = view.clause_span(hit.start)[0]
    pattern = marker_pattern(view.language)
    return any(
        start <= one.start < hit.start and pattern.search(view.cut(view.start, one.start)) is None
        for one in view.countries
    )


def _is_joined(view: SentenceView, mention: CountryMention) -> bool:
    """Whether "und" or "and" hangs a name on the one before it, whose preposition holds for both."""
    before = next((one for one in reversed(view.countries) if one.end <= mention.start), None)
    return before is not None and view.cut(before.end, mention.start).split() in (["und"], ["and"], ["sowie"])


def _dative_article(view: SentenceView, mention: CountryMention) -> bool:
    """Whether a dative opens before an adjective: "dem", or "einem", "einer" right behind a verb."""
    *_, before, article = ["", "", *view.cut(view.start, mention.start).split()]
    verb = before.isalpha() and before.islower() and not view.cues.has("prepositions", before)
    return article == "dem" or (article in ("einem", "einer") and verb)


def _gives(view: SentenceView, between: str) -> bool:
    """Whether the words between two names can make the second one a dative; English needs a verb of giving."""
    between = re.sub(r"^,\s+(?:which|who)\b", "", between)
    return not _JOINED.search(between) and (view.language == "de" or _GIVING.search(between) is not None)


def _is_dative(view: SentenceView, mention: CountryMention) -> bool:
    """The second of two names without preposition before the trigger: "China gewährt Peru einen Kredit"."""
    if mention.form not in ("name", "organisation", "metonym", "capital") or mention.genitive:
        return False
    for other in view.countries:
        if _is_joined(view, other):
            continue
        if other.end < mention.start and other.codes != mention.codes and len(other.codes) == 1:
            between = view.cut(other.end, mention.start)
            if not other.genitive and len(between.split()) <= _DATIVE_REACH and _gives(view, between):
                return marker_pattern(view.language).search(view.cut(view.start, other.start)) is None
    return False
