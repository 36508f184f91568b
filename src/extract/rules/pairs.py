"""Which two countries a quantity is about, and which way it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.records import Claim
from extract.rules.context import Context, Pair, coordinated
from extract.rules.placing import CLAUSE_COST, PLACES, Placed, place_countries
from extract.rules.schema import Role, Rule
from extract.rules.triggers import Hit
from extract.rules.view import SentenceView

# Both an owner and a source say where people and firms come from, unless the owner is that of a place ("an den
# Hochschulen Österreichs").
_ORIGINS = ("people", "companies")
_NEAR = 12
_RANK_COST = 3
# Types of facts whose direction goes over to a figure without countries.
_KIN = {"exports": ("exports", "volume"), "volume": ("volume", "exports"), "companies": ("companies", "investment")}
_TRADE = ("trade", "exports", "trade_balance")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The pair of a claim; `flags` tell what came from the context."""

    countries: Pair
    flags: tuple[str, ...] = ()


def resolve_pair(
    rule: Rule, view: SentenceView, hit: Hit, anchor: tuple[int, int], context: Context, made: Sequence[Claim] = ()
) -> Resolved | str:
    """The pair that a trigger (offsets in the article) is about, or the reason why there is none.

    Args:
        rule: says whether the pair is directed and may come from the context.
        view: the sentence.
        hit: the trigger.
        anchor: start and end of the amount, so that of several countries the ones near it win.
        context: what was said before.
        made: claims of the same sentence so far.
    """
    placed = place_countries(view, hit, anchor, context)
    clauses = {view.clause(hit.start), view.clause(anchor[0])}
    here = [one for one in placed if one.mention is None or _in(view, one, clauses)]
    both = _pair_by_word(view, here, hit)
    if not here and made:  # "..., während die Einfuhren sanken": the clause goes on about the flow before it
        told = _from_claims(rule, view, [*reversed(made)]) if rule.directed else _as_pair(made[-1])
        if isinstance(told, tuple):
            return Resolved(_sorted(told), ("pair_from_context",))
        if isinstance(told, Resolved):
            return told
    if rule.directed:
        earlier = (*reversed(made), *context.previous_claims(view, sentences=1))
        return _directed(rule, view, placed, context, both, clauses, earlier)
    return _undirected(rule, view, placed, context, both)


def _in(view: SentenceView, one: Placed, clauses: set[int]) -> bool:
    """Whether a country stands in the clauses, or right before one that goes on about it ("Germany, which ...")."""
    return one.mention is not None and bool(view.clauses_of(one.mention) & clauses)


def _shown_pairs(rule: Rule, view: SentenceView, context: Context) -> list[Pair]:
    """Pairs of the context that a figure of one country may be about.

    "Die Exporte sanken um 4 Prozent" is about all the exports of a country, unless the paragraph names the other side
    or the article has told of trade between the two before.
    """
    pairs = context.pairs(view)
    if rule.fact != "exports" or context.article_pair is None:
        return pairs
    told = {frozenset(claim.countries) for claim in context.claims if claim.type in _TRADE}
    article = context.article_pair
    return (
        pairs
        if frozenset(article) in told
        else [pair for pair in pairs if set(pair) != set(article) or _near(view, pair, context)]
    )


def _near(view: SentenceView, pair: Pair, context: Context) -> bool:
    """Whether both countries stand in the sentence or in an earlier one of the paragraph."""
    codes = set(view.codes())
    for other in reversed(context.earlier):
        if other.paragraph != view.paragraph:
            break
        codes |= set(other.codes())
    return set(pair) <= codes


def _names(one: Placed) -> bool:
    """Whether a country is named as such, not by a town where something happens."""
    return one.mention is not None and one.mention.form not in PLACES and one.role != "place"


def _directed(
    rule: Rule,
    view: SentenceView,
    placed: list[Placed],
    context: Context,
    both: Pair | None,
    clauses: set[int],
    row: Sequence[Claim],
) -> Resolved | str:
    first, second = _best_pair(rule, placed)
    if both:
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
        return _from_claims(rule, view, context.previous_claims(view, sentences=4))
    rest = [
        one.code
        for one in placed
        if one.code != known.code and one.role != known.role and _in(view, one, clauses) and _names(one)
        if rule.fact not in _ORIGINS or known is second or one.role not in ("owner", "source") or _is_genitive(one)
    ]
    if rest:
        other, flags = rest[0], ()
    else:
        other = _same_side(rule, row, known, 1 if known is first else 0)
        shown = (_other(pair, known.code) for pair in _shown_pairs(rule, view, context) if known.code in pair)
        other = other or next(shown, "")
    if not other:
        return f"the sentence names {known.code} alone, and the text before it does not tell the other country"
    return Resolved((known.code, other) if known is first else (other, known.code), flags)


def _same_side(rule: Rule, told: Sequence[Claim], known: Placed, side: int) -> str:
    """The country on one side of the figure before it in a row: "Aus Polen kamen 3000 Touristen, aus Ungarn 2000"."""
    last = next((claim for claim in told if claim.type == rule.fact), None)
    if last is None or rule.fact != "people" or len(last.countries) != 2 or known.code in last.countries:
        return ""
    return last.countries[side]


