"""Which two countries a quantity is about, and which way it runs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.records import Claim, CountryMention
from extract.rules.context import Context, Pair, coordinated
from extract.rules.cues import marker_pattern
from extract.rules.schema import Role, Rule
from extract.rules.triggers import DEMONYM, Hit
from extract.rules.view import SentenceView

_CLAUSE_COST = 12
_WEAK_COST = 8
_PLACE_COST = 15
_MARKED: tuple[Role, ...] = ("source", "target", "partner")
_OWNER_REACH = 4
_PLACES = ("capital", "place", "metonym")


@dataclass(frozen=True, slots=True)
class Placed:
    """A country with the part it plays around a trigger; lower costs are nearer or surer."""

    code: str
    role: Role
    cost: int
    mention: CountryMention | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The pair of a claim; `flags` tell what came from the context."""

    countries: Pair
    flags: tuple[str, ...] = ()


def resolve_pair(rule: Rule, view: SentenceView, hit: Hit, anchor: int, context: Context) -> Resolved | str:
    """The pair that a trigger (offsets in the article) is about, or the reason why there is none.

    Args:
        rule: says whether the pair is directed and may come from the context.
        view: the sentence.
        hit: the trigger.
        anchor: offset of the amount, so that of several countries the ones in its clause win.
        context: what was said before.
    """
    placed = sorted([*place_countries(view, hit, anchor), *_referred(view, hit, context)], key=lambda one: one.cost)
    if rule.directed:
        return _directed(rule, view, placed, context, hit)
    return _undirected(rule, view, placed, context, hit)


def place_countries(view: SentenceView, hit: Hit, anchor: int) -> list[Placed]:
    """Every country of the sentence with its role seen from the trigger, best first."""
    clauses = {view.clause(hit.start), view.clause(anchor)}
    found = []
    for mention in view.countries:
        role, weak = _role(view, mention, hit)
        cost = min(_distance(view, mention, hit.start, hit.end), _distance(view, mention, anchor, anchor) + 2)
        cost += 0 if view.clause(mention.start) in clauses else _CLAUSE_COST
        cost += (_WEAK_COST if weak else 0) + (_PLACE_COST if mention.form in _PLACES else 0)
        found += [Placed(code, role, cost, mention) for code in mention.codes]
    return sorted(found, key=lambda one: (one.cost, one.mention.start if one.mention else 0))


def _referred(view: SentenceView, hit: Hit, context: Context) -> list[Placed]:
    """The country that "dorthin", "aus dem Land" in the clause means: the other of the pair, else the last named."""
    start, end = view.clause_span(hit.start)
    clause = view.cut(start, end)
    for name, role in _REFERENCES:
        found = view.cues.first(name, clause)
        if found is None:
            continue
        here = {code for one in view.countries if start <= one.start < end for code in one.codes}
        before = [code for one in view.countries if one.end <= start + found.start for code in one.codes]
        known = next(iter(here)) if len(here) == 1 else ""
        pair = next((one for one in context.pairs(view) if known in one), None) if known else None
        code = _other(pair, known) if pair else before[-1] if before else _last_named(context)
        return [Placed(code, role, 0, None)] if code and code not in here else []
    return []


def _last_named(context: Context) -> str:
    codes = [code for view in context.earlier[-1:] for one in view.countries for code in one.codes]
    return codes[-1] if codes else ""


_REFERENCES: tuple[tuple[str, Role], ...] = (("there_source", "source"), ("there_target", "target"))


def _distance(view: SentenceView, mention: CountryMention, start: int, end: int) -> int:
    if mention.end <= start:
        return view.words_between(mention.end, start)
    return view.words_between(end, mention.start) if mention.start >= end else 0


def _role(view: SentenceView, mention: CountryMention, hit: Hit) -> tuple[Role, bool]:
    """The part a country plays, and whether that is a weak guess from word order alone."""
    before = view.cut(view.start, mention.start)
    gap = view.cut(mention.end, hit.start) if mention.end <= hit.start else ""
    near = bool(gap) and len(gap.split()) <= _OWNER_REACH and not any(mark in gap for mark in ",;:(")
    if hit.phrase == DEMONYM and hit.start == mention.start:
        return "owner", False
    if mention.form == "adjective" and near and _agrees(gap):
        return "owner", False
    if mention.genitive and near:
        return "owner", False
    marker = marker_pattern(view.language).search(before)
    if marker is not None:
        for role in _MARKED:
            if marker[role]:
                return role, False
    if mention.start >= hit.end:
        words = view.cut(hit.end, mention.start).split()
        if mention.form == "adjective":
            return ("owner", False) if _SHARE.match(view.cut(mention.end, view.end)) else ("object", True)
        if (mention.genitive and len(words) <= 2) or [word.lower() for word in words] in _OF:
            return "owner", False
        return "target", True
    if _is_dative(view, mention, hit):
        return "target", False
    return "owner", mention.form != "name" or not near


def _is_dative(view: SentenceView, mention: CountryMention, hit: Hit) -> bool:
    """The second of two names without preposition before the trigger: "China gewährt Peru einen Kredit"."""
    if mention.form not in ("name", "organisation", "metonym", "capital") or mention.genitive:
        return False
    for other in view.countries:
        if other.end < mention.start and other.codes != mention.codes and len(other.codes) == 1:
            between = view.cut(other.end, mention.start)
            if not other.genitive and len(between.split()) <= 4 and not _JOINED.search(between):
                return marker_pattern(view.language).search(view.cut(view.start, other.start)) is None
    return False


