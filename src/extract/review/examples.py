"""Decisions of reviewers as examples of a rule: an added fact shows what to find, a rejected one what not to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from extract.finding.mentions import Analysis
from extract.finding.sentences import paragraphs
from extract.records import Article, Decision, Language
from extract.review.adding import LostError, find_words, language_at, sentence_around, sentences_of
from extract.review.attaching import ADD, standing_decisions
from extract.review.deciding import DecisionError
from extract.review.seeing import Sight, sight
from extract.rules.matching import find_claims
from extract.rules.observing import Observation, observe
from extract.rules.schema import BLANK, Given, RuleSet
from extract.rules.wording import differences
from extract.tables.schema import LIST_SEPARATOR

Gives = Mapping[str, str | tuple[str, ...]]

_SHOWN = ("add", "reject")
# What a rule decides. Subject and place are read by the same code for all rules, so that no rule could mend them.
_NUMBERS = ("measure", "value", "value_max", "unit", "compared_to")


def choose(log: Sequence[Decision], names: Sequence[str], kind: str | None) -> tuple[str, list[Decision]]:
    """The decisions that a rule is to be made of, and the type of its facts.

    Args:
        log: all decisions.
        names: the beginning of the id of a decision, or of that of a fact for all decisions on it; without any, all
            facts that were added are meant.
        kind: the type, where it is chosen.

    Raises:
        DecisionError: when a name fits none or several, or the decisions do not tell the type.
    """
    standing = [each for each in standing_decisions(log) if each and each.action in _SHOWN]
    if names:
        chosen = list(dict.fromkeys(decision for name in names for decision in _named(standing, name)))
    else:
        chosen = [each for each in standing if each.action == ADD and kind in (None, sight(each).type)]
    if not chosen:
        what = f"facts of the type {kind}" if kind else "facts"
        raise DecisionError(f"no {what} were added; `extract review add` adds one that was missed")
    # What was rejected may have been of any type.
    telling = [each for each in chosen if each.action == ADD] or chosen
    kinds = sorted({sight(each).type for each in telling} | ({kind} if kind else set()))
    if len(kinds) > 1:
        raise DecisionError(f"these are facts of the types {', '.join(kinds)}; a rule gives one: choose with --fact")
    return kinds[0], chosen


def as_example(
    decision: Decision, article: Article | None, analyse: Callable[[Article], Analysis], rules: RuleSet
) -> tuple[Observation, str]:
    """A decision as an example: its sentence, with the text before it where that names what the sentence leaves out.

    Args:
        decision: "add" or "reject".
        article: in which its words stand.
        analyse: finds the mentions of a text.
        rules: in force.

    Returns:
        The example, and the rule that finds in it what was added, empty where none does.

    Raises:
        DecisionError: when the words are not there.
    """
    place = next(iter(sight(decision).places), None)
    if article is None or place is None:
        where = f"{place.article} is not there" if place else "it does not tell where"
        raise DecisionError(f"{decision.id}: its sentence cannot be shown: {where}; name the articles with --corpus")
    try:
        start, end = find_words(decision, article)
    except LostError as error:
        raise DecisionError(f"{decision.id}: its sentence cannot be shown: {error}") from error
    language = language_at(article, start) or "en"
    texts = list(_texts(article, language, start, end))
    if decision.action != ADD:
        return Observation(_line(texts[0]), language, _day(article), nothing=decision.note or BLANK), ""
    gives = _gives(sight(decision))
    shown = []
    for text in texts:
        analysis = analyse(replace(article, text=_line(text), language=language, paragraph_languages=()))
        observation = replace(observe(analysis), gives=gives)
        rule = _found(analysis, rules, sight(decision).type, gives)
        if rule or _tells(observation, gives):
            return observation, rule
        shown.append((observation, rule))
    return shown[0]


def _named(decisions: Sequence[Decision], name: str) -> list[Decision]:
    fitting = [each for each in decisions if name and (each.id.startswith(name) or each.fact.startswith(name))]
    if not fitting:
        raise DecisionError(f"{name}: no fact was added or rejected by such a decision; see `extract review log`")
    if len({each.fact for each in fitting}) > 1:
        raise DecisionError(f"{name}: decisions on several facts begin so; write more of the id")
    return fitting


def _texts(article: Article, language: Language, start: int, end: int) -> Iterator[str]:
    """The sentence, and the paragraph up to its end."""
    first, last = sentence_around(sentences_of(article, language), start, end)
    yield article.text[first:last]
    begin = next((at for at, until in paragraphs(article.text) if at <= first < until), first)
    if begin < first:
        yield article.text[begin:last]


def _gives(seen: Sight) -> Gives:
    """What was stated, in the keys of an example; what is empty stands against what mentions suggest."""
    row = seen.row
    gives: dict[str, str | tuple[str, ...]] = {"countries": seen.countries}
    gives |= {name: text for name in _NUMBERS if (text := row.get(name, ""))}
    gives["date"] = row.get("date", "")
    gives["participants"] = tuple(name for name in row.get("participants", "").split(LIST_SEPARATOR) if name)
    usual = {"bound": "exact", "modality": "actual"}
    return gives | {name: row[name] for name, content in usual.items() if row.get(name, content) not in ("", content)}


def _tells(observation: Observation, gives: Gives) -> bool:
    """Whether a text names the countries, and the date if there is one."""
    dates = {mention.period.edtf for mention in observation.dates if mention.period}
    return set(gives["countries"]) <= set(observation.codes) and (not gives["date"] or gives["date"] in dates)


def _found(analysis: Analysis, rules: RuleSet, kind: str, gives: Gives) -> str:
    given = Given.model_validate({name: content for name, content in gives.items() if content})
    fitting = (each for each in find_claims(analysis, rules) if each.type == kind and not differences(given, each))
    return next((each.rule for each in fitting), "")


def _line(text: str) -> str:
    return " ".join(text.split())


def _day(article: Article) -> str:
    return article.published.isoformat() if article.published else ""