def _best_pair(rule: Rule, placed: list[Placed]) -> tuple[Placed | None, Placed | None]:
    """The cheapest two different countries for the rule's two sides; earlier roles of a side are preferred."""

    apart = "adjective" in (*rule.direction.first, *rule.direction.second)

    def candidates(roles: tuple[Role, ...]) -> list[tuple[int, Placed]]:
        played = [(_part(one) if apart else one.role, one) for one in placed]
        return [(one.cost + _RANK_COST * roles.index(role), one) for role, one in played if role in roles]

    firsts, seconds = candidates(rule.direction.first), candidates(rule.direction.second)
    pairs = [(a + b, one, two) for a, one in firsts for b, two in seconds if one.code != two.code]
    owners = [one for _, one in firsts if one.role == "owner"]
    sources = [one for _, one in firsts if one.role == "source"]
    near = owners and sources and max(owners[0].cost, sources[0].cost) < CLAUSE_COST
    turns = near and rule.needs.pair != "explicit" and (rule.fact not in _ORIGINS or _is_genitive(owners[0]))
    if not pairs and turns and owners[0].code != sources[0].code:
        return sources[0], owners[0]  # "Turkey's inflows from Qatar": the owner receives
    if pairs:
        _, first, second = min(pairs, key=lambda entry: entry[0])
        return first, second
    first_cost, first_alone = min(firsts, key=_cost, default=(None, None))
    second_cost, second_alone = min(seconds, key=_cost, default=(None, None))
    if first_cost is None or (second_cost is not None and second_cost < first_cost):
        return None, second_alone
    return first_alone, None


def _part(one: Placed) -> Role:
    """The role, with an adjective told apart from a genitive."""
    adjective = one.role == "owner" and one.mention is not None and one.mention.form == "adjective"
    return "adjective" if adjective else one.role


def _is_genitive(one: Placed) -> bool:
    return one.mention is not None and one.mention.genitive


def _cost(entry: tuple[int, Placed]) -> int:
    return entry[0]


def _pair_by_word(view: SentenceView, placed: list[Placed], hit: Hit) -> Pair | None:
    """A pair that one word names ("deutsch-kasachisch") or "und" joins near the trigger."""
    for one in placed:
        if one.mention is not None and len(one.mention.codes) == 2 and one.cost <= _NEAR:
            return one.mention.codes[0], one.mention.codes[1]
    near = {one.mention.start for one in placed if one.mention is not None}
    for a, b in coordinated(view):
        if a.start not in near or b.start not in near:
            continue
        lead = view.cut(view.start, a.start).lower().split()[-2:]
        if {"zwischen", "between"} & set(lead) and view.words_between(hit.end, a.start) <= _NEAR:
            return a.codes[0], b.codes[0]
    return None


def _turn(pair: Pair, first: Placed | None, second: Placed | None) -> Pair | None:
    """The pair with its direction, when one side is known; a joined pair says none by itself."""
    if first and first.code in pair:
        return first.code, _other(pair, first.code)
    if second and second.code in pair:
        return _other(pair, second.code), second.code
    return None


def _from_claims(rule: Rule, view: SentenceView, claims: list[Claim]) -> Resolved | str:
    """Without any country: the way a figure of the same paragraph ran, turned for "umgekehrt" and for imports."""
    flags = ("pair_from_context",)
    if rule.fact == "trade_balance":
        pair = _larger_exporter(claims)
        return (
            Resolved(pair, flags)
            if pair
            else "the sentence names no country, and no exports before it tell who has the surplus"
        )
    for claim in claims:
        if claim.type in _KIN.get(str(rule.fact), (rule.fact,)):
            pair = _as_pair(claim)
            turned = view.cues.has("reverse", view.text) or _imports(rule) != _is_import(claim)
            if pair:
                return Resolved((pair[1], pair[0]) if turned else pair, flags)
    return "the sentence names no country, and the text before it does not tell which way it goes"


def _larger_exporter(claims: list[Claim]) -> Pair | None:
    """The pair of a balance from the two flows told before it: the surplus is with the country that sells more."""
    flows = {
        claim.countries: claim.value
        for claim in reversed(claims)
        if claim.type == "exports" and claim.measure == "level" and claim.value is not None
    }
    for (one, other), value in flows.items():
        back = flows.get((other, one))
        if back is not None and back.unit == value.unit and value.value > back.value:
            return one, other
    return None


def _imports(rule: Rule) -> bool:
    return "source" in rule.direction.first and "owner" in rule.direction.second


def _is_import(claim: Claim) -> bool:
    return "import" in claim.rule


def _as_pair(claim: Claim) -> Pair | None:
    return (claim.countries[0], claim.countries[1]) if len(claim.countries) == 2 else None


def _undirected(
    rule: Rule, view: SentenceView, placed: list[Placed], context: Context, both: Pair | None
) -> Resolved | str:
    if both:
        return Resolved(_sorted(both))
    codes = list(dict.fromkeys(one.code for one in placed if one.mention is None or one.mention.form not in PLACES))
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
        return f"the sentence names {code} alone, and the text before it does not tell the other country"
    if pairs:
        return Resolved(_sorted(pairs[0]), flags)
    return "the sentence names no country, and the text before it does not tell which two are meant"


def _other(pair: Pair, code: str) -> str:
    return pair[1] if pair[0] == code else pair[0]


def _sorted(pair: Pair) -> Pair:
    return (pair[0], pair[1]) if pair[0] < pair[1] else (pair[1], pair[0])