_JOINED = re.compile(r"[,;:()]|\b(?:und|and|sowie|oder|or)\b")
_SHARE = re.compile(r"\s+(?:Kapital|Beteiligung|capital|participation|ownership|owned)")


_OF = (["der"], ["des"], ["of"], ["of", "the"], ["by"], ["der", "republik"])
_VERBISH = ("hat", "haben", "wurde", "wurden", "sind", "ist", "were", "was", "has", "have", "are", "is", "had")


def _agrees(gap: str) -> bool:
    return not any(word.lower() in _VERBISH for word in gap.split())


def _directed(rule: Rule, view: SentenceView, placed: list[Placed], context: Context, hit: Hit) -> Resolved | str:
    first = _best(placed, rule.direction.first)
    second = _best(placed, rule.direction.second, other_than=first)
    if first and second and first.code == second.code:
        first, second = (first, None) if first.cost <= second.cost else (None, second)
    both = _pair_by_word(view, placed, hit)
    if both and not (first and second and not _is_weak(first, second)):
        pair = _turn(both, first, second)
        if pair:
            return Resolved(pair)
    if first and second:
        return Resolved((first.code, second.code))
    if rule.needs.pair == "explicit":
        return "the sentence does not name both countries"
    flags: tuple[str, ...] = ("pair_from_context",)
    known = first or second
    if known is None:
        return _from_claims(rule, view, context)
    rest = [one.code for one in placed if one.code != known.code and one.role not in _same_side(rule, known)]
    if rest:
        other, flags = rest[0], ()
    else:
        other = next((_other(pair, known.code) for pair in context.pairs(view) if known.code in pair), "")
    if not other:
        return f"the sentence names {known.code} alone and no pair of the context holds it"
    return Resolved((known.code, other) if known is first else (other, known.code), flags)


def _best(placed: list[Placed], roles: tuple[Role, ...], other_than: Placed | None = None) -> Placed | None:
    for one in placed:
        if one.role in roles and (other_than is None or one.code != other_than.code):
            return one
    return None


def _is_weak(first: Placed, second: Placed) -> bool:
    return first.cost + second.cost >= 2 * _CLAUSE_COST


def _same_side(rule: Rule, known: Placed) -> tuple[Role, ...]:
    return rule.direction.first if known.role in rule.direction.first else rule.direction.second


def _pair_by_word(view: SentenceView, placed: list[Placed], hit: Hit) -> Pair | None:
    """A pair that one word names ("deutsch-kasachisch") or "und" joins near the trigger."""
    for one in placed:
        if one.mention is not None and len(one.mention.codes) == 2 and one.cost <= _CLAUSE_COST:
            return one.mention.codes[0], one.mention.codes[1]
    for a, b in coordinated(view):
        lead = view.cut(view.start, a.start).lower().split()[-2:]
        if {"zwischen", "between"} & set(lead) and view.words_between(hit.end, a.start) <= _CLAUSE_COST:
            return a.codes[0], b.codes[0]
    return None


def _turn(pair: Pair, first: Placed | None, second: Placed | None) -> Pair | None:
    """The pair with its direction, when one side is known; a joined pair says none by itself."""
    if first and first.code in pair:
        return first.code, _other(pair, first.code)
    if second and second.code in pair:
        return _other(pair, second.code), second.code
    return None


def _from_claims(rule: Rule, view: SentenceView, context: Context) -> Resolved | str:
    """Without any country: the way a figure of the same paragraph ran, turned for "umgekehrt" and for imports."""
    flags = ("pair_from_context",)
    for claim in context.previous_claims(view, sentences=3):
        if claim.type in ("exports", "investment", "trade_balance", "funding", "people", "companies"):
            pair = _as_pair(claim)
            turned = view.cues.has("reverse", view.text) or _imports(rule) != _is_import(claim)
            if pair:
                return Resolved((pair[1], pair[0]) if turned and claim.type == rule.fact else pair, flags)
    return "the sentence names no country and the paragraph gives no direction"


def _imports(rule: Rule) -> bool:
    return "source" in rule.direction.first and "owner" in rule.direction.second


def _is_import(claim: Claim) -> bool:
    return "import" in claim.rule


def _as_pair(claim: Claim) -> Pair | None:
    return (claim.countries[0], claim.countries[1]) if len(claim.countries) == 2 else None


def _undirected(rule: Rule, view: SentenceView, placed: list[Placed], context: Context, hit: Hit) -> Resolved | str:
    both = _pair_by_word(view, placed, hit)
    if both:
        return Resolved(_sorted(both))
    codes = list(dict.fromkeys(one.code for one in placed if one.mention and one.mention.form not in _PLACES))
    said = view.cues.has("both", view.text)
    if len(codes) >= 2 and not (said and len(codes) > 2):
        return Resolved(_sorted((codes[0], codes[1])))
    if rule.needs.pair == "explicit":
        return "the sentence does not name both countries"
    pairs = context.pairs(view)
    flags = ("pair_from_context",)
    if len(codes) == 1:
        code = codes[0]
        pair = next((one for one in pairs if code in one), None)
        if pair:
            return Resolved(_sorted(pair), flags)
        return f"the sentence names {code} alone and no pair of the context holds it"
    if pairs:
        return Resolved(_sorted(pairs[0]), flags)
    return "the sentence names no country and the article has no clear pair"


def _other(pair: Pair, code: str) -> str:
    return pair[1] if pair[0] == code else pair[0]


def _sorted(pair: Pair) -> Pair:
    return (pair[0], pair[1]) if pair[0] < pair[1] else (pair[1], pair[0])
