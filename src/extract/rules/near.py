"""Rules that nearly fire in a sentence: those worth telling of, each with the first condition that is not met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.rules.attempts import ALSO, VETO, Attempt
from extract.rules.figures import amount_class
from extract.rules.schema import SAME, Rule, RuleSet
from extract.rules.triggers import any_phrase, words_of
from extract.rules.view import SentenceView

_MOST_OWN = 3
_MOST_PARTIAL = 2
_TELLING = 5  # letters of a word that tells something of a phrase


@dataclass(frozen=True, slots=True)
class Miss:
    """A rule that nearly fires: where its trigger stands ("" where it does not), and what is missing."""

    rule: str
    quote: str
    reason: str


def near_misses(view: SentenceView, attempts: Sequence[Attempt], rules: RuleSet) -> list[Miss]:
    """The rules near a sentence, those of the user first.

    Left out are rules that only share a word with one that fires or that came closer.

    Args:
        view: the sentence.
        attempts: what became of each trigger in it.
        rules: the rules in force.
    """
    told = [one for one in attempts if one.claim is None and not one.joined and not _outdone(one, attempts, rules)]
    misses = [Miss(one.rule, view.cut(one.start, one.end), one.unmet) for one in told]
    if not any(one.claim for one in attempts):
        tried = {one.rule for one in attempts}
        left = [rule for rule in rules.rules if rule.id not in tried and _fits(view, rule)]
        misses += list(_partial(view, left, rules, alone=not misses))
    distinct: dict[tuple[str, str], Miss] = {}
    for miss in misses:
        # Of shipped rules that miss the same thing at the same words, one is enough.
        distinct.setdefault((miss.rule if miss.rule in rules.own or not miss.quote else miss.quote, miss.reason), miss)
    return sorted(distinct.values(), key=lambda miss: miss.rule not in rules.own)


def is_untold(view: SentenceView, attempts: Sequence[Attempt]) -> bool:
    """Whether a sentence has an amount and two countries that no rule tries to read together."""
    amounts = [one for one in view.amounts if amount_class(one.amount) is not None]
    tried = any(one.claim is not None or one.joined or _closeness(one) for one in attempts)
    return bool(amounts) and len(view.codes()) >= 2 and not tried


def _outdone(one: Attempt, attempts: Sequence[Attempt], rules: RuleSet) -> bool:
    """Whether another attempt at the same words tells more than this one."""
    if one.rule in rules.own:
        return False
    if rules.get(one.rule).fact == SAME:
        return len(attempts) > 1
    for other in attempts:
        if other is one or other.start >= one.end or one.start >= other.end:
            continue
        if other.claim is not None or _closeness(other) > _closeness(one):
            return True
        if other.rule != one.rule and _closeness(other) == _closeness(one) == 0:
            return attempts.index(other) < attempts.index(one)
    return False


def _closeness(one: Attempt) -> int:
    """How far an attempt came: no amount, no word beside the trigger, a word against it, or further."""
    if one.unmet.startswith("it needs"):
        return 0
    if one.unmet.startswith(ALSO):
        return 1
    return 2 if one.unmet.endswith(VETO) else 3


def _fits(view: SentenceView, rule: Rule) -> bool:
    """Whether a sentence has an amount that a rule asks for, and a country or somebody with an office."""
    kinds = {amount_class(one.amount) for one in view.amounts}
    wanted = set(rule.needs.amount)
    return bool(view.codes()) and rule.fact != SAME and bool(wanted & kinds if wanted else view.persons)


def _partial(view: SentenceView, left: Sequence[Rule], rules: RuleSet, *, alone: bool) -> Iterator[Miss]:
    """Rules of which only a part of a phrase stands there, and the user's own of which no word does."""
    partial = [(rule, found) for rule in left if (found := _incomplete(view, rule)) is not None]
    shown = [(rule, reason) for rule, reason in partial if rule.id in rules.own]
    shown += [(rule, reason) for rule, reason in partial if alone and rule.id not in rules.own][:_MOST_PARTIAL]
    for rule, reason in shown:
        yield Miss(rule.id, "", reason)
    silent = [rule for rule in left if rule.id in rules.own and rule not in [each for each, _ in partial]]
    for rule in silent[:_MOST_OWN]:
        phrases = ", ".join(rule.trigger.of(view.language)[:_MOST_OWN])
        yield Miss(rule.id, "", f"none of its triggers stands here: {phrases}" if phrases else "it has no trigger yet")


def _incomplete(view: SentenceView, rule: Rule) -> str | None:
    """The phrase of which most stands in the sentence, in words."""
    best: tuple[float, str] | None = None
    for phrase in rule.trigger.of(view.language):
        words = words_of(phrase)
        there = [word for word in words if any_phrase((word,), view.text) is not None]
        telling = [word for word in there if sum(letter.isalpha() for letter in word) >= _TELLING]
        if (
            len(words) > 1
            and telling
            and 2 * len(there) >= len(words)
            and (best is None or len(there) / len(words) > best[0])
        ):
            missing = ", ".join(repr(word) for word in words if word not in there)
            what = f"{missing} is missing" if missing else "its words stand in another order or too far apart"
            best = len(there) / len(words), f"of its trigger {phrase!r} only a part stands here: {what}"
    return best[1] if best else None
